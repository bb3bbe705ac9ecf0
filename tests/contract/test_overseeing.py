"""What is overdue is reminded of and handed up while nobody acts, over every store: each step once, at work only."""

from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from cxloop_tui.domain.clock import DAY, HOUR, MINUTE, day_of
from cxloop_tui.domain.overdue import Step
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.ticket import Ticket, Waiting
from cxloop_tui.services.overseeing import Overseer, Planned, planned
from tests.builders import ADA, BEA, GIA, LEA, MAX, NOON, TOM, seeded_ids
from tests.contract.house import House
from tests.contract.posting import Post, later, sent_by_now

CONTACT = Policy().limits(Priority.MEDIUM).contact


@pytest.fixture(autouse=True)
def _on(house: House) -> None:
    house.act(lambda sitting: sitting.put_policy("overdue.rules", "on"), ADA)


def overdue(house: House, **fields: str) -> Ticket:
    """Make a ticket whose first contact is due this moment."""
    ticket = house.create(**fields)
    house.clock.now = ticket.contact_due_at + MINUTE
    return ticket


def act(house: House) -> Sequence[Planned]:
    return Overseer(house.store, house.clock, seeded_ids(house.clock.now % 1000)).act(house.reader)


def steps(house: House, hours: int = 0) -> list[Step]:
    """Let hours pass and return what is done then; what was foretold, and nothing else."""
    house.clock.now += hours * HOUR
    foretold = [(one.ticket.id, one.due.step, one.due.operation) for one in planned(house.reader, house.clock.now)]
    done = act(house)
    assert [(one.ticket.id, one.due.step, one.due.operation) for one in done] == foretold
    return [one.due.step for one in done]


def test_the_owner_then_the_managers_then_a_level_up_and_each_once(house: House) -> None:
    ticket = overdue(house)
    assert [steps(house), steps(house), steps(house, 3)] == [[Step.OWNER], [], []]
    assert [steps(house, 1), steps(house), steps(house, 3)] == [[Step.MANAGERS], [], []]
    assert [steps(house, 1), steps(house)] == [[Step.ESCALATION], []]
    now = house.ticket(ticket.id)
    assert (now.status, now.segment, now.owner) == (Status.ESCALATED, "south", GIA)
    assert [steps(house, 7), steps(house, 1)] == [[], [Step.ESCALATION]]
    now = house.ticket(ticket.id)
    assert (now.segment, now.owner) == ("italy", LEA)


def test_at_the_top_there_is_a_reminder_a_day(house: House) -> None:
    overdue(house, segment="italy", owner=LEA)
    assert [steps(house), steps(house, 4), steps(house, 8)] == [[Step.OWNER], [Step.MANAGERS], []]
    assert [steps(house, 24), steps(house, 1), steps(house, 24)] == [[Step.DAILY], [], [Step.DAILY]]


def test_who_acts_is_given_the_same_time_again(house: House) -> None:
    ticket = overdue(house)
    assert steps(house) == [Step.OWNER]
    house.clock.now += 3 * HOUR
    house.act(lambda sitting: sitting.change(ticket.id, {"category": "late"}))
    assert [steps(house, 3), steps(house, 1)] == [[], [Step.MANAGERS]]


def test_what_is_done_in_time_waits_or_is_resolved_is_left_alone(house: House) -> None:
    contacted, waits, resolved = house.create(), house.create(), house.create()
    house.act(lambda sitting: sitting.contact(contacted.id, "call", "reached", None))
    house.act(lambda sitting: sitting.set_aside(waits.id, Waiting("other", NOON + 9 * DAY)))
    house.act(lambda sitting: sitting.resolve(resolved.id, root_cause="a", action_taken="b", told="c"))
    house.clock.now += CONTACT + MINUTE
    assert steps(house) == []


def test_another_deadline_has_steps_of_its_own(house: House) -> None:
    ticket = overdue(house)
    assert steps(house) == [Step.OWNER]
    house.act(lambda sitting: sitting.contact(ticket.id, "call", "reached", None))
    house.clock.now = ticket.resolve_due_at + MINUTE
    assert steps(house) == [Step.OWNER]


def test_nothing_is_done_where_nobody_asked_for_it_but_it_is_foretold(house: House) -> None:
    house.act(lambda sitting: sitting.put_policy("overdue.rules", "off"), ADA)
    overdue(house)
    assert act(house) == ()
    assert [one.due.step for one in planned(house.reader, house.clock.now)] == [Step.OWNER]


