"""`recovered`: who is content after the resolution, counted of what a query finds."""

from pathlib import Path

from tests.cli.conftest import Line
from tests.cli.json_page import check


def test_nobody_has_answered_yet(desk: Line) -> None:
    assert "nobody has answered" in desk("recovered").out
    record = desk("recovered", "--json").record
    check([record], "Recovered")
    assert record == {"answered": 0, "recovered": 0, "not_recovered": 0, "share": None}


def test_those_who_answered_are_counted(desk: Line, at_home: Path) -> None:
    desk("resolve", "1", "--root-cause", "a", "--action", "b", "--told", "call")
    file = at_home / "again.csv"
    file.write_text("email,nps,comment\nkim@shop.example,9,thank you\n", encoding="utf-8")
    said = desk("import", "responses", str(file), "--kind", "nps", "--segment", "south", "--follow-up")
    assert "1 recovered" in said.out
    assert desk("recovered", "status:resolved", "--json").record["share"] == 1.0
    assert desk("recovered", "status:open", "--json").record["answered"] == 0
    assert "1 of 1 who were asked again are content (100%)" in desk("recovered").out
