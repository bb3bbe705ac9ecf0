"""The search bar: the query as text, coloured, with a mistake shown at its place and ways to go on below it."""

from collections.abc import Sequence
from contextlib import suppress
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from cxloop_tui.domain.query_colour import spans
from cxloop_tui.domain.query_complete import Completion, complete
from cxloop_tui.domain.query_parse import QueryMistake, Vocabulary, parse
from cxloop_tui.ui.render.looks import BOLD, Looks
from cxloop_tui.ui.render.pieces import Line, Piece, line_of
from cxloop_tui.ui.widgets.bar import Bar
from cxloop_tui.ui.widgets.line_box import LineBox

INVITATION: Final = "search words, #number, e-mail, or status: priority: owner: segment: ..."


class QueryBox(LineBox):
    """Where the query is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", show=False),
        Binding("escape,down", "leave", show=False),
    ]

    class Left(Message):
        """The user goes back to the list; the query stays."""

    class Completed(Message):
        """The user takes the first way to go on."""

    def action_leave(self) -> None:
        """Go back to the list."""
        self.post_message(self.Left())

    def action_complete(self) -> None:
        """Take the first way to go on."""
        self.post_message(self.Completed())


class SearchHint(Bar):
    """What is wrong with the query, or how it could go on; takes the filter bar's upper line while there is any."""

    def __init__(self) -> None:
        super().__init__(id="search-hint")
        self._mistake: str | None = None
        self._ways: Sequence[Completion] = ()

    def show(self, mistake: str | None, ways: Sequence[Completion]) -> None:
        """Say a mistake, else offer ways to go on."""
        self._mistake, self._ways = mistake, ways
        self.repaint()

    def lines_for(self, width: int, looks: Looks) -> Sequence[Line]:
        """The mistake in red, or the first way with its key and the others after it."""
        if self._mistake is not None:
            return [line_of([Piece(self._mistake, looks.alarm)], (), width, looks.panel, looks.signs)]
        pieces = [Piece("tab ", looks.waiting + BOLD)] if self._ways else []
        for place, way in enumerate(self._ways):
            pieces.append(Piece(f"{way.label}", looks.plain if place == 0 else looks.muted))
            pieces.append(Piece(f" {way.hint}   " if way.hint and place == 0 else "   ", looks.muted))
        return [line_of(pieces, (), width, looks.panel, looks.signs)]


class SearchBar(Horizontal):
    """The query as it is typed and as the pickers set it: always the same value."""

    class Edited(Message):
        """What is typed is a query, and another one than before."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Hinted(Message):
        """There is something to say about the text, or there is not."""

        def __init__(self, mistake: str | None, ways: Sequence[Completion]) -> None:
            super().__init__()
            self.mistake = mistake
            self.ways = ways

    def __init__(self) -> None:
        super().__init__(id="search-bar")
        self._vocabulary = Vocabulary({}, {}, (), (), None)
        self._shown = ""

    def compose(self) -> ComposeResult:
        """A slash, then the query."""
        yield Static(Content("/"), id="slash")
        yield QueryBox(placeholder=INVITATION, id="query")

    def notify_style_update(self) -> None:
        """Colour the query in a new theme."""
        super().notify_style_update()
        if self.is_mounted:
            self._colour()

    @property
    def box(self) -> QueryBox:
        """Where the query is typed."""
        return self.query_one(QueryBox)

    def show(self, text: str, vocabulary: Vocabulary) -> None:
        """Show a query that was set elsewhere."""
        self._vocabulary = vocabulary
        self._shown = text
        if not self.box.has_focus:
            self.box.value = text
        self._colour()

    def begin(self) -> None:
        """Start typing, with the last query selected."""
        self.screen.set_focus(self.box)
        self.box.select_all()

    @on(Input.Changed)
    def follow(self, event: Input.Changed) -> None:
        """Colour what is typed, say what is wrong, and pass a query on."""
        event.stop()
        self._colour()
        text = self.box.value
        try:
            parse(text, self._vocabulary)
        except QueryMistake as mistake:
            self._hint(mistake)
            self._forget_half_a_word(text, mistake)
            return
        self._hint(None)
        self._pass_on(text)

    def _forget_half_a_word(self, text: str, mistake: QueryMistake) -> None:
        """Stop looking for `stat` when it becomes `status:`, which asks for nothing yet."""
        before = text[: text.rfind(" ", 0, mistake.start) + 1]
        if len(before.strip()) < len(self._shown.strip()) and text.startswith(self._shown.strip()):
            with suppress(QueryMistake):
                parse(before, self._vocabulary)
                self._pass_on(before)

    def _pass_on(self, text: str) -> None:
        if text.strip() != self._shown.strip():
            self._shown = text
            self.post_message(self.Edited(text))

    @on(Input.Submitted)
    def finish(self, event: Input.Submitted) -> None:
        """Enter goes to the list, unless there is a mistake to mend."""
        event.stop()
        try:
            parse(self.box.value, self._vocabulary)
        except QueryMistake as mistake:
            self.post_message(self.Hinted(str(mistake), ()))
            return
        self.post_message(QueryBox.Left())

    def on_descendant_blur(self) -> None:
        """Whoever leaves a mistake leaves it behind: the bar says what is shown."""
        self.box.value = self._shown

    @on(QueryBox.Completed)
    def complete(self) -> None:
        """Put the first way to go on into the text."""
        ways = self._ways()
        if ways:
            way, text = ways[0], self.box.value
            self.box.value = text[: way.insert_start] + way.replacement + text[way.insert_end :]
            self.box.cursor_position = way.insert_start + len(way.replacement)

    def _ways(self) -> Sequence[Completion]:
        return complete(self.box.value, self.box.cursor_position, self._vocabulary) if self.box.value.strip() else ()

    def _hint(self, mistake: QueryMistake | None) -> None:
        if not self.box.has_focus:
            self.post_message(self.Hinted(None, ()))
            return
        last_word_done = self.box.value.endswith(" ")
        at_mistake = mistake is not None and (mistake.end < len(self.box.value) or last_word_done)
        ways = self._ways()
        said = str(mistake) if mistake is not None and (at_mistake or not ways) else None
        self.post_message(self.Hinted(said, ways))

    def _colour(self) -> None:
        looks = Looks.from_variables(self.app.theme_variables)
        roles = {
            "field": looks.query_word,
            "sort": looks.query_word,
            "value": looks.plain,
            "word": looks.plain,
            "mistake": looks.alarm,
        }
        found = spans(self.box.value, self._vocabulary)
        self.box.colour([(span.start, span.end, str(roles[span.role])) for span in found])
