"""Lines of words that go on below where one line is too short: reasons, and what was understood of a file."""

from collections.abc import Callable, Sequence
from typing import Final

from textual.events import MouseScrollDown, MouseScrollUp, Resize

from cxloop_tui.domain.text import clean_line
from cxloop_tui.ui.render.line import wrapped
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Line, Piece
from cxloop_tui.ui.widgets.notes import LABEL_CELLS, Labelled, Notes

_EDGES: Final = 2
"""Cells a line keeps free at its two ends."""

_SHORTEST: Final = 2
"""Cells that a line of words has at least: a wide letter."""


class WrappedNotes(Notes):
    """Labelled lines, wrapped; as high as they are, up to `rows` and as far as the screen has room."""

    def __init__(
        self,
        labelled: Callable[[Looks], Labelled],
        *,
        rows: int,
        left: Callable[[int], int] | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        """`left` says how many lines of the screen others need, by the width of this."""
        super().__init__(self._broken, rows=rows, id=id)
        self._whole = labelled
        self._most = rows
        self._left = left
        self._room = _SHORTEST

    def lines_at(self, width: int) -> int:
        """Return how many lines it takes at a width."""
        self._room = max(width - LABEL_CELLS - _EDGES, _SHORTEST)
        return max(len(self._broken(Looks.from_variables(self.app.theme_variables))), 1)

    def get_content_height(self, *given: object) -> int:
        """As many lines as there are, and room for; Textual gives container, screen and width."""
        width = given[-1] if isinstance(given[-1], int) else 0
        room = self._most if self._left is None else max(self.app.size.height - self._left(width), 1)
        return min(self.lines_at(width), self._most, room)

    def repaint(self) -> None:
        """Compose the lines anew, which may be more or fewer."""
        super().repaint()
        self.refresh(layout=True)

    def on_resize(self, _event: Resize) -> None:
        """Another height shows other lines, at the same width too."""
        super().repaint()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Show later lines."""
        event.stop()
        self.scroll_lines(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Show earlier lines."""
        event.stop()
        self.scroll_lines(-1)

    def lines_for(self, width: int, looks: Looks) -> list[Line]:
        """Lay out those in sight."""
        self._room = max(width - LABEL_CELLS - _EDGES, _SHORTEST)
        self._rows = max(self.size.height, 1)
        return list(super().lines_for(width, looks))

    def _broken(self, looks: Looks) -> Labelled:
        return [part for label, pieces in self._whole(looks) for part in self._parts(label, pieces)]

    def _parts(self, label: str, pieces: Sequence[Piece]) -> Labelled:
        """Break each piece where it has to be; the label stands before the first line only."""
        lines = [Piece(line, piece.style) for piece in pieces for line in wrapped(clean_line(piece.text), self._room)]
        return [(label if not place else "", [line]) for place, line in enumerate(lines)]
