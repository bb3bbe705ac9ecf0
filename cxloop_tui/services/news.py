"""What came in that one person should hear of: read from the order after a place, with the tickets it is about."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from cxloop_tui.domain.news import News, may_concern, news_of
from cxloop_tui.domain.operation import Operation
from cxloop_tui.domain.recorded import Recorded
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.services.ports import Reader

_AT_ONCE: Final = 1_000
"""Operations that are read together."""


class Told(NamedTuple):
    """Something to hear of, and the ticket as it is now."""

    news: News
    row: TicketRow


class Heard(NamedTuple):
    """What there was after a place."""

    told: Sequence[Told]
    """In the order in which it happened; what is about a ticket that is no more is left out."""
    seq: int
    """Up to which place of the authority's order it was read: where the next look begins."""


def news_since(reader: Reader, email: str, seq: int) -> Heard:
    """Return what somebody should hear of that came after a place. Raises NotFound for nobody."""
    me = reader.organisation().person(email)
    concerns = may_concern(me)
    found: list[Operation] = []
    for recorded in _after(reader, seq):
        seq = recorded.seq
        if concerns(recorded.wire):
            found.append(recorded.operation)
    rows = {row.id: row for row in reader.rows({operation.subject for operation in found})}

    def owner_of(ticket_id: str) -> str | None:
        row = rows.get(ticket_id)
        return None if row is None else row.owner

    news = news_of(found, me, owner_of)
    return Heard([Told(one, rows[one.subject]) for one in news if one.subject in rows], seq)


def _after(reader: Reader, seq: int) -> Iterator[Recorded]:
    """Yield what comes after a place, some at a time: after a long absence it is much."""
    while page := reader.recorded_after(seq, _AT_ONCE):
        yield from page
        seq = page[-1].seq
