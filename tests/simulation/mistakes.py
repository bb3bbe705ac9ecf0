"""Mistakes put into the ports on purpose: what the simulator is worth is that it notices each of them.

The program has no switch for any of them. Each is what somebody's sync really did once (docs/decisions/0027-sync.md).
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from random import Random
from typing import Final, TypeVar

from cxloop_tui.domain.feed import Cursor, Page, Waiting
from cxloop_tui.domain.operation import Entry, Operation
from cxloop_tui.domain.receipt import Outcome, Receipt
from cxloop_tui.domain.ticket import after
from tests.builders import ADA
from tests.fakes import MemoryStore, MemoryTransaction
from tests.simulation.network import Authority, Line, Unreachable, Weather
from tests.simulation.people import GIVING_UP, RELYING
from tests.simulation.power import Crash
from tests.simulation.replica import ReplicaMemory, ReplicaTransaction
from tests.simulation.world import DISKS_GO_BACK, HELD_AND_LOST, LATE_AND_AGAIN, World, new_world

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
        before = self.held.copy()
        try:
            return super().transact_replica(work)
        except Crash:
            meant = ReplicaTransaction(before.copy())
            work(meant)
            if meant.held.cursor != before.cursor:
                self.held = before
                self.held.cursor = meant.held.cursor
            raise


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


class _Impatient(ReplicaMemory):
    """Takes out of the outbox what is sent, when it is sent."""

    def transact_replica(self, work: Callable[[ReplicaTransaction], T]) -> T:
        return super().transact_replica(lambda tx: work(_TakingOut(tx.held)))


class _TakingOut(ReplicaTransaction):
    def unsent(self, after: int, limit: int) -> Sequence[Waiting]:
        sent = super().unsent(after, limit)
        self.put_waiting([one for one in self.waiting() if one not in sent])
        return sent


class _Numbering(ReplicaMemory):
    """Numbers what is made here; a disk that goes back goes on from the number it had then."""

    def transact(self, work: Callable[[ReplicaTransaction], T]) -> T:
        return super().transact(lambda tx: work(_NumberedTransaction(tx.held)))

    def number(self, operation: Operation) -> str:
        return self.held.facts[f"number {operation.id}"]


class _NumberedTransaction(ReplicaTransaction):
    def append(self, operation: Operation, received_at: int) -> Entry:
        last = int(self.held.facts.get("last number", "0")) + 1
        self.put_fact("last number", str(last))
        self.put_fact(f"number {operation.id}", str(last))
        return super().append(operation, received_at)


class _Numbered(Line):
    """Sends numbers, by which the hub knows again what it has: what comes under a known number was there already."""

    disk: _Numbering

    def __init__(self, authority: Authority, me: str, random: Random) -> None:
        super().__init__(authority, me, random)
        self._numbers: dict[str, str] = {}
        self._known: dict[str, str] = {}

    async def push(self, operations: Sequence[Operation]) -> Sequence[Receipt]:
        self._numbers.update((one.id, self.disk.number(one)) for one in operations)
        return await super().push(operations)

    def _arrive(self, operations: Sequence[Operation]) -> Sequence[Receipt]:
        receipts: list[Receipt] = []
        for operation in operations:
            if self._known.setdefault(self._numbers[operation.id], operation.id) == operation.id:
                receipts += super()._arrive([operation])
            else:
                receipts.append(Receipt(operation.id, Outcome.ALREADY, 1))
        return receipts


def _numbered(seed: int) -> World:
    world = new_world(seed, disk=_Numbering, line=_Numbered)
    world.how_often = DISKS_GO_BACK
    for laptop in world.laptops:
        laptop.line.disk = laptop.disk  # type: ignore[attr-defined]
    return world


class _Overtaking(Line):
    """When its first fetching breaks off, believes that it has all there was when it began."""

    disk: ReplicaMemory

    async def pull(self, cursor: Cursor) -> AsyncGenerator[Page, None]:
        end = self.authority._cursor(len(self.authority.held.entries))
        try:
            async for page in super().pull(cursor):
                yield page
        except Unreachable:
            if cursor.seq == 0 and self.disk.held.cursor.seq:
                self.disk.held.cursor = end
            raise


def _overtaking(seed: int) -> World:
    world = new_world(seed, line=_Overtaking)
    for laptop in world.laptops:
        laptop.line.disk = laptop.disk  # type: ignore[attr-defined]
    return world


class _Resigned(ReplicaMemory):
    """Lets go of what the hub lost, and does not send it again."""

    def transact_replica(self, work: Callable[[ReplicaTransaction], T]) -> T:
        return super().transact_replica(lambda tx: work(_Resigning(tx.held)))


class _Resigning(ReplicaTransaction):
    def unconfirm(self, until: int) -> Sequence[Entry]:
        return [entry._replace(operation=entry.operation._replace(by="nobody")) for entry in super().unconfirm(until)]


class _Deaf(ReplicaMemory):
    """Does not hear that what the hub has taken is held back no more."""

    def transact_replica(self, work: Callable[[ReplicaTransaction], T]) -> T:
        return super().transact_replica(lambda tx: work(_NotHearing(tx.held)))


class _NotHearing(ReplicaTransaction):
    def put_waiting(self, operations: Sequence[Waiting]) -> None:
        before = {one.operation.id: one for one in self.waiting()}
        super().put_waiting([self._heard(before.get(one.operation.id, one), one) for one in operations])

    def _heard(self, before: Waiting, now: Waiting) -> Waiting:
        return now if before.acknowledged is None or now.acknowledged is None else now._replace(held=before.held)


class _Eventful(Line):
    """Is no mistake: while a request is under way there is time for much, and few pages arrive."""

    def __init__(self, authority: Authority, me: str, random: Random) -> None:
        super().__init__(authority, me, random, Weather(request_lost=0.05, answer_lost=0.05, cut=0.5, meanwhile=0.7))


def _held_and_lost(seed: int) -> World:
    world = new_world(seed, disk=_Deaf, line=_Eventful)
    world.how_often = HELD_AND_LOST
    return world


class _Tardy(Line):
    """Is no mistake: most requests arrive once more, later, and then again and again."""

    def __init__(self, authority: Authority, me: str, random: Random) -> None:
        super().__init__(authority, me, random, Weather(late=0.7))

    def deliver_late(self) -> None:
        if self.late and self.weather != Weather.fair():
            self._arrive(self.random.choice(self.late))
        else:
            super().deliver_late()


def _fickle(seed: int) -> World:
    world = new_world(seed, hub=_hub(_Merciful), line=_Tardy)
    world.how_often = LATE_AND_AGAIN
    for laptop in world.laptops:
        laptop.chance.deeds = GIVING_UP if laptop.who == ADA else RELYING
    return world


Made = Callable[[int], World]

MISTAKES: Final[dict[str, Made]] = {
    "what is sent again is carried out again": lambda seed: new_world(seed, hub=_hub(_Forgetful)),
    "a refusal is not remembered": _fickle,
    "the last writer wins": lambda seed: new_world(seed, hub=_LastWriterWins),
    "the authority asks no rule": lambda seed: new_world(seed, hub=_Lawless),
    "the order goes on differently and nobody says so": lambda seed: new_world(seed, hub=_Epochless),
    "the cursor is kept before the page": lambda seed: new_world(seed, disk=_EarlyCursor),
    "a lower place becomes visible later": lambda seed: new_world(seed, line=_Skipping),
    "a page that lost something passes": lambda seed: new_world(seed, line=_CutUnnoticed),
    "what was refused is thrown away": lambda seed: new_world(seed, disk=_Careless),
    "what is sent is taken out of the outbox": lambda seed: new_world(seed, disk=_Impatient),
    "a number takes the place of an id": _numbered,
    "the first fetching ends where the order ends": _overtaking,
    "what the hub lost is not sent again": lambda seed: new_world(seed, disk=_Resigned),
    "what was taken is held back for ever": _held_and_lost,
    "no answer counts as yes": lambda seed: new_world(seed, line=_TakesAnyAnswer),
}
