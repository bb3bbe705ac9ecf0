"""The intake of survey responses: a file is looked through to understand it, then written down in batches.

What is not certain about a file is refused before anything is written (`domain.intake`). A batch is one transaction,
so a kill leaves whole rows; ids follow from what the rows say, so running it again does only what is missing, and two
laptops that import one file agree. Rows that cannot be taken go to `FILE.rejected.csv`, with line and reason.
"""

import csv
import json
import os
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, BinaryIO, Final, Literal

from cxloop_tui.domain.errors import CxloopError, Unusable
from cxloop_tui.domain.intake import (
    Asked,
    Column,
    Field,
    Layout,
    Reason,
    Rejected,
    Response,
    Survey,
    fingerprint,
    read_row,
    response_id,
    settle,
    source_of,
    ticket_comment,
    ticket_fields,
    ticket_id,
    whole_number,
)
from cxloop_tui.domain.operation import Origin
from cxloop_tui.domain.people import Act
from cxloop_tui.domain.text import is_email, storable
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.queries import Queries

BATCH: Final = 500
"""Rows that are written in one transaction."""

_SAMPLE: Final = 2_000
"""Rows that are kept in mind to compare columns with each other."""

_CELL_START: Final = 100
"""Code points of a cell that are enough for that."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come."""

    stage: Literal["reading", "importing"]
    rows: int
    octets: int
    size: int
    """Octets of the whole file."""


Watch = Callable[[Progress], None]
"""Is told about progress every few hundred rows."""


def _nobody(_progress: Progress) -> None:
    """Watch nothing."""


# The file -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file, exact."""

    line: int
    """Where it begins, 1 for the first line of the file."""
    cells: Sequence[str]
    """As many as the file had names when it was read."""
    source: str
    """The name of its survey, made of its headers."""
    fault: str | None = None
    """Why it is no row of this file."""


_FOREIGN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x1f\x8b", "it is compressed (gzip); unpack it first"),
    (b"PK\x03\x04", "it is a spreadsheet or an archive; save the sheet as CSV UTF-8"),
    (b"\xff\xfe", "it is UTF-16; save it as UTF-8"),
    (b"\xfe\xff", "it is UTF-16; save it as UTF-8"),
)
"""How files begin that are something else."""

_NDJSON_ENDINGS: Final = frozenset({".ndjson", ".jsonl"})
_SEPARATORS: Final[Mapping[str, str]] = {";": "semicolons", "\t": "tabs", "|": "bars"}
_CELL_MAX: Final = 2**31 - 1
_LONE_CR: Final = re.compile(r"\r(?!\n)")


