"""How often one device may ask: a bucket of tokens each, which fills at a steady rate."""

from collections.abc import Callable
from typing import Final

_REMEMBERED: Final = 10_000
"""Buckets that are kept; when there are more, those that are full again are forgotten."""


class Rates:
    """The buckets of all who ask."""

    def __init__(self, a_second: float, burst: int, now: Callable[[], float]) -> None:
        """Let each ask `a_second` times in the long run, `burst` times at once; `now` are seconds of any clock."""
        self._a_second = a_second
        self._burst = burst
        self._now = now
        self._buckets: dict[str, tuple[float, float]] = {}
        """By who asks: what was in the bucket, and when."""

    def wait_of(self, who: str) -> float:
        """Let somebody ask once; return 0, or after how many seconds they may."""
        now = self._now()
        held = self._held(who, now)
        if held < 1:
            return (1 - held) / self._a_second
        self._buckets[who] = (held - 1, now)
        if len(self._buckets) > _REMEMBERED:
            self._forget_full(now)
        return 0.0

    def _held(self, who: str, now: float) -> float:
        held, then = self._buckets.get(who, (float(self._burst), now))
        return min(float(self._burst), held + (now - then) * self._a_second)

    def _forget_full(self, now: float) -> None:
        self._buckets = {who: bucket for who, bucket in self._buckets.items() if self._held(who, now) < self._burst}
