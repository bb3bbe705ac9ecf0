"""Sending letters that are due: each to each of its recipients once, as far as anybody can promise that.

That a letter is handed over is written down before and after. Who is killed in between finds it so afterwards and
hands it over again under the same Message-ID: mail knows no other way to be sure that it is not lost.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final, Protocol

from cxloop_tui.domain.clock import DAY, HOUR, MINUTE, to_rfc3339
from cxloop_tui.domain.customer import customer_key, particulars_of
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.mail.delivery import Delivery, Fate, Later, Never, Unreachable
from cxloop_tui.domain.mail.letter import Letter, Purpose, State, letter_after
from cxloop_tui.domain.mail.message import Sender, message
from cxloop_tui.domain.operation import AUTHORITY, Change, Json, Kind, Origin
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.ticket import undone_ids
from cxloop_tui.services.making import Maker
from cxloop_tui.services.ports import AuthorityStore, AuthorityTransaction, Clock, Ids

_WAITS: Final = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR)
"""How long until a letter is tried again, after the first failure, the second, ...; the last then again and again."""

GIVEN_UP_AFTER: Final = 5 * DAY
"""A letter that could not be handed over for so long is given up (RFC 5321, 4.5.4.1 says four to five days)."""


class Window(Protocol):
    """Where letters are handed over: a mail server, connected."""

    def hand_over(self, letter: EmailMessage, recipient: str) -> None:
        """Hand a letter over for one recipient; the server has it when this returns.

        Raises Unreachable, Later or Never.
        """


class PostOffice(Protocol):
    """A mail server, and from whom letters come."""

    @property
    def sender(self) -> Sender:
        """From whom letters come."""

    def open(self) -> AbstractContextManager[Window]:
        """Connect. Raises Unreachable."""


@dataclass(slots=True)
class Round:
    """What came of one round."""

    handed_over: int = 0
    """Letters to one recipient each."""
    missed: int = 0
    """The same, that the mail server will not have."""
    later: int = 0
    """The same, that are tried again."""
    trouble: str = ""
    """Why it was broken off, if it was."""
    is_stopped: bool = False
    """Nothing goes until somebody lets it."""


class Courier:
    """Hands over what is due, one letter to one recipient at a time."""

    def __init__(self, store: AuthorityStore, office: PostOffice, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._office = office
        self._clock = clock
        self._ids = ids

    def go_round(self) -> Round:
        """Hand over all that is due and return what came of it."""
        done = Round(is_stopped=self._store.transact_authority(lambda tx: tx.mail_is_stopped()))
        if done.is_stopped:
            return done
        due = self._store.transact_authority(lambda tx: list(_due(tx, self._clock())))
        if not due:
            return done
        try:
            with self._office.open() as window:
                for letter, recipient in due:
                    self._carry(window, letter, recipient, done)
        except Unreachable as trouble:
            done.trouble = str(trouble)
        return done

    def _carry(self, window: Window, letter_id: str, recipient: str, done: Round) -> None:
        taken = self._store.transact_authority(lambda tx: self._take(tx, letter_id, recipient))
        if taken is None:
            return
        letter, delivery, space = taken
        try:
            window.hand_over(message(letter, recipient, self._office.sender, space, self._clock()), recipient)
        except (Never, Unusable) as refusal:
            self._put(letter, delivery._replace(fate=Fate.MISSED, said=str(refusal)))
            done.missed += 1
        except Later as trouble:
            done.later += 1
            self._put(letter, self._put_off(letter, delivery, str(trouble)))
        except Unreachable as trouble:
            self._put(letter, self._put_off(letter, delivery, str(trouble)))
            raise
        else:
            self._put(letter, delivery._replace(fate=Fate.GONE, said=""))
            done.handed_over += 1

    def _take(
        self, tx: AuthorityTransaction, letter_id: str, recipient: str
    ) -> tuple[Letter, Delivery, Organisation] | None:
        """Write down that a letter is being handed over; None when somebody has stopped it, or it is over."""
        letter = tx.letter(letter_id)
        if letter is None or letter.state is not State.WAITING or tx.mail_is_stopped():
            return None
        reason = _why_not(tx, letter)
        if reason is not None:
            self._close(tx, letter_id, dict.fromkeys(letter.recipients.everybody, reason), State.CANCELLED)
            return None
        before = tx.mail.deliveries(letter_id).get(recipient, Delivery(letter_id, recipient))
        if before.is_over:
            return None
        going = before._replace(fate=Fate.GOING, attempts=before.attempts + 1)
        tx.mail.put_delivery(going)
        return letter, going, tx.organisation()

    def _put_off(self, letter: Letter, delivery: Delivery, said: str) -> Delivery:
        now = self._clock()
        if now - letter.due_at > GIVEN_UP_AFTER:
            return delivery._replace(fate=Fate.MISSED, said=f"given up since {to_rfc3339(now)}: {said}")
        wait = _WAITS[min(delivery.attempts, len(_WAITS)) - 1]
        return delivery._replace(fate=Fate.READY, next_at=now + wait, said=said)

    def _put(self, letter: Letter, delivery: Delivery) -> None:
        """Keep what came of it; when nothing more will be tried, say in the order what became of the letter."""

        def keep(tx: AuthorityTransaction) -> None:
            tx.mail.put_delivery(delivery)
            known = {**tx.mail.deliveries(letter.id), delivery.recipient: delivery}
            if all(who in known and known[who].is_over for who in letter.recipients.everybody):
                self._close(tx, letter.id, {who: one.said for who, one in known.items() if one.fate is Fate.MISSED})

        self._store.transact_authority(keep)

    def _close(
        self, tx: AuthorityTransaction, letter_id: str, missed: Mapping[str, str], state: State = State.SENT
    ) -> None:
        letter = tx.letter(letter_id)
        if letter is None or letter.state is State.SENT:
            return
        said: dict[str, Json] = dict(missed)
        changes = {"state": Change(str(letter.state), str(state))}
        if said:
            changes["missed"] = Change({}, said)
        draft = Draft(kind=Kind.LETTER_SEND, subject=letter_id, set=changes)
        operation = Maker(tx, AUTHORITY, self._clock, self._ids).operation(draft, origin=Origin.RULE)
        closed = letter_after(letter, tx.append(operation, operation.at))
        if closed is not None:
            tx.put_letter(closed)


def _why_not(tx: AuthorityTransaction, letter: Letter) -> str | None:
    """Say why a letter to a customer does not go any more: it was taken back, or they want none."""
    if letter.purpose is not Purpose.REPLY or letter.ticket is None:
        return None
    ticket = tx.ticket(letter.ticket)
    if ticket is None or ticket.withdrawn:
        return "the ticket was withdrawn before it went"
    if not undone_ids(tx.entries(letter.ticket)).isdisjoint(letter.operations):
        return "it was taken back before it went"
    keys = (f"{customer_key(email, None, None)}" for email in letter.recipients.everybody)
    may_be = all(particulars_of(tx.entries(key)).may_be_written_to for key in keys)
    return None if may_be else "the customer wants no letters"


def _due(tx: AuthorityTransaction, now: int) -> Iterator[tuple[str, str]]:
    """Yield letters and recipients that are to be tried now."""
    for letter in tx.mail.due(now):
        known = tx.mail.deliveries(letter.id)
        for recipient in letter.recipients.everybody:
            delivery = known.get(recipient)
            if delivery is None or (not delivery.is_over and delivery.next_at <= now):
                yield letter.id, recipient