class SurveyFile:
    """A UTF-8 file of rows: CSV with commas and a header, or NDJSON. It can be read again and again."""

    def __init__(self, path: Path) -> None:
        """Look at how the file begins. Raises Unusable."""
        self.path = path
        self.names: list[str] = []
        """Headers, or keys in the order they were met."""
        try:
            with path.open("rb") as stream:
                head = stream.read(4096)
                self.size = os.fstat(stream.fileno()).st_size
        except OSError as trouble:
            raise Unusable(f"{path} cannot be read: {trouble.strerror}") from trouble
        self.octets = 0
        """How much of it was read in this round."""
        self._refuse_foreign(head)
        first = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        self.is_ndjson = path.suffix.lower() in _NDJSON_ENDINGS or (path.suffix.lower() != ".csv" and first == b"{")
        if first == b"[" and path.suffix.lower() != ".csv":
            raise self.unusable(1, "it is one JSON list; write one object a line (NDJSON)")

    def rows(self) -> Iterator[Row]:
        """Yield the rows, without blank lines. Raises Unusable, naming the line that is not well-formed."""
        self.octets = 0
        with self.path.open("rb") as stream:
            lines = _Lines(self, stream)
            yield from self._ndjson_rows(lines) if self.is_ndjson else self._csv_rows(lines)

    def unusable(self, line: int, what: str) -> Unusable:
        """Return the error of a line."""
        return Unusable(f"{self.path}: line {line:,}: {what}; nothing was imported")

    def _refuse_foreign(self, head: bytes) -> None:
        if not head.strip():
            raise Unusable(f"{self.path} is empty")
        for beginning, what in _FOREIGN:
            if head.startswith(beginning):
                raise self.unusable(1, what)
        if b"\0" in head[:4]:
            raise self.unusable(1, "it is no UTF-8 text (UTF-16?); save it as UTF-8")

    def _csv_rows(self, lines: "_Lines") -> Iterator[Row]:
        records = self._csv_records(lines)
        header = next(records, (1, []))[1]
        self._check_header(header, lines.first)
        self.names = header
        source = source_of(header)
        for line, cells in records:
            if len(cells) == len(header):
                yield Row(line, cells, source)
            else:
                fault = f"it has {len(cells)} cells, the header has {len(header)}"
                yield Row(line, [*cells, *[""] * len(header)][: len(header)], source, fault)

    def _csv_records(self, lines: "_Lines") -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(_CELL_MAX)
        reader = csv.reader(iter(lines), strict=True)
        while True:
            line = lines.number + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as trouble:
                if "end of data" in str(trouble):
                    raise self.unusable(line, "a quote is opened here and never closed") from trouble
                what = "words follow a closing quote; write a quote inside a quoted cell twice"
                raise self.unusable(lines.number, what) from trouble
            if cells:
                yield line, cells

    def _check_header(self, header: Sequence[str], first_line: str) -> None:
        if len(header) == 1:
            for separator, called in _SEPARATORS.items():
                if separator in first_line:
                    raise self.unusable(1, f"columns are separated by {called}; save it with commas")
        if "\0" in "".join(header):
            raise self.unusable(1, "it is no UTF-8 text (UTF-16?); save it as UTF-8")
        filled = [name for name in header if name.strip()]
        if any(is_email(name.strip()) for name in filled) or all(whole_number(name) is not None for name in filled):
            raise self.unusable(1, "this looks like a row; the first line must hold the names of the columns")

    def _ndjson_rows(self, lines: "_Lines") -> Iterator[Row]:
        places = {name: place for place, name in enumerate(self.names)}
        sources: dict[tuple[str, ...], str] = {}
        for text in lines:
            if not text.strip():
                continue
            record = self._json_object(text, lines.number)
            for name in record:
                if name not in places:
                    places[name] = len(self.names)
                    self.names.append(name)
            cells = [""] * len(self.names)
            for name, value in record.items():
                cells[places[name]] = _text(value)
            keys = tuple(record)
            if keys not in sources:
                sources[keys] = source_of(keys)
            yield Row(lines.number, cells, sources[keys])

    def _json_object(self, text: str, line: int) -> dict[str, object]:
        try:
            record = json.loads(text)
        except json.JSONDecodeError as trouble:
            raise self.unusable(line, f"this is no JSON: {trouble.msg} at character {trouble.colno}") from trouble
        except (ValueError, RecursionError) as trouble:
            raise self.unusable(line, "this JSON is too deep or has too long a number") from trouble
        if not isinstance(record, dict):
            raise self.unusable(line, "this is no JSON object; write one object a line")
        return record


class _Lines:
    """The lines of a file as text, with their line ends; counts what was read."""

    def __init__(self, file: SurveyFile, stream: BinaryIO) -> None:
        self._file = file
        self._stream = stream
        self.number = 0
        self.first = ""

    def __iter__(self) -> Iterator[str]:
        for octets in self._stream:
            self._file.octets += len(octets)
            text = self._decoded(octets)
            if self.number == 0:
                text = self.first = text.removeprefix("\ufeff")
            for line in _lines_in(text):
                self.number += 1
                yield line

    def _decoded(self, octets: bytes) -> str:
        try:
            return octets.decode()
        except UnicodeDecodeError as trouble:
            what = f"the byte 0x{octets[trouble.start]:02X} is not UTF-8; save the file as UTF-8"
            raise self._file.unusable(self.number + 1, what) from trouble


def _lines_in(text: str) -> list[str]:
    """Cut at carriage returns that stand alone; they end a line too."""
    if not _LONE_CR.search(text):
        return [text]
    pieces = _LONE_CR.split(text)
    return [f"{piece}\r" for piece in pieces[:-1]] + pieces[-1:] * bool(pieces[-1])


def _text(value: object) -> str:
    """Return a JSON value as a cell."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def look_through(file: SurveyFile, watch: Watch = _nobody) -> Survey:
    """Read a file to its end and say what is in it. Raises Unusable; nothing is written."""
    columns: list[Column] = []
    sample: list[tuple[str, ...]] = []
    rows = faults = 0
    for row in file.rows():
        rows += 1
        faults += row.fault is not None
        columns.extend(Column(file.names[place], place) for place in range(len(columns), len(file.names)))
        for column, cell in zip(columns, row.cells, strict=False):
            if cell:
                column.note(cell)
        if len(sample) < _SAMPLE:
            sample.append(tuple(cell[:_CELL_START] for cell in row.cells))
        if rows % BATCH == 0:
            watch(Progress("reading", rows, file.octets, file.size))
    if 2 * faults > rows:
        what = f"{faults:,} of {rows:,} rows have another number of cells than this line"
        raise file.unusable(1, f"{what}; it must hold the names of the columns, separated by commas")
    return Survey(tuple(columns), tuple(sample), rows)


# Rows that cannot be taken ------------------------------------------------------------------------------------------

_FORMULA: Final = re.compile("[\\s\"'\0]*[=+\\-@＝＋－＠]|[\t\r\n\0]")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: with `'` before it where it could be one.

    OWASP ASVS 5, 1.2.10, and the full-width forms; a plain number stays one.
    """
    text = storable(cell)[0]
    return f"'{text}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(text) else text


