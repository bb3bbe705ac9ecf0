"""The other tickets of a customer, to choose one of them."""

from collections.abc import Sequence

from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.view import SAID_LENGTH
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.render.customer import ticket_label
from cxloop_tui.ui.render.when import moment


def options_of(tickets: Sequence[Ticket], now: int, utc_offset: int) -> list[Option]:
    """Return tickets to choose from: number, when, state, first words."""
    return [Option(ticket.id, "  ".join(_parts(ticket, now, utc_offset))) for ticket in tickets]


def _parts(ticket: Ticket, now: int, utc_offset: int) -> tuple[str, ...]:
    when, said = moment(ticket.created_at, now, utc_offset), clean_line(ticket.comment[:SAID_LENGTH])
    return ticket_label(ticket), when, str(ticket.status), said
