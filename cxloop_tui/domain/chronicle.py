"""A ticket with its comments and its log: made once, where it is read, for ten thousand take a while."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cxloop_tui.domain.history import comments_of, log_of
from cxloop_tui.domain.operation import Operation
from cxloop_tui.domain.ticket_view import Comment, LogLine, TicketView


@dataclass(frozen=True, slots=True)
class Chronicle:
    """What a detail shows of a ticket."""

    view: TicketView
    comments: tuple[Comment, ...]
    """Oldest first; of a brief view those it has."""
    log: tuple[LogLine, ...]
    """Oldest first; of a brief view the lines it has."""
    operations: Mapping[str, Operation]
    """By id: those that the comments tell of are among them."""

    @classmethod
    def of(cls, view: TicketView) -> "Chronicle":
        """Make the comments and the log of a ticket."""
        operations = {entry.operation.id: entry.operation for entry in view.entries}
        return cls(view, comments_of(view.ticket, view.entries), log_of(view.entries), operations)

    def now(self, view: TicketView) -> "Chronicle | None":
        """Return this of a later, brief view of the ticket; None when something happened to the ticket meanwhile."""
        before = self.view
        if not before.is_whole or (before.ticket.id, before.ticket.seq) != (view.ticket.id, view.ticket.seq):
            return None
        return replace(self, view=replace(view, entries=before.entries, gap=0))
