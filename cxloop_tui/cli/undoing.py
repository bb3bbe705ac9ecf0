"""`undo` and `redo`: taking back my last change, or my last undo."""

from collections.abc import Callable, Sequence

import click

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.cli.sheet import ticket_label
from cxloop_tui.cli.status_line import StatusLine
from cxloop_tui.domain.beside import BESIDE, about_beside
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.history import said_by_undo
from cxloop_tui.domain.operation import Entry, Operation, to_wire
from cxloop_tui.services import turning_back
from cxloop_tui.services.performing import Done, Put
from cxloop_tui.services.turning_back import Turned


@click.command(cls=DeskCommand)
@click.argument("ticket", metavar="[ID]", required=False)
@click.option("--operation", metavar="ID", help="Take back this operation, as `show --json` lists them in its log.")
@pass_invocation
def undo(invocation: Invocation, ticket: str | None, operation: str | None) -> None:
    """Take back my last change, on that ticket if one is named; asked again, the one before it.

    Prints what was taken back; with --json the operations that did it. What was done to very many tickets at once is
    taken back in parts; when that is cut short, asking again goes on.
    """
    if ticket is not None and operation is not None:
        raise Unusable("undo takes a ticket or --operation, not both")
    with invocation.rooms() as rooms:
        if ticket is None and operation is None:
            _turn_back(invocation, rooms, turning_back.undo, "took back")
            return
        ticket_id = None if ticket is None else rooms.queries.ticket_id(ticket)
        all_done = rooms.desk().sit(rooms.me, lambda sitting: sitting.undo(ticket_id, operation))
        _give(invocation, rooms, all_done, "took back")


@click.command(cls=DeskCommand)
@pass_invocation
def redo(invocation: Invocation) -> None:
    """Take back my last undo. Prints what is done again; with --json the operations that did it."""
    with invocation.rooms() as rooms:
        _turn_back(invocation, rooms, turning_back.redo, "did again")


def _turn_back(invocation: Invocation, rooms: Rooms, turn: Callable[..., Turned], verb: str) -> None:
    """Undo or redo what was done last, and say what stays as it is."""
    with StatusLine() as status:

        def go_on(through: int, of: int) -> bool:
            status.show("turning back", through, of)
            return True

        def tell(done: Sequence[Done | Put]) -> None:
            status.clear()
            _give(invocation, rooms, done, verb)

        turned = turn(rooms.desk(), rooms.me, go_on=go_on, tell=tell)
    for reason, count in turned.refusals.most_common():
        invocation.out.note(f"{count:,} stay as they are: {reason}")


def _give(invocation: Invocation, rooms: Rooms, all_done: Sequence[Done | Put], verb: str) -> None:
    for done in all_done:
        name = ticket_label(done.ticket) if isinstance(done, Done) else _named(done.operation)
        invocation.give(to_wire(done.operation), f"{name}: {verb} {_what(rooms, done.operation)}")


def _named(operation: Operation) -> str:
    return about_beside(operation) if operation.kind in BESIDE else operation.subject


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
