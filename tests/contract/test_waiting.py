"""Tickets that wait, over every store: found, put off, gone on with, taken back; a working week counts no nights."""

from cxloop_tui.domain.clock import DAY, HOUR, SECOND
from cxloop_tui.domain.ticket import CUSTOMER, Ticket, Waiting
from cxloop_tui.services.performing import Done
from tests.builders import ADA, BEA
from tests.contract.house import House


def set_aside(house: House, ticket: Ticket, hours: int, then: str = "look") -> Done:
    waiting = Waiting(CUSTOMER, house.clock.now + hours * HOUR)
    done = house.desk.sit(BEA, lambda sitting: sitting.set_aside(ticket.id, waiting, then=then))
    assert done is not None
    return done


def found(house: House, query: str) -> set[str]:
    return {row.id for row in house.listed(query)}


def test_who_waits_is_found_until_it_is_over(house: House) -> None:
    waits, works = house.create(), house.create()
    set_aside(house, waits, 2)
    assert (found(house, "waiting:yes"), found(house, "waiting:no")) == ({waits.id}, {works.id})
    (row,) = house.reader.rows({waits.id})
    assert row.waiting_until is not None
    assert abs(row.waiting_until - house.clock.now - 2 * HOUR) < SECOND
    house.clock.now += 3 * HOUR
    assert (found(house, "waiting:yes"), found(house, "waiting:no")) == (set(), {waits.id, works.id})


def test_one_undo_takes_all_of_it_back(house: House) -> None:
    ticket = house.create()
    after = set_aside(house, ticket, 48).ticket
    assert abs(after.resolve_due_at - ticket.resolve_due_at - 2 * DAY) < SECOND
    house.desk.sit(BEA, lambda sitting: sitting.undo())
    assert found(house, "waiting:yes") == set()
    assert list(house.reader.followups.open(BEA, 10)) == []
    back = house.ticket(ticket.id)
    assert (back.resolve_due_at, back.paused) == (ticket.resolve_due_at, 0)


def test_deadlines_follow_the_working_hours_that_are_in_force(house: House) -> None:
    before = house.create()
    house.desk.sit(ADA, lambda sitting: sitting.put_policy("hours.week", "mon-fri 08:00-16:00"))
    house.desk.sit(ADA, lambda sitting: sitting.put_policy("hours.holidays", ["2027-01-18"]))
    # It is Friday, 8 o'clock; two working days to the first contact, and Monday is none.
    after = house.create()
    assert before.contact_due_at - before.created_at == 2 * DAY
    assert after.contact_due_at - after.created_at > 4 * DAY
