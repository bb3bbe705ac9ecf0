"""`segments`: the parts of the organisation that tickets belong to."""

from collections.abc import Callable, Sequence
from typing import Final

import click

from cxloop_tui.cli.giving import person_email, segment_code
from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.cli.records import segment_record
from cxloop_tui.cli.table import Column, table
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.segment import Segment
from cxloop_tui.services.desk import Sitting

_COLUMNS: Final = (Column("code", most=30), Column("name", most=40), Column("managers"))

_name = click.option("--name", metavar="NAME", help="What people call it.")
_parent = click.option("--parent", metavar="SEGMENT", help="The segment above; '' for none.")
_managers = click.option(
    "--manager", "managers", multiple=True, metavar="PERSON", help="May be given several times; the first leads."
)


@click.group(cls=DeskGroup, no_args_is_help=False)
def segments() -> None:
    """List, add and change segments."""


@segments.command("list")
@pass_invocation
def list_segments(invocation: Invocation) -> None:
    """List all segments, each before those below it."""
    with invocation.rooms() as rooms:
        tree = rooms.queries.organisation().tree
        if invocation.json:
            invocation.out.records(map(segment_record, tree))
            return
        rows = (
            [segment.code, "  " * len(tree.above(segment.code)) + segment.name, ", ".join(segment.managers)]
            for segment in tree
        )
        invocation.out.lines(table(_COLUMNS, rows, invocation.out.width))


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
@pass_invocation
def set_segment(
    invocation: Invocation, segment: str, name: str | None, parent: str | None, managers: tuple[str, ...]
) -> None:
    """Change a segment. Managers named replace those it has; --manager '' leaves it without."""

    def work(sitting: Sitting, me: str) -> str:
        code = segment_code(segment, sitting.organisation)
        sitting.put_segment(code, _asked(sitting.organisation, me, name=name, parent=parent, managers=managers))
        return code

    _perform(invocation, work)


def _perform(invocation: Invocation, work: Callable[[Sitting, str], str]) -> None:
    """Do something with a segment, `work` says which, and print it as it stands."""
    with invocation.rooms() as rooms:
        code = rooms.desk().sit(rooms.me, lambda sitting: work(sitting, rooms.me))
        segment = rooms.queries.organisation().tree[code]
        invocation.give(segment_record(segment), _line(segment))


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
    return f"{segment.code}  {segment.name}  {above}  managers: {managers}"
