"""A ticket with its comments and its log: made once, where it is read, for ten thousand take a while."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cxloop_tui.domain.history import comments_of, log_with_letters
from cxloop_tui.domain.operation import Operation
from cxloop_tui.domain.ticket_view import PLAIN_KINDS, Comment, LogLine, TicketView


@dataclass(frozen=True, slots=True)
class Chronicle:
    """What a detail shows of a ticket."""

    view: TicketView
    """The ticket; of its entries those that turn something, for what only says something is among the comments."""
    comments: tuple[Comment, ...]
    """Oldest first; of a brief view those it has."""
    log: tuple[LogLine, ...]
    """Oldest first; of a brief view the lines it has."""
    turns: Mapping[str, Operation]
    """The operations that turn something, by id; some of them come with a comment."""
    before_gap: int = 0
    """Of a brief view: how many comments, after the first, are older than those that were left out."""

    @classmethod
    def of(cls, view: TicketView) -> "Chronicle":
        """Make the comments and the log of a ticket."""
        entries = tuple(entry for entry in view.entries if entry.operation.kind not in PLAIN_KINDS)
        turns = {entry.operation.id: entry.operation for entry in entries}
        comments, log = comments_of(view.ticket, view.entries), log_with_letters(view)
        older = {entry.operation.id for entry in view.entries[: view.gap]}
        before_gap = sum(comment.id in older for comment in comments[1:])
        return cls(replace(view, entries=entries), comments, log, turns, before_gap)

    def as_of(self, view: TicketView) -> "Chronicle | None":
        """Return this of a later, brief view of the ticket; None when something happened to the ticket meanwhile."""
        before = self.view
        if not before.is_whole or before.state != view.state:
            return None
        return replace(self, view=replace(view, entries=before.entries, gap=0))
