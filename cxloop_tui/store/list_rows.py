"""A line of a list as a row: what it reads and what lists are sorted by.

Plain tuples; the first window needs no more than this. A test compares the columns with the SQLAlchemy tables.
"""

from typing import Any, Final

from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.view import TicketRow

SORT_KEYS: Final = {
    "due_at": "coalesce(due_at, 9223372036854775807)",
    "number": "coalesce(number, 0)",
    "customer_sort": "coalesce(customer_sort, '\U0010ffff')",
}
"""What a list is sorted by where the column may be empty, so that empty ones come last; indexed word for word."""

SORTED_BY: Final = ("updated_at", "created_at", "due_at", "priority", "number", "customer_sort")
"""The columns a list can be sorted by, each with an index of its own."""

ASCENDING: Final = frozenset({"due_at", "customer_sort"})
"""Those whose lowest value comes first; equal ones are always newest first."""

TRAITS: Final = (
    "score", "category", "tags", "touchpoint", "channel", "account", "customer_name", "customer_phone", "resolved_at",
    "root_cause", "waiting_until",
)  # fmt: skip
"""Columns that people filter by and that nothing leads to; one index has them all side by side."""

LIST_COLUMNS: Final = (
    "id", "number", "status", "priority", "segment", "owner", "customer_email", "customer_name", "score",
    "score_kind", "created_at", "updated_at", "due_at", "reopened",
    "waiting_until", "place",
)  # fmt: skip
"""What a line of a list reads, before the beginning of the comment, the draft flag and the sort key."""

WORDS_COUNTED: Final = ("category", "root_cause")
"""The columns whose values are counted in `words_used`."""

_PRIORITIES: Final = tuple(Priority)


def row_of(values: tuple[Any, ...]) -> TicketRow:
    """Read a line of a list from the values of LIST_COLUMNS, the said, two flags and the sort key."""
    *listed, said, has_draft, is_unread, key = values
    fields: dict[str, Any] = dict(zip(LIST_COLUMNS, listed, strict=True))
    return TicketRow(
        **fields
        | {
            "status": Status(fields["status"]),
            "priority": _PRIORITIES[fields["priority"]],
            "said": said,
            "has_draft": bool(has_draft),
            "is_unread": bool(is_unread),
            "key": key,
        }
    )
