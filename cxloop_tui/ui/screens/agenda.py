"""What is to be done: follow-ups, the first due first. Done, changed, and the way to their tickets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from cxloop_tui.domain.followup import FollowUp
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.services import turning_back
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.ui.actions import Deeds, Scope, bindings
from cxloop_tui.ui.forms.followup import followup_form
from cxloop_tui.ui.key_gate import KeyGate
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.messages import Changed, Listening
from cxloop_tui.ui.render.row import ticket_name
from cxloop_tui.ui.render.when import moment
from cxloop_tui.ui.screens.asking import DIALOG, AskingScreen
from cxloop_tui.ui.screens.form import FormScreen
from cxloop_tui.ui.styles import OTHER_STYLES
from cxloop_tui.ui.widgets.key_bar import KeyBar
from cxloop_tui.ui.widgets.line_table import Cell, Column, LineTable, Row, Tone, movements
from cxloop_tui.ui.widgets.organisation_bar import AboutBar
from cxloop_tui.ui.widgets.title_bar import TitleBar

SHOWN_MOST: Final = 500

_IN_BAR: Final = ("agenda.done", "agenda.open", "agenda.edit", "agenda.all", "agenda.undo", "agenda.back", "app.keys")
"""The key bar, the most wanted first."""

_ROOMY: Final = 100
_EMPTY: Final = ("Nothing is to be done.", "b on a ticket puts down what is, and by when.")
_NEEDS_ONE: Final = {("agenda.done",), ("agenda.open",), ("agenda.edit",)}


@dataclass(frozen=True, slots=True)
class AgendaSeen:
    """What was to be done at one moment, and all that is said about it."""

    followups: Sequence[FollowUp]
    rows: dict[str, TicketRow]
    """Their tickets, by id."""
    space: Organisation
    everybody: bool
    now: int
    utc_offset: int


def read_agenda(queries: Queries, *, everybody: bool = False) -> AgendaSeen:
    """Read what is shown: what is mine to do, or everybody's."""
    found = queries.followups.open(None if everybody else queries.me, SHOWN_MOST)
    return AgendaSeen(
        followups=found,
        rows={row.id: row for row in queries.rows({one.ticket for one in found})},
        space=queries.organisation(),
        everybody=everybody,
        now=queries.now(),
        utc_offset=queries.utc_offset(),
    )


