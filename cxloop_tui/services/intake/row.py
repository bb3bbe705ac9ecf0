"""One row of a survey file, whatever kind of file it is."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol


class Row(NamedTuple):
    """One row of a file, exact."""

    line: int
    """Where it begins, 1 for the first line of the file."""
    cells: Sequence[str]
    """As many as the file had names when it was read."""
    source: str
    """The name of its survey, made of its headers."""
    fault: str | None = None
    """Why it is no row of this file."""


class Table(Protocol):
    """A kind of file that holds rows."""

    @property
    def names(self) -> list[str]:
        """The columns, each with a name of its own, in the order they were met."""

    @property
    def described(self) -> str:
        """What kind of file it is, in words for people."""

    def rows(self, text: Iterable[str]) -> Iterator[Row]:
        """Yield the rows of a text that comes in chunks. Raises Unreadable."""
