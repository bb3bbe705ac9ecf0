"""Several tickets at once: named, or found by a query; what is refused is said, one undo takes all of it back."""

import pytest

from tests.cli.conftest import Line, MemoryFront

WORDS = ("--root-cause", "bank", "--action", "wired", "--told", "by call")
ME = "ana@desk.example"


@pytest.fixture
def house(desk: Line) -> Line:
    """Tickets 1 to 4; 2 and 3 are in North, Rita's; 3 is resolved."""
    for email, segment in (("joe", "North"), ("kay", "North"), ("lea", "South")):
        owner = "Rita Rossi" if segment == "North" else "ben@desk.example"
        made = ("new", "--email", f"{email}@x.example", "--segment", segment, "--owner", owner, "--comment", "broken")
        assert desk(*made).code == 0
    assert desk("resolve", "3", *WORDS).code == 0
    return desk


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a person sit at both ends."""
    monkeypatch.setattr("cxloop_tui.cli.invocation.Invocation.at_terminal", staticmethod(lambda: True))


def statuses(line: Line) -> dict[int, str]:
    return {record["number"]: record["status"] for record in line("tickets", "sort:created", "--json").records}


def test_several_are_resolved_with_the_same_words_and_undone_as_one(house: Line) -> None:
    before = statuses(house)
    said = house("resolve", "1", "2", *WORDS, "--json")
    assert said.code == 0
    assert [(record["number"], record["status"], record["root_cause"]) for record in said.records] == [
        (1, "resolved", "bank"),
        (2, "resolved", "bank"),
    ]
    assert len(house("undo", "--json").records) == 2
    assert statuses(house) == before


def test_who_is_refused_stands_on_a_line_of_its_own(house: Line) -> None:
    said = house("resolve", "3", "1", "9", *WORDS)
    assert said.code == 4
    assert said.out == "#1  resolved  medium  South, Ben Bauer  Kim Lee\n"
    assert said.err.splitlines() == [
        "cxloop: #3: it is resolved already; reopen it first",
        "cxloop: there is no ticket 9",
    ]


@pytest.mark.parametrize(
    ("command", "status"),
    [(["reopen", "3", "--note", "again"], "open"), (["comment", "1", "2", "looked into it"], "open")],
)
def test_reopen_and_comment_take_several_too(house: Line, command: list[str], status: str) -> None:
    said = house(*command, "--json")
    assert said.code == 0
    assert {record["status"] for record in said.records} == {status}


def test_a_ticket_named_twice_is_changed_once(house: Line) -> None:
    assert len(house("set", "1", "#1", "1", "--priority", "high", "--json").records) == 1


def test_all_that_a_query_finds_are_changed(house: Line) -> None:
    said = house("set", "--query", "segment:north", "--yes", "--tag", "vip", "--json")
    assert (said.code, [record["tags"] for record in said.records]) == (0, [["vip"], ["vip"]])
    assert len(house("undo", "--json").records) == 2


def test_a_query_that_finds_nothing_changes_nothing(house: Line) -> None:
    said = house("set", "--query", "nosuchword", "--yes", "--priority", "high")
    assert (said.code, said.out, said.err) == (0, "", "no ticket matches nosuchword\n")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["--query", "", "1", "--yes"], 2, "not both"),
        ([], 2, "name tickets, or all that a query finds"),
        (["--query", "status:opne", "--yes"], 2, "did you mean open"),
        (["--query", "segment:north"], 2, "add --yes"),
    ],
)
def test_what_is_meant_must_be_clear(house: Line, arguments: list[str], code: int, sentence: str) -> None:
    before = house("tickets", "--json").out
    said = house("set", *arguments, "--priority", "high")
    assert said.code == code
    assert sentence in said.err
    assert house("tickets", "--json").out == before


@pytest.mark.usefixtures("at_terminal")
@pytest.mark.parametrize(("answer", "code"), [(b"\n", 4), (b"n\n", 4), (b"y\n", 4)])
def test_at_a_terminal_it_is_asked_before_and_no_is_the_default(house: Line, answer: bytes, code: int) -> None:
    before = statuses(house)
    said = house("resolve", "--query", "", *WORDS, stdin=answer)
    assert said.code == code
    assert "3 change, 0 are so already, 1 refused" in said.err
    assert "1 refused: it is resolved already; reopen it first (#3)" in said.err
    changed = statuses(house) != before
    assert changed is (answer == b"y\n")
    assert ("nothing was changed" in said.err) is not changed


def test_more_than_a_hundred_at_once_are_for_managers_and_admins(house: Line, front: MemoryFront) -> None:
    for place in range(98):
        made = ("new", "--email", f"c{place}@x.example", "--segment", "South", "--owner", "ben@desk.example")
        assert house(*made, "--comment", "late").code == 0
    before = front.store.seq()
    said = house("--as", "ben@desk.example", "set", "--query", "", "--yes", "--priority", "high")
    assert (said.code, said.out) == (4, "")
    assert "102 tickets, more than 100: so many at once are for admins; for managers" in said.err
    assert front.store.seq() == before
    said = house("--as", "ben@desk.example", "set", "--query", "segment:south", "--yes", "--priority", "high")
    assert (said.code, len(said.out.splitlines())) == (0, 100)
    said = house("--as", "max@desk.example", "set", "--query", "", "--yes", "--priority", "low")
    assert (said.code, len(said.out.splitlines()), len(said.err.splitlines())) == (4, 100, 2)
    assert "#2: so many at once are for admins" in said.err
