"""Line 6: segments renamed, moved and merged, somebody with forty open tickets leaves: by commands and on screen."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from tests.acceptance import Outcome
from tests.journeys.desk import Desk, at_desk, cxloop, demo_store, tickets
from tests.said import Said

LEAVER: Final = "bea.costa@harbour.example"
NAME: Final = "Bea Costa"
OPEN_TICKETS: Final = 40
HOME: Final = "bari"
MERGED: Final = "bari"
INTO: Final = "hamburg"


def run() -> Outcome:
    """Do all of it twice, and look at every ticket after each step."""
    counts: dict[str, int | str] = {}
    problems: list[str] = []
    with tempfile.TemporaryDirectory(prefix="cxloop-organisation-") as name:
        for way, steps in (("by commands", _by_commands), ("on screen", _on_screen)):
            directory = Path(name) / way.replace(" ", "-")
            directory.mkdir()
            store = demo_store(directory)
            made = _forty(store)
            counts[f"{way}: open tickets of who leaves"] = made
            if made != OPEN_TICKETS:
                problems.append(f"{way}: {made} open tickets instead of {OPEN_TICKETS}")
            counts[f"{way}: operations before"] = _operations(store)
            problems += [f"{way}: {problem}" for problem in steps(store, counts)]
            counts[f"{way}: operations after"] = _operations(store)
    return Outcome(6, "nothing orphaned, everything logged, undoable", counts, problems)


# What is looked at -------------------------------------------------------------------------------------------------


def _forty(store: Path) -> int:
    """Make somebody the owner of forty tickets that are not resolved."""
    theirs = tickets(store, f"owner:{LEAVER} status:new,open,escalated")
    for place in range(OPEN_TICKETS - len(theirs)):
        _done(store, "new", "--email", f"kim{place}@journey.example", "--segment", HOME, "--owner", LEAVER,
              "--comment", "The lift is out of order.")  # fmt: skip
    return len(tickets(store, f"owner:{LEAVER} status:new,open,escalated"))


def _picture(store: Path) -> dict[str, Any]:
    """Return everything there is, but for when it was last touched."""
    passing = {"updated_at"}
    return {
        "tickets": [{key: value for key, value in one.items() if key not in passing} for one in _by_number(store)],
        "segments": _listed(store, "segments"),
        "people": _listed(store, "people"),
    }


def _by_number(store: Path) -> list[dict[str, Any]]:
    return sorted(tickets(store), key=lambda ticket: int(ticket["number"]))


def _listed(store: Path, what: str) -> list[dict[str, Any]]:
    return _done(store, what, "list", "--all", "--json").records


def _orphans(store: Path) -> Iterator[str]:
    """Yield the tickets that nobody would find, said again in other words than the program's."""
    segments = {segment["code"] for segment in _listed(store, "segments") if segment["active"]}
    people = {person["email"] for person in _listed(store, "people") if person["active"]}
    for ticket in _by_number(store):
        if ticket["segment"] not in segments:
            yield f"#{ticket['number']} lies in {ticket['segment']}, which is not in use"
        if ticket["status"] != "resolved" and ticket["owner"] not in people:
            yield f"#{ticket['number']} belongs to {ticket['owner']}, who has left"


def _sound(store: Path, step: str) -> Iterator[str]:
    yield from (f"after {step}: {orphan}" for orphan in _orphans(store))
    examined = cxloop(store, "doctor")
    if examined.code != 0:
        yield f"after {step}: the doctor finds {examined.out.strip()} {examined.err.strip()}"


def _operations(store: Path) -> int:
    return int(_done(store, "doctor", "--json").record["operations"])


def _done(store: Path, *arguments: str) -> Said:
    said = cxloop(store, *arguments)
    if said.code != 0:
        raise AssertionError(f"cxloop {' '.join(arguments)} ends with {said.code}: {said.err}")
    return said


# By commands -------------------------------------------------------------------------------------------------------

_STEPS: Final = {
    "renaming": (["segments", "set", HOME, "--name", "Bari Vecchia"], HOME, "name", "Bari Vecchia"),
    "moving": (["segments", "set", "south", "--parent", "online"], "south", "parent", "online"),
    "merging": (["segments", "merge", MERGED, "--into", INTO, "--yes"], MERGED, "merged_into", INTO),
    "merging what has others below it": (
        ["segments", "merge", "delivery", "--into", "care", "--yes"], "delivery", "active", False,
    ),
    "leaving": (["people", "leave", LEAVER, "--spread", "--yes"], LEAVER, "active", False),
}  # fmt: skip
"""What is done, and what the log of which segment or person must say of it."""


def _by_commands(store: Path, counts: dict[str, int | str]) -> Iterator[str]:
    for step, (arguments, subject, field, value) in _STEPS.items():
        before = _picture(store)
        _done(store, *arguments)
        after = _picture(store)
        moved = sum(one != other for one, other in zip(before["tickets"], after["tickets"], strict=True))
        counts[f"by commands: tickets changed by {step}"] = moved
        yield from _sound(store, step)
        yield from _logged(store, step, subject, field, value)
        yield from _turned(store, step, before, after)
    counts["by commands: owners of the forty afterwards"] = len(
        {ticket["owner"] for ticket in tickets(store, "email:kim*")}
    )
    if tickets(store, f"owner:{LEAVER} status:new,open,escalated"):
        yield f"{NAME} still owns open tickets"


