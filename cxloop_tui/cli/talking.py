"""`comment` and `contact`: what is said about a ticket, and to its customer."""

import click

from cxloop_tui.cli import words
from cxloop_tui.cli.giving import carry_out, ticket_argument
from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.cli.many import change_many, tickets_wanted
from cxloop_tui.domain import intent
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.ticket import CONTACT_KINDS, CONTACT_OUTCOMES


@click.command(cls=DeskCommand)
@tickets_wanted
@click.argument("text", type=words.text)
@click.pass_context
def comment(ctx: click.Context, *, tickets: tuple[str, ...], query: str | None, yes: bool, text: str) -> None:
    """Add an internal comment to tickets. TEXT - reads standard input.

    With --query it is asked before, unless --yes says so.
    """
    if not text.strip():
        raise Unusable("the comment is empty: say something")
    invocation = ctx.ensure_object(Invocation)
    with invocation.rooms() as rooms:
        ctx.exit(
            change_many(invocation, rooms, tickets, query, lambda ticket, _: intent.comment(ticket, text), yes=yes)
        )


@click.command(cls=DeskCommand)
@ticket_argument
@click.option("--kind", type=click.Choice(CONTACT_KINDS), required=True, help="How you tried.")
@click.option("--outcome", type=click.Choice(CONTACT_OUTCOMES), required=True, help="What came of it.")
@click.option("--note", type=words.text, help="What was said; - reads standard input.")
@pass_invocation
def contact(invocation: Invocation, ticket: str, kind: str, outcome: str, note: str | None) -> None:
    """Log an attempt to reach the customer."""
    with invocation.rooms() as rooms:
        carry_out(invocation, rooms, ticket, lambda sitting, at: sitting.contact(at, kind, outcome, note))
