"""What a screen that was left leaves behind: let go of right after, in one piece of work between two keys.

Widgets refer to each other in circles, which only the garbage collector takes apart. Left to itself it waits until
there are many screens of them and does so in the middle of a key: a tenth of a second and more.
"""

import asyncio
from collections.abc import Callable
from typing import Final

AFTER_SECONDS: Final = 0.1
"""So long after a screen was left: what comes in its place is painted by then."""


class LeftBehind:
    """What is left behind in one app; `collect` lets go of it."""

    def __init__(self, collect: Callable[[], object]) -> None:
        self._collect = collect
        self._planned: asyncio.TimerHandle | None = None

    def collect_soon(self) -> None:
        """Let go of it soon; those who leave several screens at once wait once."""
        if self._planned is None:
            self._planned = asyncio.get_running_loop().call_later(AFTER_SECONDS, self._now)

    def _now(self) -> None:
        self._planned = None
        self._collect()
