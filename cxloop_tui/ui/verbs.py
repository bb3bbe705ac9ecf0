"""What can be done to a ticket from the screen: each verb asks what it must, does it, and says what happened.

A verb is bound to the ticket it was begun on, wherever the cursor goes meanwhile.
"""

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from cxloop_tui.domain.customer import Consent, customer_of
from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.legality import why_cannot_give
from cxloop_tui.domain.operation import Kind, Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Act
from cxloop_tui.domain.query import Query
from cxloop_tui.domain.status import FOLLOWERS, Status
from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.ticket_view import TicketView
from cxloop_tui.domain.view import Load
from cxloop_tui.services import turning_back
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.performing import Done
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.services.turning_back import Turned
from cxloop_tui.ui.forms import escalation, resolution, talk
from cxloop_tui.ui.forms import ticket as ticket_forms
from cxloop_tui.ui.forms.form import Form
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.words import name_of, work_of
from cxloop_tui.ui.key_gate import KeyGate
from cxloop_tui.ui.keymap import KeyNames, names_of
from cxloop_tui.ui.messages import Changed
from cxloop_tui.ui.screens.picker import PickerScreen
from cxloop_tui.ui.watching import watched

if TYPE_CHECKING:
    from textual.screen import Screen

    from cxloop_tui.domain.call import CallSheet
    from cxloop_tui.ui.screens.progress import Progress

T = TypeVar("T")

CAUSES_OFFERED = 200


