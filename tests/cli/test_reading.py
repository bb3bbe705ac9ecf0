"""`tickets`, `show`, `overview`."""

import pytest

from cxloop_tui.cli import sheet
from cxloop_tui.domain.clock import DAY, HOUR, MINUTE
from tests.cli.conftest import Line


@pytest.fixture
def several(desk: Line) -> Line:
    """The desk with a second ticket, unassigned hostile words in it, and a third that is resolved."""
    desk("new", "--email", "eve@x.example", "--segment", "North", "--owner", "Rita Rossi",
         "--comment", "\x1b]0;pwned\x07 房间很吵\nrefund\u202e now", "--priority", "critical")  # fmt: skip
    desk("new", "--email", "joe@x.example", "--segment", "South", "--owner", "me", "--comment", "refund")
    desk("resolve", "3", "--root-cause", "courier", "--action", "sent again", "--told", "call")
    return desk


def test_tickets_lists_all_newest_activity_first(several: Line) -> None:
    said = several("tickets")
    assert [row.split()[0] for row in said.out.splitlines()] == ["ticket", "#3", "#2", "#1"]
    assert [record["number"] for record in several("tickets", "--json").records] == [3, 2, 1]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("refund", [3, 2]),
        ("status:resolved", [3]),
        ("priority:>=high", [2]),
        ("segment:retail*", [3, 2, 1]),
        ("owner:me", [3]),
        ("kim@shop.example", [1]),
        ("#2", [2]),
        ("sort:number", [3, 2, 1]),
        ("not:status:resolved sort:created", [2, 1]),
    ],
)
def test_tickets_are_found_by_the_query_language(several: Line, query: str, numbers: list[int]) -> None:
    assert [record["number"] for record in several("tickets", query, "--json").records] == numbers


def test_limit(several: Line) -> None:
    assert len(several("tickets", "--limit", "2", "--json").records) == 2
    assert len(several("tickets", "--limit", "2").out.splitlines()) == 3


def test_nothing_found_is_said_and_no_error(several: Line) -> None:
    said = several("tickets", "status:escalated")
    assert (said.code, said.out, said.err) == (0, "", "no ticket matches status:escalated\n")
    assert several("tickets", "status:escalated", "--json").out == ""


def test_an_empty_desk_says_so(line: Line) -> None:
    line("init", "--name", "Ana", "--email", "ana@desk.example")
    assert line("tickets").err == "there are no tickets yet\n"


def test_a_mistake_in_the_query_is_shown_at_its_place(several: Line) -> None:
    said = several("tickets", "refund stats:open")
    assert said.code == 2
    assert "at character 8" in said.err
    assert "did you mean status?" in said.err


def test_hostile_words_are_harmless_in_every_view(several: Line) -> None:
    for arguments in (["tickets"], ["show", "2"], ["show", "2", "--json"], ["tickets", "--json"]):
        said = several(*arguments)
        assert not {"\x1b", "\x07", "\u202e"} & set(said.out)
    assert several("show", "2", "--json").record["comment"] == "\x1b]0;pwned\x07 房间很吵\nrefund\u202e now"


def test_one_line_is_one_ticket_whatever_was_said(several: Line) -> None:
    assert len(several("tickets").out.splitlines()) == 4


def test_show_takes_number_handle_and_id(several: Line) -> None:
    record = several("show", "1", "--json").record
    for name in ("#1", record["handle"], record["id"]):
        assert several("show", name, "--json").record == record
    assert several("show", "99").code == 3
    assert several("show", "~zzzzzz").code == 3


def test_show_has_comments_and_log(several: Line) -> None:
    several("comment", "1", "called twice")
    record = several("show", "1", "--json").record
    assert [(comment["by"], comment["kind"], comment["body"]) for comment in record["comments"]] == [
        (None, "customer", "My late delivery"),
        ("ana@desk.example", "comment", "called twice"),
    ]
    changes = [(line["field"], line["old"], line["new"]) for line in record["log"]]
    assert ("ticket", None, "created") in changes
    assert ("status", "new", "open") in changes
    assert record["status"] == "open"


def test_the_sheet_shows_names_and_several_lines(several: Line) -> None:
    several("comment", "1", "first\nsecond")
    out = several("show", "1").out
    assert "  customer     Kim Lee, kim@shop.example\n" in out
    assert "  segment      Retail › South (south)\n" in out
    assert "  owner        Ben Bauer (ben@desk.example)\n" in out
    assert "    first\n    second\n" in out
    assert "  Ana Admin  status  new → open\n" in out


def test_a_withdrawn_ticket_says_so(several: Line) -> None:
    several("new", "--email", "oops@x.example", "--segment", "South", "--owner", "me", "--comment", "typo")
    several("undo", "4")
    assert several("show", "4").out.startswith("#4  withdrawn\n")
    assert several("tickets", "typo", "--json").out == ""


def test_overview_counts(several: Line) -> None:
    assert several("overview", "--json").record == {
        "tickets": 3,
        "by_status": {"new": 2, "open": 0, "escalated": 0, "resolved": 1},
        "overdue": 0,
        "mine": 0,
        "mine_overdue": 0,
        "owners": [
            {"owner": "ben@desk.example", "open": 1, "overdue": 0},
            {"owner": "rita@desk.example", "open": 1, "overdue": 0},
        ],
    }
    out = several("overview").out
    assert "new                2\n" in out
    assert "ben@desk.example      1        0  Ben Bauer\n" in out


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (0, "0m"), (59 * MINUTE, "59m"), (HOUR, "1h"), (DAY - 1, "23h"), (3 * DAY + HOUR, "3d"),
        (-1, "-0m"), (-HOUR, "-1h"), (-2 * DAY, "-2d"),
    ],
)  # fmt: skip
def test_span(length: int, text: str) -> None:
    assert sheet.span(length) == text
