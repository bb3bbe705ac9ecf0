"""`escalate`, `handback`, `resolve`, `reopen`: turns of a ticket that need a few words."""

import click

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.cli import words
from cxloop_tui.cli.giving import carry_out, person_email, segment_code, ticket_argument
from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.cli.letter import letter_lines, letter_record
from cxloop_tui.cli.many import change_many, tickets_wanted
from cxloop_tui.cli.sheet import ticket_label
from cxloop_tui.domain import intent
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.mail.foretelling import foretold_letter
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.ticket import Ticket


@click.command(cls=DeskCommand)
@ticket_argument
@click.option("--to", "segment", required=True, metavar="SEGMENT", help="A segment above; at the top, the same.")
@click.option("--reason", type=words.text, required=True, help="Why; - reads standard input.")
@click.option("--owner", metavar="PERSON", help="Who takes over; by default the segment's lead.")
@click.option("--dry-run", is_flag=True, help="Show the letter that would tell of it, and do nothing.")
@pass_invocation
def escalate(
    invocation: Invocation, *, ticket: str, segment: str, reason: str, owner: str | None, dry_run: bool
) -> None:
    """Hand a ticket up, saying why."""
    with invocation.rooms() as rooms:
        space = rooms.queries.organisation()
        to = segment_code(segment, space)
        chosen = None if owner is None else person_email(owner, space, rooms.me)
        if dry_run:
            _foretell(invocation, rooms, ticket, to, reason, chosen)
            return
        carry_out(invocation, rooms, ticket, lambda sitting, at: sitting.escalate(at, to, reason, owner=chosen))


def _foretell(invocation: Invocation, rooms: Rooms, name: str, to: str, reason: str, owner: str | None) -> None:
    """Print the letter that would tell of an escalation. Raises what the escalation would."""
    ticket, space = rooms.queries.view(rooms.queries.ticket_id(name)).ticket, rooms.queries.organisation()

    def make(ticket: Ticket, space: Organisation) -> Draft:
        return intent.escalate(ticket, to, reason, space, by=rooms.me, owner=owner)

    reason_against = rooms.desk().sit(rooms.me, lambda sitting: sitting.why_not(ticket.id, make))
    if reason_against is not None:
        raise Refused(f"{ticket_label(ticket)}: {reason_against}")
    letter = foretold_letter(make(ticket, space), ticket, rooms.me, rooms.queries.now(), space)
    if letter is None:
        invocation.out.note("nobody would be told by mail")
        return
    invocation.give(letter_record(letter), *letter_lines(letter))


@click.command(cls=DeskCommand)
@ticket_argument
@click.option("--note", type=words.text, help="What to know; - reads standard input.")
@pass_invocation
def handback(invocation: Invocation, ticket: str, note: str | None) -> None:
    """End an escalation: open again, with the segment and owner it came from."""
    with invocation.rooms() as rooms:
        carry_out(invocation, rooms, ticket, lambda sitting, at: sitting.hand_back(at, note))


@click.command(cls=DeskCommand)
@tickets_wanted
@click.option("--root-cause", type=words.text, help="Why it happened; - reads standard input.")
@click.option("--action", type=words.text, help="What was done; - reads standard input.")
@click.option("--told", type=words.text, help="How the customer was told: call, mail, not possible because ...")
@click.pass_context
def resolve(  # noqa: PLR0913 - one parameter an option
    ctx: click.Context,
    *,
    tickets: tuple[str, ...],
    query: str | None,
    yes: bool,
    root_cause: str | None,
    action: str | None,
    told: str | None,
) -> None:
    """Close the loop. The policy `resolve.requires` says what must be given.

    Several tickets get the same words, each on its own, and are undone as one; exit code 4 when any was refused. With
    --query it is asked before, unless --yes says so.
    """
    invocation = ctx.ensure_object(Invocation)

    def make(ticket: Ticket, _space: Organisation) -> Draft:
        return intent.resolve(ticket, root_cause=root_cause, action_taken=action, told=told)

    with invocation.rooms() as rooms:
        ctx.exit(change_many(invocation, rooms, tickets, query, make, yes=yes))


@click.command(cls=DeskCommand)
@tickets_wanted
@click.option("--note", type=words.text, help="Why; - reads standard input.")
@click.pass_context
def reopen(ctx: click.Context, *, tickets: tuple[str, ...], query: str | None, yes: bool, note: str | None) -> None:
    """Take resolved tickets up again; owner and cause stay.

    Exit code 4 when any was refused. With --query it is asked before, unless --yes says so.
    """
    invocation = ctx.ensure_object(Invocation)
    with invocation.rooms() as rooms:
        ctx.exit(
            change_many(
                invocation, rooms, tickets, query, lambda ticket, space: intent.reopen(ticket, note, space), yes=yes
            )
        )
