r"""Cutting query text into pieces at white space, with the column of every character, quoted or not.

Whatever stands in double quotes has no special meaning; there `\"` and `\\` are a quote and a backslash.
Columns count characters of the typed text from 0.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cxloop_tui.domain.errors import Unusable


class QueryMistake(Unusable, ValueError):
    """Text that is no query, where it goes wrong, and what to put there instead if that can be guessed.

    `start` and `end` are columns of the typed text; `suggestion` is the text to put between them.
    """

    def __init__(self, message: str, start: int, end: int, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the typed text from column `start` up to `end`.

    `text` is what it says. `shape` is `text` with every quoted character replaced by NUL: patterns are matched
    on it, so nothing in quotes is ever taken for syntax. `columns` tells where each character was typed.
    """

    text: str
    shape: str
    columns: tuple[int, ...]
    start: int
    end: int

    def cut(self, low: int, high: int | None = None) -> "Piece":
        """Return the piece from `low` to `high`; each cut is next to an unquoted character, so quotes stay whole."""
        high = len(self.text) if high is None else high
        start = self.columns[low - 1] + 1 if low else self.start
        end = self.columns[high] if high < len(self.text) else self.end
        return Piece(self.text[low:high], self.shape[low:high], self.columns[low:high], start, end)

    def parts(self) -> "Iterator[Piece]":
        """Yield the parts between unquoted commas."""
        low = 0
        for at, character in enumerate(self.shape):
            if character == ",":
                yield self.cut(low, at)
                low = at + 1
        yield self.cut(low)

    def mistake(self, message: str, suggestion: str | None = None) -> QueryMistake:
        """Return a mistake at this place."""
        return QueryMistake(message, self.start, self.end, suggestion)


_UNIT: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s"]', re.DOTALL)
_QUOTED_CHARACTER: Final = re.compile(r'\\["\\]|.', re.DOTALL)


def cut_pieces(text: str) -> Iterator[Piece]:
    """Yield the pieces of `text`; raises `QueryMistake` on reaching a quote that is never closed."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
        else:
            piece = _piece(text, at)
            yield piece
            at = piece.end


def _piece(text: str, start: int) -> Piece:
    said: list[tuple[str, str, int]] = []
    at = start
    while at < len(text) and not text[at].isspace():
        unit = _UNIT.match(text, at)
        if unit is None:
            raise QueryMistake("this quote is never closed", at, len(text), text[at:].rstrip("\\") + '"')
        said.extend(_said(unit))
        at = unit.end()
    characters = "".join(character for character, _, _ in said)
    shape = "".join(shape for _, shape, _ in said)
    return Piece(characters, shape, tuple(column for _, _, column in said), start, at)


def _said(unit: re.Match[str]) -> Iterator[tuple[str, str, int]]:
    """Yield every character of one unit with its shape and column."""
    if not unit[0].startswith('"'):
        yield unit[0], unit[0], unit.start()
        return
    for quoted in _QUOTED_CHARACTER.finditer(unit.string, unit.start() + 1, unit.end() - 1):
        yield quoted[0][-1], "\0", quoted.start()
