"""`new` and `set`: making tickets and changing their fields."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import click

from cxloop_tui.cli import words
from cxloop_tui.cli.giving import give_ticket, person_email, segment_code
from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.cli.many import change_many, tickets_wanted
from cxloop_tui.domain import intent
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.status import Priority, Status, status_named
from cxloop_tui.domain.ticket import Ticket

_PRIORITIES: Final = click.Choice([str(priority) for priority in Priority], case_sensitive=False)
_STATUSES: Final = click.Choice([str(status) for status in Status], case_sensitive=False)


@click.command(cls=DeskCommand)
@click.option("--email", required=True, metavar="EMAIL", help="The customer's e-mail.")
@click.option("--segment", required=True, metavar="SEGMENT", help="Where it belongs.")
@click.option("--owner", required=True, metavar="PERSON", help="Who handles it; me for oneself.")
@click.option("--comment", required=True, type=words.text, help="What the customer said; - reads standard input.")
@click.option("--priority", type=_PRIORITIES, default="medium", show_default=True)
@click.option("--name", type=words.text, metavar="NAME", help="The customer's name.")
@click.option("--phone", type=words.text, metavar="PHONE", help="The customer's telephone number.")
@click.option("--category", type=words.text, metavar="WORD")
@click.option("--tag", "tags", multiple=True, type=words.text, metavar="TAG", help="May be given several times.")
@pass_invocation
def new(  # noqa: PLR0913 - one parameter an option
    invocation: Invocation,
    *,
    email: str,
    segment: str,
    owner: str,
    comment: str,
    priority: str,
    name: str | None,
    phone: str | None,
    category: str | None,
    tags: tuple[str, ...],
) -> None:
    """Make a ticket and print it."""
    with invocation.rooms() as rooms:
        space = rooms.queries.organisation()
        wanted: dict[str, Json] = {
            "customer_email": email.strip(),
            "customer_name": name,
            "customer_phone": phone,
            "segment": segment_code(segment, space),
            "owner": person_email(owner, space, rooms.me),
            "priority": priority,
            "category": category,
        }
        done = rooms.desk().sit(rooms.me, lambda sitting: sitting.create(wanted, comment, tags=_tags(tags)))
        give_ticket(invocation, rooms, done.ticket)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `set` was asked for; names are settled, an empty text takes a value away."""

    status: Status | None
    segment: str | None
    fields: dict[str, Json]
    add_tags: Sequence[str]
    remove_tags: Sequence[str]
    day: str
    """Today, as `2026-12-01`: who is away then is stood in for."""

    def draft(self, ticket: Ticket, space: Organisation) -> Draft:
        """Return what it means for one ticket: a move brings its owner unless another is named. Raises Refused."""
        wanted: dict[str, Json] = {}
        if self.status is not None:
            wanted |= intent.status_to(ticket, self.status)
        if self.segment is not None:
            wanted |= intent.moved(ticket, self.segment, space, self.day)
        return intent.change(ticket, wanted | self.fields, add_tags=self.add_tags, remove_tags=self.remove_tags)


@click.command("set", cls=DeskCommand)
@tickets_wanted
@click.option("--status", type=_STATUSES, help="Resolved and escalated have commands of their own.")
@click.option("--priority", type=_PRIORITIES)
@click.option("--segment", metavar="SEGMENT", help="The owner goes along if they belong there.")
@click.option("--owner", metavar="PERSON", help="Who handles it; me for oneself.")
@click.option("--category", type=words.text, metavar="WORD")
@click.option("--tag", "tags", multiple=True, type=words.text, metavar="TAG", help="Adds a tag; -TAG takes it away.")
@click.option("--email", metavar="EMAIL", help="The customer's e-mail.")
@click.option("--name", type=words.text, metavar="NAME", help="The customer's name.")
@click.option("--phone", type=words.text, metavar="PHONE", help="The customer's telephone number.")
@click.pass_context
def set_fields(  # noqa: PLR0913 - one parameter an option
    ctx: click.Context,
    *,
    tickets: tuple[str, ...],
    query: str | None,
    yes: bool,
    status: str | None,
    priority: str | None,
    segment: str | None,
    owner: str | None,
    category: str | None,
    tags: tuple[str, ...],
    email: str | None,
    name: str | None,
    phone: str | None,
) -> None:
    """Change fields of tickets, each on its own, and print them.

    An empty text takes a value away. Exit code 4 when any ticket was refused, 3 when any was not found; the others
    are changed. A ticket that is already so is unchanged, which is no error. Several are undone as one. With --query
    it is asked before, unless --yes says so.
    """
    invocation = ctx.ensure_object(Invocation)
    with invocation.rooms() as rooms:
        space = rooms.queries.organisation()
        named: dict[str, Json] = {
            "priority": priority,
            "owner": None if owner is None else person_email(owner, space, rooms.me),
            "category": category,
            "customer_email": None if email is None else email.strip(),
            "customer_name": name,
            "customer_phone": phone,
        }
        wanted = Wanted(
            status=None if status is None else status_named(status),
            segment=None if segment is None else segment_code(segment, space),
            fields={field: value for field, value in named.items() if value is not None},
            add_tags=_tags(tag for tag in tags if not tag.startswith("-")),
            remove_tags=_tags(tag[1:] for tag in tags if tag.startswith("-")),
            day=rooms.queries.today(),
        )
        ctx.exit(change_many(invocation, rooms, tickets, query, wanted.draft, yes=yes))


def _tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags without blanks around them. Raises Unusable for one of blanks alone."""
    stripped = tuple(tag.strip() for tag in tags)
    if not all(stripped):
        raise Unusable("a tag is empty: name it, as in --tag vip")
    return stripped
