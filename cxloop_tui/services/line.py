"""A line of questions: answered one after another on a thread, and broken off when nobody waits for the answer."""

import asyncio
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Line:
    """One thread that answers the event loop; whoever is cancelled while waiting stops the reading behind it."""

    def __init__(self, name: str, interrupt: Callable[[], None]) -> None:
        """`interrupt` makes whatever is being read now fail, from another thread."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._interrupt = interrupt
        self._changing = threading.Lock()
        self._answering: object | None = None

    async def ask(self, question: Callable[[], T]) -> T:
        """Answer a question after those asked before it."""
        asked = object()

        def answer() -> T:
            self._now_answers(asked)
            try:
                return question()
            except BaseException as broken_off:
                # A reading that its frames still hold half done would keep SQLite interrupted for the next question.
                traceback.clear_frames(broken_off.__traceback__)
                raise
            finally:
                self._now_answers(None)

        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, answer)
        except asyncio.CancelledError:
            self._break_off(asked)
            raise

    def _now_answers(self, asked: object | None) -> None:
        with self._changing:
            self._answering = asked

    def _break_off(self, asked: object) -> None:
        """Stop the reading for one question; what is being answered meanwhile may be another one."""
        with self._changing:
            if self._answering is asked:
                self._interrupt()

    def close(self) -> None:
        """Finish what was begun."""
        self._thread.shutdown(wait=True)