class RejectedRows(AbstractContextManager["RejectedRows"]):
    """`FILE.rejected.csv`: the columns of the file, line and reason; whole when all is done, or not there at all.

    It lies beside the file, or in the working directory when that place cannot be written.
    """

    def __init__(self, beside: Path, names: Sequence[str]) -> None:
        """Make room for it. Raises CxloopError when neither place can be written."""
        self._name = f"{beside.name}.rejected.csv"
        self._count = 0
        self._directory, self._stream = self._make_room(beside.parent)
        self._writer = csv.writer(self._stream, lineterminator="\r\n")
        self._writer.writerow([*(harmless(name) for name in names), "line", "reason"])

    def add(self, row: Row, why: str) -> None:
        """Take a row down."""
        self._count += 1
        self._writer.writerow([*(harmless(cell) for cell in row.cells), row.line, harmless(why)])

    def finish(self) -> Path | None:
        """Make the file and return it; None when no row was rejected. Raises CxloopError."""
        if not self._count:
            return None
        target = self._directory / self._name
        try:
            self._write(target)
        except OSError as trouble:
            what = f"the responses are on record, but {target} could not be written: {trouble.strerror}"
            raise CxloopError(what) from trouble
        return target

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Forget the rows; they have no name yet, so that even a kill leaves none of them lying about."""
        self._stream.close()

    def _make_room(self, beside: Path) -> tuple[Path, IO[str]]:
        trouble = OSError()
        for directory in (beside, Path.cwd()):
            try:
                return directory, TemporaryFile("w+", dir=directory, encoding="utf-8", newline="")
            except OSError as refused:
                trouble = refused
        raise CxloopError(
            f"{beside / self._name} cannot be written: {trouble.strerror}; run this in a directory of yours"
        )

    def _write(self, target: Path) -> None:
        making = target.with_name(f".{self._name}.{secrets.token_hex(4)}")
        number = os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with open(number, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 - opened private
                self._stream.seek(0)
                copyfileobj(self._stream, file)
                file.flush()
                os.fsync(number)
            making.replace(target)
        finally:
            making.unlink(missing_ok=True)


# The import ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """What became of the rows: read = tickets + kept + already + rejected."""

    read: int = 0
    tickets: int = 0
    """Responses that made a ticket."""
    kept: int = 0
    """Responses on record that need none."""
    already: int = 0
    """Responses that were on record before."""
    by_reason: Counter[Reason] = field(default_factory=Counter)
    replaced_characters: int = 0
    """Characters no database takes, stored as U+FFFD."""
    rejected_file: Path | None = None

    @property
    def rejected(self) -> int:
        """Rows that could not be taken."""
        return self.by_reason.total()

    def take(self, batch: "Tally") -> None:
        """Add what became of a batch that is on disk."""
        self.tickets += batch.tickets
        self.kept += batch.kept
        self.already += batch.already
        self.replaced_characters += batch.replaced_characters


@dataclass(frozen=True, slots=True)
class Plan:
    """A file that is understood."""

    file: SurveyFile
    survey: Survey
    layout: Layout | None
    """None when there is no row in it."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What would become of one row."""

    row: Row
    outcome: Response | Rejected
    makes_ticket: bool


_Identified = tuple[str, Response]


