"""`segments`, `people`, `policy`: the space, changed by its admin."""

from pathlib import Path

import pytest

from cxloop_tui.cli.invocation import Invocation
from tests.cli.conftest import Line

EMPTY = {"active": True, "merged_into": None, "open": 0, "overdue": 0}
HERE = {"away_until": None, "deputy": None, "open": 0, "overdue": 0}


def test_segments_are_listed_top_down(desk: Line) -> None:
    assert desk("segments", "list", "--json").records == [
        {"code": "retail", "name": "Retail", "parent": None,
         "managers": ["rita@desk.example", "ana@desk.example"], **EMPTY},
        {"code": "south", "name": "South", "parent": "retail", "managers": ["max@desk.example"], **EMPTY, "open": 1},
        {"code": "north", "name": "North", "parent": "retail", "managers": [], **EMPTY},
    ]  # fmt: skip
    assert desk("segments", "list").out.splitlines() == [
        "code    name     open  overdue  managers",
        "retail  Retail      0        0  rita@desk.example, ana@desk.example",
        "south     South     1        0  max@desk.example",
        "north     North     0        0",
    ]


def test_a_segment_is_added_and_changed(desk: Line) -> None:
    added = desk("segments", "add", "East", "--parent", "retail", "--manager", "me", "--json").record
    assert added == {"code": "east", "name": "East", "parent": "retail", "managers": ["ana@desk.example"], **EMPTY}
    changed = desk("segments", "set", "East", "--name", "Far East", "--parent", "south", "--json").record
    assert (changed["name"], changed["parent"]) == ("Far East", "south")
    changed = desk("segments", "set", "far east", "--parent", "", "--manager", "", "--json").record
    assert (changed["parent"], changed["managers"]) == (None, [])
    assert desk("segments", "set", "east", "--name", "Far East").out == (
        "east  Far East  at the top  managers: nobody\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["add", "south"], 4, "there is a segment south already; `cxloop segments set` changes it"),
        (["add", "a b"], 4, "'a b' is not a code"),
        (["add", "east", "--parent", "west"], 3, "'west' is no segment"),
        (["add", "east", "--manager", "zoe"], 3, "'zoe' is nobody here"),
        (["set", "west", "--name", "W"], 3, "'west' is no segment"),
        (["set", "retail", "--parent", "south"], 4, "cannot lie below itself"),
        (["set", "south", "--name", "a\x1bb"], 4, "control characters"),
        (["set", "south", "--name", ""], 4, "the name is empty"),
    ],
)
def test_segments_refuse(desk: Line, arguments: list[str], code: int, sentence: str) -> None:
    before = desk("segments", "list", "--json").out
    said = desk("segments", *arguments)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert desk("segments", "list", "--json").out == before


def test_people_are_listed(desk: Line) -> None:
    assert desk("people", "list", "--json").records[0] == {
        "email": "ana@desk.example", "name": "Ana Admin", "role": "admin", "segments": ["retail"], "active": True,
        **HERE,
    }  # fmt: skip
    last = desk("people", "list").out.splitlines()[-1]
    assert last == "ben@desk.example   Ben Bauer   agent       1        0  south"


