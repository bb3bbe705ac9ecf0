"""The event loop of one world: nobody waits in it, no thread runs beside it, and its time is its own.

What a hub gives to its threads is done at once, in the thread of the world: one after the other is how it happens
anyway when one laptop asks at a time, and so the same seed is the same world. When all wait for a time, it has come.
"""

import asyncio
from collections.abc import Callable
from selectors import SelectorKey, SelectSelector
from typing import Any, TypeVar

T = TypeVar("T")


class Stuck(AssertionError):
    """Everybody waits for something that nobody will do."""


class Loop(asyncio.SelectorEventLoop):
    """An event loop in which it is a certain time, which goes on only when nothing else can."""

    def __init__(self) -> None:
        self._seconds = 0.0
        super().__init__(_Waiting(self._pass))

    def time(self) -> float:
        """Return the seconds of this world."""
        return self._seconds

    def run_in_executor(self, executor: Any, func: Callable[..., T], *args: Any) -> asyncio.Future[T]:  # type: ignore[override]
        """Do it now."""
        del executor
        future: asyncio.Future[T] = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - whoever waits for it gets it
            future.set_exception(error)
        return future

    def finish(self) -> None:
        """Let come to its end what was begun and is wanted by nobody any more: streams that are being closed."""
        self.run_until_complete(asyncio.sleep(0))
        while left := asyncio.all_tasks(self):
            self.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self.run_until_complete(self.shutdown_asyncgens())
        self.close()

    def _pass(self, seconds: float) -> None:
        self._seconds += seconds


class _Waiting(SelectSelector):
    """Waits for nothing outside: there is nothing outside."""

    def __init__(self, let_pass: Callable[[float], None]) -> None:
        super().__init__()
        self._let_pass = let_pass

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        if timeout is None:
            raise Stuck("nothing will ever happen in this world again")
        self._let_pass(max(timeout, 0.0))
        return []
