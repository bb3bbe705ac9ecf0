"""The process beside a desk that syncs, as the desk sees it: states come as lines, a line wakes it."""

import json
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from tests.journeys.team import Desk

PATIENCE: Final = 300.0
"""Seconds after which a state is taken for one that never comes."""


class Companion:
    """`cxloop sync --watch --json --with-desk`, started."""

    def __init__(self, desk: Desk) -> None:
        self.process = desk.start("sync", "--watch", "--json", "--with-desk")
        self.told: list[dict[str, Any]] = []
        """Every state so far."""
        self._new: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._readers = [threading.Thread(target=read, daemon=True) for read in (self._read, self._let_talk)]
        for reader in self._readers:
            reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout:
            for line in self.process.stdout:
                self._new.put(json.loads(line))
        self._new.put(None)

    def _let_talk(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr:
            for _ in self.process.stderr:
                pass

    def wake(self) -> None:
        """Say that something was done at the desk."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()

    def next(self, phase: str) -> dict[str, Any]:
        """Wait for the next state of this phase; raise AssertionError when it ends instead."""
        while True:
            state = self._new.get(timeout=PATIENCE)
            assert state is not None, f"it ended with {self.process.wait()} before it was {phase}"
            self.told.append(state)
            if state["phase"] == phase:
                return state

    def end(self) -> int:
        """Let the desk be closed; return the exit code."""
        assert self.process.stdin is not None
        with suppress(OSError):
            self.process.stdin.close()
        code = self.process.wait(PATIENCE)
        for reader in self._readers:
            reader.join(PATIENCE)
        return code


@contextmanager
def companion_of(desk: Desk) -> Iterator[Companion]:
    """Give one that is gone afterwards."""
    companion = Companion(desk)
    try:
        yield companion
    finally:
        if companion.process.poll() is None:
            companion.process.kill()
            companion.end()
