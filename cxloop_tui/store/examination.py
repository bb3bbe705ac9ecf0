"""What the doctor needs of a store that is examined, and what comes out of that."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeAlias

from cxloop_tui.store.connection import Rows
from cxloop_tui.store.selection_sql import Value

Progress: TypeAlias = Callable[[str, int, int], None]
"""Is told what is being done, and how much of how much of it; of 0 when nobody knows."""

MOST_FINDINGS: Final = 200
"""After this many the rest is only counted: a store this damaged needs its backup, not a longer list."""


@dataclass(slots=True)
class Examination:
    """What the doctor looked at and what was off."""

    tickets: int = 0
    operations: int = 0
    findings: list[str] = field(default_factory=list)
    more: int = 0
    """Findings beyond MOST_FINDINGS."""

    def found(self, what: str) -> None:
        """Note what is off."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(what)
        else:
            self.more += 1


class Patient(Protocol):
    """A store under examination, while others write to it."""

    words_apart: bool
    """Whether the words lie in an index of their own, in its order, and not beside the text they are of."""

    def still(self) -> AbstractContextManager[None]:
        """Keep to one state of the store until the end."""

    def run(self, sql: str, values: Sequence[Value] = (), /) -> Rows:
        """Carry out one statement."""

    def at_length(self, sql: str) -> Sequence[Any]:
        """Carry out a statement that looks at a whole table and finds little; ctrl+c breaks it off."""

    def damage(self) -> Iterator[str]:
        """Yield what the database itself finds wrong with its files, as far as it can tell."""

    def texts_of(self, places: Sequence[int]) -> Iterable[tuple[int, int, str]]:
        """Yield texts of tickets: sequence number, place of the ticket, and the folded words if these are there."""

    def words(self, beyond: str) -> Generator[tuple[str, int, int], None, None]:
        """Yield the words apart that come after one, in order: each with its text and its offset in that."""
