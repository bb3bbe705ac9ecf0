"""What a command that changed a ticket prints: the ticket as it stands now, and a word when nothing changed."""

from collections.abc import Callable

import click

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.cli.invocation import Invocation
from cxloop_tui.cli.sheet import ticket_label, ticket_line
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.performing import Done
from cxloop_tui.services.queries import person_named, segment_named
from cxloop_tui.services.records import ticket_record

ticket_argument = click.argument("ticket", metavar="ID")
"""A ticket by number, handle or id."""


def carry_out(invocation: Invocation, rooms: Rooms, name: str, work: Callable[[Sitting, str], Done | None]) -> None:
    """Do one thing to the ticket of that name and print it.

    Raises NotFound, and Refused with what the ticket is called before the reason.
    """
    ticket_id = rooms.queries.ticket_id(name)
    try:
        done = rooms.desk().sit(rooms.me, lambda sitting: work(sitting, ticket_id))
    except Refused as trouble:
        raise Refused(f"{ticket_label(rooms.queries.view(ticket_id).ticket)}: {trouble}") from trouble
    ticket = rooms.queries.view(ticket_id).ticket if done is None else done.ticket
    if done is None:
        invocation.out.note(f"{ticket_label(ticket)}: nothing to change")
    give_ticket(invocation, rooms, ticket)


def give_ticket(invocation: Invocation, rooms: Rooms, ticket: Ticket) -> None:
    """Print a ticket as it stands after a change."""
    invocation.give(ticket_record(ticket), ticket_line(ticket, rooms.queries.organisation()))


def segment_code(name: str, space: Organisation) -> str:
    """Return the code of a segment. Raises NotFound."""
    return segment_named(name, space).code


def person_email(name: str, space: Organisation, me: str) -> str:
    """Return the e-mail of a person; `me` is whoever asks. Raises NotFound."""
    return person_named(name, space, me).email
