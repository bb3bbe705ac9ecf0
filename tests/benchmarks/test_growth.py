"""Results kept as JSON, compared by size, and drawn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.benchmarks.bench import ROOT
from tests.benchmarks.chart import chart
from tests.benchmarks.figures import Goal, Of
from tests.benchmarks.growth import growth_table
from tests.benchmarks.page import renewed, results_of
from tests.benchmarks.results import Results, read_results, write_results
from tests.benchmarks.test_figures import row_of

MACHINE = {"python": "3.11"}
SMALL = Results(1_000, 4_000, (row_of(20, 10, Goal(2)),), MACHINE)
LARGE = Results(1_000_000, 5_000_000, (row_of(30, 10, Goal(2)),), MACHINE)


def test_results_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    goals = (Goal(2), Goal(50, Of.EXCESS), Goal(1, at_least=True), None)
    results = Results(10, 40, (*(row_of(20, 10, goal) for goal in goals), row_of(1, None, None)), MACHINE)
    write_results(results, tmp_path / "results.json")
    assert read_results(tmp_path / "results.json") == results


def test_what_is_measured_again_takes_the_place_of_what_was() -> None:
    again = row_of(25, 10, Goal(2))
    assert SMALL.with_rows([again]).rows == (again,)
    assert Results(1, 1, (), MACHINE).with_rows([again]).rows == (again,)


def test_growth_has_a_column_a_size_from_small_to_large() -> None:
    lines = growth_table([LARGE, SMALL]).splitlines()
    assert lines[0] == "|  | 1,000 tickets | 1,000,000 tickets |"
    assert lines[2] == "| texts | 4,000 | 5,000,000 |"
    assert lines[3] == "| what | 20.0 ms (2.00 x) | 30.0 ms (3.00 x) |"


def test_a_size_at_which_something_was_not_measured_stays_empty() -> None:
    lines = growth_table([Results(1, 1, (), MACHINE), SMALL]).splitlines()
    assert lines[3] == "| what |  | 20.0 ms (2.00 x) |"


def test_the_chart_draws_the_number_that_the_goal_is_about_at_every_size() -> None:
    drawn = ET.fromstring(chart([SMALL, LARGE], ["name", "not measured"]))
    said = [element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert said == ["what", "2", "2 x", "3 x", "1k", "1M"]
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}circle"))) == 2


def test_a_name_with_signs_is_drawn_as_text() -> None:
    row = replace(row_of(1, None, None), what="<a & b>")
    drawn = ET.fromstring(chart([Results(1_000, 1, (row,), MACHINE)], ["name"]))
    assert "<a & b>" in {element.text for element in drawn.iter()}


def test_a_page_gets_the_table_of_the_largest_size_and_the_growth() -> None:
    page = "Words.\n<!-- figures -->\nold\n<!-- end of figures -->\n<!-- growth -->\n<!-- end of growth -->\nMore.\n"
    parts = results_of([SMALL, LARGE])
    written = renewed(page, parts)
    assert "old" not in written
    assert written.startswith("Words.\n<!-- figures -->\n\n1,000,000 tickets and 5,000,000 texts; python 3.11.")
    assert written.endswith("<!-- end of growth -->\nMore.\n")
    assert renewed(written, parts) == written


def test_a_page_without_marks_is_not_written() -> None:
    with pytest.raises(KeyError, match="figures"):
        renewed("Words.", results_of([SMALL]))


def test_the_page_of_this_repository_has_them() -> None:
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert "20.0 ms (2.00 x)" in renewed(page, results_of([SMALL]))