class Verbs:
    """The verbs of one screen; every public coroutine is one of them and runs in a worker."""

    def __init__(self, screen: "Screen[None]", session: Session) -> None:
        self._screen = screen
        self._session = session

    def on_ticket(self) -> Mapping[str, Callable[[str], Coroutine[None, None, None]]]:
        """Return the verbs that are begun on a ticket, by action id."""
        return {
            "ticket.comment": self.comment,
            "ticket.contact": self.contact,
            "ticket.call": self.call,
            "ticket.reply": self.reply,
            "ticket.consent": self.consent,
            "ticket.follow_up": self.follow_up,
            "ticket.status": self.status,
            "ticket.priority": self.priority,
            "ticket.assign": self.assign,
            "ticket.take": self.take,
            "ticket.move": self.move,
            "ticket.edit": self.edit,
            "ticket.escalate": self.escalate,
            "ticket.hand_back": self.hand_back,
            "ticket.resolve": self.resolve,
            "ticket.reopen": self.reopen,
            "ticket.copy_number": self.copy_number,
            "ticket.copy_email": self.copy_email,
        }

    async def comment(self, ticket_id: str) -> None:
        """Comment for colleagues."""
        follows = await self._session.ask(lambda queries: queries.following() is not None)

        def form(view: TicketView, space: Organisation) -> Form:
            others = [one for one in space.people.values() if one.active and one.email != self._session.me]
            return talk.comment_form(view, self._session, others if follows else ())

        await self._with_form(ticket_id, form)

    async def contact(self, ticket_id: str) -> None:
        """Log an attempt to reach the customer."""
        await self._with_form(ticket_id, lambda view, _: talk.contact_form(view, self._session))

    async def call(self, ticket_id: str) -> None:
        """Show what to have in sight while one calls; what came of it is logged."""
        from cxloop_tui.domain.call import call_sheet  # noqa: PLC0415 - seldom wanted
        from cxloop_tui.ui.screens.call import ASK, CallScreen  # noqa: PLC0415

        def read(queries: Queries) -> "tuple[CallSheet, Organisation]":
            view, space = queries.view(ticket_id), queries.organisation()
            language = queries.written_to_in(view.ticket)
            past, own = queries.past(view), self._session.writes_in
            return call_sheet(view, past, space.called(queries.me), language, own), space

        sheet, space = await self._session.ask_aside(read)
        now, offset = self._session.now(), self._session.utc_offset()
        screen = CallScreen(name_of(sheet.ticket), sheet, space, now, offset)
        outcome = await self._screen.app.push_screen_wait(screen)
        if outcome == ASK:
            await self.contact(ticket_id)
            return
        kind, _, came = outcome.partition(" ")
        await self._act(lambda sitting: sitting.contact(ticket_id, kind, came, None))

    async def reply(self, ticket_id: str) -> None:
        """Write to the customer: begun from a template, or gone on with from a draft."""
        from cxloop_tui.ui.forms import reply  # noqa: PLC0415 - templates in many languages, seldom wanted

        view, space = await self._look(ticket_id)
        why_not = await self._why_not_written_to(view)
        if why_not is not None:
            self._warn(f"{name_of(view.ticket)}: {why_not}")
            return
        draft, language = await self._session.ask(
            lambda queries: (queries.draft(ticket_id, "reply"), queries.written_to_in(view.ticket))
        )
        options = reply.template_options(language, self._session.writes_in)
        asked = f"Reply to the customer of {name_of(view.ticket)}"
        chosen = reply.NO_TEMPLATE if draft else await self._pick(asked, options)
        if chosen is not None:
            await self._show(reply.reply_form(view, space, chosen, self._session), space)

    async def _why_not_written_to(self, view: TicketView) -> str | None:
        key = customer_of(view.ticket)
        if view.ticket.customer_email is None or key is None:
            return f"it has no e-mail of its customer; {self._keys.how('ticket.edit')} adds one"
        known = await self._session.ask(lambda queries: queries.particulars(key))
        return None if known.may_be_written_to else "the customer does not want to be written to any more"

    async def follow_up(self, ticket_id: str) -> None:
        """Put down what is to be done about it, and by when."""
        from cxloop_tui.ui.forms.followup import followup_form  # noqa: PLC0415 - seldom wanted

        await self._with_form(
            ticket_id,
            lambda view, space: followup_form(name_of(view.ticket), ticket_id, space, self._session, None),
        )

    async def consent(self, ticket_id: str) -> None:
        """Put on record whether the customer may be written to."""
        view, _ = await self._look(ticket_id)
        key = customer_of(view.ticket)
        if key is None:
            self._warn(f"{name_of(view.ticket)}: nothing says who the customer is")
            return
        now = (await self._session.ask(lambda queries: queries.particulars(key))).consent
        asked = f"May the customer of {name_of(view.ticket)} be written to?"
        chosen = await self._pick(asked, list(_CONSENTS), now or "")
        if chosen is None:
            return
        put = await self._tried(self._session.act(lambda sitting: sitting.put_customer(key, {"consent": chosen})))
        if put is not None:
            back = self._keys.how("ticket.undo")
            self._screen.app.notify(f"consent is {chosen} now; {back} takes it back", markup=False)
            self._screen.post_message(Changed(()))

    async def escalate(self, ticket_id: str) -> None:
        """Hand it up."""
        loads = await self._loads()
        await self._with_form(
            ticket_id, lambda view, space: escalation.escalate_form(view, space, loads, self._session), Act.WORK
        )

    async def hand_back(self, ticket_id: str) -> None:
        """End the escalation."""
        view, space = await self._look(ticket_id)
        if view.ticket.status is not Status.ESCALATED:
            self._warn(f"{name_of(view.ticket)} is {view.ticket.status}, not escalated")
        elif self._may(view, space, Act.END_ESCALATION):
            await self._show(escalation.hand_back_form(view, space, self._session), space)

    async def resolve(self, ticket_id: str) -> None:
        """Close the loop."""
        view, space = await self._look(ticket_id)
        if view.ticket.status is Status.RESOLVED:
            self._warn(f"{name_of(view.ticket)} is resolved already; {self._keys.how('ticket.reopen')} reopens it")
            return
        act = Act.END_ESCALATION if view.ticket.status is Status.ESCALATED else Act.WORK
        if self._may(view, space, act):
            causes = await self._session.ask(lambda queries: queries.words_used("root_cause", limit=CAUSES_OFFERED))
            await self._show(resolution.resolve_form(view, space, causes, self._session), space)

    async def reopen(self, ticket_id: str) -> None:
        """Take it up again."""
        view, space = await self._look(ticket_id)
        if view.ticket.status is not Status.RESOLVED:
            self._warn(f"{name_of(view.ticket)} is {view.ticket.status}, not resolved")
        elif self._may(view, space, Act.WORK):
            await self._show(resolution.reopen_form(view, self._session), space)

    async def move(self, ticket_id: str) -> None:
        """Move it to another segment, as the segment rule has it."""
        await self._with_form(
            ticket_id, lambda view, space: ticket_forms.move_form(view, space, self._session), Act.WORK
        )

    async def edit(self, ticket_id: str) -> None:
        """Change its fields."""
        await self._with_form(ticket_id, lambda view, _: ticket_forms.edit_form(view, self._session), Act.WORK)

    async def new(self, segment: str | None) -> None:
        """Make a ticket; `segment` is where the user is."""
        space = await self._session.ask(lambda queries: queries.organisation())
        own = (code for code in space.person(self._session.me).segments if space.tree.is_open(code))
        where = segment or next(own, None)
        await self._show(ticket_forms.new_form(space, self._session, where), space)

    async def export(self, query: Query, ids: Sequence[str] | None = None) -> None:
        """Write what a query finds, or the tickets `ids` in its order, to a file."""
        from cxloop_tui.ui.exporting import Exporting  # noqa: PLC0415 - the first paint does without it

        await Exporting(self._screen, self._session, query, ids).begin()

    async def import_responses(self, keys: KeyGate) -> bool:
        """Make tickets of a survey file; say whether anything may have come in. `keys` wait between its screens."""
        from cxloop_tui.ui.importing import Importing  # noqa: PLC0415 - the first paint does without it

        return await Importing(self._screen, self._session, keys).begin()

    async def status(self, ticket_id: str) -> None:
        """Change the status; those with a form open it."""
        view, _ = await self._look(ticket_id)
        ticket = view.ticket
        options = [
            Option(status, status, _STATUS_HINTS[status], self._why_not(ticket.status, status), key=str(number))
            for number, status in enumerate(Status, start=1)
        ]
        chosen = await self._pick(f"Status of {name_of(ticket)}", options)
        if chosen == Status.RESOLVED:
            await self.resolve(ticket_id)
        elif chosen == Status.ESCALATED:
            await self.escalate(ticket_id)
        elif chosen is not None and ticket.status is Status.RESOLVED:
            await self.reopen(ticket_id)
        elif chosen is not None:
            await self._act(lambda sitting: sitting.change(ticket_id, {"status": chosen}, seen=view.seen))

    async def priority(self, ticket_id: str) -> None:
        """Change the priority."""
        view, space = await self._look(ticket_id)
        ticket = view.ticket
        if not self._may(view, space, Act.WORK):
            return
        chosen = await self._pick(
            f"Priority of {name_of(ticket)}", list(ticket_forms.PRIORITIES), ticket.priority.value
        )
        if chosen is not None:
            await self._act(lambda sitting: sitting.change(ticket_id, {"priority": chosen}, seen=view.seen))

    async def assign(self, ticket_id: str) -> None:
        """Give it to another owner."""
        view, space = await self._look(ticket_id)
        ticket, loads = view.ticket, await self._loads()
        hints = {email: work_of(email, loads) for email in space.people}
        reasons = self._why_cannot_own(view, space)
        day = self._session.today()
        options = ticket_forms.people_options(space, self._session.me, hints, reasons, day=day)
        chosen = await self._pick(f"Owner of {name_of(ticket)}", options)
        if chosen is not None:
            await self._act(lambda sitting: sitting.change(ticket_id, {"owner": chosen}, seen=view.seen))

    async def take(self, ticket_id: str) -> None:
        """Make it mine."""
        me = self._session.me
        await self._act(lambda sitting: sitting.change(ticket_id, {"owner": me}))

    async def copy_number(self, ticket_id: str) -> None:
        """Copy its number."""
        view, _ = await self._look(ticket_id)
        self._copy(name_of(view.ticket))

    async def copy_email(self, ticket_id: str) -> None:
        """Copy the customer's e-mail."""
        view, _ = await self._look(ticket_id)
        self._copy(view.ticket.customer_email or "")

    async def undo(self) -> None:
        """Take back my last change."""
        await self._turn_back(turning_back.undo, "undo")

    async def redo(self) -> None:
        """Take back my last undo."""
        await self._turn_back(turning_back.redo, "redo")

    async def fill_in(self, form: Form) -> None:
        """Let the user fill in a form."""
        await self._show(form, await self._session.ask(lambda queries: queries.organisation()))

    async def _with_form(
        self, ticket_id: str, make: Callable[[TicketView, Organisation], Form], act: Act = Act.TALK
    ) -> None:
        view, space = await self._look(ticket_id)
        if self._may(view, space, act):
            await self._show(make(view, space), space)

    async def _show(self, form: Form, space: Organisation) -> None:
        """Show a form with the draft that waits in it; tell what was done."""
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

    async def _turn_back(self, turn: Callable[..., Turned], verb: str) -> None:
        """Undo or redo; a long one shows how far it is, and what is done when it is stopped stays."""
        from cxloop_tui.ui.screens.progress import Talk  # noqa: PLC0415 - not for the first paint

        def work(progress: "Progress") -> Coroutine[None, None, Turned]:
            def go_on(through: int, of: int) -> bool:
                progress.total = of
                return progress.go_on(through)

            return self._session.work_at_length(lambda desk: turn(desk(), self._session.me, go_on=go_on))

        talk = Talk(stop=f"what is done stays, and {self._keys.how(f'ticket.{verb}')} goes on", last="done")
        turned = await self._tried(watched(self._screen, verb.capitalize(), 1, work, talk))
        if turned is not None and turned.count:
            self._tell_turned(turned, f"{verb}ne")

    def _tell_turned(self, turned: Turned, word: str) -> None:
        told = f"{word}: {_named(turned)} {_turned_back(turned.first[0].operation)}"
        stay = [f"{count:,} stay: {reason}" for reason, count in turned.refusals.most_common(1)]
        left = [f"stopped, {turned.left:,} left"] if turned.left else []
        self._screen.app.notify("; ".join([told, *stay, *left]), markup=False)
        is_few = turned.count == len(turned.first)
        changed = tuple(one for one in turned.first if isinstance(one, Done)) if is_few else ()
        self._screen.post_message(Changed(changed))

    async def _tried(self, doing: Awaitable[T]) -> T | None:
        try:
            return await doing
        except CxloopError as refusal:
            self._warn(str(refusal))
            return None

    async def _look(self, ticket_id: str) -> tuple[TicketView, Organisation]:
        return await self._session.ask(lambda queries: (queries.brief_view(ticket_id), queries.organisation()))

    async def _loads(self) -> Mapping[str, Load]:
        return await self._session.ask(lambda queries: queries.loads())

    def _may(self, view: TicketView, space: Organisation, act: Act) -> bool:
        """Say whether I may; if not, say on screen why."""
        reason = space.why_may_not(self._session.me, act, view.ticket.owner, view.ticket.segment)
        if reason:
            self._warn(f"{name_of(view.ticket)}: {reason}")
        return reason is None

    def _why_cannot_own(self, view: TicketView, space: Organisation) -> dict[str, str]:
        ticket, me = view.ticket, self._session.me
        reasons = {email: why_cannot_give(me, email, ticket, space) for email in space.people}
        if ticket.owner is not None:
            reasons[ticket.owner] = "owns it already"
        return {email: reason for email, reason in reasons.items() if reason}

    def _why_not(self, now: Status, wanted: Status) -> str | None:
        if now is wanted:
            return "it is already"
        return None if wanted in FOLLOWERS[now] else f"a ticket that is {now} cannot become {wanted}"

    def _copy(self, text: str) -> None:
        harmless = clean_line(text)
        if not harmless:
            self._warn("there is nothing to copy")
            return
        self._screen.app.copy_to_clipboard(harmless)

    def _tell(self, done: Done | None) -> None:
        if done is None:
            return
        back = self._keys.how("ticket.undo")
        self._screen.app.notify(f"{name_of(done.ticket)} {_what(done.operation)}; {back} takes it back", markup=False)
        self._screen.post_message(Changed((done,)))

    @property
    def _keys(self) -> KeyNames:
        """How the user's keys are called."""
        return names_of(self._screen.app)

    def _warn(self, reason: str) -> None:
        self._screen.app.notify(reason, severity="warning", markup=False)


