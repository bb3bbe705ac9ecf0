"""`new`, `set`, `comment`, `contact`: what they change, refuse and print."""

import pytest

from tests.cli.conftest import Line, MemoryFront

NEW = ("new", "--email", "joe@x.example", "--segment", "South", "--owner", "me", "--comment", "broken")


def _without(option: str) -> list[str]:
    at = NEW.index(option)
    return [*NEW[:at], *NEW[at + 2 :]]


def test_new_prints_the_ticket(desk: Line) -> None:
    record = desk(
        *NEW, "--priority", "HIGH", "--name", "Joe", "--phone", "+49 1", "--category", "billing", "--tag", "vip",
        "--tag", "b2b", "--json",
    ).record  # fmt: skip
    assert record["number"] == 2
    assert record["status"] == "new"
    assert record["priority"] == "high"
    assert (record["segment"], record["origin_segment"]) == ("south", "south")
    assert record["owner"] == "ana@desk.example"
    assert record["customer_name"] == "Joe"
    assert record["customer_phone"] == "+49 1"
    assert record["category"] == "billing"
    assert record["tags"] == ["b2b", "vip"]
    assert desk(*NEW).out == "#3  new  medium  South, Ana Admin  joe@x.example\n"


@pytest.mark.parametrize("option", ["--email", "--segment", "--owner", "--comment"])
def test_new_demands_what_a_ticket_needs(desk: Line, option: str) -> None:
    said = desk(*_without(option))
    assert said.code == 2
    assert f"missing option '{option}'" in said.err


@pytest.mark.parametrize(
    ("option", "value", "code", "sentence"),
    [
        ("--email", "joe", 4, "'joe' is not an e-mail address"),
        ("--segment", "east", 3, "'east' is no segment"),
        ("--owner", "nobody", 3, "'nobody' is nobody here"),
        ("--comment", "  ", 4, "comment is empty"),
        ("--tag", " ", 2, "a tag is empty"),
        ("--priority", "urgent", 2, "'urgent' is not one of"),
    ],
)
def test_new_refuses_what_no_ticket_can_have(desk: Line, option: str, value: str, code: int, sentence: str) -> None:
    said = desk(*NEW, option, value)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert len(desk("tickets", "--json").records) == 1


def test_words_come_from_standard_input(desk: Line) -> None:
    record = desk(*_without("--comment"), "--comment", "-", "--json", stdin="so late\nöä\n\r\n".encode()).record
    assert record["comment"] == "so late\nöä"


def test_standard_input_holds_one_text(desk: Line) -> None:
    said = desk("resolve", "1", "--root-cause", "-", "--action", "-", "--told", "call", stdin=b"x")
    assert said.code == 2
    assert "- can be given once only" in said.err


def test_what_cannot_be_stored_is_replaced(desk: Line) -> None:
    desk("comment", "1", "-", stdin=b"a\x00b\xffc")
    desk("comment", "1", "bad\udcff byte")
    bodies = [comment["body"] for comment in desk("show", "1", "--json").record["comments"]]
    assert bodies[1:] == ["a\ufffdb\ufffdc", "bad\ufffd byte"]


def test_a_text_too_long_is_refused_however_long_it_is(desk: Line) -> None:
    said = desk("comment", "1", "-", stdin="é".encode() * 1_000_000)
    assert said.code == 4
    assert "more than 100,000 characters" in said.err


def test_set_changes_every_field(desk: Line) -> None:
    record = desk(
        "set", "1", "--status", "open", "--priority", "critical", "--segment", "North", "--owner", "Rita Rossi",
        "--category", "delivery", "--tag", "vip", "--email", " Kim@Other.example ", "--name", "Kim L", "--phone",
        "12", "--json",
    ).record  # fmt: skip
    assert {name: record[name] for name in ("status", "priority", "segment", "owner", "category", "tags")} == {
        "status": "open",
        "priority": "critical",
        "segment": "north",
        "owner": "rita@desk.example",
        "category": "delivery",
        "tags": ["vip"],
    }
    assert (record["customer_email"], record["customer_name"], record["customer_phone"]) == (
        "kim@other.example",
        "Kim L",
        "12",
    )


