"""A desk whose authority is elsewhere, in memory: what it has confirmed, what waits, and what people see."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from cxloop_tui.domain.card import Card, RefusedOperation
from cxloop_tui.domain.digest import digest
from cxloop_tui.domain.feed import START, WAITING_FROM, BrokenPage, Cursor, Waiting
from cxloop_tui.domain.following import Following
from cxloop_tui.domain.followup import FollowUp, followup_of
from cxloop_tui.domain.mail.letter import Letter, folded
from cxloop_tui.domain.operation import Base, Entry, Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_puts import ORGANISATION_KINDS, organisation_after
from cxloop_tui.domain.receipt import Outcome, Receipt
from cxloop_tui.domain.segment import SegmentTree
from cxloop_tui.domain.ticket import Ticket
from tests.fakes import Held, MemoryStore, MemoryTransaction
from tests.simulation.power import Crash, Moment, Power

T = TypeVar("T")


@dataclass
class HeldReplica(Held):
    """All that such a desk holds.

    `entries` and `about` have what waits too, in its place; `tickets` is what is seen.
    """

    cursor: Cursor = START
    confirmed: list[Entry] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    bases: dict[str, Ticket] = field(default_factory=dict)
    refused: dict[str, tuple[Operation, Receipt]] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)

    def is_refused(self, operation_id: str) -> bool:
        """Say whether an operation lies here because it was refused; others lie beside them that need a look."""
        kept = self.refused.get(operation_id)
        return kept is not None and kept[1].outcome is not Outcome.APPLIED

    def copy(self) -> "HeldReplica":
        copied = super().copy()
        assert isinstance(copied, HeldReplica)
        copied.confirmed, copied.waiting = list(self.confirmed), list(self.waiting)
        copied.bases, copied.refused = dict(self.bases), dict(self.refused)
        copied.facts = dict(self.facts)
        return copied


@dataclass
class Copied:
    """A copy of a laptop's disk."""

    held: HeldReplica
    at: Path | None = None
    """Where its file is, if there is one."""


class ReplicaTransaction(MemoryTransaction):
    """Both ports: what the desk writes waits, what the authority sends is confirmed."""

    held: HeldReplica

    def letter(self, letter_id: str) -> Letter | None:
        return folded(self.held.of(letter_id))

    def put_letter(self, letter: Letter) -> None:
        assert letter == self.letter(letter.id)

    def followup(self, followup_id: str) -> FollowUp | None:
        return followup_of(self.held.of(followup_id))

    def put_followup(self, followup_id: str, after: FollowUp | None, seq: int) -> None:
        assert after == self.followup(followup_id)
        assert after is None or after.seq == seq

    def is_leaving(self, letter_id: str) -> bool:
        assert letter_id
        return False

    def tell(self, entry: Entry) -> None:
        """It is the authority that tells people."""

    # What the desk writes -------------------------------------------------------------------------------------------

    def base(self) -> Base:
        return Base(self.held.cursor.epoch, self.held.cursor.seq)

    def append(self, operation: Operation, received_at: int) -> Entry:  # noqa: ARG002 - its maker's clock until then
        last = self.held.waiting[-1].place if self.held.waiting else WAITING_FROM - 1
        self.held.waiting.append(Waiting(operation, last + 1))
        entry = self.held.waiting[-1].entry
        self._index(entry)
        return entry

    def put_ticket(self, before: Ticket | None, after: Ticket, entry: Entry, earlier: Sequence[Entry]) -> None:
        del before, entry, earlier
        self.held.tickets[after.id] = after

    def last_number(self) -> int:
        return max((entry.number or 0 for entry in self.held.confirmed), default=0)

    # What the authority sends ---------------------------------------------------------------------------------------

    def cursor(self) -> Cursor:
        return self.held.cursor

    def put_cursor(self, cursor: Cursor) -> None:
        self.held.cursor = cursor

    def confirm(self, entries: Sequence[Entry]) -> Collection[str]:
        ids = {entry.operation.id for entry in entries}
        covered = {one.operation.subject for one in self.held.waiting}
        if any(entry.operation.id in ids for entry in self.held.confirmed):
            raise BrokenPage("it has what is here already")
        self.held.confirmed += entries
        for operation in ids:
            self.held.refused.pop(operation, None)
        self.put_waiting([one for one in self.held.waiting if one.operation.id not in ids])
        return covered & {entry.operation.subject for entry in entries}

    def unconfirm(self, until: int) -> Sequence[Entry]:
        lost = [entry for entry in self.held.confirmed if entry.seq > until]
        self.held.confirmed = [entry for entry in self.held.confirmed if entry.seq <= until]
        self._index_anew()
        return lost

    def confirmed(self, subject: str) -> Sequence[Entry]:
        return [entry for entry in self.held.confirmed if entry.operation.subject == subject]

    def ticket_base(self, ticket_id: str) -> Ticket | None:
        return self.held.bases.get(ticket_id)

    def advance(self, before: Ticket | None, after: Ticket, entry: Entry, earlier: Sequence[Entry]) -> None:
        assert before == self.ticket_base(after.id)
        del entry, earlier
        self.put_base(after.id, after)
        if all(one.operation.subject != after.id for one in self.held.waiting):
            self.held.tickets[after.id] = after

    def put_base(self, ticket_id: str, ticket: Ticket | None) -> None:
        self.held.bases.pop(ticket_id, None)
        if ticket is not None:
            self.held.bases[ticket_id] = ticket

    def digest(self) -> Mapping[str, str]:
        return digest(self.held.bases.values())

    def put_organisation_changes(self, changes: Sequence[Entry]) -> None:
        space = Organisation(SegmentTree({}), {})
        for entry in changes:
            space = organisation_after(space, entry)
        self.held.organisation = space

    def organisation_changes(self) -> Sequence[Entry]:
        return [entry for entry in self.held.confirmed if entry.operation.kind in ORGANISATION_KINDS]

    # What waits -----------------------------------------------------------------------------------------------------

    def waiting(self) -> Sequence[Waiting]:
        return list(self.held.waiting)

    def waiting_on(self, subjects: Collection[str]) -> Mapping[str, Sequence[Waiting]]:
        found: dict[str, list[Waiting]] = {}
        for one in self.held.waiting:
            if one.operation.subject in subjects:
                found.setdefault(one.operation.subject, []).append(one)
        return found

    def unsent(self, after: int, limit: int) -> Sequence[Waiting]:
        unsent = [one for one in self.held.waiting if one.acknowledged is None and not one.held]
        return [one for one in unsent if one.place > after][:limit]

    def acknowledge(self, places: Mapping[str, int | None]) -> None:
        self.held.waiting = [
            one._replace(acknowledged=places.get(one.operation.id, one.acknowledged)) for one in self.held.waiting
        ]

    def put_waiting(self, operations: Sequence[Waiting]) -> None:
        self.held.waiting = list(operations)
        self._index_anew()

    def show(self, ticket_id: str, ticket: Ticket | None, history: Sequence[Entry]) -> None:
        assert list(history) == list(self.entries(ticket_id))
        self.held.tickets.pop(ticket_id, None)
        if ticket is not None:
            self.held.tickets[ticket_id] = ticket

    def space(self) -> str:
        return self.held.facts.get("space", "")

    def refused(self, subject: str) -> Sequence[RefusedOperation]:
        everything = (RefusedOperation(*one) for one in self.held.refused.values())
        return [one for one in everything if one.operation.subject == subject]

    def take_off_card(self, operation_id: str) -> None:
        self.held.refused.pop(operation_id, None)

    def put_fact(self, key: str, value: str) -> None:
        self.held.facts[key] = value

    def leave(self, epoch: str) -> None:
        self.held.epoch = epoch
        self.held.facts.clear()

    def put_refused(self, operation: Operation, receipt: Receipt) -> None:
        self.held.refused[operation.id] = (operation, receipt)

    def _index_anew(self) -> None:
        self.held.entries, self.held.operations, self.held.about = [], {}, {}
        for entry in (*self.held.confirmed, *(one.entry for one in self.held.waiting)):
            self._index(entry)

    def _index(self, entry: Entry) -> None:
        operation = entry.operation
        assert operation.id not in self.held.operations
        self.held.entries.append(entry)
        self.held.operations[operation.id] = operation
        self.held.about[operation.subject] = (*self.held.of(operation.subject), entry)


