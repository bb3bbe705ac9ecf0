"""Who waits for the order to grow is told when it has.

One watcher looks at its end while anybody waits: at once when something was pushed through this process, every half a
second for what another process did on the same store.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.feed import Cursor
from cxloop_tui.hub.limits import LOOKED_EVERY


class Live:
    """The end of the order, for those who wait at it. Used on the event loop alone."""

    def __init__(self, look: Callable[[], Awaitable[Cursor]], pause: float = LOOKED_EVERY) -> None:
        """`look` asks the store for the end of its order; `pause` is the seconds between two looks."""
        self._look = look
        self._pause = pause
        self._head: Cursor | None = None
        """As it was seen last while somebody waited."""
        self._moved = asyncio.Event()
        """Set, and made anew, whenever the end is another."""
        self._nudged = asyncio.Event()
        self._waiting = 0
        self._watcher: asyncio.Task[None] | None = None
        self.is_stopping = False

    async def beyond(self, cursor: Cursor, patience: float) -> Cursor | None:
        """Return the end of the order once it is not at a cursor; None after `patience` seconds, or at the stop."""
        self._waiting += 1
        if self._watcher is None or self._watcher.done():
            self._head = None
            self._watcher = asyncio.create_task(self._watch())
        try:
            async with asyncio.timeout(patience):
                while not self.is_stopping and not self._is_beyond(cursor):
                    await self._moved.wait()
        except TimeoutError:
            return None
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._nudged.set()
        return None if self.is_stopping else self._head

    def nudge(self) -> None:
        """Look now: something was done that may have let the order grow."""
        self._nudged.set()

    def stop(self) -> None:
        """Let everybody who waits go."""
        self.is_stopping = True
        self._moved.set()
        self._nudged.set()

    def _is_beyond(self, cursor: Cursor) -> bool:
        return self._head is not None and (self._head.seq, self._head.epoch) != (cursor.seq, cursor.epoch)

    async def _watch(self) -> None:
        """Look as long as anybody waits; a store that does not answer now may do so the next time."""
        while self._waiting and not self.is_stopping:
            self._nudged.clear()
            with suppress(CxloopError):
                self._see(await self._look())
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pause):
                    await self._nudged.wait()

    def _see(self, head: Cursor) -> None:
        if head != self._head:
            self._head = head
            self._moved.set()
            self._moved = asyncio.Event()
