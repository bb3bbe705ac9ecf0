"""`segments`, `people`, `policy`: the space, changed by its admin."""

import pytest

from tests.cli.conftest import Line


def test_segments_are_listed_top_down(desk: Line) -> None:
    assert desk("segments", "list", "--json").records == [
        {"code": "retail", "name": "Retail", "parent": None,
         "managers": ["rita@desk.example", "ana@desk.example"]},
        {"code": "south", "name": "South", "parent": "retail", "managers": ["max@desk.example"]},
        {"code": "north", "name": "North", "parent": "retail", "managers": []},
    ]  # fmt: skip
    assert desk("segments", "list").out.splitlines() == [
        "code    name     managers",
        "retail  Retail   rita@desk.example, ana@desk.example",
        "south     South  max@desk.example",
        "north     North",
    ]


def test_a_segment_is_added_and_changed(desk: Line) -> None:
    added = desk("segments", "add", "East", "--parent", "retail", "--manager", "me", "--json").record
    assert added == {"code": "east", "name": "East", "parent": "retail", "managers": ["ana@desk.example"]}
    changed = desk("segments", "set", "East", "--name", "Far East", "--parent", "south", "--json").record
    assert changed == {"code": "east", "name": "Far East", "parent": "south", "managers": ["ana@desk.example"]}
    changed = desk("segments", "set", "far east", "--parent", "", "--manager", "", "--json").record
    assert changed == {"code": "east", "name": "Far East", "parent": None, "managers": []}
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
    }  # fmt: skip
    assert desk("people", "list").out.splitlines()[-1] == "ben@desk.example   Ben Bauer   agent    south"


def test_a_person_is_added_and_changed(desk: Line) -> None:
    added = desk("people", "add", "Zoe@Desk.example", "--name", "Zoë", "--segment", "South", "--json").record
    assert added == {
        "email": "zoe@desk.example", "name": "Zoë", "role": "agent", "segments": ["south"], "active": True,
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
    assert "resolve.requires                 root_cause,action_taken,told  default" in desk("policy", "show").out


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
