"""What people do to their own outbox before it is sent: hold something back, let it go, give it up."""

from collections.abc import Collection, Sequence
from typing import Final

from cxloop_tui.domain.feed import Waiting
from cxloop_tui.domain.operation import Kind, Operation
from cxloop_tui.sync.ports import Replica
from cxloop_tui.sync.taking import show_anew

HELD: Final = "you hold it back"
"""Why something is not sent that its maker holds back."""


def hold(replica: Replica, operations: Collection[str], *, held: bool) -> None:
    """Hold operations back by their ids, or let them go; what the authority has taken cannot be held back.

    It can be let go: the authority may lose it again, and then it waits as what its maker said last.
    """
    reason = HELD if held else ""

    def can_be(one: Waiting) -> bool:
        return one.operation.id in operations and (one.acknowledged is None or not held)

    replica.put_waiting([one._replace(held=reason) if can_be(one) else one for one in replica.waiting()])


def give_up(replica: Replica, operations: Collection[str]) -> Sequence[Operation]:
    """Let operations never have been, by their ids, and what rests on them; return all of it, in order.

    On one rests what takes it back, and on the making of a ticket all that was done to that. What the authority has
    taken stays. If it has taken one without our knowing, that comes back with the next page: then it was sent.
    """
    waiting = replica.waiting()
    gone = resting_on(waiting, operations)
    replica.put_waiting([one for one in waiting if one.operation.id not in gone])
    show_anew(replica, gone.values())
    return list(gone.values())


def resting_on(waiting: Sequence[Waiting], operations: Collection[str]) -> dict[str, Operation]:
    """Return, by id and in order, what `give_up` would let never have been of an outbox."""
    gone: dict[str, Operation] = {}
    never_made: set[str] = set()
    for operation, acknowledged in ((one.operation, one.acknowledged) for one in waiting):
        if acknowledged is not None:
            continue
        if operation.id in operations or operation.undoes in gone or operation.subject in never_made:
            gone[operation.id] = operation
            never_made |= {operation.subject} if operation.kind == Kind.TICKET_CREATE else set()
    return gone
