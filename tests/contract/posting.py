"""What the tests of mail share: a mail server that keeps what it is handed, and time that passes until letters go."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from cxloop_tui.domain.clock import DAY, MINUTE
from cxloop_tui.domain.mail.delivery import Unreachable
from cxloop_tui.domain.mail.letter import Letter
from cxloop_tui.domain.mail.message import Sender
from cxloop_tui.services.mail.composing import compose
from cxloop_tui.services.mail.sending import Courier, Round
from cxloop_tui.services.ports import AuthorityTransaction
from tests.builders import CREATED, EVE, seeded_ids
from tests.contract.house import House

SENDER = Sender("The desk", "desk@shop.example")


class Post:
    """A mail server that keeps what it is handed; `refuse` may raise what a server says no with."""

    def __init__(self) -> None:
        self.sender = SENDER
        self.got: list[tuple[str, EmailMessage]] = []
        self.refuse: Callable[[str], None] = lambda _recipient: None
        self.is_away = False

    @contextmanager
    def open(self) -> Iterator["Post"]:
        if self.is_away:
            raise Unreachable("nobody is there")
        yield self

    def hand_over(self, letter: EmailMessage, recipient: str) -> None:
        self.refuse(recipient)
        self.got.append((recipient, letter))

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _ in self.got]


IDS = seeded_ids(4711)


def composed(house: House) -> int:
    return compose(house.store, house.clock, IDS)


def go(house: House, post: Post) -> Round:
    return Courier(house.store, post, house.clock, IDS).go_round()


def later(house: House, milliseconds: int = MINUTE) -> None:
    house.clock.now += milliseconds


def sent_by_now(house: House, post: Post) -> list[str]:
    """Let a minute pass twice, as it does between a change and its letter, and return who got one since."""
    before = len(post.got)
    later(house)
    composed(house)
    later(house)
    go(house, post)
    return sorted(post.recipients[before:])


def new_ticket(house: House, by: str = EVE) -> str:
    return house.desk.sit(by, lambda sitting: sitting.create(CREATED, "Late refund").ticket.id)


def the_letter(house: House) -> Letter:
    def find(tx: AuthorityTransaction) -> Letter:
        return tx.mail.due(house.clock.now + DAY)[-1]

    return house.store.transact_authority(find)


def letter_now(house: House, letter: Letter) -> Letter:
    found = house.store.transact_authority(lambda tx: tx.letter(letter.id))
    assert found is not None
    return found