def test_a_person_is_added_and_changed(desk: Line) -> None:
    added = desk("people", "add", "Zoe@Desk.example", "--name", "Zoë", "--segment", "South", "--json").record
    assert added == {
        "email": "zoe@desk.example", "name": "Zoë", "role": "agent", "segments": ["south"], "active": True,
        **HERE,
    }  # fmt: skip
    desk("people", "set", "zoë", "--role", "Manager", "--segment", "north", "--segment", "South")
    desk("people", "set", "zoe@desk.example", "--name", "Zoe Z")
    assert desk("people", "set", "Zoe Z", "--inactive").out == (
        "zoe@desk.example  Zoe Z  manager, left  north, south\n"
    )
    record = desk("people", "set", "Zoe Z", "--active", "--segment", "", "--json").record
    assert (record["active"], record["segments"], record["role"]) == (True, [], "manager")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["add", "BEN@desk.example", "--name", "B"], 4, "ben@desk.example is here already"),
        (["add", "ben", "--name", "B"], 4, "'ben' is not an e-mail address"),
        (["add", "b@desk.example"], 2, "missing option '--name'"),
        (["add", "b@desk.example", "--name", "B", "--role", "boss"], 2, "'boss' is not one of"),
        (["add", "b@desk.example", "--name", "B", "--segment", "west"], 3, "'west' is no segment"),
        (["set", "zoe", "--name", "Z"], 3, "'zoe' is nobody here"),
        (["set", "ana admin", "--role", "agent"], 4, "somebody must stay admin"),
    ],
)
def test_people_refuse(desk: Line, arguments: list[str], code: int, sentence: str) -> None:
    before = desk("people", "list", "--json").out
    said = desk("people", *arguments)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert desk("people", "list", "--json").out == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["segments", "add", "east"],
        ["people", "add", "z@desk.example", "--name", "Z"],
        ["policy", "set", "word.owner", "handler"],
    ],
)
def test_only_an_admin_changes_the_space(desk: Line, arguments: list[str]) -> None:
    said = desk("--as", "rita@desk.example", *arguments)
    assert (said.code, said.err) == (4, "cxloop: only an admin may do this\n")


def test_policy_shows_every_rule(desk: Line) -> None:
    record = desk("policy", "show", "--json").record
    assert record["resolve.requires"] == ["root_cause", "action_taken", "told"]
    assert record["deadline.critical.contact_hours"] == 4
    lines = [line.split() for line in desk("policy", "show").out.splitlines()]
    assert ["resolve.requires", "root_cause,action_taken,told", "default"] in lines


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("resolve.requires", "root_cause, told", ["root_cause", "told"]),
        ("resolve.requires", "", []),
        ("deadline.high.contact_hours", "1.5", 1.5),
        ("band.nps.dissatisfied", "5", 5),
        ("word.segment", "branch", "branch"),
        ("word.owner", "7", "7"),
    ],
)
def test_policy_is_set(desk: Line, key: str, text: str, value: object) -> None:
    assert desk("policy", "set", key, text, "--json").record == {key: value}
    assert desk("policy", "show", "--json").record[key] == value
    assert desk("policy", "set", key, text).code == 0


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("resolve.require", "told", "no policy key 'resolve.require'; did you mean resolve.requires?"),
        ("resolve.requires", "told,shouted", "a list of root_cause, action_taken, told is expected"),
        ("deadline.high.contact_hours", "soon", "a number of hours above 0 is expected"),
        ("deadline.high.contact_hours", "true", "a number of hours above 0 is expected"),
        ("deadline.high.contact_hours", "NaN", "a number of hours above 0 is expected"),
        ("band.ces.neutral", "9", "a whole number from 1 to 7 is expected"),
        ("word.owner", "", "a word of up to 30 printable characters is expected"),
    ],
)
def test_policy_refuses_what_it_cannot_be(desk: Line, key: str, text: str, sentence: str) -> None:
    said = desk("policy", "set", key, text)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err


# Giving up, merging, leaving -------------------------------------------------------------------------------------


def seated(monkeypatch: pytest.MonkeyPatch, answer: bytes) -> bytes:
    """Let somebody sit at a terminal and answer."""
    monkeypatch.setattr(Invocation, "at_terminal", staticmethod(lambda: True))
    return answer


def test_a_segment_with_tickets_is_given_up_by_merging_alone(desk: Line) -> None:
    said = desk("segments", "set", "south", "--inactive")
    assert (said.code, said.out) == (4, "")
    assert "1 tickets lie there: `cxloop segments merge` says where they go" in said.err
    assert desk("segments", "set", "north", "--inactive", "--json").record["active"] is False
    assert "north" not in desk("segments", "list").out
    assert "North (not in use)" in desk("segments", "list", "--all").out
    assert desk("segments", "set", "north", "--active", "--json").record["active"] is True


