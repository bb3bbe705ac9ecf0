"""How much the hub takes and gives at once. Generous for people and their desks, and an end to everything else."""

from typing import Final

from cxloop_tui.domain.frozen import frozen
from cxloop_tui.services.feeding import PAGE_MOST


@frozen
class Limits:
    """What one request, and one device, may ask for."""

    operations: int = 200
    """Operations in a push."""
    octets: int = 1024 * 1024
    """Octets in the body of a request."""
    page: int = PAGE_MOST
    """Operations in a page."""
    wait: int = 30
    """Seconds that a request for changes may wait for them."""
    a_second: float = 50.0
    """Requests of a device, in the long run."""
    burst: int = 200
    """Requests of a device at once."""
    waiting: int = 16
    """Requests of a device that wait for changes at the same time."""
    body_seconds: float = 60.0
    """Until the body of a request must be here."""


PATIENCE: Final = 15.0
"""Seconds after which a live stream says that it is still there."""

LOOKED_EVERY: Final = 0.5
"""Seconds until it is looked again whether another process has changed the store, while anybody waits."""