class ReplicaMemory(MemoryStore):
    """The stores of one laptop: its desk's, and the one that syncs."""

    _held: HeldReplica

    def __init__(self) -> None:
        super().__init__()
        self._held = HeldReplica()
        self.power = Power()

    @property
    def held(self) -> HeldReplica:
        """What is on its disk."""
        return self._held

    @held.setter
    def held(self, held: HeldReplica) -> None:
        self._held = held

    def copied(self) -> Copied:
        """Return a copy of all that is on it."""
        return Copied(self._held.copy())

    def go_back(self, copy: Copied) -> None:
        """Be as it was when it was copied."""
        self._held = copy.held.copy()

    def problems(self) -> Iterator[str]:
        """Yield what is wrong on it: in memory nothing can be."""
        yield from ()

    def seen(self) -> int:
        return self._held.cursor.seq

    def following(self) -> Following | None:
        held = self._held
        synced_at = held.facts.get("synced_at")
        return Following(
            url=held.facts.get("remote", ""),
            cursor=held.cursor,
            waiting=len(held.waiting),
            held=sum(bool(one.held) for one in held.waiting),
            cards=len(self.cards()),
            synced_at=None if synced_at is None else int(synced_at),
        )

    def outbox(self) -> Sequence[Waiting]:
        return list(self._held.waiting)

    def cards(self) -> Sequence[Card]:
        found: dict[str, list[RefusedOperation]] = {}
        for refused in sorted(self._held.refused.values(), key=lambda one: (one[0].at, one[0].id)):
            found.setdefault(refused[0].subject, []).append(RefusedOperation(*refused))
        return [Card(subject, tuple(refused)) for subject, refused in sorted(found.items())]

    def transact(self, work: Callable[[ReplicaTransaction], T]) -> T:
        transaction = ReplicaTransaction(self._held.copy())
        result = work(transaction)
        self._held = transaction.held
        return result

    def transact_replica(self, work: Callable[[ReplicaTransaction], T]) -> T:
        moment = self.power.in_next()
        if moment is Moment.BEFORE:
            raise Crash
        before = self._held
        result = self.transact(work)
        if moment is Moment.INSIDE:
            self._held = before
        if moment is not None:
            raise Crash
        return result
