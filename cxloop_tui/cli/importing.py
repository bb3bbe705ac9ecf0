"""`import responses`: survey responses from a file become tickets and history.

What was understood, progress and the line to type again are talk, on standard error; the counts are the result.
"""

import os
import shlex
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Self

import click

from cxloop_tui.cli import exchange, organisation_import
from cxloop_tui.cli.giving import segment_code
from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.cli.watching import watch_directory
from cxloop_tui.domain.errors import Refused, Unusable
from cxloop_tui.domain.feedback import ScoreKind
from cxloop_tui.domain.intake import (
    Asked,
    DateOrder,
    MissingEmail,
    Older,
    Rejected,
    Unsettled,
    columns_named,
    scale_named,
    understood,
)
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.text import clean_line
from cxloop_tui.services.intake import Glimpse, Intake, Plan, Progress, Tally, moment_of

_SAID: Final = 60
"""Code points of a comment that a sample row shows."""

_BETWEEN: Final = 0.2
"""Seconds between two updates of the progress line."""


@click.group(cls=DeskGroup, no_args_is_help=False)
def importing() -> None:
    """Read survey responses, segments or people from a file."""


importing.add_command(organisation_import.segments)
importing.add_command(organisation_import.people)
importing.add_command(exchange.tickets)


@importing.command("responses")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--map", "maps", multiple=True, metavar="FIELD=COLUMN", help="Which column a field is in; #3: the third."
)
@click.option("--kind", type=click.Choice([str(kind) for kind in ScoreKind], case_sensitive=False))
@click.option("--scale", metavar="MIN..MAX[,low-is-good]", help="The scale of the score, such as 1..5,low-is-good.")
@click.option("--segment", metavar="CODE", help="The segment of rows that name none.")
@click.option("--missing-email", type=click.Choice([str(choice) for choice in MissingEmail], case_sensitive=False))
@click.option("--dates", type=click.Choice([str(order) for order in DateOrder], case_sensitive=False))
@click.option("--encoding", metavar="NAME", help="How the file writes its characters, such as cp1252.")
@click.option(
    "--older",
    type=click.Choice([str(choice) for choice in Older], case_sensitive=False),
    help="What unhappy answers of more than 30 days ago become; asked for on a terminal, else tickets.",
)
@click.option("--follow-up", is_flag=True, help="They were asked again: a bad answer reopens their resolved ticket.")
@click.option("--fresh", is_flag=True, help="Forget how this survey was read before.")
@click.option(
    "--watch",
    "directory",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Take every file that comes into DIR, until ctrl+c.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be done, with sample rows; change nothing.")
@pass_invocation
def responses(  # noqa: PLR0913 - one parameter an option
    invocation: Invocation,
    *,
    file: Path | None,
    maps: tuple[str, ...],
    kind: str | None,
    scale: str | None,
    segment: str | None,
    missing_email: str | None,
    dates: str | None,
    encoding: str | None,
    older: str | None,
    follow_up: bool,
    fresh: bool,
    directory: Path | None,
    dry_run: bool,
) -> None:
    """Read survey responses from FILE: CSV (commas, semicolons, tabs or bars), NDJSON or JSON, plain or gzip.

    Dissatisfied answers make tickets; all others are kept. Running it again adds only what is new. A file that can be
    read in several ways is refused with the line to type. Rows that cannot be taken go to FILE.rejected.csv; correct
    it and import it like any other.

    The fields of --map: score, band, comment, email, name, phone, respondent, response, date, segment, touchpoint,
    channel, account. An empty COLUMN says that there is none.
    """
    if (file is None) == (directory is None) or (directory is not None and dry_run):
        raise Unusable("import responses takes a FILE (to try: with --dry-run), or --watch DIR")
    with invocation.rooms() as rooms:
        asked = Asked(
            columns=columns_named(maps),
            kind=ScoreKind(kind) if kind else None,
            scale=scale_named(scale) if scale else None,
            segment=segment_code(segment, rooms.queries.organisation()) if segment else None,
            missing_email=MissingEmail(missing_email) if missing_email else None,
            dates=DateOrder(dates) if dates else None,
            encoding=encoding,
            older=Older(older) if older else None,
            follow_up=follow_up,
        )

        def take(found: Path) -> None:
            intake = Intake(rooms.desk, moment_of(rooms.queries, fresh=fresh))
            (_rehearse if dry_run else _import)(invocation, intake, found, asked)

        if directory is not None:
            watch_directory(directory, take, invocation.out.note)
        elif file is not None:
            take(file)


def _import(invocation: Invocation, intake: Intake, file: Path, asked: Asked) -> None:
    """Import one file and print what became of its rows."""
    with ProgressLine() as progress:
        plan = _examined(invocation, intake, file, asked, progress, dry_run=False)
        progress.clear()
        _tell(invocation, _understood(plan))
        plan = _with_older_asked(invocation, intake, plan)
        tally = intake.run(plan, progress)
    if plan.asked.older is None and tally.older:
        invocation.out.note(
            f"{tally.older:,} of them are older than 30 days; --older history makes no tickets of such"
        )
    invocation.give(tally_record(tally), tally_line(tally, dry_run=False))


def _rehearse(invocation: Invocation, intake: Intake, file: Path, asked: Asked) -> None:
    """Print what would become of the rows of a file."""
    with ProgressLine() as progress:
        plan = _examined(invocation, intake, file, asked, progress, dry_run=True)
        progress.clear()
        _tell(invocation, _understood(plan))
        _tell(invocation, _samples(intake.glimpse(plan)))
        tally = intake.rehearse(plan, progress)
    invocation.give(tally_record(tally), tally_line(tally, dry_run=True))


def _with_older_asked(invocation: Invocation, intake: Intake, plan: Plan) -> Plan:
    """Ask what unhappy answers of long ago become, if there are any and somebody sits there to say it."""
    if plan.asked.older is not None or not invocation.at_terminal():
        return plan
    older = intake.rehearse(plan).older
    if not older:
        return plan
    question = f"{older:,} unhappy answers are older than 30 days. Make tickets of them, or keep them as history?"
    choices = click.Choice([str(choice) for choice in Older])
    said: str = click.prompt(question, type=choices, default=Older.TICKETS.value, err=True)
    return plan.with_older(Older(said))


def tally_record(tally: Tally) -> dict[str, Json]:
    """Return the counts of an import as `--json` prints them."""
    return {
        "read": tally.read,
        "tickets": tally.tickets,
        "appended": tally.appended,
        "recovered": tally.recovered,
        "reopened": tally.reopened,
        "kept": tally.kept,
        "already": tally.already,
        "rejected": tally.rejected,
        "older": tally.older,
        "replaced_characters": tally.replaced_characters,
        "rejected_file": None if tally.rejected_file is None else str(tally.rejected_file),
        "by_reason": {str(reason): count for reason, count in tally.by_reason.most_common()},
    }


def tally_line(tally: Tally, *, dry_run: bool) -> str:
    """Return the counts of an import in one line for people."""
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in tally.by_reason.most_common())
    parts = [
        f"{tally.read:,} read: {tally.tickets:,} tickets, {tally.kept:,} kept without one",
        *([f"{tally.recovered:,} recovered"] if tally.recovered else []),
        *([f"{tally.reopened:,} reopened"] if tally.reopened else []),
        *([f"{tally.appended:,} put to unresolved tickets"] if tally.appended else []),
        f"{tally.already:,} there already",
        f"{tally.rejected:,} rejected" + (f" ({reasons})" if reasons else ""),
    ]
    if tally.rejected_file is not None:
        parts[-1] += f", see {tally.rejected_file}"
    if tally.replaced_characters:
        parts.append(f"{tally.replaced_characters:,} characters that cannot be stored replaced")
    return ("dry run, nothing was changed: " if dry_run else "") + ", ".join(parts)