def test_merging_takes_tickets_people_and_what_lies_below_along_and_one_undo_brings_them_back(desk: Line) -> None:
    desk("segments", "add", "bari", "--parent", "south")
    before = desk("segments", "list", "--json").records, desk("people", "list", "--json").records
    merged = desk("segments", "merge", "south", "--into", "north", "--yes", "--json").record
    assert merged == {
        "code": "south", "into": "north", "tickets": 1, "segments": ["bari"], "people": ["ben@desk.example"],
    }  # fmt: skip
    assert desk("show", "1", "--json").record["segment"] == "north"
    after = {record["code"]: record for record in desk("segments", "list", "--all", "--json").records}
    assert (after["south"]["active"], after["south"]["merged_into"], after["bari"]["parent"]) == (
        False, "north", "north",
    )  # fmt: skip
    assert desk("people", "show", "ben bauer", "--json").record["segments"] == ["north"]
    assert "merged into: nothing -> north" in desk("segments", "show", "south").out
    desk("undo")
    assert (desk("segments", "list", "--json").records, desk("people", "list", "--json").records) == before
    desk("redo")
    assert desk("show", "1", "--json").record["segment"] == "north"


@pytest.mark.parametrize(("answer", "code"), [(b"\n", 4), (b"n\n", 4), (b"y\n", 0)])
def test_at_a_terminal_merging_is_foretold_and_asked_and_the_default_is_no(
    desk: Line, monkeypatch: pytest.MonkeyPatch, answer: bytes, code: int
) -> None:
    said = desk("segments", "merge", "south", "--into", "north", stdin=seated(monkeypatch, answer))
    assert said.code == code
    for words in ("South (south) is given up; North (north) takes over", "1 tickets", "working there: Ben Bauer"):
        assert words in said.err
    assert (desk("show", "1", "--json").record["segment"] == "north") is (code == 0)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["segments", "merge", "south", "--into", "north"], 2, "nobody is here to be asked; add --yes to do it"),
        (["segments", "merge", "south", "--into", "south", "--yes"], 4, "cannot be merged into itself"),
        (["segments", "merge", "retail", "--into", "south", "--yes"], 4, "South lies below Retail"),
        (["segments", "merge", "west", "--into", "south", "--yes"], 3, "'west' is no segment"),
        (["people", "leave", "ben@desk.example", "--yes"], 2, "1 open tickets are theirs: add --to PERSON, --spread"),
        (["people", "leave", "ben@desk.example", "--spread", "--to-leads"], 2, "choose one"),
        (["people", "leave", "ben@desk.example", "--to", "ben@desk.example", "--yes"], 4, "nobody else leads South"),
        (["people", "leave", "me", "--to-leads", "--yes"], 4, "you cannot let yourself leave"),
        (["people", "set", "ben@desk.example", "--inactive"], 4, "`cxloop people leave` says who takes them"),
        (["people", "set", "ben@desk.example", "--away-until", "soon"], 4, "'soon' is not a day: write it"),
        (["people", "set", "ben@desk.example", "--deputy", "ben@desk.example"], 4, "stand in for themselves"),
    ],
)  # fmt: skip
def test_what_would_leave_something_behind_is_refused(
    desk: Line, arguments: list[str], code: int, sentence: str
) -> None:
    before = desk("segments", "list", "--all", "--json").out, desk("people", "list", "--all", "--json").out
    said = desk(*arguments)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert (desk("segments", "list", "--all", "--json").out, desk("people", "list", "--all", "--json").out) == before


