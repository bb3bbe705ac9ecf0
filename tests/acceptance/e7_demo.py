"""Line 7: the example shows loops at every stage of their closing; its first three minutes are as the README says."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cxloop_tui.bootstrap import build_demo
from tests.acceptance import Outcome
from tests.journeys.desk import SEED, Desk, at_desk, configure, cxloop, shown, tickets

_SIZES: Final = ((80, 24), (120, 40))
_TICKETS: Final = 400

_STAGES: Final = {
    "waiting untouched": "status:new",
    "in work": "status:open",
    "escalated": "status:escalated",
    "resolved": "status:resolved",
    "overdue": "overdue:yes",
    "waiting for the customer": "waiting:yes",
    "promoters to thank": "tag:promoter status:new",
    "promoters thanked": "tag:promoter status:resolved",
    "passives to ask": "tag:passive status:new",
    "passives asked": "tag:passive status:resolved",
    "recovered": "tag:recovered",
    "not recovered": "tag:not-recovered",
    "raised by a rule on arrival": "tag:checkout priority:critical",
}
"""What there is to see, and the query that finds it."""


def run() -> Outcome:
    """Count what there is at every stage, then go through the first three minutes at both sizes."""
    counts: dict[str, int | str] = {}
    problems: list[str] = []
    with tempfile.TemporaryDirectory(prefix="cxloop-example-") as name:
        store = _example(Path(name))
        for stage, query in _STAGES.items():
            counts[stage] = len(tickets(store, query))
            if not counts[stage]:
                problems.append(f"nothing is {stage}: {query}")
        problems += _told(store, counts)
    for columns, rows in _SIZES:
        with tempfile.TemporaryDirectory(prefix="cxloop-example-") as name:
            store = _example(Path(name))
            with at_desk(store, columns=columns, rows=rows) as desk:
                problems += [f"{columns}x{rows}: {problem}" for problem in _three_minutes(desk)]
    return Outcome(7, "the example, at every stage of a loop", counts, problems)


def _example(directory: Path) -> Path:
    """Make the example of this hour, as `cxloop demo` does."""
    store = directory / "demo.db"
    build_demo(store, _TICKETS, SEED, lambda _doing, _done, _of: None)
    configure(store)
    return store


def _told(store: Path, counts: dict[str, int | str]) -> Iterator[str]:
    """Yield what is missing of what no query of tickets finds."""
    promised = cxloop(store, "followups", "--everybody", "--json").records
    causes = cxloop(store, "causes", "--json").records
    share = cxloop(store, "recovered", "--json").record
    elin = cxloop(store, "customer", "elin.sandberg@fastpost.example", "--json").record
    handed = [one for one in tickets(store, "shift") if _was_handed_over(shown(store, str(one["number"])))]
    counts["things promised"] = len(promised)
    counts["causes named"] = len(causes)
    counts["recovered share"] = f"{share['share'] or 0:.0%} of {share['answered']}"
    counts["scores Elin gave"] = elin["response_count"]
    counts["handed over with a note"] = len(handed)
    if not (promised and causes and share["answered"] and handed):
        yield f"{len(promised)} promises, {len(causes)} causes, {share}, {len(handed)} handed over"
    if elin["response_count"] < 8 or {one["feeling"] for one in elin["feelings"]} < {"positive", "negative"}:
        yield f"Elin gave {elin['response_count']} scores and sounds {elin['feelings']}"


def _was_handed_over(ticket: dict[str, object]) -> bool:
    comments = ticket["comments"]
    assert isinstance(comments, list)
    return any("shift ends" in str(comment["body"]) for comment in comments)


def _three_minutes(desk: Desk) -> Iterator[str]:
    """Do what the README says a newcomer may do first; yield what did not come."""
    number = next(one for one in _numbers(desk, "elin"))
    desk.find("elin", number)
    desk.terminal.press("enter")
    desk.terminal.wait_settled()
    yield from _sees(desk, "I have recommended you for years")
    desk.terminal.press("3")
    desk.terminal.wait_for("their words")
    yield from _sees(desk, "9 responses", "courier", "negative")
    desk.terminal.press("T")
    desk.terminal.wait_for("Call")
    yield from _sees(desk, "+44 1632 960 118")
    desk.terminal.press("2")
    desk.terminal.wait_for("contact logged")
    desk.terminal.press("esc")
    desk.terminal.wait_settled()
    desk.resolve("Carrier", "sent a new lamp")
    desk.terminal.press("F")
    desk.terminal.wait_settled()
    desk.terminal.press("P")
    desk.terminal.wait_for("lie behind")
    yield from _sees(desk, "recovered ")
    desk.terminal.press("esc")
    desk.terminal.wait_settled()
    desk.terminal.press("v")
    desk.terminal.wait_settled()
    desk.terminal.type("promoters")
    desk.terminal.wait_settled()
    desk.terminal.press("enter")
    desk.terminal.wait_for("tag:promoter")
    desk.terminal.wait_settled()
    yield from _sees(desk, "▌")
    desk.quit()


def _numbers(desk: Desk, words: str) -> list[str]:
    desk.terminal.press("/")
    desk.terminal.wait_settled()
    desk.terminal.type(words)
    desk.terminal.wait_for(lambda lines: any(re.search(r"^▌.*Elin", line) for line in lines))
    found = [desk.ticket]
    desk.terminal.press("esc")
    desk.terminal.wait_settled()
    desk.terminal.press("F")
    desk.terminal.wait_settled()
    return found


def _sees(desk: Desk, *words: str) -> Iterator[str]:
    text = desk.terminal.text()
    for one in words:
        if one not in text:
            yield f"{one!r} is not in sight:\n{text}"
