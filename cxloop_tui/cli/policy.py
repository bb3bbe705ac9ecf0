"""`policy`: the rules an organisation may change, the same for everybody in the space."""

from typing import Final

import click

from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.cli.put_lines import put_lines
from cxloop_tui.cli.records import put_record
from cxloop_tui.cli.table import Column, table
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation_log import put_log
from cxloop_tui.domain.policy_keys import POLICY
from cxloop_tui.domain.policy_values import demand_key, read_value, told_value, written_value
from cxloop_tui.services.organisation_records import policy_record

_COLUMNS: Final = (Column("key"), Column("value", most=50), Column("set by"))


@click.group(cls=DeskGroup, no_args_is_help=False)
def policy() -> None:
    """Show and change the rules of the organisation."""


@policy.command("show")
@pass_invocation
def show_policy(invocation: Invocation) -> None:
    """Show every rule with its value; what nobody changed has its default."""
    with invocation.rooms() as rooms:
        rules = rooms.queries.organisation().policy
        if invocation.json:
            invocation.out.record(policy_record(rules))
            return
        rows = (
            [key, _shown(value), "this organisation" if key in rules.changed else "default"]
            for key, value in policy_record(rules).items()
        )
        invocation.out.lines(table(_COLUMNS, rows, invocation.out.width))


@policy.command("set")
@click.argument("key", required=False)
@click.argument("value", required=False)
@click.option("--default", "back", metavar="KEY", help="Give this rule its default again.")
@pass_invocation
def set_policy(invocation: Invocation, key: str | None, value: str | None, back: str | None) -> None:
    """Change a rule. A list is written with commas: resolve.requires root_cause,told."""
    if back is not None and key is None:
        rule, wanted = back, None
        demand_key(rule)
    elif back is None and key is not None and value is not None:
        rule, wanted = key, read_value(key, value)
    else:
        raise Unusable("policy set takes KEY VALUE, or --default KEY; `cxloop policy show` lists the keys")
    with invocation.rooms() as rooms:
        rooms.desk().sit(rooms.me, lambda sitting: sitting.put_policy(rule, wanted))
        now = rooms.queries.organisation().policy.value(rule)
        invocation.give({rule: told_value(now)}, f"{rule}: {_shown(now)}")


@policy.command("log")
@click.argument("key", required=False)
@pass_invocation
def log_policy(invocation: Invocation, key: str | None) -> None:
    """Show who changed which rule, when and from what to what."""
    if key is not None:
        demand_key(key)
    with invocation.rooms() as rooms:
        log = put_log(rooms.queries.entries(POLICY), key)
        if invocation.json:
            invocation.out.records(map(put_record, log))
        elif not invocation.out.lines(put_lines(log)):
            invocation.out.note("nobody has changed a rule")


def _shown(value: Json) -> str:
    return written_value(value) or "nothing"
