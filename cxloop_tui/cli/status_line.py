"""One line on standard error that says how far something is; nothing at all when nobody sits there."""

import sys
import time
from typing import Final, Self

_BETWEEN: Final = 0.2
"""Seconds between two updates."""


class StatusLine:
    """Written over again and again, and gone at the end."""

    def __init__(self) -> None:
        self._shown = False
        self._last = 0.0

    def __enter__(self) -> Self:
        """Begin without showing anything."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Leave no line behind."""
        self.clear()

    def show(self, doing: str, done: int, of: int) -> None:
        """Say how far it is, a few times a second at most; of 0, when nobody knows, is told at once."""
        now = time.monotonic()
        if (of and now - self._last < _BETWEEN) or sys.stderr is None or not sys.stderr.isatty():
            return
        self._last, self._shown = now, True
        how_far = f" {min(100 * done // of, 100)} %" if of else ""
        sys.stderr.write(f"\r\x1b[K{doing}{how_far}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown and sys.stderr is not None:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
        self._shown = False