_CONSENTS = (
    Option(Consent.GIVEN, "yes", "they said so", key="1"),
    Option(Consent.WITHDRAWN, "no", "nothing is sent to them any more", key="2"),
)


_STATUS_HINTS = {
    Status.NEW: "nothing done yet",
    Status.OPEN: "being worked on",
    Status.ESCALATED: "handed up; opens the form",
    Status.RESOLVED: "the loop is closed; opens the form",
}


_DONE_WORDS = {
    Kind.TICKET_CREATE: "created",
    Kind.TICKET_WITHDRAW: "withdrawn",
    Kind.COMMENT_ADD: "commented",
    Kind.COMMENT_WITHDRAW: "words withdrawn",
    Kind.CONTACT_LOG: "contact logged",
    Kind.REPLY_WRITE: "replied to",
    Kind.CUSTOMER_PUT: "put on record",
    Kind.RESPONSE_ADD: "response added",
}


_TURNS = {
    (Status.ESCALATED, Status.OPEN): "handed back",
    (Status.RESOLVED, Status.OPEN): "reopened",
}


_NAMED_MOST = 3


def _named(turned: Turned) -> str:
    """Name what a turn back was about: the first few, and how many more."""
    names = [name_of(one.ticket) if isinstance(one, Done) else _named_put(one.operation) for one in turned.first]
    more = turned.count - _NAMED_MOST
    return ", ".join(names[:_NAMED_MOST]) + (f" and {more:,} more" if more > 0 else "")


def _named_put(operation: Operation) -> str:
    if operation.kind == Kind.LETTER_CHANGE:
        return "a letter"
    return "a customer" if operation.kind == Kind.CUSTOMER_PUT else operation.subject


def _turned_back(operation: Operation) -> str:
    status = operation.wanted("state" if operation.kind == Kind.LETTER_CHANGE else "status")
    return f"is {status} again" if status is not None else _what(operation)


def _what(operation: Operation) -> str:
    """Say in a few words what an operation did."""
    word = _DONE_WORDS.get(Kind(operation.kind))
    if word is not None:
        return word
    turn = operation.set.get("status")
    if turn is not None:
        wanted = Status(str(turn.wanted))
        return _TURNS.get((Status(str(turn.seen)), wanted), str(wanted))
    fields = [name.replace("_", " ") for name in operation.set]
    return f"{', '.join([*fields, *(['tags'] if operation.add or operation.remove else [])])} changed"