@pytest.mark.parametrize(
    ("way", "taker"),
    [(["--to", "rita@desk.example"], "rita@desk.example"), (["--to-leads"], "max@desk.example"),
     (["--spread"], "zoe@desk.example")],
)  # fmt: skip
def test_who_leaves_gives_their_open_tickets_away(desk: Line, way: list[str], taker: str) -> None:
    desk("people", "add", "zoe@desk.example", "--name", "Zoe", "--segment", "south")
    desk("people", "set", "zoe@desk.example", "--deputy", "ben@desk.example")
    left = desk("people", "leave", "ben@desk.example", *way, "--yes", "--json").record
    assert (left["tickets"], left["active"], left["covered"]) == (1, False, ["zoe@desk.example"])
    assert desk("show", "1", "--json").record["owner"] == taker
    assert "ben@desk.example" not in desk("people", "list").out
    assert "agent, left" in desk("people", "list", "--all").out
    desk("undo")
    assert desk("show", "1", "--json").record["owner"] == "ben@desk.example"
    assert desk("people", "show", "zoe@desk.example", "--json").record["deputy"] == "ben@desk.example"


def test_who_is_away_is_stood_in_for_when_a_ticket_would_come_to_them(desk: Line) -> None:
    desk("people", "set", "rita@desk.example", "--away-until", "2099-01-08", "--deputy", "ana@desk.example")
    desk("segments", "add", "east", "--parent", "retail")
    desk("set", "1", "--segment", "east")
    assert desk("show", "1", "--json").record["owner"] == "ana@desk.example"
    record = desk("people", "set", "rita@desk.example", "--away-until", "", "--deputy", "", "--json").record
    assert (record["away_until"], record["deputy"]) == (None, None)


def test_a_rule_has_its_default_again_and_its_log_says_who_changed_it(desk: Line) -> None:
    desk("policy", "set", "word.owner", "hero")
    assert desk("policy", "set", "--default", "word.owner", "--json").record == {"word.owner": "owner"}
    said = desk("policy", "log", "word.owner").out
    assert "word.owner: default -> hero" in said
    assert "word.owner: hero -> default" in said
    assert desk("policy", "log", "word.segment").err == "nobody has changed a rule\n"
    for arguments in (["word.owner"], [], ["--default", "word.own"], ["word.owner", "x", "--default", "word.owner"]):
        assert desk("policy", "set", *arguments).code == 2


# From a file ------------------------------------------------------------------------------------------------------


def test_what_is_listed_can_be_imported_and_changes_nothing(desk: Line, tmp_path: Path) -> None:
    desk("segments", "merge", "north", "--into", "south", "--yes")
    desk("people", "set", "ben@desk.example", "--away-until", "2027-01-08", "--deputy", "max@desk.example")
    for what in ("segments", "people"):
        file = tmp_path / f"{what}.ndjson"
        listed = desk(what, "list", "--all", "--json").out
        file.write_text(listed, encoding="utf-8")
        record = desk("import", what, str(file), "--json").record
        assert (record["made"], record["changed"], record["unchanged"]) == (0, 0, record["read"])
        assert desk(what, "list", "--all", "--json").out == listed


def test_a_file_with_a_line_that_cannot_be_taken_changes_nothing(desk: Line, tmp_path: Path) -> None:
    file = tmp_path / "segments.csv"
    file.write_text("code,parent\na,b\nb,c\nc,a\neast,retail\n", encoding="utf-8")
    said = desk("import", "segments", str(file))
    assert said.code == 4
    assert "line 2: a: it would lie below itself: a below b below c below a" in said.err
    assert "1 of 4 lines cannot be taken; nothing was changed" in said.err
    assert "east" not in desk("segments", "list").out


def test_a_dry_run_says_what_would_be_and_one_undo_takes_an_import_back(desk: Line, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "email;name;role;segments\nzoe@d.example;Zoë;agent;south north\nkim@d.example;Kim;admin;\n", "utf-8"
    )
    tried = desk("import", "people", str(file), "--dry-run")
    assert tried.out == "dry run, nothing was changed: 2 read: 2 made, 0 changed, 0 unchanged\n"
    assert "zoe" not in desk("people", "list").out
    desk("import", "people", str(file))
    assert desk("people", "show", "zoë", "--json").record["segments"] == ["south", "north"]
    desk("undo")
    assert "zoe" not in desk("people", "list").out
