"""The same commands over a database on a server, from the first to the last."""

from collections.abc import Iterator

import pytest

from cxloop_tui import bootstrap
from cxloop_tui.cli.invocation import Front
from tests import postgresql
from tests.cli.conftest import Line


@pytest.fixture
def front() -> Front:
    """The real composition root behind `line`."""
    return bootstrap


@pytest.fixture
def url() -> Iterator[str]:
    own = postgresql.server()
    database = own.empty_database()
    yield database.url.replace("postgresql://", "postgresql+psycopg://")
    own.drop(database)


def test_a_desk_is_set_up_and_worked_at_in_a_database(line: Line, url: str) -> None:
    at = ("--store", url)
    assert "`cxloop init --name NAME --email EMAIL` makes one" in line(*at, "tickets").err
    made = line(*at, "init", "--name", "Ada", "--email", "ada@desk.example", "--json")
    assert (made.code, made.record["email"]) == (0, "ada@desk.example")
    again = line(*at, "init", "--name", "Ada", "--email", "ada@desk.example")
    assert (again.code, "is set up already, for ada@desk.example" in again.err) == (4, True)
    ticket = ("--email", "ana@shop.example", "--segment", "inbox", "--owner", "ada@desk.example")
    assert line(*at, "new", *ticket, "--comment", "Perché così tardi?").code == 0
    assert line(*at, "comment", "1", "房间很吵").code == 0
    for words in ("perche", "房间", "ana@shop.example", "status:open owner:me"):
        assert [found["number"] for found in line(*at, "tickets", words, "--json").records] == [1], words
    assert line(*at, "undo").code == 0
    assert line(*at, "tickets", "房间", "--json").records == []
    assert line(*at, "doctor").out == "all is well: 1 tickets, 6 operations\n"


def test_a_demo_is_built_into_a_database(line: Line, url: str) -> None:
    built = line("demo", "--tickets", "5", "--into", url)
    assert (built.code, "5 tickets, for" in built.out) == (0, True)
    assert len(line("--store", url, "tickets", "--json").records) == 5
    assert line("--store", url, "doctor").code == 0
    again = line("demo", "--tickets", "5", "--into", url)
    assert (again.code, "has a store already; nothing was changed" in again.err) == (1, True)
