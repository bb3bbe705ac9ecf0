"""When a ticket is due: from arrival, until contact and until it is resolved, through changes of priority."""

from cxloop_tui.domain import intent
from cxloop_tui.domain.clock import DAY, HOUR
from cxloop_tui.domain.policy import Policy
from tests.builders import ADA, CREATED, GIA, NOON, Life, organisation


def life(priority: str = "medium") -> Life:
    return Life({**CREATED, "priority": priority})


def resolve(of: Life) -> None:
    of.do(intent.resolve(of.ticket, root_cause="bank", action_taken="refunded", told="call"))


def test_a_new_ticket_is_due_for_contact_from_its_arrival() -> None:
    due = {priority: life(priority).ticket for priority in ("critical", "high", "medium", "low")}
    assert {priority: made.due_at for priority, made in due.items()} == {
        "critical": NOON + 4 * HOUR,
        "high": NOON + DAY,
        "medium": NOON + 2 * DAY,
        "low": NOON + 3 * DAY,
    }
    assert {priority: made.resolve_due_at for priority, made in due.items()} == {
        "critical": NOON + DAY,
        "high": NOON + 3 * DAY,
        "medium": NOON + 5 * DAY,
        "low": NOON + 10 * DAY,
    }


def test_deadlines_count_from_the_arrival_at_the_desk_not_from_the_makers_clock() -> None:
    late = life()
    assert late.entries[0].operation.at == late.entries[0].received_at
    late.clock.now += DAY
    late.change(priority="low")
    assert late.ticket.due_at == NOON + 3 * DAY


def test_a_comment_meets_the_deadline_to_first_contact() -> None:
    one = life()
    one.clock.now += HOUR
    one.do(intent.comment(one.ticket, "I look into it"))
    assert (one.ticket.first_contact_at, one.ticket.due_at) == (NOON + HOUR, NOON + 5 * DAY)


def test_a_contact_that_reached_the_customer_meets_it() -> None:
    one = life()
    one.do(intent.contact(one.ticket, "call", "reached", None))
    assert one.ticket.due_at == NOON + 5 * DAY


def test_a_contact_that_did_not_reach_the_customer_leaves_it() -> None:
    for outcome in ("no-answer", "voicemail"):
        one = life()
        one.do(intent.contact(one.ticket, "call", outcome, "tried"))
        assert (one.ticket.first_contact_at, one.ticket.due_at) == (None, NOON + 2 * DAY)


def test_only_the_first_contact_counts() -> None:
    one = life()
    one.do(intent.comment(one.ticket, "first"))
    one.clock.now += DAY
    one.do(intent.comment(one.ticket, "second"))
    assert one.ticket.first_contact_at == NOON


def test_raised_early_the_fresh_deadline_is_the_earlier_one() -> None:
    one = life()
    one.clock.now += HOUR
    one.change(priority="critical")
    assert (one.ticket.due_at, one.ticket.resolve_due_at) == (NOON + 5 * HOUR, NOON + HOUR + DAY)


def test_raised_late_the_old_deadline_stays() -> None:
    one = life()
    one.clock.now += 2 * DAY - HOUR
    one.change(priority="high")
    assert (one.ticket.due_at, one.ticket.resolve_due_at) == (NOON + 2 * DAY, NOON + 5 * DAY - HOUR)


def test_lowered_it_counts_from_arrival() -> None:
    one = life("critical")
    one.clock.now += 3 * HOUR
    one.change(priority="low")
    assert (one.ticket.due_at, one.ticket.resolve_due_at) == (NOON + 3 * DAY, NOON + 10 * DAY)


def test_lowering_after_raising_leaves_nothing_of_the_raise() -> None:
    one = life()
    one.clock.now += HOUR
    one.change(priority="critical")
    one.change(priority="medium")
    assert (one.ticket.due_at, one.ticket.resolve_due_at) == (NOON + 2 * DAY, NOON + 5 * DAY)


def test_a_resolved_ticket_is_not_due() -> None:
    one = life()
    resolve(one)
    assert one.ticket.due_at is None
    one.change(priority="critical")
    assert one.ticket.due_at is None


def test_reopened_the_deadline_to_resolve_starts_again() -> None:
    one = life()
    one.do(intent.comment(one.ticket, "done"))
    resolve(one)
    one.clock.now += 7 * DAY
    one.do(intent.reopen(one.ticket, None, organisation()))
    assert (one.ticket.due_at, one.ticket.clock_from) == (NOON + 12 * DAY, NOON + 7 * DAY)
    one.change(priority="low")
    assert one.ticket.due_at == NOON + 17 * DAY


def test_an_escalation_restarts_nothing() -> None:
    one = life()
    one.clock.now += HOUR
    one.do(intent.escalate(one.ticket, "south", "needs a manager", one.space, by=ADA, owner=GIA), ADA)
    assert one.ticket.due_at == NOON + 2 * DAY


def test_a_changed_policy_counts_from_then_on_and_not_for_what_was() -> None:
    def policy_at(seq: int) -> Policy:
        return Policy({"deadline.high.contact_hours": 2} if seq > 1 else {})

    one = Life({**CREATED, "priority": "high"}, policy_at=policy_at)
    assert one.ticket.due_at == NOON + DAY
    one.change(category="refund")
    assert one.ticket.due_at == NOON + DAY
    one.change(priority="medium")
    one.change(priority="high")
    assert one.ticket.due_at == NOON + 2 * HOUR


def test_undo_gives_the_deadlines_back() -> None:
    one = life()
    one.clock.now += HOUR
    raised = one.change(priority="critical")
    one.clock.now += HOUR
    one.undo(raised)
    assert (one.ticket.due_at, one.ticket.resolve_due_at) == (NOON + 2 * DAY, NOON + 5 * DAY)


def test_withdrawing_the_contact_that_met_a_deadline_makes_it_due_again() -> None:
    one = life()
    reached = one.do(intent.contact(one.ticket, "call", "reached", None))
    one.undo(reached)
    assert (one.ticket.first_contact_at, one.ticket.due_at) == (None, NOON + 2 * DAY)
