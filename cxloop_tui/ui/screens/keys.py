"""`?`: what the signs mean, then every key; typing narrows it."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from cxloop_tui.domain.folding import tokens
from cxloop_tui.ui.actions import ACTIONS, Action, Scope
from cxloop_tui.ui.keymap import KeyNames, keys_of
from cxloop_tui.ui.render.looks import Looks, Signs
from cxloop_tui.ui.render.row import MARK
from cxloop_tui.ui.screens.modal import DeskModal
from cxloop_tui.ui.widgets.line_box import LineBox

_KEY_CELLS = 20


class KeysScreen(DeskModal[None]):
    """The legend and the keys, as the user has them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, id="form.cancel"),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
    ]

    def __init__(self, names: KeyNames, problems: Sequence[str] = ()) -> None:
        """`problems` are what the configuration asks for and cannot be: they stand on top."""
        super().__init__()
        self._names = names
        self._problems = problems

    def compose(self) -> ComposeResult:
        """A line to type in, the list below."""
        frame = Vertical(id="frame")
        frame.border_title = Content("Signs and keys")
        frame.border_subtitle = Content(f"type to search, {self._names.how('form.cancel')} leaves")
        with frame:
            yield LineBox(placeholder="type to search", id="wanted")
            with VerticalScroll(id="found", can_focus=False):
                yield Static(self._page(""), id="keys")

    def on_mount(self) -> None:
        """Begin typing at once; what was told before must not cover the page."""
        self.app.clear_notifications()
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
            yield from _told(self._problems)
            yield from (_line(left, meaning) for left, meaning in _legend(self._signs))
        for scope in Scope:
            found = [action for action in ACTIONS if action.scope is scope and self._matches(action, wanted)]
            if found:
                yield Content("")
                yield Content.styled(scope.value, "bold $here")
                for action in found:
                    yield _line("  ".join(self._names.all_of(action.id)) or _without_key(action), action.help)

    def _matches(self, action: Action, wanted: list[str]) -> bool:
        keys = " ".join(keys_of(action, self._names.own))
        words = tokens(f"{action.title} {action.help} {keys} {action.command or ''}")
        return all(any(word.startswith(part) for word in words) for part in wanted)

    @property
    def _signs(self) -> Signs:
        return Looks.from_variables(self.app.theme_variables).signs


def _legend(signs: Signs) -> tuple[tuple[str, str], ...]:
    """Say what each sign means."""
    return (
        ("  ".join(signs.priority.values()), "priority: critical, high, medium, low"),
        ("new open esc done", "status: new, open, escalated, resolved"),
        (MARK, "marked: what you do next is done to it"),
        (signs.draft, "words of yours wait in it, unsent"),
        (signs.reopened, "it was resolved and reopened"),
        ("4h left  5h over", "the next deadline: to come, passed"),
        (f"{signs.chosen}  {signs.unchosen}", "the hub: in step, out of reach"),
        ("bold", "new, or changed by others since you looked; grey: resolved"),
    )


def _told(problems: Sequence[str]) -> Iterator[Content]:
    """Say what is wrong in the configuration, and what holds until it is mended."""
    if problems:
        yield Content.styled("wrong in the configuration; the defaults hold meanwhile", "bold $alarm")
        yield from (Content(problem) for problem in problems)
        yield Content("")


def _line(left: str, right: str) -> Content:
    padding = " " * max(_KEY_CELLS - cell_len(left), 2)
    return Content.assemble((left, "bold $waiting"), padding, (right, "$plain"))


def _without_key(action: Action) -> str:
    """Say how an action is done that has no key."""
    return "no key" if action.scope in {Scope.FILTER, Scope.FORM} else "palette"
