"""`rules`: what happens by itself to tickets that are overdue while nobody acts."""

from collections.abc import Sequence
from typing import Final

import click

from cxloop_tui.bootstrap import overseeing
from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.cli.sheet import ticket_label
from cxloop_tui.cli.table import Column, table
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.overdue import Step
from cxloop_tui.services.overseeing import Planned
from cxloop_tui.services.records import Record

_COLUMNS: Final = (
    Column("ticket", right=True), Column("what", most=50), Column("why", most=70),
)  # fmt: skip


@click.group(cls=DeskGroup)
def rules() -> None:
    """What happens by itself to what is overdue while nobody acts: reminders, then it is handed up.

    `cxloop policy set overdue.rules on` begins it; the other keys `overdue.` say after how many working hours.
    """


@rules.command("try")
@pass_invocation
def attempt(invocation: Invocation) -> None:
    """Show what would be done at this moment, and do nothing; also while the rules are off."""
    with invocation.rooms() as rooms:
        space = rooms.queries.organisation()
    _give(invocation, overseeing.foretold(invocation.store_address()), space, "nothing would be done now")


@rules.command("run")
@pass_invocation
def run(invocation: Invocation) -> None:
    """Do now what is due; a hub, and a desk without one, do so every minute while they run."""
    with invocation.rooms() as rooms:
        space = rooms.queries.organisation()
    idle = (
        "nothing was to be done"
        if space.policy.minds_the_overdue
        else ("the rules are off: `cxloop policy set overdue.rules on`")
    )
    _give(invocation, overseeing.act_once(invocation.store_address(), invocation.me), space, idle)


def _give(invocation: Invocation, found: Sequence[Planned], space: Organisation, idle: str) -> None:
    if invocation.json:
        invocation.out.records(map(_record, found))
    elif found:
        rows = ([ticket_label(one.ticket), _what(one, space), one.due.why] for one in found)
        invocation.out.lines(table(_COLUMNS, rows, invocation.out.width))
    else:
        invocation.out.note(idle)


def _what(one: Planned, space: Organisation) -> str:
    match one.due.step:
        case Step.OWNER:
            return f"remind {space.called(one.ticket.owner)}"
        case Step.MANAGERS:
            return f"remind the {space.policy.word('manager')}s of {space.tree.name(one.ticket.segment)}"
        case Step.ESCALATION:
            to, owner = (str(one.due.draft.set[name].wanted) for name in ("segment", "owner"))
            return f"hand up to {space.tree.name(to)}, {space.called(owner)}"
        case Step.DAILY:
            return "remind everybody of it, once a day"


def _record(one: Planned) -> Record:
    return {
        "ticket": one.ticket.id,
        "number": one.ticket.number,
        "step": str(one.due.step),
        "operation": one.due.operation,
        "why": one.due.why,
        "segment": one.due.draft.set["segment"].wanted if "segment" in one.due.draft.set else None,
        "owner": one.due.draft.set["owner"].wanted if "owner" in one.due.draft.set else None,
    }
