"""Lines of words in a form: what will happen, what went wrong, the comments kept in sight."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Line, Piece, line_of
from cxloop_tui.ui.widgets.bar import Bar

Labelled: TypeAlias = Sequence[tuple[str, Sequence[Piece]]]
"""Lines, each with its label; an empty label continues the line above."""

LABEL_CELLS = 10


class Notes(Bar):
    """Labelled lines that something else composes; as high as there are lines, up to `rows`."""

    DEFAULT_CSS = "Notes { height: auto; }"

    def __init__(self, labelled: Callable[[Looks], Labelled], *, rows: int, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._labelled = labelled
        self._rows = rows
        self._top = 0

    def get_content_height(self, *_: object) -> int:
        """The lines there are room for."""
        return self._rows

    def scroll_lines(self, by: int) -> None:
        """Show later or earlier lines."""
        self._top = max(self._top + by, 0)
        self.repaint()

    def scroll_to_start(self) -> None:
        """Show the first lines."""
        self.scroll_lines(-self._top)

    def lines_for(self, width: int, looks: Looks) -> Sequence[Line]:
        """Label in grey, then the words."""
        labelled = self._labelled(looks)
        self._top = min(self._top, max(len(labelled) - self._rows, 0))
        shown = labelled[self._top : self._top + self._rows]
        return [
            line_of([Piece(label.ljust(LABEL_CELLS), looks.muted), *pieces], (), width, looks.panel, looks.signs)
            for label, pieces in shown
        ]
