"""The search bar: the query as text, coloured, with a mistake shown at its place and ways to go on below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from cxloop_tui.domain.vocabulary import Vocabulary
from cxloop_tui.ui.messages import Listening
from cxloop_tui.ui.paint_hold import hold_paint
from cxloop_tui.ui.render.looks import BOLD, Looks
from cxloop_tui.ui.render.pieces import Line, Piece, line_of
from cxloop_tui.ui.widgets.bar import Bar
from cxloop_tui.ui.widgets.line_box import LineBox

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.style import Style

    from cxloop_tui.domain.query_language import Completion, QueryMistake

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

    def on_focus(self) -> None:
        """Take what was typed ahead."""
        self.post_message(Listening())

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


class SearchBar(Bar):
    """The query as it is typed and as the pickers set it: always the same value.

    It draws the query itself; the box to type in stands over it while somebody types, and at no other time: Textual
    lays a box out anew for every text it is given, which a change of the list has no time for.
    """

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
        self._box: QueryBox | None = None

    def lines_for(self, width: int, looks: Looks) -> Sequence[Line]:
        """A slash, then the query, or what invites to type one."""
        slash = Piece("/", looks.here + BOLD, "find.search")
        query = self._query(looks) if self._shown else [Piece(INVITATION, looks.muted, "find.search")]
        return [line_of([slash, Piece(" ", looks.plain), *query], (), width, looks.ground, looks.signs)]

    def _query(self, looks: Looks) -> Sequence[Piece]:
        """The query in its colours, which are not known before the first paint."""
        if self._box is None:
            return [Piece(self._shown, looks.plain, "find.search")]
        pieces, at = [], 0
        for start, end, look in self._coloured(self._shown, looks):
            pieces += [Piece(self._shown[at:start], looks.plain), Piece(self._shown[start:end], look, "find.search")]
            at = end
        return [*pieces, Piece(self._shown[at:], looks.plain)]

    def notify_style_update(self) -> None:
        """Colour the query in a new theme."""
        super().notify_style_update()
        self._colour()

    @property
    def text(self) -> str:
        """What stands in the bar."""
        return self._box.value if self._box is not None and self._box.display else self._shown

    @property
    def box(self) -> QueryBox:
        """Where the query is typed."""
        return self._box or self.make_box()

    def make_box(self) -> QueryBox:
        """Have a box to type in: behind the first paint, or when somebody begins to type."""
        if self._box is None:
            self._box = QueryBox(placeholder=INVITATION, id="query")
            self._box.display = False
            self.mount(self._box)
            self.repaint()
        return self._box

    def show(self, text: str, vocabulary: Vocabulary) -> None:
        """Show a query that was set elsewhere."""
        self._vocabulary = vocabulary
        self._shown = text
        self._colour()
        self.repaint()

    def begin(self) -> None:
        """Start typing, with the last query selected."""
        if not self.box.display:
            self._put_into_box(self._shown)
            self.box.display = True
        self.screen.set_focus(self.box)
        self.box.select_all()

    def _put_into_box(self, text: str) -> None:
        with self.prevent(Input.Changed):
            self.box.value = text
        self._colour()

    @on(Input.Changed)
    def follow(self, event: Input.Changed) -> None:
        """Colour what is typed, say what is wrong, and pass a query on."""
        event.stop()
        self._colour()
        text = self.box.value
        mistake = self._mistake_in(text)
        self._hint(mistake)
        if mistake is None:
            self._pass_on(text)
        else:
            self._forget_half_a_word(text, mistake)

    def _mistake_in(self, text: str) -> QueryMistake | None:
        """Return what is wrong with a query; its language is loaded when the first one is typed."""
        from cxloop_tui.domain.query_language import QueryMistake, parse

        try:
            parse(text, self._vocabulary)
        except QueryMistake as mistake:
            return mistake
        return None

    def _forget_half_a_word(self, text: str, mistake: QueryMistake) -> None:
        """Stop looking for `stat` when it becomes `status:`, which asks for nothing yet."""
        before = text[: text.rfind(" ", 0, mistake.start) + 1]
        is_half = len(before.strip()) < len(self._shown.strip()) and text.startswith(self._shown.strip())
        if is_half and self._mistake_in(before) is None:
            self._pass_on(before)

    def _pass_on(self, text: str) -> None:
        if text.strip() != self._shown.strip():
            self._shown = text
            hold_paint(self.app)
            self.post_message(self.Edited(text))

    @on(Input.Submitted)
    def finish(self, event: Input.Submitted) -> None:
        """Enter goes to the list, unless there is a mistake to mend."""
        event.stop()
        mistake = self._mistake_in(self.box.value)
        self.post_message(QueryBox.Left() if mistake is None else self.Hinted(str(mistake), ()))

    def on_descendant_blur(self) -> None:
        """Whoever leaves a mistake leaves it behind: the bar says what is shown."""
        self.box.display = False

    @on(QueryBox.Completed)
    def complete(self) -> None:
        """Put the first way to go on into the text."""
        ways = self._ways()
        if ways:
            way, text = ways[0], self.box.value
            self.box.value = text[: way.insert_start] + way.replacement + text[way.insert_end :]
            self.box.cursor_position = way.insert_start + len(way.replacement)

    def _ways(self) -> Sequence[Completion]:
        if not self.box.value.strip():
            return ()
        from cxloop_tui.domain.query_language import complete

        return complete(self.box.value, self.box.cursor_position, self._vocabulary)

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
        """Colour what is being typed."""
        if self._box is not None and self._box.display:
            looks = Looks.from_variables(self.app.theme_variables)
            self._box.colour([(start, end, str(look)) for start, end, look in self._coloured(self._box.value, looks)])

    def _coloured(self, text: str, looks: Looks) -> Iterable[tuple[int, int, Style]]:
        """Say from where to where a query has which look."""
        from cxloop_tui.domain.query_language import spans

        roles = {
            "field": looks.query_word,
            "sort": looks.query_word,
            "value": looks.plain,
            "word": looks.plain,
            "mistake": looks.alarm,
        }
        return ((span.start, span.end, roles[span.role]) for span in spans(text, self._vocabulary))
