"""`remote`: the hub that this desk follows: joining it, looking whether it is there, leaving it."""

import os
import sys
from typing import Final

import click

from cxloop_tui.bootstrap import following, joining
from cxloop_tui.cli.asking import demand_agreement, yes_option
from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.cli.status_line import StatusLine
from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.errors import Refused, RemoteTrouble, Unusable
from cxloop_tui.domain.following import Following
from cxloop_tui.services.records import Record

_VARIABLE: Final = "CXLOOP_TOKEN"
_MOST_OCTETS: Final = 10_000


@click.group(cls=DeskGroup, no_args_is_help=False)
def remote() -> None:
    """Follow a hub, so that a team works on the same tickets; everything goes on offline."""


@remote.command("add")
@click.argument("kind", type=click.Choice(["hub"]))
@click.argument("url")
@yes_option
@pass_invocation
def add(invocation: Invocation, kind: str, url: str, *, yes: bool) -> None:
    """Follow the hub at URL from now on.

    A desk that was used goes up with all its tickets, once you have agreed to what will be done. The token that
    `cxloop hub token add` printed is asked for; where nobody is to be asked it is read from standard input, or from
    CXLOOP_TOKEN. It is kept in the keyring of this computer.
    """
    del kind
    with StatusLine() as status:
        joined = joining.join(
            invocation.store_address(),
            url,
            _token(invocation),
            lambda foretold: demand_agreement(invocation, foretold, yes=yes),
            status.show,
        )
    record: Record = {
        "url": joined.url,
        "person": joined.person,
        "role": joined.role,
        "adopted": joined.adopted,
        "taken": joined.taken,
    }
    adopted = f"{joined.adopted:,} operations of its own went up, " if joined.adopted else ""
    whose = f"this desk is {joined.person}'s ({joined.role})"
    invocation.give(record, f"{joined.url}: {whose}; {adopted}{joined.taken:,} operations came")


def _token(invocation: Invocation) -> str | None:
    """Return the token that somebody gives; None where CXLOOP_TOKEN has it."""
    if os.environ.get(_VARIABLE):
        return None
    if invocation.at_terminal():
        return str(click.prompt("Token", hide_input=True, err=True))
    given = sys.stdin.buffer.read(_MOST_OCTETS).decode("utf-8", errors="replace") if sys.stdin is not None else ""
    if not given.strip():
        raise Unusable(f"there is no token: put it on standard input, or into {_VARIABLE}")
    return given


@remote.command("list")
@pass_invocation
def list_remotes(invocation: Invocation) -> None:
    """Say which hub this desk follows, and how it stands to it."""
    with invocation.rooms() as rooms:
        followed = rooms.queries.following()
        if followed is None:
            invocation.out.note("this desk follows no hub; `cxloop remote add hub URL` joins one")
            return
        invocation.give(following_record(followed), *_lines(followed))


def following_record(followed: Following) -> Record:
    """Return how a desk stands to its hub."""
    return {
        "kind": "hub",
        "url": followed.url,
        "seq": followed.cursor.seq,
        "waiting": followed.waiting,
        "held": followed.held,
        "conflicts": followed.cards,
        "synced_at": None if followed.synced_at is None else to_rfc3339(followed.synced_at),
    }


def _lines(followed: Following) -> list[str]:
    synced = "never synced" if followed.synced_at is None else f"synced {to_rfc3339(followed.synced_at)}"
    held = f", {followed.held:,} held back" if followed.held else ""
    return [
        f"{followed.url}  {synced}",
        f"{followed.waiting:,} waiting{held}, {followed.cards:,} conflicts",
    ]


@remote.command("test")
@click.argument("url", required=False)
@pass_invocation
def test(invocation: Invocation, url: str | None) -> None:
    """Try everything that following a hub needs, and say exactly what is wrong; URL tries another one."""
    findings = following.diagnosed(invocation.store_address(), invocation.me, url)
    if invocation.json:
        invocation.out.records({"tried": one.tried, "ok": one.went_well, "said": one.said} for one in findings)
    else:
        invocation.out.lines(f"{'ok  ' if one.went_well else 'FAIL'}  {one.tried}: {one.said}" for one in findings)
    if not all(one.went_well for one in findings):
        raise RemoteTrouble("the hub cannot be used as it is; the last line says why")


@remote.command("token")
@pass_invocation
def token(invocation: Invocation) -> None:
    """Speak to the hub by another token from now on; it is asked for, or read from standard input."""
    given = _token(invocation)
    if given is None:
        raise Unusable(f"{_VARIABLE} is set, and wins over the keyring: nothing needs to be kept")
    hub = following.renew(invocation.store_address(), invocation.me, given)
    invocation.give({"url": hub}, f"{hub}: the token is kept")


@remote.command("move")
@click.argument("url")
@pass_invocation
def move(invocation: Invocation, url: str) -> None:
    """Find the same hub at URL from now on."""
    hub = following.move(invocation.store_address(), invocation.me, url)
    invocation.give({"url": hub}, f"this desk follows its hub at {hub} now")


@remote.command("remove")
@yes_option
@pass_invocation
def remove(invocation: Invocation, *, yes: bool) -> None:
    """Follow the hub no longer: this desk keeps all it has and is its own authority again."""
    with invocation.rooms() as rooms:
        followed = rooms.queries.following()
    if followed is None:
        raise Refused("this desk follows no hub; nothing was changed")
    foretold = [f"this desk follows {followed.url} no longer; it keeps all it has, under numbers of its own"]
    if followed.waiting:
        foretold.append(f"{followed.waiting:,} changes that the hub never got stay here, and nowhere else")
    demand_agreement(invocation, foretold, yes=yes)
    settled = following.leave(invocation.store_address())
    record: Record = {"url": followed.url, "settled": settled}
    invocation.give(record, f"{followed.url} is not followed any more; {settled:,} changes have their place here now")
