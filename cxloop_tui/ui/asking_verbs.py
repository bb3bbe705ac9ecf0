"""How a verb on a ticket asks what it must, does it, and says what happened."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.operation import Kind, Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Act
from cxloop_tui.domain.ticket_view import TicketView
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.performing import Done
from cxloop_tui.services.session import Session
from cxloop_tui.ui.deed_words import what
from cxloop_tui.ui.forms.form import Form
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.words import name_of
from cxloop_tui.ui.keymap import KeyNames, names_of
from cxloop_tui.ui.messages import Changed
from cxloop_tui.ui.screens.picker import PickerScreen

if TYPE_CHECKING:
    from textual.screen import Screen

T = TypeVar("T")

TALK = frozenset({Kind.COMMENT_ADD, Kind.CONTACT_LOG, Kind.REPLY_WRITE})
"""What somebody says, in which they may promise something."""


class AskingVerbs:
    """What the verbs of one screen have in common."""

    def __init__(self, screen: "Screen[None]", session: Session) -> None:
        self._screen = screen
        self._session = session

    async def _with_form(
        self, ticket_id: str, make: Callable[[TicketView, Organisation], Form], act: Act = Act.TALK
    ) -> None:
        view, space = await self._look(ticket_id)
        if self._may(view, space, act):
            await self._show(make(view, space), space)

    async def _show(self, form: Form, space: Organisation) -> None:
        """Show a form with the draft that waits in it; tell what was done."""
        await self._session.load("cxloop_tui.ui.screens.form")
        from cxloop_tui.ui.screens.form import FormScreen  # noqa: PLC0415 - the first paint does without its TextArea

        draft = await self._session.ask(lambda queries: queries.draft(form.ticket, form.name))
        names = {person.email: person.name for person in space.people.values()}
        screen = FormScreen(form, self._session, draft, names)
        done = await self._screen.app.push_screen_wait(screen)
        self._tell(done)
        if done is None:  # a draft may have come or gone
            self._screen.post_message(Changed(()))
        if screen.has_draft:
            self._screen.app.notify("your draft is kept", title=form.title, markup=False)

    async def _pick(self, title: str, options: Sequence[Option], value: str = "") -> str | None:
        return await self._screen.app.push_screen_wait(PickerScreen(title, options, value))

    async def _act(self, work: Callable[[Sitting], Done | None]) -> None:
        done = await self._tried(self._session.act(work))
        self._tell(done)

    async def _tried(self, doing: Awaitable[T]) -> T | None:
        try:
            return await doing
        except CxloopError as refusal:
            self._warn(str(refusal))
            return None

    async def _look(self, ticket_id: str) -> tuple[TicketView, Organisation]:
        return await self._session.ask(lambda queries: (queries.brief_view(ticket_id), queries.organisation()))

    def _may(self, view: TicketView, space: Organisation, act: Act) -> bool:
        """Say whether I may; if not, say on screen why."""
        reason = space.why_may_not(self._session.me, act, view.ticket.owner, view.ticket.segment)
        if reason:
            self._warn(f"{name_of(view.ticket)}: {reason}")
        return reason is None

    def _tell(self, done: Done | None) -> None:
        if done is None:
            return
        back = self._keys.how("ticket.undo")
        told = f"{name_of(done.ticket)} {what(done.operation)}; {back} takes it back{self._offered(done.operation)}"
        self._screen.app.notify(told, markup=False)
        self._screen.post_message(Changed((done,)))

    def _offered(self, operation: Operation) -> str:
        """Offer to put down what was promised in somebody's words, if anything was."""
        if operation.kind not in TALK or not operation.comment:
            return ""
        from cxloop_tui.domain.promise import promise_in  # noqa: PLC0415 - not before anything is said
        from cxloop_tui.ui.render.when import moment  # noqa: PLC0415

        now, offset = self._session.now(), self._session.utc_offset()
        promise = promise_in(operation.comment, now, offset)
        if promise is None:
            return ""
        return (
            f"; {self._keys.how('ticket.follow_up')} puts down what is promised for {moment(promise.at, now, offset)}"
        )

    @property
    def _keys(self) -> KeyNames:
        """How the user's keys are called."""
        return names_of(self._screen.app)

    def _warn(self, reason: str) -> None:
        self._screen.app.notify(reason, severity="warning", markup=False)
