"""Status and priority of a ticket, and which status may follow which."""

from enum import StrEnum
from typing import Final

from cxloop_tui.domain.errors import Unusable


class Status(StrEnum):
    """Where a ticket stands in closing the loop."""

    NEW = "new"
    OPEN = "open"
    ESCALATED = "escalated"
    RESOLVED = "resolved"


class Priority(StrEnum):
    """How soon a ticket must be handled; `rank` orders them."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for low to 3 for critical."""
        return _RANKS[self]


_RANKS: Final = {priority: rank for rank, priority in enumerate(Priority)}

FOLLOWERS: Final[dict[Status, tuple[Status, ...]]] = {
    Status.NEW: (Status.OPEN, Status.RESOLVED, Status.ESCALATED),
    Status.OPEN: (Status.RESOLVED, Status.ESCALATED),
    Status.ESCALATED: (Status.OPEN, Status.RESOLVED),
    Status.RESOLVED: (Status.OPEN, Status.ESCALATED),
}
"""The status graph. Nothing returns to new, except by undo."""

THROUGH_A_FORM: Final = {Status.RESOLVED: "resolve", Status.ESCALATED: "escalate"}
"""Statuses that are reached only through their own form, by the name of its command."""


def status_named(word: str) -> Status:
    """Read a status. Raises Unusable, listing them."""
    try:
        return Status(word.strip().casefold())
    except ValueError:
        raise Unusable(f"no status {word!r}: use one of {', '.join(Status)}") from None


def priority_named(word: str) -> Priority:
    """Read a priority. Raises Unusable, listing them."""
    try:
        return Priority(word.strip().casefold())
    except ValueError:
        raise Unusable(f"no priority {word!r}: use one of {', '.join(Priority)}") from None
