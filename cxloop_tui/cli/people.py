"""`people`: who works at the desk, as what, and where."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import click

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.cli.asking import demand_agreement, yes_option
from cxloop_tui.cli.giving import person_email, segment_code
from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.cli.put_lines import put_lines
from cxloop_tui.cli.records import person_record, put_record
from cxloop_tui.cli.table import Column, table
from cxloop_tui.domain.errors import Refused, Unusable
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_log import put_log
from cxloop_tui.domain.people import Person, Role
from cxloop_tui.domain.text import normal_email
from cxloop_tui.domain.view import Load
from cxloop_tui.services import organising
from cxloop_tui.services.desk import Sitting

_COLUMNS: Final = (
    Column("email", most=40),
    Column("name", most=30),
    Column("role"),
    Column("open", right=True),
    Column("overdue", right=True),
    Column("segments"),
)

_role = click.option("--role", type=click.Choice([str(role) for role in Role], case_sensitive=False))
_segments = click.option(
    "--segment", "segments", multiple=True, metavar="SEGMENT", help="Where they work; may be given several times."
)


@click.group(cls=DeskGroup, no_args_is_help=False)
def people() -> None:
    """List, show, add and change people, and let them leave."""


@people.command("list")
@click.option("--all", "everybody", is_flag=True, help="Those who left too.")
@pass_invocation
def list_people(invocation: Invocation, *, everybody: bool) -> None:
    """List who works here, with what each has to do."""
    with invocation.rooms() as rooms:
        loads = rooms.queries.loads()
        listed = [person for person in rooms.queries.organisation().people.values() if person.active or everybody]
        if invocation.json:
            invocation.out.records(person_record(person, loads.get(person.email)) for person in listed)
            return
        rows = (_row(person, loads) for person in listed)
        invocation.out.lines(table(_COLUMNS, rows, invocation.out.width))


def _row(person: Person, loads: Mapping[str, Load]) -> list[str]:
    load = loads.get(person.email, Load(0, 0))
    return [
        person.email,
        person.name,
        _role_of(person),
        str(load.open),
        str(load.overdue),
        ", ".join(person.segments),
    ]


@people.command("show")
@click.argument("person")
@pass_invocation
def show_person(invocation: Invocation, person: str) -> None:
    """Show a person with all that was changed about them."""
    with invocation.rooms() as rooms:
        space = rooms.queries.organisation()
        found = space.person(person_email(person, space, rooms.me))
        log = put_log(rooms.queries.entries(found.email))
        load = rooms.queries.loads().get(found.email, Load(0, 0))
        record = {**person_record(found, load), "log": [put_record(line) for line in log]}
        facts = f"{load.open:,} open, {load.overdue:,} overdue"
        invocation.give(record, _line(found, space), facts, "", *put_lines(log))


@people.command("add")
@click.argument("email")
@click.option("--name", required=True, metavar="NAME", help="What people call them.")
@_role
@_segments
@pass_invocation
def add_person(invocation: Invocation, email: str, name: str, role: str | None, segments: tuple[str, ...]) -> None:
    """Add a person; an agent, unless a role is named."""
    new = normal_email(email)

    def work(sitting: Sitting) -> None:
        if new in sitting.organisation.people:
            raise Refused(f"{new} is here already; `cxloop people set` changes them")
        sitting.put_person(
            new, _asked(sitting.organisation, name=name, role=role or Role.AGENT.value, segments=segments)
        )

    with invocation.rooms() as rooms:
        rooms.desk().sit(rooms.me, work)
        _give(invocation, rooms, new)


@people.command("set")
@click.argument("person")
@click.option("--name", metavar="NAME", help="What people call them.")
@_role
@_segments
@click.option("--active/--inactive", default=None, help="Whether they work here; who left keeps their history.")
@click.option("--away-until", metavar="DAY", help="The day they are back, as 2026-12-01; '' when they are here.")
@click.option("--deputy", metavar="PERSON", help="Who stands in while they are away; '' for nobody.")
@pass_invocation
def set_person(  # noqa: PLR0913 - one parameter an option
    invocation: Invocation,
    *,
    person: str,
    name: str | None,
    role: str | None,
    segments: tuple[str, ...],
    active: bool | None,
    away_until: str | None,
    deputy: str | None,
) -> None:
    """Change a person. Segments named replace those they have; --segment '' leaves them without."""
    with invocation.rooms() as rooms:
        space = rooms.queries.organisation()
        email = person_email(person, space, rooms.me)
        asked = _asked(space, name=name, role=role, segments=segments, active=active)
        if away_until is not None:
            asked["away_until"] = away_until.strip() or None
        if deputy is not None:
            asked["deputy"] = person_email(deputy, space, rooms.me) if deputy.strip() else None
        rooms.desk().sit(rooms.me, lambda sitting: sitting.put_person(email, asked))
        _give(invocation, rooms, email)


@people.command("leave")
@click.argument("person")
@click.option("--to", metavar="PERSON", help="Who takes all of their open tickets.")
@click.option("--spread", is_flag=True, help="Spread them evenly over the people of each ticket's segment.")
@click.option("--to-leads", is_flag=True, help="Give each to who leads its segment.")
@yes_option
@pass_invocation
def leave(invocation: Invocation, person: str, *, to: str | None, spread: bool, to_leads: bool, yes: bool) -> None:
    """Let a person leave: they lead nothing any more, and others take their open tickets.

    Asks before it does so. One undo takes all of it back.
    """
    if sum((to is not None, spread, to_leads)) > 1:
        raise Unusable("--to, --spread and --to-leads say different things: choose one")
    with invocation.rooms() as rooms:
        space = rooms.queries.organisation()
        email = person_email(person, space, rooms.me)
        foretold = organising.leaving(rooms.queries, email)
        if foretold.tickets and not (to is not None or spread or to_leads):
            raise Unusable(
                f"{len(foretold.tickets):,} open tickets are theirs: add --to PERSON, --spread or --to-leads"
            )
        heir = None if to is None else person_email(to, space, rooms.me)
        heirs = heir or _heirs(rooms, foretold, email, spread=spread)
        demand_agreement(invocation, _foretold(foretold, email, heirs, space), yes=yes)
        moved = rooms.desk().sit(rooms.me, lambda sitting: organising.leave(sitting, rooms.me, email, heirs))
        record = {
            **person_record(rooms.queries.organisation().person(email), rooms.queries.loads().get(email)),
            "tickets": moved.tickets,
            "led": list(moved.segments),
            "covered": list(moved.people),
        }
        done = f"{space.called(email)} has left; {moved.tickets:,} tickets have other owners"
        invocation.give(record, f"{done}; `cxloop undo` takes it back")


def _heirs(rooms: Rooms, leaving: organising.Leaving, email: str, *, spread: bool) -> dict[str, str]:
    space, day = rooms.queries.organisation(), rooms.queries.today()
    if spread:
        return organising.spread_over_segments(leaving.tickets, email, space, rooms.queries.loads(), day)
    return organising.led_over_segments(leaving.tickets, email, space, day)


def _foretold(
    leaving: organising.Leaving, email: str, heirs: Mapping[str, str] | str, space: Organisation
) -> Iterator[str]:
    yield f"{space.called(email)} ({email}) leaves:"
    for taker, count in organising.shares(leaving, heirs).items():
        yield f"  {count:,} open tickets go to {space.called(taker)}"
    if leaving.led:
        yield f"  no manager any more of {', '.join(map(space.tree.name, leaving.led))}"
    if leaving.covered:
        yield f"  stands in no more for {', '.join(map(space.called, leaving.covered))}"


def _give(invocation: Invocation, rooms: Rooms, email: str) -> None:
    space = rooms.queries.organisation()
    person = space.person(email)
    invocation.give(person_record(person, rooms.queries.loads().get(email)), _line(person, space))


def _line(person: Person, space: Organisation) -> str:
    segments = ", ".join(person.segments) or "no segments"
    parts = [person.email, person.name, _role_of(person), segments]
    if person.away_until is not None:
        stand_in = f", {space.called(person.deputy)} stands in" if person.deputy else ""
        parts.append(f"away until {person.away_until}{stand_in}")
    return "  ".join(parts)


def _asked(
    space: Organisation,
    *,
    name: str | None,
    role: str | None,
    segments: Sequence[str],
    active: bool | None = None,
) -> dict[str, Json]:
    """Return the fields that were named, segments as codes. Raises NotFound."""
    asked: dict[str, Json] = {
        field: value for field, value in (("name", name), ("role", role), ("active", active)) if value is not None
    }
    if segments:
        asked["segments"] = [segment_code(segment, space) for segment in segments if segment.strip()]
    return asked


def _role_of(person: Person) -> str:
    return str(person.role) if person.active else f"{person.role}, left"
