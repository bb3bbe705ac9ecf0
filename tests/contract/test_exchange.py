"""Tickets out of another store's history: they keep their time and number, and are judged by their own day."""

import pytest

from cxloop_tui.domain.clock import DAY, HOUR
from cxloop_tui.domain.errors import CxloopError, Refused
from cxloop_tui.domain.operation import Entry, Json, Kind, Operation, Replayed
from cxloop_tui.domain.ticket import after
from cxloop_tui.services.ports import Transaction
from tests.builders import ADA, BEA, NOON, operation, sets
from tests.contract.house import House

LONG_AGO = NOON - 90 * DAY


def replayed(house: House, made: Operation, number: int | None, policy: dict[str, Json] | None = None) -> Entry:
    def work(tx: Transaction) -> Entry:
        before = tx.ticket(made.subject)
        entry = tx.replay(made, LONG_AGO, Replayed(arrived_at=house.clock(), policy=policy or {}), number)
        left = after(before, entry, tx.policy_at, ())
        assert left is not None
        tx.put_ticket(before, left, entry, ())
        return entry

    return house.store.transact(work)


def foreign(place: int, **more: object) -> Operation:
    """The operation that made a ticket in another store."""
    made = operation(Kind.TICKET_CREATE, subject=f"01890000-0000-7000-8000-{place:012x}", **more)
    fields = sets(segment=(None, "bari"), status=(None, "new"), priority=(None, "medium"), owner=(None, BEA))
    return made._replace(id=f"made-{place}", set=fields, comment="from elsewhere", by=BEA)


def test_what_is_replayed_keeps_its_time_and_number_and_takes_the_next_place(house: House) -> None:
    house.create()
    before = house.reader.seq()
    entry = replayed(house, foreign(1), 41)
    assert (entry.seq, entry.received_at, entry.number) == (before + 1, LONG_AGO, 41)
    ticket = house.ticket(foreign(1).subject)
    assert (ticket.number, ticket.created_at, ticket.updated_at) == (41, LONG_AGO, LONG_AGO)
    assert house.reader.entries(ticket.id) == (entry,)
    assert house.create().number == 42
    assert house.ticket(ticket.id).created_at < house.ticket(house.create().id).created_at


def test_what_is_replayed_is_judged_by_the_policy_of_its_day(house: House) -> None:
    house.act(lambda sitting: sitting.put_policy("deadline.medium.resolve_hours", 7), ADA)
    replayed(house, foreign(1), 41, {"deadline.medium.resolve_hours": 30})
    replayed(house, foreign(2), 42)
    assert house.ticket(foreign(1).subject).resolve_due_at == LONG_AGO + 30 * HOUR
    assert house.ticket(foreign(2).subject).resolve_due_at == LONG_AGO + 120 * HOUR
    assert house.create().resolve_due_at == house.clock.now + 7 * HOUR


def test_what_is_replayed_is_nobodys_last_change(house: House) -> None:
    ticket = house.create()
    house.act(lambda sitting: sitting.comment(ticket.id, "mine"))
    replayed(house, foreign(1), 41)
    undone = house.desk.sit(BEA, lambda sitting: sitting.undo())
    assert [one.operation.kind for one in undone] == [Kind.COMMENT_WITHDRAW]
    with pytest.raises(Refused, match="nothing of yours to undo on this ticket"):
        house.desk.sit(BEA, lambda sitting: sitting.undo(foreign(1).subject))
    house.act(lambda sitting: sitting.undo(operation_id="made-1"))
    assert house.ticket(foreign(1).subject).withdrawn


def test_the_same_operation_is_not_replayed_twice(house: House) -> None:
    replayed(house, foreign(1), 41)
    with pytest.raises(CxloopError):
        house.store.transact(lambda tx: tx.replay(foreign(1), LONG_AGO, Replayed(arrived_at=NOON, policy={}), 43))
    assert house.reader.find("#43") is None


def test_a_number_is_taken_once_a_ticket_has_it(house: House) -> None:
    taken = house.create().number
    assert taken is not None

    def work(tx: Transaction) -> tuple[bool, bool, int]:
        return tx.number_taken(taken), tx.number_taken(taken + 1), tx.last_number()

    assert house.store.transact(work) == (True, False, taken)
    replayed(house, foreign(1), 41)
    assert house.store.transact(lambda tx: (tx.number_taken(41), tx.last_number())) == (True, 41)
