"""What keeps a desk in step with its hub while somebody works: the process beside it, as the screen sees it."""

from collections.abc import AsyncIterator
from typing import Protocol

from cxloop_tui.services.syncing import State


class MailCarrier(Protocol):
    """What sends the mail of a desk that follows no hub."""

    async def begin(self) -> None:
        """Let it work from now on."""

    async def aclose(self) -> None:
        """Let it finish what it is at, and end."""


class Companion(Protocol):
    """It begins its work with the first look at its states, which the desk takes behind its first paint."""

    def states(self) -> AsyncIterator[State]:
        """Yield how it stands with the hub whenever something is to be told; it ends only with the companion."""

    def wake(self) -> None:
        """Let it sync at once: something waits, or somebody wants to know. Returns without waiting."""

    async def aclose(self) -> None:
        """Let it finish what it is at, and end."""
