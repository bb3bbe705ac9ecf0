"""A line to type in. What is typed or pasted is kept exactly; what is painted is harmless, letter for letter."""

import re
from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from rich.text import Text
from textual.events import Paste
from textual.suggester import SuggestFromList
from textual.widgets import Input

from cxloop_tui.domain.text import clean_line, clean_same_length

Colouring = Sequence[tuple[int, int, str]]
"""Where a text is coloured: start, end, Rich style."""


_LINE_BREAK: Final = re.compile(r"\r\n|\r|\n")


class LineBox(Input):
    """One line of text."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        suggestions: Sequence[str] = (),
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        """`suggestions` are offered where what is typed begins so; what a terminal might obey is left out."""
        self._colouring: Colouring = ()
        harmless = [word for word in suggestions if clean_line(word) == word]
        super().__init__(
            value,
            placeholder=clean_line(placeholder),
            suggester=SuggestFromList(harmless, case_sensitive=False) if harmless else None,
            id=id,
            select_on_focus=False,
            compact=True,
        )

    def colour(self, colouring: Colouring) -> None:
        """Colour parts of the text until the next call."""
        self._colouring = colouring
        self.refresh()

    def on_paste(self, event: Paste) -> None:
        """Take all that is pasted, its line breaks as spaces; Textual would drop what comes after the first."""
        event.stop()
        event.prevent_default()
        self.replace(_LINE_BREAK.sub(" ", event.text.strip("\r\n")), *self.selection)

    @property
    def _value(self) -> Text:
        """What Textual paints: the same number of characters, none of which a terminal obeys."""
        text = Text(self._painted, no_wrap=True, overflow="ignore", end="")
        for start, end, style in self._colouring:
            text.stylize(style, start, end)
        return text

    @property
    def _painted(self) -> str:
        return clean_same_length(self.value).replace("\n", " ")

    def _position_to_cell(self, position: int) -> int:
        """Return where the terminal's cursor stands: by what is painted."""
        return cell_len(self._painted[:position])
