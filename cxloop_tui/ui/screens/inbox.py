"""The desk itself: search and filters, the list, the ticket."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import DescendantFocus, Paste, Resize

from cxloop_tui.domain.query import MY_WORK, Query
from cxloop_tui.ui.actions import ACTIONS, BY_ID, Deed, Deeds, Scope, bindings
from cxloop_tui.ui.beside import Beside
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.listing import Listing
from cxloop_tui.ui.marking import Marking
from cxloop_tui.ui.messages import Changed, Loaded
from cxloop_tui.ui.render.row import ticket_name
from cxloop_tui.ui.screens.asking import DIALOG, AskingScreen
from cxloop_tui.ui.visiting import Visiting
from cxloop_tui.ui.widgets.covered import Covered, Panes
from cxloop_tui.ui.widgets.detail_pane import DetailPane
from cxloop_tui.ui.widgets.filter_bar import FilterBar, Names
from cxloop_tui.ui.widgets.key_bar import KeyBar
from cxloop_tui.ui.widgets.search_bar import QueryBox, SearchBar, SearchHint
from cxloop_tui.ui.widgets.ticket_list import TicketList
from cxloop_tui.ui.widgets.top_line import HubWords, TopLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from cxloop_tui.config import Config
    from cxloop_tui.domain.view import TicketRow
    from cxloop_tui.services.session import Session
    from cxloop_tui.ui.corresponding import Corresponding
    from cxloop_tui.ui.forms.form import Form
    from cxloop_tui.ui.key_gate import KeyGate
    from cxloop_tui.ui.opening import Opening
    from cxloop_tui.ui.working import Working

WIDE_CELLS = 100
"""From this width on list and detail stand side by side."""

_KEYS_ON_MARKS = (
    "ticket.assign", "ticket.priority", "ticket.resolve", "ticket.comment", "ticket.move", "ticket.status",
    "list.unmark", "ticket.edit", "ticket.take", "ticket.reopen", "app.keys",
)  # fmt: skip
"""What the key bar offers while tickets are marked."""


class InboxScreen(Covered, AskingScreen):
    """List and detail over one query."""

    AUTO_FOCUS = "#list"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.DESK, Scope.TICKET)]

    def __init__(
        self,
        session: Session,
        opening: Opening,
        config: Config,
        keys: KeyGate,
        columns: tuple[str, ...] = (),
        *,
        load_more: Callable[[], None] = lambda: None,
    ) -> None:
        """`columns` are those of the list that somebody chose; without any, those that fit.

        `load_more` loads what the app as a whole does without until there is something to read.
        """
        # As it will be from the first layout on: a class that comes later is a list that is drawn twice.
        looks = {"-wide": self.app.size.width >= WIDE_CELLS, "-compact": config.density == "compact"}
        super().__init__(keys, classes=" ".join(name for name, holds in looks.items() if holds))
        self._columns = columns
        self.me = session.me
        self._session = session
        self.refresh_seconds = config.refresh_seconds
        self.authority = "this computer"
        """Where the desk gets its tickets from, until somebody knows better."""
        self.hub: Corresponding | None = None
        """What is known of the hub; None without one, and before the first paint."""
        self._load_more = load_more
        self._is_readable = False
        self._marking = Marking(self, session)
        self._listing = Listing(self, session, self._marking, opening)
        self._visiting = Visiting(self)
        self._beside = Beside(self, session)
        self._at_hand = {**self._moving(), **self._looking(), **self._marking.deeds()}

    def compose(self) -> ComposeResult:
        """From the state of my world down to the keys."""
        yield TopLine(self.authority)
        yield SearchBar()
        hint = SearchHint()
        hint.display = False
        yield hint
        yield FilterBar()
        with Panes(id="panes"):
            tickets = TicketList(id="list")
            tickets.columns = self._columns
            yield tickets
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
        """Paint what was read before."""
        self._listing.show(self.shown, cursor_id=None)
        self._show_keys()
        self.watch(self, "focused", self._show_keys, init=False)
        self.set_interval(self.refresh_seconds, partial(self.guarded, self._look_for_changes))

    @on(TicketList.Painted)
    def load_the_rest(self) -> None:
        """Now that there is something to read, load what was not needed for that: what the next keys may want."""
        self._is_readable = True
        make_box = self.query_one(SearchBar).make_box
        self._load_behind_paint(
            self.load_detail,
            lambda: self.working,
            self._load_more,
            make_box,
            self._session.warm_up,
            lambda: self.post_message(Loaded()),
        )

    def _load_behind_paint(self, load: Callable[[], object], *others: Callable[[], object]) -> None:
        """Load one thing after another, each when what keys have changed meanwhile is on screen."""

        def load_next() -> None:
            load()
            if others:
                self._load_behind_paint(*others)

        self.call_after_refresh(load_next)

    @cached_property
    def working(self) -> Working:
        """What is done here beyond looking; loaded behind the first paint, or with the first key that needs it."""
        from cxloop_tui.ui.working import Working

        return Working(self, self._session, self._listing, self._marking, self._beside, self._keys)

    @property
    def deeds(self) -> Deeds:
        """What each action does."""
        return {**self._at_hand, **self.working.deeds}

    def deed(self, action_id: str) -> Deed:
        """Return what an action does; whoever only looks around does not wait for the rest."""
        return self._at_hand.get(action_id) or self.working.deeds[action_id]

    async def on_unmount(self) -> None:
        """Write down what was seen last."""
        self._beside.stop()
        await self._beside.keep()

    def on_resize(self, event: Resize) -> None:
        """Below WIDE_CELLS the detail takes the whole width when it is open."""
        self.set_class(event.size.width >= WIDE_CELLS, "-wide")
        self.load_detail()

    async def ask(self, form: Form) -> None:
        """Let the user fill in a form."""
        await self.working.fill_in(form)

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

    def say_hub(self, words: HubWords) -> None:
        """Say how it stands with the hub."""
        self.query_one(TopLine).show_hub(words)

    def look_again(self) -> None:
        """Read again what is on screen: something came in."""
        self.begin(self._listing.refresh, "refresh")

    @on(TicketList.NeedRows)
    def feed(self, message: TicketList.NeedRows) -> None:
        """Bring the rows the list runs out of; what else there is to do does not wait for them."""
        self.begin(partial(self._listing.feed, message), "rows")

    @on(TicketList.NeedStart)
    def to_start(self) -> None:
        """Read the list from its start."""
        self._listing.ask_for(self.shown.query)

    @on(TicketList.NeedEnd)
    def to_end(self) -> None:
        """Read the end of the list."""
        self.begin(self._listing.to_end, "list")

    @on(Changed)
    def follow_change(self, message: Changed) -> None:
        """Show what was done."""
        self.working.follow_change(message.done)

    async def _look_for_changes(self) -> None:
        """Notice what others did, and the passing of time."""
        self.detail.tick(self._session.now())
        if self.hub is not None:
            self.hub.time_passes(self._session.now())
        await self._listing.look_for_changes()
        await self.working.time_passes()
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
        return "" if row is None else f"{names_of(self.app).how('pane.back')} goes back to {ticket_name(row)}"

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

    def follow(self) -> None:
        """Show the ticket that is looked at when the list has been painted and the cursor rests."""
        self._beside.follow()

    def load_detail(self) -> None:
        """Show the ticket that is looked at now; first comes the list."""
        if self._is_readable:
            self._beside.load()

    # --- keys ----------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey what needs a ticket while there is none."""
        known = BY_ID.get(str(parameters[0])) if action == "do" and parameters else None
        needs_ticket = known is not None and known.scope is Scope.TICKET
        has_some = not self.is_mounted or self._listing.cursor_id is not None or bool(self._marking)
        return None if needs_ticket and not has_some else True

    def _show_keys(self) -> None:
        wanted = sorted((action for action in ACTIONS if action.in_bar), key=lambda action: action.in_bar)
        if self.works_on_marks:
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
            "find.search": self._begin_search,
            "find.filter": self._open_filters,
            "filter.leave": self._leave_filters,
            "find.next": lambda: self.begin(self._listing.to_next, "list"),
            "find.reload": lambda: self.begin(self._listing.read_anew, "list"),
            "app.leave": lambda: self._step_back() if self._in_detail or self.has_class("-open") else self.app.exit(),
        }

    @property
    def works_on_marks(self) -> bool:
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

    # --- the search bar ------------------------------------------------------------------------------------------

    def _begin_search(self) -> None:
        """Let somebody type a query; what they have typed already waits for the box."""
        bar = self.query_one(SearchBar)
        if self.focused is not bar.box:
            self._keys.close()
        bar.begin()

    @on(SearchBar.Edited)
    def search(self, message: SearchBar.Edited) -> None:
        """Show what the typed query finds."""
        self.begin(partial(self._listing.searched, message.text), "list")

    def on_paste(self, event: Paste) -> None:
        """Find what is pasted on the list or the detail."""
        if self.focused not in (self.list, self.detail):
            return
        event.stop()
        from cxloop_tui.ui.pasted import query_of

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


def _title(query: Query) -> str:
    unsorted = query.with_sort(None)
    if unsorted.is_everything:
        return "all tickets"
    if unsorted == MY_WORK:
        return "my work"
    return "found tickets" if query.words else "filtered tickets"
