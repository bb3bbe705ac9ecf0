"""`followups`: put down, listed by when they are due, changed, done; wrong times are asked about."""

import pytest

from tests.cli.conftest import Line
from tests.cli.json_page import check


def test_put_down_listed_changed_and_done(desk: Line) -> None:
    (made,) = desk("followups", "add", "1", "Call her back", "--due", "2h", "--json").records
    check([made], "Follow-up")
    desk("followups", "add", "1", "Some day")
    assert [one["text"] for one in desk("followups", "--json").records] == ["Call her back", "Some day"]
    wanted = ("--text", "Write", "--due", "", "--owner", "ben@desk.example")
    changed = desk("followups", "set", made["id"], *wanted, "--json").record
    assert (changed["text"], changed["due_at"], changed["owner"]) == ("Write", None, "ben@desk.example")
    assert [one["text"] for one in desk("followups", "--everybody", "--json").records] == ["Write", "Some day"]
    assert desk("followups", "done", made["id"][:30], "--json").record["done"]
    assert [one["text"] for one in desk("followups", "--everybody", "--json").records] == ["Some day"]
    assert len(desk("followups", "--ticket", "1", "--json").records) == 2
    assert desk("undo").code == 0
    assert len(desk("followups", "--everybody", "--json").records) == 2


def test_shown_with_its_ticket_and_when(desk: Line) -> None:
    assert "nothing is to be done" in desk("followups").err
    desk("followups", "add", "1", "Call", "--due", "tomorrow 9am")
    said = desk("followups").out
    assert "Call" in said
    assert "#1" in said


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("add", "1", "Call", "--due", "soon"), 2, "write it as tue 9am"),
        (("add", "1", "Call", "--due", "2020-01-01"), 2, "is over"),
        (("add", "1", " "), 4, "text is empty"),
        (("add", "77", "Call"), 3, "no ticket 77"),
        (("done", "feed"), 3, "there is no follow-up feed"),
        (("set", "feed"), 2, "nothing to change"),
    ],
)
def test_what_cannot_be_is_said(desk: Line, arguments: tuple[str, ...], code: int, says: str) -> None:
    said = desk("followups", *arguments)
    assert said.code == code
    assert says in said.err
