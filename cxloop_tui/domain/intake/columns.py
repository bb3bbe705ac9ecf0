"""What a look through a file finds in each of its columns."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from cxloop_tui.domain.intake.date_columns import DatesSeen
from cxloop_tui.domain.intake.missing import is_missing
from cxloop_tui.domain.text import clean_line

_VALUE_LENGTH: Final = 100
"""Longer cells are prose: counted, not compared."""

_VALUES_MAX: Final = 1_000
"""How many different values of a column are told apart."""


@dataclass(slots=True)
class Column:
    """One column of a file, and what has been seen in it so far."""

    name: str
    place: int
    """0 for the first."""
    filled: int = 0
    length: int = 0
    """Code points in all filled cells together."""
    values: Counter[str] = field(default_factory=Counter)
    """Short values, trimmed, and how often they stand there; only the first _VALUES_MAX different ones."""
    dates: DatesSeen = field(default_factory=DatesSeen)
    """What is known of its dates, from the whole column."""
    _long: int = 0

    def note(self, cell: str) -> None:
        """Take one more cell into account; blank ones tell nothing."""
        value = cell.strip()
        if not value:
            return
        self.filled += 1
        self.length += len(value)
        if len(value) > _VALUE_LENGTH:
            self._long += 1
        elif value in self.values:
            self.values[value] += 1
        else:
            self.dates.note(value)
            if len(self.values) < _VALUES_MAX:
                self.values[value] = 1

    def share(self, test: Callable[[str], bool]) -> float:
        """Return which part of the cells told apart passes a test, 0 to 1; those for nothing are left out."""
        given = {value: count for value, count in self.values.items() if not is_missing(value)}
        known = sum(given.values()) + self._long
        return sum(count for value, count in given.items() if test(value)) / known if known else 0.0

    @property
    def is_told_apart(self) -> bool:
        """Whether `values` has all there are, not only the first of them."""
        return len(self.values) < _VALUES_MAX and not self._long

    @property
    def title(self) -> str:
        """What to call the column on a screen, safe to show."""
        return clean_line(self.name.strip(), 60) or f"column {self.place + 1}"


@dataclass(frozen=True, slots=True)
class Survey:
    """What a look through a whole file found."""

    columns: tuple[Column, ...]
    sample: tuple[tuple[str, ...], ...]
    """The first rows, each cell cut to its beginning."""
    rows: int


_WHOLE: Final = re.compile(r"[+-]?\d{1,4}(?:\.0+)?", re.ASCII)


def whole_number(text: str) -> int | None:
    """Read `7`, ` 7 ` or `7.0`; None for everything else."""
    trimmed = text.strip()
    return int(float(trimmed)) if _WHOLE.fullmatch(trimmed) else None
