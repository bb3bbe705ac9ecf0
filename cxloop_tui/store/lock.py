"""The lock file: one writer or checkpoint at a time, among all processes on this machine."""

import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from filelock import lock_descriptor, unlock_descriptor

from cxloop_tui.domain.errors import StoreTrouble
from cxloop_tui.store.file import BUSY_SECONDS

_LOOKED_EVERY: Final = 0.002
"""Seconds until it is looked again whether the lock is free."""


class WriteLock:
    """Held while a transaction or a checkpoint runs; a process that dies lets go of it.

    Its file stays open until `close`: opening it for each change would take a tenth of what the change takes.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._file = store.with_name(store.name + ".lock")
        self._descriptor: int | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the lock, then hold it. Raises StoreTrouble when another process does not let go of it."""
        descriptor = self._taken()
        try:
            yield
        finally:
            unlock_descriptor(descriptor)

    def close(self) -> None:
        """Let go of the file."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def _taken(self) -> int:
        deadline = time.monotonic() + BUSY_SECONDS
        try:
            while (descriptor := self._tried()) is None:
                if time.monotonic() > deadline:
                    raise StoreTrouble(
                        f"another cxloop has been writing to {self._store} for {BUSY_SECONDS} s; "
                        "try again, nothing is lost"
                    )
                time.sleep(_LOOKED_EVERY)
        except OSError as trouble:
            raise StoreTrouble(f"{self._file} cannot be locked: {trouble.strerror}") from trouble
        return descriptor

    def _tried(self) -> int | None:
        """Try to take the lock, once; a file that somebody removed keeps nobody out and does not count."""
        descriptor = self._opened()
        return descriptor if lock_descriptor(descriptor, blocking=False) and _is_there(descriptor) else None

    def _opened(self) -> int:
        if self._descriptor is not None and not _is_there(self._descriptor):
            self.close()
        if self._descriptor is None:
            self._descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        return self._descriptor


@contextmanager
def locked(store: Path) -> Iterator[None]:
    """Hold the lock of a store this once. Raises StoreTrouble as `WriteLock.held` does."""
    with closing(WriteLock(store)) as lock, lock.held():
        yield


def _is_there(descriptor: int) -> bool:
    return os.fstat(descriptor).st_nlink > 0
