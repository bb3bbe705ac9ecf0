"""`followups`: what is to be done about tickets, by whom and by when."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import click

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.cli import words
from cxloop_tui.cli.giving import person_email
from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.cli.sheet import moment, ticket_label
from cxloop_tui.cli.table import Column, table
from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.errors import NotFound, Unusable
from cxloop_tui.domain.followup import FollowUp
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.text import clean_line, storable
from cxloop_tui.domain.when import EXAMPLES, read_moment
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.records import Record

_COLUMNS: Final = (
    Column("what", most=60), Column("due"), Column("ticket", right=True), Column("owner", most=20), Column("id"),
)  # fmt: skip
_LISTED_MOST: Final = 1000
_NAMED_BY: Final = 13
"""Characters of an id by which a follow-up is named in a list: ids of one moment begin alike."""

_when = click.option("--due", metavar="WHEN", help=f"By when: {EXAMPLES}.")
_whose = click.option("--owner", metavar="PERSON", help="Who is to do it; me for oneself.")
_name = click.argument("name", metavar="FOLLOWUP")


@click.group(cls=DeskGroup, invoke_without_command=True, no_args_is_help=False)
@click.option("--everybody", is_flag=True, help="Those of everybody, in place of mine.")
@click.option("--ticket", metavar="ID", help="All about one ticket, also what is done.")
@click.pass_context
def followups(ctx: click.Context, *, everybody: bool, ticket: str | None) -> None:
    """List what I have to do, the first due first; `add`, `set` and `done` change that.

    FOLLOWUP is the id of one, or how it begins.
    """
    if ctx.invoked_subcommand is not None:
        return
    if everybody and ticket is not None:
        raise Unusable("--everybody or --ticket, not both")
    invocation = ctx.ensure_object(Invocation)
    with invocation.rooms() as rooms:
        reader = rooms.queries.followups
        if ticket is not None:
            found = reader.of_ticket(rooms.queries.ticket_id(ticket))
        else:
            found = reader.open(None if everybody else rooms.me, _LISTED_MOST)
        _give(invocation, rooms, found)


@followups.command("add")
@click.argument("ticket", metavar="ID")
@click.argument("text", type=words.text)
@_when
@_whose
@pass_invocation
def add(invocation: Invocation, *, ticket: str, text: str, due: str | None, owner: str | None) -> None:
    """Put down something to do about a ticket."""
    with invocation.rooms() as rooms:
        wanted: dict[str, Json] = {
            "ticket": rooms.queries.ticket_id(ticket),
            "text": text,
            "owner": person_email(owner or "me", rooms.queries.organisation(), rooms.me),
            "due_at": None if due is None else _instant(rooms, due),
        }
        done = rooms.desk().sit(rooms.me, lambda sitting: sitting.put_followup(None, wanted))
        if done is not None:
            _give(invocation, rooms, rooms.queries.followups.beginning(done.operation.subject, 1))


@followups.command("set")
@_name
@click.option("--text", type=words.text, help="What is to be done.")
@_when
@_whose
@pass_invocation
def change(invocation: Invocation, *, name: str, text: str | None, due: str | None, owner: str | None) -> None:
    """Change what is to be done, by whom or by when; an empty --due takes the time away."""
    with invocation.rooms() as rooms:
        wanted: dict[str, Json] = {}
        if text is not None:
            wanted["text"] = text
        if due is not None:
            wanted["due_at"] = _instant(rooms, due) if due.strip() else None
        if owner is not None:
            wanted["owner"] = person_email(owner, rooms.queries.organisation(), rooms.me)
        if not wanted:
            raise Unusable("nothing to change: add --text, --due or --owner")
        followup = _named(rooms, name)
        rooms.desk().sit(rooms.me, lambda sitting: sitting.put_followup(followup.id, wanted))
        _give(invocation, rooms, rooms.queries.followups.beginning(followup.id, 1))


@followups.command("done")
@click.argument("names", metavar="FOLLOWUP...", nargs=-1, required=True)
@pass_invocation
def done(invocation: Invocation, *, names: tuple[str, ...]) -> None:
    """Say that something is done; `cxloop undo` takes that back."""
    with invocation.rooms() as rooms:
        meant = list(dict.fromkeys(_named(rooms, name) for name in names))
        for one in meant:
            rooms.desk().sit(rooms.me, partial(_do, one.id))
        _give(invocation, rooms, [rooms.queries.followups.beginning(one.id, 1)[0] for one in meant])


def _do(followup_id: str, sitting: Sitting) -> None:
    sitting.put_followup(followup_id, {"done": True})


def _instant(rooms: Rooms, text: str) -> str:
    return to_rfc3339(read_moment(text, rooms.queries.now(), rooms.queries.utc_offset()))


def _named(rooms: Rooms, name: str) -> FollowUp:
    start = storable(name.strip().lower())[0]
    found = rooms.queries.followups.beginning(start, 2) if start else []
    if len(found) > 1:
        raise NotFound(f"{name} is how several begin; type more of the id")
    if not found:
        raise NotFound(f"there is no follow-up {name}; `cxloop followups` lists them")
    return found[0]


def _give(invocation: Invocation, rooms: Rooms, found: Sequence[FollowUp]) -> None:
    if invocation.json:
        invocation.out.records(map(_record, found))
    elif found:
        invocation.out.lines(table(_COLUMNS, (_cells(one, rooms) for one in found), invocation.out.width))
    else:
        invocation.out.note("nothing is to be done; `cxloop followups add ID TEXT --due WHEN` puts something down")


def _cells(one: FollowUp, rooms: Rooms) -> list[str]:
    due = "" if one.due_at is None else moment(one.due_at)
    over = " (over)" if one.is_over(rooms.queries.now()) else ""
    return [
        clean_line(one.text),
        "done" if one.done else f"{due}{over}",
        ticket_label(rooms.queries.view(one.ticket).ticket),
        rooms.queries.organisation().called(one.owner),
        one.id[:_NAMED_BY],
    ]


def _record(one: FollowUp) -> Record:
    return {
        "id": one.id,
        "ticket": one.ticket,
        "text": one.text,
        "owner": one.owner,
        "due_at": None if one.due_at is None else to_rfc3339(one.due_at),
        "done": one.done,
        "by": one.by,
    }
