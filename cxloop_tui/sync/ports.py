"""What syncing needs of the world: the store of this desk, and the authority somewhere else."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol, TypeVar

from cxloop_tui.domain.operation import Entry, Operation
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.receipt import Receipt
from cxloop_tui.domain.ticket import Ticket

T = TypeVar("T")


class Cursor(NamedTuple):
    """Up to where the authority's order is here."""

    epoch: str
    """What the authority calls its order; empty before the first sync."""
    seq: int
    last: str
    """The id of the operation at `seq`, empty at the start: an authority that has another one there went on
    differently, whatever it calls its order."""


START = Cursor("", 0, "")
"""Nothing of any order is here."""


class Page(NamedTuple):
    """Some operations in the authority's order, the next after a cursor."""

    entries: Sequence[Entry]
    cursor: Cursor
    """After all of them."""
    more: bool


class Forked(Exception):
    """The authority's order is not the one that a cursor is of: they are the same only up to `until`."""

    def __init__(self, common: Cursor) -> None:
        super().__init__(f"the order goes on differently after {common.seq}")
        self.common = common


class Remote(Protocol):
    """The authority, as its clients see it. Whatever it raises but Forked means: nobody knows, ask again later."""

    async def push(self, operations: Sequence[Operation]) -> Sequence[Receipt]:
        """Send operations, in order; return what became of each, as far as that is known."""

    def pull(self, cursor: Cursor) -> AsyncIterator[Page]:
        """Yield what comes after a cursor, page by page, to the end. Raises Forked when the order is another one."""

    async def digest(self, cursor: Cursor) -> Mapping[str, str] | None:
        """Return a checksum of the tickets of each segment as they were at a cursor; None when it is past that."""


WAITING_FROM: Final = 1 << 62
"""Places of what waits: after everything that any authority has."""


class Waiting(NamedTuple):
    """An operation that was made here and is not in the authority's order yet, as far as is known here."""

    operation: Operation
    place: int
    """Its sequence number until it has one of the authority's: WAITING_FROM or more, in the order of making."""
    acknowledged: int | None = None
    """The place that the authority said it has; it comes with a page in its time."""
    held: str = ""
    """Why it is not sent: somebody holds it back, or the authority cannot take it."""


class Replica(Protocol):
    """One write of a desk whose authority is elsewhere: what the authority has, and on top of it what waits."""

    def cursor(self) -> Cursor:
        """Return up to where the authority's order is here."""

    def put_cursor(self, cursor: Cursor) -> None:
        """Keep that."""

    # What the authority has -----------------------------------------------------------------------------------------

    def is_confirmed(self, operation_id: str) -> bool:
        """Say whether an operation is here in the authority's order."""

    def confirm(self, entry: Entry) -> None:
        """Keep an operation in the authority's order; if it was waiting or refused here, it no longer is."""

    def unconfirm(self, until: int) -> Sequence[Entry]:
        """Forget what comes after a place in the authority's order; return it, in that order."""

    def confirmed(self, subject: str) -> Sequence[Entry]:
        """Return what the authority has about a subject, in its order."""

    def ticket_base(self, ticket_id: str) -> Ticket | None:
        """Return a ticket as the authority has it, None when it has none."""

    def digest(self) -> Mapping[str, str]:
        """Return a checksum of the tickets of each segment as the authority has them (`domain.digest`)."""

    def put_base(self, ticket_id: str, ticket: Ticket | None) -> None:
        """Keep a ticket as the authority has it."""

    def policy_at(self, seq: int) -> Policy:
        """Return the policy in force at a place in the authority's order, or beyond its end."""

    def put_organisation_changes(self, changes: Sequence[Entry]) -> None:
        """Make segments, people and policy what all changes of them, in order, lead to."""

    def organisation_changes(self) -> Sequence[Entry]:
        """Return every change of segments, people and policy that the authority has, in its order."""

    # What waits -----------------------------------------------------------------------------------------------------

    def waiting(self) -> Sequence[Waiting]:
        """Return what waits, in the order in which it was made."""

    def put_waiting(self, operations: Sequence[Waiting]) -> None:
        """Let these wait, in this order, and nothing else."""

    # What people see ------------------------------------------------------------------------------------------------

    def show(self, ticket_id: str, ticket: Ticket | None, history: Sequence[Entry]) -> None:
        """Make a ticket what people see of it, None when there is none (any more); `history` led to it."""

    # What was refused -----------------------------------------------------------------------------------------------

    def put_refused(self, operation: Operation, receipt: Receipt) -> None:
        """Keep an operation that the authority refused for its maker to decide about."""


class ReplicaStore(Protocol):
    """Where a replica is kept."""

    def transact_replica(self, work: Callable[[Replica], T]) -> T:
        """Run `work` in one transaction, alone among all processes; what it raises rolls back."""
