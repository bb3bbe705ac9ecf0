"""Tickets as a table of text: CSV for spreadsheets and tools, JSON for programs. Neither holds a live formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import IO, Final

from cxloop_tui.domain.cells import SUSPECT, harmless
from cxloop_tui.domain.json_text import json_line
from cxloop_tui.domain.operation import Json

Row = Sequence[Json]
"""The values of one ticket, in the order of the columns."""

Page = Sequence[Sequence[Json]]
"""The same of many tickets: for each column its values, one a ticket."""

BETWEEN: Final = ", "
"""Stands between the tags in one cell."""

_NUMBERS: Final = frozenset({int, type(None)})
_TEXTS: Final = frozenset({str, type(None)})
_BOM: Final = b"\xef\xbb\xbf"


def cell(value: Json) -> str | int | bool:
    """Return a value as a cell holds it: nothing is the empty text, a list its members in a row."""
    if value is None:
        return ""
    if isinstance(value, str | int):
        return value
    return BETWEEN.join(map(str, value)) if isinstance(value, list) else str(value)


def rows_of(pages: Iterable[Page]) -> Iterator[Row]:
    """Yield ticket after ticket."""
    return chain.from_iterable(zip(*page, strict=True) for page in pages)


def write_csv(stream: IO[bytes], pages: Iterable[Page], columns: tuple[str, ...], *, marked: bool) -> None:
    """Write RFC 4180 in UTF-8; `marked`: with the byte order mark without which Excel takes it for something else."""
    if marked:
        stream.write(_BOM)
    with _text(stream) as text:
        lines = csv.writer(text, lineterminator="\r\n")
        lines.writerow(columns)
        lines.writerows(rows_of([*map(_cells, page)] for page in pages))


def write_json(stream: IO[bytes], rows: Iterable[Row], columns: tuple[str, ...]) -> None:
    """Write one list of objects, an object a line."""
    before = "[\n"
    with _text(stream) as text:
        for row in rows:
            text.write(before + json_line(dict(zip(columns, row, strict=True))))
            before = ",\n"
        text.write("[]\n" if before == "[\n" else "\n]\n")


def _cells(values: Sequence[Json]) -> Sequence[Json]:
    """Return the values of a column as the `csv` module takes them; those of nearly every column are of one kind."""
    kinds = set(map(type, values))
    if kinds <= _NUMBERS:
        return values
    if kinds <= _TEXTS:
        return [
            text if text is None or text[:1] not in SUSPECT else harmless(text)  # type: ignore[index, operator, arg-type]
            for text in values
        ]
    return [*map(_plain, values)]


def _plain(value: Json) -> str | int:
    """Return a value as the `csv` module takes it."""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    plain = cell(value)
    return harmless(plain) if plain and isinstance(plain, str) else plain


@contextmanager
def _text(stream: IO[bytes]) -> Iterator[io.TextIOWrapper]:
    """Write text to a stream of bytes, which stays open."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    try:
        yield text
    finally:
        text.detach()
