"""`wait`: setting a ticket aside until somebody answers, or a moment comes."""

import click

from cxloop_tui.cli import words
from cxloop_tui.cli.giving import carry_out, ticket_argument
from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.ticket import CUSTOMER, WAITING_FOR, Waiting
from cxloop_tui.domain.when import EXAMPLES, read_moment


@click.command(cls=DeskCommand)
@ticket_argument
@click.argument("until", metavar="[WHEN]", required=False)
@click.option(
    "--for", "whom", type=click.Choice(WAITING_FOR), default=CUSTOMER, help="Whom; the customer by default."
)
@click.option("--then", type=words.text, default="", help="What I have to do then.")
@click.option("--end", is_flag=True, help="It waits no longer.")
@pass_invocation
def wait(invocation: Invocation, *, ticket: str, until: str | None, whom: str, then: str, end: bool) -> None:
    """Let a ticket wait until WHEN, or until the customer answers.

    While it waits for the customer, the clock to its resolution stands still.
    """
    if end == (until is not None):
        raise Unusable(f"until when? write it as {EXAMPLES}; or --end")
    with invocation.rooms() as rooms:
        queries = rooms.queries
        at = None if until is None else read_moment(until, queries.now(), queries.utc_offset())
        waiting = Waiting() if at is None else Waiting(whom, at)
        carry_out(invocation, rooms, ticket, lambda sitting, found: sitting.set_aside(found, waiting, then=then))
