"""`init`, `demo`, `desk`, `doctor`, and what happens on first use."""

import sys
from pathlib import Path

import pytest

from cxloop_tui.cli import status_line
from cxloop_tui.cli.invocation import Invocation
from cxloop_tui.cli.main import run
from cxloop_tui.cli.starting import slug
from tests.cli.conftest import Line, MemoryFront, Screen


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a person sit at both ends."""
    monkeypatch.setattr(Invocation, "at_terminal", staticmethod(lambda: True))


def test_init_makes_an_admin_and_the_first_segment(line: Line, at_home: Path) -> None:
    said = line("init", "--name", " Ana Admin ", "--email", "Ana@Desk.example", "--segment", "Süd & West", "--json")
    assert said.record == {
        "store": str(at_home / "desk.db"), "email": "ana@desk.example", "name": "Ana Admin", "segment": "süd-west",
    }  # fmt: skip
    assert line("people", "list", "--json").record == {
        "email": "ana@desk.example", "name": "Ana Admin", "role": "admin", "segments": ["süd-west"], "active": True,
        "away_until": None, "deputy": None, "open": 0, "overdue": 0,
    }  # fmt: skip
    assert line("segments", "list", "--json").record == {
        "code": "süd-west", "name": "Süd & West", "parent": None, "managers": ["ana@desk.example"],
        "active": True, "merged_into": None, "open": 0, "overdue": 0,
    }  # fmt: skip


def test_the_first_segment_is_the_inbox_by_default(line: Line) -> None:
    assert line("init", "--name", "Ana", "--email", "ana@desk.example").out.endswith("first segment: Inbox\n")
    assert line("segments", "list", "--json").record["code"] == "inbox"


def test_init_refuses_a_desk_that_is_set_up(desk: Line) -> None:
    said = desk("init", "--name", "Eve", "--email", "eve@x.example")
    assert said.code == 4
    assert "is set up already, for ana@desk.example; `cxloop people add` adds others" in said.err
    assert len(desk("people", "list", "--json").records) == 4


@pytest.mark.parametrize(
    "arguments",
    [
        ["--name", "Ana", "--email", "ana"],
        ["--name", " ", "--email", "ana@desk.example"],
        ["--name", "A\x1b", "--email", "ana@desk.example"],
        ["--name", "Ana", "--email", "ana@desk.example", "--segment", ""],
        ["--email", "ana@desk.example"],
    ],
)
def test_init_makes_nothing_of_what_it_cannot_use(line: Line, at_home: Path, arguments: list[str]) -> None:
    said = line("init", *arguments)
    assert (said.code, said.out) == (2, "")
    assert not (at_home / "desk.db").exists()


@pytest.mark.parametrize(
    ("name", "code"),
    [("Inbox", "inbox"), ("Süd & West", "süd-west"), ("  A--b ", "a-b"), ("!!!", "inbox"), ("房间", "房间")],
)
def test_slug(name: str, code: str) -> None:
    assert slug(name) == code


def test_the_desk_needs_a_terminal(desk: Line, front: MemoryFront) -> None:
    for arguments in ([], ["desk"], ["demo"]):
        said = desk(*arguments)
        assert said.code == 2
        assert "the desk needs a terminal" in said.err
    assert front.opened == []


@pytest.mark.usefixtures("at_terminal")
def test_without_a_command_the_desk_opens(desk: Line, front: MemoryFront) -> None:
    assert desk().code == 0
    assert desk("desk", "owner:me").code == 0
    assert desk("--as", "ben@desk.example").code == 0
    assert front.opened == [
        ("desk", "desk.db", None, "", None),
        ("desk", "desk.db", None, "owner:me", None),
        ("desk", "desk.db", "ben@desk.example", "", None),
    ]


@pytest.mark.usefixtures("at_terminal")
def test_on_first_use_the_desk_asks_who_sits_there(line: Line, front: MemoryFront) -> None:
    said = line(stdin=b"\nAna Admin\nana\nana@desk.example\n")
    assert said.code == 0, said.err
    assert "who are you?" in said.err
    assert "Your name" in said.err
    assert "'ana' is not an e-mail address" in said.err
    assert said.out == ""
    assert front.opened == [("desk", "desk.db", None, "", None)]
    assert line("people", "list", "--json").record["role"] == "admin"


@pytest.mark.usefixtures("at_terminal")
def test_who_leaves_at_the_first_question_leaves_nothing(line: Line, at_home: Path, front: MemoryFront) -> None:
    assert line(stdin=b"Ana\n").code == 130
    assert not (at_home / "desk.db").exists()
    assert front.opened == []


@pytest.mark.usefixtures("at_terminal")
def test_demo_opens_a_throwaway_desk(line: Line, front: MemoryFront, at_home: Path) -> None:
    assert line("demo", "--tickets", "50", "--seed", "7").code == 0
    assert line("demo").code == 0
    assert front.opened == [("demo", 50, 7, None), ("demo", 500, 1, None)]
    assert not (at_home / "desk.db").exists()
    assert line("demo", "--tickets", "0").code == 2


def test_demo_into_a_file_only_builds_it(line: Line, front: MemoryFront, at_home: Path) -> None:
    file = at_home / "demo.db"
    assert line("demo", "--into", str(file), "--tickets", "50", "--json").record == {
        "store": str(file), "me": "demo@cxloop.example", "tickets": 50, "seed": 1,
    }  # fmt: skip
    assert front.opened == [("built", "demo.db", 50, 1)]
    said = line("demo", "--into", str(file))
    assert (said.code, front.opened) == (4, [("built", "demo.db", 50, 1)])


def test_doctor_counts_when_all_is_well(desk: Line) -> None:
    assert desk("doctor").out == "all is well: 2 tickets, 7 operations\n"
    assert desk("doctor", "--json").record == {"tickets": 2, "operations": 7, "findings": []}


def test_doctor_prints_findings_one_a_line_and_fails(desk: Line, front: MemoryFront) -> None:
    front.findings = ["ticket #1: status is \x1b", "counter of south"]
    said = desk("doctor")
    assert (said.code, said.out) == (1, "ticket #1: status is ␛\ncounter of south\n")
    said = desk("doctor", "--json")
    assert (said.code, said.record["findings"]) == (1, front.findings)


def test_doctor_tells_a_terminal_how_far_it_is(front: MemoryFront, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(status_line, "_BETWEEN", 0)
    monkeypatch.setattr(sys, "stderr", screen)
    assert run(["doctor"], Invocation(front=front)) == 0
    assert screen.getvalue() == "\r\x1b[Kchecking the files\r\x1b[Kexamining tickets 50 %\r\x1b[K"


def test_doctor_is_broken_off_without_a_word(desk: Line, front: MemoryFront, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(front, "examine", broken_off)
    said = desk("doctor")
    assert (said.code, said.out, said.err.strip()) == (130, "", "")


def test_doctor_looks_at_the_configuration_too(desk: Line, at_home: Path) -> None:
    config = at_home / "my.toml"
    config.write_text("thme = 'nord'\n", encoding="utf-8")
    said = desk("--config", str(config), "doctor")
    assert (said.code, said.out) == (1, f"{config}, line 1: unknown key 'thme'; did you mean theme?\n")