class AgendaScreen(AskingScreen):
    """A table of what is to be done."""

    CSS_PATH = OTHER_STYLES
    AUTO_FOCUS = "#lines"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.AGENDA)]

    def __init__(self, session: Session, seen: AgendaSeen, keys: KeyGate) -> None:
        super().__init__(keys)
        self._session = session
        self._seen = seen
        self.chosen: TicketRow | None = None
        """The ticket that is to be opened when this is left."""
        self._deeds: Deeds = {
            **movements("agenda", lambda: self.table),
            "agenda.done": lambda: self.begin(self._do, "verb"),
            "agenda.edit": lambda: self.begin(self._edit, DIALOG),
            "agenda.open": self._open,
            "agenda.all": lambda: self.begin(self._turn_over, "refresh"),
            "agenda.undo": lambda: self.begin(self._undo, "verb"),
            "agenda.back": self._back,
        }

    def compose(self) -> ComposeResult:
        """From how much there is down to the keys."""
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

    # --- what is shown ----------------------------------------------------------------------------------------------

    def _show(self) -> None:
        self.table.show(_columns, _rows(self._seen), cursor_id=self.table.cursor_id, empty=_EMPTY)
        self.query_one(TitleBar).show("To do", _counted(self._seen), "of everybody" if self._seen.everybody else "")
        self._tell_about()
        self.show_keys(_IN_BAR)

    @on(LineTable.Highlighted)
    def _tell_about(self) -> None:
        """Say all of what the columns cut or have no room for."""
        here, seen = self._here, self._seen
        whose = f"{seen.space.called(here.owner)}: " if here is not None and seen.everybody else ""
        self.query_one(AboutBar).show("" if here is None else f"{whose}{here.text}")

    @property
    def _here(self) -> FollowUp | None:
        here = self.table.cursor_id
        return next((one for one in self._seen.followups if one.id == here), None)

    async def _read(self) -> None:
        everybody = self._seen.everybody
        self._seen = await self._session.ask_aside(lambda queries: read_agenda(queries, everybody=everybody))
        self._show()

    # --- keys -------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Put away what needs something to do while there is nothing."""
        needs_one = action == "do" and parameters[:1] in _NEEDS_ONE
        return None if needs_one and not self._seen.followups else True

    @on(LineTable.Opened)
    def _open(self) -> None:
        """Open the ticket it is about."""
        here = self._here
        self.chosen = None if here is None else self._seen.rows.get(here.ticket)
        if self.chosen is not None:
            self.dismiss(None)
        elif here is not None:
            self.tell("the ticket is withdrawn")

    def _back(self) -> None:
        self.dismiss(None)

    async def _turn_over(self) -> None:
        """Show everybody's, or mine again."""
        everybody = not self._seen.everybody
        self._seen = await self._session.ask_aside(lambda queries: read_agenda(queries, everybody=everybody))
        self._show()

    # --- what is done about it --------------------------------------------------------------------------------------

    async def _do(self) -> None:
        here = self._here
        if here is None:
            return
        await self._session.act(lambda sitting: sitting.put_followup(here.id, {"done": True}))
        self._tell_put(f"done: {here.text}")
        self.post_message(Changed(()))
        await self._read()

    async def _edit(self) -> None:
        here = self._here
        if here is None:
            return
        seen = self._seen
        form = followup_form(_named(here, seen), here.ticket, seen.space, self._session, here, self._tell_put)
        await self.app.push_screen_wait(FormScreen(form, self._session, None, {}))
        self.post_message(Changed(()))
        await self._read()

    def _tell_put(self, said: str) -> None:
        self.tell(f"{clean_line(said)}; {names_of(self.app).how('agenda.undo')} takes it back")

    async def _undo(self) -> None:
        """Take back what was done last, whatever it was."""
        me = self._session.me
        turned = await self._session.work_at_length(lambda desk: turning_back.undo(desk(), me))
        self.tell("taken back" if turned.count else "there is nothing to take back")
        self.post_message(Changed(()))
        await self._read()


def _counted(seen: AgendaSeen) -> str:
    over = sum(one.is_over(seen.now) for one in seen.followups)
    said = f"{len(seen.followups):,} to do" if seen.followups else ""
    return f"{said}, {over:,} over" if over else said


def _named(one: FollowUp, seen: AgendaSeen) -> str:
    row = seen.rows.get(one.ticket)
    return "withdrawn" if row is None else ticket_name(row)


def _columns(width: int) -> Sequence[Column]:
    owner = [Column("owner", "who", 16)] if width >= _ROOMY else []
    return (Column("due", "due", 12), Column("what", "what"), Column("ticket", "ticket", 9, "right"),
            Column("customer", "customer", 20 if width >= _ROOMY else 14), *owner)  # fmt: skip


def _rows(seen: AgendaSeen) -> list[Row]:
    return [
        Row(
            one.id,
            {
                "due": _due(one, seen),
                "what": Cell(one.text, Tone.STRONG),
                "ticket": Cell(_named(one, seen)),
                "customer": Cell(_customer(one, seen), Tone.MUTED),
                "owner": Cell(seen.space.called(one.owner), Tone.MUTED),
            },
        )
        for one in seen.followups
    ]


def _due(one: FollowUp, seen: AgendaSeen) -> Cell:
    if one.due_at is None:
        return Cell("some day", Tone.MUTED)
    return Cell(moment(one.due_at, seen.now, seen.utc_offset), Tone.ALARM if one.is_over(seen.now) else Tone.PLAIN)


def _customer(one: FollowUp, seen: AgendaSeen) -> str:
    row = seen.rows.get(one.ticket)
    return "" if row is None else row.customer_name or row.customer_email or ""
