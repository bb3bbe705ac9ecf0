"""A survey in a real terminal: named with tab, its scale asked, previewed, stopped half way, brought to its end."""

import re
from pathlib import Path

import pytest

from tests.journeys.desk import at_desk, cxloop, demo_store, home_of, tickets

ROWS = 12_000
"""So many that the import is not over before a key stops it."""
PLACES = ("Billing", "Hotline", "Delivery")
DONE = re.compile(r"\d tickets, [\d,]+ kept, [\d,]+ there already")


def unhappy_alone(directory: Path) -> Path:
    """Make the example in which nobody gets a ticket who is content."""
    store = demo_store(directory, tickets=10)
    for queue in ("queue.passives", "queue.promoters"):
        assert cxloop(store, "policy", "set", queue, "off").code == 0
    return store


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_a_survey_is_imported_in_two_goes_and_the_command_line_finds_nothing_left(
    columns: int, rows: int, tmp_path: Path
) -> None:
    store = unhappy_alone(tmp_path)
    survey = write_survey(Path(home_of(store)["HOME"]) / "surveys" / "november.csv")
    unhappy = sum(score_of(row) <= 2 for row in range(ROWS))
    with at_desk(store, columns=columns, rows=rows) as desk:
        terminal = desk.terminal
        terminal.press("I")
        terminal.wait_for("Import survey responses")
        terminal.type("~/sur")
        terminal.press("tab")
        terminal.wait_for("~/surveys/")
        terminal.press("tab")
        terminal.wait_for("~/surveys/november.csv")
        terminal.press("enter")
        terminal.wait_for("How is november.csv to be read?")
        terminal.press("1")
        terminal.wait_for(f"{unhappy:,} tickets, {ROWS - unhappy:,} kept without one")
        assert len(tickets(store)) == 10
        terminal.press("y")
        terminal.wait_for("what is in stays, importing again goes on")
        terminal.press("escape")
        terminal.wait_for("stopped after")
        first = len(tickets(store)) - 10
        assert 0 < first < unhappy
        terminal.press("enter")
        terminal.wait_for("How is november.csv to be read?")
        terminal.press("1")
        terminal.wait_for(f"{unhappy - first:,} tickets, ")
        terminal.press("y")
        terminal.wait_for(lambda lines: DONE.search(" ".join(lines)) is not None)
        terminal.wait_settled()
        desk.quit()
    assert len(tickets(store)) == 10 + unhappy
    again = cxloop(store, "import", "responses", str(survey), "--json").record
    assert (again["read"], again["already"], again["tickets"]) == (ROWS, ROWS, 0)


def test_the_desk_can_be_left_in_the_middle_of_an_import(tmp_path: Path) -> None:
    store = unhappy_alone(tmp_path)
    write_survey(Path(home_of(store)["HOME"]) / "november.csv")
    with at_desk(store) as desk:
        terminal = desk.terminal
        terminal.press("I")
        terminal.wait_for("Import survey responses")
        terminal.type("~/november.csv")
        terminal.press("enter")
        terminal.wait_for("How is november.csv to be read?")
        terminal.press("1")
        terminal.wait_for("kept without one")
        terminal.press("y")
        terminal.wait_for("what is in stays")
        terminal.press("ctrl+q")
        assert terminal.exit_code() == 0
        assert "Traceback" not in terminal.text()
        assert "never retrieved" not in terminal.text()
    assert 10 < len(tickets(store)) < 10 + sum(score_of(row) <= 2 for row in range(ROWS))


def score_of(row: int) -> int:
    return row % 5 + 1


def write_survey(path: Path) -> Path:
    """Write answers on a scale whose good end nobody knows: is 5 hard or easy?"""
    lines = [
        f"c{row}@mail.example,{score_of(row)},Words of customer {row}.,{PLACES[row % 3]}\n" for row in range(ROWS)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("E-mail,How easy was it?,Comment,Department\n" + "".join(lines), encoding="utf-8")
    return path
