"""When to try again: soon at first, then less and less often, and never all laptops at once."""

from collections.abc import Callable
from typing import Final

FIRST_SECONDS: Final = 1.0
MOST_SECONDS: Final = 300.0


class Retries:
    """How long to wait after a failure: a random part of a span that doubles with each ("full jitter").

    After every failure a time is given, so that nothing waits for somebody to press a key.
    """

    def __init__(self, random: Callable[[], float]) -> None:
        """`random` gives numbers from 0 up to 1."""
        self._random = random
        self._failures = 0

    def after_failure(self, at_least: float = 0.0) -> float:
        """Return how many seconds to wait now; not less than the other side asked for, but never an hour."""
        span = min(FIRST_SECONDS * 2.0**self._failures, MOST_SECONDS)
        self._failures = min(self._failures + 1, 32)
        return min(max(self._random() * span, at_least, FIRST_SECONDS / 10), MOST_SECONDS)

    def succeeded(self) -> None:
        """Begin anew with the next failure."""
        self._failures = 0
