"""Letters: what people will be told by mail. Read, held back, let go, cancelled before they go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from cxloop_tui.domain.mail.letter import Letter, State
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.ui.actions import Deeds, Scope, bindings
from cxloop_tui.ui.forms.letter import letter_form
from cxloop_tui.ui.key_gate import KeyGate
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.messages import Changed, Listening
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece
from cxloop_tui.ui.render.when import moment
from cxloop_tui.ui.screens.asking import DIALOG, AskingScreen
from cxloop_tui.ui.screens.form import FormScreen
from cxloop_tui.ui.styles import OTHER_STYLES
from cxloop_tui.ui.widgets.key_bar import KeyBar
from cxloop_tui.ui.widgets.line_table import Cell, Column, LineTable, Row, Tone, movements
from cxloop_tui.ui.widgets.notes import Labelled
from cxloop_tui.ui.widgets.title_bar import TitleBar
from cxloop_tui.ui.widgets.wrapped_notes import WrappedNotes

SHOWN_MOST: Final = 500

_NOT_GONE: Final = (State.WAITING, State.HELD)
_IN_BAR: Final = (
    "letters.hold",
    "letters.cancel",
    "letters.edit",
    "letters.open",
    "letters.all",
    "letters.back",
    "app.keys",
)
"""The key bar, the most wanted first."""

_ROOMY: Final = 100
"""From this width on there is room for whom a letter goes to."""

_TEXT_LINES: Final = 24
"""Lines of a letter that are in sight below the list, at most."""

_OTHERS: Final = 9
"""Lines that list, title and keys have at least."""

_EMPTY: Final = (
    "No letter waits. With the rule mail.notices on, what is done to a ticket",
    "is written down after a minute, and goes after another one.",
)


@dataclass(frozen=True, slots=True)
class LettersSeen:
    """The letters as they were read at one moment, and all that is said about them."""

    letters: Sequence[Letter]
    """The newest first."""
    rows: dict[str, TicketRow]
    """The tickets they are about, by id."""
    space: Organisation
    is_stopped: bool
    untold: int
    now: int
    utc_offset: int


def read_letters(queries: Queries, *, everything: bool = False) -> LettersSeen:
    """Read what is shown: those that will go, or all of them."""
    letters = queries.letters.newest(SHOWN_MOST, tuple(State) if everything else _NOT_GONE)
    tickets = {letter.ticket for letter in letters if letter.ticket is not None}
    return LettersSeen(
        letters=letters,
        rows={row.id: row for row in queries.rows(tickets)},
        space=queries.organisation(),
        is_stopped=queries.letters.is_stopped(),
        untold=queries.letters.untold(),
        now=queries.now(),
        utc_offset=queries.utc_offset(),
    )


_NEEDS_ONE: Final = {("letters.hold",), ("letters.cancel",), ("letters.edit",), ("letters.open",)}


class LettersScreen(AskingScreen):
    """A table of letters, and below it the one under the cursor."""

    CSS_PATH = OTHER_STYLES
    AUTO_FOCUS = "#lines"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.LETTERS)]

    def __init__(self, session: Session, seen: LettersSeen, keys: KeyGate) -> None:
        super().__init__(keys)
        self._session = session
        self._seen = seen
        self._everything = False
        self._read_last: str | None = None
        """The letter that was in sight last."""
        self.chosen: TicketRow | None = None
        """The ticket that is to be opened when this is left."""
        self._deeds: Deeds = {
            **movements("letters", lambda: self.table),
            "letters.hold": lambda: self.begin(self._hold, "verb"),
            "letters.cancel": lambda: self.begin(self._cancel, "verb"),
            "letters.edit": lambda: self.begin(self._edit, DIALOG),
            "letters.text_down": lambda: self._scroll(1),
            "letters.text_up": lambda: self._scroll(-1),
            "letters.open": self._open,
            "letters.all": lambda: self.begin(self._turn_over, "refresh"),
            "letters.back": self._back,
        }

    def compose(self) -> ComposeResult:
        """From how many there are down to the keys."""
        yield TitleBar()
        yield LineTable(id="lines")
        yield WrappedNotes(self._text, rows=_TEXT_LINES, left=lambda _width: _OTHERS, id="letter")
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
        self.query_one(TitleBar).show("Letters", self._counted(), "")
        self._show_text()
        self.show_keys(_IN_BAR)

    def _counted(self) -> str:
        seen = self._seen
        going = sum(letter.state in _NOT_GONE for letter in seen.letters)
        said = [f"{going:,} to go"] if going else []
        said += [f"{seen.untold:,} changes still to be written"] if seen.untold else []
        said += ["nothing goes: this store came out of a backup"] if seen.is_stopped else []
        return ", ".join(said)

    @on(LineTable.Highlighted)
    def _show_text(self) -> None:
        """Show the letter under the cursor, another one from its beginning."""
        here, text = self.table.cursor_id, self.query_one(WrappedNotes)
        if here != self._read_last:
            self._read_last = here
            text.scroll_to_start()
        text.repaint()

    def _text(self, looks: Looks) -> Labelled:
        letter = self._here
        if letter is None:
            return []
        called = self._seen.space.called
        head = [("to", ", ".join(map(called, letter.to))), ("copy", ", ".join(map(called, letter.cc)))]
        said = [("missed", f"{who}: {why}") for who, why in letter.missed.items()]
        body = [("" if place else "text", line) for place, line in enumerate(letter.body.splitlines())]
        styles = {"missed": looks.alarm}
        lines = [*((label, words) for label, words in head if words), ("about", letter.title), *said, *body]
        return [(label, [Piece(words, styles.get(label, looks.plain))]) for label, words in lines]

    @property
    def _here(self) -> Letter | None:
        here = self.table.cursor_id
        return next((letter for letter in self._seen.letters if letter.id == here), None)

    async def _read(self) -> None:
        self._seen = await self._session.ask_aside(lambda queries: read_letters(queries, everything=self._everything))
        self._show()

    async def _turn_over(self) -> None:
        """Show also those that went, or those alone that will go."""
        self._everything = not self._everything
        await self._read()

    # --- what is done about it --------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Put away what needs a letter while there is none."""
        needs_one = action == "do" and parameters[:1] in _NEEDS_ONE
        return None if needs_one and not self._seen.letters else True

    def _scroll(self, lines: int) -> None:
        self.query_one(WrappedNotes).scroll_lines(lines)

    @on(LineTable.Opened)
    def open_line(self) -> None:
        """Open the ticket of the line that was clicked twice."""
        self._open()

    def _open(self) -> None:
        letter = self._here
        self.chosen = None if letter is None or letter.ticket is None else self._seen.rows.get(letter.ticket)
        if self.chosen is not None:
            self.dismiss(None)
        elif letter is not None:
            self.tell("there is no ticket to open: it is about an import, or the ticket is withdrawn")

    def _back(self) -> None:
        self.dismiss(None)

    async def _hold(self) -> None:
        letter = self._here
        if letter is not None:
            turn = (State.HELD, "lets it go") if letter.state is State.WAITING else (State.WAITING, "holds it")
            await self._turn(letter, *turn)

    async def _cancel(self) -> None:
        letter = self._here
        if letter is not None:
            await self._turn(letter, State.CANCELLED, "")

    async def _edit(self) -> None:
        """Let somebody write another title or text; what is typed is kept as a draft."""
        letter = self._here
        if letter is None:
            return
        if letter.state not in _NOT_GONE:
            self.tell(f"the letter is {_WORDS[letter.state]}; there is nothing to write any more")
            return
        form = letter_form(letter, self._seen.space, self._session)
        draft = await self._session.ask(lambda queries: queries.draft(form.ticket, form.name))
        await self.app.push_screen_wait(FormScreen(form, self._session, draft, {}))
        self.post_message(Changed(()))
        await self._read()

    async def _turn(self, letter: Letter, state: State, again: str) -> None:
        """Make a letter so; what comes of it is seen, and said with what takes it back."""
        changed = await self._session.act(lambda sitting: sitting.change_letter(letter.id, state=state))
        self.post_message(Changed(()))
        await self._read()
        if changed is None:
            self.tell(f"it is {state} already")
            return
        names = names_of(self.app)
        way = f"{names.how('letters.hold')} {again}" if again else f"{names.how('ticket.undo')} takes it back"
        self.tell(f"the letter is {_WORDS[state]}; {way}")


