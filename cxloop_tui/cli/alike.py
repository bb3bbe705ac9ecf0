"""`alike`: what came lately and speaks of the same as a ticket."""

from typing import Final

import click

from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.cli.sheet import moment
from cxloop_tui.cli.table import Column, table
from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.identity import number_or_handle
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.services.alike import DAYS, Alike, Same
from cxloop_tui.services.alike import alike as alike_to
from cxloop_tui.services.records import Record

_COLUMNS: Final = (
    Column("ticket", right=True), Column("created"), Column("status"), Column("segment", most=14),
    Column("same words", most=40), Column("said"),
)  # fmt: skip


@click.command(cls=DeskCommand)
@click.argument("ticket", metavar="ID")
@click.option("--days", type=click.IntRange(1, 3650), default=DAYS, show_default=True, help="How far back.")
@pass_invocation
def alike(invocation: Invocation, ticket: str, days: int) -> None:
    """List tickets that came lately and speak of the same things, the most alike first.

    Tickets of one cause can be done together: `cxloop comment 3 5 8 'TEXT'`, `cxloop resolve 3 5 8 ...`, or tagged
    with `cxloop set 3 5 8 --tag NAME`.
    """
    with invocation.rooms() as rooms:
        found = alike_to(rooms.queries, rooms.queries.ticket_id(ticket), days)
        space = rooms.queries.organisation()
    if invocation.json:
        invocation.out.records(map(_record, found.found))
    elif found.found:
        invocation.out.lines(table(_COLUMNS, (_cells(one, space) for one in found.found), invocation.out.width))
        invocation.out.note(told(found, space))
    else:
        invocation.out.note(f"nothing that came within {days} days speaks of the same as {ticket}")


def told(found: Alike, space: Organisation) -> str:
    """Say how many are alike, in what, and since when."""
    where = f"{found.in_segment():,} of them in {space.tree.name(found.ticket.segment)}"
    return f"{len(found.found):,} alike since {moment(found.first_at)}, {where}: {', '.join(found.words[:5])}"


def _cells(one: Same, space: Organisation) -> list[str]:
    row = one.row
    return [
        number_or_handle(row.id, row.number),
        moment(row.created_at),
        str(row.status),
        space.tree.name(row.segment),
        ", ".join(one.words),
        row.said,
    ]


def _record(one: Same) -> Record:
    row = one.row
    return {
        "ticket": row.id,
        "number": row.number,
        "status": str(row.status),
        "segment": row.segment,
        "created_at": to_rfc3339(row.created_at),
        "words": list(one.words),
    }
