"""`hub token`: which devices may speak to this store as a hub, each for one person."""

from collections.abc import Sequence
from typing import Final

import click

from cxloop_tui.cli.giving import person_email
from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.cli.records import device_record
from cxloop_tui.cli.sheet import moment
from cxloop_tui.cli.table import Column, table
from cxloop_tui.domain.device import Device
from cxloop_tui.domain.organisation import Organisation

_COLUMNS: Final = (
    Column("id"),
    Column("person", most=40),
    Column("name", most=30),
    Column("made"),
    Column("last seen"),
    Column("state"),
)


@click.group(cls=DeskGroup, no_args_is_help=False)
def token() -> None:
    """Sign devices in and out: each has a token of its own, for one person."""


@token.command("add")
@click.argument("person", metavar="EMAIL")
@click.option("--name", default="laptop", show_default=True, metavar="NAME", help="What people call the device.")
@pass_invocation
def add_token(invocation: Invocation, person: str, name: str) -> None:
    """Sign a device of a person in and print its token, the last word of the line.

    It is shown this once: what is kept is only enough to know it again.
    """
    with invocation.rooms() as rooms:
        space = rooms.queries.organisation()
        device, made = rooms.devices().add(rooms.me, person_email(person, space, rooms.me), name)
        invocation.out.note("the token is shown this once; `cxloop remote add hub URL` asks for it on that device")
        invocation.give({**device_record(device), "token": made}, f"{_line(device, space)}: {made}")


@token.command("list")
@click.option("--all", "everything", is_flag=True, help="Those signed out too.")
@pass_invocation
def list_tokens(invocation: Invocation, *, everything: bool) -> None:
    """List the devices that are signed in, with when each spoke last."""
    with invocation.rooms() as rooms:
        listed = [device for device in rooms.devices().all() if everything or device.revoked_at is None]
        if invocation.json:
            invocation.out.records(map(device_record, listed))
            return
        space = rooms.queries.organisation()
        rows = (_row(device, space) for device in listed)
        if not invocation.out.lines(table(_COLUMNS, rows, invocation.out.width)):
            invocation.out.note("no device is signed in; `cxloop hub token add EMAIL` does that")


@token.command("revoke")
@click.argument("device", metavar="ID")
@pass_invocation
def revoke_token(invocation: Invocation, device: str) -> None:
    """Sign a device out; `cxloop hub token list` shows its ID. Signed in again it has another token."""
    with invocation.rooms() as rooms:
        gone = rooms.devices().revoke(rooms.me, device.strip().lower())
        invocation.give(device_record(gone), f"{_line(gone, rooms.queries.organisation())} is signed out")


def _line(device: Device, space: Organisation) -> str:
    return f"{device.id}  {device.name} of {space.called(device.person)} ({device.person})"


def _row(device: Device, space: Organisation) -> Sequence[str]:
    seen = "never" if device.used_at is None else moment(device.used_at)
    return [device.id, device.person, device.name, moment(device.made_at), seen, _state(device, space)]


def _state(device: Device, space: Organisation) -> str:
    if device.revoked_at is not None:
        return f"signed out {moment(device.revoked_at)}"
    return "signed in" if space.is_active(device.person) else "its person has left"
