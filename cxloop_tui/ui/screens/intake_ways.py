"""What a survey file leaves open: the question, the ways to read it, and what each would ask for."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult

from cxloop_tui.domain.intake import Unsettled
from cxloop_tui.ui.forms.intake import Labelled, question_of, settings_of, way_options
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece
from cxloop_tui.ui.screens.picker import PickerScreen
from cxloop_tui.ui.widgets.chooser import Chooser
from cxloop_tui.ui.widgets.wrapped_notes import WrappedNotes

_WORDS_MOST: Final = 9
"""Lines for the question and the way under the cursor, on a low screen too."""


class WaysScreen(PickerScreen):
    """Asks how a file is to be read; ends with the place of one of the ways, as a text, or None."""

    rows: ClassVar[int] = 6

    def __init__(self, title: str, open_: Unsettled) -> None:
        super().__init__(title, way_options(open_.ways))
        self._open = open_

    def below(self) -> ComposeResult:
        """The question, and in full what is under the cursor."""
        yield WrappedNotes(self._words, rows=_WORDS_MOST, id="preview")

    @on(Chooser.Changed)
    def show_the_way(self) -> None:
        """Another way is under the cursor."""
        self.query_one("#preview", WrappedNotes).repaint()

    def _words(self, looks: Looks) -> Labelled:
        question = ("open", [Piece(question_of(self._open.why), looks.waiting)])
        choosers = self.query(Chooser)
        if not choosers or not choosers.first().value:
            return [question]
        way = self._open.ways[int(choosers.first().value)]
        settings = settings_of(way.asked)
        return [
            question,
            ("this way", [Piece(way.because, looks.plain)]),
            ("means", [Piece(settings, looks.muted)]),
        ]
