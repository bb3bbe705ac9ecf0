"""Which thread does what: the event loop never waits for the store, and nobody for somebody else's long reading.

One thread writes. A few read, each through a reader of its own. One looks up who asks, so that a request is never
behind a push only to be recognised.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, local
from typing import Final, TypeVar

from cxloop_tui.hub.ports import OpenReader, Reader

T = TypeVar("T")

READERS: Final = 4
"""Threads that read."""


class Lanes:
    """The threads of a hub."""

    def __init__(self, open_reader: OpenReader) -> None:
        self._open_reader = open_reader
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="writing")
        self._reading = ThreadPoolExecutor(READERS, thread_name_prefix="reading")
        self._recognising = ThreadPoolExecutor(1, thread_name_prefix="recognising")
        self._own = local()
        self._opened: list[Reader] = []
        self._opening = Lock()

    async def write(self, work: Callable[[], T]) -> T:
        """Do something that writes, after what was asked for before. Who gives up waiting does not break it off."""
        return await asyncio.get_running_loop().run_in_executor(self._writing, work)

    async def read(self, question: Callable[[Reader], T]) -> T:
        """Answer a question."""
        return await asyncio.get_running_loop().run_in_executor(self._reading, lambda: question(self._reader()))

    async def recognise(self, question: Callable[[Reader], T]) -> T:
        """Answer a question about who asks."""
        return await asyncio.get_running_loop().run_in_executor(self._recognising, lambda: question(self._reader()))

    async def think(self, work: Callable[[], T]) -> T:
        """Do what takes a while and needs no store."""
        return await asyncio.get_running_loop().run_in_executor(self._reading, work)

    def close(self) -> None:
        """Finish what was begun, and let go of the readers."""
        for threads in (self._recognising, self._reading, self._writing):
            threads.shutdown(wait=True)
        for reader in self._opened:
            reader.close()

    def _reader(self) -> Reader:
        """Return the reader of this thread."""
        found: Reader | None = getattr(self._own, "reader", None)
        if found is None:
            found = self._own.reader = self._open_reader()
            with self._opening:
                self._opened.append(found)
        return found
