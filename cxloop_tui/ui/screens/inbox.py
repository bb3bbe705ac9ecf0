"""The desk itself: search and filters, the list, the ticket."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen

from cxloop_tui.config import Config
from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.feedback import ScoreKind
from cxloop_tui.domain.operation import Kind, Operation
from cxloop_tui.domain.query import Branch, Field, Query, Sort
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.ui.actions import ACTIONS, BY_ID, Deeds, Scope, bindings
from cxloop_tui.ui.doing import Doer
from cxloop_tui.ui.finding import MY_WORK, Finding
from cxloop_tui.ui.forms.form import Option
from cxloop_tui.ui.key_gate import KeyGate
from cxloop_tui.ui.keymap import keys_of, shown
from cxloop_tui.ui.messages import Changed
from cxloop_tui.ui.opening import WINDOW_ROWS, Opening, read_opening
from cxloop_tui.ui.screens.picker import PickerScreen
from cxloop_tui.ui.verbs import Verbs
from cxloop_tui.ui.widgets.bar import Bar
from cxloop_tui.ui.widgets.detail_pane import DetailPane
from cxloop_tui.ui.widgets.filter_bar import FilterBar, Names
from cxloop_tui.ui.widgets.key_bar import KeyBar
from cxloop_tui.ui.widgets.search_bar import QueryBox, SearchBar, SearchHint
from cxloop_tui.ui.widgets.ticket_list import TicketList
from cxloop_tui.ui.widgets.top_line import TopLine

WIDE_CELLS = 100
"""From this width on list and detail stand side by side."""

_DIALOG = "dialog"
"""The group of whatever waits for the user."""

_READINGS = frozenset({"list", "detail", "refresh"})

_WELCOME = (
    "No tickets yet.",
    "",
    "n    write the first one",
    "?    all keys",
    "",
    "cxloop import responses FILE   makes tickets of a survey's unhappy answers",
    "cxloop demo                    shows a desk full of examples",
)
_NOTHING_FOUND = ("Nothing found.", "", "/    change the words", "F    all tickets again")


class InboxScreen(Doer, Screen[None]):
    """List and detail over one query."""

    AUTO_FOCUS = "#list"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.DESK, Scope.TICKET)]

    def __init__(self, session: Session, opening: Opening, config: Config, keys: KeyGate) -> None:
        super().__init__()
        self.shown = opening
        self.me = session.me
        self._session = session
        self._config = config
        self._keys = keys
        self._seen_seq = opening.seq
        self._words_came = False
        """Whether I just said something on the ticket in the detail: its end comes into sight."""
        self._verbs = Verbs(self, session)
        self.deeds = {**self._moving(), **self._looking(), **self._working(), **Finding(self).deeds()}

    def compose(self) -> ComposeResult:
        """From the state of my world down to the keys."""
        yield TopLine()
        yield SearchBar()
        yield SearchHint()
        yield FilterBar()
        with Horizontal(id="panes"):
            yield TicketList(id="list")
            yield DetailPane(id="detail")
        yield KeyBar()

    @property
    def list(self) -> TicketList:
        """The list."""
        return self.query_one(TicketList)

    @property
    def detail(self) -> DetailPane:
        """The detail."""
        return self.query_one(DetailPane)

    def on_mount(self) -> None:
        """Paint what was read before; the rest loads behind it."""
        self.list.ascii_only = self.detail.ascii_only = self._config.ascii
        self.query_one(SearchHint).display = False
        self._show(self.shown, cursor_id=None)
        self._show_keys()
        self.set_interval(self._config.refresh_seconds, partial(self._guarded, self._look_for_changes))

    @on(TicketList.Painted)
    def load_the_rest(self) -> None:
        """Load what the first change needs: not before there is something to read."""
        self.call_after_refresh(self._session.warm_up)

    def on_resize(self) -> None:
        """Below WIDE_CELLS the detail takes the whole width when it is open."""
        self.set_class(self.size.width >= WIDE_CELLS, "-wide")
        self._load_detail()

    def begin(self, work: Callable[[], Awaitable[None]], group: str) -> None:
        """Run something that may wait; of readings of one group only the last counts, of dialogs only the first."""
        if group == _DIALOG and self._is_in_dialog:
            return
        if group == _DIALOG:
            self._keys.close()
        runs = self._dialogue if group == _DIALOG else self._guarded
        guarded: Callable[[], Awaitable[None]] = partial(runs, work)
        self.run_worker(guarded, group=group, exclusive=group in _READINGS)

    @property
    def _is_in_dialog(self) -> bool:
        """Whether something was begun that waits for the user, be it on screen yet or not."""
        return any(worker.group == _DIALOG and worker.is_running for worker in self.workers)

    async def _guarded(self, work: Callable[[], Awaitable[None]]) -> None:
        """Say on screen what a person can act on; anything else ends the app and is reported."""
        try:
            await work()
        except CxloopError as trouble:
            self.app.notify(str(trouble), severity="error", markup=False)

    async def _dialogue(self, work: Callable[[], Awaitable[None]]) -> None:
        """Run what waits for the user; if no form came of it, keys are for the desk again."""
        try:
            await self._guarded(work)
        finally:
            self._keys.open()

    async def pick(self, title: str, options: Sequence[Option]) -> str | None:
        """Let the user choose one of several."""
        return await self.app.push_screen_wait(PickerScreen(title, options))

    # --- the list and what is said about it ----------------------------------------------------------------------

    def ask_for(self, query: Query, *, cursor_id: str | None = None) -> None:
        """Show another query, or the same anew, in its order."""
        self.begin(partial(self._asked, query, cursor_id), "list")

    def look_for(self, query: Query) -> None:
        """Go to the list of another query."""
        if not self.has_class("-wide"):
            self.remove_class("-open")
            if self._in_detail:
                self.list.focus()
        self.ask_for(query)

    async def _asked(self, query: Query, cursor_id: str | None) -> None:
        opening = await self._session.ask(lambda queries: read_opening(queries, query))
        self._show(opening, cursor_id=cursor_id)

    async def _read_anew(self) -> None:
        """Read the same list in its order; who looks at its very beginning sees what is new there."""
        looks_at_start = self.list.looks_at_start
        await self._asked(self.shown.query, self._cursor_id)
        if looks_at_start:
            self.list.look_at_start()

    def _show(self, opening: Opening, *, cursor_id: str | None, position: int | None = 0) -> None:
        """Show a list; bar, filters and counts say the same."""
        self.shown, self._seen_seq = opening, opening.seq
        tickets = self.list
        tickets.low_scores = {kind: opening.space.policy.bands(kind).dissatisfied for kind in ScoreKind}
        tickets.total = opening.counts.found
        tickets.show(opening.window, cursor_id=cursor_id, position=position, names=opening.names, now=opening.now)
        if not opening.window.rows:
            lines = _NOTHING_FOUND if opening.counts.everything else _WELCOME
            tickets.show_message([Content(line) for line in lines])
        self._say()
        self._load_detail()

    def _say(self) -> None:
        """Bring the bars in line with what is shown."""
        opening = self.shown
        self.query_one(TopLine).show(_title(opening.query), opening.standing)
        self.query_one(SearchBar).show(opening.query.text(), opening.vocabulary)
        people = {person.email: person.name for person in opening.space.people.values()}
        segments = {segment.code: segment.name for segment in opening.space.tree}
        self.query_one(FilterBar).show(opening.query, opening.counts, Names(segments, people))

    @on(TicketList.NeedRows)
    async def feed(self, message: TicketList.NeedRows) -> None:
        """Bring the rows the list runs out of."""
        await self._guarded(partial(self._feed, message))

    async def _feed(self, message: TicketList.NeedRows) -> None:
        query = self.shown.query
        window = await self._session.ask(
            lambda queries: queries.window(query, after=message.after, before=message.before, limit=message.limit)
        )
        if query == self.shown.query:
            self.list.extend(window, message)

    @on(TicketList.NeedStart)
    def to_start(self) -> None:
        """Read the list from its start."""
        self.ask_for(self.shown.query)

    @on(TicketList.NeedEnd)
    def to_end(self, message: TicketList.NeedEnd) -> None:
        """Read the end of the list."""
        self.begin(partial(self._to_end, message), "list")

    async def _to_end(self, message: TicketList.NeedEnd) -> None:
        query, limit = self.shown.query, message.limit
        opening = await self._session.ask(lambda queries: read_opening(queries, query, limit, at_end=True))
        rows = opening.window.rows
        self._show(
            opening,
            cursor_id=rows[-1].id if rows else None,
            position=opening.counts.found - len(rows),
        )

    @on(Changed)
    def follow_change(self, message: Changed) -> None:
        """Show what was done; a new ticket is shown where it stands."""
        made = next((one.ticket for one in message.done if one.operation.kind == Kind.TICKET_CREATE), None)
        if made is not None:
            query = self.shown.query if self.shown.query.is_everything else Query()
            self.ask_for(query, cursor_id=made.id)
        elif any(one.operation.undoes for one in message.done):
            self.ask_for(self.shown.query, cursor_id=self._cursor_id)
        else:
            self._words_came = self._has_detail and any(_carries_words(one.operation) for one in message.done)
            self.begin(self._refresh, "refresh")

    async def _look_for_changes(self) -> None:
        """Notice what others did, and the passing of time; never move what the user looks at."""
        seq = await self._session.ask(lambda queries: queries.seq())
        self.list.tick(self._session.now())
        self.detail.tick(self._session.now())
        if seq != self._seen_seq:
            await self._refresh()

    async def _refresh(self) -> None:
        """Read again what is on screen; rows keep their places until the list is asked for anew."""
        query, rows = self.shown.query, self.list.rows
        opening, fresh = await self._session.ask(lambda queries: _read_again(queries, query, rows))
        if query != self.shown.query:
            return
        if not rows:
            self._show(opening, cursor_id=None)
            return
        self.shown, self._seen_seq = replace(opening, window=self.shown.window), opening.seq
        self.list.patch(fresh)
        self.list.total = opening.counts.found
        self._say()
        self._load_detail()

    # --- the ticket ----------------------------------------------------------------------------------------------

    @property
    def _cursor_id(self) -> str | None:
        row = self.list.cursor_row
        return None if row is None else row.id

    @property
    def _has_detail(self) -> bool:
        return self.has_class("-wide") or self.has_class("-open")

    @on(TicketList.Highlighted)
    def follow_cursor(self) -> None:
        """Show the ticket under the cursor."""
        self._load_detail()

    @on(TicketList.Opened)
    def open_ticket(self) -> None:
        """Go into the ticket."""
        self.add_class("-open")
        self.set_focus(self.detail)
        self._load_detail()

    def _load_detail(self) -> None:
        if not self._has_detail:
            return
        if self._cursor_id is None:
            self.detail.show_message(["No ticket here."])
        else:
            self.begin(partial(self._detail_loaded, self._cursor_id), "detail")

    async def _detail_loaded(self, ticket_id: str) -> None:
        view, draft = await self._session.ask(
            lambda queries: (queries.view(ticket_id), queries.draft(ticket_id, "comment"))
        )
        if ticket_id == self._cursor_id:
            words = None if draft is None else draft.fields.get("comment")
            now, offset = self._session.now(), self._session.utc_offset()
            self.detail.show(view, self.shown.space, now=now, utc_offset=offset, draft=words)
            if self._words_came:
                self._words_came = False
                self.detail.end()

    # --- keys ----------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey what needs a ticket while there is none."""
        known = BY_ID.get(str(parameters[0])) if action == "do" and parameters else None
        needs_ticket = known is not None and known.scope is Scope.TICKET
        return None if needs_ticket and self.is_mounted and self._cursor_id is None else True

    @on(Bar.Chosen)
    async def click(self, message: Bar.Chosen) -> None:
        """Do what the piece of a bar that was clicked says."""
        message.stop()
        await self.run_action(BY_ID[message.action].run)

    def _show_keys(self) -> None:
        wanted = sorted((action for action in ACTIONS if action.in_bar), key=lambda action: action.in_bar)
        keys = [(action, keys_of(action, self._config.keys)) for action in wanted]
        self.query_one(KeyBar).show([(action, shown(names[0])) for action, names in keys if names])

    def _moving(self) -> Deeds:
        return {
            "move.down": lambda: self._move(1),
            "move.up": lambda: self._move(-1),
            "move.other_down": lambda: self._move(1, other=True),
            "move.other_up": lambda: self._move(-1, other=True),
            "move.first": lambda: self._pane.home(),
            "move.last": lambda: self._pane.end(),
            "move.half_down": lambda: self._pane.half_page(1),
            "move.half_up": lambda: self._pane.half_page(-1),
            "move.page_down": lambda: self._pane.page(1),
            "move.page_up": lambda: self._pane.page(-1),
        }

    def _looking(self) -> Deeds:
        return {
            "pane.open": lambda: self.list.open(),
            "pane.back": self._back,
            "pane.list": self._back,
            "pane.other": lambda: self._back() if self._in_detail else self.list.open(),
            "tab.comments": lambda: self._tab(1),
            "tab.logs": self._logs,
            "tab.next": lambda: self.detail.next_tab(1),
            "tab.previous": lambda: self.detail.next_tab(-1),
            "tab.unfold": lambda: self.detail.toggle_folded(),
            "find.search": lambda: self.query_one(SearchBar).begin(),
            "find.filter": lambda: self.set_focus(self.query_one(FilterBar)),
            "filter.leave": lambda: self.set_focus(self.list),
            "find.next": lambda: self.begin(self._to_next, "list"),
            "find.reload": lambda: self.begin(self._read_anew, "list"),
            "app.leave": lambda: self._back() if self._in_detail or self.has_class("-open") else self.app.exit(),
        }

    def _working(self) -> Deeds:
        """Verbs on the ticket under the cursor, each in a worker: they wait for the user."""
        on_ticket = {
            action_id: lambda verb=verb: self.begin(partial(verb, self._cursor_id), _DIALOG)
            for action_id, verb in self._verbs.on_ticket().items()
        }
        return {
            **on_ticket,
            "ticket.new": lambda: self.begin(partial(self._verbs.new, self._filtered_segment()), _DIALOG),
            "ticket.undo": lambda: self.begin(self._verbs.undo, "verb"),
            "ticket.redo": lambda: self.begin(self._verbs.redo, "verb"),
        }

    @property
    def _in_detail(self) -> bool:
        return self.focused is self.detail

    @property
    def _pane(self) -> TicketList | DetailPane:
        return self.detail if self._in_detail else self.list

    def _move(self, lines: int, *, other: bool = False) -> None:
        if self._in_detail is not other:
            self.detail.scroll_by(lines)
        else:
            self.list.move(lines)

    def _back(self) -> None:
        self.remove_class("-open")
        self.set_focus(self.list)

    def _logs(self) -> None:
        """The Logs tab; when it is there already, status changes only, or all again."""
        if self.detail.tab == "logs" and self._has_detail:
            self.detail.toggle_status_only()
        self._tab(2)

    def _tab(self, number: int) -> None:
        self.detail.select_tab(number)
        if not self._has_detail:
            self.list.open()

    async def _to_next(self) -> None:
        """Go on to what is due next of my work, and round again; if need be the list becomes my work."""
        query, here = MY_WORK.with_sort(Sort.DUE), self._cursor_id
        window = await self._session.ask(lambda queries: queries.window(query, limit=WINDOW_ROWS))
        waiting = [row.id for row in window.rows]
        start = waiting.index(here) + 1 if here in waiting else 0
        following = next((other for other in (*waiting[start:], *waiting[:start]) if other != here), None)
        if following is None:
            self.app.notify("nothing else of yours is waiting", markup=False)
        elif any(row.id == following for row in self.list.rows):
            self.list.go_to(following)
        else:
            await self._asked(query, following)

    def _filtered_segment(self) -> str | None:
        chosen = next(iter(self.shown.query.values(Field.SEGMENT)), None)
        return chosen.code if isinstance(chosen, Branch) else None

    # --- the search bar ------------------------------------------------------------------------------------------

    @on(SearchBar.Edited)
    def search(self, message: SearchBar.Edited) -> None:
        """Show what the typed query finds."""
        self.begin(partial(self._searched, message.text), "list")

    async def _searched(self, text: str) -> None:
        query = await self._session.ask(lambda queries: queries.parse(text))
        if query != self.shown.query:
            await self._asked(query, None)

    @on(SearchBar.Hinted)
    def hint(self, message: SearchBar.Hinted) -> None:
        """Show a mistake or ways to go on in the place of the filters."""
        has_hint = message.mistake is not None or bool(message.ways)
        self.query_one(SearchHint).show(message.mistake, message.ways)
        self.query_one(SearchHint).display = has_hint
        self.query_one(FilterBar).set_class(has_hint, "-short")

    @on(QueryBox.Left)
    def leave_search(self) -> None:
        """Back to the list; the query stays."""
        self.hint(SearchBar.Hinted(None, ()))
        self.set_focus(self.list)
        self._say()


def _read_again(
    queries: Queries, query: Query, rows: Sequence[TicketRow]
) -> tuple[Opening, dict[str, TicketRow | None]]:
    """Read the bars anew, and each loaded row by itself."""
    return read_opening(queries, query), {row.id: queries.row(row.id) for row in rows}


def _carries_words(operation: Operation) -> bool:
    return operation.comment is not None or operation.kind == Kind.CONTACT_LOG


def _title(query: Query) -> str:
    unsorted = query.with_sort(None)
    if unsorted.is_everything:
        return "all tickets"
    if unsorted == MY_WORK:
        return "my work"
    return "found tickets" if query.words else "filtered tickets"
