"""Following a hub no longer: the desk keeps all it has and is its own authority again."""

from cxloop_tui.services.ports import Clock, FollowingStore, FollowingTransaction, Ids
from cxloop_tui.sync.leaving import settle_here


def leave_hub(store: FollowingStore, clock: Clock, ids: Ids) -> int:
    """Let a desk be its own authority; return how much that the hub never got has its place here now.

    Raises Refused when it follows none.
    """

    def left(tx: FollowingTransaction) -> int:
        settled = settle_here(tx, clock())
        tx.leave(ids().replace("-", ""))
        return settled

    return store.transact_replica(left)
