"""`arrival`: rules on arrival, and what they would have done."""

from tests.cli.conftest import Line
from tests.cli.json_page import check


def test_rules_are_added_listed_and_taken_away(desk: Line) -> None:
    assert "there is no rule on arrival" in desk("arrival", "list").err
    for rule in ("refund => tag:money", "again:yes => tag:again"):
        added = desk("arrival", "add", rule, "--json").records
    check(added, "Rule on arrival")
    assert added == [{"number": 1, "rule": "refund => tag:money"}, {"number": 2, "rule": "again:yes => tag:again"}]
    assert desk("arrival", "list", "--json").records == added
    assert desk("arrival", "remove", "1", "--json").records == [{"number": 1, "rule": "again:yes => tag:again"}]
    assert desk("arrival", "remove", "2").code == 3
    assert desk("undo").code == 0
    assert desk("arrival", "list").out.splitlines()[1:] == [" 1  refund => tag:money", " 2  again:yes => tag:again"]


def test_a_mistake_is_told_with_what_would_be_right(desk: Line) -> None:
    said = desk("arrival", "add", "scor:<=2 => tag:hot")
    assert said.code == 2
    assert "did you mean score?" in said.err
    assert "did you mean" in desk("arrival", "preview", "x => segment:sout").err
    assert "has no =>" in desk("policy", "set", "arrival.rules", "refund").err
    assert "there is no rule on arrival" in desk("arrival", "list").err


def test_a_rule_is_tried_on_what_has_come_and_does_it_to_what_comes(desk: Line) -> None:
    new = ("new", "--email", "z@x.example", "--segment", "south", "--owner", "me", "--priority", "low")
    desk(*new, "--comment", "I want a refund, this is awful")
    rule = "refund sentiment:negative => priority:critical tag:money notify:managers,owner"
    before = desk("tickets", "--json").out
    foretold = desk("arrival", "preview", rule, "--json").records
    check(foretold, "What a rule would have done", some=True)
    assert [(one["priority"], one["tags"], bool(one["notify"])) for one in foretold] == [
        ("critical", ["money"], False),
        (None, [], True),
    ]
    assert desk("tickets", "--json").out == before
    assert "priority critical, tag money" in desk("arrival", "preview", rule).out
    desk("arrival", "add", rule)
    desk(*new, "--comment", "A refund, please, this is awful")
    came = desk("tickets", "--json").records[0]
    assert (came["priority"], came["tags"]) == ("critical", ["money"])
    log = desk("show", str(came["number"]), "--json").record["log"]
    assert {(line["field"], line["new"]) for line in log} >= {("rule", rule), ("priority", "critical")}
    assert "one rule: something would have been done to 2 of the newest 50 tickets" in (
        desk("arrival", "preview", "--last", "50").err
    )
