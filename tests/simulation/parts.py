"""What a world is put together of: disks, lines and a hub, in memory or as the program has them."""

from collections.abc import Callable, Iterator, Sequence, Sized
from typing import Any, Protocol

from cxloop_tui.domain.receipt import Receipt
from cxloop_tui.services.ports import Store
from cxloop_tui.sync.ports import Remote, ReplicaStore
from tests.fakes import Held
from tests.simulation.network import Weather
from tests.simulation.power import Power
from tests.simulation.replica import Copied, HeldReplica


class Disk(Store, ReplicaStore, Protocol):
    """The stores of one laptop: its desk's, and the one that syncs."""

    power: Power

    @property
    def held(self) -> HeldReplica:
        """What is on it, read anew."""

    def copied(self) -> Copied:
        """Return a copy of all that is on it."""

    def go_back(self, copy: Copied) -> None:
        """Be as it was when it was copied."""

    def problems(self) -> Iterator[str]:
        """Yield what is wrong on it by its own rules."""


class Hub(Protocol):
    """The authority of a world."""

    @property
    def store(self) -> Store:
        """What the first administrator works on."""

    @property
    def held(self) -> Held:
        """What is on its disk, read anew."""

    def copied(self) -> Any:
        """Return a backup."""

    def restore(self, backup: Any, epoch: str) -> None:
        """Go on from a backup, under another name of the order."""

    def problems(self) -> Iterator[str]:
        """Yield what is wrong on its disk by its own rules."""


class Way(Remote, Protocol):
    """The way of one laptop to the hub, which may be bad."""

    weather: Weather

    @property
    def faults(self) -> int:
        """How much it spoiled."""

    def let_happen(self, meanwhile: Callable[[], None]) -> None:
        """Let something else happen now and then while a request is under way."""

    @property
    def said(self) -> Sequence[tuple[str, Receipt]]:
        """All that the hub ever said, heard or not, and what it called its order then."""

    @property
    def late(self) -> Sized:
        """Requests that are still under way somewhere, and will arrive once more."""

    def deliver_late(self) -> None:
        """Let one of them arrive."""
