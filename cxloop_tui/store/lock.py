"""The lock file: one writer or checkpoint at a time, among all processes on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from cxloop_tui.domain.errors import StoreTrouble
from cxloop_tui.store.file import BUSY_SECONDS

_LOOKED_EVERY: Final = 0.002
"""Seconds until it is looked again whether the lock is free."""


class WriteLock:
    """Held while a transaction or a checkpoint runs; a process that dies lets go of it."""

    def __init__(self, store: Path) -> None:
        self._lock = FileLock(store.with_name(store.name + ".lock"), timeout=BUSY_SECONDS, mode=0o600)
        self._store = store

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the lock, then hold it. Raises StoreTrouble when another process does not let go of it."""
        try:
            self._lock.acquire(poll_interval=_LOOKED_EVERY)
        except Timeout as busy:
            raise StoreTrouble(
                f"another cxloop has been writing to {self._store} for {BUSY_SECONDS} s; try again, nothing is lost"
            ) from busy
        except OSError as trouble:
            raise StoreTrouble(f"{self._lock.lock_file} cannot be locked: {trouble.strerror}") from trouble
        try:
            yield
        finally:
            self._lock.release()
