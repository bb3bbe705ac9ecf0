"""Mistakes at the second speed: put into the test's own parts of the real client and the real hub."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar

from cxloop_tui.domain.errors import RemoteTrouble
from cxloop_tui.domain.feed import Cursor
from cxloop_tui.domain.identity import derived
from cxloop_tui.domain.operation import Operation
from cxloop_tui.domain.receipt import Outcome, Receipt
from cxloop_tui.hub.ports import Accept
from cxloop_tui.services.accepting import Accepting
from cxloop_tui.services.ports import FollowingTransaction
from cxloop_tui.store.sql_store import SqlStore
from tests.simulation.files import FileDisk
from tests.simulation.served import FileHome, Home, ServedHub
from tests.simulation.wire import HttpWay

T = TypeVar("T")


class _Forgetful(ServedHub):
    """Takes what is sent again for something new."""

    def __init__(self, home: Home, clock: Callable[[], int]) -> None:
        self.taken: Counter[str] = Counter()
        super().__init__(home, clock)

    def _accept(self, store: SqlStore, clock: Callable[[], int]) -> Accept:
        accepting = Accepting(store, clock)

        def accept(operations: Sequence[Operation], *, by: str) -> Sequence[Receipt]:
            as_new = [self._as_new(one) for one in operations]
            ids = {new.id: one.id for new, one in zip(as_new, operations, strict=True)}
            return [one._replace(operation=ids[one.operation]) for one in accepting.accept(as_new, by=by)]

        return accept

    def _as_new(self, operation: Operation) -> Operation:
        taken, self.taken[operation.id] = self.taken[operation.id], self.taken[operation.id] + 1
        return operation._replace(id=derived(operation.id, str(taken))) if taken else operation


class _SameName(FileHome):
    """Goes on from a backup, and nobody says so."""

    def restore(self, backup: Path, epoch: str, now: int) -> None:
        del epoch, now
        for ending in ("-wal", "-shm"):
            self.address.with_name(self.address.name + ending).unlink(missing_ok=True)
        self.address.write_bytes(backup.read_bytes())


class _NotNow(Exception):
    """Ends a transaction in which it was only looked where it leads."""


class _EarlyCursor(FileDisk):
    """Keeps the cursor before the page, in another transaction."""

    def transact_replica(self, work: Callable[[FollowingTransaction], T]) -> T:
        before, meant = self.held.cursor, self._meant(work)
        if meant in {before, None}:
            return super().transact_replica(work)
        assert meant is not None
        self._writer.transact_replica(lambda tx: tx.put_cursor(meant))

        def with_the_page(tx: FollowingTransaction) -> T:
            tx.put_cursor(before)
            return work(tx)

        return super().transact_replica(with_the_page)

    def _meant(self, work: Callable[[FollowingTransaction], object]) -> Cursor | None:
        """Return where the cursor will be; None when it will not come to that."""
        found: list[Cursor] = []

        def look(tx: FollowingTransaction) -> None:
            work(tx)
            found.append(tx.cursor())
            raise _NotNow

        with suppress(Exception):  # it is done again in earnest
            self._writer.transact_replica(look)
        return found[0] if found else None


class _TakesAnyAnswer(HttpWay):
    """Takes whatever comes, or does not come, for a yes."""

    async def push(self, operations: Sequence[Operation]) -> Sequence[Receipt]:
        try:
            return await super().push(operations)
        except RemoteTrouble:
            return [Receipt(operation.id, Outcome.APPLIED, 1) for operation in operations]


REAL_MISTAKES: Final[dict[str, dict[str, Any]]] = {
    "what is sent again is carried out again": {"hub": _Forgetful},
    "the order goes on differently and nobody says so": {"home": _SameName},
    "the cursor is kept before the page": {"disk": _EarlyCursor},
    "no answer counts as yes": {"way": _TakesAnyAnswer},
}
"""By name, which part of a world has it."""
