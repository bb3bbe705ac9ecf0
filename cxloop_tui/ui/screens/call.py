"""The call sheet on screen: read it, call, and press what came of it."""

from collections.abc import Iterator
from typing import ClassVar, Final

from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from cxloop_tui.domain.call import CallSheet
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.text import clean_block, clean_line
from cxloop_tui.ui.forms.talk import CONTACTS
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.messages import Listening
from cxloop_tui.ui.render.comments import contact_words
from cxloop_tui.ui.render.looks import BOLD, Looks
from cxloop_tui.ui.render.pieces import Piece
from cxloop_tui.ui.render.when import moment
from cxloop_tui.ui.screens.modal import DeskModal
from cxloop_tui.ui.widgets.notes import Labelled
from cxloop_tui.ui.widgets.wrapped_notes import WrappedNotes

ASK: Final = "ask"
"""What it ends with when nobody said what came of the call."""

_PAGE: Final = 10
_LINES: Final = 30
"""Lines of the sheet that are in sight at most."""
_OTHERS: Final = 6
"""Lines that the frame around them takes, and some of what lies behind."""
_OUTCOMES: Final = {str(option.key): option.value for option in CONTACTS if option.value.startswith("call ")}


class CallScreen(DeskModal[str]):
    """Ends with the contact that is to be logged, as `call reached`, or with ASK."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", show=False, id="form.cancel"),
        *(Binding(key, f"log('{value}')", show=False) for key, value in _OUTCOMES.items()),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,space", f"scroll({_PAGE})", show=False),
        Binding("pageup", f"scroll(-{_PAGE})", show=False),
    ]

    def __init__(self, name: str, sheet: CallSheet, space: Organisation, now: int, utc_offset: int) -> None:
        super().__init__()
        self._called = name
        self._sheet = sheet
        self._space = space
        self._now = now
        self._utc_offset = utc_offset

    def compose(self) -> ComposeResult:
        """Lay the sheet out in a frame."""
        frame = Vertical(id="frame")
        frame.border_title = Content(f"Call about {clean_line(self._called)}")
        outcomes = "  ".join(f"{option.key} {option.label}" for option in CONTACTS if option.key in _OUTCOMES)
        frame.border_subtitle = Content(f"{outcomes}  {names_of(self.app).how('form.cancel')} asks")
        with frame:
            yield WrappedNotes(self._lines, rows=_LINES, left=lambda _width: _OTHERS, id="page")

    def on_mount(self) -> None:
        """Let keys that were typed ahead go on; what was told before must not cover the sheet."""
        self.app.clear_notifications()
        self.post_message(Listening())

    def action_leave(self) -> None:
        """Ask what came of it."""
        self.dismiss(ASK)

    def action_log(self, outcome: str) -> None:
        """Log what came of it at once."""
        self.dismiss(outcome)

    def action_scroll(self, lines: int) -> None:
        """Show later or earlier lines."""
        self.query_one(WrappedNotes).scroll_lines(lines)

    def _lines(self, looks: Looks) -> Labelled:
        return [(label, [Piece(words, style)]) for label, words, style in self._said(looks)]

    def _said(self, looks: Looks) -> Iterator[tuple[str, str, Style]]:
        sheet, ticket, plain = self._sheet, self._sheet.ticket, looks.plain
        number = ticket.customer_phone or "no number is known; the ticket's fields take one"
        yield "call", number, plain + BOLD if ticket.customer_phone else looks.waiting
        yield "who", "  ".join(filter(None, (ticket.customer_name, ticket.customer_email))) or "nobody knows", plain
        score = "" if ticket.score is None else f"{(ticket.score_kind or '').upper()} {ticket.score}".strip()
        before = f"before: {', '.join(map(str, sheet.scores_before))}" if sheet.scores_before else ""
        if score or before:
            yield "score", "   ".join(filter(None, (score, before))), plain
        yield "", "", plain
        for place, line in enumerate(clean_block(ticket.comment).splitlines() or [""]):
            yield "" if place else "they said", line, plain
        yield "", "", plain
        for place, one in enumerate(sheet.promised):
            is_over = one.is_over(self._now)
            due = "" if one.due_at is None else f", {moment(one.due_at, self._now, self._utc_offset)}"
            words = f"{one.text}  {self._space.called(one.owner)}{due}{' over' if is_over else ''}"
            yield "" if place else "to do", words, looks.alarm if is_over else plain
        for place, tried in enumerate(sheet.contacts):
            when = moment(tried.at, self._now, self._utc_offset)
            words = f"{when}  {self._space.called(tried.by)}  {contact_words(tried.kind)}  {tried.note}"
            yield "" if place else "tried", words, looks.muted
        yield "say", sheet.opening, plain + BOLD
        if sheet.means is not None:
            yield "means", sheet.means, looks.muted
