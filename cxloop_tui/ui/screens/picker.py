"""A picker: one question, its options, letters to search. Ends with the value chosen, or None."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from cxloop_tui.ui.forms.form import Option
from cxloop_tui.ui.messages import Listening
from cxloop_tui.ui.widgets.chooser import Chooser

ROWS = 12


class PickerScreen(ModalScreen[str | None]):
    """Asks for one of several options."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, title: str, options: Sequence[Option], value: str = "") -> None:
        super().__init__()
        self._title = title
        self._options = options
        self._value = value

    def compose(self) -> ComposeResult:
        """Lay the options out under the line that is typed in."""
        frame = Vertical(id="frame")
        frame.border_title = Content(self._title)
        frame.border_subtitle = Content("enter takes it, esc leaves")
        with frame:
            yield Chooser(self._options, self._value, rows=ROWS, invite="type to search")

    def on_mount(self) -> None:
        """Begin typing at once; what was told before must not cover the options."""
        self.app.clear_notifications()
        self.set_focus(self.query_one(Chooser))
        self.post_message(Listening())

    @on(Chooser.Picked)
    def take(self, message: Chooser.Picked) -> None:
        """End with what was chosen, or say why it cannot be."""
        if message.chooser.value:
            self.dismiss(message.chooser.value)
        else:
            self.app.notify(message.chooser.refusal or "", severity="warning", markup=False)

    def action_leave(self) -> None:
        """End without a choice."""
        self.dismiss(None)
