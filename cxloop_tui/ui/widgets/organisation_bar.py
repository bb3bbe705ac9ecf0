"""The bars of the organisation's screen: its pages above, what is under the cursor below."""

from collections.abc import Sequence

from cxloop_tui.ui.render.looks import BOLD, Looks, filled
from cxloop_tui.ui.render.pieces import Line, Piece, line_of
from cxloop_tui.ui.widgets.bar import Bar


class PagesBar(Bar):
    """The pages by name, the one that is shown filled; on the right what holds for all of it."""

    def __init__(self) -> None:
        super().__init__(id="top-line")
        self._pages: Sequence[tuple[str, str]] = ()
        self._current = ""
        self._note = ""
        self._is_warning = False

    def show(self, pages: Sequence[tuple[str, str]], current: str, note: str, *, is_warning: bool) -> None:
        """Show pages, each with its action and title, and a note."""
        shown = pages, current, note, is_warning
        if shown != (self._pages, self._current, self._note, self._is_warning):
            self._pages, self._current, self._note, self._is_warning = shown
            self.repaint()

    def lines_for(self, width: int, looks: Looks) -> Sequence[Line]:
        """Name and pages on the left, the note on the right."""
        left = [Piece("cxloop  ", looks.here + BOLD)]
        for number, (action, title) in enumerate(self._pages, start=1):
            is_current = title == self._current
            style = filled(looks.here) + BOLD if is_current else looks.plain
            left += [Piece(f" {number} {title} ", style, action), Piece(" ", looks.plain)]
        right = [Piece(self._note, looks.waiting if self._is_warning else looks.muted)]
        return [line_of(left, right, width, looks.panel, looks.signs)]


class AboutBar(Bar):
    """What the columns have no room for, of the line under the cursor."""

    def __init__(self) -> None:
        super().__init__(id="about")
        self._words = ""

    def show(self, words: str) -> None:
        """Say it."""
        if words != self._words:
            self._words = words
            self.repaint()

    def lines_for(self, width: int, looks: Looks) -> Sequence[Line]:
        """One line."""
        words = looks.signs.path(self._words)
        return [line_of([Piece(words, looks.muted)], (), width, looks.ground, looks.signs)]
