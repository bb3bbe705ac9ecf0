"""What the authority said of operations that waited: they have a place, or are for their maker to decide about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cxloop_tui.domain.feed import Waiting
from cxloop_tui.domain.operation import Kind, Operation
from cxloop_tui.domain.receipt import Outcome, Receipt
from cxloop_tui.domain.ticket import undone_ids
from cxloop_tui.sync.ports import Replica
from cxloop_tui.sync.taking import show_anew

_PLACED: Final = frozenset({Outcome.APPLIED, Outcome.ALREADY})
_REFUSED: Final = frozenset({Outcome.CONFLICT, Outcome.REJECTED})
_STOPPED: Final = _REFUSED | {Outcome.UNSUPPORTED}


@dataclass(slots=True)
class Settled:
    """How many operations are settled, by what became of them."""

    placed: int = 0
    refused: int = 0
    held: int = 0


def settle(replica: Replica, receipts: Mapping[str, Receipt]) -> Settled:
    """Take in receipts, by the id of the operation.

    What has a place goes on being seen as waiting until it comes back in it. What is refused is seen no more, and
    with it what took it back here: whoever took back their own change has nothing to decide. With a ticket whose
    making was refused goes all that was done to it, kept with its words.
    """
    placed = {receipt.operation: receipt.seq for receipt in receipts.values() if receipt.outcome in _PLACED}
    replica.acknowledge(placed)
    stopped = {one: receipt for one, receipt in receipts.items() if receipt.outcome in _STOPPED}
    if not stopped:
        return Settled(placed=len(placed))
    settling = _Settling(replica, stopped)
    replica.put_waiting([left for one in replica.waiting() if (left := settling.left_of(one)) is not None])
    show_anew(replica, settling.gone.values())
    settling.settled.placed = len(placed)
    return settling.settled


class _Settling:
    """Decides about what waits when some of it is refused or cannot be taken, one after the other."""

    def __init__(self, replica: Replica, receipts: Mapping[str, Receipt]) -> None:
        self._replica = replica
        self._receipts = receipts
        self._taken_back = undone_ids([one.entry for one in replica.waiting()])
        self._never_made: dict[str, Receipt] = {}
        """Tickets whose making was refused, and why."""
        self.gone: dict[str, Operation] = {}
        self.settled = Settled()

    def left_of(self, one: Waiting) -> Waiting | None:
        """Return what is left waiting of an operation."""
        operation = one.operation
        receipt = self._never_made.get(operation.subject) or self._receipts.get(operation.id)
        if receipt is not None and receipt.outcome in _REFUSED:
            self._keep_refused(operation, receipt)
        if operation.undoes in self.gone or (receipt is not None and receipt.outcome in _REFUSED):
            self.gone[operation.id] = operation
            self.settled.refused += 1
            return None
        if receipt is None:
            return one
        self.settled.held += 1
        return one._replace(held=receipt.reason or "the authority cannot take this")

    def _keep_refused(self, operation: Operation, receipt: Receipt) -> None:
        if operation.kind == Kind.TICKET_CREATE:
            self._never_made[operation.subject] = receipt
        if operation.id not in self._taken_back:
            self._replica.put_refused(operation, receipt)
