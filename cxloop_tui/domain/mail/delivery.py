"""What the authority alone knows of its mail: what nobody was told of yet, and how far a letter has come."""

from enum import StrEnum
from typing import Final, NamedTuple

from cxloop_tui.domain.errors import CxloopError, RemoteTrouble

IMPORTED: Final = "import"
"""What a telling is about that is part of an import, in place of a ticket's id."""


class Unreachable(RemoteTrouble):
    """The mail server cannot be spoken to now; nothing was handed over."""


class Later(CxloopError):
    """The mail server does not take this letter for this recipient now, but may another time."""


class Never(CxloopError):
    """The mail server will not take this letter for this recipient."""


class Telling(NamedTuple):
    """Something that was done and that nobody was told of by mail yet."""

    seq: int
    """Its place in the authority's order."""
    until: int
    """The place of the last of an import; of anything else the same."""
    subject: str
    """The id of the ticket, or IMPORTED."""
    at: int
    """When it arrived, of an import the last of it; milliseconds."""


class Fate(StrEnum):
    """How far a letter has come on its way to one recipient."""

    READY = "ready"
    """It was not handed over yet, or the mail server said: later."""
    GOING = "going"
    """It is being handed over; whoever finds it so afterwards does not know whether it was."""
    GONE = "gone"
    """The mail server has it."""
    MISSED = "missed"
    """The mail server will not have it."""


class Delivery(NamedTuple):
    """A letter on its way to one recipient."""

    letter: str
    recipient: str
    fate: Fate = Fate.READY
    attempts: int = 0
    next_at: int = 0
    """When it is tried again, milliseconds."""
    said: str = ""
    """What the mail server said last."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be tried."""
        return self.fate in {Fate.GONE, Fate.MISSED}
