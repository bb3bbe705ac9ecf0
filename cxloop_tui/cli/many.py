"""The same done to several tickets: named one by one, or all that a query finds, which is asked before."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final, TypeVar

import click

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.cli.asking import demand_agreement, yes_option
from cxloop_tui.cli.giving import give_ticket
from cxloop_tui.cli.invocation import Invocation
from cxloop_tui.cli.sheet import ticket_label
from cxloop_tui.cli.status_line import StatusLine
from cxloop_tui.domain.errors import NotFound, Refused, Unusable
from cxloop_tui.services import bulk
from cxloop_tui.services.bulk import Make, Outcome

F = TypeVar("F", bound=Callable[..., object])

_NAMED_MOST: Final = 6


def tickets_wanted(command: F) -> F:
    """Give a command its tickets: `tickets`, `query` and `yes` of `change_many`."""
    query = click.option("--query", metavar="QUERY", help="In place of IDs: every ticket that QUERY finds.")
    tickets = click.argument("tickets", nargs=-1, metavar="ID...")
    return tickets(query(yes_option(command)))


def change_many(
    invocation: Invocation, rooms: Rooms, tickets: Sequence[str], query: str | None, make: Make, *, yes: bool
) -> int:
    """Change tickets and print them; one undo takes all of it back.

    Returns 4 when any was refused, else 3 when any was not found, else 0. What a query finds is changed only when
    that is agreed to. Raises Unusable without tickets or with both ways to name them, Refused when it is not agreed
    to or this person may not change so many.
    """
    if bool(tickets) == (query is not None):
        raise Unusable("name tickets, or all that a query finds with --query QUERY" + (", not both" * bool(tickets)))
    if query is None:
        return _change_named(invocation, rooms, tickets, make)
    asked = rooms.queries.parse_argument(query)
    ids = rooms.queries.ids(asked)
    if not ids:
        invocation.out.note(f"no ticket matches {asked.text()}")
        return 0
    seen = rooms.queries.seen()
    if not yes:
        demand_agreement(invocation, _foretold(_foreseen(rooms, ids, make)), yes=False)
    return _give(invocation, rooms, ids, _carried_out(rooms, ids, make, seen))


def _change_named(invocation: Invocation, rooms: Rooms, names: Sequence[str], make: Make) -> int:
    ids: dict[str, str] = {}
    missing: dict[str, NotFound] = {}
    for name in dict.fromkeys(names):
        try:
            ids[name] = rooms.queries.ticket_id(name)
        except NotFound as trouble:
            missing[name] = trouble
    wanted = list(dict.fromkeys(ids.values()))
    code = _give(invocation, rooms, wanted, _carried_out(rooms, wanted, make, None))
    for not_found in missing.values():
        invocation.out.note(f"cxloop: {not_found}")
    return max(code, NotFound.exit_code if missing else 0)


def _carried_out(rooms: Rooms, ids: Sequence[str], make: Make, seen: int | None) -> Outcome:
    """Change the tickets; when that is cut short, what is done stays and is one undo."""
    with StatusLine() as status:

        def go_on(through: int) -> bool:
            status.show("changing", through, len(ids))
            return True

        return bulk.carry_out(rooms.desk(), rooms.me, ids, make, seen=seen, go_on=go_on)


def _foreseen(rooms: Rooms, ids: Sequence[str], make: Make) -> Outcome:
    outcome = Outcome()
    for part in bulk.chunks(ids):
        outcome += rooms.desk().sit(rooms.me, partial(bulk.plan, by=rooms.me, ids=part, make=make, of=len(ids)))
    return outcome


def _foretold(outcome: Outcome) -> Iterator[str]:
    counts = len(outcome.done), len(outcome.unchanged), len(outcome.refusals)
    yield "{:,} change, {:,} are so already, {:,} refused".format(*counts)
    for reason, names in outcome.reasons():
        more = len(names) - _NAMED_MOST
        named = ", ".join(names[:_NAMED_MOST]) + (f" and {more:,} more" if more > 0 else "")
        yield f"{len(names):,} refused: {reason} ({named})"


def _give(invocation: Invocation, rooms: Rooms, ids: Sequence[str], outcome: Outcome) -> int:
    """Print every ticket that was not refused; a refusal each on a line of its own."""
    refusals = {refusal.ticket: refusal for refusal in outcome.refusals}
    unchanged = frozenset(outcome.unchanged)
    for ticket_id in ids:
        if ticket_id in refusals:
            refusal = refusals[ticket_id]
            invocation.out.note(f"cxloop: {refusal.name}: {refusal.reason}")
            continue
        ticket = rooms.queries.view(ticket_id).ticket
        if ticket_id in unchanged:
            invocation.out.note(f"{ticket_label(ticket)}: nothing to change")
        give_ticket(invocation, rooms, ticket)
    return Refused.exit_code if refusals else 0
