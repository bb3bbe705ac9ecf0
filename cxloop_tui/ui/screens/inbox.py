"""The desk itself: search and filters, the list, the ticket."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import DescendantFocus, Paste

from cxloop_tui.config import Config
from cxloop_tui.domain.identity import handle
from cxloop_tui.domain.operation import Kind, Operation
from cxloop_tui.domain.query import Branch, Field, Query
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.services.session import Session
from cxloop_tui.ui.actions import ACTIONS, BY_ID, Deeds, Scope, bindings
from cxloop_tui.ui.beside import Beside
from cxloop_tui.ui.bulk import ManyVerbs
from cxloop_tui.ui.finding import MY_WORK, Finding
from cxloop_tui.ui.forms.form import Form
from cxloop_tui.ui.key_gate import KeyGate
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.listing import Listing
from cxloop_tui.ui.marking import Marking
from cxloop_tui.ui.messages import Changed
from cxloop_tui.ui.opening import Opening
from cxloop_tui.ui.pasted import query_of
from cxloop_tui.ui.screens.asking import DIALOG, AskingScreen
from cxloop_tui.ui.verbs import Verbs
from cxloop_tui.ui.viewing import Viewing
from cxloop_tui.ui.visiting import Visiting
from cxloop_tui.ui.widgets.bar import Bar
from cxloop_tui.ui.widgets.detail_pane import DetailPane
from cxloop_tui.ui.widgets.filter_bar import FilterBar, Names
from cxloop_tui.ui.widgets.key_bar import KeyBar
from cxloop_tui.ui.widgets.search_bar import QueryBox, SearchBar, SearchHint
from cxloop_tui.ui.widgets.ticket_list import TicketList
from cxloop_tui.ui.widgets.top_line import TopLine

WIDE_CELLS = 100
"""From this width on list and detail stand side by side."""

_KEYS_ON_MARKS = (
    "ticket.assign", "ticket.priority", "ticket.resolve", "ticket.comment", "ticket.move", "ticket.status",
    "list.unmark", "ticket.edit", "ticket.take", "ticket.reopen", "app.keys",
)  # fmt: skip
"""What the key bar offers while tickets are marked."""

_ALWAYS_ON_ONE = frozenset({"ticket.copy_number", "ticket.copy_email"})
"""Verbs that change nothing: they are about the ticket under the cursor, whatever is marked."""


class InboxScreen(AskingScreen):
    """List and detail over one query."""

    AUTO_FOCUS = "#list"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.DESK, Scope.TICKET)]

    def __init__(
        self, session: Session, opening: Opening, config: Config, keys: KeyGate, columns: tuple[str, ...] = ()
    ) -> None:
        """`columns` are those of the list that somebody chose; without any, those that fit."""
        super().__init__(keys)
        self._columns = columns
        self.me = session.me
        self._session = session
        self._config = config
        self._verbs = Verbs(self, session)
        self._marking = Marking(self, session)
        self._listing = Listing(self, session, self._marking, opening)
        self._many = ManyVerbs(self, session, self._marking)
        self._visiting = Visiting(self)
        self._beside = Beside(self, session)
        views = Viewing(self, session).deeds()
        self.deeds = {**self._moving(), **self._looking(), **self._working(), **views, **Finding(self).deeds()}
        self.deeds |= self._marking.deeds()

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
    def shown(self) -> Opening:
        """The list that is shown."""
        return self._listing.shown

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
        self.query_one(SearchHint).display = False
        self.set_class(self._config.density == "compact", "-compact")
        self.list.columns = self._columns
        self._listing.show(self.shown, cursor_id=None)
        self._show_keys()
        self.watch(self, "focused", self._show_keys, init=False)
        self.set_interval(self._config.refresh_seconds, partial(self.guarded, self._look_for_changes))

    @on(TicketList.Painted)
    def load_the_rest(self) -> None:
        """Load what the first change needs: not before there is something to read."""
        self.call_after_refresh(self._session.warm_up)

    async def on_unmount(self) -> None:
        """Write down what was seen last."""
        await self._beside.keep()

    def on_resize(self) -> None:
        """Below WIDE_CELLS the detail takes the whole width when it is open."""
        self.set_class(self.size.width >= WIDE_CELLS, "-wide")
        self.load_detail()

    async def ask(self, form: Form) -> None:
        """Let the user fill in a form."""
        await self._verbs.fill_in(form)

    def copy(self, text: str) -> None:
        """Put a text where other programs find it."""
        self.app.copy_to_clipboard(text)

    # --- the list and what is said about it ----------------------------------------------------------------------

    def look_for(self, query: Query) -> None:
        """Go to the list of another query."""
        if not self.has_class("-wide"):
            self.remove_class("-open")
            if self._in_detail:
                self.list.focus()
        self._listing.ask_for(query)

    async def ticket_named(self, name: str) -> TicketRow | None:
        """Return a ticket by its number or handle; None when there is none."""
        return await self._listing.ticket_named(name)

    def go_to(self, row: TicketRow) -> None:
        """Open a ticket: in the list where it is loaded, else by itself."""
        self.begin(partial(self._listing.go_to, row), "list")

    def turn_over(self) -> None:
        """Another list is shown: nobody is on a visit any more."""
        self._visiting.end()

    def say(self) -> None:
        """Bring the bars in line with what is shown."""
        opening = self.shown
        self.query_one(TopLine).show(_title(opening.query), opening.standing)
        self.query_one(SearchBar).show(opening.query.text(), opening.vocabulary)
        people = {person.email: person.name for person in opening.space.people.values()}
        segments = {code: segment.name for code, segment in opening.space.tree.ever.items()}
        names, on_hand = Names(segments, people), len(opening.window.rows)
        self.query_one(FilterBar).show(opening.query, opening.counts, names, at_least=on_hand)

    def say_searching(self) -> None:
        """Say that another list is being read."""
        self.query_one(FilterBar).show_searching()

    @on(TicketList.NeedRows)
    async def feed(self, message: TicketList.NeedRows) -> None:
        """Bring the rows the list runs out of."""
        await self.guarded(partial(self._listing.feed, message))

    @on(TicketList.NeedStart)
    def to_start(self) -> None:
        """Read the list from its start."""
        self._listing.ask_for(self.shown.query)

    @on(TicketList.NeedEnd)
    def to_end(self, message: TicketList.NeedEnd) -> None:
        """Read the end of the list."""
        self.begin(partial(self._listing.to_end, message.limit), "list")

    @on(Changed)
    def follow_change(self, message: Changed) -> None:
        """Show what was done; a new ticket is shown where it stands."""
        self._many.remember(message.done, self.shown.space)
        made = next((one.ticket for one in message.done if one.operation.kind == Kind.TICKET_CREATE), None)
        if made is not None:
            query = self.shown.query if self.shown.query.is_everything else Query()
            self._listing.ask_for(query, cursor_id=made.id)
        elif any(one.operation.undoes for one in message.done):
            self._listing.ask_for(self.shown.query, cursor_id=self._listing.cursor_id)
        else:
            if self.has_detail and any(_carries_words(one.operation) for one in message.done):
                self._beside.words_come()
            self.begin(self._listing.refresh, "refresh")

    async def _look_for_changes(self) -> None:
        """Notice what others did, and the passing of time."""
        self.detail.tick(self._session.now())
        await self._listing.look_for_changes()
        await self._beside.keep()

    # --- the ticket ----------------------------------------------------------------------------------------------

    @property
    def has_detail(self) -> bool:
        """Whether the detail is in sight."""
        return self.has_class("-wide") or self.has_class("-open")

    @property
    def seen_id(self) -> str | None:
        """The ticket in the detail, which verbs are about: the one visited, else the one under the cursor."""
        return self._visiting.ticket_id or self._listing.cursor_id

    @on(TicketList.Highlighted)
    def follow_cursor(self) -> None:
        """Show the ticket under the cursor; a range that is drawn has another length."""
        self._visiting.end()
        self._beside.follow()
        if self.list.drawn is not None:
            self.say_marks()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """In the list, the ticket under the cursor is what matters."""
        if event.widget is self.list:
            self._visiting.end()

    @on(DetailPane.TabChanged)
    def read_for_tab(self) -> None:
        """Read what only this tab shows."""
        if self.detail.needs_past:
            self.load_detail()

    @on(DetailPane.TicketChosen)
    def visit(self, message: DetailPane.TicketChosen) -> None:
        """Look at another ticket of the customer."""
        self._visiting.begin(message.ticket_id)

    def way_back(self) -> str:
        """Say which key leads back from a visit, and where to."""
        row = self.list.cursor_row
        return "" if row is None else f"{names_of(self.app).how('pane.back')} goes back to {_called(row)}"

    def _open(self) -> None:
        """Open the ticket under the cursor; in its customer tab, one of the customer's other tickets."""
        if self._in_detail and self.detail.other_tickets:
            now, offset = self._session.now(), self._session.utc_offset()
            self.begin(partial(self._visiting.choose, now, offset), DIALOG)
        else:
            self.list.open()

    @on(TicketList.FlagClicked)
    def mark(self, message: TicketList.FlagClicked) -> None:
        """Mark or unmark what was clicked."""
        self._marking.set(self._marking.marks.toggled(message.ticket_id))

    @on(TicketList.Opened)
    def open_ticket(self) -> None:
        """Go into the ticket."""
        self.add_class("-open")
        self.set_focus(self.detail)
        self.load_detail()

    def load_detail(self) -> None:
        """Show the ticket that is looked at now."""
        self._beside.load()

    # --- keys ----------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey what needs a ticket while there is none."""
        known = BY_ID.get(str(parameters[0])) if action == "do" and parameters else None
        needs_ticket = known is not None and known.scope is Scope.TICKET
        has_some = not self.is_mounted or self._listing.cursor_id is not None or bool(self._marking)
        return None if needs_ticket and not has_some else True

    @on(Bar.Chosen)
    async def click(self, message: Bar.Chosen) -> None:
        """Do what the piece of a bar that was clicked says."""
        message.stop()
        await self.run_action(BY_ID[message.action].run)

    def _show_keys(self) -> None:
        wanted = sorted((action for action in ACTIONS if action.in_bar), key=lambda action: action.in_bar)
        if self._works_on_marks:
            wanted = [BY_ID[action_id] for action_id in _KEYS_ON_MARKS]
        names = names_of(self.app)
        self.query_one(KeyBar).show([(action, key) for action in wanted if (key := names.of(action.id))])

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
            "pane.open": self._open,
            "pane.back": self._step_back,
            "pane.list": self._back,
            "pane.other": lambda: self._back() if self._in_detail else self.list.open(),
            "tab.comments": lambda: self._tab(1),
            "tab.logs": self._logs,
            "tab.customer": lambda: self._tab(3),
            "tab.survey": lambda: self._tab(4),
            "tab.next": lambda: self.detail.next_tab(1),
            "tab.previous": lambda: self.detail.next_tab(-1),
            "tab.unfold": lambda: self.detail.toggle_folded(),
            "find.search": lambda: self.query_one(SearchBar).begin(),
            "find.filter": self._open_filters,
            "filter.leave": self._leave_filters,
            "find.next": lambda: self.begin(self._listing.to_next, "list"),
            "find.reload": lambda: self.begin(self._listing.read_anew, "list"),
            "app.leave": lambda: self._step_back() if self._in_detail or self.has_class("-open") else self.app.exit(),
        }

    def _working(self) -> Deeds:
        """Verbs on the ticket under the cursor, each in a worker: they wait for the user."""
        on_ticket = {
            action_id: lambda action_id=action_id, verb=verb: self._work(action_id, verb)
            for action_id, verb in self._verbs.on_ticket().items()
        }
        return {
            **on_ticket,
            "ticket.new": lambda: self.begin(partial(self._verbs.new, self._filtered_segment()), DIALOG),
            "desk.organisation": lambda: self.begin(self._organisation, DIALOG),
            "list.export": lambda: self.begin(self._export, DIALOG),
            "desk.import": lambda: self.begin(self._import, DIALOG),
            "ticket.repeat": self._repeat,
            "ticket.undo": lambda: self.begin(self._verbs.undo, "verb"),
            "ticket.redo": lambda: self.begin(self._verbs.redo, "verb"),
        }

    def _work(self, action_id: str, on_ticket: Callable[[str], Awaitable[None]]) -> None:
        """Begin a verb: in the list on all that is marked, else on the ticket under the cursor."""
        if not self._works_on_marks or action_id in _ALWAYS_ON_ONE:
            if self.seen_id is not None:
                self.begin(partial(on_ticket, self.seen_id), DIALOG)
        elif action_id in self._many.on_marked():
            self.begin(self._many.on_marked()[action_id], DIALOG)
        else:
            names, title = names_of(self.app), BY_ID[action_id].title
            open_it, unmark = names.how("pane.open"), names.how("list.unmark")
            self.tell(f"{title} takes one ticket: {open_it} opens it, {unmark} takes the marks away")

    async def _export(self) -> None:
        """Export all that is marked, else what is listed."""
        if self._marking:
            await self._verbs.export(self.shown.query, (await self._marking.batch()).ids)
        else:
            await self._verbs.export(self.shown.query)

    def _repeat(self) -> None:
        """Do the last thing again: to what is marked, else to the ticket under the cursor."""
        seen = None if self._works_on_marks else self.seen_id

        if seen is None:
            self.begin(self._many.repeat_on_marked, DIALOG)
        else:
            self.begin(partial(self._many.repeat_on, seen), DIALOG)

    async def _import(self) -> None:
        """Import a survey; what came in is in the list then."""
        if await self._verbs.import_responses(self._keys):
            await self._listing.read_anew()

    @property
    def _works_on_marks(self) -> bool:
        """Whether verbs are about what is marked: in the detail they are about the ticket that is read there."""
        return bool(self._marking) and not self._in_detail

    def say_marks(self) -> None:
        """Say how many are marked and what keys do now."""
        self.query_one(TopLine).show_marks(self._marking.said)
        self._show_keys()

    def _open_filters(self) -> None:
        self.add_class("-filtering")
        self.set_focus(self.query_one(FilterBar))

    def _leave_filters(self) -> None:
        self.remove_class("-filtering")
        self.set_focus(self.list)

    async def _organisation(self) -> None:
        """Show segments, people and policy; what was changed there shows here afterwards."""
        from cxloop_tui.ui.screens.organisation import OrganisationScreen  # noqa: PLC0415 - seldom wanted
        from cxloop_tui.ui.screens.organisation_page import read_seen  # noqa: PLC0415

        seen = await self._session.ask(read_seen)
        screen = OrganisationScreen(self._session, seen, self._keys, self.look_for, self._config.refresh_seconds)
        await self.app.push_screen_wait(screen)
        self.begin(self._listing.refresh, "refresh")

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

    def _step_back(self) -> None:
        """Back from a range, from a visit to the ticket it began at, else to the list; marks stay."""
        if self._marking.drop_range():
            return
        if self._visiting.ticket_id is None:
            self._back()
        else:
            self._visiting.end()

    def _back(self) -> None:
        self.remove_class("-open")
        self.set_focus(self.list)

    def _logs(self) -> None:
        """The Logs tab; when it is there already, status changes only, or all again."""
        if self.detail.tab == "logs" and self.has_detail:
            self.detail.toggle_status_only()
        self._tab(2)

    def _tab(self, number: int) -> None:
        self.detail.select_tab(number)
        if not self.has_detail:
            self.list.open()

    def _filtered_segment(self) -> str | None:
        chosen = next(iter(self.shown.query.values(Field.SEGMENT)), None)
        return chosen.code if isinstance(chosen, Branch) else None

    # --- the search bar ------------------------------------------------------------------------------------------

    @on(SearchBar.Edited)
    def search(self, message: SearchBar.Edited) -> None:
        """Show what the typed query finds."""
        self.begin(partial(self._listing.searched, message.text), "list")

    def on_paste(self, event: Paste) -> None:
        """Find what is pasted on the list or the detail."""
        if self.focused not in (self.list, self.detail):
            return
        event.stop()
        query = query_of(event.text, self.shown.vocabulary)
        if query is None:
            self.app.notify("nothing to look for in what was pasted", severity="warning", markup=False)
            return
        self.look_for(query)
        back = names_of(self.app).how("find.clear")
        self.app.notify(f"looking for what was pasted; {back} shows all tickets again", markup=False)

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
        self.say()


def _called(row: TicketRow) -> str:
    return handle(row.id) if row.number is None else f"#{row.number}"


def _carries_words(operation: Operation) -> bool:
    return operation.comment is not None or operation.kind == Kind.CONTACT_LOG


def _title(query: Query) -> str:
    unsorted = query.with_sort(None)
    if unsorted.is_everything:
        return "all tickets"
    if unsorted == MY_WORK:
        return "my work"
    return "found tickets" if query.words else "filtered tickets"
