"""A day at the desk, key by key: what each thing costs in presses, and that the log tells it afterwards."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import pytest

from cxloop_tui.domain.clock import from_rfc3339
from tests.journeys.desk import ME, at_desk, cxloop, demo_store, segments, shown

SIZES: Final = ((80, 24), (120, 40))
"""Columns and lines: the smallest terminal everything must fit in, and one with list and detail beside each other."""

BUDGETS: Final[Mapping[str, int]] = {
    "find": 2,
    "comment": 2,
    "contact": 2,
    "raise priority": 2,
    "escalate": 2,
    "undo": 1,
    "escalate again": 2,
    "hand back": 2,
    "resolve": 3,
    "next": 1,
    "new ticket": 3,
    "quit": 1,
}
"""The most presses each may take besides the words; find, comment, escalate, resolve and next: DESIGN.md 9."""

CASE: Final = "#57"
"""A new ticket of the example of `demo_store`: a colleague's, the only one of its customer, not critical, and its
segment has one above, which somebody else leads."""

COMMENT: Final = "spoke to the depot: it left the house on Monday"
REASONS: Final = ("promised three times", "promised three times; he wants somebody who decides")
NOTE: Final = "you may refund it, no need to ask"
CAUSE: Final = "label torn off at the depot"
ACTION: Final = "refunded, and a second parcel is on its way"
NEW_EMAIL: Final = "walk.in@journey.example"
NEW_COMMENT: Final = "The counter was closed at noon."

Step = frozenset[tuple[str, Any, Any]]
"""What one operation says in the log: field, old and new of each line."""


@dataclass(frozen=True, slots=True)
class Day:
    """What was done, what it cost, and what the command line says of it afterwards."""

    presses: Mapping[str, int]
    before: Mapping[str, Any]
    """The ticket that was worked on, as it was in the morning."""
    after: Mapping[str, Any]
    made: Mapping[str, Any]
    """The new ticket."""
    parent: Mapping[str, Any]
    """The segment that it was escalated to."""
    began: int
    """Milliseconds since the epoch."""
    ended: int

    @property
    def log(self) -> Sequence[Mapping[str, Any]]:
        """The lines that the day added to the log of the ticket."""
        added: Sequence[Mapping[str, Any]] = self.after["log"][len(self.before["log"]) :]
        return added


def work_a_day(store: Path, columns: int, rows: int) -> Day:
    """Do everything once at a desk of this size."""
    before, parent = case_of(store)
    presses = {}
    began = time.time_ns() // 1_000_000
    with at_desk(store, columns=columns, rows=rows) as desk:
        presses["find"] = desk.find(before["customer_email"], CASE)
        presses["comment"] = desk.comment(COMMENT)
        presses["contact"] = desk.contact("no-answer")
        presses["raise priority"] = desk.set_priority("critical")
        presses["escalate"] = desk.escalate(REASONS[0])
        presses["undo"] = desk.undo()
        presses["escalate again"] = desk.escalate(REASONS[1])
        presses["hand back"] = desk.hand_back(NOTE)
        presses["resolve"] = desk.resolve(CAUSE, ACTION)
        presses["next"] = desk.next()
        presses["new ticket"] = desk.new_ticket(NEW_EMAIL, NEW_COMMENT)
        made = desk.ticket
        presses["quit"] = desk.quit()
    ended = time.time_ns() // 1_000_000
    return Day(presses, before, shown(store, CASE), shown(store, made), parent, began, ended)


def case_of(store: Path) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the ticket that is worked on, and the segment above."""
    before, tree = shown(store, CASE), segments(store)
    return before, tree[tree[before["segment"]]["parent"]]


def too_many_presses(day: Day) -> list[str]:
    """Say where a budget was exceeded."""
    return [
        f"{what}: {day.presses[what]} presses, {budget} are allowed"
        for what, budget in BUDGETS.items()
        if day.presses[what] > budget
    ]


