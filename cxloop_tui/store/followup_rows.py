"""Follow-ups as rows, and what is read of them: without SQLAlchemy, for the read path too."""

from collections.abc import Sequence
from typing import Any, Final

from cxloop_tui.domain.followup import FollowUp
from cxloop_tui.store.connection import Connection

FOLLOWUP_COLUMNS: Final = ("id", "ticket", "text", "owner", "due_at", "done", "made_by", "seq", "made_seq")

_COLUMNS: Final = ", ".join(f"f.{name}" for name in FOLLOWUP_COLUMNS)

_NEVER: Final = 9223372036854775807
"""Where a follow-up without a time stands in a list by time: at its end."""


class FollowUpRows:
    """Everything that is asked of follow-ups."""

    def __init__(self, connection: Connection) -> None:
        self._run = connection.run

    def open(self, owner: str | None, limit: int) -> Sequence[FollowUp]:
        """Return what is not done, of one person or of everybody, the first due first."""
        whose, values = ("", ()) if owner is None else ("AND f.owner = ?", (owner,))
        sql = (
            f"SELECT {_COLUMNS} FROM followups f WHERE f.done = 0 {whose} "
            f"ORDER BY coalesce(f.due_at, {_NEVER}), f.made_seq LIMIT {int(limit)}"
        )
        return [followup_from(row) for row in self._run(sql, values)]

    def falling_due(self, owner: str, after: int, until: int, limit: int) -> Sequence[FollowUp]:
        """Return what a person has not done that is due after one instant and up to another, the first due first."""
        sql = (
            f"SELECT {_COLUMNS} FROM followups f WHERE f.done = 0 AND f.owner = ? AND f.due_at > ? AND f.due_at <= ? "
            f"ORDER BY f.due_at, f.made_seq LIMIT {int(limit)}"
        )
        return [followup_from(row) for row in self._run(sql, (owner, after, until))]

    def of_ticket(self, ticket_id: str) -> Sequence[FollowUp]:
        """Return all about a ticket, the oldest first."""
        sql = f"SELECT {_COLUMNS} FROM followups f WHERE f.ticket = ? ORDER BY f.made_seq"
        return [followup_from(row) for row in self._run(sql, (ticket_id,))]

    def beginning(self, start: str, limit: int) -> Sequence[FollowUp]:
        """Return up to so many whose ids begin so."""
        sql = f"SELECT {_COLUMNS} FROM followups f WHERE f.id >= ? AND f.id < ? ORDER BY f.id LIMIT {int(limit)}"
        return [followup_from(row) for row in self._run(sql, (start, f"{start}g"))]


def followup_values(of: FollowUp, made_seq: int) -> tuple[object, ...]:
    """Write a follow-up as the values of FOLLOWUP_COLUMNS."""
    return (of.id, of.ticket, of.text, of.owner, of.due_at, int(of.done), of.by, of.seq, made_seq)


def followup_from(values: Sequence[Any]) -> FollowUp:
    """Read a follow-up from the values of FOLLOWUP_COLUMNS."""
    followup_id, ticket, text, owner, due_at, done, by, seq, _ = values
    return FollowUp(
        followup_id, ticket, text, owner, None if due_at is None else int(due_at), bool(done), by, int(seq)
    )
