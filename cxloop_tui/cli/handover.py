"""`handover`: tickets change hands at the end of a shift, with a note and a page that says how each stands."""

from functools import partial

import click

from cxloop_tui.cli import words
from cxloop_tui.cli.giving import person_email
from cxloop_tui.cli.invocation import DeskCommand, Invocation
from cxloop_tui.cli.many import change_many, tickets_wanted
from cxloop_tui.services import handing_over


@click.command(cls=DeskCommand)
@tickets_wanted
@click.option("--to", metavar="PERSON", required=True, help="Who takes them on.")
@click.option("--note", type=words.text, default="", help="What they should know; - reads standard input.")
@click.pass_context
def handover(
    ctx: click.Context, *, tickets: tuple[str, ...], query: str | None, yes: bool, to: str, note: str
) -> None:
    """Give tickets on at the end of a shift, with a note; what I have to do about them goes with them.

    Prints the page for whoever takes them on: who the customer is, what was said last, what is due.
    """
    invocation = ctx.ensure_object(Invocation)
    with invocation.rooms() as rooms:
        owner = person_email(to, rooms.queries.organisation(), rooms.me)
        make = handing_over.given(owner, note)
        find = partial(handing_over.to_do_of, rooms.queries)
        ctx.exit(
            change_many(
                invocation,
                rooms,
                tickets,
                query,
                make,
                yes=yes,
                along=lambda ids: handing_over.with_to_do(owner, find(ids)),
                said=lambda ids: handing_over.page_of(rooms.queries, ids, owner, note),
            )
        )
