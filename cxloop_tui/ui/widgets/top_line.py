"""The top line: the state of my world."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.view import Standing
from cxloop_tui.ui.render.looks import BOLD, Looks
from cxloop_tui.ui.render.pieces import Line, Piece, fit_beside, line_of
from cxloop_tui.ui.widgets.bar import Bar

_NARROW: Final = 100


@frozen
class HubWords:
    """How it stands with the hub, as it is said all the time."""

    state: Literal["in step", "apart", "wrong"]
    ways: tuple[str, ...]
    """The same in fewer and fewer words."""
    conflicts: str = ""
    """What is to be decided; empty when nothing is."""


class TopLine(Bar):
    """What I am looking at; how much is mine and overdue; where this desk gets its tickets from."""

    def __init__(self, authority: str = "this computer") -> None:
        """`authority` is said until somebody knows how it stands with a hub."""
        super().__init__(id="top-line")
        self._authority = authority
        self._hub: HubWords | None = None
        self._title = "all tickets"
        self._standing: Standing | None = None
        self._marked = ""

    def show_marks(self, marked: str) -> None:
        """Say how many tickets are marked; nothing when none is."""
        if marked != self._marked:
            self._marked = marked
            self.repaint()

    def show_hub(self, words: HubWords) -> None:
        """Say how it stands with the hub."""
        if words != self._hub:
            self._hub = words
            self.repaint()

    def show(self, title: str, standing: Standing | None) -> None:
        """Say what is shown and how I stand, once that is counted."""
        if (title, standing) != (self._title, self._standing):
            self._title, self._standing = title, standing
            self.repaint()

    def lines_for(self, width: int, looks: Looks) -> Sequence[Line]:
        """Name and view on the left, my work and the hub on the right; where room is short, in fewer words."""
        shown, work = self._shown(width, looks), self._work(looks)
        left = [Piece("cxloop  ", looks.here + BOLD), *shown]
        if self._hub is None:
            work.append(Piece(f"   {self._authority}", looks.muted))
            return [line_of(left, work, width, looks.panel, looks.signs)]
        hubs = list(_hub_ways(self._hub, looks))
        ways = [*((left, [*work, *hub]) for hub in hubs), (shown, [*work, *hubs[-1]]), (shown, hubs[-1])]
        left, right = next((way for way in ways if fit_beside(*way, width)), ways[-1])
        return [line_of(left, right, width, looks.panel, looks.signs)]

    def _work(self, looks: Looks) -> list[Piece]:
        standing, unknown = self._standing, looks.signs.nobody
        mine = unknown if standing is None else f"{standing.mine:,}"
        overdue = unknown if standing is None else f"{standing.overdue_everywhere:,}"
        late = looks.alarm + BOLD if standing is not None and standing.overdue_everywhere else looks.muted
        to_do = 0 if standing is None else standing.to_do
        due = Piece(f"{to_do:,} to do ", looks.waiting + BOLD, "desk.agenda")
        return [
            *([due, Piece(f"{looks.signs.dot} ", looks.muted)] if to_do else []),
            Piece(f"{mine} mine", looks.plain, "find.mine"),
            Piece(f" {looks.signs.dot} ", looks.muted),
            Piece(f"{overdue} overdue", late, "find.overdue"),
        ]

    def _shown(self, width: int, looks: Looks) -> list[Piece]:
        """What I am looking at, and what is marked in it; where room is short the marks alone."""
        title = Piece(self._title, looks.new)
        if not self._marked:
            return [title]
        marks = Piece(self._marked, looks.waiting + BOLD)
        return [marks] if width < _NARROW else [title, Piece("   ", looks.plain), marks]


def _hub_ways(hub: HubWords, looks: Looks) -> Iterator[list[Piece]]:
    """Yield what is said of the hub, the longest way first."""
    gap, alarm = Piece("   ", looks.plain), looks.alarm + BOLD
    before = [gap, Piece(hub.conflicts, alarm, "hub.conflicts")] if hub.conflicts else []
    sign, sign_face, face = {
        "in step": (looks.signs.chosen, looks.done, looks.muted),
        "apart": (looks.signs.unchosen, looks.waiting, looks.waiting),
        "wrong": ("!", alarm, alarm),
    }[hub.state]
    for words in hub.ways:
        yield [*before, gap, Piece(f"{sign} ", sign_face, "hub.outbox"), Piece(words, face, "hub.outbox")]
