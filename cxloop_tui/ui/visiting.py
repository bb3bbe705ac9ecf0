"""A look at another ticket of the same customer: it stands in the detail, the list's cursor stays where it is.

Verbs are about the ticket that is seen, so a visit ends as soon as somebody goes back to the list.
"""

from collections.abc import Sequence
from typing import Protocol

from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.view import SAID_LENGTH
from cxloop_tui.ui.forms.form import Option
from cxloop_tui.ui.render.customer import ticket_label
from cxloop_tui.ui.render.when import moment
from cxloop_tui.ui.widgets.detail_pane import DetailPane


class Visited(Protocol):
    """What a visit needs of the desk on screen."""

    @property
    def detail(self) -> DetailPane:
        """Where the ticket is shown."""

    def way_back(self) -> str:
        """Say which key leads back to which ticket."""

    def load_detail(self) -> None:
        """Show the ticket that is looked at now."""

    async def pick(self, title: str, options: Sequence[Option]) -> str | None:
        """Let the user choose."""


class Visiting:
    """Which ticket is looked at in place of the one under the cursor."""

    def __init__(self, desk: Visited) -> None:
        self._desk = desk
        self.ticket_id: str | None = None
        """The ticket visited; None when nobody is on a visit."""

    async def choose(self, now: int, utc_offset: int) -> None:
        """Let the user choose one of the customer's other tickets, and go there."""
        others = self._desk.detail.other_tickets
        chosen = await self._desk.pick("Other tickets of this customer", options_of(others, now, utc_offset))
        if chosen is not None:
            self.begin(chosen)

    def begin(self, ticket_id: str) -> None:
        """Go to a ticket, to what was said about it."""
        if self.ticket_id is None:
            self._desk.detail.way_back = self._desk.way_back()
        self.ticket_id = ticket_id
        self._desk.detail.tab = "comments"
        self._desk.load_detail()

    def end(self) -> None:
        """Go back to where the visit began, if there is one."""
        if self.ticket_id is not None:
            self.ticket_id = None
            self._desk.detail.way_back = ""
            self._desk.detail.tab = "customer"
            self._desk.load_detail()


def options_of(tickets: Sequence[Ticket], now: int, utc_offset: int) -> list[Option]:
    """Return tickets to choose from: number, when, state, first words."""
    return [Option(ticket.id, "  ".join(_parts(ticket, now, utc_offset))) for ticket in tickets]


def _parts(ticket: Ticket, now: int, utc_offset: int) -> tuple[str, ...]:
    when, said = moment(ticket.created_at, now, utc_offset), clean_line(ticket.comment[:SAID_LENGTH])
    return ticket_label(ticket), when, str(ticket.status), said
