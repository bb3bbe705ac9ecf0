"""What a backup holds, and what came of putting one in a store's place."""

from pathlib import Path
from typing import NamedTuple


class Backup(NamedTuple):
    """A file that holds a store as it was at one moment."""

    file: Path
    operations: int
    """How much had happened by then."""
    last_at: int | None
    """When the last of it came in, in milliseconds since the epoch; None when nothing had happened."""


class Restored(NamedTuple):
    """A backup that took the place of a store."""

    kept: Path | None
    """Where the store is that was there before; None when there was none."""
    signed_out: int | None
    """How many devices of the backup stay signed out, as they were before; None when that cannot be told any more."""
    epoch: str
    """What the order is called from here on."""
