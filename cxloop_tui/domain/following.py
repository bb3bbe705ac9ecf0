"""How a desk stands to the authority that it follows."""

from typing import NamedTuple

from cxloop_tui.domain.feed import Cursor


class Following(NamedTuple):
    """Which hub, how far its order is here, and what is not settled with it."""

    url: str
    cursor: Cursor
    waiting: int
    """Operations that are not known to be in its order."""
    held: int
    """Of these, how many are not to be sent as they are."""
    cards: int
    """Tickets about which something is to be decided."""
    synced_at: int | None
    """When both had the same last, milliseconds since the epoch; None before the first time."""
