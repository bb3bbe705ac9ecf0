"""Transactions: in order of arrival, whole or not at all, and aware of what they have done themselves."""

import pytest

from cxloop_tui.domain.clock import HOUR
from cxloop_tui.domain.errors import NotFound
from cxloop_tui.domain.status import Status
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.ports import Transaction
from tests.builders import ADA, BEA, CREATED, EVE, seeded_ids
from tests.contract.house import House


def test_the_time_of_arrival_never_goes_back_when_the_clock_does(house: House) -> None:
    ticket = house.create()
    house.clock.now += HOUR
    house.act(lambda sitting: sitting.comment(ticket.id, "an hour later"))
    house.clock.now -= 5 * HOUR
    house.act(lambda sitting: sitting.comment(ticket.id, "the clock stepped back"))
    view = house.reader.ticket_view(ticket.id)
    assert view is not None
    arrived = [entry.received_at for entry in view.entries]
    assert arrived == sorted(arrived)
    assert view.entries[-1].operation.at < view.entries[-2].operation.at
    assert view.ticket.updated_at == arrived[-1]


def test_what_raises_leaves_everything_as_it_was(house: House) -> None:
    ticket = house.create()
    before = (house.reader.seq(), house.listed(""), house.reader.counts(house.selection("")))

    def work(sitting: Sitting) -> None:
        sitting.comment(ticket.id, "never said")
        sitting.put_person("zoe@desk.example", {"name": "Zoe"})
        sitting.as_person(ADA).put_policy("word.owner", "hero")
        sitting.create(CREATED, "never made")
        raise NotFound("on purpose")

    with pytest.raises(NotFound, match="on purpose"):
        house.desk.sit(ADA, work)
    assert (house.reader.seq(), house.listed(""), house.reader.counts(house.selection(""))) == before
    assert house.numbers("never") == []
    assert "zoe@desk.example" not in house.reader.organisation().people
    assert house.reader.organisation().policy.word("owner") == "owner"
    assert house.create().number == 2


def test_a_transaction_sees_what_it_has_done(house: House) -> None:
    def work(tx: Transaction) -> None:
        sitting = Sitting(tx, BEA, house.clock, seeded_ids(99))
        base = tx.base()
        ticket = sitting.create(CREATED, "hello").ticket
        sitting.comment(ticket.id, "one")
        assert tx.base().seq == base.seq + 2
        now = tx.ticket(ticket.id)
        assert now is not None
        assert (ticket.status, now.status, now.seq) == (Status.NEW, Status.OPEN, base.seq + 2)
        assert [entry.operation.comment for entry in tx.entries(ticket.id)] == ["hello", "one"]
        assert [entry.operation.comment for entry in tx.entries_since(ticket.id, base.seq + 1)] == ["one"]
        newest, older, *_ = tx.done_by(BEA)
        assert (newest.comment, older.comment) == ("one", "hello")
        assert tx.operation(newest.id) == newest
        assert tx.operation("unknown") is None
        assert tx.ticket("unknown") is None

    house.store.transact(work)


def test_what_was_done_is_listed_newest_first_and_by_person(house: House) -> None:
    ticket = house.create()
    for place in range(3):
        house.act(lambda sitting, place=place: sitting.comment(ticket.id, f"n{place}"))  # type: ignore[misc]
    house.act(lambda sitting: sitting.comment(ticket.id, "of another"), EVE)
    done = house.store.transact(lambda tx: tx.done_by(BEA))
    assert [operation.comment for operation in done] == ["n2", "n1", "n0", "Late refund"]


def test_tickets_are_found_by_owner_segment_and_customer_inside_a_transaction(house: House) -> None:
    first, second = house.create(), house.create(segment="naples", customer_email="Bob@Shop.example")
    gone, done = house.create(), house.create()
    house.act(lambda sitting: sitting.undo(gone.id))
    house.act(lambda sitting: sitting.comment(done.id, "called"))
    house.act(lambda sitting: sitting.resolve(done.id, root_cause="a", action_taken="b", told="c"))

    def work(sitting: Sitting) -> None:
        third = sitting.create(CREATED, "made just now").ticket
        assert sitting.unresolved_of(BEA) == [first.id, second.id, third.id]
        assert sitting.lying_in("bari") == [first.id, done.id, third.id]
        assert sitting.unresolved_for(str(CREATED["customer_email"]), "bari") == third.id
        assert sitting.unresolved_for("bob@shop.example", "naples") == second.id
        assert sitting.unresolved_for("bob@shop.example", "bari") is None
        assert sitting.resolved_of(str(CREATED["customer_email"])) == done.id
        assert sitting.resolved_of("bob@shop.example") is None
        sitting.resolve(second.id, root_cause="a", action_taken="b", told="c")
        assert sitting.resolved_of("bob@shop.example") == second.id
        sitting.reopen(second.id)
        sitting.change(second.id, {"segment": "bari"})
        assert sitting.lying_in("naples") == []
        assert sitting.lying_in("bari") == [first.id, second.id, done.id, third.id]

    house.act(work)


def test_a_group_is_found_whole_and_newest_first(house: House) -> None:
    tickets = [house.create() for _ in range(3)]

    def change_all(sitting: Sitting) -> str:
        group = sitting.new_group()
        for ticket in tickets:
            sitting.change(ticket.id, {"category": "x"}, group=group)
        return group

    group = house.desk.sit(BEA, change_all)
    found = house.store.transact(lambda tx: tx.group(group))
    assert [operation.subject for operation in found] == [ticket.id for ticket in reversed(tickets)]
    assert house.store.transact(lambda tx: tx.group("unknown")) == ()


def test_a_group_larger_than_the_reach_of_undo_is_taken_back_and_done_again_whole(house: House) -> None:
    tickets = house.desk.sit(ADA, lambda sitting: [sitting.create(CREATED, f"n{n}").ticket.id for n in range(600)])

    def change_all(sitting: Sitting) -> None:
        group = sitting.new_group()
        for ticket in tickets:
            sitting.change(ticket, {"category": "x"}, group=group)

    house.desk.sit(ADA, change_all)
    assert len(house.desk.sit(ADA, lambda sitting: sitting.undo())) == 600
    assert house.queries(ADA).words_used("category") == []
    assert len(house.desk.sit(ADA, lambda sitting: sitting.redo())) == 600
    assert house.queries(ADA).words_used("category") == [("x", 600)]
