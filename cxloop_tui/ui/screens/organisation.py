"""The organisation: segments, people and policy, a page each. Everybody reads them, an admin changes them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from cxloop_tui.domain.folding import tokens
from cxloop_tui.domain.operation import Kind, Operation
from cxloop_tui.domain.people import Act, why_may_not
from cxloop_tui.domain.query import Query
from cxloop_tui.domain.text import clean_line
from cxloop_tui.services.session import Session
from cxloop_tui.ui.actions import Deeds, Scope, bindings
from cxloop_tui.ui.forms.form import Form
from cxloop_tui.ui.key_gate import KeyGate
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.messages import Changed, Listening
from cxloop_tui.ui.screens.asking import DIALOG, AskingScreen
from cxloop_tui.ui.screens.confirm import ConfirmScreen, Question
from cxloop_tui.ui.screens.organisation_log import LogScreen
from cxloop_tui.ui.screens.organisation_page import Page, Seen, read_seen
from cxloop_tui.ui.screens.organisation_people import PeoplePage
from cxloop_tui.ui.screens.organisation_policy import PolicyPage
from cxloop_tui.ui.screens.organisation_segments import SegmentsPage
from cxloop_tui.ui.styles import OTHER_STYLES
from cxloop_tui.ui.verbs import Verbs
from cxloop_tui.ui.widgets.key_bar import KeyBar
from cxloop_tui.ui.widgets.line_box import LineBox
from cxloop_tui.ui.widgets.line_table import LineTable, Row, movements
from cxloop_tui.ui.widgets.organisation_bar import AboutBar, PagesBar

_PAGE_ACTIONS: Final = ("organisation.segments", "organisation.people", "organisation.policy")

_VERBS: Final = ("organisation.new", "organisation.edit", "organisation.merge", "organisation.leave",
                 "organisation.default")  # fmt: skip
"""What only an admin may do."""

_IN_BAR: Final = (*_VERBS, "organisation.tickets", "organisation.log", "organisation.find", "organisation.all",
                  "organisation.undo", "organisation.back", "app.keys")  # fmt: skip
"""The key bar, the most wanted first."""


class FindBox(LineBox):
    """Where it is typed what the lines are narrowed to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", show=False),
        Binding("down", "leave", show=False),
    ]

    class Left(Message):
        """Back to the lines; the words stay, unless they were given up."""

    def action_give_up(self) -> None:
        """Show every line again."""
        self.value = ""
        self.post_message(self.Left())

    def action_leave(self) -> None:
        """Go on among the lines that were found."""
        self.post_message(self.Left())


