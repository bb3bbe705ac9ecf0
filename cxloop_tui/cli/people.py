"""`people`: who works at the desk, as what, and where."""

from collections.abc import Sequence
from typing import Final

import click

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.cli.giving import person_email, segment_code
from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.cli.records import person_record
from cxloop_tui.cli.table import Column, table
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Person, Role
from cxloop_tui.domain.text import normal_email
from cxloop_tui.services.desk import Sitting

_COLUMNS: Final = (Column("email", most=40), Column("name", most=30), Column("role"), Column("segments"))

_role = click.option("--role", type=click.Choice([str(role) for role in Role], case_sensitive=False))
_segments = click.option(
    "--segment", "segments", multiple=True, metavar="SEGMENT", help="Where they work; may be given several times."
)


@click.group(cls=DeskGroup, no_args_is_help=False)
def people() -> None:
    """List, add and change people."""


@people.command("list")
@pass_invocation
def list_people(invocation: Invocation) -> None:
    """List everybody, those who left too."""
    with invocation.rooms() as rooms:
        everybody = rooms.queries.organisation().people.values()
        if invocation.json:
            invocation.out.records(map(person_record, everybody))
            return
        rows = ([person.email, person.name, _role_of(person), ", ".join(person.segments)] for person in everybody)
        invocation.out.lines(table(_COLUMNS, rows, invocation.out.width))


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
@pass_invocation
def set_person(
    invocation: Invocation,
    *,
    person: str,
    name: str | None,
    role: str | None,
    segments: tuple[str, ...],
    active: bool | None,
) -> None:
    """Change a person. Segments named replace those they have; --segment '' leaves them without."""
    with invocation.rooms() as rooms:
        space = rooms.queries.organisation()
        email = person_email(person, space, rooms.me)
        asked = _asked(space, name=name, role=role, segments=segments, active=active)
        rooms.desk().sit(rooms.me, lambda sitting: sitting.put_person(email, asked))
        _give(invocation, rooms, email)


def _give(invocation: Invocation, rooms: Rooms, email: str) -> None:
    person = rooms.queries.organisation().person(email)
    segments = ", ".join(person.segments) or "no segments"
    invocation.give(person_record(person), f"{person.email}  {person.name}  {_role_of(person)}  {segments}")


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
