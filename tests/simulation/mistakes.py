"""Mistakes put into the ports on purpose: what the simulator is worth is that it notices each of them.

The program has no switch for any of them. Each is what somebody's sync really did once (docs/decisions/0027-sync.md).
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from random import Random
from typing import Final, TypeVar

from cxloop_tui.domain.feed import Cursor, Page
from cxloop_tui.domain.operation import Entry, Operation
from cxloop_tui.domain.receipt import Outcome, Receipt
from cxloop_tui.domain.ticket import after
from tests.fakes import MemoryStore, MemoryTransaction
from tests.simulation.network import Authority, Line, Unreachable, Weather
from tests.simulation.replica import Crash, ReplicaMemory, ReplicaTransaction
from tests.simulation.world import World, new_world

T = TypeVar("T")


class _Forgetful(MemoryTransaction):
    """Takes what is sent again for something new."""

    def append(self, operation: Operation, received_at: int) -> Entry:
        taken = sum(one.id.startswith(operation.id) for one in self.held.operations.values())
        return super().append(operation._replace(id=f"{operation.id}+{taken}") if taken else operation, received_at)

    def entry(self, operation_id: str) -> Entry | None:
        del operation_id
        return None


class _Merciful(MemoryTransaction):
    """Does not remember what was refused."""

    def refusal(self, operation_id: str) -> Receipt | None:
        del operation_id
        return None


def _store(transaction: type[MemoryTransaction]) -> MemoryStore:
    class Store(MemoryStore):
        def transact(self, work: Callable[[MemoryTransaction], T]) -> T:
            held = transaction(self._held.copy())
            result = work(held)
            self._held = held.held
            return result

    return Store("first")


def _hub(transaction: type[MemoryTransaction]) -> Callable[[Callable[[], int]], Authority]:
    return lambda clock: Authority(clock, _store(transaction))


class _Lawless(Authority):
    """Keeps whatever is sent, and asks no rule."""

    def push(self, operations: Sequence[Operation], by: str) -> Sequence[Receipt]:
        del by
        return [self._kept(operation) for operation in operations]

    def _kept(self, operation: Operation) -> Receipt:
        def keep(tx: MemoryTransaction) -> Receipt:
            known = tx.entry(operation.id)
            if known is None:
                earlier, before = tx.entries(operation.subject), tx.ticket(operation.subject)
                known = tx.append(operation, 0)
                now = after(before, known, tx.policy_at, earlier)
                if now is not None:
                    tx.held.tickets[now.id] = now
            return Receipt(operation.id, Outcome.APPLIED, known.seq)

        return self.store.transact(keep)  # type: ignore[arg-type]


class _LastWriterWins(_Lawless):
    """Lets whoever comes last overwrite what they had not seen."""

    def push(self, operations: Sequence[Operation], by: str) -> Sequence[Receipt]:
        return [
            self._kept(operation) if receipt.outcome is Outcome.CONFLICT else receipt
            for operation in operations
            for receipt in super(_Lawless, self).push([operation], by)
        ]


class _Epochless(Authority):
    """Does not say that its order went on differently."""

    def page(self, cursor: Cursor) -> Page:
        entries = self.held.entries
        seq = min(cursor.seq, len(entries))
        return super().page(self._cursor(seq))


class _EarlyCursor(ReplicaMemory):
    """Keeps the cursor before the page, in another transaction."""

    def transact_replica(self, work: Callable[[ReplicaTransaction], T]) -> T:
        before = self.held
        result = super().transact_replica(work)
        if self.held.cursor != before.cursor and self.crashes_after == 1:
            self.held, lost = before.copy(), self.held
            self.held.cursor = lost.cursor
            raise Crash
        return result


class _Skipping(Line):
    """Shows what is committed later with a lower place, so that somebody who has passed it never sees it."""

    async def pull(self, cursor: Cursor) -> AsyncGenerator[Page, None]:
        async for page in super().pull(cursor):
            if len(page.entries) > 2 and self.random.random() < 0.2:
                kept = [*page.entries[:-2], page.entries[-1]._replace(seq=page.entries[-2].seq)]
                end = page.cursor._replace(seq=page.cursor.seq - 1)
                yield page._replace(entries=tuple(kept), cursor=end)
                return
            yield page


class _CutUnnoticed(Line):
    """Loses an operation of a page and closes the gap."""

    def _cut(self, page: Page) -> Page:
        gap = self.random.randrange(len(page.entries))
        kept = [*page.entries[:gap], *(one._replace(seq=one.seq - 1) for one in page.entries[gap + 1 :])]
        last = kept[-1].operation.id if kept else ""
        return page._replace(entries=tuple(kept), cursor=page.cursor._replace(seq=page.cursor.seq - 1, last=last))


class _Careless(ReplicaMemory):
    """Throws away what was refused."""

    def transact_replica(self, work: Callable[[ReplicaTransaction], T]) -> T:
        refused = dict(self.held.refused)
        result = super().transact_replica(work)
        self.held.refused = refused
        return result


class _TakesAnyAnswer(Line):
    """Takes an answer that never came for a yes."""

    async def push(self, operations: Sequence[Operation]) -> Sequence[Receipt]:
        try:
            return await super().push(operations)
        except Unreachable:
            return [Receipt(operation.id, Outcome.APPLIED, 0) for operation in operations]


class _Tardy(Line):
    """Is no mistake: most requests arrive once more, later."""

    def __init__(self, authority: Authority, me: str, random: Random) -> None:
        super().__init__(authority, me, random, Weather(late=0.7))


Made = Callable[[int], World]

MISTAKES: Final[dict[str, Made]] = {
    "what is sent again is carried out again": lambda seed: new_world(seed, hub=_hub(_Forgetful)),
    "a refusal is not remembered": lambda seed: new_world(seed, hub=_hub(_Merciful), line=_Tardy),
    "the last writer wins": lambda seed: new_world(seed, hub=_LastWriterWins),
    "the authority asks no rule": lambda seed: new_world(seed, hub=_Lawless),
    "the order goes on differently and nobody says so": lambda seed: new_world(seed, hub=_Epochless),
    "the cursor is kept before the page": lambda seed: new_world(seed, disk=_EarlyCursor),
    "a lower place becomes visible later": lambda seed: new_world(seed, line=_Skipping),
    "a page that lost something passes": lambda seed: new_world(seed, line=_CutUnnoticed),
    "what was refused is thrown away": lambda seed: new_world(seed, disk=_Careless),
    "no answer counts as yes": lambda seed: new_world(seed, line=_TakesAnyAnswer),
}
