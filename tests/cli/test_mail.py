"""`cxloop mail` over a real file and a real mail server: set up, seen, held, changed, cancelled, sent."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cxloop_tui import bootstrap
from cxloop_tui.cli.invocation import Front
from cxloop_tui.services.mail import composing
from tests.cli.conftest import Line
from tests.cli.json_page import check
from tests.mail_sink import MailSink, mail_sink

ADA, BEA = "ada@shop.example", "bea@shop.example"


@pytest.fixture
def front() -> Front:
    return bootstrap


@pytest.fixture
def sink() -> Iterator[MailSink]:
    with mail_sink() as running:
        yield running


@pytest.fixture
def told(line: Line, sink: MailSink) -> Line:
    """A desk with two people whose mail goes to `sink` without waiting."""
    commands = [
        ["init", "--name", "Ada", "--email", ADA, "--segment", "South"],
        ["people", "add", BEA, "--name", "Bea", "--role", "agent", "--segment", "south"],
        ["policy", "set", "mail.notices", "on"],
        ["policy", "set", "mail.gather_seconds", "0"],
        ["policy", "set", "mail.hold_seconds", "0"],
        ["mail", "setup", f"smtp+plain://127.0.0.1:{sink.port}", "--from", "The desk <desk@shop.example>"],
    ]
    for command in commands:
        said = line(*command)
        assert said.code == 0, said
    return line


def made(line: Line) -> None:
    said = line("new", "--email", "ana@x.example", "--segment", "south", "--owner", BEA, "--comment", "Late again")
    assert said.code == 0, said


def listed(line: Line, *words: str) -> list[dict[str, object]]:
    said = line("mail", *words, "--json")
    assert said.code == 0, said
    return [json.loads(row) for row in said.out.splitlines()]


def test_what_is_done_is_told(told: Line, sink: MailSink) -> None:
    made(told)
    said = told("mail", "send")
    assert (said.code, said.out) == (0, "1 handed over, 0 refused, 0 to be tried again\n")
    assert sink.recipients == [BEA]
    assert sink.got[0].letter["From"] == "The desk <desk@shop.example>"
    assert told("mail", "send").out == "0 handed over, 0 refused, 0 to be tried again\n"
    check([told("mail", "send", "--json").record], "Letters sent")
    check([told("mail", "release", "--yes", "--json").record], "Mail let go")
    url = f"smtp+plain://127.0.0.1:{sink.port}"
    check([told("mail", "setup", url, "--from", "desk@shop.example", "--json").record], "Mail server")
    (letter,) = listed(told, "--all")
    assert letter["state"] == "sent"
    assert listed(told) == []


def test_a_letter_is_seen_held_changed_and_cancelled(told: Line, sink: MailSink) -> None:
    told("policy", "set", "mail.hold_seconds", "3600")
    made(told)
    assert "1 changes are gathered" in told("mail").err
    told("mail", "send")
    (letter,) = listed(told)
    check([letter], "Letter")
    check([told("mail", "hold", "1", "--json").record], "Letters turned")
    check([told("mail", "let-go", "1", "--json").record], "Letters turned")
    name = str(letter["id"])[:8]
    assert name in told("mail").out
    assert "Late again" in told("mail", "show", name).out
    assert told("mail", "hold", "#1").out == "1 letter held back; `cxloop mail let-go` lets them go\n"
    assert listed(told)[0]["state"] == "held"
    assert "Subject: Please look" in told("mail", "edit", name, "--title", "Please look", "--text", "at this").out
    told("mail", "let-go", name)
    told("mail", "cancel", name)
    assert listed(told) == []
    told("mail", "let-go", "1")
    (again,) = listed(told)
    assert (again["state"], again["title"], again["body"]) == ("waiting", "Please look", "at this")
    assert sink.got == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["mail", "show", "dead"], 3),
        (["mail", "hold", "1"], 3),
        (["mail", "edit", "1"], 2),
        (["mail", "setup", "http://x.example", "--from", "desk@shop.example"], 2),
        (["mail", "setup", "smtp://x.example", "--from", "nobody"], 2),
        (["mail", "setup", "smtp+plain://127.0.0.1:1", "--from", "desk@shop.example"], 5),
    ],
)
def test_what_cannot_be_done_says_so(told: Line, words: list[str], code: int) -> None:
    made(told)
    said = told(*words)
    assert said.code == code, said
    assert said.err.count("\n") == 1


def test_only_an_admin_sets_mail_up(told: Line, sink: MailSink) -> None:
    url = f"smtp+plain://127.0.0.1:{sink.port}"
    assert told("--as", BEA, "mail", "setup", url, "--from", "x@shop.example").code == 4
    assert told("--as", BEA, "mail", "release", "--yes").code == 4


def test_without_a_server_nothing_is_lost(line: Line) -> None:
    line("init", "--name", "Ada", "--email", ADA, "--segment", "South")
    assert "no mail server is set up" in line("mail").err
    said = line("mail", "send")
    assert (said.code, "cxloop mail setup" in said.err) == (2, True)


def test_a_server_that_is_away_is_said_and_tried_again(told: Line, sink: MailSink) -> None:
    made(told)
    with mail_sink() as other:
        gone = other.port
        told("mail", "setup", f"smtp+plain://127.0.0.1:{gone}", "--from", "desk@shop.example")
    said = told("mail", "send")
    assert (said.code, "cannot be reached" in said.err) == (5, True)
    told("mail", "setup", f"smtp+plain://127.0.0.1:{sink.port}", "--from", "desk@shop.example")
    assert told("mail", "send").out.startswith("1 handed over")
    assert sink.recipients == [BEA]


def test_after_a_backup_was_put_back_somebody_has_to_let_letters_go(told: Line, sink: MailSink) -> None:
    made(told)
    assert told("hub", "backup", "yesterday.db").code == 0
    assert told("hub", "restore", "yesterday.db", "--yes").code == 0
    assert "`cxloop mail release`" in told("mail").err
    assert "came out of a backup" in told("mail", "send").out
    assert sink.got == []
    assert told("mail", "release").code == 2, "it is asked before, and nobody is here to say yes"
    assert told("mail", "release", "--yes").out == "letters go again\n"
    assert told("mail", "send").out.startswith("1 handed over")
    assert told("mail", "release", "--yes").out == "letters were not stopped\n"


def test_what_was_done_to_a_letter_is_undone_like_anything(told: Line) -> None:
    told("policy", "set", "mail.hold_seconds", "3600")
    made(told)
    told("mail", "send")
    told("mail", "cancel", "1")
    said = told("undo")
    assert (said.code, "letter" in said.out) == (0, True)
    assert [letter["state"] for letter in listed(told)] == ["waiting"]
    told("redo")
    assert listed(told) == []
    assert told("doctor").code == 0


def test_a_number_is_a_ticket_and_never_by_chance_a_letter(
    told: Line, at_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beginnings = iter(["1000", "ffff"])
    monkeypatch.setattr(composing, "letter_id", lambda operation, _who: f"{next(beginnings)}{operation[4:]}")
    told("policy", "set", "mail.hold_seconds", "3600")
    made(told)
    made(told)
    told("mail", "send")
    with closing(sqlite3.connect(at_home / "desk.db")) as raw:
        raw.execute("UPDATE tickets SET number = 1000 WHERE number = 2")
        raw.commit()
    said = told("mail", "cancel", "1000")
    assert (said.code, "#1000" in said.err) == (2, True)
    assert len(listed(told)) == 2
    assert told("mail", "cancel", "#1000").code == 0
    (left,) = listed(told)
    assert str(left["id"]).startswith("1000")
