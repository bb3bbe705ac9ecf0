"""Tables for people: columns aligned by terminal cells, lines cut to the terminal's width, every cell cleaned."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from cxloop_tui.domain.text import clean_line

_GAP: Final = "  "
_ELLIPSIS: Final = "…"

_MEASURED_ROWS: Final = 200
"""How many rows decide the widths; a million rows need not be held to print them."""

_LONGEST_CELL: Final = 300
"""The most characters of one cell, when no terminal's width cuts it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `most` is the most cells it takes, None for as many as there are."""

    title: str
    most: int | None = None
    right: bool = False
    """Whether its text stands at the right edge, as numbers do."""


def cells(text: str) -> int:
    """Return how many terminal cells a text takes: none for a mark, two for a wide character (UAX 11)."""
    return len(text) if text.isascii() else sum(map(_cell_width, text))


def cut(text: str, width: int) -> str:
    """Return a text of at most `width` cells; a longer one ends in an ellipsis. No wide character is halved."""
    if cells(text) <= width:
        return text
    kept, used = "", 0
    for character in text:
        used += _cell_width(character)
        if used > width - 1:
            break
        kept += character
    return kept.rstrip() + _ELLIPSIS if width > 0 else ""


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]], width: int | None) -> Iterator[str]:
    """Yield the lines of a table with its titles, nothing when there are no rows.

    `width` is the terminal's, in cells; None leaves the last column as long as it is.
    """
    cleaned = ([clean_line(cell, _LONGEST_CELL) for cell in row] for row in rows)
    measured = list(islice(cleaned, _MEASURED_ROWS))
    if not measured:
        return
    titles = [column.title for column in columns]
    widths = [
        min(max(map(cells, texts)), column.most or _LONGEST_CELL)
        for column, *texts in zip(columns, titles, *measured, strict=True)
    ]
    for row in chain([titles], measured, cleaned):
        line = _line(columns, row, widths)
        yield line if width is None else cut(line, width)


def _line(columns: Sequence[Column], row: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        _padded(cut(cell, width), width, right=column.right)
        for column, cell, width in zip(columns[:-1], row, widths, strict=False)
    ]
    return _GAP.join([*padded, row[-1]]).rstrip()


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - cells(text))
    return space + text if right else text + space


def _cell_width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
