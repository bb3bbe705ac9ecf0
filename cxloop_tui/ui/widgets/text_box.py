"""A text of several lines to type in; kept exactly, painted harmless. Apart, for TextArea loads slowly."""

from rich.text import Text
from textual.widgets import TextArea

from cxloop_tui.domain.text import clean_same_length


class TextBox(TextArea):
    """Several lines of text; tab leaves it."""

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(
            value,
            placeholder=placeholder,
            id=id,
            tab_behavior="focus",
            show_line_numbers=False,
            compact=True,
            highlight_cursor_line=False,
        )

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is painted: the same number of characters, none of which a terminal obeys."""
        return Text(clean_same_length(self.document.get_line(line_index)), end="", no_wrap=True)
