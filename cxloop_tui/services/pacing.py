"""A long work in many transactions: each takes as much as others wait for without noticing."""

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TypeVar

T = TypeVar("T")

SECONDS: Final = 0.3
"""What a transaction of a long work should take: somebody who changes a ticket meanwhile waits for its end."""

FIRST: Final = 200
"""How many things the first transaction takes."""

MOST: Final = 5_000
"""More at once would be hardly faster, and all of them are in memory."""

_LEAST: Final = 10


_COLLECTED_AFTER: Final = 50_000
"""New objects between two collections. A transaction holds tens of thousands of them, and none is garbage."""


@contextmanager
def collected_seldom() -> Iterator[None]:
    """Let the garbage collector not look again and again through what a transaction gathers."""
    before = gc.get_threshold()
    gc.set_threshold(_COLLECTED_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class Pace:
    """How many things the next transaction takes, from how long the last ones took.

    `timer` returns seconds that pass.
    """

    def __init__(self, *, seconds: float = SECONDS, timer: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._timer = timer
        self.size = FIRST

    def parts(self, things: Sequence[T]) -> Iterator[Sequence[T]]:
        """Cut a list into what each transaction takes; the caller says with `taking` how long that took."""
        start = 0
        while start < len(things):
            part = things[start : start + self.size]
            start += len(part)
            yield part

    @contextmanager
    def taking(self, count: int) -> Iterator[None]:
        """Measure a transaction of so many things."""
        began = self._timer()
        yield
        spent = max(self._timer() - began, self._seconds / MOST)
        fitting = int(count * self._seconds / spent)
        self.size = min(max(fitting, self.size // 2, _LEAST), 2 * self.size, MOST)
