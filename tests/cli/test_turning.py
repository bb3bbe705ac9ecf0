"""`escalate`, `handback`, `resolve`, `reopen`, `undo`, `redo`."""

import pytest

from tests.cli.conftest import Line

RESOLVE = ("resolve", "1", "--root-cause", "courier", "--action", "sent again", "--told", "call")


def test_escalate_takes_names_and_finds_the_lead(desk: Line) -> None:
    record = desk("escalate", "1", "--to", "Retail", "--reason", "too big for us", "--json").record
    assert (record["status"], record["segment"], record["owner"]) == ("escalated", "retail", "rita@desk.example")
    comment = desk("show", "1", "--json").record["comments"][-1]
    assert (comment["kind"], comment["body"]) == ("escalated", "too big for us")


def test_escalate_to_a_chosen_owner(desk: Line) -> None:
    said = desk(
        "--as", "ben@desk.example", "escalate", "1", "--to", "retail", "--reason", "x", "--owner", "Ana Admin"
    )
    assert said.out == "#1  escalated  medium  Retail, Ana Admin  Kim Lee\n"


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["--to", "north", "--reason", "x"], 4, "#1: "),
        (["--to", "retail", "--reason", ""], 4, "#1: reason is empty"),
        (["--to", "retail", "--reason", "x", "--owner", "me"], 4, "#1: you cannot escalate to yourself"),
        (["--to", "west", "--reason", "x"], 3, "'west' is no segment"),
        (["--to", "retail", "--reason", "x", "--owner", "zoe"], 3, "'zoe' is nobody here"),
        (["--to", "retail"], 2, "missing option '--reason'"),
        (["--reason", "x"], 2, "missing option '--to'"),
    ],
)
def test_escalate_refuses(desk: Line, arguments: list[str], code: int, sentence: str) -> None:
    said = desk("escalate", "1", *arguments)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert desk("show", "1", "--json").record["status"] == "new"


def test_hand_back_returns_where_it_came_from(desk: Line) -> None:
    desk("escalate", "1", "--to", "retail", "--reason", "x")
    record = desk("handback", "1", "--note", "you can do it", "--json").record
    assert (record["status"], record["segment"], record["owner"]) == ("open", "south", "ben@desk.example")
    assert desk("handback", "1").code == 4


def test_resolve_and_reopen(desk: Line) -> None:
    record = desk(*RESOLVE, "--json").record
    assert (record["status"], record["root_cause"], record["action_taken"], record["told"]) == (
        "resolved", "courier", "sent again", "call",
    )  # fmt: skip
    assert record["resolved_at"]
    assert record["due_at"] is None
    assert desk(*RESOLVE).code == 4
    record = desk("reopen", "1", "--note", "it broke again", "--json").record
    assert (record["status"], record["reopened"], record["root_cause"]) == ("open", 1, "courier")
    assert desk("reopen", "1").code == 4


def test_a_resolution_says_what_the_policy_demands(desk: Line) -> None:
    said = desk("resolve", "1", "--root-cause", "courier")
    assert (said.code, said.err) == (4, "cxloop: #1: action taken is empty: a resolution says it\n")
    desk("policy", "set", "resolve.requires", "root_cause")
    assert desk("resolve", "1", "--root-cause", "courier").code == 0


def test_undo_goes_back_step_by_step_and_redo_forth(desk: Line) -> None:
    desk("set", "1", "--priority", "high")
    desk("set", "1", "--priority", "low")
    assert desk("undo").out == "#1: took back priority\n"
    assert desk("show", "1", "--json").record["priority"] == "high"
    assert desk("undo").code == 0
    assert desk("show", "1", "--json").record["priority"] == "medium"
    assert desk("redo").out == "#1: did again priority\n"
    assert desk("show", "1", "--json").record["priority"] == "high"


def test_undo_prints_the_operations_that_did_it(desk: Line) -> None:
    desk("set", "1", "--priority", "high")
    done = desk("show", "1", "--json").record["log"][-1]["operation"]
    record = desk("undo", "--json").record
    assert record["undoes"] == done
    assert record["set"] == {"priority": ["high", "medium"]}
    assert desk("redo", "--json").record["undoes"] == record["id"]


def test_undo_of_a_ticket_passes_over_the_others(desk: Line) -> None:
    desk("new", "--email", "z@x.example", "--segment", "North", "--owner", "Rita Rossi", "--comment", "z")
    desk("comment", "1", "wrong ticket")
    desk("comment", "2", "right ticket")
    assert desk("undo", "1").out == "#1: took back comment\n"
    assert desk("show", "1", "--json").record["status"] == "new"
    assert len(desk("show", "2", "--json").record["comments"]) == 2


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["comment", "1", "x"], "comment"),
        (["contact", "1", "--kind", "call", "--outcome", "reached"], "contact"),
        (["escalate", "1", "--to", "retail", "--reason", "x"], "escalated"),
        (list(RESOLVE), "resolved"),
    ],
)
def test_undo_says_what_it_took_back(desk: Line, arguments: list[str], word: str) -> None:
    before = desk("show", "1", "--json").record
    desk(*arguments)
    assert desk("undo").out == f"#1: took back {word}\n"
    after = desk("show", "1", "--json").record
    assert after["status"] == before["status"]
    assert after["comments"] == before["comments"]
    assert desk("redo").out == f"#1: did again {word}\n"


def test_undo_of_a_new_ticket_withdraws_it(desk: Line) -> None:
    assert desk("undo").out == "#1: took back ticket\n"
    assert desk("tickets", "--json").out == ""
    assert desk("redo").out == "#1: did again ticket\n"
    assert len(desk("tickets", "--json").records) == 1


def test_undo_of_a_named_operation_asks_the_roles(desk: Line) -> None:
    desk("set", "1", "--priority", "high")
    done = desk("show", "1", "--json").record["log"][-1]["operation"]
    assert desk("--as", "ben@desk.example", "undo", "--operation", done).code == 4
    assert desk("--as", "rita@desk.example", "undo", "--operation", done).out == "#1: took back priority\n"
    assert desk("undo", "--operation", done).code == 4
    assert desk("undo", "--operation", "none").code == 3


def test_undo_and_redo_refuse_when_there_is_nothing(desk: Line) -> None:
    assert desk("--as", "ben@desk.example", "undo").code == 4
    assert desk("redo").code == 4
    assert desk("undo", "1", "--operation", "x").code == 2
    assert desk("undo", "99").code == 3