def test_a_move_keeps_an_owner_who_belongs_there_and_else_takes_its_lead(desk: Line) -> None:
    assert desk("set", "1", "--segment", "North", "--json").record["owner"] == "rita@desk.example"
    desk("undo")
    desk("set", "1", "--owner", "Rita Rossi")
    record = desk("set", "1", "--segment", "north", "--json").record
    assert (record["segment"], record["owner"]) == ("north", "rita@desk.example")


def test_an_empty_text_takes_a_value_away(desk: Line) -> None:
    desk("set", "1", "--category", "delivery")
    assert desk("set", "1", "--category", "", "--name", "", "--json").record["category"] is None


def test_tags_are_added_and_taken_away(desk: Line) -> None:
    desk("set", "1", "--tag", "vip", "--tag", "b2b")
    assert desk("set", "1", "--tag", "-vip", "--tag", "late", "--json").record["tags"] == ["b2b", "late"]
    assert desk("set", "1", "--tag", "-").code == 2


def test_unchanged_is_no_error(desk: Line) -> None:
    said = desk("set", "1", "--priority", "medium", "--json")
    assert said.code == 0
    assert said.record["priority"] == "medium"
    assert said.err == "#1: nothing to change\n"


@pytest.mark.parametrize("status", ["resolved", "escalated"])
def test_statuses_with_a_form_name_their_command(desk: Line, status: str) -> None:
    said = desk("set", "1", "--status", status)
    command = {"resolved": "resolve", "escalated": "escalate"}[status]
    assert said.code == 4
    assert f"#1: {status} needs a few words: use `cxloop {command}`" in said.err


def test_each_ticket_stands_on_its_own(desk: Line) -> None:
    desk(*NEW)
    desk("resolve", "2", "--root-cause", "a", "--action", "b", "--told", "c")
    said = desk("set", "1", "2", "9", "--status", "new", "--json")
    assert said.code == 4
    assert [record["number"] for record in said.records] == [1]
    assert said.err.splitlines() == [
        "#1: nothing to change",
        "cxloop: #2: a ticket that is resolved cannot become new",
        "cxloop: there is no ticket 9",
    ]
    said = desk("set", "1", "9", "--priority", "high", "--json")
    assert said.code == 3
    assert [record["priority"] for record in said.records] == ["high"]


def test_nothing_is_changed_when_a_name_means_nothing(desk: Line) -> None:
    for arguments in (["--owner", "zoe"], ["--segment", "west"]):
        assert desk("set", "1", "--priority", "high", *arguments).code == 3
    assert desk("show", "1", "--json").record["priority"] == "medium"


def test_several_are_undone_as_one(desk: Line) -> None:
    desk(*NEW)
    desk("set", "1", "2", "--priority", "high")
    assert len(desk("undo", "--json").records) == 2
    assert {record["priority"] for record in desk("tickets", "--json").records} == {"medium"}


def test_agents_change_only_what_is_theirs(desk: Line) -> None:
    desk("new", "--email", "z@x.example", "--segment", "North", "--owner", "Rita Rossi", "--comment", "z")
    said = desk("--as", "ben@desk.example", "set", "1", "2", "--priority", "low")
    assert said.code == 4
    assert "#2: it is neither your ticket nor in your segments" in said.err
    assert desk("show", "1", "--json").record["priority"] == "low"


def test_a_comment_opens_a_new_ticket(desk: Line) -> None:
    assert desk("comment", "1", "on it").out == "#1  open  medium  South, Ben Bauer  Kim Lee\n"


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_comment_is_refused(desk: Line, text: str) -> None:
    desk("comment", "1", "first")
    said = desk("comment", "1", text)
    assert (said.code, said.err) == (2, "cxloop: the comment is empty: say something\n")


def test_a_contact_is_logged_with_its_outcome(desk: Line) -> None:
    record = desk("contact", "1", "--kind", "call", "--outcome", "no-answer", "--json").record
    assert record["status"] == "open"
    desk("contact", "1", "--kind", "mail", "--outcome", "reached", "--note", "apologised")
    comments = desk("show", "1", "--json").record["comments"]
    assert [(comment["kind"], comment["body"]) for comment in comments[1:]] == [
        ("call no-answer", ""),
        ("mail reached", "apologised"),
    ]


def test_a_stranger_changes_nothing(desk: Line, front: MemoryFront) -> None:
    before = front.store.seq()
    assert desk("--as", "eve@x.example", "comment", "1", "hello").code == 3
    assert front.store.seq() == before
