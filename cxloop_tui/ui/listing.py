"""The list on screen and where its rows come from: another query, the next rows, what others changed meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import takewhile
from typing import Any, Final, Protocol, TypeVar

from textual.app import App
from textual.content import Content

from cxloop_tui.domain.errors import NotFound
from cxloop_tui.domain.feed import WAITING_FROM
from cxloop_tui.domain.feedback import ScoreKind
from cxloop_tui.domain.identity import handle
from cxloop_tui.domain.query import MY_WORK, Field, Handle, Query, Sort, Value
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.ui import paint_hold
from cxloop_tui.ui.keymap import KeyNames, names_of
from cxloop_tui.ui.marking import Marking
from cxloop_tui.ui.marks import NOTHING_MARKED, Marks
from cxloop_tui.ui.opening import WINDOW_ROWS, Opening, read_numbers, read_opening
from cxloop_tui.ui.paint_hold import hold_paint
from cxloop_tui.ui.widgets.ticket_list import TicketList

_WELCOME_KEYS = (("ticket.new", "write the first one"), ("desk.import", "read a survey"), ("app.keys", "all keys"))
_WELCOME_COMMANDS = (
    "cxloop import responses FILE   makes tickets of a survey's unhappy answers",
    "cxloop demo                    shows a desk full of examples",
)
_NOTHING_FOUND_KEYS = (("find.search", "change the words"), ("find.clear", "all tickets again"))


T = TypeVar("T")


class Stage(Protocol):
    """What the listing needs of the screen it is on."""

    @property
    def app(self) -> App[Any]:
        """The app."""

    @property
    def list(self) -> TicketList:
        """The widget that shows the rows."""

    def begin(self, work: Callable[[], Awaitable[None]], group: str) -> None:
        """Run something that may wait."""

    def tell(self, words: str) -> None:
        """Say something."""

    def say(self) -> None:
        """Bring the bars in line with what is shown."""

    def say_searching(self) -> None:
        """Say that another list is being read; what is shown stays until it is."""

    def turn_over(self) -> None:
        """Another list is shown: whoever was elsewhere is back in the list."""

    def load_detail(self) -> None:
        """Show the ticket that is looked at now."""

    def follow(self) -> None:
        """Show the ticket that is looked at when the list has been painted."""


class Listing:
    """What the list shows, and how it is read."""

    def __init__(self, stage: Stage, session: Session, marking: Marking, opening: Opening) -> None:
        self._stage = stage
        self._session = session
        self._marking = marking
        self.shown = opening
        self._seen_seq = opening.seq
        self._seen = opening.seen

    @property
    def _list(self) -> TicketList:
        return self._stage.list

    @property
    def cursor_id(self) -> str | None:
        """The ticket under the cursor."""
        row = self._list.cursor_row
        return None if row is None else row.id

    # --- another list ---------------------------------------------------------------------------------------------

    def ask_for(self, query: Query, *, cursor_id: str | None = None) -> None:
        """Show another query, or the same anew, in its order."""
        hold_paint(self._stage.app)
        self._stage.begin(partial(self._asked_at_once, query, cursor_id), "list")

    async def _asked_at_once(self, query: Query, cursor_id: str | None) -> None:
        """Read it while the paint is held: a picker goes, and a letter comes, in the frame that has the list."""
        let_go = hold_paint(self._stage.app)
        try:
            await self.asked(query, cursor_id)
        finally:
            let_go()

    async def asked(self, query: Query, cursor_id: str | None) -> None:
        """Read a query from its start and show it."""
        if query != self.shown.query:
            await self._marking.settle()
        limit = self._list.rows_at_first if cursor_id is None else WINDOW_ROWS
        opening = await self._read(lambda queries: read_opening(queries, query, limit))
        self.show(opening, cursor_id=cursor_id, marks=await self._marking.over(query))

    async def _read(self, question: Callable[[Queries], T]) -> T:
        """Ask for another list; if it takes more than a moment, say so."""
        saying = asyncio.get_running_loop().call_later(paint_hold.PATIENCE, self._stage.say_searching)
        try:
            return await self._session.ask(question)
        finally:
            saying.cancel()

    async def searched(self, text: str) -> None:
        """Show what a typed query finds."""
        let_go = hold_paint(self._stage.app)
        try:
            query = await self._session.ask(lambda queries: queries.parse(text))
            if query != self.shown.query:
                await self.asked(query, None)
        finally:
            let_go()

    async def read_anew(self) -> None:
        """Read the same list in its order; who looks at its very beginning sees what is new there."""
        looks_at_start = self._list.looks_at_start
        await self._marking.settle()
        await self.asked(self.shown.query, self.cursor_id)
        if looks_at_start:
            self._list.look_at_start()

    def show(
        self, opening: Opening, *, cursor_id: str | None, position: int | None = 0, marks: Marks = NOTHING_MARKED
    ) -> None:
        """Show a list; bar, filters and counts say the same."""
        if opening.query != self.shown.query:
            self._stage.turn_over()
        if opening.standing is None:
            opening = replace(opening, standing=self.shown.standing)
        self.shown, self._seen_seq, self._seen = opening, opening.seq, opening.seen
        tickets = self._list
        tickets.low_scores = {kind: opening.space.policy.bands(kind).dissatisfied for kind in ScoreKind}
        tickets.total = opening.found
        self._marking.set(marks)
        tickets.show(opening.window, cursor_id=cursor_id, position=position, names=opening.names, now=opening.now)
        if not opening.window.rows:
            tickets.show_message([Content(line) for line in _words_for_nothing(opening, names_of(self._stage.app))])
        self._stage.say()
        self._stage.follow()
        tickets.call_after_refresh(self._stage.begin, self._count, "numbers")

    def count_again(self) -> None:
        """Bring the numbers up to date: time has passed."""
        self._stage.begin(self._count, "numbers")

    async def _count(self) -> None:
        """Bring the numbers behind the paint."""
        query = self.shown.query
        numbers = await self._session.ask_aside(lambda queries: read_numbers(queries, query))
        if query == self.shown.query:
            self.shown = replace(self.shown, counts=numbers.counts, standing=numbers.standing)
            self._list.total = numbers.counts.found
            self._stage.say()

    # --- more of it -----------------------------------------------------------------------------------------------

    async def feed(self, message: TicketList.NeedRows) -> None:
        """Bring the rows the list runs out of."""
        query = self.shown.query
        window = await self._session.ask(
            lambda queries: queries.window(query, after=message.after, before=message.before, limit=message.limit)
        )
        if query == self.shown.query:
            self._list.extend(window, message)

    async def to_end(self) -> None:
        """Read the end of the list."""
        query, limit = self.shown.query, self._list.rows_at_first
        opening = await self._read(lambda queries: read_opening(queries, query, limit, at_end=True))
        rows = opening.window.rows
        self.show(
            opening,
            cursor_id=rows[-1].id if rows else None,
            position=None if opening.found is None else opening.found - len(rows),
            marks=await self._marking.over(query),
        )

    # --- what changed meanwhile -----------------------------------------------------------------------------------

    async def look_for_changes(self) -> None:
        """Notice what others did; never move what the user looks at."""
        seq = await self._session.ask(lambda queries: queries.seq())
        self._list.tick(self._session.now())
        if seq != self._seen_seq:
            await self.refresh()

    async def refresh(self) -> None:
        """Read again what is on screen; rows keep their places until the list is asked for anew."""
        query, rows = self.shown.query, self._list.rows
        opening, fresh = await self._session.ask(lambda queries: _read_again(queries, query, rows))
        marks = await self._marking.over(query)
        if query != self.shown.query:
            return
        if not rows:
            self.show(opening, cursor_id=None, marks=marks)
            return
        counts = opening.counts or self.shown.counts
        self.shown = replace(opening, window=self.shown.window, counts=counts, standing=self.shown.standing)
        self._seen_seq = opening.seq
        self._list.patch(fresh)
        self._list.add_new(_new_in(opening, since=self._seen, loaded=rows))
        self._seen = opening.seen
        self._list.total = self.shown.found
        self._marking.set(marks)
        self._stage.say()
        self._stage.load_detail()
        self._stage.begin(self._count, "numbers")

    # --- one ticket of it -----------------------------------------------------------------------------------------

    async def ticket_named(self, name: str) -> TicketRow | None:
        """Return a ticket by its number or handle; None when there is none."""

        def found(queries: Queries) -> TicketRow | None:
            with suppress(NotFound):
                return queries.row(queries.ticket_id(name))
            return None

        return await self._session.ask(found)

    async def go_to(self, row: TicketRow) -> None:
        """Open a ticket: in the list where it has it, else by itself."""
        if any(loaded.id == row.id for loaded in self._list.rows):
            self._list.go_to(row.id)
        elif not await self._jumped_to(row.id):
            await self.asked(Query().with_values(Field.NUMBER, [_name_of(row)]), row.id)
        self._list.open()

    async def _jumped_to(self, ticket_id: str) -> bool:
        """Show the part of the list around a ticket; say whether the list has it."""
        query, half = self.shown.query, self._list.rows_asked // 2
        window = await self._read(lambda queries: queries.window_around(query, ticket_id, half))
        if window is None or query != self.shown.query:
            return False
        marks = await self._marking.over(query)
        self.show(replace(self.shown, window=window), cursor_id=ticket_id, position=None, marks=marks)
        return True

    async def to_next(self) -> None:
        """Go on to what is due next of my work, and round again; if need be the list becomes my work."""
        query, here = MY_WORK.with_sort(Sort.DUE), self.cursor_id
        window = await self._session.ask(lambda queries: queries.window(query, limit=WINDOW_ROWS))
        waiting = [row.id for row in window.rows]
        start = waiting.index(here) + 1 if here in waiting else 0
        following = next((other for other in (*waiting[start:], *waiting[:start]) if other != here), None)
        if following is None:
            self._stage.tell("nothing else of yours is waiting")
        elif any(row.id == following for row in self._list.rows):
            self._list.go_to(following)
        else:
            await self.asked(query, following)


def _words_for_nothing(opening: Opening, names: KeyNames) -> Sequence[str]:
    """Say why the list is empty, and with which keys to go on."""
    if opening.counts is None or opening.counts.everything:
        return ("Nothing found.", "", *_hints(_NOTHING_FOUND_KEYS, names))
    return ("No tickets yet.", "", *_hints(_WELCOME_KEYS, names), "", *_WELCOME_COMMANDS)


def _hints(hints: Sequence[tuple[str, str]], names: KeyNames) -> list[str]:
    """Return keys, a line each, and what they do."""
    keys = [names.how(action_id) for action_id, _ in hints]
    width = max(map(len, keys)) + 4
    return [f"{key.ljust(width)}{does}" for key, (_, does) in zip(keys, hints, strict=True)]


def _new_in(opening: Opening, *, since: int, loaded: Sequence[TicketRow]) -> Sequence[TicketRow]:
    """Return tickets that others made since a place of the order, and that belong before all that is loaded."""
    known = {row.id for row in loaded}
    rows = opening.window.rows
    if opening.query.sort not in _NEWEST_FIRST:
        rows = tuple(takewhile(lambda row: row.id not in known, rows))
    return [row for row in rows if row.id not in known and since < row.place < WAITING_FROM]


_NEWEST_FIRST: Final = frozenset({None, Sort.UPDATED, Sort.CREATED, Sort.NUMBER})
"""Orders in which whatever is new comes first."""


def _name_of(row: TicketRow) -> Value:
    """Return what a ticket is looked for by: its number, else its handle."""
    return Handle(handle(row.id).removeprefix("~")) if row.number is None else row.number


def _read_again(
    queries: Queries, query: Query, rows: Sequence[TicketRow]
) -> tuple[Opening, dict[str, TicketRow | None]]:
    """Read the bars anew, and each loaded row by itself."""
    fresh: dict[str, TicketRow | None] = dict.fromkeys(row.id for row in rows)
    return read_opening(queries, query), fresh | {row.id: row for row in queries.rows(fresh)}
