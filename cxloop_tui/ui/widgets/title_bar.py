"""The top line of a screen in the desk's place: what it is on the left, how it stands with the hub on the right."""

from collections.abc import Sequence

from cxloop_tui.ui.render.looks import BOLD, Looks
from cxloop_tui.ui.render.pieces import Line, Piece, line_of
from cxloop_tui.ui.widgets.bar import Bar


class TitleBar(Bar):
    """Name, title, a count; and a note."""

    def __init__(self) -> None:
        super().__init__(id="top-line")
        self._said = ("", "", "")

    def show(self, title: str, count: str, note: str) -> None:
        """Say it."""
        if (title, count, note) != self._said:
            self._said = title, count, note
            self.repaint()

    def lines_for(self, width: int, looks: Looks) -> Sequence[Line]:
        """The note is dropped before the title is cut."""
        title, count, note = self._said
        left = [
            Piece("cxloop  ", looks.here + BOLD),
            Piece(title, looks.new),
            Piece(f"   {count}" if count else "", looks.waiting),
        ]
        return [line_of(left, [Piece(note, looks.muted)], width, looks.panel, looks.signs)]
