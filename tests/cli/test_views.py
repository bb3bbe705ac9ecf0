"""`views`: queries under a name, and what takes them by it."""

import pytest

from tests.cli.conftest import Line


def test_everybody_has_some_views_and_my_own_come_first(desk: Line) -> None:
    desk("views", "save", "late in the south", "segment:south* overdue:yes")
    listed = desk("views", "list", "--json").records
    assert listed[0] == {"name": "late in the south", "query": "segment:south* overdue:yes", "own": True}
    assert {"name": "all tickets", "query": "", "own": False} in listed
    assert desk("views", "list").out.splitlines()[1].split("  ")[:2] == ["late in the south", "mine"]


def test_a_view_is_shared_as_the_line_that_saves_it(desk: Line) -> None:
    desk("views", "save", "Mine", "owner:me status:new,open")
    line = desk("views", "show", "mine").out.strip()
    assert line.startswith("Mine = ")
    desk("views", "remove", "mine")
    assert desk("views", "save", line).code == 0
    assert desk("views", "show", "Mine").out.strip() == line


def test_views_are_each_persons_own(desk: Line) -> None:
    desk("views", "save", "south", "segment:south")
    assert desk("views", "show", "south", "--as", "ben@desk.example").code == 3


def test_a_view_stands_for_its_query(desk: Line) -> None:
    desk("views", "save", "kim", "email:kim@shop.example")
    assert [record["number"] for record in desk("tickets", "--view", "KIM", "--json").records] == [1]
    assert desk("tickets", "--view", "my work", "--json").records == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("views", "save", "x", "statsu:open"), 2, "did you mean status?"),
        (("views", "save", "My Work", "status:open"), 4, "everybody has"),
        (("views", "save", "a=b", "status:open"), 4, "'='"),
        (("views", "save", " ", "status:open"), 4, "name is empty"),
        (("views", "save", "y" * 41, ""), 4, "40 characters"),
        (("views", "save", "no sign"), 2, "NAME = QUERY"),
        (("views", "show", "nowhere"), 3, "`cxloop views list`"),
        (("views", "remove", "overdue"), 4, "everybody has the view"),
        (("tickets", "refund", "--view", "overdue"), 2, "not both"),
        (("tickets", "--view", "nowhere"), 3, "`cxloop views list`"),
    ],
)
def test_what_cannot_be_is_said(desk: Line, arguments: tuple[str, ...], code: int, said: str) -> None:
    answer = desk(*arguments)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_saving_under_the_same_name_replaces(desk: Line) -> None:
    desk("views", "save", "v", "status:open")
    desk("views", "save", "v", "status:new")
    assert [record["query"] for record in desk("views", "list", "--json").records if record["own"]] == ["status:new"]