def differences(day: Day) -> list[str]:
    """Say where the log, the comments or the ticket tells another story than what was done."""
    steps = [
        frozenset((line["field"], line["old"], line["new"]) for line in lines)
        for _, lines in groupby(day.log, key=lambda line: line["operation"])
    ]
    told = zip(steps, expected_steps(day), strict=False)
    found = [
        f"step {number}: the log says {sorted(map(str, is_told))}, done was {sorted(map(str, done))}"
        for number, (is_told, done) in enumerate(told, 1)
        if is_told != done
    ]
    if len(steps) != len(expected_steps(day)):
        found.append(f"the log has {len(steps)} steps, {len(expected_steps(day))} were done")
    return [*found, *_wrong_who_and_when(day), *_wrong_comments(day), *_wrong_tickets(day)]


def expected_steps(day: Day) -> Sequence[Step]:
    """Return what the log must say, one step an operation."""
    before = day.before
    low, high = before["segment"], day.parent["code"]
    owner, lead = before["owner"], day.parent["managers"][0]
    up = {("status", "open", "escalated"), ("segment", low, high), ("owner", owner, lead)}
    down = {("status", "escalated", "open"), ("segment", high, low), ("owner", lead, owner)}
    return [
        frozenset({("status", "new", "open"), ("comment", None, COMMENT)}),
        frozenset({("contact", None, "call no-answer")}),
        frozenset({("priority", before["priority"], "critical")}),
        frozenset(up | {("comment", None, None)}),
        frozenset(down | {("undo", None, "escalated")}),
        frozenset(up | {("comment", None, REASONS[1])}),
        frozenset(down | {("comment", None, NOTE)}),
        frozenset(
            {
                ("status", "open", "resolved"),
                ("root_cause", None, CAUSE),
                ("action_taken", None, ACTION),
                ("told", None, day.after["told"]),
            }
        ),
    ]


def _wrong_who_and_when(day: Day) -> list[str]:
    wrong = [f"{line['field']} was changed by {line['by']}" for line in day.log if line["by"] != ME]
    moments = [day.began, *(from_rfc3339(line["at"]) for line in day.log), day.ended]
    if moments != sorted(moments):
        wrong.append(f"the times are not in order, or not of this day: {moments}")
    undone = {line["new"] for line in day.log if line["undone"] and line["field"] == "status"}
    if undone != {"escalated"} or sum(line["undone"] for line in day.log) != len(expected_steps(day)[3]):
        wrong.append("what is marked as undone is not the first escalation alone")
    return wrong


def _wrong_comments(day: Day) -> list[str]:
    said = [(comment["kind"], comment["body"]) for comment in day.after["comments"][len(day.before["comments"]) :]]
    resolution = f"cause: {CAUSE}\naction: {ACTION}\ntold: {day.after['told']}"
    wanted = [
        ("comment", COMMENT),
        ("call no-answer", ""),
        ("escalated", REASONS[1]),
        ("handed-back", NOTE),
        ("resolved", resolution),
    ]
    return [] if said == wanted else [f"the comments are {said}, not {wanted}"]


def _wrong_tickets(day: Day) -> list[str]:
    wanted = {
        "status": "resolved",
        "priority": "critical",
        "segment": day.before["segment"],
        "owner": day.before["owner"],
        "root_cause": CAUSE,
        "action_taken": ACTION,
        "due_at": None,
    }
    wrong = [
        f"{name} is {day.after[name]!r}, not {value!r}" for name, value in wanted.items() if day.after[name] != value
    ]
    made = {"customer_email": NEW_EMAIL, "comment": NEW_COMMENT, "owner": ME, "status": "new"}
    wrong += [f"new: {name} is {day.made[name]!r}" for name, value in made.items() if day.made[name] != value]
    if [(line["field"], line["new"], line["by"]) for line in day.made["log"]] != [("ticket", "created", ME)]:
        wrong.append(f"the log of the new ticket is {day.made['log']}")
    return wrong


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Day, Path]:
    store = demo_store(tmp_path_factory.mktemp("day"))
    return work_a_day(store, *request.param), store


def test_nothing_takes_more_presses_than_it_may(day: tuple[Day, Path]) -> None:
    assert too_many_presses(day[0]) == []


def test_the_log_tells_what_was_done(day: tuple[Day, Path]) -> None:
    assert differences(day[0]) == []


def test_the_store_is_sound_after_the_day(day: tuple[Day, Path]) -> None:
    said = cxloop(day[1], "doctor")
    assert (said.code, said.err) == (0, "")


def test_the_customer_is_told_how_the_form_proposes(day: tuple[Day, Path]) -> None:
    assert day[0].after["told"]
