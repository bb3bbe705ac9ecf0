"""The letters about one ticket, read with it. What a letter is gets loaded with the first ticket that has one."""

from typing import TYPE_CHECKING, Final

from cxloop_tui.domain.ticket_view import LETTERS_MOST
from cxloop_tui.store.connection import Run

if TYPE_CHECKING:
    from cxloop_tui.domain.mail.letter import Letter

_NEWEST: Final = (
    "SELECT id, ticket, state, due_at, seq, made_seq, letter FROM letters WHERE ticket = ? "
    f"ORDER BY made_seq DESC LIMIT {LETTERS_MOST}"
)


def newest_letters(run: Run, ticket_id: str) -> "tuple[Letter, ...]":
    """Return the newest letters about a ticket, oldest first."""
    rows = run(_NEWEST, (ticket_id,)).fetchall()
    if not rows:
        return ()
    from cxloop_tui.store.letter_rows import letter_of  # noqa: PLC0415 - most tickets have no letter

    return tuple(letter_of(row) for row in reversed(rows))
