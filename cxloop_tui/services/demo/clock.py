"""The demo's time and ids: a clock that is moved by hand, and ids that the seed decides."""

from random import Random

from cxloop_tui.domain.identity import uuid7
from cxloop_tui.services.desk import Desk
from cxloop_tui.services.ports import Store


class DemoClock:
    """A clock that stands still until it is moved, and never moves back."""

    def __init__(self, start: int) -> None:
        self._now = start

    def __call__(self) -> int:
        """Return the simulated now, in milliseconds since the epoch."""
        return self._now

    def move_to(self, instant: int) -> None:
        """Let it be `instant`. Raises ValueError for an instant that is past: history is written in order."""
        if instant < self._now:
            raise ValueError(f"the demo clock cannot go back from {self._now} to {instant}")
        self._now = instant


def demo_desk(store: Store, seed: int, start: int) -> tuple[Desk, DemoClock]:
    """Return a desk over `store` whose ids follow from `seed`, and its clock, which stands at `start`."""
    clock = DemoClock(start)
    random = Random(seed)  # noqa: S311  # an example's ids must repeat, not surprise
    return Desk(store, clock, lambda: uuid7(clock(), random.getrandbits)), clock
