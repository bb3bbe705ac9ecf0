"""The lock file: one writer or checkpoint at a time, among all processes on this machine."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

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
            _unlock(descriptor)

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
        return descriptor if _lock(descriptor) and _is_there(descriptor) else None

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


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        """Lock the first byte of a file, if nobody has."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        """Lock a file, if nobody has."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _is_there(descriptor: int) -> bool:
    return os.fstat(descriptor).st_nlink > 0
