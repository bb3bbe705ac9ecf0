"""docs/json.md is true: every key of every command stands there with its kind of value, and no other."""

import re
from pathlib import Path

import pytest

from cxloop_tui.cli.commands import COMMANDS
from tests.cli.conftest import Line
from tests.cli.json_page import PAGE, SECTIONS, check


def test_the_page_names_every_command_and_no_other() -> None:
    named = {command for printed_by, _ in SECTIONS.values() for command in printed_by}
    assert {command.split()[0] for command in named} == set(COMMANDS) - {"desk"}
    grouped = {
        "segments",
        "people",
        "policy",
        "hub",
        "remote",
        "outbox",
        "conflicts",
        "mail",
        "causes",
        "followups",
        "rules",
        "arrival",
    }
    verbs = {command for command in named if command.split()[0] in grouped}
    assert verbs == {
        "remote add", "remote list", "remote test", "remote token", "remote move", "remote remove", "outbox",
        "outbox hold", "outbox let-go", "outbox give-up", "conflicts",
        "causes", "causes rename", "followups", "followups add", "followups set", "followups done",
        "mail template list", "mail template add", "mail template remove", "rules try", "rules run",
         "arrival list", "arrival add", "arrival remove", "arrival preview",
        "mail", "mail show", "mail edit", "mail hold", "mail let-go", "mail cancel", "mail setup", "mail send",
        "mail release", "conflicts mine", "conflicts theirs", "conflicts edit", "hub token add", "hub token list",
        "hub token revoke", "hub backup", "hub restore",
        "segments list", "segments show", "segments add", "segments set", "segments merge", "people list",
        "people show", "people add", "people set", "people leave", "policy show", "policy set", "policy log",
    }  # fmt: skip


TURNS = {
    "tickets": ["tickets"],
    "set": ["set", "1", "--priority", "high"],
    "comment": ["comment", "1", "hello"],
    "contact": ["contact", "1", "--kind", "call", "--outcome", "reached"],
    "reply": ["reply", "1", "--title", "Your order", "--text", "It is on its way.", "--yes"],
    "wait": ["wait", "1", "2d", "--then", "look"],
    "handover": ["handover", "1", "--to", "ana@desk.example", "--note", "x"],
    "escalate": ["escalate", "1", "--to", "retail", "--reason", "x"],
    "handback": ["handback", "1"],
    "resolve": ["resolve", "1", "--root-cause", "a", "--action", "b", "--told", "c"],
    "causes rename": ["causes", "rename", "a", "aa", "--yes"],
    "reopen": ["reopen", "1"],
    "new": ["new", "--email", "z@x.example", "--segment", "south", "--owner", "me", "--comment", "z", "--tag", "t"],
}


def test_a_ticket_has_these_keys_whoever_prints_it(desk: Line) -> None:
    assert set(TURNS) | {"show"} == SECTIONS["Ticket"][0]
    for arguments in TURNS.values():
        check(desk(*arguments, "--json").records, "Ticket")


def test_show_adds_the_history(desk: Line) -> None:
    for arguments in TURNS.values():
        desk(*arguments)
    desk("undo", "1")
    record = desk("show", "1", "--json").record
    check([record], "Ticket", "History")
    kinds = set(re.findall(r"`([a-z-]+)`", PAGE.read_text(encoding="utf-8").partition("`comments[].kind`")[2][:200]))
    assert {comment["kind"] for comment in record["comments"]} <= kinds | {"call reached"}


def test_overview(desk: Line) -> None:
    check([desk("overview", "--json").record], "Overview")


def test_a_customer(desk: Line, at_home: Path) -> None:
    file = at_home / "answers.csv"
    said = "kim@shop.example,2,the lamp came late,40\nkim@shop.example,9,a lovely lamp,40\n"
    file.write_text(f"email,nps,comment,age\n{said}", encoding="utf-8")
    desk("import", "responses", str(file), "--kind", "nps", "--segment", "south")
    desk("contact", "1", "--kind", "call", "--outcome", "reached", "--note", "glad")
    check([desk("customer", "1", "--json").record], "Customer")


