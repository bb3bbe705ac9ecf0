"""The desk itself: search and filters, the list, the ticket."""

from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen

from cxloop_tui.config import Config
from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.feedback import ScoreKind
from cxloop_tui.domain.query import Branch, Field, Query, Sort, Special, Value
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.ui import actions
from cxloop_tui.ui.actions import Scope, bindings
from cxloop_tui.ui.forms.form import Option
from cxloop_tui.ui.forms.words import name_of
from cxloop_tui.ui.keymap import keys_of, shown
from cxloop_tui.ui.messages import Changed
from cxloop_tui.ui.opening import Opening, read_opening
from cxloop_tui.ui.screens.picker import PickerScreen
from cxloop_tui.ui.verbs import Verbs
from cxloop_tui.ui.widgets.bar import Bar
from cxloop_tui.ui.widgets.detail_pane import DetailPane
from cxloop_tui.ui.widgets.filter_bar import ORDER_WORDS, FilterBar, Names
from cxloop_tui.ui.widgets.key_bar import KeyBar
from cxloop_tui.ui.widgets.search_bar import QueryBox, SearchBar, SearchHint
from cxloop_tui.ui.widgets.ticket_list import TicketList
from cxloop_tui.ui.widgets.top_line import TopLine

WIDE_CELLS = 100
"""From this width on list and detail stand side by side."""

MY_WORK = (
    Query()
    .with_values(Field.OWNER, [Special.ME])
    .with_values(Field.STATUS, [Status.NEW, Status.OPEN, Status.ESCALATED])
)
"""What is mine to do."""

_WELCOME = (
    "No tickets yet.",
    "",
    "n       write the first one",
    "import  cxloop import responses FILE makes tickets of a survey's unhappy answers",
    "demo    cxloop demo shows a desk full of examples",
    "?       all keys",
)
_NOTHING_FOUND = ("Nothing found.", "", "/  change the words    F  all tickets")


