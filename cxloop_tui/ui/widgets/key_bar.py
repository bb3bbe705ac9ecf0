"""The key bar: what can be done here, as many as fit; it always ends in `? keys`."""

from collections.abc import Sequence

from rich.cells import cell_len

from cxloop_tui.ui.actions import Action
from cxloop_tui.ui.render.looks import BOLD, Looks
from cxloop_tui.ui.render.pieces import Line, Piece, line_of
from cxloop_tui.ui.widgets.bar import Bar

_GAP = 3


class KeyBar(Bar):
    """Keys with their words, clickable."""

    def __init__(self) -> None:
        super().__init__(id="key-bar")
        self._entries: tuple[tuple[Action, str], ...] = ()

    def show(self, entries: Sequence[tuple[Action, str]]) -> None:
        """Offer actions with their keys as shown, the most wanted first; the last one stays at any width."""
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self.repaint()

    def lines_for(self, width: int, looks: Looks) -> Sequence[Line]:
        """Drop what does not fit before the last."""
        pieces: list[Piece] = []
        for action, key in self._fitting(width - 2):
            gap = " " * _GAP if pieces else ""
            pieces.append(Piece(gap + key, looks.waiting + BOLD, action.id))
            pieces.append(Piece(f" {action.title}", looks.muted, action.id))
        return [line_of(pieces, (), width, looks.panel)]

    def _fitting(self, room: int) -> Sequence[tuple[Action, str]]:
        *wanted, last = self._entries or ((),)
        if not last:
            return ()
        room -= _cells(last)
        shown = []
        for entry in wanted:
            room -= _cells(entry) + _GAP
            if room < 0:
                break
            shown.append(entry)
        return (*shown, last)


def _cells(entry: tuple[Action, str]) -> int:
    return cell_len(f"{entry[1]} {entry[0].title}")