class Intake:
    """Import of survey responses by one person, who must be an admin."""

    def __init__(self, desk: Callable[[], Desk], queries: Queries) -> None:
        self._desk = desk
        self._queries = queries

    def examine(self, path: Path, asked: Asked, watch: Watch = _nobody) -> Plan:
        """Understand a file. Raises Refused, Unusable, and Unsettled with the ways to go on; nothing is written."""
        organisation = self._queries.organisation()
        organisation.demand(self._queries.me, Act.ADMINISTER)
        file = SurveyFile(path)
        survey = look_through(file, watch)
        try:
            layout = settle(survey, asked, organisation) if survey.rows else None
        except Unusable as amiss:
            raise Unusable(f"{path}: {amiss}; nothing was imported") from amiss
        return Plan(file, survey, layout)

    def glimpse(self, plan: Plan, rows: int = 3) -> Iterator[Glimpse]:
        """Yield what would become of the first rows."""
        if plan.layout is None:
            return
        policy = self._queries.organisation().policy
        for row, _, outcome in islice(_identified(plan, plan.layout), rows):
            dissatisfied = isinstance(outcome, Response) and outcome.is_dissatisfied(policy.bands(outcome.kind))
            yield Glimpse(row, outcome, dissatisfied)

    def rehearse(self, plan: Plan, watch: Watch = _nobody) -> Tally:
        """Count what `run` would do; nothing is written."""
        return self._go(plan, watch, rejected=None)

    def run(self, plan: Plan, watch: Watch = _nobody) -> Tally:
        """Write the responses down and make tickets of the dissatisfied ones."""
        if plan.layout is None:
            return Tally()
        with RejectedRows(plan.file.path, plan.layout.names) as rejected:
            tally = self._go(plan, watch, rejected)
            tally.rejected_file = rejected.finish()
        return tally

    def _go(self, plan: Plan, watch: Watch, rejected: RejectedRows | None) -> Tally:
        tally = Tally()
        seen: set[str] = set()
        for rows in _batches(plan):
            batch: list[_Identified] = []
            for row, key, outcome in rows:
                if isinstance(outcome, Response):
                    batch.append((response_id(row.source, key), outcome))
                    continue
                tally.by_reason[outcome.reason] += 1
                if rejected is not None:
                    rejected.add(row, str(outcome))
            tally.read += len(rows)
            tally.take(self._write(batch) if rejected is not None else self._imagine(batch, seen))
            watch(Progress("importing", tally.read, plan.file.octets, plan.file.size))
        return tally

    def _write(self, batch: Sequence[_Identified]) -> Tally:
        def work(sitting: Sitting) -> Tally:
            sitting.organisation.demand(self._queries.me, Act.ADMINISTER)
            done = Tally()
            for response, said in batch:
                _record(sitting, response, said, done)
            return done

        return self._desk().sit(self._queries.me, work) if batch else Tally()

    def _imagine(self, batch: Sequence[_Identified], seen: set[str]) -> Tally:
        def work(sitting: Sitting) -> Tally:
            done = Tally()
            for response, said in batch:
                known = response in seen or sitting.has_response(response)
                seen.add(response)
                _count(said, done, known=known, dissatisfied=_is_dissatisfied(sitting, said))
            return done

        return self._desk().sit(self._queries.me, work) if batch else Tally()


def _record(sitting: Sitting, response: str, said: Response, done: Tally) -> None:
    """Write one response down, with its ticket if it makes one, unless it is on record."""
    known = sitting.has_response(response)
    dissatisfied = _is_dissatisfied(sitting, said)
    _count(said, done, known=known, dissatisfied=dissatisfied)
    if known:
        return
    sitting.record_response(response, said.fields, said.comment)
    if dissatisfied:
        wanted = ticket_fields(said, response, sitting.organisation)
        sitting.create(wanted, ticket_comment(said), ticket_id=ticket_id(response), origin=Origin.IMPORT)


def _count(said: Response, done: Tally, *, known: bool, dissatisfied: bool) -> None:
    done.already += known
    done.tickets += dissatisfied and not known
    done.kept += not (dissatisfied or known)
    done.replaced_characters += 0 if known else said.replaced


def _is_dissatisfied(sitting: Sitting, said: Response) -> bool:
    return said.is_dissatisfied(sitting.organisation.policy.bands(said.kind))


def _batches(plan: Plan) -> Iterator[list[tuple[Row, str, Response | Rejected]]]:
    """Yield rows, BATCH at a time, with the key each is known by and what it says."""
    if plan.layout is None:
        return
    identified = _identified(plan, plan.layout)
    while batch := list(islice(identified, BATCH)):
        yield batch


def _identified(plan: Plan, layout: Layout) -> Iterator[tuple[Row, str, Response | Rejected]]:
    """Yield each row with its key: its own id if that was mapped, else what it says and which of its twins it is."""
    twins: Counter[str] = Counter()
    for row in plan.file.rows():
        if plan.file.names != list(layout.names):
            raise Unusable(f"{plan.file.path} was changed while it was read; run this again")
        key = storable(row.cells[layout.columns[Field.RESPONSE]].strip())[0] if layout.has_key else ""
        if not key:
            said = fingerprint(layout.names, row.cells)
            key = f"{said}#{twins[said]}"
            twins[said] += 1
        yield row, key, _outcome(row, layout)


def _outcome(row: Row, layout: Layout) -> Response | Rejected:
    if row.fault is not None:
        return Rejected(Reason.MALFORMED, row.fault)
    try:
        return read_row(row.cells, layout)
    except Rejected as rejected:
        return rejected
