"""Boxes to type in. What is typed or pasted is kept exactly; what is painted is harmless, letter for letter."""

from collections.abc import Sequence

from rich.text import Text
from textual.widgets import Input, TextArea

from cxloop_tui.domain.text import clean_same_length

Colouring = Sequence[tuple[int, int, str]]
"""Where a text is coloured: start, end, Rich style."""


class LineBox(Input):
    """One line of text."""

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        self._colouring: Colouring = ()
        super().__init__(value, placeholder=placeholder, id=id, select_on_focus=False, compact=True)

    def colour(self, colouring: Colouring) -> None:
        """Colour parts of the text until the next call."""
        self._colouring = colouring
        self.refresh()

    @property
    def _value(self) -> Text:
        """What Textual paints: the same number of characters, none of which a terminal obeys."""
        text = Text(clean_same_length(self.value).replace("\n", " "), no_wrap=True, overflow="ignore", end="")
        for start, end, style in self._colouring:
            text.stylize(style, start, end)
        return text


class TextBox(TextArea):
    """Several lines of text; tab leaves it."""

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(
            value, placeholder=placeholder, id=id, tab_behavior="focus", show_line_numbers=False, compact=True,
            highlight_cursor_line=False,
        )  # fmt: skip

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is painted: the same number of characters, none of which a terminal obeys."""
        return Text(clean_same_length(self.document.get_line(line_index)), end="", no_wrap=True)
