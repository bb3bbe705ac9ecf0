"""A list that is picked together: typing searches what can be added, enter adds it, keys take away and reorder."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click, Key
from textual.message import Message

from cxloop_tui.domain.folding import tokens
from cxloop_tui.ui.forms.form import BETWEEN
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.render.looks import BOLD, Looks
from cxloop_tui.ui.render.pieces import Line, Piece, line_of
from cxloop_tui.ui.widgets.bar import Bar


class PickedList(Bar, can_focus=True):
    """What was picked, in order; while something is typed, what of it could be added."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
        Binding("shift+down", "shift(1)", show=False),
        Binding("shift+up", "shift(-1)", show=False),
        Binding("enter", "take", show=False),
        Binding("backspace", "shorten", show=False),
        Binding("delete", "remove", show=False),
    ]
    DEFAULT_CSS = "PickedList { height: auto; }"

    class Changed(Message):
        """Something was added, taken away or moved."""

    class Finished(Message):
        """Enter without anything typed: on to the next field."""

    def __init__(
        self,
        options: Sequence[Option],
        value: str = "",
        *,
        rows: int,
        ordered: bool,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._options = {option.value: option for option in options}
        self._picked = [part for part in value.split(BETWEEN) if part]
        self._rows = rows
        self._ordered = ordered
        self._typed = ""
        self._cursor = 0

    @property
    def value(self) -> str:
        """The values picked, in order, with BETWEEN between them."""
        return BETWEEN.join(self._picked)

    def get_content_height(self, *_: object) -> int:
        """The lines of the list, and one to type in."""
        return self._rows + 1

    def on_focus(self) -> None:
        """Show the bar."""
        self.repaint()

    def on_blur(self) -> None:
        """Dim the bar; what was only typed is no choice."""
        self._typed = ""
        self.repaint()

    def on_key(self, event: Key) -> None:
        """Take a letter of what is looked for."""
        letter = event.character
        if letter is None or not letter.isprintable() or letter == "":
            return
        event.stop()
        event.prevent_default()
        self._typed, self._cursor = self._typed + letter, 0
        self.repaint()

    def on_click(self, event: Click) -> None:
        """Add what was clicked, or go to it."""
        event.stop()
        place = self._top(len(self._shown)) + event.y - 1
        if 0 <= place < len(self._shown):
            self._cursor = place
            if self._typed:
                self.action_take()
            self.repaint()

    def action_step(self, by: int) -> None:
        """Move the cursor."""
        self._cursor = min(max(self._cursor + by, 0), max(len(self._shown) - 1, 0))
        self.repaint()

    def action_shift(self, by: int) -> None:
        """Move what is under the cursor up or down."""
        place = self._cursor + by
        if self._typed or not self._ordered or not (0 <= place < len(self._picked)):
            return
        self._picked.insert(place, self._picked.pop(self._cursor))
        self._cursor = place
        self._change()

    def action_take(self) -> None:
        """Add what is under the cursor; with nothing typed go on to the next field."""
        if not self._typed:
            self.post_message(self.Finished())
            return
        found = self._shown
        self._typed = ""
        if found:
            self._picked.append(found[min(self._cursor, len(found) - 1)])
            self._cursor = len(self._picked) - 1
            self._change()
        self.repaint()

    def action_shorten(self) -> None:
        """Take back the last letter; with nothing typed take away what is under the cursor."""
        if self._typed:
            self._typed, self._cursor = self._typed[:-1], 0
            self.repaint()
        else:
            self.action_remove()

    def action_remove(self) -> None:
        """Take away what is under the cursor."""
        if not self._typed and self._picked:
            del self._picked[min(self._cursor, len(self._picked) - 1)]
            self._cursor = min(self._cursor, max(len(self._picked) - 1, 0))
            self._change()

    def _change(self) -> None:
        self.repaint()
        self.post_message(self.Changed())

    @property
    def _shown(self) -> list[str]:
        """What is listed: what was picked, or what is found and could be."""
        if not self._typed:
            return self._picked
        wanted = tokens(self._typed)
        return [
            value
            for value, option in self._options.items()
            if value not in self._picked and option.reason is None and _matches(option, wanted)
        ]

    def _top(self, count: int) -> int:
        return min(max(self._cursor - self._rows + 1, 0), max(count - self._rows, 0))

    def lines_for(self, width: int, looks: Looks) -> Sequence[Line]:
        """A line to type in, then the list."""
        shown = self._shown
        top = self._top(len(shown))
        lines = [line_of(self._search_line(looks), (), width, looks.panel, looks.signs)]
        lines += [
            self._value_line(place, shown[place], width, looks)
            for place in range(top, min(top + self._rows, len(shown)))
        ]
        if not shown:
            words = "nothing of that name" if self._typed else "nobody and nothing yet"
            lines.append(line_of([Piece(f" {words}", looks.muted)], (), width, looks.panel, looks.signs))
        blank = line_of((), (), width, looks.panel, looks.signs)
        return [*lines, *[blank] * (self._rows + 1 - len(lines))]

    def _search_line(self, looks: Looks) -> list[Piece]:
        caret = Piece(looks.signs.caret, looks.here if self.has_focus else looks.muted)
        if self._typed:
            return [Piece(self._typed, looks.plain), caret, Piece(" enter adds it", looks.muted)]
        order = ", shift+up shift+down move" if self._ordered else ""
        return [caret, Piece(f"type to add, del takes away{order}", looks.muted)]

    def _value_line(self, place: int, value: str, width: int, looks: Looks) -> Line:
        here = place == self._cursor and self.has_focus
        ground = looks.panel + looks.cursor if here else looks.panel
        option = self._options.get(value, Option(value, value))
        bar = looks.signs.cursor if here else " "
        number = f"{place + 1} " if self._ordered and not self._typed else ""
        pieces = [
            Piece(bar, looks.here),
            Piece(number, looks.muted),
            Piece(looks.signs.path(option.label), looks.plain + BOLD if here else looks.plain),
            Piece(f"  {looks.signs.path(option.hint)}", looks.muted),
        ]
        return line_of(pieces, (), width, ground, looks.signs)


def _matches(option: Option, wanted: Sequence[str]) -> bool:
    words = tokens(f"{option.label} {option.value}")
    return all(any(word.startswith(part) for word in words) for part in wanted)
