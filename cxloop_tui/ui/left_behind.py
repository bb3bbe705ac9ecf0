"""What a screen that was left leaves behind: let go of right after, in one piece of work between two keys.

Widgets refer to each other in circles, which only the garbage collector takes apart. Left to itself it waits until
there are many screens of them and does so in the middle of a key: a tenth of a second and more.

The longer somebody works, the more it has to look through, nearly all of which lasts: what Textual remembers of
layouts, painted lines, code that was loaded. So when there is much of it, and nothing but the desk is open, it is all
kept: it is not looked at again. Some of that is left behind later, painted lines above all, for these refer to
themselves; it is looked for when nobody has touched the desk for a while.
"""

import asyncio
import gc
from collections.abc import Callable
from typing import Final, NamedTuple, Self

AFTER_SECONDS: Final = 0.1
"""So long after a screen was left: what comes in its place is painted by then."""

MANY: Final = 30_000
"""To look through so many objects takes half a frame, on a slow computer a whole one."""

KEPT_MOST: Final = 3
"""So often things are kept before all that is kept is looked through: some mebibytes may be left behind by then."""

AT_REST_SECONDS: Final = 60.0
"""Whoever touched nothing for so long does not notice a tenth of a second."""


class Garbage(NamedTuple):
    """What can be asked of a garbage collector."""

    collect: Callable[[], object]
    """Let go of what is left behind, but for what is kept."""
    objects: Callable[[], int]
    """Return how many objects it looks through: all there are, but for what is kept."""
    keep: Callable[[], object]
    """Keep all there is: look at it no more."""
    keep_nothing: Callable[[], object]
    """Look at all of it again."""

    @classmethod
    def of_python(cls) -> Self:
        """Return Python's own."""
        return cls(gc.collect, lambda: len(gc.get_objects()), gc.freeze, gc.unfreeze)

    @classmethod
    def in_its_own_time(cls) -> Self:
        """Return one that is asked for nothing."""
        return cls(lambda: None, lambda: 0, lambda: None, lambda: None)


class LeftBehind:
    """What is left behind in one app."""

    def __init__(self, garbage: Garbage, is_desk_alone: Callable[[], bool]) -> None:
        """`is_desk_alone` says whether nothing but the desk itself is open."""
        self._garbage = garbage
        self._is_desk_alone = is_desk_alone
        self._kept = 0
        self._planned: asyncio.TimerHandle | None = None
        self._resting: asyncio.TimerHandle | None = None

    def collect_soon(self) -> None:
        """Let go of it soon; those who leave several screens at once wait once."""
        if self._planned is None:
            self._planned = asyncio.get_running_loop().call_later(AFTER_SECONDS, self._collect)

    def wait_for_rest(self) -> None:
        """Somebody touched the desk: nobody rests before a while."""
        if self._resting is not None:
            self._resting.cancel()
            self._resting = None
        if self._kept >= KEPT_MOST:
            self._resting = asyncio.get_running_loop().call_later(AT_REST_SECONDS, self._look_through_all)

    def _collect(self) -> None:
        self._planned = None
        self._garbage.collect()
        if self._is_desk_alone() and self._garbage.objects() > MANY:
            self._garbage.keep()
            self._kept += 1

    def _look_through_all(self) -> None:
        self._resting = None
        if not self._is_desk_alone():
            self.wait_for_rest()
            return
        self._garbage.keep_nothing()
        self._garbage.collect()
        self._garbage.keep()
        self._kept = 0
