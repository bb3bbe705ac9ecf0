"""`customer`: who they are, what they answered, what became of their tickets."""

from pathlib import Path

import pytest

from tests.cli.conftest import Line

ANSWERS = """email,nps,comment,phone,company,language,How did you hear about us?
kim@shop.example,2,late again,+39 080 1,Shop Ltd,it,a friend
kim@shop.example,9,better now,,Shop Ltd,it,
lea@shop.example,3,late too,,Shop Ltd,de,poster
"""


@pytest.fixture
def answered(desk: Line, at_home: Path) -> Line:
    """The desk after an import: Kim has ticket 1 by hand, ticket 2 and a kept 9; Lea of the same company ticket 3."""
    file = at_home / "answers.csv"
    file.write_text(ANSWERS, encoding="utf-8")
    columns = ("phone=phone", "account=company", "score=nps", "comment=comment", "email=email")
    mapped = [part for column in columns for part in ("--map", column)]
    said = desk("import", "responses", str(file), "--kind", "nps", "--scale", "0..10", "--segment", "south", *mapped)
    assert said.code == 0, said.err
    desk("contact", "1", "--kind", "call", "--outcome", "no-answer", "--note", "voicemail is full")
    desk("resolve", "1", "--root-cause", "courier", "--action", "sent again", "--told", "by mail")
    return desk


def test_a_customer_has_tickets_responses_and_contacts(answered: Line) -> None:
    record = answered("customer", "kim@shop.example", "--json").record
    assert (record["key"], record["name"], record["phone"], record["account"], record["language"]) == (
        "@kim@shop.example", "Kim Lee", "+39 080 1", "Shop Ltd", "it",
    )  # fmt: skip
    assert [(ticket["number"], ticket["status"], ticket["root_cause"]) for ticket in record["tickets"]] == [
        (2, "new", None),
        (1, "resolved", "courier"),
    ]
    assert sorted(response["score"] for response in record["responses"]) == [2, 9]
    low = next(response for response in record["responses"] if response["score"] == 2)
    assert low["comment"] == "late again"
    assert low["questions"] == [{"field": "score", "question": "nps"}, {"field": "comment", "question": "comment"}]
    assert low["answers"] == [
        {"question": "language", "answer": "it"},
        {"question": "How did you hear about us?", "answer": "a friend"},
    ]
    assert [(one["number"], one["kind"], one["note"]) for one in record["contacts"]] == [
        (1, "call no-answer", "voicemail is full")
    ]
    assert (record["ticket_count"], record["response_count"], record["account_tickets"]) == (2, 2, 1)


@pytest.mark.parametrize("name", ["1", "#2", " KIM@shop.example "])
def test_a_customer_is_named_by_address_or_by_any_ticket(answered: Line, name: str) -> None:
    wanted = answered("customer", "kim@shop.example", "--json").record
    assert answered("customer", name, "--json").record == wanted


def test_for_people_it_says_how_tickets_ended_and_what_was_asked(answered: Line) -> None:
    out = answered("customer", "1").out
    assert out.startswith("Kim Lee\n  name         Kim Lee\n  email        kim@shop.example\n")
    assert "courier / sent again / by mail" in out
    assert "Contact attempts: 1\n" in out
    assert "    How did you hear about us?: a friend\n" in out
    assert "1 tickets: cxloop tickets 'account:\"Shop Ltd\"'" in out


def test_the_query_named_for_colleagues_finds_them(answered: Line) -> None:
    assert [record["number"] for record in answered("tickets", 'account:"Shop Ltd"', "--json").records] == [3, 2]


def test_who_is_not_on_record_is_not_found(answered: Line) -> None:
    said = answered("customer", "nobody@x.example")
    assert (said.code, said.out) == (3, "")
    assert "nothing is on record of nobody@x.example" in said.err
    assert answered("customer", "99").code == 3


def test_a_ticket_of_nobody_known_says_what_is_missing(answered: Line, at_home: Path) -> None:
    file = at_home / "anonymous.csv"
    file.write_text("nps,comment\n1,no name\n", encoding="utf-8")
    answered("import", "responses", str(file), "--kind", "nps", "--segment", "south", "--missing-email", "allow",
             "--map", "score=nps", "--scale", "0..10")  # fmt: skip
    said = answered("customer", "4")
    assert said.code == 3
    assert "does not say who the customer is" in said.err


def test_hostile_words_are_harmless(answered: Line) -> None:
    answered("new", "--email", "eve@x.example", "--segment", "South", "--owner", "me", "--name", "\x1b[31mEve\u202e",
             "--comment", "\x1b]0;x\x07")  # fmt: skip
    for arguments in (["customer", "eve@x.example"], ["customer", "eve@x.example", "--json"]):
        assert not {"\x1b", "\x07", "\u202e"} & set(answered(*arguments).out)
