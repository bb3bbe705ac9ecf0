"""Following no authority any more: what it had stays as it is, and what waits comes after it, in its order."""

from cxloop_tui.domain.operation import Entry, Kind
from cxloop_tui.sync.ports import Replica
from cxloop_tui.sync.taking import take


def settle_here(replica: Replica, now: int) -> int:
    """Give everything that waits a place here; return how much that was. `now` is milliseconds since the epoch.

    From then on this desk is its own authority, which the caller has to say to its store.
    """
    waiting = replica.waiting()
    replica.put_waiting([])
    number, entries = replica.last_number(), []
    for seq, one in enumerate(waiting, start=replica.cursor().seq + 1):
        makes_ticket = one.operation.kind == Kind.TICKET_CREATE
        number += makes_ticket
        entries.append(Entry(one.operation, seq, now, number if makes_ticket else None))
    take(replica, entries)
    return len(entries)
