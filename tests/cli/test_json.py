"""docs/json.md is true: every key of every command stands there with its kind of value, and no other."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from cxloop_tui.cli.commands import COMMANDS
from tests.cli.conftest import Line

PAGE = Path(__file__).parents[2] / "docs" / "json.md"
MAPS = {"set", "add", "remove", "by_reason"}
"""Objects whose keys are data."""
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z")


def _sections() -> dict[str, tuple[set[str], dict[str, str]]]:
    """Return by heading the commands that print such an object, and its keys with their kinds of value."""
    found = {}
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        heading, _, body = section.partition("\n")
        talk, _, rows = body.partition("\n|")
        printed_by = set(re.findall(r"`([a-z -]+)`", talk.partition("Printed by")[2].partition(". `")[0]))
        keys = dict(re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", rows, re.MULTILINE))
        found[heading] = (printed_by, keys)
    return found


SECTIONS = _sections()


def _values(record: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every key as the page writes it, and its value."""
    for name, value in record.items():
        key = f"{before}{name}"
        if isinstance(value, dict) and key not in MAPS:
            yield from _values(value, f"{key}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for item in value:
                yield from _values(item, f"{key}[].")
        else:
            yield key, value


KINDS: Mapping[str, Callable[[Any], bool]] = {
    "null": lambda value: value is None,
    "bool": lambda value: isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "text": lambda value: isinstance(value, str),
    "word": lambda value: isinstance(value, str) and value == value.lower() != "",
    "time": lambda value: isinstance(value, str) and TIME.fullmatch(value) is not None,
    "list of text": lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value),
    "object": lambda value: isinstance(value, dict),
}


def _is(value: object, kind: str) -> bool:
    """Say whether a value is of a kind the page names."""
    kinds = re.split(r", | or ", kind.strip().replace("true or false", "bool"))
    return any(KINDS[one](value) for one in kinds)


def _check(records: list[dict[str, Any]], *headings: str, some: bool = False) -> None:
    """Compare objects with what sections of the page say of them; `some`: a part of the keys is enough."""
    wanted = {key: kind for heading in headings for key, kind in SECTIONS[heading][1].items()}
    met: set[str] = set()
    for record in records:
        for key, value in _values(record):
            assert key in wanted, f"{key} is not on the page"
            assert _is(value, wanted[key]), f"{key}: {value!r} is not {wanted[key]}"
            met.add(key)
    assert some or met == set(wanted)


def test_the_page_names_every_command_and_no_other() -> None:
    named = {command for printed_by, _ in SECTIONS.values() for command in printed_by}
    assert {command.split()[0] for command in named} == set(COMMANDS) - {"desk"}
    grouped = {"segments", "people", "policy", "hub", "remote", "conflicts"}
    verbs = {command for command in named if command.split()[0] in grouped}
    assert verbs == {
        "remote add", "remote list", "remote test", "remote token", "remote move", "remote remove", "conflicts",
        "conflicts mine", "conflicts theirs", "conflicts edit", "hub token add", "hub token list",
        "hub token revoke", "hub backup", "hub restore",
        "segments list", "segments show", "segments add", "segments set", "segments merge", "people list",
        "people show", "people add", "people set", "people leave", "policy show", "policy set", "policy log",
    }  # fmt: skip


TURNS = {
    "tickets": ["tickets"],
    "set": ["set", "1", "--priority", "high"],
    "comment": ["comment", "1", "hello"],
    "contact": ["contact", "1", "--kind", "call", "--outcome", "reached"],
    "escalate": ["escalate", "1", "--to", "retail", "--reason", "x"],
    "handback": ["handback", "1"],
    "resolve": ["resolve", "1", "--root-cause", "a", "--action", "b", "--told", "c"],
    "reopen": ["reopen", "1"],
    "new": ["new", "--email", "z@x.example", "--segment", "south", "--owner", "me", "--comment", "z", "--tag", "t"],
}


def test_a_ticket_has_these_keys_whoever_prints_it(desk: Line) -> None:
    assert set(TURNS) | {"show"} == SECTIONS["Ticket"][0]
    for arguments in TURNS.values():
        _check(desk(*arguments, "--json").records, "Ticket")


def test_show_adds_the_history(desk: Line) -> None:
    for arguments in TURNS.values():
        desk(*arguments)
    desk("undo", "1")
    record = desk("show", "1", "--json").record
    _check([record], "Ticket", "History")
    kinds = set(re.findall(r"`([a-z-]+)`", PAGE.read_text(encoding="utf-8").partition("`comments[].kind`")[2][:200]))
    assert {comment["kind"] for comment in record["comments"]} <= kinds | {"call reached"}


def test_overview(desk: Line) -> None:
    _check([desk("overview", "--json").record], "Overview")


