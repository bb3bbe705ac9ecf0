"""Tables of lines: cells separated by commas, semicolons, tabs or bars.

How the cells are separated and quoted is told by the beginning of the file. Quotes are strict: a stray one would
swallow rows. Files with tabs or bars are often written without any quoting; when quotes there make no sense, the file
is read again without them.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from cxloop_tui.domain.cells import unharmed
from cxloop_tui.domain.intake import source_of
from cxloop_tui.domain.text import clean_line
from cxloop_tui.services.intake.headers import distinct, header_place, like_a_row
from cxloop_tui.services.intake.lines import LONGEST, lines_of
from cxloop_tui.services.intake.row import Row
from cxloop_tui.services.intake.unreadable import StrayQuote, Unreadable

ADDED_COLUMNS: Final = ("rejected line", "rejected because")
"""What our own file of rejected rows has beyond the columns of the file they are from."""

_SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_UNQUOTED: Final = frozenset("\t|")
"""What may separate cells in files that quote nothing."""

_LOOKED_AT: Final = 200
"""Rows that tell how a file is written."""

_WORD_LENGTH: Final = 20


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a file are written."""

    separator: str
    is_quoted: bool = True
    skips_spaces: bool = False
    """Spaces after a separator are no part of a cell."""
    lines_before: int = 0
    """Lines that stand before the headers."""

    def reader(self, lines: Iterable[str], *, is_strict: bool) -> Iterator[list[str]]:
        """Cut lines into rows of cells; blank lines are empty rows."""
        csv.field_size_limit(LONGEST)
        return csv.reader(
            lines,
            delimiter=self.separator,
            quoting=csv.QUOTE_MINIMAL if self.is_quoted else csv.QUOTE_NONE,
            skipinitialspace=self.skips_spaces,
            strict=is_strict,
        )


class Delimited:
    """A table of lines with headers."""

    def __init__(self, head: Sequence[str]) -> None:
        """Tell by its first lines how it is written. Raises Unreadable when it is no table."""
        self.dialect, records = _dialect_of(head)
        header = records[0] if records else []
        if "\0" in "".join(header):
            raise Unreadable("there are zero bytes in the names of the columns; it is no text", self._header_line)
        _refuse_prose(records, self._header_line)
        row = like_a_row(header, records[1:])
        if row is not None:
            what = f"this looks like a row ({row}), not like the names of the columns"
            raise Unreadable(
                f"{what}; write them into a line before it, such as: email,score,comment", self._header_line
            )
        self._is_ours = tuple(header[-2:]) == ADDED_COLUMNS
        self.names = self._names(header)

    @property
    def described(self) -> str:
        """What kind of file it is, in words for people."""
        parts = [f"cells separated by {_SEPARATORS[self.dialect.separator]}"]
        if not self.dialect.is_quoted:
            parts.append("quotes taken as they are")
        if self.dialect.lines_before:
            parts.append(f"headers in line {self._header_line:,}")
        if self._is_ours:
            parts.append("rejected rows of an earlier import")
        return ", ".join(parts)

    def without_quoting(self) -> bool:
        """Take quotes as they are from now on; False when such a file cannot be meant."""
        if not self.dialect.is_quoted or self.dialect.separator not in _UNQUOTED:
            return False
        self.dialect = replace(self.dialect, is_quoted=False)
        return True

    def rows(self, text: Iterable[str]) -> Iterator[Row]:
        """Yield the rows, without blank lines. Raises Unreadable, naming the line."""
        records = _Records(text, self.dialect)
        header = next(iter(records), (self._header_line, []))[1]
        self.names = self._names(header)
        source = source_of(self.names)
        for line, cells in records:
            yield self._row(line, cells, source)

    @property
    def _header_line(self) -> int:
        return self.dialect.lines_before + 1

    def _names(self, header: Sequence[str]) -> list[str]:
        return distinct([unharmed(name) for name in header[:-2]] if self._is_ours else header)

    def _row(self, line: int, cells: list[str], source: str) -> Row:
        width = len(self.names)
        if self._is_ours:
            cells = [unharmed(cell) for cell in cells[:width]]
        if len(cells) > width and not any(cells[width:]):
            cells = cells[:width]
        if len(cells) == width:
            return Row(line, cells, source)
        fault = f"it has {len(cells)} cells, the header has {width}"
        if len(cells) > width:
            fault += f"; left over: {clean_line(' | '.join(cells[width:]), 60)}"
        return Row(line, [*cells, *[""] * width][:width], source, fault)


