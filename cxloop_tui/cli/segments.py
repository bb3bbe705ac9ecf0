"""`segments`: the parts of the organisation that tickets belong to."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

import click

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.cli.asking import demand_agreement, yes_option
from cxloop_tui.cli.giving import person_email, segment_code
from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.cli.put_lines import put_lines
from cxloop_tui.cli.records import put_record, segment_record
from cxloop_tui.cli.table import Column, table
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_log import put_log
from cxloop_tui.domain.segment import Segment
from cxloop_tui.domain.view import Load
from cxloop_tui.services import organising
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.records import Record

_COLUMNS: Final = (
    Column("code", most=30),
    Column("name", most=40),
    Column("open", right=True),
    Column("overdue", right=True),
    Column("managers"),
)

_name = click.option("--name", metavar="NAME", help="What people call it.")
_parent = click.option("--parent", metavar="SEGMENT", help="The segment above; '' for none.")
_managers = click.option(
    "--manager", "managers", multiple=True, metavar="PERSON", help="May be given several times; the first leads."
)


@click.group(cls=DeskGroup, no_args_is_help=False)
def segments() -> None:
    """List, show, add, change and merge segments."""


@segments.command("list")
@click.option("--all", "everything", is_flag=True, help="Those that were given up too.")
@pass_invocation
def list_segments(invocation: Invocation, *, everything: bool) -> None:
    """List the segments in use, each before those below it, with what there is to do in each."""
    with invocation.rooms() as rooms:
        tree, loads = rooms.queries.organisation().tree, rooms.queries.segment_loads()
        given_up = [segment for segment in tree.ever.values() if not segment.active] if everything else []
        listed = chain(tree, given_up)
        if invocation.json:
            invocation.out.records(segment_record(segment, loads.get(segment.code)) for segment in listed)
            return
        rows = (_row(segment, len(tree.above(segment.code)), loads) for segment in listed)
        invocation.out.lines(table(_COLUMNS, rows, invocation.out.width))


def _row(segment: Segment, depth: int, loads: Mapping[str, Load]) -> list[str]:
    load = loads.get(segment.code, Load(0, 0))
    name = "  " * depth + segment.name if segment.active else f"{segment.name} ({_given_up(segment)})"
    return [segment.code, name, str(load.open), str(load.overdue), ", ".join(segment.managers)]


def _given_up(segment: Segment) -> str:
    return f"merged into {segment.merged_into}" if segment.merged_into else "not in use"


@segments.command("show")
@click.argument("segment")
@pass_invocation
def show_segment(invocation: Invocation, segment: str) -> None:
    """Show a segment with all that was changed in it."""
    with invocation.rooms() as rooms:
        space = rooms.queries.organisation()
        found = space.tree[segment_code(segment, space)]
        log = put_log(rooms.queries.entries(found.code))
        load = rooms.queries.segment_loads().get(found.code, Load(0, 0))
        record = {**segment_record(found, load), "log": [put_record(line) for line in log]}
        facts = f"{space.tree.path(found.code)}  {load.open:,} open, {load.overdue:,} overdue"
        invocation.give(record, _line(found), facts, "", *put_lines(log))


@segments.command("add")
@click.argument("code")
@_name
@_parent
@_managers
@pass_invocation
def add_segment(
    invocation: Invocation, code: str, name: str | None, parent: str | None, managers: tuple[str, ...]
) -> None:
    """Add a segment. CODE is its short name for good: letters, digits, '-', '_' and '.'."""

    def work(sitting: Sitting, me: str) -> str:
        new = code.strip().lower()
        if new in sitting.organisation.tree:
            raise Refused(f"there is a segment {new} already; `cxloop segments set` changes it")
        asked = _asked(sitting.organisation, me, name=name or code.strip(), parent=parent, managers=managers)
        sitting.put_segment(new, asked)
        return new

    _perform(invocation, work)


@segments.command("set")
@click.argument("segment")
@_name
@_parent
@_managers
@click.option("--active/--inactive", default=None, help="Whether tickets may come there; `merge` moves those there.")
@pass_invocation
def set_segment(
    invocation: Invocation,
    *,
    segment: str,
    name: str | None,
    parent: str | None,
    managers: tuple[str, ...],
    active: bool | None,
) -> None:
    """Change a segment. Managers named replace those it has; --manager '' leaves it without."""

    def work(sitting: Sitting, me: str) -> str:
        code = segment_code(segment, sitting.organisation)
        asked = _asked(sitting.organisation, me, name=name, parent=parent, managers=managers)
        if active is not None:
            asked |= {"active": active, "merged_into": None} if active else {"active": False}
        sitting.put_segment(code, asked)
        return code

    _perform(invocation, work)


@segments.command("merge")
@click.argument("segment")
@click.option("--into", required=True, metavar="SEGMENT", help="Which segment takes over.")
@yes_option
@pass_invocation
def merge_segment(invocation: Invocation, segment: str, into: str, *, yes: bool) -> None:
    """Give a segment up: its tickets, its people and what lies below it go to another one.

    Asks before it does so. One undo takes all of it back.
    """
    with invocation.rooms() as rooms:
        space = rooms.queries.organisation()
        code, heir = segment_code(segment, space), segment_code(into, space)
        reason = organising.why_not_merge(space, code, heir)
        if reason:
            raise Refused(reason)
        foretold = organising.merging(rooms.queries, code)
        demand_agreement(invocation, _foretold(foretold, code, heir, space), yes=yes)
        moved = rooms.desk().sit(rooms.me, lambda sitting: organising.merge(sitting, rooms.me, code, heir))
        record: Record = {
            "code": code,
            "into": heir,
            "tickets": moved.tickets,
            "segments": list(moved.segments),
            "people": list(moved.people),
        }
        invocation.give(record, f"{code} is merged into {heir}: {_counted(moved)}; `cxloop undo` takes it back")


def _foretold(moved: organising.Moved, code: str, into: str, space: Organisation) -> Iterator[str]:
    here, there = space.tree.name(code), space.tree.name(into)
    yield f"{here} ({code}) is given up; {there} ({into}) takes over:"
    yield f"  {moved.tickets:,} tickets"
    if moved.segments:
        yield f"  below it: {', '.join(map(space.tree.name, moved.segments))}"
    if moved.people:
        yield f"  working there: {', '.join(map(space.called, moved.people))}"


def _counted(moved: organising.Moved) -> str:
    return f"{moved.tickets:,} tickets, {len(moved.segments):,} segments, {len(moved.people):,} people"


def _perform(invocation: Invocation, work: Callable[[Sitting, str], str]) -> None:
    """Do something with a segment, `work` says which, and print it as it stands."""
    with invocation.rooms() as rooms:
        code = rooms.desk().sit(rooms.me, lambda sitting: work(sitting, rooms.me))
        _give(invocation, rooms, code)


def _give(invocation: Invocation, rooms: Rooms, code: str) -> None:
    segment = rooms.queries.organisation().tree[code]
    invocation.give(segment_record(segment, rooms.queries.segment_loads().get(code)), _line(segment))


def _asked(
    space: Organisation, me: str, *, name: str | None, parent: str | None, managers: Sequence[str]
) -> dict[str, Json]:
    """Return the fields that were named, with segments as codes and people as e-mails. Raises NotFound."""
    asked: dict[str, Json] = {}
    if name is not None:
        asked["name"] = name
    if parent is not None:
        asked["parent"] = segment_code(parent, space) if parent.strip() else None
    if managers:
        asked["managers"] = [person_email(manager, space, me) for manager in managers if manager.strip()]
    return asked


def _line(segment: Segment) -> str:
    managers = ", ".join(segment.managers) or "nobody"
    above = f"below {segment.parent}" if segment.parent else "at the top"
    where = above if segment.active else _given_up(segment)
    return f"{segment.code}  {segment.name}  {where}  managers: {managers}"
