"""Line 2: a month in fast motion: what is overdue is reminded of and handed up, once, at work only, as foretold."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from cxloop_tui.domain.clock import DAY, MINUTE, day_of
from cxloop_tui.domain.overdue import Step
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.overseeing import Overseer, Planned, planned
from tests.acceptance import Outcome
from tests.builders import ADA, BEA, GIA, LEA, TOM, seeded_ids
from tests.contract.house import House, built, sqlite

_TICKETS = 500
_HOLIDAYS = ("2027-01-18", "2027-01-28")
_STEP = 30 * MINUTE
_EACH, _TOGETHER = 4, 5
"""After so many steps so many tickets come."""
_WORK = (("bari", BEA), ("turin", TOM), ("south", GIA), ("italy", LEA), ("naples", BEA))


def run() -> Outcome:
    """Make the tickets over two weeks, let a month pass, and look at everything that was done."""
    with tempfile.TemporaryDirectory(prefix="cxloop-month-") as name:
        house, close = built(sqlite, Path(name))
        try:
            return _shown(house)
        finally:
            close()


def _shown(house: House) -> Outcome:
    for key, value in (
        ("overdue.rules", "on"), ("hours.week", "mon-fri 09:00-17:00"), ("hours.holidays", list(_HOLIDAYS)),
    ):  # fmt: skip
        house.act(lambda sitting, key=key, value=value: sitting.put_policy(key, value), ADA)  # type: ignore[misc]
    random, done, problems = Random(7), list[tuple[int, Planned]](), list[str]()
    overseer = Overseer(house.store, house.clock, seeded_ids(7))
    made: list[str] = []
    for place, now in enumerate(_moments(house)):
        if place % _EACH == 0 and len(made) < _TICKETS:
            made += [_made(house, random) for _ in range(_TOGETHER)]
        before = house.reader.counts(house.selection("")).found, len(house.reader.recorded_after(0, 10**6))
        foretold = [one.due for one in planned(house.reader, now)]
        after = house.reader.counts(house.selection("")).found, len(house.reader.recorded_after(0, 10**6))
        if before != after:
            problems.append(f"foretelling changed something at {now}")
        taken = overseer.act(house.reader)
        if [one.due for one in taken] != foretold:
            problems.append(f"at {now} something else was done than foretold")
        done += [(now, one) for one in taken]
    return Outcome(2, "a month of what is overdue", _counts(made, done), [*problems, *_wrong(house, made, done)])


def _moments(house: House) -> Iterator[int]:
    end = house.clock.now + 31 * DAY
    while house.clock.now < end:
        house.clock.now += _STEP
        yield house.clock.now


def _made(house: House, random: Random) -> str:
    """Make a ticket of any kind; some are worked on, some resolved."""
    segment, owner = random.choice(_WORK)
    priority = random.choice(("critical", "high", "medium", "low"))
    ticket = house.create(segment=segment, owner=owner, priority=priority)

    def work(sitting: Sitting) -> None:
        what = random.random()
        if what < 0.3:
            sitting.contact(ticket.id, "call", "reached", None)
        if what < 0.1:
            sitting.resolve(ticket.id, root_cause="a", action_taken="b", told="c")

    house.act(work, owner)
    return ticket.id


def _wrong(house: House, made: list[str], done: list[tuple[int, Planned]]) -> Iterator[str]:
    if len(made) != _TICKETS:
        yield f"{len(made)} tickets were made"
    hours = house.reader.organisation().policy.hours
    if hours is None or not all(hours.is_open(now) for now, _ in done):
        yield "something was done while nobody works"
    if {day_of(now) for now, _ in done} & set(_HOLIDAYS):
        yield "something was done on a holiday"
    for operation, times in Counter(one.due.operation for _, one in done).items():
        if times > 1:
            yield f"{operation} was done {times} times"
    steps = Counter((one.ticket.id, one.due.step) for _, one in done)
    for ticket_id in made:
        ticket = house.ticket(ticket_id)
        late = ticket.due_at is not None and ticket.due_at < house.clock.now - 9 * DAY
        for step in (Step.OWNER, Step.MANAGERS):
            if steps[ticket_id, step] > 1 or (late and not steps[ticket_id, step]):
                yield f"{ticket_id}: {step} {steps[ticket_id, step]} times"
        if late and (ticket.segment != "italy" or not steps[ticket_id, Step.DAILY]):
            yield f"{ticket_id} lies in {ticket.segment}, and nobody is reminded of it any more"
        yield from _unexplained(house, ticket_id, sum(steps[ticket_id, step] for step in Step))


def _unexplained(house: House, ticket_id: str, steps: int) -> Iterator[str]:
    view = house.reader.ticket_view(ticket_id)
    entries = () if view is None else view.entries
    by_rule = [at.operation for at in entries if at.operation.by == "cxloop"]
    if len(by_rule) != steps:
        yield f"{ticket_id}: {steps} steps, {len(by_rule)} in the log"
    for operation in by_rule:
        said = " ".join((operation.comment or "", *operation.add.get("reminders", ())))
        if "was due" not in said:
            yield f"{ticket_id}: {operation.id} does not say why"


def _counts(made: list[str], done: list[tuple[int, Planned]]) -> dict[str, int | str]:
    steps = Counter(one.due.step for _, one in done)
    return {"tickets": len(made), **{f"steps: {step}": steps[step] for step in Step}}
