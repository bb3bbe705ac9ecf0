"""A line of pieces: from the left and against the right edge, each with its style and what a click does."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from cxloop_tui.domain.text import clean_line
from cxloop_tui.ui.render.cells import cut


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a line. What comes from outside is cleaned here, so a piece can say anything."""

    text: str
    style: Style
    action: str | None = None
    """The id of the action a click does."""


@dataclass(frozen=True, slots=True)
class Hit:
    """The cells of a line that do an action when clicked, `end` not included."""

    start: int
    end: int
    action: str


@dataclass(frozen=True, slots=True)
class Line:
    """What is painted and where it can be clicked."""

    strip: Strip
    hits: tuple[Hit, ...]

    def action_at(self, x: int) -> str | None:
        """Return what a click in a column does."""
        return next((hit.action for hit in self.hits if hit.start <= x < hit.end), None)


def line_of(left: Sequence[Piece], right: Sequence[Piece], width: int, ground: Style) -> Line:
    """Lay a line out, one cell in from both edges; the right part is dropped before the left is cut."""
    tail = sum(cell_len(clean_line(piece.text)) for piece in right)
    head = sum(cell_len(clean_line(piece.text)) for piece in left)
    shown = right if head + tail + 3 <= width else ()
    room = width - 2 - (tail + 1 if shown else 0)
    segments = [Segment(" ", ground)]
    hits: list[Hit] = []
    used = _lay(left, room + 1, ground, segments, hits, 1)
    gap = width - 1 - (tail if shown else 0) - used
    segments.append(Segment(" " * max(gap, 0), ground))
    _lay(shown, width - 1, ground, segments, hits, used + max(gap, 0))
    strip = Strip(segments).adjust_cell_length(width, ground)
    return Line(strip, tuple(hits))


def _lay(
    pieces: Sequence[Piece], end: int, ground: Style, segments: list[Segment], hits: list[Hit], used: int
) -> int:
    for piece in pieces:
        text = cut(clean_line(piece.text), end - used)
        cells = cell_len(text)
        segments.append(Segment(text, ground + piece.style))
        if piece.action is not None and cells:
            hits.append(Hit(used, used + cells, piece.action))
        used += cells
    return used