def test_a_customer(desk: Line, at_home: Path) -> None:
    file = at_home / "answers.csv"
    file.write_text("email,nps,comment,age\nkim@shop.example,2,late,40\n", encoding="utf-8")
    desk("import", "responses", str(file), "--kind", "nps", "--segment", "south")
    desk("contact", "1", "--kind", "call", "--outcome", "reached", "--note", "glad")
    _check([desk("customer", "1", "--json").record], "Customer")


def test_an_operation_is_printed_by_undo_and_redo(desk: Line) -> None:
    desk("new", "--email", "z@x.example", "--segment", "south", "--owner", "me", "--comment", "z", "--tag", "old")
    desk("comment", "1", "hello")
    desk("set", "1", "2", "--tag", "new", "--tag", "-old", "--priority", "high")
    undone = [*desk("undo", "--json").records, *desk("undo", "--json").records]
    _check(undone, "Operation")
    _check(desk("redo", "--json").records, "Operation", some=True)


@pytest.mark.parametrize(
    ("heading", "arguments"),
    [
        ("Segment", ["segments", "list"]),
        ("Segment", ["segments", "add", "east"]),
        ("Segment", ["segments", "set", "south", "--name", "S"]),
        ("Person", ["people", "list"]),
        ("Person", ["people", "add", "z@x.example", "--name", "Z"]),
        ("Person", ["people", "set", "ben@desk.example", "--name", "B"]),
        ("Policy", ["policy", "show"]),
        ("Merged", ["segments", "merge", "north", "--into", "south", "--yes"]),
        ("Examination", ["doctor"]),
    ],
)
def test_the_organisation(desk: Line, heading: str, arguments: list[str]) -> None:
    _check(desk(*arguments, "--json").records, heading)


def test_who_left_is_printed_with_what_they_left_behind(desk: Line) -> None:
    _check([desk("people", "leave", "ben@desk.example", "--to-leads", "--yes", "--json").record], "Person", "Left")


@pytest.mark.parametrize(("heading", "what"), [("Segment", ["segments", "south"]), ("Person", ["people", "me"])])
def test_show_adds_the_log_of_a_segment_or_a_person(desk: Line, heading: str, what: list[str]) -> None:
    desk("segments", "set", "south", "--parent", "", "--manager", "")
    desk("undo")
    record = desk(what[0], "show", what[1], "--json").record
    log = record.pop("log")
    _check([record], heading)
    _check(log, "Log of the organisation")


def test_the_log_of_the_policy(desk: Line) -> None:
    desk("policy", "set", "resolve.requires", "told")
    _check(desk("policy", "log", "--json").records, "Log of the organisation")


def test_import_of_the_organisation(desk: Line, at_home: Path) -> None:
    file = at_home / "segments.csv"
    file.write_text("code,name\nwest,West\n", encoding="utf-8")
    _check([desk("import", "segments", str(file), "--json").record], "Import of the organisation")
    file.write_text("email,name\nkim@desk.example,Kim\n", encoding="utf-8")
    _check([desk("import", "people", str(file), "--json").record], "Import of the organisation")


def test_policy_set_prints_the_key_it_set(desk: Line) -> None:
    _check([desk("policy", "set", "word.owner", "handler", "--json").record], "Policy", some=True)


def test_set_up_and_demo(line: Line, at_home: Path) -> None:
    _check([line("init", "--name", "Ana", "--email", "ana@desk.example", "--json").record], "Set-up")
    _check([line("demo", "--into", str(at_home / "demo.db"), "--json").record], "Demo")


def test_export_and_import_of_tickets(desk: Line, at_home: Path) -> None:
    file = at_home / "all.ndjson"
    _check([desk("export", "--output", str(file), "--json").record], "Export")
    _check([desk("import", "tickets", str(file), "--json").record], "Import of tickets")


def test_devices(desk: Line) -> None:
    made = desk("hub", "token", "add", "ben@desk.example", "--json").record
    _check([made], "Device", "New device")
    _check(desk("hub", "token", "list", "--json").records, "Device")
    _check([desk("hub", "token", "revoke", made["id"], "--json").record], "Device")


def test_backup_and_restore(desk: Line) -> None:
    _check([desk("hub", "backup", "b.db", "--json").record], "Backup")
    _check([desk("hub", "restore", "b.db", "--yes", "--json").record], "Backup", "Restored")
    _check([desk("hub", "restore", "--new-epoch", "--yes", "--json").record], "Restored", some=True)


def test_import(desk: Line, at_home: Path) -> None:
    file = at_home / "answers.csv"
    file.write_text("email,nps,comment\nkim@shop.example,2,late\nzoe@x.example,eleven,x\n", encoding="utf-8")
    said = desk("import", "responses", str(file), "--kind", "nps", "--segment", "south", "--json")
    _check([said.record], "Import")
    assert said.record["rejected"] == 1
