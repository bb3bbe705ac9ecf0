"""The call sheet on screen: read it, call, and press what came of it."""

from collections.abc import Iterator
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from cxloop_tui.domain.call import CallSheet
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.text import clean_block, clean_line
from cxloop_tui.ui.forms.talk import CONTACTS
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.messages import Listening
from cxloop_tui.ui.render.comments import contact_words
from cxloop_tui.ui.render.when import moment
from cxloop_tui.ui.screens.modal import DeskModal

ASK: Final = "ask"
"""What it ends with when nobody said what came of the call."""

_PAGE: Final = 10
_LABEL: Final = 10
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
        with frame, VerticalScroll(id="page", can_focus=False):
            yield Static(Content("\n").join(self._lines()))

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
        self.query_one("#page", VerticalScroll).scroll_relative(y=lines, animate=False)

    def _lines(self) -> Iterator[Content]:
        sheet, ticket = self._sheet, self._sheet.ticket
        yield _line("call", ticket.customer_phone or "no number is known; the ticket's fields take one", "bold")
        yield _line("who", " ".join(filter(None, (ticket.customer_name, ticket.customer_email))) or "nobody knows")
        score = "" if ticket.score is None else f"{(ticket.score_kind or '').upper()} {ticket.score}".strip()
        before = f"before: {', '.join(map(str, sheet.scores_before))}" if sheet.scores_before else ""
        if score or before:
            yield _line("score", "   ".join(filter(None, (score, before))))
        yield Content("")
        for place, said in enumerate(clean_block(ticket.comment).splitlines() or [""]):
            yield _line("" if place else "they said", said)
        yield Content("")
        for place, one in enumerate(sheet.promised):
            due = "" if one.due_at is None else f", {moment(one.due_at, self._now, self._utc_offset)}"
            over = " over" if one.is_over(self._now) else ""
            yield _line("" if place else "to do", f"{one.text}  {self._space.called(one.owner)}{due}{over}")
        for place, tried in enumerate(sheet.contacts):
            when = moment(tried.at, self._now, self._utc_offset)
            what = f"{when}  {self._space.called(tried.by)}  {contact_words(tried.kind)}  {tried.note}"
            yield _line("" if place else "tried", what)
        yield _line("say", sheet.opening, "bold")
        if sheet.means is not None:
            yield _line("means", sheet.means)


def _line(label: str, words: str, style: str = "") -> Content:
    said = Content.styled(clean_line(words), style) if style else Content(clean_line(words))
    return Content(label.ljust(_LABEL)) + said
