"""`policy`: the rules an organisation may change, the same for everybody in the space."""

import json
from contextlib import suppress
from typing import Final

import click

from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.cli.records import Record
from cxloop_tui.cli.table import Column, table
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.policy import DEFAULTS, Policy, checked_value

_COLUMNS: Final = (Column("key"), Column("value"), Column("set by"))


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
            invocation.out.record(_record(rules))
            return
        rows = (
            [key, _shown(value), "this organisation" if key in rules.changed else "default"]
            for key, value in _record(rules).items()
        )
        invocation.out.lines(table(_COLUMNS, rows, invocation.out.width))


@policy.command("set")
@click.argument("key")
@click.argument("value")
@pass_invocation
def set_policy(invocation: Invocation, key: str, value: str) -> None:
    """Change a rule. A list is written with commas: resolve.requires root_cause,told."""
    wanted = checked_value(key, _read(key, value))
    with invocation.rooms() as rooms:
        rooms.desk().sit(rooms.me, lambda sitting: sitting.put_policy(key, wanted))
        now = rooms.queries.organisation().policy.value(key)
        invocation.give({key: now}, f"{key}: {_shown(now)}")


def _record(rules: Policy) -> Record:
    return {**DEFAULTS, **rules.changed}


def _read(key: str, text: str) -> Json:
    """Read a value as the default of its key suggests; what does not fit stays text, which the check refuses."""
    match DEFAULTS.get(key):
        case list():
            return [item.strip() for item in text.split(",") if item.strip()]
        case int():
            with suppress(ValueError):
                number: Json = json.loads(text)
                return number
    return text


def _shown(value: Json) -> str:
    if isinstance(value, list):
        return ",".join(str(item) for item in value) or "nothing"
    return str(value)