def _examined(
    invocation: Invocation, intake: Intake, file: Path, asked: Asked, progress: "ProgressLine", *, dry_run: bool
) -> Plan:
    """Understand the file. Raises Refused with the line to type when it can be read in several ways."""
    try:
        return intake.examine(file, asked, progress)
    except Unsettled as unsettled:
        raise Refused(_what_to_type(invocation, file, unsettled, dry_run=dry_run)) from unsettled


def _tell(invocation: Invocation, lines: Iterator[str]) -> None:
    for line in lines:
        invocation.out.note(line)


# What was understood ------------------------------------------------------------------------------------------------


def _understood(plan: Plan) -> Iterator[str]:
    """Say how a file is read, so that a wrong guess is seen at once."""
    yield f"{plan.file.path}: {plan.survey.rows:,} rows, {plan.file.described}"
    if plan.as_before:
        yield "  read as this survey was read before; --fresh asks anew"
    if plan.layout is not None:
        yield from (f"  {line}" for line in understood(plan.layout))


def _samples(glimpses: Iterator[Glimpse]) -> Iterator[str]:
    for glimpse in glimpses:
        yield f"  line {glimpse.row.line:,}: {_outcome(glimpse)}"


def _outcome(glimpse: Glimpse) -> str:
    outcome = glimpse.outcome
    if isinstance(outcome, Rejected):
        return f"rejected, {outcome}"
    said = "no comment" if outcome.comment is None else clean_line(outcome.comment.strip(), _SAID)
    who = outcome.fields.get("customer_email") or "no e-mail"
    becomes = "a ticket" if glimpse.makes_ticket else "kept"
    return f"{outcome.kind.upper()} {outcome.score}, {becomes}, {outcome.fields['segment']}, {who}: {said}"


