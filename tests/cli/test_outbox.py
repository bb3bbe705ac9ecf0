"""`outbox`: seeing what waits, holding it back, letting it go, giving it up; on a store that follows a hub."""

import shutil
from pathlib import Path

import pytest

from cxloop_tui import bootstrap
from cxloop_tui.cli.invocation import Front
from cxloop_tui.cli.syncing import state_record
from cxloop_tui.domain.news import Why
from cxloop_tui.services.news import Told
from cxloop_tui.services.syncing import Phase, State
from tests.cli.conftest import Line
from tests.cli.json_page import check
from tests.companions import make_following
from tests.pictures import NOW


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("followed")
    hub, desk = place / "hub-of-all.db", place / "desk.db"
    bootstrap.build_demo(hub, 60, 7, lambda _what, _done, _of: None, clock=lambda: NOW)
    make_following(desk, hub)
    return desk


@pytest.fixture
def front(at_home: Path, followed: Path) -> Front:
    shutil.copy(followed, at_home / "desk.db")
    return bootstrap


def test_what_waits_is_listed_oldest_first(line: Line) -> None:
    waiting = line("outbox", "--json").records
    assert [one["kind"] for one in waiting] == ["comment.add", "ticket.change", "ticket.create"]
    comment, change, made = waiting
    assert comment["subject"] == change["subject"] != made["subject"]
    assert change["what"].endswith("→ Delivery")
    assert made["name"].startswith("~")
    said = line("outbox")
    assert [row.split()[-1] for row in said.out.splitlines()[1:]] == [one["operation"] for one in waiting]


def test_a_ticket_or_one_change_is_held_back_and_let_go(line: Line) -> None:
    comment, change, made = line("outbox", "--json").records
    assert line("outbox", "hold", comment["name"], "--json").record["operations"] == [
        comment["operation"],
        change["operation"],
    ]
    assert line("outbox", "hold", made["operation"]).out == (
        "1 change held back; `cxloop outbox let-go` lets them be sent\n"
    )
    assert [one["held"] for one in line("outbox", "--json").records] == ["you hold it back"] * 3
    line("outbox", "let-go", comment["name"], made["name"])
    assert [one["held"] for one in line("outbox", "--json").records] == [None] * 3


def test_what_is_given_up_is_named_before_and_goes_with_what_rests_on_it(line: Line) -> None:
    *_, made = line("outbox", "--json").records
    line("comment", made["name"], "rests on it")
    asked = line("outbox", "give-up", made["operation"])
    assert (asked.code, asked.out) == (2, "")
    assert asked.err.splitlines() == [
        f"lost: {made['name']}  {made['what']}",
        f"lost: {made['name']}  status  new → open; comment  rests on it",
        "2 changes as if never made; nothing brings that back, `cxloop outbox hold` only holds back",
        "cxloop: nobody is here to be asked; add --yes to do it",
    ]
    assert len(line("outbox", "--json").records) == 4
    assert line("outbox", "give-up", made["operation"], "--yes").out == "2 changes given up\n"
    assert len(line("outbox", "--json").records) == 2
    assert line("show", made["name"]).code == 3


def test_what_does_not_wait_is_told(line: Line) -> None:
    said = line("outbox", "hold", "1")
    assert (said.code, said.err) == (3, "cxloop: nothing of 1 waits; `cxloop outbox` lists what does\n")


def test_a_desk_without_a_hub_has_no_outbox(line: Line, at_home: Path) -> None:
    alone = str(at_home / "alone.db")
    line("--store", alone, "init", "--name", "Ana", "--email", "ana@desk.example")
    said = line("--store", alone, "outbox")
    assert (said.code, said.out) == (0, "")
    assert said.err == "this desk follows no hub: nothing waits; `cxloop remote add hub URL` joins one\n"


def test_the_page_says_what_is_printed(line: Line) -> None:
    check(line("outbox", "--json").records, "Waiting")
    (_, change, _) = line("outbox", "--json").records
    check([line("outbox", "hold", change["operation"], "--json").record], "Held back")


def test_the_page_says_what_else_a_desk_with_a_hub_prints(line: Line) -> None:
    check(line("conflicts", "--json").records, "Conflict")
    news = [Told(Why.ASKED, "t", 4, "late", "a@b.example", "Ana", words="@bea?")]
    check([state_record(State(Phase.SYNCED, "", 1, 0, 2, NOW, news, 6))], "State of syncing")
