"""`call`: what is needed before one calls, as lines and as JSON."""

from tests.cli.conftest import Line
from tests.cli.json_page import check


def test_the_sheet(desk: Line) -> None:
    desk("set", "1", "--phone", "+39 080 1234")
    desk("contact", "1", "--kind", "call", "--outcome", "no-answer", "--note", "busy")
    desk("followups", "add", "1", "Call back", "--due", "2h")
    said = desk("call", "1").out
    head, opening = "#1  Kim Lee  +39 080 1234", "say: Hello, this is Ana Admin."
    for words in (head, "My late delivery", "to do: Call back", "busy", opening):
        assert words in said, words


def test_the_same_as_json(desk: Line) -> None:
    desk("contact", "1", "--kind", "call", "--outcome", "no-answer")
    desk("followups", "add", "1", "Call back", "--due", "2h")
    sheet = desk("call", "1", "--json").record
    check([sheet], "Call sheet")
    assert sheet["phone"] is None
    assert [one["text"] for one in sheet["promised"]] == ["Call back"]


def test_in_the_language_of_the_customer(desk: Line) -> None:
    desk("customer", "1", "--language", "de")
    assert "say: Guten Tag, hier ist Ana Admin." in desk("call", "1").out
    assert "no number is known" in desk("call", "1").out
