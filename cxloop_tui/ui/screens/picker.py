"""A picker: one question, its options, letters to search. Ends with the value chosen, or None."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from cxloop_tui.domain.text import clean_line
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.messages import Listening
from cxloop_tui.ui.paint_hold import HANDOVER, hold_paint
from cxloop_tui.ui.screens.modal import DeskModal
from cxloop_tui.ui.widgets.chooser import Chooser

ROWS = 12
"""Options in sight at once."""


class PickerScreen(DeskModal[str | None]):
    """Asks for one of several options; `preview` is told each that the cursor comes to."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False, id="form.cancel")]
    rows: ClassVar[int] = ROWS

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        value: str = "",
        preview: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self._preview = preview
        self._title = title
        self._options = options
        self._value = value

    def compose(self) -> ComposeResult:
        """Lay the options out under the line that is typed in."""
        frame = Vertical(id="frame")
        frame.border_title = Content(clean_line(self._title))
        frame.border_subtitle = Content(f"enter takes it, {names_of(self.app).how('form.cancel')} leaves")
        with frame:
            yield Chooser(self._options, self._value, rows=self.rows, invite="type to search")
            yield from self.below()

    def below(self) -> ComposeResult:
        """Lay out what stands under the options: nothing, unless a picker has more to say."""
        yield from ()

    def on_mount(self) -> None:
        """Begin typing at once; what was told before must not cover the options."""
        self.app.clear_notifications()
        self.set_focus(self.query_one(Chooser))
        self.post_message(Listening())

    @on(Chooser.Changed)
    def show_what_it_means(self) -> None:
        """Let whoever asked show what the option under the cursor would do."""
        value = self.query_one(Chooser).value
        if self._preview is not None and value:
            self._preview(value)

    @on(Chooser.Picked)
    def take(self, message: Chooser.Picked) -> None:
        """End with what was chosen, or say why it cannot be."""
        if message.chooser.value:
            hold_paint(self.app, HANDOVER)
            self.dismiss(message.chooser.value)
        else:
            self.app.notify(message.chooser.refusal or "", severity="warning", markup=False)

    def action_leave(self) -> None:
        """End without a choice."""
        self.dismiss(None)
