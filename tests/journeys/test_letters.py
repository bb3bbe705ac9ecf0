"""Mail from a desk alone, in a terminal: who works there tells others by working, and stops a letter in time."""

from pathlib import Path

import pytest

from tests.journeys.desk import ME, at_desk, cxloop, demo_store
from tests.mail_sink import MailSink, mail_sink
from tests.waiting import demand_soon


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return demo_store(tmp_path)


def must(store: Path, *words: str) -> str:
    said = cxloop(store, *words)
    assert said.code == 0, said.err
    return said.out


def told_by(store: Path, sink: MailSink, *, hold: int) -> None:
    must(store, "policy", "set", "mail.notices", "on")
    must(store, "policy", "set", "mail.gather_seconds", "0")
    must(store, "policy", "set", "mail.hold_seconds", str(hold))
    must(store, "mail", "setup", f"smtp+plain://127.0.0.1:{sink.port}", "--from", "desk@shop.example")


def test_what_is_done_in_the_terminal_is_told_while_the_desk_is_open(store: Path) -> None:
    with mail_sink() as sink:
        told_by(store, sink, hold=0)
        with at_desk(store, columns=120, rows=40) as desk:
            desk.comment("spoke to the depot")
            demand_soon(lambda: bool(sink.got), "a letter")
            desk.quit()
    assert ME not in sink.recipients
    letter = sink.got[0].letter.get_body(("plain",))
    assert letter is not None
    assert "spoke to the depot" in letter.get_content()


def test_a_letter_is_stopped_in_time(store: Path) -> None:
    with mail_sink() as sink:
        told_by(store, sink, hold=3600)
        with at_desk(store, columns=80, rows=24) as desk:
            desk.comment("spoke to the depot")
            demand_soon(lambda: "waiting" in must(store, "mail"), "a letter is written")
            desk.terminal.press("L")
            desk.terminal.wait_for("1 to go")
            desk.terminal.press("x")
            desk.terminal.wait_for("cancelled")
            desk.terminal.press("q")
            desk.terminal.wait_for("? keys")
            desk.quit()
        must(store, "policy", "set", "mail.hold_seconds", "0")
        must(store, "mail", "send")
    assert sink.got == []
