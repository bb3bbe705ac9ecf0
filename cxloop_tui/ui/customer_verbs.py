"""What can be done about a ticket's customer from the screen: call, write, follow up, and log what came of it."""

from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING

from cxloop_tui.domain.customer import Consent, customer_of
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Act
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket_view import TicketView
from cxloop_tui.services.queries import Queries
from cxloop_tui.ui.asking_verbs import TALK, AskingVerbs
from cxloop_tui.ui.forms import talk
from cxloop_tui.ui.forms.form import Form
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.words import name_of
from cxloop_tui.ui.messages import Changed

if TYPE_CHECKING:
    from cxloop_tui.domain.call import CallSheet

_CONSENTS = (
    Option(Consent.GIVEN, "yes", "they said so", key="1"),
    Option(Consent.WITHDRAWN, "no", "nothing is sent to them any more", key="2"),
)


class CustomerVerbs(AskingVerbs):
    """Every public coroutine is one of them and runs in a worker."""

    def on_ticket(self) -> Mapping[str, Callable[[str], Coroutine[None, None, None]]]:
        """Return the verbs that are begun on a ticket, by action id."""
        return {
            "ticket.contact": self.contact,
            "ticket.call": self.call,
            "ticket.reply": self.reply,
            "ticket.consent": self.consent,
            "ticket.same_customer": self.same_customer,
            "ticket.follow_up": self.follow_up,
            "ticket.wait": self.wait,
        }

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
        from cxloop_tui.domain.mail.own_templates import own_templates  # noqa: PLC0415 - seldom wanted
        from cxloop_tui.domain.mail.reply import steps_of  # noqa: PLC0415 - templates in many languages, seldom wanted
        from cxloop_tui.ui.forms import reply  # noqa: PLC0415

        view, space = await self._look(ticket_id)
        why_not = await self._why_not_written_to(view)
        if why_not is not None:
            self._warn(f"{name_of(view.ticket)}: {why_not}")
            return
        draft, language = await self._session.ask(
            lambda queries: (queries.draft(ticket_id, "reply"), queries.written_to_in(view.ticket))
        )
        steps = steps_of(view.ticket, space.policy)
        written = own_templates(space.policy)
        options = reply.template_options(language, self._session.writes_in, steps, written)
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
        from cxloop_tui.domain.promise import promise_in  # noqa: PLC0415 - seldom wanted
        from cxloop_tui.ui.forms.followup import followup_form  # noqa: PLC0415

        now, offset = self._session.now(), self._session.utc_offset()

        def form(view: TicketView, space: Organisation) -> Form:
            mine = (entry.operation for entry in reversed(view.entries) if entry.operation.by == self._session.me)
            last = next((one.comment for one in mine if one.kind in TALK and one.comment), "")
            promise = promise_in(last, now, offset)
            known = promise is not None and any(one.due_at == promise.at for one in view.followups)
            begun = None if known else promise
            return followup_form(name_of(view.ticket), ticket_id, space, self._session, begun, self._tell_put)

        await self._with_form(ticket_id, form)

    async def wait(self, ticket_id: str) -> None:
        """Set it aside until the customer answers, or until a moment comes."""
        from cxloop_tui.ui.forms.waiting import wait_form  # noqa: PLC0415 - seldom wanted

        view, space = await self._look(ticket_id)
        if view.ticket.status is Status.RESOLVED:
            self._warn(f"{name_of(view.ticket)} is resolved: there is nothing to wait for")
        elif self._may(view, space, Act.WORK):
            await self._show(wait_form(view, space.policy, self._session), space)

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
            self._tell_put(f"consent is {chosen} now")
            self._screen.post_message(Changed(()))

    async def same_customer(self, ticket_id: str) -> None:
        """Put on record that another address is the same person's."""
        from cxloop_tui.ui.forms.same_customer import same_customer_form  # noqa: PLC0415 - seldom wanted

        view, space = await self._look(ticket_id)
        key = customer_of(view.ticket)
        if key is None:
            self._warn(f"{name_of(view.ticket)}: nothing says who the customer is")
            return
        await self._show(same_customer_form(key, self._session, self._tell_put), space)
        self._screen.post_message(Changed(()))

    def _tell_put(self, said: str) -> None:
        back = self._keys.how("ticket.undo")
        self._screen.app.notify(f"{said}; {back} takes it back", markup=False)
