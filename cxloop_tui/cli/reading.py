"""`tickets`, `show`, `overview`: what the command line asks of the desk."""

from collections.abc import Iterator
from typing import Final

import click

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.cli.asked import query_asked
from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.cli.sheet import ticket_sheet, ticket_table
from cxloop_tui.cli.table import Column, table
from cxloop_tui.domain.query import Query
from cxloop_tui.domain.status import Status
from cxloop_tui.services.records import Record, ticket_record, view_record

_LOAD_COLUMNS: Final = (Column("owner"), Column("open", right=True), Column("overdue", right=True), Column("name"))


@click.command(cls=DeskCommand)
@click.argument("query", default="", required=False)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Print at most N tickets.")
@click.option("--view", metavar="NAME", help="What a saved view shows, in place of QUERY.")
@pass_invocation
def tickets(invocation: Invocation, query: str, limit: int | None, view: str | None) -> None:
    """List tickets.

    QUERY is one argument in the language of the search bar: 'refund status:open owner:me'. Without it: every ticket,
    newest activity first.
    """
    with invocation.rooms() as rooms:
        asked = rooms.queries.parse_argument(query_asked(invocation, query, view))
        found = rooms.queries.tickets(asked, limit)
        if invocation.json:
            invocation.out.records(map(ticket_record, found))
            return
        space, now = rooms.queries.organisation(), rooms.queries.now()
        if not invocation.out.lines(ticket_table(found, space, now=now, width=invocation.out.width)):
            nothing = "there are no tickets yet" if asked.is_everything else f"no ticket matches {asked.text()}"
            invocation.out.note(nothing)


@click.command(cls=DeskCommand)
@click.argument("ticket", metavar="ID")
@pass_invocation
def show(invocation: Invocation, ticket: str) -> None:
    """Show a ticket with its comments and its log."""
    with invocation.rooms() as rooms:
        view = rooms.queries.view(rooms.queries.ticket_id(ticket))
        if invocation.json:
            invocation.out.record(view_record(view))
        else:
            invocation.out.lines(ticket_sheet(view, rooms.queries.organisation(), now=rooms.queries.now()))
        for other in rooms.queries.once_numbered(ticket):
            who = other.customer_name or other.customer_email or "no customer"
            invocation.out.note(
                f"#{ticket.strip().removeprefix('#')} was also the number of #{other.number} ({who}) before its desk "
                f"joined the hub: cxloop show {other.number}"
            )


@click.command(cls=DeskCommand)
@pass_invocation
def overview(invocation: Invocation) -> None:
    """Count tickets by status and by owner."""
    with invocation.rooms() as rooms:
        if invocation.json:
            invocation.out.record(_overview_record(rooms))
        else:
            invocation.out.lines(_overview_lines(rooms, invocation.out.width))


def _overview_record(rooms: Rooms) -> Record:
    counts, standing = rooms.queries.counts(Query()), rooms.queries.standing()
    return {
        "tickets": counts.everything,
        "by_status": {str(status): counts.by_status.get(status, 0) for status in Status},
        "overdue": standing.overdue_everywhere,
        "mine": standing.mine,
        "mine_overdue": standing.overdue,
        "owners": [
            {"owner": owner, "open": load.open, "overdue": load.overdue}
            for owner, load in sorted(rooms.queries.loads().items())
        ],
    }


def _overview_lines(rooms: Rooms, width: int | None) -> Iterator[str]:
    counts, standing = rooms.queries.counts(Query()), rooms.queries.standing()
    for status in Status:
        yield f"{status:<10} {counts.by_status.get(status, 0):>9,}"
    yield f"{'all':<10} {counts.everything:>9,}"
    yield f"{'overdue':<10} {standing.overdue_everywhere:>9,}"
    yield f"mine: {standing.mine:,}, overdue {standing.overdue:,}"
    loads = sorted(rooms.queries.loads().items(), key=lambda item: (-item[1].overdue, -item[1].open, item[0]))
    if loads:
        yield ""
    space = rooms.queries.organisation()
    rows = ([owner, str(load.open), str(load.overdue), space.called(owner)] for owner, load in loads)
    yield from table(_LOAD_COLUMNS, rows, width)
