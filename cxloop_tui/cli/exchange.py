"""`import tickets`: what another store exported as NDJSON becomes part of this one."""

from collections.abc import Iterator
from pathlib import Path

import click

from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.cli.status_line import StatusLine
from cxloop_tui.domain.operation import Kind
from cxloop_tui.services.exchange import Findings, Progress, TicketImport
from cxloop_tui.services.records import Record

_IN_CONFLICT = 4


@click.command("tickets", cls=DeskCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be done; change nothing.")
@pass_invocation
@click.pass_context
def tickets(ctx: click.Context, invocation: Invocation, *, file: Path, dry_run: bool) -> None:
    """Take in the tickets of an export in NDJSON, with all that happened to them.

    They keep their ids, times, and numbers; a number that is taken is given anew, and said. Segments and people that
    are here already stay as they are. Running it again adds only what is new. The whole file is checked before
    anything is written.
    """
    with invocation.rooms() as rooms, StatusLine() as status:

        def watch(progress: Progress) -> None:
            status.show(progress.stage, progress.octets, progress.size)

        taking = TicketImport(rooms.desk, rooms.queries)
        findings = taking.examine(file, watch)
        if not dry_run:
            taking.run(file, findings, watch)
    for line in _told(findings):
        invocation.out.note(line)
    invocation.give(findings_record(findings, file), findings_line(findings, dry_run=dry_run))
    ctx.exit(_IN_CONFLICT if findings.apart else 0)


def findings_record(findings: Findings, file: Path) -> Record:
    """Return what an import does as `--json` prints it."""
    organisation = (Kind.SEGMENT_PUT, Kind.PERSON_PUT, Kind.POLICY_PUT)
    on_tickets = findings.operations.total() - findings.operations[Kind.RESPONSE_RECORD]
    return {
        "file": str(file),
        "read": findings.tickets,
        "tickets": findings.made,
        "continued": findings.continued,
        "already": findings.already,
        "apart": len(findings.apart),
        "renumbered": findings.renumbered,
        "operations": on_tickets - sum(findings.operations[kind] for kind in organisation),
        "responses": findings.operations[Kind.RESPONSE_RECORD],
        "segments": len(findings.segments),
        "people": len(findings.people),
        "policy": findings.operations[Kind.POLICY_PUT],
        "kept": len(findings.kept),
    }


def findings_line(findings: Findings, *, dry_run: bool) -> str:
    """Say what an import does."""
    parts = [f"{findings.tickets:,} tickets read: {findings.made:,} made", f"{findings.already:,} there already"]
    if findings.continued:
        parts.append(f"{findings.continued:,} continued")
    if findings.renumbered:
        parts.append(f"{findings.renumbered:,} given a new number, theirs is taken here")
    return ("dry run, nothing was changed: " if dry_run else "") + ", ".join(parts)


def _told(findings: Findings) -> Iterator[str]:
    """Say what is not obvious from the counts."""
    if findings.admins:
        yield f"admins here from now on: {', '.join(findings.admins)}"
    if any(kind == Kind.POLICY_PUT for kind, _ in findings.kept):
        yield "the policy here stays as it is; deadlines that were set by theirs stay too"
    if findings.apart:
        some = ", ".join(f"#{number}" for number in list(findings.apart.values())[:5])
        more = f" and {len(findings.apart) - 5:,} more" if len(findings.apart) > 5 else ""
        yield f"left as they are, for they went on differently here and there: {some}{more}"
