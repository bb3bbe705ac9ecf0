"""A confirmation: what will happen, to how many, what is refused and why; and two ways out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Blur, Focus

from cxloop_tui.domain.text import clean_line
from cxloop_tui.ui.doing import Doer
from cxloop_tui.ui.forms.many import Foretold, foretold_pieces
from cxloop_tui.ui.messages import Listening
from cxloop_tui.ui.render.looks import BOLD, Looks
from cxloop_tui.ui.render.pieces import Line, Piece, line_of
from cxloop_tui.ui.screens.modal import DeskModal
from cxloop_tui.ui.widgets.bar import Bar
from cxloop_tui.ui.widgets.notes import Labelled, Notes

LINES_MOST: Final = 12
"""As many lines are in sight at once; the others come with the arrow keys."""

_REVERSE = Style(reverse=True)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before something is done."""

    title: str
    lines: Foretold
    """What will happen."""
    yes: str
    """What is done: the word on the button."""
    default_yes: bool
    """Whether enter does it; where something is refused or cannot be taken back it must not."""


class ConfirmScreen(Doer, DeskModal[bool]):
    """Asks; ends with whether it shall be done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "do('form.submit')", show=False),
        Binding("n", "do('form.cancel')", show=False),
        Binding("escape", "do('form.cancel')", show=False, id="form.cancel"),
        Binding("enter", "take", show=False),
        Binding("left,right,tab,shift+tab", "turn", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
    ]

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        self._deeds = {"form.submit": lambda: self._end(yes=True), "form.cancel": lambda: self._end(yes=False)}

    def compose(self) -> ComposeResult:
        """Lay out the lines over the two buttons."""
        frame = Vertical(id="frame")
        frame.border_title = Content(clean_line(self._question.title))
        more = "up and down show more; " if len(self._question.lines) > LINES_MOST else ""
        frame.border_subtitle = Content(f"{more}nothing is done yet")
        with frame:
            yield Notes(self._lines, rows=min(len(self._question.lines), LINES_MOST), id="lines")
            yield Choice(self._question.yes, default_yes=self._question.default_yes)

    def on_mount(self) -> None:
        """Take the keys; what was told before must not cover the question."""
        self.app.clear_notifications()
        self.set_focus(self.query_one(Choice))
        self.post_message(Listening())

    @on(Bar.Chosen)
    async def click(self, message: Bar.Chosen) -> None:
        """A button was clicked."""
        await self.action_do(message.action)

    def action_take(self) -> None:
        """Do what the chosen button says."""
        self._end(yes=self.query_one(Choice).is_yes)

    def action_turn(self) -> None:
        """Choose the other button."""
        self.query_one(Choice).turn()

    def action_scroll(self, by: int) -> None:
        """Bring other lines into sight."""
        self.query_one("#lines", Notes).scroll_lines(by)

    def _end(self, *, yes: bool) -> None:
        self.dismiss(yes)

    def _lines(self, looks: Looks) -> Labelled:
        return foretold_pieces(self._question.lines, looks)


class Choice(Bar, can_focus=True):
    """Yes and no, one of them chosen for enter."""

    def __init__(self, yes: str, *, default_yes: bool) -> None:
        super().__init__(id="buttons")
        self._yes = yes
        self.is_yes = default_yes
        """Whether enter does it."""

    def turn(self) -> None:
        """Choose the other one."""
        self.is_yes = not self.is_yes
        self.repaint()

    def on_focus(self, _event: Focus) -> None:
        """Keys go here."""
        self.repaint()

    def on_blur(self, _event: Blur) -> None:
        """Keys go elsewhere."""
        self.repaint()

    def lines_for(self, width: int, looks: Looks) -> Sequence[Line]:
        """Say which key does what, and which of them enter is."""
        chosen = BOLD + _REVERSE
        enter = Piece(f" {looks.signs.key('enter')}", looks.muted)
        pieces = [
            Piece(f" {self._yes} ", looks.alarm + chosen if self.is_yes else looks.alarm, "form.submit"),
            Piece("  y", looks.waiting, "form.submit"),
            *([enter] if self.is_yes else []),
            Piece("      ", looks.plain),
            Piece(" No ", looks.here + chosen if not self.is_yes else looks.here, "form.cancel"),
            Piece("  n esc", looks.waiting, "form.cancel"),
            *([] if self.is_yes else [enter]),
        ]
        return [line_of(pieces, (), width, looks.panel, looks.signs)]