def test_an_operation_is_printed_by_undo_and_redo(desk: Line) -> None:
    desk("new", "--email", "z@x.example", "--segment", "south", "--owner", "me", "--comment", "z", "--tag", "old")
    desk("comment", "1", "hello")
    desk("set", "1", "2", "--tag", "new", "--tag", "-old", "--priority", "high")
    undone = [*desk("undo", "--json").records, *desk("undo", "--json").records]
    check(undone, "Operation")
    check(desk("redo", "--json").records, "Operation", some=True)


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
    check(desk(*arguments, "--json").records, heading)


def test_who_left_is_printed_with_what_they_left_behind(desk: Line) -> None:
    check([desk("people", "leave", "ben@desk.example", "--to-leads", "--yes", "--json").record], "Person", "Left")


@pytest.mark.parametrize(("heading", "what"), [("Segment", ["segments", "south"]), ("Person", ["people", "me"])])
def test_show_adds_the_log_of_a_segment_or_a_person(desk: Line, heading: str, what: list[str]) -> None:
    desk("segments", "set", "south", "--parent", "", "--manager", "")
    desk("undo")
    record = desk(what[0], "show", what[1], "--json").record
    log = record.pop("log")
    check([record], heading)
    check(log, "Log of the organisation")


def test_the_log_of_the_policy(desk: Line) -> None:
    desk("policy", "set", "resolve.requires", "told")
    check(desk("policy", "log", "--json").records, "Log of the organisation")


def test_import_of_the_organisation(desk: Line, at_home: Path) -> None:
    file = at_home / "segments.csv"
    file.write_text("code,name\nwest,West\n", encoding="utf-8")
    check([desk("import", "segments", str(file), "--json").record], "Import of the organisation")
    file.write_text("email,name\nkim@desk.example,Kim\n", encoding="utf-8")
    check([desk("import", "people", str(file), "--json").record], "Import of the organisation")


def test_policy_set_prints_the_key_it_set(desk: Line) -> None:
    check([desk("policy", "set", "word.owner", "handler", "--json").record], "Policy", some=True)


def test_set_up_and_demo(line: Line, at_home: Path) -> None:
    check([line("init", "--name", "Ana", "--email", "ana@desk.example", "--json").record], "Set-up")
    check([line("demo", "--into", str(at_home / "demo.db"), "--json").record], "Demo")


def test_export_and_import_of_tickets(desk: Line, at_home: Path) -> None:
    file = at_home / "all.ndjson"
    check([desk("export", "--output", str(file), "--json").record], "Export")
    check([desk("import", "tickets", str(file), "--json").record], "Import of tickets")


def test_devices(desk: Line) -> None:
    made = desk("hub", "token", "add", "ben@desk.example", "--json").record
    check([made], "Device", "New device")
    check(desk("hub", "token", "list", "--json").records, "Device")
    check([desk("hub", "token", "revoke", made["id"], "--json").record], "Device")


def test_backup_and_restore(desk: Line) -> None:
    check([desk("hub", "backup", "b.db", "--json").record], "Backup")
    check([desk("hub", "restore", "b.db", "--yes", "--json").record], "Backup", "Restored")
    check([desk("hub", "restore", "--new-epoch", "--yes", "--json").record], "Restored", some=True)


def test_import(desk: Line, at_home: Path) -> None:
    file = at_home / "answers.csv"
    file.write_text("email,nps,comment\nkim@shop.example,2,late\nzoe@x.example,eleven,x\n", encoding="utf-8")
    said = desk("import", "responses", str(file), "--kind", "nps", "--segment", "south", "--json")
    check([said.record], "Import")
    assert said.record["rejected"] == 1