class OrganisationScreen(AskingScreen):
    """Three pages over one table."""

    CSS_PATH = OTHER_STYLES
    AUTO_FOCUS = "#lines"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.ORGANISATION)]

    def __init__(
        self,
        session: Session,
        seen: Seen,
        keys: KeyGate,
        look_for: Callable[[Query], None],
        refresh_seconds: float,
    ) -> None:
        """`look_for` shows the tickets of a query when this screen is left."""
        super().__init__(keys)
        self.session = session
        self._seen = seen
        self._look_for = look_for
        self._refresh_seconds = refresh_seconds
        self._verbs = Verbs(self, session)
        self._pages: Sequence[Page] = (SegmentsPage(self), PeoplePage(self), PolicyPage(self))
        self._page: Page = self._pages[0]
        self._everything = False
        self._cursors: dict[str, str] = {}
        """By page: the line the cursor was left on."""
        self._made: str | None = None
        """The line that was made or changed last: the cursor goes to it when it is shown."""
        self._deeds = {**self._moving(), **self._doing(), **{verb: partial(self._do, verb) for verb in _VERBS}}

    def compose(self) -> ComposeResult:
        """From the pages down to the keys."""
        yield PagesBar()
        yield FindBox(placeholder="type to find", id="find")
        yield LineTable(id="lines")
        yield AboutBar()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what was read before."""
        self.query_one(FindBox).display = False
        self._show()
        self.post_message(Listening())
        self.set_interval(self._refresh_seconds, partial(self.guarded, self._look_again))

    @property
    def table(self) -> LineTable:
        """The lines."""
        return self.query_one("#lines", LineTable)

    @property
    def _reason(self) -> str | None:
        """Why I may change nothing here; None when I may."""
        return why_may_not(self._seen.space.person(self.session.me), Act.ADMINISTER, frozenset())

    # --- what is shown ----------------------------------------------------------------------------------------------

    def _show(self, cursor_id: str | None = None) -> None:
        """Show the page, narrowed to what is looked for."""
        rows = self._page.rows(self._seen, everything=self._everything)
        wanted = tokens(self.query_one(FindBox).value)
        found = [row for row in rows if _matches(row, wanted)]
        self.table.show(self._page.columns, found, cursor_id=cursor_id, empty=self._empty(is_narrowed=bool(wanted)))
        titles = [(action, page.title) for action, page in zip(_PAGE_ACTIONS, self._pages, strict=True)]
        note = f"read only: {self._reason}" if self._reason else self._hint()
        self.query_one(PagesBar).show(titles, self._page.title, note, is_warning=self._reason is not None)
        self._show_keys()
        self._tell_about()

    def _hint(self) -> str:
        return f"with {self._page.hidden}" if self._everything and self._page.hidden else ""

    def _empty(self, *, is_narrowed: bool) -> Sequence[str]:
        names = names_of(self.app)
        if is_narrowed:
            return ("Nothing of that name.", "", f"{names.how('organisation.find')}  change the words, esc shows all")
        return ("Nothing here yet.", "", f"{names.how('organisation.new')}  makes the first one")

    def _show_keys(self) -> None:
        self.show_keys(_IN_BAR, grey=frozenset(_VERBS) if self._reason else frozenset[str]())

    @on(LineTable.Highlighted)
    def _tell_about(self) -> None:
        """Say what the columns have no room for."""
        here = self.table.cursor_id
        self.query_one(AboutBar).show("" if here is None else self._page.about(self._seen, here))

    @on(Changed)
    def look_anew(self) -> None:
        """Something was done: read it again."""
        self.begin(self._read, "refresh")

    async def _look_again(self) -> None:
        """Notice what others did."""
        if await self.session.ask(lambda queries: queries.seq()) != self._seen.seq:
            await self._read()

    async def _read(self) -> None:
        self._seen = await self.session.ask(read_seen)
        self._show(self._made or self.table.cursor_id)
        self._made = None

    # --- what its pages need ----------------------------------------------------------------------------------------

    async def agrees(self, question: Question) -> bool:
        """Let the user say yes or no."""
        harmless = replace(question, title=clean_line(question.title))
        return await self.app.push_screen_wait(ConfirmScreen(harmless))

    async def fill_in(self, form: Form) -> None:
        """Let the user fill in a form."""
        await self._verbs.fill_in(form)

    def told(self, operation: Operation | None) -> None:
        """Say what was done, and show it with the cursor on it; None when everything was so already."""
        if operation is None:
            self.app.notify("nothing to change: it is so already", markup=False)
            return
        names = [name.replace("_", " ") for name in operation.set]
        is_rule = operation.kind == Kind.POLICY_PUT
        self._made = names[0] if is_rule else operation.subject
        self.tell(f"{names[0]} changed" if is_rule else f"{operation.subject}: {', '.join(names)} changed")

    def tell(self, words: str) -> None:
        """Say what was done, and show it."""
        back = names_of(self.app).how("organisation.undo")
        self.app.notify(clean_line(f"{words}; {back} takes it back"), markup=False)
        self.post_message(Changed(()))

    # --- keys -------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Put away what this page has not."""
        if action != "do" or not parameters:
            return True
        known = str(parameters[0])
        if known in _VERBS:
            return True if known in self._page.verbs else None
        if known == "organisation.all":
            return True if self._page.hidden else None
        if known == "organisation.tickets":
            return None if isinstance(self._page, PolicyPage) else True
        return True if known in self.deeds or known.startswith("app.") else None

    @on(LineTable.Opened)
    def open_line(self) -> None:
        """Go to the tickets of the line that was clicked twice."""
        self._tickets()

    def _moving(self) -> Deeds:
        return {
            **movements("organisation", lambda: self.table),
            "organisation.segments": lambda: self._turn_to(0),
            "organisation.people": lambda: self._turn_to(1),
            "organisation.policy": lambda: self._turn_to(2),
            "organisation.next": lambda: self._turn(1),
            "organisation.previous": lambda: self._turn(-1),
            "organisation.find": self._find,
            "organisation.all": self._toggle_everything,
            "organisation.back": self._back,
        }

    def _doing(self) -> Deeds:
        return {
            "organisation.tickets": self._tickets,
            "organisation.log": lambda: self.begin(self._log, DIALOG),
            "organisation.undo": lambda: self.begin(self._verbs.undo, "verb"),
            "organisation.redo": lambda: self.begin(self._verbs.redo, "verb"),
        }

    def _turn(self, by: int) -> None:
        self._turn_to((self._pages.index(self._page) + by) % len(self._pages))

    def _turn_to(self, place: int) -> None:
        """Show another page, with its cursor where it was; what was looked for is put away."""
        here = self.table.cursor_id
        if here is not None:
            self._cursors[self._page.title] = here
        self._page = self._pages[place]
        box = self.query_one(FindBox)
        box.value, box.display = "", False
        self.set_focus(self.table)
        self.table.home()
        self._show(self._cursors.get(self._page.title))

    def _toggle_everything(self) -> None:
        self._everything = not self._everything
        self._show(self.table.cursor_id)

    def _back(self) -> None:
        """Show every line again; when all are shown, the tickets."""
        box = self.query_one(FindBox)
        if box.value:
            box.action_give_up()
        else:
            self.dismiss(None)

    def _tickets(self) -> None:
        here = self.table.cursor_id
        query = None if here is None else self._page.tickets(self._seen, here)
        if query is not None:
            self._look_for(query)
            self.dismiss(None)

    async def _log(self) -> None:
        here = self.table.cursor_id
        if here is None:
            return
        page, name = self._page, self._page.name(self._seen, here)
        log = await self.session.ask(lambda queries: page.log(queries, here))
        now, offset = self.session.now(), self.session.utc_offset()
        await self.app.push_screen_wait(LogScreen(name, log, self._seen.space, now=now, utc_offset=offset))

    def _do(self, verb: str) -> None:
        """Begin a verb of the page on the line under the cursor, if I may."""
        if self._reason:
            self.app.notify(self._reason, severity="warning", markup=False)
        elif verb in self._page.verbs:
            self.begin(partial(self._page.verbs[verb], self.table.cursor_id), DIALOG)

    # --- finding ----------------------------------------------------------------------------------------------------

    def _find(self) -> None:
        box = self.query_one(FindBox)
        box.display = True
        self.set_focus(box)
        box.select_all()

    @on(Input.Changed)
    def narrow(self) -> None:
        """Show what matches what is typed."""
        self._show(self.table.cursor_id)

    @on(Input.Submitted)
    @on(FindBox.Left)
    def leave_box(self) -> None:
        """Go on among the lines."""
        box = self.query_one(FindBox)
        box.display = bool(box.value)
        self.set_focus(self.table)
        self._show(self.table.cursor_id)


def _matches(row: Row, wanted: Sequence[str]) -> bool:
    words = tokens(" ".join(cell.text for cell in row.cells.values()) + f" {row.id}") if wanted else []
    return all(any(word.startswith(part) for word in words) for part in wanted)
