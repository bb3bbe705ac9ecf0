"""Waiting for something to become true, outside of any event loop."""

import time
from collections.abc import Callable
from typing import Final

_LOOKED_AT_EVERY: Final = 0.002
"""Seconds between two looks."""

PATIENCE: Final = 60.0
"""Seconds after which something that should come about is not believed in any more."""


def wait_until(true: Callable[[], bool], until: float) -> bool:
    """Look until something is true, at most until an instant of `time.monotonic`; return whether it is."""
    while not (found := true()) and time.monotonic() < until:
        time.sleep(_LOOKED_AT_EVERY)
    return found


def demand_soon(true: Callable[[], bool], what: str) -> None:
    """Wait for something that has to come about; `what` says what is missing when it does not."""
    assert wait_until(true, time.monotonic() + PATIENCE), f"still not so: {what}"
