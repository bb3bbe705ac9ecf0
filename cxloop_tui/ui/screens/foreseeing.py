"""A picker that foretells: what each option would do stands under the options while the cursor is on it."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult

from cxloop_tui.ui.forms.many import Foretold, foretold_pieces
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.screens.picker import PickerScreen
from cxloop_tui.ui.widgets.chooser import Chooser
from cxloop_tui.ui.widgets.notes import Labelled, Notes

FORETOLD_LINES: Final = 6
"""Room for what is foretold; it does not grow and shrink while one looks through the options."""


class ForeseeingPicker(PickerScreen):
    """Asks for one of several options; ends with the value chosen, or None."""

    rows: ClassVar[int] = 9

    def __init__(
        self, title: str, options: Sequence[Option], value: str, foresee: Callable[[str], Awaitable[Foretold]]
    ) -> None:
        super().__init__(title, options, value, preview=self._look)
        self._foresee = foresee
        self._foretold: Foretold = ()

    def below(self) -> ComposeResult:
        """What the option under the cursor would do."""
        yield Notes(self._lines, rows=FORETOLD_LINES, id="preview")

    def on_mount(self) -> None:
        """Foretell the option the cursor is on to begin with."""
        super().on_mount()
        self._look(self.query_one(Chooser).value)

    def _look(self, value: str) -> None:
        """Look into the future of an option; only the last one asked for counts."""
        self._foretold = [("", "...")] if value else []
        if value:
            work: Callable[[], Awaitable[None]] = partial(self._looked, value)  # one overtaken is never begun
            self.run_worker(work, group="foresee", exclusive=True)

    @on(Chooser.Changed)
    def forget(self) -> None:
        """Foretell nothing where there is no option."""
        if not self.query_one(Chooser).value:
            self._foretold = []
        self.query_one("#preview", Notes).repaint()

    async def _looked(self, value: str) -> None:
        self._foretold = await self._foresee(value)
        for notes in self.query("#preview").results(Notes):  # it may have been left meanwhile
            notes.repaint()

    def _lines(self, looks: Looks) -> Labelled:
        return foretold_pieces(self._foretold, looks)
