"""The moments at which a screen was complete, cut out of the bytes a program wrote.

A program that paints in synchronised updates (mode 2026, as Textual does where a terminal offers it) ends every frame
with a reset of that mode; what it writes outside of them is on screen as soon as it has come.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

UPDATE_BEGINS = b"\x1b[?2026h"
UPDATE_ENDS = b"\x1b[?2026l"


@dataclass(frozen=True, slots=True)
class Frame:
    """What came until a screen was complete."""

    at: float
    """When its last byte came, by the clock of whoever listened."""
    cpu: float
    """Seconds of processor time the program had used by then."""
    data: bytes


class FrameCutter:
    """Cuts output as it comes into frames."""

    def __init__(self) -> None:
        self._waiting = b""

    def feed(self, data: bytes, at: float, cpu: float = 0.0) -> Iterator[Frame]:
        """Take what came at a time; yield the frames that are complete with it."""
        self._waiting += data
        while (end := self._waiting.find(UPDATE_ENDS)) >= 0:
            end += len(UPDATE_ENDS)
            yield Frame(at, cpu, self._waiting[:end])
            self._waiting = self._waiting[end:]
        outside = self._outside()
        if outside:
            yield Frame(at, cpu, self._waiting[:outside])
            self._waiting = self._waiting[outside:]

    def _outside(self) -> int:
        """Return how many of the waiting bytes are certainly not part of an update."""
        begin = self._waiting.find(UPDATE_BEGINS)
        if begin >= 0:
            return begin
        cut = self._waiting.rfind(b"\x1b")
        is_beginning = cut >= 0 and UPDATE_BEGINS.startswith(self._waiting[cut:])
        return cut if is_beginning else len(self._waiting)
