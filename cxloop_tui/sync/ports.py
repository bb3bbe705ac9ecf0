"""What syncing needs of the world: the store of this desk, and the authority somewhere else."""

from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from cxloop_tui.domain.feed import Cursor, Page, Waiting
from cxloop_tui.domain.operation import Entry, Operation
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.receipt import Receipt
from cxloop_tui.domain.ticket import Ticket

if TYPE_CHECKING:
    from cxloop_tui.domain.exchange import Passage

T = TypeVar("T")


class Remote(Protocol):
    """The authority, as its clients see it. Whatever it raises but Forked means: nobody knows, ask again later."""

    async def push(self, operations: Sequence[Operation]) -> Sequence[Receipt]:
        """Send operations, in order; return what became of each, as far as that is known."""

    async def adopt(self, passages: "Sequence[Passage]", above: int) -> Sequence[Receipt]:
        """Send a part of the history of a desk that joins, in order; only an administrator may.

        `above` is the highest number of that desk: those that are given anew are higher.
        """

    def pull(self, cursor: Cursor) -> AsyncGenerator[Page, None]:
        """Yield what comes after a cursor, page by page, to the end. Raises Forked when the order is another one.

        Whoever does not want the rest closes it: something may be on its way for it.
        """

    async def digest(self, cursor: Cursor) -> Mapping[str, str] | None:
        """Return a checksum of the tickets of each segment as they were at a cursor; None when it is past that."""


class Replica(Protocol):
    """One write of a desk whose authority is elsewhere: what the authority has, and on top of it what waits."""

    def cursor(self) -> Cursor:
        """Return up to where the authority's order is here."""

    def put_cursor(self, cursor: Cursor) -> None:
        """Keep that."""

    # What the authority has -----------------------------------------------------------------------------------------

    def confirm(self, entries: Sequence[Entry]) -> Collection[str]:
        """Keep operations in the authority's order; those that were waiting or refused here no longer are.

        Returns their subjects on which something waits, or waited until now: people see more of these than the
        authority has, so they have to be shown anew. Raises BrokenPage when one of the operations is here already.
        """

    def unconfirm(self, until: int) -> Sequence[Entry]:
        """Forget what comes after a place in the authority's order; return it, in that order."""

    def last_number(self) -> int:
        """Return the highest number a ticket has or had elsewhere, 0 when there is none."""

    def confirmed(self, subject: str) -> Sequence[Entry]:
        """Return what the authority has about a subject, in its order."""

    def ticket_base(self, ticket_id: str) -> Ticket | None:
        """Return a ticket as the authority has it, None when it has none."""

    def advance(self, before: Ticket | None, after: Ticket, entry: Entry, earlier: Sequence[Entry]) -> None:
        """Keep a ticket as the authority has it after one more of its operations.

        Where nothing waits on it people see that. `earlier` are its entries before an undo.
        """

    def put_base(self, ticket_id: str, ticket: Ticket | None) -> None:
        """Keep a ticket as the authority has it, which is to be shown anew."""

    def digest(self) -> Mapping[str, str]:
        """Return a checksum of the tickets of each segment as the authority has them (`domain.digest`)."""

    def policy_at(self, seq: int) -> Policy:
        """Return the policy in force at a place in the authority's order, or beyond its end."""

    def put_organisation_changes(self, changes: Sequence[Entry]) -> None:
        """Make segments, people and policy what all changes of them, in order, lead to."""

    def organisation_changes(self) -> Sequence[Entry]:
        """Return every change of segments, people and policy that the authority has, in its order."""

    # What waits -----------------------------------------------------------------------------------------------------

    def waiting(self) -> Sequence[Waiting]:
        """Return what waits, in the order in which it was made."""

    def waiting_on(self, subjects: Collection[str]) -> Mapping[str, Sequence[Waiting]]:
        """Return what waits on each of some subjects, in that order."""

    def unsent(self, after: int, limit: int) -> Sequence[Waiting]:
        """Return what is to be sent next after a place: neither acknowledged nor held."""

    def acknowledge(self, places: Mapping[str, int | None]) -> None:
        """Keep where the authority said some of what waits is, by the id of the operation."""

    def put_waiting(self, operations: Sequence[Waiting]) -> None:
        """Let these wait, in this order, and nothing else; what they are about is to be shown anew."""

    # What people see ------------------------------------------------------------------------------------------------

    def show(self, ticket_id: str, ticket: Ticket | None, history: Sequence[Entry]) -> None:
        """Make a ticket what people see of it, None when there is none (any more); `history` led to it."""

    # What was refused -----------------------------------------------------------------------------------------------

    def put_refused(self, operation: Operation, receipt: Receipt) -> None:
        """Keep an operation for its maker to decide about: it was refused, or it was applied and needs a look."""


class ReplicaStore(Protocol):
    """Where a replica is kept."""

    def transact_replica(self, work: Callable[[Replica], T]) -> T:
        """Run `work` in one transaction, alone among all processes; what it raises rolls back."""
