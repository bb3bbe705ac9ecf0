"""What the hub needs of the rest of the house; `bootstrap` says what stands behind it.

All of it blocks, so it is called on threads alone (`hub.lanes`), and each of these on one thread at a time.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeAlias

from cxloop_tui.domain.device import Device
from cxloop_tui.domain.exchange import Passage
from cxloop_tui.domain.operation import Json, Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.receipt import Receipt
from cxloop_tui.services.adopting import NewPerson, NewSegment
from cxloop_tui.services.feeding import FeedReader


class Reader(FeedReader, Protocol):
    """A way to read the store, for one thread."""

    def organisation(self) -> Organisation:
        """Return the space as it stands."""

    def close(self) -> None:
        """Let go of the store."""


OpenReader: TypeAlias = Callable[[], Reader]
"""Opens another reader. Raises StoreTrouble."""


class Accept(Protocol):
    """Takes operations into the order, on the thread that writes."""

    def __call__(self, operations: Sequence[Operation], *, by: str) -> Sequence[Receipt]:
        """Take operations that a person sends; each has a receipt, in their order. Raises StoreTrouble."""


Pushed: TypeAlias = tuple[Sequence[Operation], str]
"""Operations, and the e-mail of who sends them."""


class Together(Protocol):
    """Takes what several send, on the thread that writes."""

    def __call__(self, pushes: Sequence[Pushed]) -> Sequence[Sequence[Receipt]]:
        """Take all of it in one transaction; for each push the receipts of its operations. Raises StoreTrouble."""


class Taken(Protocol):
    """What became of a survey response."""

    @property
    def response(self) -> str:
        """Its id."""

    @property
    def ticket(self) -> str | None:
        """The id of the ticket it made or was put to."""

    @property
    def number(self) -> int | None:
        """That ticket's number."""

    @property
    def is_new(self) -> bool:
        """Whether it was not on record before."""


class Answering(Protocol):
    """Takes one survey response in, on the thread that writes."""

    def __call__(self, by: str, answer: Mapping[str, Json], now: int) -> Taken:
        """Take it for an admin; `now` is milliseconds since the epoch. Raises Unusable, Refused or StoreTrouble."""


class Joins(Protocol):
    """Lets a desk join, on the thread that writes."""

    def bring(self, by: str, segments: Sequence[NewSegment], people: Sequence[NewPerson]) -> Sequence[Operation]:
        """Make the segments and people that are not here yet. Raises Refused or StoreTrouble."""

    def adopt(self, by: str, passages: Sequence[Passage], above: int) -> Sequence[Receipt]:
        """Take passages of its history; each has a receipt, in their order. Raises Refused or StoreTrouble."""


class Devices(Protocol):
    """Who may speak to the hub; asked on a thread of its own, so it has its own way to the store."""

    def who(self, token: str) -> Device | None:
        """Return the device of a token, None for a token that nobody has (any more)."""
