"""One ticket: its number and names, what is read of it, what refuses a change, what undo gives back."""

import pytest

from cxloop_tui.domain.errors import CxloopError, Refused
from cxloop_tui.domain.identity import handle
from cxloop_tui.domain.operation import Kind
from cxloop_tui.domain.status import Priority
from cxloop_tui.domain.view import Load
from tests.builders import ADA, BEA, CREATED, GIA, NOON, seeded_ids
from tests.contract.house import House


def test_a_ticket_is_found_by_number_handle_and_id(house: House) -> None:
    ticket = house.create()
    house.create()
    named = [f"#{ticket.number}", str(ticket.number), f" #{ticket.number} ", handle(ticket.id), ticket.id]
    assert [house.reader.find(name) for name in named] == [ticket.id] * len(named)
    unknown = ["#999", "999", "~zzzzzz", "nothing", "", "#", "#1 x", "\ud800", "9" * 40, "-1", "' OR 1 --"]
    assert [house.reader.find(name) for name in unknown] == [None] * len(unknown)


def test_numbers_count_up_and_are_never_given_twice(house: House) -> None:
    first, second = house.create(), house.create()
    house.act(lambda sitting: sitting.undo(second.id))
    third = house.create()
    assert [first.number, second.number, third.number] == [1, 2, 3]


def test_an_id_is_taken_once(house: House) -> None:
    house.desk.sit(ADA, lambda sitting: sitting.create(CREATED, "x", ticket_id=seeded_ids(5)()))
    seq = house.reader.seq()
    with pytest.raises(CxloopError):
        house.desk.sit(ADA, lambda sitting: sitting.create(CREATED, "x", ticket_id=seeded_ids(5)()))
    assert (house.reader.seq(), house.reader.counts(house.selection("")).everything) == (seq, 1)


def test_a_view_has_the_ticket_its_entries_and_the_customers_other_tickets(house: House) -> None:
    older = house.create("older")
    ticket = house.create("hello")
    newer = house.create("newer")
    house.create("somebody else", customer_email="bob@shop.example")
    gone = house.create("gone")
    house.act(lambda sitting: sitting.comment(ticket.id, "answer"))
    house.act(lambda sitting: sitting.undo(gone.id))
    view = house.reader.ticket_view(ticket.id)
    assert view is not None
    assert [entry.operation.kind for entry in view.entries] == [Kind.TICKET_CREATE, Kind.COMMENT_ADD]
    assert [entry.number for entry in view.entries] == [ticket.number, None]
    assert [row.id for row in view.earlier] == [newer.id, older.id]
    assert house.reader.ticket_view("unknown") is None


def test_a_conflict_is_refused_when_somebody_changed_the_field_meanwhile(house: House) -> None:
    ticket = house.create()
    seen = house.reader.seq()
    house.act(lambda sitting: sitting.change(ticket.id, {"priority": "high"}), GIA)
    with pytest.raises(Refused, match="priority was changed meanwhile by gia"):
        house.act(lambda sitting: sitting.change(ticket.id, {"priority": "low"}, seen=seen))
    house.act(lambda sitting: sitting.change(ticket.id, {"category": "x"}, seen=seen))
    assert (house.ticket(ticket.id).priority, house.ticket(ticket.id).category) == (Priority.HIGH, "x")


def test_a_withdrawn_ticket_leaves_everything_and_comes_back_with_redo(house: House) -> None:
    other = house.create("stays")
    ticket = house.create("goes", category="rare")
    before = (house.listed(""), house.reader.counts(house.selection("")), house.reader.standing(BEA, NOON))
    house.act(lambda sitting: sitting.undo(ticket.id))
    assert house.numbers("") == [other.number]
    assert (house.numbers("goes"), house.numbers(f"#{ticket.number}")) == ([], [])
    assert house.reader.row(ticket.id) is None
    assert house.reader.counts(house.selection("")).everything == 1
    assert house.reader.standing(BEA, NOON).mine == 1
    assert house.reader.loads(NOON) == {BEA: Load(1, 0)}
    assert house.reader.words_used("category", "", 9) == []
    assert house.reader.find(f"#{ticket.number}") == ticket.id
    house.act(lambda sitting: sitting.redo())
    assert house.numbers("goes") == [ticket.number]
    after = (house.listed(""), house.reader.counts(house.selection("")), house.reader.standing(BEA, NOON))
    assert [row.id for row in after[0]] == [row.id for row in before[0]]
    assert after[1:] == before[1:]


def test_z_passes_over_what_a_manager_took_back_already(house: House) -> None:
    ticket = house.create()
    house.act(lambda sitting: sitting.change(ticket.id, {"category": "x"}))
    house.act(lambda sitting: sitting.change(ticket.id, {"priority": "high"}))
    last = house.store.transact(lambda tx: tx.done_by(BEA)[0].id)
    house.act(lambda sitting: sitting.undo(operation_id=last), GIA)
    house.act(lambda sitting: sitting.undo())
    assert (house.ticket(ticket.id).priority, house.ticket(ticket.id).category) == (Priority.MEDIUM, None)
