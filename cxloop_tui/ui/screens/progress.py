"""Something that takes its time: how far it is, and a way to stop it."""

from dataclasses import dataclass
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from cxloop_tui.domain.text import clean_line
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.messages import Listening
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece
from cxloop_tui.ui.screens.modal import DeskModal
from cxloop_tui.ui.widgets.notes import Labelled, Notes

SHOWN_AFTER_SECONDS: Final = 0.3
"""What is done sooner needs no bar."""

_LOOKS_SECONDS: Final = 0.1
_BAR_CELLS: Final = 40


@dataclass
class Progress:
    """How far something is; written by the thread that does it, read by the one that draws it."""

    total: int
    through: int = 0
    is_stopped: bool = False

    def go_on(self, through: int) -> bool:
        """Note how much is done; say whether to go on."""
        self.through = through
        return not self.is_stopped

    @property
    def is_through(self) -> bool:
        """Whether nothing is left but to lay it down; from then on it cannot be stopped."""
        return self.through >= self.total


@dataclass(frozen=True, slots=True)
class Talk:
    """What is said beside the bar."""

    unit: str = ""
    """What is counted."""
    stop: str = "nothing is changed until the end"
    """What it means to stop."""
    last: str = "writing to disk"
    """What is done when all is counted."""


class ProgressScreen(DeskModal[None]):
    """Shows a bar until whoever showed it says that it is over."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stop", show=False, id="form.cancel")]

    def __init__(self, title: str, progress: Progress, talk: Talk = Talk()) -> None:
        super().__init__()
        self._title = title
        self._progress = progress
        self._talk = talk
        self._is_done = False

    def compose(self) -> ComposeResult:
        """A bar and what can be done about it."""
        frame = Vertical(id="frame")
        frame.border_title = Content(clean_line(self._title))
        with frame:
            yield Notes(self._bar, rows=2)

    def on_mount(self) -> None:
        """Look again and again."""
        self.post_message(Listening())
        self.set_interval(_LOOKS_SECONDS, self._look)

    def action_stop(self) -> None:
        """Stop it."""
        self._progress.is_stopped = True
        self.query_one(Notes).repaint()

    def end(self) -> None:
        """Go away; where something lies over it, as soon as that is gone."""
        self._is_done = True
        self._look()

    def _look(self) -> None:
        if self._is_done and self.is_active:
            self.dismiss()
        self.query_one(Notes).repaint()

    def _bar(self, looks: Looks) -> Labelled:
        progress = self._progress
        full = min(_BAR_CELLS * progress.through // max(progress.total, 1), _BAR_CELLS)
        done = [
            Piece(looks.signs.bar * full, looks.here),
            Piece(looks.signs.bar_rest * (_BAR_CELLS - full), looks.muted),
            Piece(f"  {progress.through:,} of {progress.total:,} {self._talk.unit}".rstrip(), looks.plain),
        ]
        stop = f"{names_of(self.app).how('form.cancel')} stops it; {self._talk.stop}"
        if progress.is_through:
            stop = self._talk.last
        elif progress.is_stopped:
            stop = "stopping"
        return [("", done), ("", [Piece(stop, looks.muted)])]
