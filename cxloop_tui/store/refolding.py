"""What operations lead to, worked out anew by the doctor."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from cxloop_tui.domain.feed import WAITING_FROM
from cxloop_tui.domain.mail.letter import LETTER_KINDS
from cxloop_tui.domain.operation import STANDING_ALONE, Entry, Kind
from cxloop_tui.domain.ticket import PolicyAt, Ticket, fold
from cxloop_tui.store.fulltext import documents
from cxloop_tui.store.rows import ticket_values

DAMAGED: Final = (AttributeError, KeyError, TypeError, ValueError)
"""What operations raise in which something stands that nobody could have put there."""


class Refolded(NamedTuple):
    """What the operations on a subject lead to."""

    ticket: Ticket | None
    """As people see it, None when nothing made it."""
    base: Ticket | None
    """As the authority has it: without what waits."""
    place: int
    row: tuple[object, ...]
    texts: Mapping[int, str]
    """Its documents in the full text, by sequence number."""


NO_TICKET: Final = Refolded(None, None, 0, (), {})
"""What no operations lead to."""


def refold(history: Sequence[Entry], policy_at: PolicyAt) -> Refolded:
    """Return what the operations on one subject lead to. Raises what is in DAMAGED."""
    confirmed = [entry for entry in history if entry.seq < WAITING_FROM]
    base = fold(confirmed, policy_at)
    ticket = base if len(confirmed) == len(history) else fold(history, policy_at)
    if ticket is None:
        return NO_TICKET
    place = history[0].seq
    return Refolded(ticket, base, place, ticket_values(ticket, place), documents(ticket, history))


def about_tickets(entries: Iterable[Entry]) -> list[Entry]:
    """Return what is about a ticket: responses, letters, customers and follow-ups have subjects of their own."""
    return [entry for entry in entries if entry.operation.kind not in _BESIDE]


_BESIDE: Final = frozenset({*LETTER_KINDS, *STANDING_ALONE, Kind.RESPONSE_RECORD})
