"""The outbox: what was done here and the hub has not got yet. Seen, held back, let go, given up."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from cxloop_tui.domain.feed import Waiting
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.services.outbox import OutboxSeen, how_many, state_words, subject_of
from cxloop_tui.services.outgoing import given_up_with
from cxloop_tui.services.session import Session
from cxloop_tui.ui.actions import Deeds, Scope, bindings
from cxloop_tui.ui.corresponding import Corresponding
from cxloop_tui.ui.key_gate import KeyGate
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.messages import Changed, HubMoved, Listening
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.screens.asking import DIALOG, AskingScreen
from cxloop_tui.ui.screens.confirm import ConfirmScreen, Question
from cxloop_tui.ui.screens.outbox_lines import columns, read_lines, rows, words
from cxloop_tui.ui.styles import OTHER_STYLES
from cxloop_tui.ui.widgets.key_bar import KeyBar
from cxloop_tui.ui.widgets.line_table import LineTable, movements
from cxloop_tui.ui.widgets.organisation_bar import AboutBar
from cxloop_tui.ui.widgets.title_bar import TitleBar

_IN_BAR: Final = (
    "outbox.hold",
    "outbox.give_up",
    "outbox.open",
    "outbox.mark",
    "hub.sync",
    "outbox.back",
    "app.keys",
)
"""The key bar, the most wanted first."""

_EMPTY: Final = ("Nothing waits: everything you did is at the hub.",)


class OutboxScreen(AskingScreen):
    """One table."""

    CSS_PATH = OTHER_STYLES
    AUTO_FOCUS = "#lines"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.OUTBOX)]

    def __init__(self, session: Session, seen: OutboxSeen, keys: KeyGate, hub: Corresponding) -> None:
        super().__init__(keys)
        self._session = session
        self._seen = seen
        self._hub = hub
        self.chosen: TicketRow | None = None
        """The ticket that is to be opened when this is left."""
        self._marked: frozenset[str] = frozenset()
        """Operations, by their ids."""
        self._deeds = {**self._moving(), **self._doing()}

    def compose(self) -> ComposeResult:
        """From how it stands with the hub down to the keys."""
        yield TitleBar()
        yield LineTable(id="lines")
        yield AboutBar()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what was read before."""
        self._show()
        self.post_message(Listening())

    @property
    def table(self) -> LineTable:
        """The lines."""
        return self.query_one("#lines", LineTable)

    @property
    def _looks(self) -> Looks:
        return Looks.from_variables(self.app.theme_variables)

    # --- what is shown ----------------------------------------------------------------------------------------------

    def _show(self) -> None:
        here, seen = self.table.cursor_id, self._seen
        self._marked &= {one.operation.id for one in seen.listed}
        self.table.show(columns, rows(seen, self._marked, self._looks), cursor_id=here, empty=_EMPTY)
        self.query_one(TitleBar).show("Outbox", self._counted(), self._hub.words)
        self._tell_about()
        self.show_keys(_IN_BAR)

    def _counted(self) -> str:
        count, listed = len(self._seen.everything), len(self._seen.listed)
        oldest = f", the oldest {listed:,} shown" if listed < count else ""
        marked = f"   {len(self._marked):,} marked" if self._marked else ""
        return f"{count:,} waiting{oldest}{marked}" if count else ""

    @on(LineTable.Highlighted)
    def _tell_about(self) -> None:
        """Say all of what the columns cut."""
        here, seen = self._here, self._seen
        said = "" if here is None else f"{state_words(here, seen)}   {words(here.operation, seen, self._looks)}"
        self.query_one(AboutBar).show(said)

    @property
    def _here(self) -> Waiting | None:
        here = self.table.cursor_id
        return None if here is None else self._seen.operation(here)

    @on(HubMoved)
    def look_anew(self) -> None:
        """It stands otherwise with the hub: read the outbox again; the cursor stays on its change."""
        self.begin(self._read, "refresh")

    async def _read(self) -> None:
        self._seen = await self._session.ask_aside(read_lines)
        self._show()

    # --- keys -------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Put away what needs a change while nothing waits."""
        needs_one = action == "do" and parameters[:1] in {("outbox.hold",), ("outbox.give_up",), ("outbox.open",)}
        return None if needs_one and not self._seen.everything else True

    @on(LineTable.Opened)
    def open_line(self) -> None:
        """Open the ticket of the line that was clicked twice."""
        self._open()

    def _moving(self) -> Deeds:
        return {
            **movements("outbox", lambda: self.table),
        }

    def _doing(self) -> Deeds:
        return {
            "outbox.mark": self._mark,
            "outbox.hold": lambda: self.begin(self._hold, "verb"),
            "outbox.give_up": lambda: self.begin(self._give_up, DIALOG),
            "outbox.open": self._open,
            "outbox.back": self._back,
        }

    def _mark(self) -> None:
        here = self.table.cursor_id
        if here is not None:
            self._marked ^= {here}
            self._show()
            self.table.move(1)

    def _back(self) -> None:
        self.dismiss(None)

    def _open(self) -> None:
        here = self._here
        self.chosen = None if here is None else self._seen.rows.get(here.operation.subject)
        if self.chosen is not None:
            self.dismiss(None)
        elif here is not None:
            self.tell("there is no ticket to open: it is about something else, or the ticket is withdrawn")

    # --- what is done about it --------------------------------------------------------------------------------------

    def _meant(self) -> Sequence[Waiting]:
        """Return what is marked, else what is under the cursor; of what the hub has taken nothing can be changed."""
        here = self.table.cursor_id
        wanted = self._marked or ({here} if here is not None else set())
        return [one for one in self._seen.listed if one.operation.id in wanted]

    async def _hold(self) -> None:
        """Hold back what is meant; when all of it is held already, let it go."""
        meant = [one for one in self._meant() if one.acknowledged is None]
        if not meant:
            self.tell("it is sent already; it comes back with its place in the order")
            return
        ids, lets_go = {one.operation.id for one in meant}, all(one.held for one in meant)
        if lets_go:
            await self._session.correspond(lambda post: post.outgoing.let_go(ids))
        else:
            await self._session.correspond(lambda post: post.outgoing.hold(ids))
        self._marked = frozenset()
        self.post_message(Changed(()))
        await self._read()
        again = names_of(self.app).how("outbox.hold")
        self.tell(f"{how_many(len(ids))} {'let go' if lets_go else 'held back'}; {again} again changes that")

    async def _give_up(self) -> None:
        """Ask, naming all that would be lost, and let it never have been."""
        ids = {one.operation.id for one in self._meant() if one.acknowledged is None}
        gone = given_up_with(self._seen.everything, ids)
        if not gone:
            self.tell("it is sent already; undo takes it back when it has its place in the order")
            return
        looks, seen = self._looks, self._seen
        lost = [("lost", f"{subject_of(one, seen)}  {words(one, seen, looks)}") for one in gone]
        resting = f"; {len(gone) - len(ids):,} for resting on the others" if len(gone) > len(ids) else ""
        lines = [
            ("then", f"{how_many(len(gone))} as if never made{resting}"),
            ("undo", "nothing brings that back; what is held back waits instead"),
            *lost,
        ]
        question = Question(f"Give up {how_many(len(gone))}?", lines, f"Give up {len(gone):,}", default_yes=False)
        if not await self.app.push_screen_wait(ConfirmScreen(question)):
            return
        given_up = await self._session.correspond(lambda post: post.outgoing.give_up(ids))
        self._marked = frozenset()
        self.post_message(Changed(()))
        await self._read()
        self.tell(f"{how_many(len(given_up))} given up" if given_up else "it was sent meanwhile; nothing is given up")
