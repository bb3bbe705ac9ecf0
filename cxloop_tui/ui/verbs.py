"""What can be done to a ticket from the screen: each verb asks what it must, does it, and says what happened.

A verb is bound to the ticket it was begun on, wherever the cursor goes meanwhile.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from cxloop_tui.domain.legality import why_cannot_give
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Act
from cxloop_tui.domain.query import Query
from cxloop_tui.domain.status import FOLLOWERS, Status
from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.ticket_view import TicketView
from cxloop_tui.domain.view import Load
from cxloop_tui.services import turning_back
from cxloop_tui.services.performing import Done
from cxloop_tui.services.turning_back import Turned
from cxloop_tui.ui.asking_verbs import AskingVerbs
from cxloop_tui.ui.deed_words import named, turned_back
from cxloop_tui.ui.forms import escalation, resolution, talk
from cxloop_tui.ui.forms import ticket as ticket_forms
from cxloop_tui.ui.forms.form import Form
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.words import name_of, work_of
from cxloop_tui.ui.key_gate import KeyGate
from cxloop_tui.ui.messages import Changed
from cxloop_tui.ui.watching import watched

if TYPE_CHECKING:
    from cxloop_tui.ui.screens.progress import Progress

T = TypeVar("T")

CAUSES_OFFERED = 200


class Verbs(AskingVerbs):
    """The verbs of one screen; every public coroutine is one of them and runs in a worker."""

    def on_ticket(self) -> Mapping[str, Callable[[str], Coroutine[None, None, None]]]:
        """Return the verbs that are begun on a ticket, by action id."""
        return {
            "ticket.comment": self.comment,
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
        categories = await self._session.ask(lambda queries: queries.categories())
        await self._with_form(
            ticket_id, lambda view, _: ticket_forms.edit_form(view, categories, self._session), Act.WORK
        )

    async def new(self, segment: str | None) -> None:
        """Make a ticket; `segment` is where the user is."""
        space = await self._session.ask(lambda queries: queries.organisation())
        own = (code for code in space.person(self._session.me).segments if space.tree.is_open(code))
        where = segment or next(own, None)
        await self._show(ticket_forms.new_form(space, self._session, where), space)

    async def export(self, query: Query, ids: Sequence[str] | None = None) -> None:
        """Write what a query finds, or the tickets `ids` in its order, to a file."""
        await self._session.load("cxloop_tui.ui.exporting")
        from cxloop_tui.ui.exporting import Exporting  # noqa: PLC0415 - the first paint does without it

        await Exporting(self._screen, self._session, query, ids).begin()

    async def import_responses(self, keys: KeyGate) -> bool:
        """Make tickets of a survey file; say whether anything may have come in. `keys` wait between its screens."""
        await self._session.load("cxloop_tui.ui.importing")
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
        told = f"{word}: {named(turned)} {turned_back(turned.first[0].operation)}"
        stay = [f"{count:,} stay: {reason}" for reason, count in turned.refusals.most_common(1)]
        left = [f"stopped, {turned.left:,} left"] if turned.left else []
        self._screen.app.notify("; ".join([told, *stay, *left]), markup=False)
        is_few = turned.count == len(turned.first)
        changed = tuple(one for one in turned.first if isinstance(one, Done)) if is_few else ()
        self._screen.post_message(Changed(changed))

    async def _loads(self) -> Mapping[str, Load]:
        return await self._session.ask(lambda queries: queries.loads())

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


_STATUS_HINTS = {
    Status.NEW: "nothing done yet",
    Status.OPEN: "being worked on",
    Status.ESCALATED: "handed up; opens the form",
    Status.RESOLVED: "the loop is closed; opens the form",
}
