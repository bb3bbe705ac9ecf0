"""How long an event loop did nothing, as its heartbeat tells (`programs/watched.py`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stall:
    """A beat that came late."""

    at: float
    """Seconds of the monotonic clock."""
    seconds: float
    worked: float
    """Seconds of it in which the loop's own thread had a processor."""
    queued: float
    """Seconds of it in which it waited for one; what is left it waited for something else, such as a lock."""


def read_stalls(file: Path, since: float) -> list[Stall]:
    """Return the stalls that came after a moment, in their order."""
    found = [Stall(*map(float, line.split())) for line in file.read_text(encoding="ascii").splitlines()]
    return [stall for stall in found if stall.at >= since]


def longest(stalls: list[Stall]) -> Stall:
    """Return the worst; one of no length when there were none."""
    return max(stalls, key=lambda stall: stall.seconds, default=Stall(0, 0, 0, 0))