# The line to type ---------------------------------------------------------------------------------------------------


def _what_to_type(invocation: Invocation, file: Path, unsettled: Unsettled, *, dry_run: bool) -> str:
    ways = [
        f"{way.because}, type: `{command_line(invocation, file, way.asked, dry_run=dry_run)}`"
        for way in unsettled.ways
    ]
    return f"{file}: {unsettled.why}; nothing was imported; {'; '.join(ways)}"


def command_line(invocation: Invocation, file: Path, asked: Asked, *, dry_run: bool) -> str:
    """Return the command that asks for this, as it can be typed into a shell."""
    named = f"./{file}" if str(file).startswith("-") else str(file)
    words = ["cxloop", *_globals(invocation), "import", "responses", named]
    if asked.kind:
        words += ["--kind", asked.kind]
    for name, column in asked.columns.items():
        words += ["--map", f"{name}={column}"]
    if asked.scale:
        words += ["--scale", str(asked.scale)]
    if asked.segment:
        words += ["--segment", asked.segment]
    if asked.missing_email:
        words += ["--missing-email", asked.missing_email]
    if asked.dates:
        words += ["--dates", asked.dates]
    if asked.encoding:
        words += ["--encoding", asked.encoding]
    if asked.older:
        words += ["--older", asked.older]
    return shlex.join([*words, *(["--dry-run"] if dry_run else [])])


def _globals(invocation: Invocation) -> list[str]:
    """Return the global options that were typed; what the environment says, it says again."""
    typed = (
        ("--store", invocation.store, "CXLOOP_STORE"),
        ("--as", invocation.person, "CXLOOP_USER"),
        ("--config", invocation.config_file, "CXLOOP_CONFIG"),
    )
    words = [
        word
        for name, value, variable in typed
        if value and os.environ.get(variable) != value
        for word in (name, value)
    ]
    return [*words, "--json"] if invocation.json else words


# Progress -----------------------------------------------------------------------------------------------------------


class ProgressLine:
    """One line on standard error that says how far an import is; nothing at all when nobody sits there."""

    def __init__(self) -> None:
        self._shown = False
        self._stage = ""
        self._began = 0.0
        self._last = 0.0

    def __enter__(self) -> Self:
        """Begin without showing anything."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Leave no line behind."""
        self.clear()

    def __call__(self, progress: Progress) -> None:
        """Show progress, a few times a second at most."""
        now = time.monotonic()
        if progress.stage != self._stage:
            self._stage, self._began = progress.stage, now
        if now - self._last < _BETWEEN or sys.stderr is None or not sys.stderr.isatty():
            return
        self._last = now
        self._shown = True
        sys.stderr.write(f"\r\x1b[K{progress_text(progress, now - self._began)}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown and sys.stderr is not None:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
        self._shown = False


def progress_text(progress: Progress, seconds: float) -> str:
    """Say how far it is: part of the octets, rows, rows a second."""
    percent = min(100 * progress.octets // max(progress.size, 1), 100)
    rate = f", {progress.rows / seconds:,.0f} a second" if seconds > 0 else ""
    return f"{progress.stage} {percent} %, {progress.rows:,} rows{rate}"
