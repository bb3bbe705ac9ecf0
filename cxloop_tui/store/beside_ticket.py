"""What stands beside one ticket, read with it: letters, and what is to be done.

What these are is loaded with the first ticket that has one.
"""

from typing import TYPE_CHECKING, Final

from cxloop_tui.domain.ticket_view import FOLLOWUPS_MOST, LETTERS_MOST
from cxloop_tui.store.connection import Run

if TYPE_CHECKING:
    from cxloop_tui.domain.followup import FollowUp
    from cxloop_tui.domain.mail.letter import Letter

_LETTERS: Final = (
    "SELECT id, ticket, state, due_at, seq, made_seq, letter FROM letters WHERE ticket = ? "
    f"ORDER BY made_seq DESC LIMIT {LETTERS_MOST}"
)
_FOLLOWUPS: Final = (
    "SELECT id, ticket, text, owner, due_at, done, made_by, seq, made_seq FROM followups WHERE ticket = ? "
    f"AND done = 0 ORDER BY due_at IS NULL, due_at, made_seq LIMIT {FOLLOWUPS_MOST}"
)


def newest_letters(run: Run, ticket_id: str) -> "tuple[Letter, ...]":
    """Return the newest letters about a ticket, oldest first."""
    rows = run(_LETTERS, (ticket_id,)).fetchall()
    if not rows:
        return ()
    from cxloop_tui.store.letter_rows import letter_of  # noqa: PLC0415 - most tickets have no letter

    return tuple(letter_of(row) for row in reversed(rows))


def open_followups(run: Run, ticket_id: str) -> "tuple[FollowUp, ...]":
    """Return what is to be done about a ticket, the first due first."""
    rows = run(_FOLLOWUPS, (ticket_id,)).fetchall()
    if not rows:
        return ()
    from cxloop_tui.store.followup_rows import followup_from  # noqa: PLC0415 - most tickets have none

    return tuple(map(followup_from, rows))
