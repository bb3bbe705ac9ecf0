"""`import segments` and `import people`: the organisation from a file, all of it or nothing."""

from pathlib import Path
from typing import Final

import click

from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.domain.errors import Refused
from cxloop_tui.services.organisation_import import Tally, import_people, import_segments
from cxloop_tui.services.records import Record

_MOST_COMPLAINTS: Final = 20
"""How many lines that cannot be taken are told; the rest is counted."""

_file = click.argument("file", type=click.Path(path_type=Path))
_dry_run = click.option("--dry-run", is_flag=True, help="Say what would be done; change nothing.")


@click.command("segments", cls=DeskCommand)
@_file
@click.option(
    "--without-managers", is_flag=True, help="Leave the managers as they are: for a file whose people come later."
)
@_dry_run
@pass_invocation
def segments(invocation: Invocation, file: Path, *, without_managers: bool, dry_run: bool) -> None:
    """Make and change segments as FILE says: CSV, NDJSON or JSON with the keys of `segments list --json`.

    The order in the file does not matter. A file with a line that cannot be taken changes nothing; one that was
    imported already changes nothing either. One undo takes the whole import back.
    """
    with invocation.rooms() as rooms:
        tally = import_segments(rooms.desk(), rooms.me, file, dry_run=dry_run, without_managers=without_managers)
        _give(invocation, file, tally, dry_run=dry_run)


@click.command("people", cls=DeskCommand)
@_file
@_dry_run
@pass_invocation
def people(invocation: Invocation, file: Path, *, dry_run: bool) -> None:
    """Make and change people as FILE says: CSV, NDJSON or JSON with the keys of `people list --json`.

    The order in the file does not matter. A file with a line that cannot be taken changes nothing; one that was
    imported already changes nothing either. One undo takes the whole import back.
    """
    with invocation.rooms() as rooms:
        tally = import_people(rooms.desk(), rooms.me, file, dry_run=dry_run)
        _give(invocation, file, tally, dry_run=dry_run)


def _give(invocation: Invocation, file: Path, tally: Tally, *, dry_run: bool) -> None:
    """Print the counts. Raises Refused when a line could not be taken, after each of them was told."""
    if tally.complaints:
        for complaint in tally.complaints[:_MOST_COMPLAINTS]:
            invocation.out.note(f"{file}, line {complaint.line}: {complaint.reason}")
        raise Refused(
            f"{file}: {len(tally.complaints):,} of {tally.read:,} lines cannot be taken; nothing was changed"
        )
    record: Record = {
        "read": tally.read,
        "made": tally.made,
        "changed": tally.changed,
        "unchanged": tally.unchanged,
    }
    counts = f"{tally.read:,} read: {tally.made:,} made, {tally.changed:,} changed, {tally.unchanged:,} unchanged"
    invocation.give(record, ("dry run, nothing was changed: " if dry_run else "") + counts)
