"""`outbox`: what was done here and the hub has not got yet; holding it back, letting it go, giving it up."""

from collections.abc import Callable, Collection, Iterator, Sequence

import click

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.cli.asking import demand_agreement, yes_option
from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.cli.sheet import log_text, moment
from cxloop_tui.cli.table import Column, table
from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.errors import NotFound, Refused
from cxloop_tui.domain.feed import Waiting
from cxloop_tui.domain.operation import Operation
from cxloop_tui.services.outbox import OutboxSeen, how_many, read_outbox, state_words, subject_of, words_of_what
from cxloop_tui.services.outgoing import Outgoing, given_up_with
from cxloop_tui.services.records import Record

_COLUMNS = (Column("made"), Column("ticket", most=15), Column("what", most=60), Column("state"), Column("operation"))

_names = click.argument("names", metavar="ID...", nargs=-1, required=True)
"""Tickets, of which all that waits is meant, or single operations."""


@click.group(cls=DeskGroup, invoke_without_command=True, no_args_is_help=False)
@click.pass_context
def outbox(ctx: click.Context) -> None:
    """List what was done here and the hub has not got yet; `hold`, `let-go` and `give-up` change that.

    ID is a ticket, of which all that waits is meant, or one operation of the list.
    """
    if ctx.invoked_subcommand is None:
        invocation = ctx.ensure_object(Invocation)
        with invocation.rooms() as rooms:
            if rooms.queries.following() is None:
                invocation.out.note("this desk follows no hub: nothing waits; `cxloop remote add hub URL` joins one")
                return
            _list(invocation, read_outbox(rooms.queries))


def _list(invocation: Invocation, seen: OutboxSeen) -> None:
    if invocation.json:
        invocation.out.records(_record(one, seen) for one in seen.listed)
        return
    if not seen.listed:
        invocation.out.note("nothing waits: everything you did is at the hub")
        return
    invocation.out.lines(table(_COLUMNS, (_cells(one, seen) for one in seen.listed), invocation.out.width))


def _record(one: Waiting, seen: OutboxSeen) -> Record:
    operation = one.operation
    return {
        "operation": operation.id,
        "subject": operation.subject,
        "name": subject_of(operation, seen),
        "kind": operation.kind,
        "at": to_rfc3339(operation.at),
        "what": _what(operation, seen),
        "state": state_words(one, seen),
        "held": one.held or None,
        "acknowledged": one.acknowledged,
    }


def _cells(one: Waiting, seen: OutboxSeen) -> list[str]:
    operation = one.operation
    what = _what(operation, seen)
    return [moment(operation.at), subject_of(operation, seen), what, state_words(one, seen), operation.id]


def _what(operation: Operation, seen: OutboxSeen) -> str:
    return words_of_what(operation, seen, lambda lines: "; ".join(map(log_text, lines)), "→")


@outbox.command("hold")
@_names
@pass_invocation
def hold(invocation: Invocation, names: tuple[str, ...]) -> None:
    """Hold changes back: they stay in sight here and are not sent."""
    _do(invocation, names, Outgoing.hold, "held back; `cxloop outbox let-go` lets them be sent")


@outbox.command("let-go")
@_names
@pass_invocation
def let_go(invocation: Invocation, names: tuple[str, ...]) -> None:
    """Let changes that were held back be sent after all."""
    _do(invocation, names, Outgoing.let_go, "to be sent")


def _do(
    invocation: Invocation, names: Sequence[str], deed: Callable[[Outgoing, Collection[str]], None], said: str
) -> None:
    with invocation.rooms() as rooms:
        ids = [one.id for one in _unsent(rooms, names)]
        deed(rooms.correspondence().outgoing, ids)
    _give(invocation, ids, said)


@outbox.command("give-up")
@_names
@yes_option
@pass_invocation
def give_up(invocation: Invocation, names: tuple[str, ...], *, yes: bool) -> None:
    """Let changes never have been, and what rests on them; it is asked before, unless --yes says so."""
    with invocation.rooms() as rooms:
        seen = read_outbox(rooms.queries)
        ids = [one.id for one in _unsent(rooms, names)]
        gone = given_up_with(seen.everything, ids)
        demand_agreement(invocation, _foretold(gone, seen), yes=yes)
        given_up = rooms.correspondence().outgoing.give_up(ids)
    if not given_up:
        raise Refused("it was sent meanwhile; nothing is given up")
    _give(invocation, [one.id for one in given_up], "given up")


def _foretold(gone: Sequence[Operation], seen: OutboxSeen) -> Iterator[str]:
    for operation in gone:
        yield f"lost: {subject_of(operation, seen)}  {_what(operation, seen)}"
    yield f"{how_many(len(gone))} as if never made; nothing brings that back, `cxloop outbox hold` only holds back"


def _unsent(rooms: Rooms, names: Sequence[str]) -> Sequence[Operation]:
    """Return what is meant by names and not sent yet. Raises NotFound; Refused when all of it is sent."""
    waiting = rooms.queries.outbox()
    meant = [one for name in names for one in _meant(rooms, waiting, name)]
    unsent = {one.operation.id: one.operation for one in meant if one.acknowledged is None}
    if not unsent:
        raise Refused("it is sent already, and on its way back; `cxloop undo` takes it back then")
    return list(unsent.values())


def _meant(rooms: Rooms, waiting: Sequence[Waiting], name: str) -> Sequence[Waiting]:
    single = [one for one in waiting if name in {one.operation.id, one.operation.subject}]
    if single:
        return single
    ticket_id = rooms.queries.ticket_id(name)
    of_ticket = [one for one in waiting if one.operation.subject == ticket_id]
    if not of_ticket:
        raise NotFound(f"nothing of {name} waits; `cxloop outbox` lists what does")
    return of_ticket


def _give(invocation: Invocation, ids: Sequence[str], said: str) -> None:
    invocation.give({"operations": list(ids)}, f"{how_many(len(ids))} {said}")
