"""`export`: tickets out into a file or to standard output. How much it was and what was left out is said."""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

import click

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.cli.status_line import StatusLine
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.services.export import Asked, Format, Plan, Written, format_named, plan, write, write_file
from cxloop_tui.services.records import Record

_STANDARD_OUTPUT: Final = Path("-")


@click.command(cls=DeskCommand)
@click.argument("query", default="", required=False)
@click.option(
    "--output", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Where to; - is standard output."
)
@click.option("--format", "named", type=click.Choice([str(one) for one in Format]), help="By default FILE's ending.")
@click.option("--columns", metavar="NAME,NAME", help="The keys of a ticket, as docs/json.md has them; else all.")
@click.option("--masked", is_flag=True, help="Replace customers' names, e-mails and telephone numbers.")
@click.option("--force", is_flag=True, help="Replace FILE if there is one.")
@pass_invocation
def export(  # noqa: PLR0913 - one parameter an option
    invocation: Invocation,
    *,
    query: str,
    output: Path,
    named: str | None,
    columns: str | None,
    masked: bool,
    force: bool,
) -> None:
    """Write tickets to FILE: .csv, .xlsx, .json, or .ndjson, which `import tickets` reads.

    QUERY is one argument in the language of the search bar; without it every ticket. Only what you may export is
    written, and how much was left out is said.
    """
    asked = Asked(format_named(output, named), _named_columns(columns), masked)
    to_standard_output = output == _STANDARD_OUTPUT
    if to_standard_output:
        _check_standard_output(invocation, asked.format)
    with invocation.rooms() as rooms, StatusLine() as status:
        settled = plan(rooms.queries, rooms.queries.parse_argument(query), asked)
        watch = partial(status.show, "exporting")
        if to_standard_output:
            _print(invocation, rooms, settled)
            return
        written = write_file(rooms.queries, settled, output, force=force, watch=watch)
    invocation.give(written_record(written, settled, output), "; ".join(_told(written, settled, output)))


def _named_columns(columns: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in columns.split(",") if name.strip()) if columns else ()


def _check_standard_output(invocation: Invocation, form: Format) -> None:
    if form is Format.XLSX:
        raise Unusable("a workbook is no text for standard output; name a file")
    if invocation.json:
        raise Unusable("--json says what became of a file; with --output - the tickets themselves are printed")
    if form is Format.CSV and sys.stdout.isatty():
        raise Unusable("CSV holds customers' words exactly, and a terminal may obey them: pipe it on, or name a file")


def _print(invocation: Invocation, rooms: Rooms, settled: Plan) -> None:
    """Print the tickets and say how many; whoever reads them may stop, and then nobody is left to tell."""
    with invocation.out.octets() as stream:
        written = write(rooms.queries, settled, stream)
        stream.flush()
        invocation.out.note("; ".join(_told(written, settled, None)))


def written_record(written: Written, settled: Plan, output: Path) -> Record:
    """Return what became of an export as `--json` prints it."""
    return {
        "file": str(output),
        "format": str(settled.format),
        "tickets": written.tickets,
        "left_out": written.left_out,
        "masked": settled.masked,
        "cut": written.cut,
        "replaced_characters": written.replaced,
    }


def _told(written: Written, settled: Plan, output: Path | None) -> Iterator[str]:
    """Say what became of an export."""
    masked = ", names masked" if settled.masked else ""
    where = "printed" if output is None else f"written to {output}"
    yield f"{written.tickets:,} tickets {where}{masked}"
    if written.left_out:
        yield f"{written.left_out:,} left out: {settled.why}"
    if written.cut:
        yield f"{written.cut:,} texts longer than a cell cut"
    if written.replaced:
        yield f"{written.replaced:,} characters a sheet cannot hold replaced"