def _turned(store: Path, step: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """Take a step back with one undo, and do it again with one redo."""
    _done(store, "undo")
    if _picture(store) != before:
        yield f"one undo does not take {step} back"
    yield from _sound(store, f"the undo of {step}")
    _done(store, "redo")
    if _picture(store) != after:
        yield f"one redo does not do {step} again"
    yield from _sound(store, f"the redo of {step}")


def _logged(store: Path, step: str, subject: str, field: str, value: object) -> Iterator[str]:
    group = "people" if "@" in subject else "segments"
    log = _done(store, group, "show", subject, "--json").record["log"]
    if not any((line["field"], line["new"], line["undone"]) == (field, value, False) for line in log):
        yield f"the log does not tell {step}"
    for ticket in tickets(store, "email:kim*")[:5] if step in {"merging", "leaving"} else ():
        lines = _done(store, "show", str(ticket["number"]), "--json").record["log"]
        wanted = "segment" if step == "merging" else "owner"
        if lines[-1]["field"] != wanted or lines[-1]["new"] != ticket[wanted]:
            yield f"the log of #{ticket['number']} does not tell {step}"


# On screen ---------------------------------------------------------------------------------------------------------


def _on_screen(store: Path, counts: dict[str, int | str]) -> Iterator[str]:
    before = _picture(store)
    with at_desk(store, columns=100, rows=30) as desk:
        _rename(desk)
        _merge(desk)
        _let_leave(desk)
        counts["on screen: keys pressed"] = desk.terminal.presses
        after = _picture(store)
        yield from _sound(store, "the screens")
        for _ in range(3):
            _turn_on_screen(desk, store, "z", "undone: ")
        if _picture(store) != before:
            yield "three undos do not take the three changes back"
        yield from _sound(store, "three undos")
        for _ in range(3):
            _turn_on_screen(desk, store, "Z", "redone: ")
        if _picture(store) != after:
            yield "three redos do not do the three changes again"
        desk.terminal.press("escape")
        desk.wait_until_open()
        desk.quit()
    by_code = {segment["code"]: segment for segment in after["segments"]}
    if (by_code[INTO]["name"], by_code[MERGED]["merged_into"]) != ("Hamburg Hafen", INTO):
        yield "the segment was not renamed, or not merged"
    counts["on screen: tickets changed"] = sum(
        one != other for one, other in zip(before["tickets"], after["tickets"], strict=True)
    )


def _turn_on_screen(desk: Desk, store: Path, key: str, told: str) -> None:
    """Undo or redo; the news of the last time is in sight still, so it is done when it is on record."""
    before = _recorded(store)
    desk.terminal.press(key)
    desk.terminal.wait_for(lambda _: _recorded(store) > before)
    desk.terminal.wait_for(told)
    desk.terminal.wait_settled()


def _recorded(store: Path) -> int:
    with closing(sqlite3.connect(store)) as connection:
        return int(connection.execute("SELECT max(seq) FROM operations").fetchone()[0])


def _line(desk: Desk, words: str) -> None:
    """Find a line of the organisation, and go to it."""
    desk.terminal.press("/")
    desk.terminal.wait_settled()
    desk.terminal.type(words)
    desk.terminal.wait_settled()
    desk.terminal.press("enter")
    desk.terminal.wait_settled()


def _all_lines(desk: Desk) -> None:
    """Show every line again, so that escape leaves the screen next."""
    desk.terminal.press("escape")
    desk.terminal.wait_settled()


def _rename(desk: Desk) -> None:
    desk.terminal.press("O")
    desk.terminal.wait_for("Segments")
    desk.terminal.wait_settled()
    _line(desk, INTO)
    desk.terminal.press("e")
    desk.terminal.wait_for(f"Segment {INTO}")
    desk.terminal.type(" Hafen")
    desk.terminal.press("ctrl+s")
    desk.terminal.wait_gone(f"Segment {INTO}")
    desk.terminal.wait_for("Hamburg Hafen")
    _all_lines(desk)


def _merge(desk: Desk) -> None:
    _line(desk, MERGED)
    desk.terminal.press("m")
    desk.terminal.wait_for("Merge Bari into")
    desk.terminal.type(INTO)
    desk.terminal.wait_settled()
    desk.terminal.press("enter")
    desk.terminal.wait_for("Bari is given up")
    desk.terminal.press("y")
    desk.terminal.wait_gone("Bari is given up")
    desk.terminal.wait_for("is merged into")
    _all_lines(desk)


def _let_leave(desk: Desk) -> None:
    desk.terminal.press("2")
    desk.terminal.wait_settled()
    _line(desk, "costa")
    desk.terminal.press("x")
    desk.terminal.wait_for(f"Who takes the {OPEN_TICKETS} open tickets of {NAME}?")
    desk.terminal.press("enter")
    desk.terminal.wait_for(f"Let {NAME} leave?")
    desk.terminal.press("y")
    desk.terminal.wait_gone(f"Let {NAME} leave?")
    desk.terminal.wait_for("has left")
    _all_lines(desk)
