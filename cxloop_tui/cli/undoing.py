"""`undo` and `redo`: taking back my last change, or my last undo."""

from collections.abc import Sequence

import click

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.cli.sheet import ticket_label
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.history import said_by_undo
from cxloop_tui.domain.operation import Entry, Operation, to_wire
from cxloop_tui.services.desk import Done, Put


@click.command(cls=DeskCommand)
@click.argument("ticket", metavar="[ID]", required=False)
@click.option("--operation", metavar="ID", help="Take back this operation, as `show --json` lists them in its log.")
@pass_invocation
def undo(invocation: Invocation, ticket: str | None, operation: str | None) -> None:
    """Take back my last change, on that ticket if one is named; asked again, the one before it.

    Prints what was taken back; with --json the operations that did it.
    """
    if ticket is not None and operation is not None:
        raise Unusable("undo takes a ticket or --operation, not both")
    with invocation.rooms() as rooms:
        ticket_id = None if ticket is None else rooms.queries.ticket_id(ticket)
        all_done = rooms.desk().sit(rooms.me, lambda sitting: sitting.undo(ticket_id, operation))
        _give(invocation, rooms, all_done, "took back")


@click.command(cls=DeskCommand)
@pass_invocation
def redo(invocation: Invocation) -> None:
    """Take back my last undo. Prints what is done again; with --json the operations that did it."""
    with invocation.rooms() as rooms:
        _give(invocation, rooms, rooms.desk().sit(rooms.me, lambda sitting: sitting.redo()), "did again")


def _give(invocation: Invocation, rooms: Rooms, all_done: Sequence[Done | Put], verb: str) -> None:
    for done in all_done:
        name = ticket_label(done.ticket) if isinstance(done, Done) else done.operation.subject
        invocation.give(to_wire(done.operation), f"{name}: {verb} {_what(rooms, done.operation)}")


def _what(rooms: Rooms, operation: Operation) -> str:
    """Say in a word what was taken back or done again."""
    entries = rooms.queries.entries(operation.subject)
    return said_by_undo(_root(operation, entries)) or "a change"


def _root(operation: Operation, entries: Sequence[Entry]) -> Operation | None:
    """Follow undo and redo to what was done in the first place."""
    by_id = {entry.operation.id: entry.operation for entry in entries}
    found: Operation | None = operation
    while found is not None and found.undoes is not None:
        found = by_id.get(found.undoes)
    return found
