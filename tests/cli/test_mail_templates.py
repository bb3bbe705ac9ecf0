"""`mail template`: letters of one's own, and replies that begin with them."""

import pytest

from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.services.queries import Queries
from tests.cli.conftest import Line
from tests.cli.json_page import check

ADD = ("mail", "template", "add", "refund", "--language", "de", "--title", "Rückzahlung [{number}]", "--text")


def test_one_is_written_changed_listed_and_taken_away(desk: Line) -> None:
    assert "there is no template of your own" in desk("mail", "template", "list").err
    written = desk(*ADD, "Das Geld kommt bis ____.", "--json").records
    check(written, "Template")
    assert [one["name"] for one in written] == ["refund"]
    assert desk(*ADD, "Das Geld ist da.", "--json").records[0]["text"] == "Das Geld ist da."
    assert "Das Geld ist da." in desk("mail", "template", "list").out
    assert desk("policy", "show").code == 0
    assert desk("policy", "log", "mail.templates").code == 0
    assert desk("mail", "template", "remove", "Refund", "--json").records == []
    assert desk("mail", "template", "remove", "refund").code == 3
    desk("undo")
    assert [one["name"] for one in desk("mail", "template", "list", "--json").records] == ["refund"]


def test_what_somebody_else_wrote_meanwhile_is_kept(desk: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    desk(*ADD, "Das Geld ist da.")
    read = Queries.organisation
    others = [("mail", "template", "add", "sorry", "--language", "en", "--title", "Sorry", "--text", "We are sorry.")]

    def read_while_somebody_writes(queries: Queries) -> Organisation:
        before = read(queries)
        if others:
            desk(*others.pop())
        return before

    monkeypatch.setattr(Queries, "organisation", read_while_somebody_writes)
    desk(*ADD, "Das Geld kommt.")
    assert [one["name"] for one in desk("mail", "template", "list", "--json").records] == ["refund", "sorry"]


def test_what_cannot_be_one_is_refused(desk: Line) -> None:
    for name, language, text, why in (
        ("heard", "de", "x", "cannot be the name"),
        ("refund", "deutsch", "x", "is no language"),
        ("refund", "de", " ", "a template has a title"),
        ("refund", "de", "x" * 6000, "a template has a title"),
    ):
        said = desk("mail", "template", "add", name, "--language", language, "--title", "T", "--text", text)
        assert (said.code, why in said.err) == (2, True), said.err
    assert "written with `cxloop mail template add`" in desk("policy", "set", "mail.templates", "x").err


def test_a_reply_begins_with_it_in_its_language(desk: Line) -> None:
    desk(*ADD, "Das Geld ist da.")
    letter = desk("reply", "1", "--template", "Refund", "--dry-run", "--json").record
    assert letter["title"] == "Rückzahlung [#1]"
    assert letter["text"].split("\n\n")[1] == "Das Geld ist da."
    said = desk("reply", "1", "--template", "nope", "--dry-run")
    assert said.code == 2
    assert "use one of heard, intended, done, asked, thanked, surveyed, refund" in said.err


def test_several_customers_get_a_letter_each_and_one_undo_takes_all_back(desk: Line) -> None:
    desk("new", "--email", "lee@shop.example", "--segment", "South", "--owner", "me", "--comment", "Nobody answers")
    asked = desk("reply", "1", "2", "--template", "heard", "--dry-run", "--json").records
    assert len({one["text"] for one in asked}) == len(asked) == 2
    done = desk("reply", "1", "2", "--template", "heard", "--yes", "--json").records
    assert [one["number"] for one in done] == [1, 2]
    for number in ("1", "2"):
        assert desk("show", number, "--json").record["comments"][-1]["kind"] == "reply"
    desk("undo")
    for number in ("1", "2"):
        assert desk("show", number, "--json").record["comments"][-1]["kind"] != "reply"
