"""A line of pieces: from the left and against the right edge, each with its style and what a click does."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.text import clean_line
from cxloop_tui.ui.render.cells import cut
from cxloop_tui.ui.render.looks import SIGNS, Signs, painted


@frozen
class Piece:
    """Some text of a line. What comes from outside is cleaned here, so a piece can say anything."""

    text: str
    style: Style
    action: str | None = None
    """The id of the action a click does."""


@frozen
class Hit:
    """The cells of a line that do an action when clicked, `end` not included."""

    start: int
    end: int
    action: str


@frozen
class Line:
    """What is painted and where it can be clicked."""

    strip: Strip
    hits: tuple[Hit, ...]

    def action_at(self, x: int) -> str | None:
        """Return what a click in a column does."""
        return next((hit.action for hit in self.hits if hit.start <= x < hit.end), None)


def line_of(left: Sequence[Piece], right: Sequence[Piece], width: int, ground: Style, signs: Signs = SIGNS) -> Line:
    """Lay a line out, one cell in from both edges; the right part is dropped before the left is cut.

    `signs` are those of the looks it is drawn in: one of them says that text was cut.
    """
    tail = _cells(right)
    shown = right if fit_beside(left, right, width) else ()
    room = width - 2 - (tail + 1 if shown else 0)
    brush = _Brush(ground, signs)
    brush.skip(1)
    brush.lay(left, room + 1)
    brush.skip(width - 1 - (tail if shown else 0) - brush.used)
    brush.lay(shown, width - 1)
    strip = Strip(brush.segments).adjust_cell_length(width, ground)
    return Line(strip, tuple(brush.hits))


def fit_beside(left: Sequence[Piece], right: Sequence[Piece], width: int) -> bool:
    """Say whether a line has room for both parts."""
    return _cells(left) + _cells(right) + 3 <= width


def _cells(pieces: Sequence[Piece]) -> int:
    return sum(cell_len(clean_line(piece.text)) for piece in pieces)


@dataclass(slots=True)
class _Brush:
    """Paints a line from the left, and notes where it can be clicked."""

    ground: Style
    signs: Signs
    segments: list[Segment] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    used: int = 0
    """Cells painted so far."""

    def skip(self, cells: int) -> None:
        self.segments.append(Segment(" " * max(cells, 0), self.ground))
        self.used += max(cells, 0)

    def lay(self, pieces: Sequence[Piece], end: int) -> None:
        """Paint pieces, cut at the cell `end`."""
        for piece in pieces:
            text = cut(clean_line(piece.text), end - self.used, self.signs.ellipsis)
            cells = cell_len(text)
            self.segments += painted(text, self.ground, piece.style)
            if piece.action is not None and cells:
                self.hits.append(Hit(self.used, self.used + cells, piece.action))
            self.used += cells
