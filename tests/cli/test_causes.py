"""`causes`: counted, and one of them renamed."""

import pytest

from tests.cli.conftest import Line
from tests.cli.json_page import check


@pytest.fixture
def told(desk: Line) -> Line:
    """A desk with two tickets resolved for one cause."""
    desk("new", "--email", "z@x.example", "--segment", "south", "--owner", "me", "--comment", "z")
    for number in ("1", "2"):
        desk("resolve", number, "--root-cause", "late parcel", "--action", "sent anew", "--told", "call")
    return desk


def test_counted_with_what_finds_the_tickets(told: Line) -> None:
    (cause,) = told("causes", "--json").records
    check([cause], "Cause")
    assert (cause["name"], cause["tickets"], cause["share"]) == ("late parcel", 2, 1.0)
    assert len(told("tickets", cause["query"], "--json").records) == 2
    assert "100%" in told("causes").out
    assert told("causes", "--query", "#1", "--json").record["tickets"] == 1


def test_nothing_named_is_said(desk: Line) -> None:
    assert desk("causes", "--by", "category").err == "no ticket names a category\n"


def test_renamed_on_all_tickets_and_taken_back_as_one(told: Line) -> None:
    assert told("causes", "rename", "LATE PARCEL", "Carrier", "--yes").code == 0
    assert told("causes", "--json").record["name"] == "Carrier"
    assert told("undo").code == 0
    assert told("causes", "--json").record["name"] == "late parcel"


def test_asked_before_and_never_without_a_name(told: Line) -> None:
    assert told("causes", "rename", "late parcel", "Carrier").code == 2
    assert told("causes", "rename", "late parcel", " ", "--yes").code == 2
    assert "no ticket matches" in told("causes", "rename", "nothing", "x", "--yes").err