class InboxScreen(Screen[None]):
    """List and detail over one query."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.DESK, Scope.TICKET)]

    def __init__(self, session: Session, opening: Opening, config: Config) -> None:
        super().__init__()
        self._session = session
        self._shown = opening
        self._config = config
        self._verbs = Verbs(self, session)
        self._seen_seq = opening.seq

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
        self.list.focus()
        self._show(self._shown, cursor_id=None)
        self._show_keys()
        self.set_interval(self._config.refresh_seconds, self._look_for_changes)
        self.call_after_refresh(self._session.warm_up)

    def on_resize(self) -> None:
        """Below WIDE_CELLS the detail takes the whole width when it is open."""
        self.set_class(self.size.width >= WIDE_CELLS, "-wide")
        self._load_detail()

    # The list and what is said about it

    def _show(self, opening: Opening, *, cursor_id: str | None, position: int | None = 0) -> None:
        """Show a list; bar, filters and counts say the same."""
        self._shown, self._seen_seq = opening, opening.seq
        names = opening.names
        self.list.show(opening.window, cursor_id=cursor_id, position=position, names=names, now=opening.now)
        self.list.total = opening.counts.found
        self.list.low_scores = {kind: opening.space.policy.bands(kind).dissatisfied for kind in ScoreKind}
        if not opening.window.rows:
            lines = _WELCOME if not opening.counts.everything else _NOTHING_FOUND
            self.list.show_message([Content(line) for line in lines])
        self._say()
        self._load_detail()

    def _say(self) -> None:
        shown = self._shown
        self.query_one(TopLine).show(_title(shown.query), shown.standing)
        self.query_one(SearchBar).show(shown.query.text(), shown.vocabulary)
        people = {person.email: person.name for person in shown.space.people.values()}
        segments = {segment.code: segment.name for segment in shown.space.tree}
        self.query_one(FilterBar).show(shown.query, shown.counts, Names(segments, people))
        self.app.title = f"cxloop · {shown.standing.mine} mine · {shown.standing.overdue_everywhere} overdue"

    def ask_for(self, query: Query, *, cursor_id: str | None = None) -> None:
        """Show another query."""
        self._run(self._asked(query, cursor_id), group="list")

    async def _asked(self, query: Query, cursor_id: str | None) -> None:
        opening = await self._session.ask(lambda queries: read_opening(queries, query))
        self._show(opening, cursor_id=cursor_id)

    @on(TicketList.NeedRows)
    async def feed(self, message: TicketList.NeedRows) -> None:
        """Bring the rows the list runs out of."""
        query = self._shown.query
        window = await self._session.ask(
            lambda queries: queries.window(query, after=message.after, before=message.before, limit=message.limit)
        )
        if query == self._shown.query:
            self.list.extend(window, message)

    @on(TicketList.NeedStart)
    def to_start(self) -> None:
        """Read the list from its start."""
        self.ask_for(self._shown.query)

    @on(TicketList.NeedEnd)
    async def to_end(self, message: TicketList.NeedEnd) -> None:
        """Read the end of the list."""
        query, limit = self._shown.query, message.limit
        opening = await self._session.ask(lambda queries: read_opening(queries, query, limit, at_end=True))
        last = opening.window.rows[-1].id if opening.window.rows else None
        before = opening.counts.found - len(opening.window.rows)
        self._show(opening, cursor_id=last, position=before)

    @on(Changed)
    def follow_change(self, message: Changed) -> None:
        """Show what was done; a new ticket is shown where it stands."""
        made = next((one.ticket for one in message.done if one.operation.kind == "ticket.create"), None)
        if made is not None:
            query = self._shown.query if self._shown.query.is_everything else Query()
            self.ask_for(query, cursor_id=made.id)
        elif any(one.ticket.withdrawn or one.operation.undoes for one in message.done):
            self.ask_for(self._shown.query, cursor_id=self._cursor_id)
        else:
            self._run(self._refresh(), group="refresh")

    async def _look_for_changes(self) -> None:
        """Notice what others did, and the passing of time; never move what the user looks at."""
        seq = await self._session.ask(lambda queries: queries.seq())
        self.list.tick(self._session.now())
        self.detail.tick(self._session.now())
        if seq != self._seen_seq:
            await self._refresh()

    async def _refresh(self) -> None:
        """Read again what is on screen; rows keep their places until the list is asked for anew."""
        query, rows = self._shown.query, self.list.rows
        opening, fresh = await self._session.ask(lambda queries: _read_again(queries, query, rows))
        if query != self._shown.query:
            return
        if not rows:
            self._show(opening, cursor_id=None)
            return
        self._shown, self._seen_seq = replace(opening, window=self._shown.window), opening.seq
        self.list.patch(fresh)
        self.list.total = opening.counts.found
        self._say()
        self._load_detail()

    # The ticket

    @property
    def _cursor_id(self) -> str | None:
        row = self.list.cursor_row
        return None if row is None else row.id

    @on(TicketList.Highlighted)
    def follow_cursor(self) -> None:
        """Show the ticket under the cursor."""
        self._load_detail()

    @on(TicketList.Opened)
    def open_ticket(self) -> None:
        """Go into the ticket."""
        self.add_class("-open")
        self.detail.focus()
        self._load_detail()

    def _load_detail(self) -> None:
        if not self.has_class("-wide") and not self.has_class("-open"):
            return
        if self._cursor_id is None:
            self.detail.show_message(["No ticket here."])
        else:
            self._run(self._detail_loaded(self._cursor_id), group="detail")

    async def _detail_loaded(self, ticket_id: str) -> None:
        view, draft = await self._session.ask(
            lambda queries: (queries.view(ticket_id), queries.draft(ticket_id, "comment"))
        )
        if ticket_id == self._cursor_id:
            words = None if draft is None else draft.fields.get("comment")
            now, offset = self._session.now(), self._session.utc_offset()
            self.detail.show(view, self._shown.space, now=now, utc_offset=offset, draft=words)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey what needs a ticket while there is none."""
        del parameters
        known = actions.BY_NAME.get(action)
        if known is not None and known.scope is Scope.TICKET and self._cursor_id is None:
            return None
        return True

    @on(Bar.Chosen)
    async def click(self, message: Bar.Chosen) -> None:
        """Do what the piece of a bar that was clicked says."""
        message.stop()
        await self.run_action(actions.BY_ID[message.action].name)

    def on_descendant_focus(self) -> None:
        """Other keys, other bar."""
        self._show_keys()

    def _show_keys(self) -> None:
        wanted = sorted((action for action in actions.ACTIONS if action.in_bar), key=lambda action: action.in_bar)
        keys = [(action, keys_of(action, self._config.keys)) for action in wanted]
        self.query_one(KeyBar).show([(action, shown(names[0])) for action, names in keys if names])

    @property
    def _in_detail(self) -> bool:
        return self.focused is self.detail

    def _move(self, lines: int, *, other: bool = False) -> None:
        if self._in_detail is not other:
            self.detail.scroll_by(lines)
        else:
            self.list.move(lines)

    def action_move_down(self) -> None:
        """Next ticket, or a line down."""
        self._move(1)

    def action_move_up(self) -> None:
        """Previous ticket, or a line up."""
        self._move(-1)

    def action_move_other_down(self) -> None:
        """The other pane a step down."""
        self._move(1, other=True)

    def action_move_other_up(self) -> None:
        """The other pane a step up."""
        self._move(-1, other=True)

    def action_move_first(self) -> None:
        """To the start."""
        self._pane.home()

    def action_move_last(self) -> None:
        """To the end."""
        self._pane.end()

    def action_move_half_down(self) -> None:
        """Half a page down."""
        self._pane.half_page(1)

    def action_move_half_up(self) -> None:
        """Half a page up."""
        self._pane.half_page(-1)

    def action_move_page_down(self) -> None:
        """A page down."""
        self._pane.page(1)

    def action_move_page_up(self) -> None:
        """A page up."""
        self._pane.page(-1)

    @property
    def _pane(self) -> TicketList | DetailPane:
        return self.detail if self._in_detail else self.list

    def action_pane_open(self) -> None:
        """Into the ticket."""
        if self._cursor_id is not None:
            self.open_ticket()

    def action_pane_back(self) -> None:
        """Back to the list."""
        self.remove_class("-open")
        self.list.focus()

    def action_pane_list(self) -> None:
        """Back to the list."""
        self.action_pane_back()

    def action_pane_other(self) -> None:
        """To the other pane."""
        if self._in_detail:
            self.action_pane_back()
        else:
            self.action_pane_open()

    def action_tab_comments(self) -> None:
        """The Comments tab."""
        self._tab("comments")

    def action_tab_logs(self) -> None:
        """The Logs tab; when it is there already, status changes only or all."""
        if self.detail.tab == "logs" and self._detail_in_sight:
            self.detail.toggle_status_only()
        self._tab("logs")

    def _tab(self, name: str) -> None:
        self.detail.select_tab(1 if name == "comments" else 2)
        if not self._detail_in_sight:
            self.action_pane_open()

    @property
    def _detail_in_sight(self) -> bool:
        return self.has_class("-wide") or self.has_class("-open")

    def action_tab_next(self) -> None:
        """The next tab."""
        self.detail.next_tab(1)

    def action_tab_previous(self) -> None:
        """The previous tab."""
        self.detail.next_tab(-1)

    def action_tab_unfold(self) -> None:
        """All comments, or the middle folded."""
        self.detail.toggle_folded()

    # Finding

    def action_find_search(self) -> None:
        """Type a query."""
        self.query_one(SearchBar).begin()

    @on(SearchBar.Edited)
    def search(self, message: SearchBar.Edited) -> None:
        """Show what the typed query finds."""
        self._run(self._searched(message.text), group="list")

    async def _searched(self, text: str) -> None:
        query = await self._session.ask(lambda queries: queries.parse(text))
        if query != self._shown.query:
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
        self.list.focus()
        self._say()

    def action_find_clear(self) -> None:
        """All tickets again."""
        self.ask_for(Query())

    def action_find_filter(self) -> None:
        """Into the filter bar."""
        self.query_one(FilterBar).focus()

    async def action_find_sort(self) -> None:
        """Choose the order."""
        options = [Option(sort.value, ORDER_WORDS[sort], f"sort:{sort.value}") for sort in Sort]
        self._choose("Order", options, lambda chosen: self._shown.query.with_sort(Sort(chosen)))

    def action_find_mine(self) -> None:
        """My work, my segments, all."""
        now, sort = self._shown.query, self._shown.query.sort
        mine = MY_WORK.with_sort(sort)
        segments = [Branch(code, below=True) for code in self._my_segments()]
        theirs = Query().with_values(Field.SEGMENT, segments).with_sort(sort)
        if now == mine:
            self.ask_for(theirs if segments else Query(sort=sort))
        else:
            self.ask_for(Query(sort=sort) if now == theirs else mine)

    def _my_segments(self) -> Sequence[str]:
        space, me = self._shown.space, self._session.me
        led = [segment.code for segment in space.tree if me in segment.managers]
        own = [code for code in space.person(me).segments if code in space.tree]
        return list(dict.fromkeys([*own, *led]))

    def action_find_overdue(self) -> None:
        """What is overdue, or everything again."""
        query = self._shown.query
        self.ask_for(
            query.without(Field.OVERDUE) if query.values(Field.OVERDUE) else query.with_values(Field.OVERDUE, ["yes"])
        )

    def action_find_next(self) -> None:
        """My next most urgent ticket."""
        self._run(self._to_next(), group="list")

    async def _to_next(self) -> None:
        """Go on to what is due first after this one; when it is not in the list, the list becomes my work."""
        query, here = MY_WORK.with_sort(Sort.DUE), self._cursor_id
        window = await self._session.ask(lambda queries: queries.window(query, limit=2))
        following = next((row for row in window.rows if row.id != here), None)
        if following is None:
            self.app.notify("nothing of yours is waiting", markup=False)
        elif any(row.id == following.id for row in self.list.rows):
            self.list.go_to(following.id)
        else:
            await self._asked(query, following.id)

    def action_find_reload(self) -> None:
        """The list anew, in its order; the cursor stays on its ticket."""
        self.ask_for(self._shown.query, cursor_id=self._cursor_id)

    # The filter bar

    def _toggle(self, status: Status) -> None:
        self.ask_for(self._shown.query.toggled(Field.STATUS, status))

    def action_filter_new(self) -> None:
        """New tickets in or out."""
        self._toggle(Status.NEW)

    def action_filter_open(self) -> None:
        """Open tickets in or out."""
        self._toggle(Status.OPEN)

    def action_filter_escalated(self) -> None:
        """Escalated tickets in or out."""
        self._toggle(Status.ESCALATED)

    def action_filter_resolved(self) -> None:
        """Resolved tickets in or out."""
        self._toggle(Status.RESOLVED)

    def action_filter_leave(self) -> None:
        """Back to the list."""
        self.list.focus()

    def action_filter_priority(self) -> None:
        """Choose a priority."""
        options = [Option(priority.value, priority.value) for priority in reversed(Priority)]
        self._choose_filter("Priority", Field.PRIORITY, options, Priority)

    def action_filter_segment(self) -> None:
        """Choose a segment and all below it."""
        tree = self._shown.space.tree
        options = [Option(at.code, tree.path(at.code), "and below") for at in tree]
        self._choose_filter("Segment", Field.SEGMENT, options, lambda code: Branch(code, below=True))

    def action_filter_owner(self) -> None:
        """Choose an owner."""
        people = sorted(self._shown.space.people.values(), key=lambda person: person.name.casefold())
        options = [
            Option("me", "me"),
            Option("none", "nobody"),
            *(Option(at.email, at.name, at.email) for at in people),
        ]
        special: dict[str, Value] = {"me": Special.ME, "none": Special.NONE}
        self._choose_filter("Owner", Field.OWNER, options, lambda email: special.get(email, email))

    def _choose_filter(self, title: str, field: Field, options: Sequence[Option], value_of: Any) -> None:
        offered = [Option("", "any"), *options]
        self._choose(
            title,
            [replace(option, value=option.value or _ANY) for option in offered],
            lambda chosen: self._shown.query.with_values(field, [] if chosen == _ANY else [value_of(chosen)]),
        )

    def _choose(self, title: str, options: Sequence[Option], query_of: Any) -> None:
        async def choose() -> None:
            chosen = await self.app.push_screen_wait(PickerScreen(title, options))
            if chosen is not None:
                self.ask_for(query_of(chosen))

        self._run(choose(), group="choose")

    # Working on a ticket

    def _do(self, verb: Coroutine[Any, Any, None]) -> None:
        self._run(verb, group="verb")

    def _on_ticket(self, verb: Any) -> None:
        if self._cursor_id is not None:
            self._do(verb(self._cursor_id))

    def action_ticket_new(self) -> None:
        """A new ticket, in the segment that is filtered for."""
        chosen = self._shown.query.values(Field.SEGMENT)
        segment = chosen[0].code if chosen and isinstance(chosen[0], Branch) else None
        self._do(self._verbs.new(segment))

    def action_ticket_comment(self) -> None:
        """Comment."""
        self._on_ticket(self._verbs.comment)

    def action_ticket_contact(self) -> None:
        """Log a contact."""
        self._on_ticket(self._verbs.contact)

    def action_ticket_status(self) -> None:
        """Change the status."""
        self._on_ticket(self._verbs.status)

    def action_ticket_priority(self) -> None:
        """Change the priority."""
        self._on_ticket(self._verbs.priority)

    def action_ticket_assign(self) -> None:
        """Give it away."""
        self._on_ticket(self._verbs.assign)

    def action_ticket_take(self) -> None:
        """Make it mine."""
        self._on_ticket(self._verbs.take)

    def action_ticket_move(self) -> None:
        """Move it."""
        self._on_ticket(self._verbs.move)

    def action_ticket_edit(self) -> None:
        """Edit it."""
        self._on_ticket(self._verbs.edit)

    def action_ticket_escalate(self) -> None:
        """Escalate it."""
        self._on_ticket(self._verbs.escalate)

    def action_ticket_hand_back(self) -> None:
        """Hand it back."""
        self._on_ticket(self._verbs.hand_back)

    def action_ticket_resolve(self) -> None:
        """Resolve it."""
        self._on_ticket(self._verbs.resolve)

    def action_ticket_reopen(self) -> None:
        """Reopen it."""
        self._on_ticket(self._verbs.reopen)

    def action_ticket_undo(self) -> None:
        """Undo."""
        self._do(self._verbs.undo())

    def action_ticket_redo(self) -> None:
        """Redo."""
        self._do(self._verbs.redo())

    def action_ticket_copy_number(self) -> None:
        """Copy the number."""
        self._on_ticket(lambda ticket_id: self._copy(ticket_id, lambda view: name_of(view.ticket)))

    def action_ticket_copy_email(self) -> None:
        """Copy the customer's e-mail."""
        self._on_ticket(lambda ticket_id: self._copy(ticket_id, lambda view: view.ticket.customer_email or ""))

    async def _copy(self, ticket_id: str, text_of: Any) -> None:
        view = await self._session.ask(lambda queries: queries.view(ticket_id))
        text = clean_line(text_of(view))
        if not text:
            self.app.notify("there is nothing to copy", severity="warning", markup=False)
            return
        self.app.copy_to_clipboard(text)
        self.app.notify(f"copied, if your terminal allows it: {text}", markup=False)

    def action_app_leave(self) -> None:
        """Back to the list; in the list: quit."""
        if self._in_detail or self.has_class("-open"):
            self.action_pane_back()
        else:
            self.app.exit()

    def _run(self, work: Coroutine[Any, Any, None], *, group: str) -> None:
        self.run_worker(self._guarded(work), group=group, exclusive=group in {"list", "detail", "refresh"})

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        """Say on screen what a person can act on; anything else ends the app and is reported."""
        try:
            await work
        except CxloopError as trouble:
            self.app.notify(str(trouble), severity="error", markup=False)


_ANY = "\x00any"


def _read_again(
    queries: Queries, query: Query, rows: Sequence[TicketRow]
) -> tuple[Opening, dict[str, TicketRow | None]]:
    """Read the bars anew, and each loaded row by itself."""
    return read_opening(queries, query), {row.id: queries.row(row.id) for row in rows}


def _title(query: Query) -> str:
    if query.is_everything or query == Query(sort=query.sort):
        return "all tickets"
    if query.with_sort(None) == MY_WORK:
        return "my work"
    return "found" if query.words else "some tickets"
