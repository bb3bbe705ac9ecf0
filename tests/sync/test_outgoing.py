"""The outbox before it is sent: held back, let go, given up."""

from collections.abc import Callable

import pytest

from cxloop_tui.domain.feed import START
from cxloop_tui.domain.operation import Operation
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.sync.outgoing import HELD, give_up, hold
from cxloop_tui.sync.taking import rewind, take_page
from tests.builders import ADA, BEA, CREATED, FakeClock, found_house, seeded_ids
from tests.fakes import MemoryStore
from tests.simulation.network import Authority
from tests.simulation.replica import ReplicaMemory


class Laptop:
    def __init__(self) -> None:
        self.store, self.clock, self.ids = ReplicaMemory(), FakeClock(step=1000), seeded_ids()
        hub = MemoryStore()
        desk = Desk(hub, self.clock, self.ids)
        desk.sit(ADA, found_house)
        self.ticket = desk.sit(ADA, lambda sitting: sitting.create(CREATED, "late")).ticket.id
        authority = Authority(self.clock, hub)
        while (page := authority.page(self.store.held.cursor)).entries:
            taken = page
            self.store.transact_replica(lambda replica: take_page(replica, taken))  # noqa: B023 - at once

    def sit(self, work: Callable[[Sitting], object]) -> Operation:
        Desk(self.store, self.clock, self.ids).sit(BEA, work)
        return self.store.held.waiting[-1].operation

    def unsent(self) -> list[Operation]:
        return [one.operation for one in self.store.transact(lambda replica: replica.unsent(0, 99))]


@pytest.fixture
def laptop() -> Laptop:
    return Laptop()


def test_what_is_held_back_is_seen_and_not_sent_until_it_is_let_go(laptop: Laptop) -> None:
    first = laptop.sit(lambda sitting: sitting.comment(laptop.ticket, "first"))
    second = laptop.sit(lambda sitting: sitting.comment(laptop.ticket, "second"))
    laptop.store.transact_replica(lambda replica: hold(replica, [first.id], held=True))
    assert laptop.unsent() == [second]
    assert [one.held for one in laptop.store.outbox()] == [HELD, ""]
    laptop.store.transact_replica(lambda replica: hold(replica, [first.id], held=False))
    assert laptop.unsent() == [first, second]


def test_what_is_given_up_was_never_there(laptop: Laptop) -> None:
    before = laptop.store.held
    comment = laptop.sit(lambda sitting: sitting.comment(laptop.ticket, "oh"))
    gone = laptop.store.transact_replica(lambda replica: give_up(replica, [comment.id]))
    assert gone == [comment]
    assert (laptop.store.held.tickets, laptop.store.held.waiting) == (before.tickets, [])


def test_with_it_goes_what_rests_on_it_and_nothing_else(laptop: Laptop) -> None:
    made = laptop.sit(lambda sitting: sitting.create(CREATED, "mine"))
    said = laptop.sit(lambda sitting: sitting.comment(made.subject, "more"))
    other = laptop.sit(lambda sitting: sitting.change(laptop.ticket, {"priority": "high"}))
    undone = laptop.sit(lambda sitting: sitting.undo())
    gone = laptop.store.transact_replica(lambda replica: give_up(replica, [made.id, other.id]))
    assert gone == [made, said, other, undone]
    assert list(laptop.store.held.tickets) == [laptop.ticket]


def test_what_the_hub_has_is_neither_held_nor_given_up(laptop: Laptop) -> None:
    comment = laptop.sit(lambda sitting: sitting.comment(laptop.ticket, "sent"))
    laptop.store.transact_replica(lambda replica: replica.acknowledge({comment.id: 40}))
    assert laptop.store.transact_replica(lambda replica: give_up(replica, [comment.id])) == []
    laptop.store.transact_replica(lambda replica: hold(replica, [comment.id], held=True))
    assert [(one.acknowledged, one.held) for one in laptop.store.outbox()] == [(40, "")]


def test_what_was_taken_while_it_was_held_back_can_be_let_go_before_the_authority_loses_it_again(
    laptop: Laptop,
) -> None:
    comment = laptop.sit(lambda sitting: sitting.comment(laptop.ticket, "under way"))
    laptop.store.transact_replica(lambda replica: hold(replica, [comment.id], held=True))
    laptop.store.transact_replica(lambda replica: replica.acknowledge({comment.id: 99}))
    laptop.store.transact_replica(lambda replica: hold(replica, [comment.id], held=False))
    laptop.store.transact_replica(lambda replica: rewind(replica, START, BEA))
    assert laptop.unsent() == [comment]
