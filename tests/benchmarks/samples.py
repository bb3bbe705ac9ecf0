"""Numbers measured one after the other, and what is said of them."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Samples:
    """What one thing cost, each time; at least once."""

    unit: str
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("nothing was measured")

    @classmethod
    def milliseconds(cls, seconds: Sequence[float]) -> Samples:
        """Make them of seconds, for what people wait for at a screen."""
        return cls("ms", tuple(second * 1000 for second in seconds))

    @property
    def spread(self) -> tuple[float, float, float, float]:
        """Least, lower quartile, upper quartile and most."""
        return min(self.values), percentile(self.values, 25), percentile(self.values, 75), max(self.values)


Statistic = Callable[[Sequence[float]], float]
"""Makes one number of many."""


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the least value that `percent` of all do not exceed (the nearest rank)."""
    ranked = sorted(values)
    return ranked[max(math.ceil(len(ranked) * percent / 100), 1) - 1]


def p50(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """Return what 95 of 100 do not exceed."""
    return percentile(values, 95)


def most(values: Sequence[float]) -> float:
    """Return the worst."""
    return max(values)


def least(values: Sequence[float]) -> float:
    """Return the least."""
    return min(values)
