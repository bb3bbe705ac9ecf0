"""What one person is told of an import: how many tickets it brought them, and where they lie."""

from collections import Counter
from typing import NamedTuple

from cxloop_tui.domain.operation import Operation
from cxloop_tui.domain.organisation import Organisation


class Brought(NamedTuple):
    """What an import brought one person."""

    segments: Counter[str]
    """Tickets by their segment's code."""
    priorities: Counter[str]
    """The same by priority."""

    def add(self, operation: Operation) -> None:
        """Count a ticket by the operation that made it."""
        segment, priority = operation.wanted("segment"), operation.wanted("priority")
        self.segments[segment if isinstance(segment, str) else ""] += 1
        self.priorities[priority if isinstance(priority, str) else "medium"] += 1


def summary_title(what: Brought) -> str:
    """Return the subject line."""
    return f"{_tickets(what.segments.total())} came with an import"


def summary_body(what: Brought, space: Organisation) -> str:
    """Return the text, the segments with most first."""
    lines = [
        f"{_tickets(what.segments.total())} of yours, or of segments you manage, came with an import:",
        "",
        *(f"  {count:,} in {space.tree.name(code)}" for code, count in what.segments.most_common()),
        "",
        f"By priority: {', '.join(f'{count:,} {name}' for name, count in what.priorities.most_common())}.",
        "",
        "`cxloop` shows them, newest first. Answers to this letter are read by nobody.",
    ]
    return "\n".join(lines) + "\n"


def _tickets(count: int) -> str:
    return "1 ticket" if count == 1 else f"{count:,} tickets"
