"""The preview of an import: what was understood, what becomes of the rows, and the last questions."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Resize

from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.intake import Older
from cxloop_tui.domain.text import clean_line
from cxloop_tui.services.intake import Glimpse, Plan, Tally
from cxloop_tui.ui.actions import Deeds
from cxloop_tui.ui.doing import Doer
from cxloop_tui.ui.forms.intake import Labelled, foreseen, told
from cxloop_tui.ui.messages import Listening
from cxloop_tui.ui.render.looks import BOLD, Looks
from cxloop_tui.ui.render.pieces import Line, Piece, line_of
from cxloop_tui.ui.screens.confirm import Choice
from cxloop_tui.ui.screens.modal import DeskModal
from cxloop_tui.ui.widgets.bar import Bar
from cxloop_tui.ui.widgets.notes import LABEL_CELLS
from cxloop_tui.ui.widgets.wrapped_notes import WrappedNotes

_FRAME_LINES: Final = 5
"""Lines of the frame around all of it, the buttons, and the gaps above these and above the counts."""

_MOST: Final = 60
"""More lines than were ever understood of a file."""

_COUNTS_MOST: Final = 5


class Ending(Enum):
    """How a preview ends that does not end with a plan to carry out."""

    LEFT = auto()
    AFRESH = auto()
    """The file is to be read without what was said of such a survey before."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown before a file is imported."""

    title: str
    plan: Plan
    fields: Sequence[str]
    """What was understood, a line a field."""
    glimpses: Sequence[Glimpse]
    tally: Tally
    """What becomes of all rows, where old answers make tickets."""
    recount: Callable[[Plan], Awaitable[Tally]]
    """Counts anew with what was decided. Raises CxloopError."""


