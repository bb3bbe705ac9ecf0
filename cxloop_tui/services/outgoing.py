"""What people can do to what they made and the hub has not got yet."""

from collections.abc import Collection, Sequence

from cxloop_tui.domain.feed import Waiting
from cxloop_tui.domain.operation import Operation
from cxloop_tui.services.ports import FollowingStore
from cxloop_tui.sync import outgoing


def given_up_with(waiting: Sequence[Waiting], operations: Collection[str]) -> Sequence[Operation]:
    """Return, in order, all of an outbox that goes when some of it is given up, by the ids: also what rests on it."""
    return list(outgoing.resting_on(waiting, operations).values())


class Outgoing:
    """The outbox of a desk that follows a hub. Everything raises Refused on a desk that follows none."""

    def __init__(self, store: FollowingStore) -> None:
        self._store = store

    def hold(self, operations: Collection[str]) -> None:
        """Hold operations back, by their ids: they stay in sight here and are not sent."""
        self._store.transact_replica(lambda tx: outgoing.hold(tx, operations, held=True))

    def let_go(self, operations: Collection[str]) -> None:
        """Let them be sent after all."""
        self._store.transact_replica(lambda tx: outgoing.hold(tx, operations, held=False))

    def give_up(self, operations: Collection[str]) -> Sequence[Operation]:
        """Let operations never have been, and what rests on them; return all of it, in order."""
        return self._store.transact_replica(lambda tx: outgoing.give_up(tx, operations))
