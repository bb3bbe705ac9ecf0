"""The filter bar: the query's filters by name, and how many tickets there are of each status.

It shows the very value the search bar holds. With the focus, its letters act: 1-4 status, p, g, o.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType

from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.query import NEWEST_TEXT, Field, Query, Sort, Value, value_text
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.view import Counts
from cxloop_tui.ui.actions import Scope, bindings
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.render.looks import BOLD, STATUS_WORDS, Looks
from cxloop_tui.ui.render.pieces import Line, Piece, fit_beside, line_of
from cxloop_tui.ui.widgets.bar import Bar

ORDER_WORDS: Mapping[str, str] = {
    NEWEST_TEXT: "newest words first",
    Sort.UPDATED: "newest activity first",
    Sort.CREATED: "newest first",
    Sort.DUE: "first due first",
    Sort.PRIORITY: "most urgent first",
    Sort.NUMBER: "highest number first",
    Sort.CUSTOMER: "by customer",
}
"""What each order puts first."""

_STATUS_TITLES = {Status.NEW: "New", Status.OPEN: "Open", Status.ESCALATED: "Escalated", Status.RESOLVED: "Resolved"}
_SHORT_TITLES = {**_STATUS_TITLES, Status.ESCALATED: "Esc"}
_NARROW = 90


@frozen
class Names:
    """How segments and people are called, by code and e-mail."""

    segments: Mapping[str, str]
    people: Mapping[str, str]


class FilterBar(Bar, can_focus=True):
    """Two lines: filters, then counts by status, what is found, and the order."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.FILTER)]
    DEFAULT_CSS = "FilterBar { height: 2; }"

    def __init__(self) -> None:
        super().__init__(id="filter-bar")
        self._query = Query()
        self._counts: Counts | None = None
        self._at_least = 0
        self._is_searching = False
        self._names = Names({}, {})

    def show(self, query: Query, counts: Counts | None, names: Names, *, at_least: int = 0) -> None:
        """Show a query and what it finds: until that is counted, that it is as much as is on hand, and more."""
        self._query, self._counts, self._names, self._at_least = query, counts, names, at_least
        self._is_searching = False
        self.repaint()

    def show_searching(self) -> None:
        """Say that what is found is not here yet."""
        self._is_searching = True
        self.repaint()

    def on_focus(self) -> None:
        """Say which keys act here."""
        self.repaint()

    def on_blur(self) -> None:
        """Put the keys away."""
        self.repaint()

    def lines_for(self, width: int, looks: Looks) -> Sequence[Line]:
        """Filters above, counts below."""
        ground = looks.panel if self.has_focus else looks.ground
        statuses, found = self._statuses(width, looks), self._found(looks)
        if not fit_beside(statuses, found, width):
            found = found[:1]  # how many there are says more than in which order
        return [
            line_of(self._filters(width, looks), (), width, ground, looks.signs),
            line_of(statuses, found, width, ground, looks.signs),
        ]

    def _filters(self, width: int, looks: Looks) -> list[Piece]:
        shown = [
            ("status", Field.STATUS, "filter.status"),
            ("prio" if width < _NARROW else "priority", Field.PRIORITY, "filter.priority"),
            ("segment", Field.SEGMENT, "filter.segment"),
            ("owner", Field.OWNER, "filter.owner"),
        ]
        keys = names_of(self.app)
        pieces: list[Piece] = []
        for label, field, action in shown:
            # Each status has its own key, in the line below.
            key = "" if field is Field.STATUS else keys.of(action)
            values = self._query.values(field)
            chosen = ",".join(self._called(field, value, looks) for value in values)
            gap = "   " if pieces and width >= _NARROW else "  " if pieces else ""
            if key and self.has_focus:
                pieces.append(Piece(f"{gap}{key} ", looks.waiting + BOLD, action))
                gap = ""
            pieces.append(Piece(f"{gap}{label} ", looks.muted, action))
            style = looks.waiting if chosen else looks.plain
            pieces.append(Piece(f"{chosen or 'any'} {looks.signs.menu}", style, action))
        return pieces

    def _called(self, field: Field, value: Value, looks: Looks) -> str:
        text = value_text(value)
        if field is Field.STATUS:
            return STATUS_WORDS[Status(text)]
        if field is Field.OWNER:
            return self._names.people.get(text, text).split(" ")[0]
        if field is Field.SEGMENT:
            name = self._names.segments.get(text.removesuffix("*"), text)
            return f"{name} {looks.signs.below}" if text.endswith("*") else name
        return text

    def _statuses(self, width: int, looks: Looks) -> list[Piece]:
        chosen = {value_text(value) for value in self._query.values(Field.STATUS)}
        titles = _SHORT_TITLES if width < _NARROW else _STATUS_TITLES
        keys = names_of(self.app)
        pieces: list[Piece] = []
        for status in Status:
            on = not chosen or status in chosen
            action = f"filter.{status}"
            gap = ("   " if width >= _NARROW else "  ") if pieces else ""
            key = f"{keys.of(action)} ".lstrip()
            pieces.append(Piece(f"{gap}{key}", looks.waiting + BOLD if self.has_focus else looks.muted, action))
            pieces.append(Piece(f"{titles[status]} ", looks.status(status) if on else looks.muted, action))
            number = looks.signs.nobody if self._counts is None else f"{self._counts.by_status.get(status, 0):,}"
            pieces.append(Piece(number, looks.new if on else looks.muted, action))
        return pieces

    def _found(self, looks: Looks) -> list[Piece]:
        if self._is_searching:
            return [Piece("searching", looks.waiting)]
        order = f" {looks.signs.dot} {ORDER_WORDS[self._query.order]}"
        return [Piece(self._number(), looks.muted), Piece(order, looks.muted, "find.sort")]

    def _number(self) -> str:
        if self._counts is None:
            return f"{self._at_least:,}+"
        found, everything = self._counts.found, self._counts.everything
        return f"{found:,}" if found == everything else f"{found:,} of {everything:,}"
