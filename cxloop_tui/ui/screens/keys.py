"""`?`: what the signs mean, then every key; typing narrows it."""

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from cxloop_tui.domain.folding import tokens
from cxloop_tui.ui.actions import ACTIONS, Action, Scope
from cxloop_tui.ui.keymap import UserKeys, keys_of, shown
from cxloop_tui.ui.widgets.line_box import LineBox

_LEGEND = (
    ("!  ▲  ■  ·", "priority: critical, high, medium, low"),
    ("new open esc done", "status: new, open, escalated, resolved"),
    ("d", "words of yours wait in it, unsent"),
    ("↻", "it was resolved and reopened"),
    ("4h left  5h over", "the next deadline: to come, passed"),
    ("bold", "new: nobody has worked on it; grey: resolved"),
)
_KEY_CELLS = 20


class KeysScreen(ModalScreen[None]):
    """The legend and the keys, as the user has them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
    ]

    def __init__(self, own_keys: UserKeys) -> None:
        super().__init__()
        self._own_keys = own_keys

    def compose(self) -> ComposeResult:
        """A line to type in, the list below."""
        frame = Vertical(id="frame")
        frame.border_title = Content("Signs and keys")
        frame.border_subtitle = Content("type to search, esc leaves")
        with frame:
            yield LineBox(placeholder="type to search", id="wanted")
            with VerticalScroll(id="found", can_focus=False):
                yield Static(self._page(""), id="keys")

    def on_mount(self) -> None:
        """Begin typing at once."""
        self.query_one(LineBox).focus()

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Show what matches."""
        self.query_one("#keys", Static).update(self._page(event.value))

    @on(Input.Submitted)
    def action_leave(self) -> None:
        """Back."""
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Scroll the list."""
        self.query_one("#found", VerticalScroll).scroll_relative(y=lines, animate=False)

    def _page(self, wanted: str) -> Content:
        lines = list(self._lines(tokens(wanted)))
        return Content("\n").join(lines) if lines else Content("no key does that")

    def _lines(self, wanted: list[str]) -> Iterator[Content]:
        if not wanted:
            yield from (_line(signs, meaning) for signs, meaning in _LEGEND)
        for scope in Scope:
            found = [action for action in ACTIONS if action.scope is scope and _matches(action, wanted)]
            if found:
                yield Content("")
                yield Content.styled(scope.value, "bold $here")
                for action in found:
                    yield _line("  ".join(self._keys(action)) or "palette", action.help)

    def _keys(self, action: Action) -> list[str]:
        return [shown(key) for key in keys_of(action, self._own_keys)]


def _line(left: str, right: str) -> Content:
    padding = " " * max(_KEY_CELLS - cell_len(left), 2)
    return Content.assemble((left, "bold $waiting"), padding, (right, "$plain"))


def _matches(action: Action, wanted: list[str]) -> bool:
    words = tokens(f"{action.title} {action.help} {' '.join(action.keys)} {action.command or ''}")
    return all(any(word.startswith(part) for word in words) for part in wanted)
