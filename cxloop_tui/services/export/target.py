"""A file that appears whole or not at all, and for its owner's eyes alone."""

import contextlib
import errno
import os
import secrets
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from cxloop_tui.domain.errors import CxloopError, Refused, Unusable

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
"""How file systems say that they know no second names (FAT, some network shares)."""


class WholeFile:
    """Writes under another name beside the target; `keep` gives it its own when all of it is on disk.

    Without `keep`, also when something is raised, nothing of it is left behind.
    """

    def __init__(self, path: Path, *, force: bool = False) -> None:
        """Look whether the file may be made. Raises Refused when there is one already, unless `force`d."""
        self.path = path
        self._force = force
        found = self._look()
        if found is not None and path.is_dir():
            raise Unusable(f"{path} is a directory; name a file in it")
        if found is not None and not force:
            raise self._refusal()
        self._making = path.with_name(f".cxloop-{secrets.token_hex(6)}.making")

    def __enter__(self) -> Self:
        """Make room for it. Raises CxloopError when that cannot be written."""
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)
        try:
            self.stream: IO[bytes] = os.fdopen(os.open(self._making, flags, 0o600), "w+b")
        except OSError as trouble:
            raise self._trouble(trouble) from trouble
        return self

    def keep(self) -> None:
        """Give it its name: it is on disk, whole. Raises Refused or CxloopError."""
        try:
            self.stream.flush()
            os.fsync(self.stream.fileno())
            self.stream.close()
            self._give_name()
            _sync_directory(self.path.parent)
        except OSError as trouble:
            what = f"{self.path} could not be written: {trouble.strerror}; nothing is left of it"
            raise CxloopError(what) from trouble

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing under the other name."""
        with contextlib.suppress(OSError):
            self.stream.close()
        self._making.unlink(missing_ok=True)

    def _look(self) -> os.stat_result | None:
        """Look at what is there now; a link itself, not where it leads."""
        try:
            return self.path.lstat()
        except FileNotFoundError:
            return None
        except ValueError as trouble:
            raise Unusable(f"{str(self.path)!r} cannot be the name of a file") from trouble
        except OSError as trouble:
            raise self._trouble(trouble) from trouble

    def _trouble(self, trouble: OSError) -> CxloopError:
        return CxloopError(f"{self.path} cannot be written: {trouble.strerror}; name another file")

    def _give_name(self) -> None:
        if self._force:
            self._making.replace(self.path)
            return
        try:
            os.link(self._making, self.path)
        except FileExistsError as there:
            raise self._refusal() from there
        except OSError as trouble:
            if trouble.errno not in _NO_LINKS:
                raise
            if os.path.lexists(self.path):
                raise self._refusal() from trouble
            self._making.replace(self.path)

    def _refusal(self) -> Refused:
        return Refused(f"{self.path} exists already and was left as it is; --force replaces it")


def _sync_directory(directory: Path) -> None:
    """See to it that the name is on disk too, where directories can be opened."""
    with contextlib.suppress(OSError):
        number = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
