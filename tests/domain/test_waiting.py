"""A ticket that waits for its customer: the clock to its resolution stands still, and goes on when it ends."""

from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain import intent
from cxloop_tui.domain.clock import DAY, HOUR
from cxloop_tui.domain.operation import Operation
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.ticket import CUSTOMER, Waiting, resolve_due_after
from tests.builders import NOON, Life

LIMIT = Policy().limits(Life().ticket.priority).resolve


def waits(life: Life, hours: int, whom: str = CUSTOMER) -> Operation:
    return life.do(intent.change(life.ticket, Waiting(whom, life.clock.now + hours * HOUR).fields))


def goes_on(life: Life) -> None:
    life.do(intent.change(life.ticket, Waiting().fields))


def standing(life: Life) -> tuple[str | None, int, int]:
    """For whom it waits, hours that its deadline was put off, the same as kept."""
    return life.ticket.waiting_for, (life.ticket.resolve_due_at - NOON - LIMIT) // HOUR, life.ticket.paused // HOUR


def test_the_deadline_is_put_off_by_as_long_as_the_customer_is_waited_for() -> None:
    life = Life()
    life.clock.now += HOUR
    waits(life, 48)
    assert standing(life) == (CUSTOMER, 48, 48)
    life.clock.now += 60 * HOUR
    life.change(category="late")
    assert standing(life) == (CUSTOMER, 48, 48)


def test_what_is_left_is_taken_off_when_it_goes_on_earlier() -> None:
    life = Life()
    waits(life, 48)
    life.clock.now += 10 * HOUR
    goes_on(life)
    assert standing(life) == (None, 10, 10)


def test_a_wait_can_be_made_longer_and_shorter() -> None:
    life = Life()
    waits(life, 48)
    life.clock.now += 10 * HOUR
    waits(life, 100)
    assert standing(life) == (CUSTOMER, 110, 110)
    life.clock.now += 10 * HOUR
    waits(life, 1)
    assert standing(life) == (CUSTOMER, 21, 21)


def test_waiting_for_something_else_lets_the_clock_go_on() -> None:
    life = Life()
    waits(life, 48, "other")
    assert standing(life) == ("other", 0, 0)
    life.clock.now += HOUR
    waits(life, 5)
    life.clock.now += HOUR
    waits(life, 48, "other")
    assert standing(life) == ("other", 1, 1)


def test_who_answers_is_not_waited_for_any_more() -> None:
    life = Life()
    waits(life, 48)
    life.clock.now += 5 * HOUR
    life.do(intent.contact(life.ticket, "call", "no-answer", None))
    assert standing(life) == (CUSTOMER, 48, 48)
    life.do(intent.contact(life.ticket, "call", "reached", "she is content"))
    assert standing(life) == (None, 5, 5)


def test_a_wait_over_a_night_puts_off_no_working_time() -> None:
    office = Policy({"hours.week": "mon-fri 08:00-16:00"})  # NOON is a Friday, 08:00 in UTC
    ticket = Life().ticket
    in_the_evening, on_monday = NOON + 9 * HOUR, NOON + 3 * DAY + 2 * HOUR
    due = resolve_due_after(ticket, Waiting(CUSTOMER, on_monday), in_the_evening, office)
    assert due == office.later(ticket.resolve_due_at, 2 * HOUR)


def test_resolving_and_reopening_leave_no_wait() -> None:
    life = Life()
    waits(life, 48)
    life.change(status="resolved", root_cause="bank", action_taken="wired", told="call")
    assert (life.ticket.waiting_for, life.ticket.waiting_until) == (None, None)
    life.change(status="open")
    assert (life.ticket.paused, life.ticket.resolve_due_at) == (0, life.clock.now + LIMIT)


def test_another_priority_keeps_the_time_that_was_waited() -> None:
    life = Life()
    waits(life, 48)
    life.clock.now += 60 * HOUR
    life.change(priority="low")
    low = Policy().limits(life.ticket.priority).resolve
    assert life.ticket.resolve_due_at == NOON + low + 48 * HOUR


@given(st.lists(st.tuples(st.integers(0, 90), st.sampled_from(["wait", "other", "on", "call"]), st.integers(1, 200))))
def test_the_deadline_is_put_off_by_exactly_the_hours_in_which_the_customer_was_waited_for(
    steps: list[tuple[int, str, int]],
) -> None:
    life, waited, until = Life(), 0, NOON
    for passed, what, hours in steps:
        before = life.clock.now
        life.clock.now += passed * HOUR
        waited += max(min(until, life.clock.now) - before, 0)
        if what == "on":
            goes_on(life)
        elif what == "call":
            life.do(intent.contact(life.ticket, "call", "reached", None))
        else:
            waits(life, hours, CUSTOMER if what == "wait" else "other")
        until = life.clock.now + hours * HOUR if what == "wait" else 0
    goes_on(life)
    assert standing(life) == (None, waited // HOUR, waited // HOUR)


@given(st.integers(1, 100), st.integers(0, 200))
def test_undo_leaves_the_deadline_as_if_nobody_had_waited(hours: int, passed: int) -> None:
    life = Life()
    before = life.ticket
    waited = waits(life, hours)
    life.clock.now += passed * HOUR
    life.undo(waited)
    now = life.ticket
    assert (now.waiting_for, now.waiting_until, now.paused, now.resolve_due_at) == (
        None,
        None,
        0,
        before.resolve_due_at,
    )