class _Records:
    """The rows of cells of a text, with the line each begins in."""

    def __init__(self, text: Iterable[str], dialect: Dialect) -> None:
        self._dialect = dialect
        self._lines = islice(lines_of(text), dialect.lines_before, None)
        self._line = dialect.lines_before
        self._taken: list[str] = []
        self._reader = dialect.reader(self._counted(), is_strict=True)
        self._width = 0

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        while True:
            line = self._line + 1
            self._taken.clear()
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as trouble:
                raise self._unreadable(str(trouble), line) from trouble
            if cells:
                self._width = self._width or len(cells)
                self._refuse_swallowed_rows(line)
                yield line, cells

    def _counted(self) -> Iterator[str]:
        for line in self._lines:
            self._line += 1
            self._taken.append(line)
            yield line

    def _refuse_swallowed_rows(self, line: int) -> None:
        """Refuse a cell over several lines where each would be a row of its own without the quotes."""
        separator = self._dialect.separator
        if separator in _UNQUOTED and any(one.count(separator) == self._width - 1 > 0 for one in self._taken[1:-1]):
            raise StrayQuote("a quote is opened here and closed only some rows later", line)

    def _unreadable(self, trouble: str, line: int) -> Unreadable:
        if "end of data" in trouble:
            return StrayQuote("a quote is opened here and never closed", line)
        if "field limit" in trouble:
            what = f"a cell has more than {LONGEST:,} characters; a quote is opened here and perhaps never closed"
            return StrayQuote(what, line)
        what = "words follow a closing quote; write a quote inside a quoted cell twice"
        return StrayQuote(what, self._line)


# How a file is written ----------------------------------------------------------------------------------------------


def _dialect_of(head: Sequence[str]) -> tuple[Dialect, list[list[str]]]:
    """Find the dialect that gives the most even rows, and the records from the headers on."""
    told = _separator_told(head)
    if told is not None:
        return _from_headers(Dialect(told, lines_before=1), head)
    candidates = [Dialect(separator) for separator in _SEPARATORS]
    if any('"' in line for line in head):
        candidates += [Dialect(separator, is_quoted=False) for separator in sorted(_UNQUOTED)]
    return _from_headers(max(candidates, key=lambda dialect: _evenness(dialect, head)), head)


def _separator_told(head: Sequence[str]) -> str | None:
    """Return what a first line such as `sep=;` says, which spreadsheets write."""
    first = head[0].strip("\r\n").strip('"') if head else ""
    separator = first.removeprefix("sep=")
    return separator if first.startswith("sep=") and separator in _SEPARATORS else None


def _records(dialect: Dialect, head: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Cut the beginning of a file into records, each with the lines before it; stray quotes are let pass."""
    found: list[tuple[int, list[str]]] = []
    lines = iter(head[dialect.lines_before :])
    taken = dialect.lines_before

    def counted() -> Iterator[str]:
        nonlocal taken
        for line in lines:
            taken += 1
            yield line

    reader = dialect.reader(counted(), is_strict=False)
    before = taken
    try:
        for cells in islice(reader, 2 * _LOOKED_AT):
            if cells:
                found.append((before, cells))
            before = taken
    except csv.Error:
        return found
    return found


def _evenness(dialect: Dialect, head: Sequence[str]) -> tuple[float, int, bool]:
    """How many of the rows are as wide as most are, how wide that is; nothing when they have one cell."""
    records = [cells for _, cells in _records(dialect, head)]
    width = _width(records)
    if width < 2:
        return 0.0, 1, dialect.is_quoted
    share = sum(len(cells) == width for cells in records) / len(records)
    return round(share, 1), width, dialect.is_quoted


def _width(records: Sequence[Sequence[str]]) -> int:
    """Return how many cells most records have."""
    widths = Counter(len(cells) for cells in records)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _from_headers(dialect: Dialect, head: Sequence[str]) -> tuple[Dialect, list[list[str]]]:
    records = _records(dialect, head)
    place = header_place([cells for _, cells in records], _width([cells for _, cells in records]))
    before = records[place][0] if records else dialect.lines_before
    kept = [cells for _, cells in records[place:]]
    found = replace(dialect, lines_before=before, skips_spaces=_skips_spaces(kept))
    return (found, [cells for _, cells in _records(found, head)]) if found.skips_spaces else (found, kept)


def _skips_spaces(records: Sequence[Sequence[str]]) -> bool:
    """Whether a space after each separator is how the file is written, in all rows but the header perhaps."""
    rows = records[1:] or records
    after = [cell for cells in rows for cell in cells[1:] if cell]
    return bool(after) and all(cell.startswith(" ") for cell in after)


def _refuse_prose(records: Sequence[Sequence[str]], line: int) -> None:
    """Refuse one text a line: a table of one column holds short answers, or few different ones."""
    if not records or (len(records[0]) > 1 and _is_even(records)):
        return
    answers = [cells[0].strip() for cells in records[1:] if cells and cells[0].strip()]
    short = sum(len(answer) <= _WORD_LENGTH and any(map(str.isdigit, answer)) for answer in answers)
    if len(records[0]) == 1 and answers and (2 * short >= len(answers) or 2 * len(set(answers)) <= len(answers)):
        return
    what = "it looks like plain text, not like a table with columns"
    raise Unreadable(f"{what}; export the answers as CSV with a first line such as: email,score,comment", line)


def _is_even(records: Sequence[Sequence[str]]) -> bool:
    width = _width(records)
    return width > 1 and 10 * sum(len(cells) == width for cells in records) >= 3 * len(records)
