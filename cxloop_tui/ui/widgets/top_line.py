"""The top line: the state of my world."""

from collections.abc import Sequence
from typing import Final

from cxloop_tui.domain.view import Standing
from cxloop_tui.ui.render.looks import BOLD, Looks
from cxloop_tui.ui.render.pieces import Line, Piece, line_of
from cxloop_tui.ui.widgets.bar import Bar

_NARROW: Final = 100


class TopLine(Bar):
    """What I am looking at; how much is mine and overdue; where this desk gets its tickets from."""

    def __init__(self) -> None:
        super().__init__(id="top-line")
        self._title = "all tickets"
        self._standing: Standing | None = None
        self._marked = ""

    def show_marks(self, marked: str) -> None:
        """Say how many tickets are marked; nothing when none is."""
        if marked != self._marked:
            self._marked = marked
            self.repaint()

    def show(self, title: str, standing: Standing | None) -> None:
        """Say what is shown and how I stand, once that is counted."""
        if (title, standing) != (self._title, self._standing):
            self._title, self._standing = title, standing
            self.repaint()

    def lines_for(self, width: int, looks: Looks) -> Sequence[Line]:
        """Name and view on the left, my work on the right."""
        left = [Piece("cxloop  ", looks.here + BOLD), *self._shown(width, looks)]
        standing, unknown = self._standing, looks.signs.nobody
        mine = unknown if standing is None else f"{standing.mine:,}"
        overdue = unknown if standing is None else f"{standing.overdue_everywhere:,}"
        late = looks.alarm + BOLD if standing is not None and standing.overdue_everywhere else looks.muted
        right = [
            Piece(f"{mine} mine", looks.plain, "find.mine"),
            Piece(f" {looks.signs.dot} ", looks.muted),
            Piece(f"{overdue} overdue", late, "find.overdue"),
            Piece("   this computer", looks.muted),
        ]
        return [line_of(left, right, width, looks.panel, looks.signs)]

    def _shown(self, width: int, looks: Looks) -> list[Piece]:
        """What I am looking at, and what is marked in it; where room is short the marks alone."""
        title = Piece(self._title, looks.new)
        if not self._marked:
            return [title]
        marks = Piece(self._marked, looks.waiting + BOLD)
        return [marks] if width < _NARROW else [title, Piece("   ", looks.plain), marks]
