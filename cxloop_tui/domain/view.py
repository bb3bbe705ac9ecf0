"""What a list needs to know of its tickets: read models, made by the store. `ticket_view` says more of one ticket.

Everything here is as stored, uncleaned; whoever draws it cleans it first (`domain.text`).
"""

from collections.abc import Mapping

from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.status import Priority, Status


@frozen(kw_only=True)
class TicketRow:
    """One line of a list."""

    id: str
    number: int | None
    status: Status
    priority: Priority
    segment: str
    owner: str | None
    customer_email: str | None
    customer_name: str | None
    score: int | None
    score_kind: str | None
    said: str
    """The beginning of the customer's words, at most SAID_LENGTH characters."""
    created_at: int
    updated_at: int
    due_at: int | None
    reopened: int
    waiting_until: int | None = None
    has_draft: bool
    """Whoever looks has words for it that are not sent."""
    is_unread: bool = False
    """Somebody else did something to it after whoever looks last looked at it."""
    place: int
    """The row's place among rows of equal `key`: the newest, the highest, comes first."""
    key: int | str | None = None
    """The value the list is sorted by; with `place` it says where the next window begins."""


SAID_LENGTH = 300

LOOKED_SHELF = "looked"
"""The shelf of what a person has looked at: by ticket id, the sequence number up to which they have seen it."""

LOOKED_FROM = ""
"""On that shelf, in place of a ticket: where it begins. What happened before counts as seen."""


@frozen
class Window:
    """Consecutive rows of a list in its order."""

    rows: tuple[TicketRow, ...]
    at_start: bool
    """Nothing comes before the first row."""
    at_end: bool
    """Nothing comes after the last row."""


@frozen
class Counts:
    """How many tickets a query finds, and how many by status when its status terms are left out."""

    found: int
    everything: int
    by_status: Mapping[Status, int]


@frozen
class Standing:
    """The state of my world: what the top line says."""

    mine: int
    """Tickets I own that are not resolved."""
    overdue: int
    """Tickets of mine past their deadline."""
    overdue_everywhere: int
    to_do: int = 0
    """What I should have done by now, of follow-ups."""


@frozen
class Load:
    """How much somebody has to do."""

    open: int
    overdue: int