def test_the_log_says_who_was_reminded_and_why(house: House) -> None:
    ticket = overdue(house)
    steps(house), steps(house, 4), steps(house, 4)
    view = house.reader.ticket_view(ticket.id)
    assert view is not None
    said = [
        operation.add.get("reminders") or operation.comment for operation in (at.operation for at in view.entries)
    ]
    assert said[1] == ("owner: the first contact was due 2027-01-17 08:00 UTC, 0 hours ago",)
    assert said[2] == ("managers: the first contact was due 2027-01-17 08:00 UTC, 4 hours ago",)
    assert said[3] == "the first contact was due 2027-01-17 08:00 UTC, 8 hours ago"
    assert {at.operation.by for at in view.entries[1:]} == {"cxloop"}


def test_the_letters_go_to_the_owner_and_later_to_the_managers_too(house: House) -> None:
    house.act(lambda sitting: sitting.put_policy("mail.notices", "on"), ADA)
    post, _ = Post(), overdue(house)
    later(house)
    sent_by_now(house, post)
    post.got.clear()
    assert steps(house) == [Step.OWNER]
    later(house)
    assert sent_by_now(house, post) == [BEA]
    assert post.got[0][1]["Subject"] == "[#1] overdue, reminded by cxloop, Bari"
    post.got.clear()
    assert steps(house, 4) == [Step.MANAGERS]
    later(house)
    assert sent_by_now(house, post) == [BEA, GIA]


def test_who_is_away_has_a_deputy(house: House) -> None:
    house.act(lambda sitting: sitting.put_policy("mail.notices", "on"), ADA)
    away = {"away_until": "2030-01-01", "deputy": TOM}
    house.act(lambda sitting: sitting.put_person(BEA, away), ADA)
    house.act(lambda sitting: sitting.put_person(GIA, {"away_until": "2030-01-01", "deputy": MAX}), ADA)
    post, ticket = Post(), overdue(house)
    later(house)
    sent_by_now(house, post)
    post.got.clear()
    assert steps(house) == [Step.OWNER]
    later(house)
    assert sent_by_now(house, post) == [TOM]
    steps(house, 4), steps(house, 4)
    assert house.ticket(ticket.id).owner == MAX


def test_no_ticket_is_read_while_nobody_works(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.act(lambda sitting: sitting.put_policy("hours.week", "mon-fri 09:00-17:00"), ADA)
    overdue(house)
    at_night = (house.clock.now // DAY + 1) * DAY
    monkeypatch.setattr(house.reader, "tickets", lambda *_: pytest.fail("tickets are read"))
    assert list(planned(house.reader, at_night)) == []


def hours_of(days: int, house: House) -> Iterator[int]:
    """Let time pass, an hour at a time."""
    end = house.clock.now + days * DAY
    while house.clock.now < end:
        house.clock.now += HOUR
        yield house.clock.now


def test_a_month_in_fast_motion(house: House) -> None:
    house.act(lambda sitting: sitting.put_policy("hours.week", "mon-fri 09:00-17:00"), ADA)
    house.act(lambda sitting: sitting.put_policy("hours.holidays", ["2027-01-18", "2027-01-28"]), ADA)
    hours = house.reader.organisation().policy.hours
    assert hours is not None
    made = [house.create(priority=priority) for priority in ("critical", "high", "medium", "low") * 2]
    for ticket in made[::3]:
        house.act(lambda sitting, at=ticket.id: sitting.contact(at, "call", "reached", None))  # type: ignore[misc]
    done: list[tuple[int, Planned]] = []
    for now in hours_of(31, house):
        foretold = list(planned(house.reader, now))
        taken = act(house)
        assert [one.due for one in taken] == [one.due for one in foretold]
        done += [(now, one) for one in taken]
    assert all(hours.is_open(now) for now, _ in done)
    assert not {day_of(now) for now, _ in done} & {"2027-01-18", "2027-01-28"}
    assert max(Counter(one.due.operation for _, one in done).values()) == 1
    told = Counter((one.ticket.id, one.ticket.due_at, one.due.step) for _, one in done)
    for ticket in made:
        for step in (Step.OWNER, Step.MANAGERS):
            assert told[ticket.id, house.ticket(ticket.id).due_at, step] == 1
        assert told[ticket.id, house.ticket(ticket.id).due_at, Step.ESCALATION] == 2
        assert house.ticket(ticket.id).segment == "italy"