_WORDS: Final = {State.WAITING: "to go", State.HELD: "held back", State.CANCELLED: "cancelled", State.SENT: "sent"}


def _columns(width: int) -> Sequence[Column]:
    """Return the columns a line has room for."""
    whom = (Column("to", "to", 28),) if width >= _ROOMY else ()
    return (
        Column("ticket", "ticket", 9),
        Column("title", "about"),
        *whom,
        Column("state", "state", 18),
    )


def _rows(seen: LettersSeen) -> list[Row]:
    """Return the lines, the newest letter first."""
    return [
        Row(
            letter.id,
            {
                "ticket": Cell(_ticket(letter, seen)),
                "title": Cell(letter.title),
                "to": Cell(", ".join(map(seen.space.called, letter.recipients.everybody)), Tone.MUTED),
                "state": _state(letter, seen),
            },
        )
        for letter in seen.letters
    ]


def _ticket(letter: Letter, seen: LettersSeen) -> str:
    row = None if letter.ticket is None else seen.rows.get(letter.ticket)
    return "" if row is None or row.number is None else f"#{row.number}"


def _state(letter: Letter, seen: LettersSeen) -> Cell:
    if letter.state is State.WAITING:
        return Cell(f"goes {moment(letter.due_at, seen.now, seen.utc_offset)}")
    tone = {State.HELD: Tone.WAITING}.get(letter.state, Tone.MUTED)
    missed = f", {len(letter.missed)} missed" if letter.missed else ""
    return Cell(f"{_WORDS[letter.state]}{missed}", tone)
