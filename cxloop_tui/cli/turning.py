"""`escalate`, `handback`, `resolve`, `reopen`: turns of a ticket that need a few words."""

import click

from cxloop_tui.cli import words
from cxloop_tui.cli.giving import carry_out, person_email, segment_code, ticket_argument
from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation


@click.command(cls=DeskCommand)
@ticket_argument
@click.option("--to", "segment", required=True, metavar="SEGMENT", help="A segment above; at the top, the same.")
@click.option("--reason", type=words.text, required=True, help="Why; - reads standard input.")
@click.option("--owner", metavar="PERSON", help="Who takes over; by default the segment's lead.")
@pass_invocation
def escalate(invocation: Invocation, ticket: str, segment: str, reason: str, owner: str | None) -> None:
    """Hand a ticket up, saying why."""
    with invocation.rooms() as rooms:
        space = rooms.queries.organisation()
        to = segment_code(segment, space)
        chosen = None if owner is None else person_email(owner, space, rooms.me)
        carry_out(invocation, rooms, ticket, lambda sitting, at: sitting.escalate(at, to, reason, owner=chosen))


@click.command(cls=DeskCommand)
@ticket_argument
@click.option("--note", type=words.text, help="What to know; - reads standard input.")
@pass_invocation
def handback(invocation: Invocation, ticket: str, note: str | None) -> None:
    """End an escalation: open again, with the segment and owner it came from."""
    with invocation.rooms() as rooms:
        carry_out(invocation, rooms, ticket, lambda sitting, at: sitting.hand_back(at, note))


@click.command(cls=DeskCommand)
@ticket_argument
@click.option("--root-cause", type=words.text, help="Why it happened; - reads standard input.")
@click.option("--action", type=words.text, help="What was done; - reads standard input.")
@click.option("--told", type=words.text, help="How the customer was told: call, mail, not possible because ...")
@pass_invocation
def resolve(
    invocation: Invocation, ticket: str, root_cause: str | None, action: str | None, told: str | None
) -> None:
    """Close the loop. The policy `resolve.requires` says what must be given."""
    with invocation.rooms() as rooms:
        carry_out(
            invocation,
            rooms,
            ticket,
            lambda sitting, at: sitting.resolve(at, root_cause=root_cause, action_taken=action, told=told),
        )


@click.command(cls=DeskCommand)
@ticket_argument
@click.option("--note", type=words.text, help="Why; - reads standard input.")
@pass_invocation
def reopen(invocation: Invocation, ticket: str, note: str | None) -> None:
    """Take a resolved ticket up again; owner and cause stay."""
    with invocation.rooms() as rooms:
        carry_out(invocation, rooms, ticket, lambda sitting, at: sitting.reopen(at, note))
