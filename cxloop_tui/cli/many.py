"""The same done to several tickets: named one by one, or all that a query finds, which is asked before."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple, TypeVar

import click

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.cli.asking import demand_agreement, yes_option
from cxloop_tui.cli.giving import give_ticket
from cxloop_tui.cli.invocation import Invocation
from cxloop_tui.cli.sheet import ticket_label
from cxloop_tui.cli.status_line import StatusLine
from cxloop_tui.domain.errors import NotFound, Refused, Unusable
from cxloop_tui.services import bulk
from cxloop_tui.services.bulk import Along, Make, Outcome

F = TypeVar("F", bound=Callable[..., object])

_NAMED_MOST: Final = 6


def tickets_wanted(command: F) -> F:
    """Give a command its tickets: `tickets`, `query` and `yes` of `change_many`."""
    query = click.option("--query", metavar="QUERY", help="In place of IDs: every ticket that QUERY finds.")
    tickets = click.argument("tickets", nargs=-1, metavar="ID...")
    return tickets(query(yes_option(command)))


def change_many(  # noqa: PLR0913 - the tickets, what is done to them and beside them, and what is said
    invocation: Invocation,
    rooms: Rooms,
    tickets: Sequence[str],
    query: str | None,
    make: Make,
    *,
    yes: bool,
    along: Callable[[Sequence[str]], Along] | None = None,
    said: Callable[[Sequence[str]], str] | None = None,
) -> int:
    """Change tickets and print them; one undo takes all of it back.

    Returns 4 when any was refused, else 3 when any was not found, else 0. What a query finds is changed only when
    that is agreed to. `along` makes what is done beside the tickets it is given; `said` is printed of those that
    changed in place of them, but as JSON. Raises Unusable without tickets or with both ways to name them, Refused
    when it is not agreed to or this person may not change so many.
    """
    if bool(tickets) == (query is not None):
        raise Unusable("name tickets, or all that a query finds with --query QUERY" + (", not both" * bool(tickets)))
    if query is None:
        return _change_named(invocation, rooms, tickets, _Deed(make, along, said))
    asked = rooms.queries.parse_argument(query)
    ids = rooms.queries.ids(asked)
    if not ids:
        invocation.out.note(f"no ticket matches {asked.text()}")
        return 0
    seen = rooms.queries.seen()
    if not yes:
        demand_agreement(invocation, _foretold(_foreseen(rooms, ids, make)), yes=False)
    deed = _Deed(make, along, said)
    return _give(invocation, rooms, ids, _carried_out(rooms, ids, deed, seen), deed)


class _Deed(NamedTuple):
    """What is done to tickets, beside them, and what is said of it."""

    make: Make
    along: Callable[[Sequence[str]], Along] | None
    said: Callable[[Sequence[str]], str] | None


def _change_named(invocation: Invocation, rooms: Rooms, names: Sequence[str], deed: _Deed) -> int:
    ids: dict[str, str] = {}
    missing: dict[str, NotFound] = {}
    for name in dict.fromkeys(names):
        try:
            ids[name] = rooms.queries.ticket_id(name)
        except NotFound as trouble:
            missing[name] = trouble
    wanted = list(dict.fromkeys(ids.values()))
    code = _give(invocation, rooms, wanted, _carried_out(rooms, wanted, deed, None), deed)
    for not_found in missing.values():
        invocation.out.note(f"cxloop: {not_found}")
    return max(code, NotFound.exit_code if missing else 0)


def _carried_out(rooms: Rooms, ids: Sequence[str], deed: _Deed, seen: int | None) -> Outcome:
    """Change the tickets; when that is cut short, what is done stays and is one undo."""
    along = None if deed.along is None else deed.along(ids)
    with StatusLine() as status:

        def go_on(through: int) -> bool:
            status.show("changing", through, len(ids))
            return True

        return bulk.carry_out(rooms.desk(), rooms.me, ids, deed.make, seen=seen, along=along, go_on=go_on)


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


def _give(invocation: Invocation, rooms: Rooms, ids: Sequence[str], outcome: Outcome, deed: _Deed) -> int:
    """Print every ticket that was not refused, or what is said of those that changed; then each refusal."""
    says = None if invocation.json else deed.said
    if says is not None and outcome.done:
        invocation.out.lines(says(outcome.done).splitlines())
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
        if says is None:
            give_ticket(invocation, rooms, ticket)
    return Refused.exit_code if refusals else 0
