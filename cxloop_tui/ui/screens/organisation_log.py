"""The log of a segment, a person or a rule: who changed what, when, from what to what."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_log import PutLine, change_words
from cxloop_tui.domain.text import clean_line
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.messages import Listening
from cxloop_tui.ui.render.when import moment
from cxloop_tui.ui.screens.modal import DeskModal
from cxloop_tui.ui.widgets.line_table import Cell, Column, LineTable, Row, Tone

_WHEN_CELLS = 12
_WHO_CELLS = 16


class LogScreen(DeskModal[None]):
    """The lines of a log, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", show=False, id="form.cancel"),
        Binding("down,j", "move(1)", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(self, name: str, log: Sequence[PutLine], space: Organisation, *, now: int, utc_offset: int) -> None:
        super().__init__()
        self._subject = name
        self._log = log
        self._space = space
        self._now = now
        self._utc_offset = utc_offset

    def compose(self) -> ComposeResult:
        """Lay the lines out in a frame."""
        frame = Vertical(id="frame")
        frame.border_title = Content(f"Log of {clean_line(self._subject)}")
        frame.border_subtitle = Content(f"{names_of(self.app).how('form.cancel')} leaves")
        with frame:
            yield LineTable(id="log")

    def on_mount(self) -> None:
        """Show the lines, the newest first."""
        table = self.query_one(LineTable)
        rows = [self._row(place, line) for place, line in enumerate(reversed(self._log))]
        table.show(_columns, rows, empty=("Nobody has changed it.",))
        self.set_focus(table)
        self.post_message(Listening())

    def action_leave(self) -> None:
        """Back."""
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        """Go to another line."""
        self.query_one(LineTable).move(by)

    def action_page(self, by: int) -> None:
        """Go a page on or back."""
        self.query_one(LineTable).page(by)

    def _row(self, place: int, line: PutLine) -> Row:
        undone = "undone: " if line.undone else ""
        what = change_words(line, names_of(self.app).signs.becomes, self._called)
        return Row(
            str(place),
            {
                "when": Cell(moment(line.at, self._now, self._utc_offset), Tone.MUTED),
                "who": Cell(self._space.called(line.by)),
                "what": Cell(undone + what, Tone.MUTED if line.undone else Tone.PLAIN),
            },
        )

    def _called(self, code: str) -> str:
        """Return the name of a person or a segment."""
        return self._space.called(code) if code in self._space.people else self._space.tree.name(code)


def _columns(_width: int) -> Sequence[Column]:
    return (
        Column("when", "when", _WHEN_CELLS),
        Column("who", "who", _WHO_CELLS),
        Column("what", "what was changed"),
    )
