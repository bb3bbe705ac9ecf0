"""The devices that may speak to a store as a hub, as they are looked up: without SQLAlchemy, as all reading."""

from collections.abc import Sequence
from typing import Final

from cxloop_tui.domain.device import Device
from cxloop_tui.store.connection import Connection

DEVICE_COLUMNS: Final = Device._fields
"""What is told of a device, in the columns of the table `tokens`; the hash of its token is told to nobody."""

_COLUMNS: Final = ", ".join(DEVICE_COLUMNS)


class KnownDevices:
    """Everything that is asked about devices."""

    def __init__(self, connection: Connection) -> None:
        self._run = connection.run

    def by_hash(self, hashed: str) -> Device | None:
        """Return the device whose token has this hash, also one that was signed out; None for a stranger's."""
        found = self._run(f"SELECT {_COLUMNS} FROM tokens WHERE hash = ?", (hashed,)).fetchone()
        return None if found is None else Device(*found)

    def all(self) -> Sequence[Device]:
        """Return all devices there ever were, the oldest first."""
        return [Device(*row) for row in self._run(f"SELECT {_COLUMNS} FROM tokens ORDER BY made_at, id")]
