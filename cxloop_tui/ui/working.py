"""What is done at the desk beyond looking at the list: finding, views, verbs on tickets, files, the organisation.

The first paint does without any of it: the screen loads this module behind it, or with the first key that needs it.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.identity import number_or_handle
from cxloop_tui.domain.operation import Kind, Operation
from cxloop_tui.domain.query import Branch, Field, Query
from cxloop_tui.domain.text import clean_line
from cxloop_tui.services.performing import Done
from cxloop_tui.services.session import Session
from cxloop_tui.ui.actions import BY_ID, Deeds
from cxloop_tui.ui.beside import Beside
from cxloop_tui.ui.bulk import ManyVerbs
from cxloop_tui.ui.customer_verbs import CustomerVerbs
from cxloop_tui.ui.finding import Finding
from cxloop_tui.ui.forms.form import Form
from cxloop_tui.ui.key_gate import KeyGate
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.listing import Listing
from cxloop_tui.ui.marking import Marking
from cxloop_tui.ui.messages import NO_HUB, Changed
from cxloop_tui.ui.reminding import Reminding
from cxloop_tui.ui.render.when import moment
from cxloop_tui.ui.screens.asking import DIALOG
from cxloop_tui.ui.verbs import Verbs
from cxloop_tui.ui.viewing import Viewing

if TYPE_CHECKING:
    from cxloop_tui.ui.corresponding import Corresponding
    from cxloop_tui.ui.screens.inbox import InboxScreen

_ALWAYS_ON_ONE = frozenset({"ticket.copy_number", "ticket.copy_email"})
"""Verbs that change nothing: they are about the ticket under the cursor, whatever is marked."""


class Working:
    """The working half of one desk on screen."""

    def __init__(
        self,
        desk: "InboxScreen",
        session: Session,
        listing: Listing,
        marking: Marking,
        beside: Beside,
        keys: KeyGate,
    ) -> None:
        self._desk = desk
        self._session = session
        self._listing = listing
        self._marking = marking
        self._beside = beside
        self._keys = keys
        self._verbs = Verbs(desk, session)
        self._customer = CustomerVerbs(desk, session)
        self._many = ManyVerbs(desk, session, marking)
        self._reminding = Reminding(desk.app, session, listing.count_again)
        self.deeds: Deeds = {
            **Finding(desk, session.now).deeds(),
            **Viewing(desk, session).deeds(),
            **self._verb_deeds(),
        }

    async def fill_in(self, form: Form) -> None:
        """Let the user fill in a form."""
        await self._verbs.fill_in(form)

    async def time_passes(self) -> None:
        """Tell what is to be done by now."""
        await self._reminding.time_passes()

    def follow_change(self, done: Sequence[Done]) -> None:
        """Show what was done; a new ticket is shown where it stands. It can be repeated then."""
        shown = self._desk.shown
        self._many.remember(done, shown.space)
        made = next((one.ticket for one in done if one.operation.kind == Kind.TICKET_CREATE), None)
        if made is not None:
            self._listing.ask_for(shown.query if shown.query.is_everything else Query(), cursor_id=made.id)
        elif any(one.operation.undoes for one in done):
            self._listing.ask_for(shown.query, cursor_id=self._listing.cursor_id)
        else:
            if self._desk.has_detail and any(_carries_words(one.operation) for one in done):
                self._beside.words_come()
            self._desk.begin(self._listing.refresh, "refresh")

    def _verb_deeds(self) -> Deeds:
        """Verbs on the ticket under the cursor, each in a worker: they wait for the user."""
        on_ticket = {
            action_id: lambda action_id=action_id, verb=verb: self._work(action_id, verb)
            for action_id, verb in {
                **self._verbs.on_ticket(),
                **self._customer.on_ticket(),
                "ticket.hand_over": self._many.hand_over_one,
                "ticket.alike": self._alike,
            }.items()
        }
        return {
            **on_ticket,
            "ticket.new": lambda: self._begin(partial(self._verbs.new, self._filtered_segment())),
            "desk.organisation": lambda: self._begin(self._organisation),
            "hub.outbox": lambda: self._begin(self._outbox),
            "desk.letters": lambda: self._begin(self._letters),
            "desk.agenda": lambda: self._begin(self._agenda),
            "desk.causes": lambda: self._begin(self._causes),
            "hub.conflicts": lambda: self._begin(self._conflicts),
            "list.export": lambda: self._begin(self._export),
            "desk.import": lambda: self._begin(self._import),
            "ticket.repeat": self._repeat,
            "ticket.undo": lambda: self._desk.begin(self._verbs.undo, "verb"),
            "ticket.redo": lambda: self._desk.begin(self._verbs.redo, "verb"),
        }

    def _begin(self, work: Callable[[], Awaitable[None]]) -> None:
        self._desk.begin(work, DIALOG)

    def _work(self, action_id: str, on_ticket: Callable[[str], Awaitable[None]]) -> None:
        """Begin a verb: in the list on all that is marked, else on the ticket under the cursor."""
        if not self._desk.works_on_marks or action_id in _ALWAYS_ON_ONE:
            if self._desk.seen_id is not None:
                self._begin(partial(on_ticket, self._desk.seen_id))
        elif action_id in self._many.on_marked():
            self._begin(self._many.on_marked()[action_id])
        else:
            names, title = names_of(self._desk.app), BY_ID[action_id].title
            open_it, unmark = names.how("pane.open"), names.how("list.unmark")
            self._desk.tell(f"{title} takes one ticket: {open_it} opens it, {unmark} takes the marks away")

    async def _export(self) -> None:
        """Export all that is marked, else what is listed."""
        if self._marking:
            await self._verbs.export(self._desk.shown.query, (await self._marking.batch()).ids)
        else:
            await self._verbs.export(self._desk.shown.query)

    def _repeat(self) -> None:
        """Do the last thing again: to what is marked, else to the ticket under the cursor."""
        seen = None if self._desk.works_on_marks else self._desk.seen_id

        if seen is None:
            self._begin(self._many.repeat_on_marked)
        else:
            self._begin(partial(self._many.repeat_on, seen))

    async def _import(self) -> None:
        """Import a survey; what came in is in the list then."""
        if await self._verbs.import_responses(self._keys):
            await self._listing.read_anew()
            self._desk.post_message(Changed(()))

    async def _organisation(self) -> None:
        """Show segments, people and policy; what was changed there shows here afterwards."""
        await self._session.load("cxloop_tui.ui.screens.organisation")
        from cxloop_tui.ui.screens.organisation import OrganisationScreen  # noqa: PLC0415 - seldom wanted
        from cxloop_tui.ui.screens.organisation_page import read_seen  # noqa: PLC0415

        seen = await self._session.ask(read_seen)
        desk = self._desk
        screen = OrganisationScreen(self._session, seen, self._keys, desk.look_for, desk.refresh_seconds)
        await desk.app.push_screen_wait(screen)
        desk.begin(self._listing.refresh, "refresh")

    async def _outbox(self) -> None:
        """Show what waits to be sent; a ticket that is chosen there is opened."""
        await self._session.load("cxloop_tui.ui.screens.outbox")
        from cxloop_tui.ui.screens.outbox import OutboxScreen  # noqa: PLC0415 - seldom wanted
        from cxloop_tui.ui.screens.outbox_lines import read_lines  # noqa: PLC0415

        hub = self._hub
        seen = await self._session.ask_aside(read_lines)
        screen = OutboxScreen(self._session, seen, self._keys, hub)
        await self._desk.app.push_screen_wait(screen)
        self._desk.look_again()
        if screen.chosen is not None:
            self._desk.go_to(screen.chosen)

    async def _letters(self) -> None:
        """Show the letters that will go; a ticket that is chosen there is opened."""
        await self._session.load("cxloop_tui.ui.screens.letters")
        from cxloop_tui.ui.screens.letters import LettersScreen, read_letters  # noqa: PLC0415 - seldom wanted

        screen = LettersScreen(self._session, await self._session.ask_aside(read_letters), self._keys)
        await self._desk.app.push_screen_wait(screen)
        self._desk.look_again()
        if screen.chosen is not None:
            self._desk.go_to(screen.chosen)

    async def _agenda(self) -> None:
        """Show what is to be done; a ticket that is chosen there is opened."""
        await self._session.load("cxloop_tui.ui.screens.agenda")
        from cxloop_tui.ui.screens.agenda import AgendaScreen, read_agenda  # noqa: PLC0415 - seldom wanted

        screen = AgendaScreen(self._session, await self._session.ask_aside(read_agenda), self._keys)
        await self._desk.app.push_screen_wait(screen)
        self._desk.look_again()
        if screen.chosen is not None:
            self._desk.go_to(screen.chosen)

    async def _causes(self) -> None:
        """Show why what is listed happened, counted; the tickets behind a cause that is chosen are listed."""
        await self._session.load("cxloop_tui.ui.screens.causes")
        from cxloop_tui.domain.causes import By  # noqa: PLC0415 - seldom wanted
        from cxloop_tui.ui.screens.causes import CausesScreen, read_causes  # noqa: PLC0415

        query = self._desk.shown.query
        seen = await self._session.ask_aside(lambda queries: read_causes(queries, query, By.CAUSE))
        screen = CausesScreen(self._session, seen, self._keys)
        await self._desk.app.push_screen_wait(screen)
        if screen.chosen is not None:
            self._desk.look_for(screen.chosen)
        else:
            self._desk.look_again()

    async def _alike(self, ticket_id: str) -> None:
        """List what came lately and speaks of the same, with the ticket itself."""
        await self._session.load("cxloop_tui.services.alike")
        from cxloop_tui.services.alike import DAYS, alike  # noqa: PLC0415 - seldom wanted

        found = await self._session.ask_aside(lambda queries: alike(queries, ticket_id))
        name = number_or_handle(found.ticket.id, found.ticket.number)
        if not found.found:
            self._desk.tell(f"nothing that came within {DAYS} days speaks of the same as {name}")
            return
        space, offset = self._desk.shown.space, self._session.utc_offset()
        since = moment(found.first_at, self._session.now(), offset)
        where = space.tree.name(found.ticket.segment)
        said = f"{len(found.found):,} alike {name} since {since}, {found.in_segment():,} of them in {where}"
        names = names_of(self._desk.app)
        mark, back = names.how("list.mark_all"), names.how("find.clear")
        self._desk.look_for(found.query)
        self._desk.tell(clean_line(f"{said}: {', '.join(found.words[:5])}; {mark} marks all, {back} goes back"))

    async def _conflicts(self) -> None:
        """Show what is to be decided."""
        await self._session.load("cxloop_tui.ui.screens.conflicts")
        from cxloop_tui.ui.conflicts import read_cards  # noqa: PLC0415 - seldom wanted
        from cxloop_tui.ui.screens.conflicts import ConflictsScreen  # noqa: PLC0415

        hub = self._hub
        seen = await self._session.ask(read_cards)
        if seen.cards:
            await self._desk.app.push_screen_wait(ConflictsScreen(self._session, seen, self._keys, hub))
            self._desk.look_again()
        else:
            self._desk.tell("nothing is to be decided: nobody else changed what you changed")

    @property
    def _hub(self) -> "Corresponding":
        """What is known of the hub. Raises Refused where there is none."""
        if self._desk.hub is None:
            raise Refused(NO_HUB)
        return self._desk.hub

    def _filtered_segment(self) -> str | None:
        chosen = next(iter(self._desk.shown.query.values(Field.SEGMENT)), None)
        return chosen.code if isinstance(chosen, Branch) else None


def _carries_words(operation: Operation) -> bool:
    return operation.comment is not None or operation.kind == Kind.CONTACT_LOG
