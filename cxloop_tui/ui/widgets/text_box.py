"""A text of several lines to type in; kept exactly, painted harmless. Apart, for TextArea loads slowly."""

from rich.text import Text
from textual._types import WatchCallbackType
from textual.document._document import Document, DocumentBase
from textual.document._document_navigator import DocumentNavigator
from textual.document._wrapped_document import WrappedDocument
from textual.dom import DOMNode
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from cxloop_tui.domain.text import clean_same_length


class _Painted(Document):
    """A document as it is painted, letter for letter: lines break and the cursor stands by what is seen."""

    def __init__(self, exact: DocumentBase) -> None:
        self._exact = exact
        super().__init__("")

    @property
    def _lines(self) -> list[str]:
        return [clean_same_length(line) for line in self._exact.lines]

    @_lines.setter
    def _lines(self, _lines: list[str]) -> None:
        """The lines are the exact document's."""


class TextBox(TextArea):
    """Several lines of text; tab leaves it."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        select: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        """`select` is what typing replaces first, if it is in the text."""
        super().__init__(
            value,
            placeholder=placeholder,
            id=id,
            tab_behavior="focus",
            show_line_numbers=False,
            compact=True,
            highlight_cursor_line=False,
        )
        self._select = select

    def on_mount(self) -> None:
        """Begin with what is to be replaced, else go on where the words that are there already end."""
        start = self.text.find(self._select) if self._select else -1
        if start < 0:
            self.move_cursor(self.document.end)
            return
        line, column = self.text.count("\n", 0, start), start - self.text.rfind("\n", 0, start) - 1
        self.selection = Selection((line, column), (line, column + len(self._select)))

    def watch(self, obj: DOMNode, attribute_name: str, callback: WatchCallbackType, init: bool = True) -> None:  # noqa: FBT001, FBT002 - Textual's signature
        """Watch; but not the app for its theme: that keeps every box there ever was, and none is open meanwhile."""
        if obj is not self.app:
            super().watch(obj, attribute_name, callback, init)

    def _set_document(self, text: str, language: str | None) -> None:
        """Keep the text exactly, and wrap it as it is painted."""
        super()._set_document(text, language)
        self.wrapped_document = WrappedDocument(_Painted(self.document), tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._rewrap_and_refresh_virtual_size()

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is painted: the same number of characters, none of which a terminal obeys."""
        return Text(clean_same_length(self.document.get_line(line_index)), end="", no_wrap=True)
