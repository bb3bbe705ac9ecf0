"""What others did that one person should hear of at once, wherever they are looking.

A ticket has become theirs, one of theirs was escalated, or somebody asks them by name (`domain.mention`) in any
comment. Nobody is told of what they did themselves.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple
from unicodedata import normalize

from cxloop_tui.domain.mention import asking, names_of
from cxloop_tui.domain.operation import RULES, TOLD, Kind, Operation
from cxloop_tui.domain.people import Person
from cxloop_tui.domain.status import Status

_OF_CUSTOMERS: Final = frozenset({Kind.TICKET_CREATE, Kind.RESPONSE_ADD})
"""Operations whose comment are a customer's words: they ask nobody by name."""


class Why(StrEnum):
    """Why somebody hears of an operation."""

    YOURS = "yours"
    """The ticket has become theirs."""
    ESCALATED = "escalated"
    """It was escalated: to them, or from them."""
    ASKED = "asked"
    """They are asked by name."""
    TOLD = "told"
    """A rule on arrival lets them know."""


class News(NamedTuple):
    """One thing to hear of."""

    why: Why
    subject: str
    """The ticket's id."""
    by: str
    to_me: bool = False
    """Of an escalation: whether the ticket is theirs now."""
    words: str = ""
    """What they are asked, as stored."""


def may_concern(me: Person) -> Callable[[str], bool]:
    """Return what says of the JSON text of an operation whether it can be news for a person: most need no reading."""
    names = [json.dumps(name, ensure_ascii=False)[1:-1] for name in names_of(me)]
    signs = [f'"{me.email}"', f'"{Status.ESCALATED}"', *(f"@{name}" for name in names)]
    folded = [sign.casefold() for sign in signs]

    def says(wire: str) -> bool:
        text = normalize("NFC", wire).casefold()
        return any(sign in text for sign in folded)

    return says


def news_of(operations: Iterable[Operation], me: Person, owner_of: Callable[[str], str | None]) -> Sequence[News]:
    """Return what a person should hear of, in the order of the operations, each ticket once for each reason.

    `owner_of` says whose a ticket is now: what was given to somebody and on to others is no news for them.
    """
    asks = asking(me)
    found: dict[tuple[str, Why], News] = {}
    for operation in operations:
        if operation.by != me.email:
            for news in _in(operation, me.email, owner_of(operation.subject), asks):
                found.pop((news.subject, news.why), None)
                found[news.subject, news.why] = news
    escalated = {subject for subject, why in found if why is Why.ESCALATED}
    return [news for (subject, why), news in found.items() if not (why is Why.YOURS and subject in escalated)]


def _in(operation: Operation, me: str, owner: str | None, asks: re.Pattern[str]) -> Iterator[News]:
    given = operation.set.get("owner")
    is_mine, was_mine = owner == me, given is not None and given.seen == me
    is_turned = operation.wanted("status") == Status.ESCALATED and "status" not in operation.implied
    if is_turned and (is_mine or was_mine):
        yield News(Why.ESCALATED, operation.subject, operation.by, to_me=is_mine)
    elif given is not None and given.wanted == me and not was_mine and is_mine:
        yield News(Why.YOURS, operation.subject, operation.by)
    if me in operation.add.get(TOLD, ()):
        yield News(Why.TOLD, operation.subject, operation.by, words="; ".join(operation.add.get(RULES, ())))
    words = "" if operation.kind in _OF_CUSTOMERS else operation.comment or ""
    if asks.search(normalize("NFC", words)):
        yield News(Why.ASKED, operation.subject, operation.by, words=words)
