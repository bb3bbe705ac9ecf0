"""`--watch DIR`: files that a survey tool puts into a directory are taken when they are whole, each once.

A file is whole when it looked the same at two looks in a row. One that was refused is taken up again when it changed.
Nothing is moved or deleted: importing a file again adds nothing.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from cxloop_tui.domain.errors import CxloopError

LOOKS_SECONDS: Final = 2.0
"""Between two looks into the directory."""

_OURS: Final = ".rejected.csv"

Look = tuple[int, int]
"""A file's size in octets and the time of its last change in nanoseconds."""


class Watched:
    """A directory, and what was seen in it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._last: dict[Path, Look] = {}
        self._taken: dict[Path, Look] = {}

    def whole(self) -> Iterator[Path]:
        """Look into the directory; yield files that stay as they were and were not yielded so before."""
        now = dict(self._looks())
        for path, look in sorted(now.items()):
            if self._last.get(path) == look != self._taken.get(path):
                self._taken[path] = look
                yield path
        self._last = now

    def _looks(self) -> Iterator[tuple[Path, Look]]:
        for path in self._directory.iterdir():
            if path.name.startswith(".") or path.name.endswith(_OURS) or not path.is_file():
                continue
            found = path.stat()
            if found.st_size:
                yield path, (found.st_size, found.st_mtime_ns)


def watch_directory(
    directory: Path,
    take: Callable[[Path], None],
    tell: Callable[[str], None],
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Take files as they come, until ctrl+c; one that is refused is told and waits to be changed."""
    watched = Watched(directory)
    tell(f"watching {directory} for survey files; ctrl+c ends it")
    try:
        while True:
            for path in watched.whole():
                try:
                    take(path)
                except CxloopError as trouble:
                    tell(f"cxloop: {trouble}")
            wait(LOOKS_SECONDS)
    except KeyboardInterrupt:
        tell("watching ended")
