"""A comment as one line: who, when, what they said."""

from collections.abc import Mapping, Sequence

from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.ticket_view import Comment
from cxloop_tui.ui.render.cells import fit
from cxloop_tui.ui.render.comments import contact_words
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece
from cxloop_tui.ui.render.when import moment

_WHO_CELLS = 8


def comment_line(
    comment: Comment, names: Mapping[str, str], now: int, utc_offset_minutes: int, looks: Looks
) -> Sequence[Piece]:
    """Compose the line; a contact without a note says how it went."""
    who = "customer" if comment.by is None else names.get(comment.by, comment.by).split(" ")[0]
    said = comment.body or contact_words(comment.kind)
    return [
        Piece(fit(clean_line(who), _WHO_CELLS, ellipsis=looks.signs.ellipsis) + " ", looks.muted),
        Piece(f"{moment(comment.at, now, utc_offset_minutes)}  ", looks.muted),
        Piece(said, looks.plain),
    ]
