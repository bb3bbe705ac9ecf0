"""`hub backup`, `hub restore`: a copy of the team's store, and the store from such a copy."""

from collections.abc import Iterator
from pathlib import Path

import click

from cxloop_tui.cli.asking import demand_agreement, yes_option
from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.cli.sheet import moment
from cxloop_tui.cli.status_line import StatusLine
from cxloop_tui.domain.backup import Backup, Restored
from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.errors import Refused, Unusable
from cxloop_tui.services.records import Record

_FOLLOWERS = "whoever follows this store takes in what is here, and sends what they made that is not"


@click.command(cls=DeskCommand)
@click.argument("file", type=click.Path(path_type=Path))
@pass_invocation
def backup(invocation: Invocation, file: Path) -> None:
    """Copy the store to a new FILE, as it is at one moment, while the hub and desks go on working."""
    address = invocation.store_address()
    if not isinstance(address, Path):
        raise Refused(
            f"{address} is backed up with the tools of its server: `pg_dump`; after `pg_restore` run "
            "`cxloop hub restore --new-epoch`"
        )
    with StatusLine() as status:
        made = invocation.front.back_up(address, file, status.show)
    invocation.give(_backup_record(made), _held(made))


@click.command(cls=DeskCommand)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--new-epoch", is_flag=True, help="The database was restored by its own tools: tell its followers.")
@yes_option
@pass_invocation
def restore(invocation: Invocation, file: Path | None, *, new_epoch: bool, yes: bool) -> None:
    """Put the backup FILE in the place of the store, which is kept beside; nobody may have it open meanwhile.

    Asks before it does so. Devices that were signed out since the backup stay so. With --new-epoch, without FILE,
    only tell those who follow this store that it was restored.
    """
    if (file is None) != new_epoch:
        raise Unusable("take a backup FILE, or --new-epoch for a database that was restored by its own tools")
    if file is None:
        _begin_epoch(invocation, yes=yes)
    else:
        _restore(invocation, file, yes=yes)


def _restore(invocation: Invocation, file: Path, *, yes: bool) -> None:
    address = invocation.store_address()
    if not isinstance(address, Path):
        raise Refused(
            f"{address} is restored with the tools of its server: `pg_restore`; then run "
            "`cxloop hub restore --new-epoch`"
        )
    held = invocation.front.look_into(file)
    demand_agreement(invocation, _foretold(held, address), yes=yes)
    with StatusLine() as status:
        done = invocation.front.restore(address, file, status.show)
    if done.signed_out is None:
        invocation.out.note(
            "which devices were signed out since the backup cannot be told any more: look at `cxloop hub token list`"
        )
    invocation.give(_restored_record(done, address, held), *_restored(done, address, held))


def _begin_epoch(invocation: Invocation, *, yes: bool) -> None:
    address = invocation.store_address()
    foretold = (f"{address} was restored by its own tools:", f"  {_FOLLOWERS}", "  stop a hub that runs on it first")
    demand_agreement(invocation, foretold, yes=yes)
    epoch = invocation.front.begin_epoch(address)
    invocation.give(
        {"store": str(address), "epoch": epoch}, f"{address} has a new epoch, {epoch}: start the hub again"
    )


def _foretold(held: Backup, store: Path) -> Iterator[str]:
    yield _held(held)
    yield f"  it takes the place of {store}, which is kept beside"
    yield f"  {_FOLLOWERS}"
    yield "  devices that were signed out since then stay so; those signed in since then need a new token"


def _held(held: Backup) -> str:
    until = "" if held.last_at is None else f", the last of {moment(held.last_at)}"
    return f"{held.file}: {held.operations:,} operations{until}"


def _restored(done: Restored, store: Path, held: Backup) -> Iterator[str]:
    yield f"{store} is as it was in {_held(held)}"
    if done.kept is not None:
        yield f"what was there before is kept as {done.kept}"
    if done.signed_out:
        yield f"{done.signed_out:,} devices stay signed out"


def _backup_record(held: Backup) -> Record:
    return {
        "file": str(held.file),
        "operations": held.operations,
        "last_at": None if held.last_at is None else to_rfc3339(held.last_at),
    }


def _restored_record(done: Restored, store: Path, held: Backup) -> Record:
    return {
        **_backup_record(held),
        "store": str(store),
        "epoch": done.epoch,
        "kept": None if done.kept is None else str(done.kept),
        "signed_out": done.signed_out,
    }
