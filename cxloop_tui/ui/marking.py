"""Marking tickets in the list: what its keys do to the marks, and which tickets are meant when something is done."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Protocol

from textual.app import App

from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.query import Query
from cxloop_tui.domain.selection import order_of
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.ui.actions import Deeds
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.marks import NOTHING_MARKED, Marks, Range
from cxloop_tui.ui.opening import Opening
from cxloop_tui.ui.widgets.ticket_list import TicketList


@frozen
class Batch:
    """The marked tickets at the moment something is begun on them."""

    ids: tuple[str, ...]
    hidden: int
    """How many of them are out of sight: the query of the list does not find them."""
    marks: Marks | None
    """The marks then; None for a ticket that is meant without being marked."""
    seq: int
    """The last sequence number then: what others do later has not been seen."""
    called: str = ""
    """How such a ticket is called."""

    @property
    def name(self) -> str:
        """How they are called in titles; never without those that cannot be seen."""
        if self.called:
            return self.called
        tickets = "1 marked ticket" if len(self.ids) == 1 else f"{len(self.ids):,} marked tickets"
        return f"{tickets}, {self.hidden:,} out of sight" if self.hidden else tickets


class Marked(Protocol):
    """What marking needs of the desk on screen."""

    @property
    def shown(self) -> Opening:
        """The list that is shown."""

    @property
    def list(self) -> TicketList:
        """The widget that shows it, and keeps the marks."""

    @property
    def app(self) -> App[object]:
        """The app."""

    def begin(self, work: Callable[[], Awaitable[None]], group: str) -> None:
        """Run something that may wait."""

    def say_marks(self) -> None:
        """Bring what is said of the marks in line with them."""


class Marking:
    """The marks of the list on screen; the list itself keeps them, for it draws them."""

    def __init__(self, desk: Marked, session: Session) -> None:
        self._desk = desk
        self._session = session

    def deeds(self) -> Deeds:
        """Return what each action does."""
        return {
            "list.mark": self._mark,
            "list.range": self._turn_range,
            "list.mark_all": self._mark_all,
            "list.unmark": self._unmark,
        }

    def __bool__(self) -> bool:
        """Whether any ticket is marked, or being marked."""
        return bool(self.marks) or self._desk.list.drawn is not None

    @property
    def marks(self) -> Marks:
        """The marks as they stand, a range that is still drawn not among them."""
        return self._desk.list.marks

    @property
    def query(self) -> Query:
        """The query whose list is marked."""
        return self._desk.shown.query

    def set(self, marks: Marks) -> None:
        """Mark these tickets and no others."""
        self._desk.list.marks = marks if marks.count(self._desk.shown.found) != 0 else NOTHING_MARKED
        self._desk.say_marks()

    @property
    def said(self) -> str:
        """What the desk says of the marks all the time; empty without any."""
        marks, drawn = self.marks, self._desk.list.drawn
        count = marks.count(self._desk.shown.found)
        parts = [f"{'all' if count is None else f'{count:,}'} marked"] if marks else []
        parts += [f"{len(marks.hidden):,} out of sight"] if marks.hidden else []
        if drawn is not None:
            length = drawn.length(self._desk.list.cursor_position)
            of = "" if length is None else f" of {length:,}"
            parts.append(f"range{of}: {names_of(self._desk.app).how('list.range')} ends it")
        return ", ".join(parts)

    def drop_range(self) -> bool:
        """Give up the range that is being drawn; say whether there was one. Marks stay."""
        was_drawn = self._desk.list.drawn is not None
        self._desk.list.drawn = None
        if was_drawn:
            self._desk.say_marks()
        return was_drawn

    async def settle(self) -> None:
        """End the range that is being drawn: its rows are marked, loaded or not."""
        tickets, drawn, here = self._desk.list, self._desk.list.drawn, self._desk.list.cursor_row
        if drawn is None or here is None:
            return
        first, last = drawn.ends(here)
        query = self._desk.shown.query
        ids: Sequence[str] = [row.id for row in tickets.rows if drawn.covers(row, here)]
        if not {first.id, last.id} <= set(ids):
            ids = await self._session.ask(lambda queries: queries.ids(query, first=first, last=last))
        if tickets.drawn is drawn:
            tickets.drawn = None
            self.set(self.marks.including(ids))

    async def over(self, query: Query) -> Marks:
        """Return the marks over the list of a query: the same one as it is now, or another that is to be shown."""
        left = self._desk.shown.query
        while True:
            marks = self.marks
            if not marks:
                return marks
            found = await self._session.ask(partial(_over, marks=marks, left=left, query=query))
            if marks is self.marks:
                return found

    async def batch(self) -> Batch:
        """Return what is marked now, with the range that is being drawn."""
        await self.settle()
        query, marks = self._desk.shown.query, self.marks

        def read(queries: Queries) -> Batch:
            listed = queries.ids(query) if marks.has_all else ()
            named = marks.ids(listed)
            in_order = [ticket_id for ticket_id in listed if ticket_id in named]
            # Ids begin with the time they were made at: the oldest first.
            ids = (*in_order, *sorted(named.difference(in_order)))
            return Batch(ids, len(marks.hidden), marks, queries.seen())

        return await self._session.ask(read)

    def _mark(self) -> None:
        """Mark or unmark, and go on; the end of a range ends it."""
        row = self._desk.list.cursor_row
        if self._desk.list.drawn is not None:
            self._turn_range()
        elif row is not None:
            self.set(self.marks.toggled(row.id))
            self._desk.list.move(1)

    def _turn_range(self) -> None:
        tickets = self._desk.list
        row = tickets.cursor_row
        if tickets.drawn is not None:
            self._desk.begin(self.settle, "marks")
        elif row is not None:
            tickets.drawn = Range(row, order_of(self._desk.shown.query).descending, tickets.cursor_position)
            self._desk.say_marks()

    def _mark_all(self) -> None:
        self._desk.list.drawn = None
        self.set(self.marks.all_in_sight(self._desk.shown.found))

    def _unmark(self) -> None:
        self._desk.list.drawn = None
        self.set(NOTHING_MARKED)


def _over(queries: Queries, marks: Marks, left: Query, query: Query) -> Marks:
    if left.with_sort(None) == query.with_sort(None):
        return marks.over(queries.found_among(query, marks.named))
    found = queries.ids(left) if marks.has_all else ()
    return marks.taken_along(found, queries.found_among(query, marks.ids(found)))
