"""One person at one screen: the desk as the event loop may use it.

Questions run on one thread, changes on another, in the order in which they were asked; the loop itself never waits
for SQL. What takes its time (counting) has a thread and a connection of its own, and so has what takes long (an
export). The writing half is made on its thread, for it takes as long to load as the screen.
"""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from cxloop_tui.domain.errors import Refused
from cxloop_tui.services.line import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cxloop_tui.domain.operation import Json
    from cxloop_tui.domain.ticket_view import StoredDraft
    from cxloop_tui.services.correspondence import Correspondence
    from cxloop_tui.services.desk import Desk, Sitting
    from cxloop_tui.services.queries import Queries

T = TypeVar("T")


class Session:
    """The asynchronous face of `Queries` and `Desk`, for one person."""

    def __init__(
        self,
        queries: Queries,
        desk: Callable[[], Desk],
        loaded: Callable[[], None] = lambda: None,
        correspondence: Callable[[], Correspondence] | None = None,
        *,
        writes_in: str = "",
        signature: str = "",
    ) -> None:
        """`loaded` is told, on another thread, when the writing half is there as well.

        `writes_in` is the language of the person, as ISO 639-1 has it, `signature` what they sign letters with.
        """
        self._queries = queries
        self._correspondence = correspondence
        self._loaded = loaded
        self._desk = desk
        self._reading = Line("reading", queries.interrupt)
        self._aside: Queries | None = None
        self._counting = Line("counting", self._interrupt_aside)
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="writing")
        self._at_length = ThreadPoolExecutor(1, thread_name_prefix="at-length")
        self.me = queries.me
        self.writes_in = writes_in
        self.signature = signature

    def now(self) -> int:
        """Return the time of day, milliseconds since the epoch."""
        return self._queries.now()

    def utc_offset(self) -> int:
        """Return how many minutes local time is ahead of UTC now."""
        return self._queries.utc_offset()

    def today(self) -> str:
        """Return the day it is here, as `2026-12-01`."""
        return self._queries.today()

    def warm_up(self) -> None:
        """Begin to load the writing half, so that the first change does not wait for it."""
        self._writing.submit(self._load)

    def _load(self) -> None:
        self._desk()
        self._loaded()

    async def load(self, *modules: str) -> None:
        """Load modules that the first screen does without, off the loop: some take a tenth of a second."""
        missing = [name for name in modules if name not in sys.modules]
        if missing:
            await self._reading.ask(lambda: [import_module(name) for name in missing])

    async def ask(self, question: Callable[[Queries], T]) -> T:
        """Answer a question; who is cancelled while waiting has the reading broken off."""
        return await self._reading.ask(lambda: question(self._queries))

    async def ask_aside(self, question: Callable[[Queries], T]) -> T:
        """Answer a question that may take its time, so that none of the others waits for it; else like `ask`."""

        def answer() -> T:
            with self._queries.aside() as queries:
                self._aside = queries
                try:
                    return question(queries)
                finally:
                    self._aside = None

        return await self._counting.ask(answer)

    def _interrupt_aside(self) -> None:
        if (queries := self._aside) is not None:
            queries.interrupt()

    async def act(self, work: Callable[[Sitting], T]) -> T:
        """Do something as this person, in one transaction; on disk when this returns. Raises what `work` raises."""
        return await asyncio.get_running_loop().run_in_executor(
            self._writing, lambda: self._desk().sit(self.me, work)
        )

    async def correspond(self, work: Callable[[Correspondence], T]) -> T:
        """Do something about what goes to the hub or came back, where changes are made. Raises what `work` raises."""
        correspondence = self._correspondence
        if correspondence is None:
            raise Refused("this desk follows no hub: `cxloop remote add hub URL`")
        return await asyncio.get_running_loop().run_in_executor(self._writing, lambda: work(correspondence()))

    async def keep(self, draft: StoredDraft) -> None:
        """Keep words that are being typed."""
        await asyncio.get_running_loop().run_in_executor(self._writing, lambda: self._desk().save_draft(draft))

    async def put_on_shelf(self, shelf: str, things: Mapping[str, Json]) -> None:
        """Keep what is mine, by name, on a shelf; a thing that is None is thrown away."""
        await asyncio.get_running_loop().run_in_executor(
            self._writing, lambda: self._desk().keep(self.me, shelf, things)
        )

    async def work_at_length(self, work: Callable[[Callable[[], Desk]], T]) -> T:
        """Do something in as many transactions as it takes, where changes are made; others wait for its end."""
        return await asyncio.get_running_loop().run_in_executor(self._writing, work, self._desk)

    async def ask_at_length(self, question: Callable[[Queries], T]) -> T:
        """Answer a question that takes long, beside the others; it reads through `Queries.apart` alone."""
        return await asyncio.get_running_loop().run_in_executor(self._at_length, question, self._queries)

    def close(self) -> None:
        """Finish what was begun; nothing typed is lost."""
        self._at_length.shutdown(wait=True)
        self._writing.shutdown(wait=True)
        self._counting.close()
        self._reading.close()