class PreviewScreen(Doer, DeskModal[Plan | Ending]):
    """Shows what an import would do; ends with the plan when it is to be done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "do('form.submit')", show=False),
        Binding("n", "do('form.cancel')", show=False),
        Binding("escape", "do('form.cancel')", show=False, id="form.cancel"),
        Binding("enter", "take", show=False),
        Binding("left,right,tab,shift+tab", "turn", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,ctrl+d", "scroll(5)", show=False),
        Binding("pageup,ctrl+u", "scroll(-5)", show=False),
        Binding("t", "do('older.tickets')", show=False),
        Binding("h", "do('older.history')", show=False),
        Binding("f", "do('survey.afresh')", show=False),
    ]

    def __init__(self, preview: Preview) -> None:
        super().__init__()
        self._preview = preview
        self._plan = preview.plan
        self._tally = preview.tally
        self._is_counting = False
        self._deeds: Deeds = {
            "form.submit": self._agree,
            "form.cancel": lambda: self._end(Ending.LEFT),
            "older.tickets": lambda: self._decide(Older.TICKETS),
            "older.history": lambda: self._decide(Older.HISTORY),
            "survey.afresh": self._read_afresh,
        }

    def compose(self) -> ComposeResult:
        """From what was understood down to the two buttons."""
        frame = Vertical(id="frame")
        frame.border_title = Content(clean_line(self._preview.title))
        with frame:
            yield WrappedNotes(self._told, rows=_MOST, left=self._lines_below, id="lines")
            yield WrappedNotes(self._foreseen, rows=_COUNTS_MOST, id="counts")
            if self._questions:
                yield Asks(self._asks, rows=len(self._questions))
            yield Choice("Import", default_yes=False)

    def on_mount(self) -> None:
        """Take the keys; what was told before must not cover the question."""
        self.app.clear_notifications()
        self.set_focus(self.query_one(Choice))
        self.post_message(Listening())

    def on_resize(self, _event: Resize) -> None:
        """Say whether there is more to see, once that is known."""
        self.call_after_refresh(self._say_more)

    def _say_more(self) -> None:
        lines = self.query_one("#lines", WrappedNotes)
        more = "up and down show more; " if lines.lines_at(lines.size.width) > lines.size.height else ""
        self.query_one("#frame").border_subtitle = Content(f"{more}nothing is imported yet")

    @on(Bar.Chosen)
    async def click(self, message: Bar.Chosen) -> None:
        """A button or an answer was clicked."""
        await self.action_do(message.action)

    async def action_take(self) -> None:
        """Do what the chosen button says."""
        await self.action_do("form.submit" if self.query_one(Choice).is_yes else "form.cancel")

    def action_turn(self) -> None:
        """Choose the other button."""
        self.query_one(Choice).turn()

    def action_scroll(self, by: int) -> None:
        """Bring other lines into sight."""
        self.query_one("#lines", WrappedNotes).scroll_lines(by)

    # --- what can be answered ------------------------------------------------------------------------------------

    @property
    def _has_older(self) -> bool:
        """Whether unhappy answers of long ago are among those that are new."""
        return self._preview.tally.older > 0

    def _agree(self) -> None:
        if self._has_older and self._plan.asked.older is None:
            self._warn(f"first say what the {self._preview.tally.older:,} old answers become: t tickets, h history")
        elif not self._is_counting:
            self._end(self._plan)

    def _decide(self, older: Older) -> None:
        """Take the answer, and count anew what follows from it."""
        if not self._has_older or self._is_counting or older is self._plan.asked.older:
            return
        self._plan = self._plan.with_older(older)
        self._is_counting = older is Older.HISTORY
        if self._is_counting:
            self.run_worker(self._recounted(), name="submit")
        else:
            self._tally = self._preview.tally
        self._show()

    async def _recounted(self) -> None:
        try:
            self._tally = await self._preview.recount(self._plan)
        except CxloopError as trouble:
            self._plan = self._preview.plan
            self._warn(str(trouble))
        self._is_counting = False
        self._show()

    def _read_afresh(self) -> None:
        if self._preview.plan.as_before and not self._is_counting:
            self._end(Ending.AFRESH)

    def _end(self, how: Plan | Ending) -> None:
        self.dismiss(how)

    def _warn(self, words: str) -> None:
        self.app.notify(words, severity="warning", markup=False)

    # --- what is shown -------------------------------------------------------------------------------------------

    def _show(self) -> None:
        self.query_one("#counts", WrappedNotes).repaint()
        for asks in self.query(Asks):
            asks.repaint()

    def _lines_below(self, width: int) -> int:
        """Return how many lines of the screen the frame and what stands below take."""
        counts = min(self.query_one("#counts", WrappedNotes).lines_at(width), _COUNTS_MOST)
        asks = len(self._questions) + 1 if self._questions else 0
        return _FRAME_LINES + counts + asks

    def _told(self, looks: Looks) -> Labelled:
        return told(self._preview.plan, self._preview.fields, self._preview.glimpses, looks)

    def _foreseen(self, looks: Looks) -> Labelled:
        if self._is_counting:
            return [("then", [Piece("counting ...", looks.muted)])]
        return foreseen(self._tally, looks)

    @property
    def _questions(self) -> Sequence[Callable[[Looks], Sequence[Piece]]]:
        older = [self._older, self._older_ways] if self._has_older else []
        return [*older, *([self._before] if self._preview.plan.as_before else [])]

    def _asks(self, looks: Looks) -> Sequence[Sequence[Piece]]:
        return [question(looks) for question in self._questions]

    def _older(self, looks: Looks) -> Sequence[Piece]:
        count = self._preview.tally.older
        answers = "answer is" if count == 1 else "answers are"
        return [*_label("older", looks), Piece(f"{count:,} unhappy {answers} older than 30 days", looks.waiting)]

    def _older_ways(self, looks: Looks) -> Sequence[Piece]:
        decided = self._plan.asked.older

        def way(key: str, older: Older, words: str) -> list[Piece]:
            action = f"older.{older}"
            face = looks.here + BOLD if decided is older else looks.plain
            chosen = looks.signs.cursor if decided is older else " "
            return [
                Piece(chosen, looks.here, action),
                Piece(f"{key} ", looks.waiting, action),
                Piece(words, face, action),
                Piece("   ", looks.plain),
            ]

        tickets = way("t", Older.TICKETS, "tickets of them, too")
        return [*_label("", looks), *tickets, *way("h", Older.HISTORY, "history, no tickets")]

    def _before(self, looks: Looks) -> Sequence[Piece]:
        action = "survey.afresh"
        return [
            *_label("as before", looks),
            Piece("read as this survey was read before; ", looks.plain),
            Piece("f ", looks.waiting, action),
            Piece("reads it afresh", looks.here, action),
        ]


def _label(words: str, looks: Looks) -> Sequence[Piece]:
    return [Piece(words.ljust(LABEL_CELLS), looks.muted)]


class Asks(Bar):
    """Lines with answers that can be clicked."""

    def __init__(self, asks: Callable[[Looks], Sequence[Sequence[Piece]]], *, rows: int) -> None:
        super().__init__(id="asks")
        self._asks = asks
        self.styles.height = rows

    def lines_for(self, width: int, looks: Looks) -> Sequence[Line]:
        """A line a question or its answers."""
        return [line_of(pieces, (), width, looks.panel, looks.signs) for pieces in self._asks(looks)]
