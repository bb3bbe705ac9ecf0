"""`comment` and `contact`: what is said about a ticket, and to its customer."""

import click

from cxloop_tui.cli import words
from cxloop_tui.cli.giving import carry_out, ticket_argument
from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.ticket import CONTACT_KINDS, CONTACT_OUTCOMES


@click.command(cls=DeskCommand)
@ticket_argument
@click.argument("text", type=words.text)
@pass_invocation
def comment(invocation: Invocation, ticket: str, text: str) -> None:
    """Add an internal comment. TEXT - reads standard input."""
    if not text.strip():
        raise Unusable("the comment is empty: say something")
    with invocation.rooms() as rooms:
        carry_out(invocation, rooms, ticket, lambda sitting, at: sitting.comment(at, text))


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
