"""A device that may speak to a hub, each for one person."""

from typing import NamedTuple


class Device(NamedTuple):
    """What the hub knows of one; of its token only the hash."""

    id: str
    """Short enough to be typed: eight letters and digits."""
    person: str
    """The e-mail of who speaks through it."""
    name: str
    """What people call it: `Bea's laptop`."""
    made_at: int
    """Milliseconds since the epoch, as all instants."""
    used_at: int | None
    revoked_at: int | None
