"""The form of an import: one line for a file's name, which tab completes, and the whole reason when it cannot be."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from cxloop_tui.ui.forms.file_names import completed
from cxloop_tui.ui.screens.form import FormScreen
from cxloop_tui.ui.widgets.chooser import Chooser
from cxloop_tui.ui.widgets.line_box import LineBox
from cxloop_tui.ui.widgets.wrapped_notes import WrappedNotes

_REASON_LINES: Final = 5
"""Reasons name a file, what is wrong with it and what to do: more than one line."""

_NAMED_MOST: Final = 12


class FileScreen(FormScreen):
    """A form whose line is the name of a file."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False, priority=True)]

    def compose(self) -> ComposeResult:
        """Lay it out as any form, with more room for what is amiss."""
        for part in super().compose():
            is_reason = part.id == "problem"
            yield WrappedNotes(self._trouble, rows=_REASON_LINES, id="problem") if is_reason else part

    @on(Input.Submitted)
    @on(Chooser.Picked)
    def look_into_it(self, message: Message) -> None:
        """Enter does the form, for all else is asked afterwards."""
        message.prevent_default()
        self._begin_submit()

    def action_complete(self) -> None:
        """Complete the name when the letters typed before tab are in their box; elsewhere go on."""
        if isinstance(self.focused, LineBox):
            self._after_typing(self._complete)
        else:
            self.focus_next()

    def _complete(self) -> None:
        box = self.focused
        if not isinstance(box, LineBox):
            return
        found = completed(box.value)
        is_more = found.text != box.value
        if is_more:
            box.value = found.text
            box.cursor_position = len(found.text)
        if len(found.among) > 1:
            self._say(_listed(found.among), is_wrong=False)
        elif is_more or not found.among:
            self._say("" if is_more else "nothing there begins like this", is_wrong=False)
        else:
            self.focus_next()


def _listed(names: tuple[str, ...]) -> str:
    more = len(names) - _NAMED_MOST
    return "  ".join(names[:_NAMED_MOST]) + (f"  and {more:,} more" if more > 0 else "")
