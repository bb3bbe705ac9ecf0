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
        self._grey: frozenset[str] = frozenset()

    def show(self, entries: Sequence[tuple[Action, str]], grey: frozenset[str] = frozenset()) -> None:
        """Offer actions with their keys as shown, the most wanted first; the last one stays at any width.

        `grey` are the ids of those that this person may not do.
        """
        if (tuple(entries), grey) != (self._entries, self._grey):
            self._entries, self._grey = tuple(entries), grey
            self.repaint()

    def lines_for(self, width: int, looks: Looks) -> Sequence[Line]:
        """Drop what does not fit before the last."""
        pieces: list[Piece] = []
        for action, key in self._fitting(width - 2, looks):
            gap = " " * _GAP if pieces else ""
            face = looks.muted if action.id in self._grey else looks.waiting + BOLD
            pieces.append(Piece(gap + key, face, action.id))
            pieces.append(Piece(f" {action.title}", looks.muted, action.id))
        return [line_of(pieces, (), width, looks.panel, looks.signs)]

    def _fitting(self, room: int, looks: Looks) -> Sequence[tuple[Action, str]]:
        *wanted, last = [(action, looks.signs.key(key)) for action, key in self._entries] or ((),)
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
