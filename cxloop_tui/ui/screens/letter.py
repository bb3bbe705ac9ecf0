"""A letter as it will go, whole: to whom, about what, its text."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from cxloop_tui.domain.operation import Preview
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.text import clean_block, clean_line
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.messages import Listening
from cxloop_tui.ui.screens.modal import DeskModal

_PAGE = 10


class LetterScreen(DeskModal[None]):
    """Shows a letter over the form that it tells of."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,f3", "leave", show=False, id="form.cancel"),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,space", f"scroll({_PAGE})", show=False),
        Binding("pageup", f"scroll(-{_PAGE})", show=False),
    ]

    def __init__(self, letter: Preview, space: Organisation) -> None:
        super().__init__()
        self._letter = letter
        self._space = space

    def compose(self) -> ComposeResult:
        """Lay it out in a frame."""
        frame = Vertical(id="frame")
        frame.border_title = Content("The letter, as it will go")
        frame.border_subtitle = Content(f"{names_of(self.app).how('form.cancel')} leaves")
        with frame, VerticalScroll(id="page", can_focus=False):
            yield Static(Content("\n".join(self._lines())))

    def on_mount(self) -> None:
        """Let keys that were typed ahead go on."""
        self.post_message(Listening())

    def action_leave(self) -> None:
        """Back."""
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Show later or earlier lines."""
        self.query_one("#page", VerticalScroll).scroll_relative(y=lines, animate=False)

    def _lines(self) -> Iterator[str]:
        yield f"To       {self._called(self._letter.to)}"
        if self._letter.cc:
            yield f"Copy     {self._called(self._letter.cc)}"
        yield f"About    {clean_line(self._letter.title)}"
        yield ""
        yield clean_block(self._letter.text)

    def _called(self, emails: tuple[str, ...]) -> str:
        return clean_line(", ".join(map(self._space.called, emails)) or "nobody by name")
