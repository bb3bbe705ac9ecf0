"""Carrying an export out: one look at the store, row after row, to a stream or into a whole file."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from cxloop_tui.domain.errors import CxloopError, StoreTrouble
from cxloop_tui.services.export.history import write_history
from cxloop_tui.services.export.masking import Masks
from cxloop_tui.services.export.plan import Format, Plan, Tally, demand_some, look
from cxloop_tui.services.export.tables import Page, rows_of, write_csv, write_json
from cxloop_tui.services.export.target import WholeFile
from cxloop_tui.services.export.workbook import write_workbook
from cxloop_tui.services.pacing import collected_seldom
from cxloop_tui.services.ports import Reader
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.records import fields_of, ticket_record, written

_TOLD_EVERY: Final = 100
"""Tickets between two words about progress."""

Watch = Callable[[int, int], None]
"""Is told how many of how many tickets are written; what it raises ends the export, and nothing is left of it."""


class Cancelled(CxloopError):
    """Somebody said stop; nothing was written."""


def nobody(_done: int, _of: int) -> None:
    """Watch nothing."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of an export."""

    tickets: int
    left_out: int
    """Tickets out of reach of who exported."""
    cut: int = 0
    """Texts longer than a cell of a workbook holds."""
    replaced: int = 0
    """Characters a workbook cannot hold."""


def write_file(queries: Queries, plan: Plan, path: Path, *, force: bool = False, watch: Watch = nobody) -> Written:
    """Make a file of a plan.

    Raises Refused when there is one already, unless `force`d, or when all is out of reach.
    """
    with WholeFile(path, force=force) as target:
        try:
            written = write(queries, plan, target.stream, watch=watch, marked=True)
        except OSError as trouble:
            what = f"{path} could not be written: {trouble.strerror}; nothing is left of it"
            raise CxloopError(what) from trouble
        target.keep()
    return written


def write(queries: Queries, plan: Plan, stream: IO[bytes], *, watch: Watch = nobody, marked: bool = False) -> Written:
    """Write a plan to a stream of bytes; `marked`: CSV begins with a byte order mark.

    Raises Refused when all of it is out of reach, and whatever the stream does.
    """
    with queries.apart() as reader, collected_seldom():
        tally = look(reader, plan)
        demand_some(tally, plan)
        watch(0, tally.tickets)
        if plan.format is Format.NDJSON:
            write_history(stream, reader, plan, tally, queries.now(), _now_and_then(watch))
            return Written(tally.tickets, tally.left_out)
        return _write_table(stream, _pages(reader, plan, tally, _now_and_then(watch)), plan, tally, marked=marked)


def _write_table(stream: IO[bytes], pages: Iterator[Page], plan: Plan, tally: Tally, *, marked: bool) -> Written:
    match plan.format:
        case Format.CSV:
            write_csv(stream, pages, plan.columns, marked=marked)
        case Format.JSON:
            write_json(stream, rows_of(pages), plan.columns)
        case Format.XLSX:
            changes = write_workbook(stream, rows_of(pages), plan.columns)
            return Written(tally.tickets, tally.left_out, changes.cut, changes.replaced)
        case _:
            raise StoreTrouble(f"{plan.format} is no table")
    return Written(tally.tickets, tally.left_out)


def _pages(reader: Reader, plan: Plan, tally: Tally, watch: Watch) -> Iterator[Page]:
    done = 0
    for page in _masked(reader, plan) if plan.masked else _plain(reader, plan):
        yield page
        done += len(page[0])
        watch(done, tally.tickets)


def _plain(reader: Reader, plan: Plan) -> Iterator[Page]:
    for columns in reader.columns(plan.selection, fields_of(plan.columns)):
        yield written(plan.columns, columns)


def _masked(reader: Reader, plan: Plan) -> Iterator[Page]:
    """Yield the columns of tickets, each ticket by itself, with their customers masked."""
    masks = Masks(secrets.token_bytes(16))
    for ticket in reader.tickets(plan.selection, None):
        record = masks.record(ticket, ticket_record(ticket))
        yield [[record[name]] for name in plan.columns]


def _now_and_then(watch: Watch) -> Watch:
    def told(done: int, of: int) -> None:
        if done % _TOLD_EVERY == 0 or done == of:
            watch(done, of)

    return told
