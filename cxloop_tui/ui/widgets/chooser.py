"""A chooser: options, one a line, with type-ahead. Letters search, a quick key chooses, enter takes it."""

from collections.abc import Sequence
from typing import ClassVar, Final

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.events import Click, Key, MouseScrollDown, MouseScrollUp
from textual.message import Message

from cxloop_tui.domain.folding import tokens
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.render.looks import BOLD, Looks
from cxloop_tui.ui.render.pieces import Line, Piece, line_of
from cxloop_tui.ui.widgets.bar import Bar

ROWS_MOST: Final = 8


class Chooser(Bar, can_focus=True):
    """A few lines of options with a cursor; what is typed narrows them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
        Binding("enter", "pick", show=False),
        Binding("backspace", "shorten", show=False),
    ]
    DEFAULT_CSS = "Chooser { height: auto; }"

    class Changed(Message):
        """The cursor is on another option."""

    class Picked(Message):
        """An option was taken: by enter, a click, or its own key (`at_once`)."""

        def __init__(self, chooser: "Chooser", *, at_once: bool) -> None:
            super().__init__()
            self.chooser = chooser
            self.at_once = at_once

    def __init__(
        self,
        options: Sequence[Option],
        value: str = "",
        *,
        rows: int = ROWS_MOST,
        invite: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._options = tuple(options)
        self._invite = invite
        self._rows = min(rows, max(len(self._options), 1))
        self._typed = ""
        self._top = 0
        self._shown = self._found()
        values = [option.value for option in self._shown]
        self._cursor = values.index(value) if value in values else 0
        self._top = max(self._cursor - self._rows + 1, 0)

    @property
    def value(self) -> str:
        """The value under the cursor; empty when nothing can be chosen there."""
        option = self._shown[self._cursor] if self._shown else None
        return option.value if option is not None and option.reason is None else ""

    @property
    def refusal(self) -> str | None:
        """Why what is under the cursor cannot be chosen."""
        return self._shown[self._cursor].reason if self._shown else "nothing of that name"

    def get_content_height(self, *_: object) -> int:
        """As many lines as options, up to a limit, and the line that is typed in."""
        return self._rows + (1 if self._invite else 0)

    def on_focus(self) -> None:
        """Show the bar."""
        self.repaint()

    def on_blur(self) -> None:
        """Dim the bar."""
        self.repaint()

    def on_key(self, event: Key) -> None:
        """Take a letter: an option's own key takes it, any other narrows the options."""
        letter = event.character
        if letter is None or not letter.isprintable() or letter == "":
            return
        event.stop()
        event.prevent_default()
        quick = [place for place, option in enumerate(self._shown) if option.key == letter and not option.reason]
        if quick and not self._typed:
            self._go(quick[0])
            self.post_message(self.Picked(self, at_once=True))
            return
        self._search(self._typed + letter)

    def action_step(self, by: int) -> None:
        """Move the cursor."""
        self._go(self._cursor + by)

    def action_pick(self) -> None:
        """Take what is under the cursor."""
        self.post_message(self.Picked(self, at_once=False))

    def action_shorten(self) -> None:
        """Take back the last letter typed."""
        self._search(self._typed[:-1])

    def on_click(self, event: Click) -> None:
        """Take the option that was clicked."""
        event.stop()
        place = self._top + event.y - (1 if self._invite else 0)
        if 0 <= place < len(self._shown):
            self._go(place)
            if event.chain > 1 or self._invite:
                self.action_pick()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Move down."""
        event.stop()
        self.action_step(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Move up."""
        event.stop()
        self.action_step(-1)

    def lines_for(self, width: int, looks: Looks) -> Sequence[Line]:
        """What was typed, then the options around the cursor."""
        lines = [line_of(self._search_line(looks), (), width, looks.panel, looks.signs)] if self._invite else []
        label_width = max((cell_len(option.label) for option in self._options), default=0)
        label_width = min(label_width, width // 2)
        places = range(self._top, min(self._top + self._rows, len(self._shown)))
        lines += [self._option_line(place, label_width, width, looks) for place in places]
        if not self._shown:
            lines.append(line_of([Piece("nothing of that name", looks.muted)], (), width, looks.panel, looks.signs))
        return lines

    def _search_line(self, looks: Looks) -> list[Piece]:
        if not self._typed:
            return [Piece(looks.signs.caret, looks.here), Piece(self._invite, looks.muted)]
        return [Piece(self._typed, looks.plain), Piece(looks.signs.caret, looks.here)]

    def _option_line(self, place: int, label_width: int, width: int, looks: Looks) -> Line:
        option, here = self._shown[place], place == self._cursor
        ground = looks.panel + looks.cursor if here else looks.panel
        bar = looks.signs.cursor if here else " "
        name = looks.muted if option.reason else looks.plain + BOLD if here else looks.plain
        pieces = [Piece(bar, looks.here if self.has_focus else looks.muted)]
        if any(one.key for one in self._options):
            pieces.append(Piece(f"{option.key or ' '} ", looks.waiting + BOLD))
        padding = " " * max(label_width - cell_len(option.label), 0)
        hint = looks.signs.path(option.reason or option.hint)
        pieces += [Piece(looks.signs.path(option.label) + padding, name), Piece(f"  {hint}", looks.muted)]
        return line_of(pieces, (), width, ground, looks.signs)

    def _search(self, typed: str) -> None:
        self._typed = typed
        self._shown = self._found()
        self._cursor = self._top = 0
        self.repaint()
        self.post_message(self.Changed())

    def _found(self) -> tuple[Option, ...]:
        """What can be chosen comes first; what cannot is only there for those who ask for it by name."""
        wanted = tokens(self._typed)
        found = [option for option in self._options if _matches(option, wanted)]
        allowed = [option for option in found if option.reason is None]
        refused = [option for option in found if option.reason is not None]
        return (*allowed, *(refused if wanted or not allowed else ()))

    def _go(self, place: int) -> None:
        self._cursor = min(max(place, 0), max(len(self._shown) - 1, 0))
        self._top = min(max(self._top, self._cursor - self._rows + 1), self._cursor)
        self.repaint()
        self.post_message(self.Changed())


def _matches(option: Option, wanted: Sequence[str]) -> bool:
    words = tokens(f"{option.label} {option.value}")
    return all(any(word.startswith(part) for word in words) for part in wanted)
