"""Numbers, what is said of them, and the table they make: the pure half of the benchmarks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.figures import Figure, Goal, Of, Reference, Row, judge
from tests.benchmarks.growth import CHARTED
from tests.benchmarks.measuring import EXPERIMENTS
from tests.benchmarks.samples import Samples, p50, p95, percentile
from tests.benchmarks.table import goal_words, markdown, number, table, verdict

NUMBERS = st.lists(st.floats(0, 1e6, allow_nan=False), min_size=1, max_size=50)


def row_of(value: float, reference: float | None, goal: Goal | None) -> Row:
    measured = {"it": Samples("ms", (value,))}
    against = None
    if reference is not None:
        measured["other"] = Samples("ms", (reference,))
        against = Reference("another", "other")
    return judge(Figure("name", "what", "it", against=against, goal=goal), measured)


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 1), (1, 1), (25, 1), (26, 2), (50, 2), (75, 3), (76, 4), (95, 4), (100, 4)]
)
def test_a_percentile_is_the_nearest_rank(percent: float, expected: float) -> None:
    assert percentile([4, 1, 3, 2], percent) == expected


@given(NUMBERS, st.floats(0.001, 100))
def test_so_many_of_a_hundred_do_not_exceed_their_percentile(values: list[float], percent: float) -> None:
    found = percentile(values, percent)
    assert found in values
    assert sum(value <= found for value in values) >= len(values) * percent / 100 - 1e-9


@given(NUMBERS)
def test_a_spread_goes_up(values: list[float]) -> None:
    spread = Samples("ms", tuple(values)).spread
    assert list(spread) == sorted(spread)
    assert spread[0] <= p50(values) <= p95(values) or p50(values) <= spread[3]


def test_nothing_measured_is_no_result() -> None:
    with pytest.raises(ValueError, match="nothing"):
        Samples("ms", ())


def test_seconds_become_milliseconds() -> None:
    assert Samples.milliseconds([0.5, 2]) == Samples("ms", (500, 2000))


@pytest.mark.parametrize(
    ("goal", "value", "reference", "is_met"),
    [
        (Goal(2), 20, 10, True),
        (Goal(2), 20.1, 10, False),
        (Goal(2), 20, None, None),
        (Goal(1, at_least=True), 9, 10, False),
        (Goal(1, at_least=True), 10, 10, True),
        (Goal(50, Of.VALUE), 50, 1, True),
        (Goal(50, Of.VALUE), 51, None, False),
        (Goal(50, Of.EXCESS), 60, 10, True),
        (Goal(50, Of.EXCESS), 61, 10, False),
        (Goal(2), 1, 0, None),
        (None, 20, 10, None),
    ],
)
def test_a_goal_is_met_or_not(goal: Goal | None, value: float, reference: float | None, is_met: bool | None) -> None:
    assert row_of(value, reference, goal).is_met is is_met


def test_a_reference_may_be_counted_in_another_way_than_the_value() -> None:
    measured = {"it": Samples("ms", (1, 2, 9)), "other": Samples("ms", (1, 3, 100))}
    row = judge(Figure("name", "what", "it", by=p95, against=Reference("p50", "other", by=p50)), measured)
    assert (row.value, row.reference, row.ratio) == (9, 3, 3)


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [(1234.5, "ms", "1,234 ms"), (12.345, "ms", "12.3 ms"), (1.234, "x", "1.23 x"), (0, "", "0.00")],
)
def test_numbers_have_three_digits_that_mean_something(value: float, unit: str, written: str) -> None:
    assert number(value, unit) == written


@pytest.mark.parametrize(
    ("goal", "written"),
    [
        (Goal(1.4), "<= 1.4 x"),
        (Goal(1, at_least=True), ">= 1 x"),
        (Goal(20, Of.VALUE), "<= 20 ms"),
        (Goal(50, Of.EXCESS), "<= + 50 ms"),
        (None, ""),
    ],
)
def test_goals_are_written_with_what_they_are_about(goal: Goal | None, written: str) -> None:
    assert goal_words(goal, "ms") == written


def test_the_table_says_of_every_line_whether_it_passes() -> None:
    rows = [row_of(20, 10, Goal(2)), row_of(30, 10, Goal(2)), row_of(30, 10, None)]
    assert [verdict(row) for row in rows] == ["pass", "MISS", ""]
    lines = table(rows).splitlines()
    assert len(lines) == 5
    assert ["MISS" in line for line in lines[2:]] == [False, True, False]
    assert lines[3].index("MISS") == lines[2].index("pass")


def test_the_table_can_be_put_on_a_page() -> None:
    titles, marks, line = markdown([row_of(20, 10, Goal(2))]).splitlines()
    assert titles.count("|") == marks.count("|") == line.count("|")
    assert line.startswith("| what | 20.0 ms | another | 10.0 ms | 2.00 x | <= 2 x | pass |")


def test_every_figure_has_a_name_of_its_own_and_the_chart_knows_them() -> None:
    names = [figure.name for experiment in EXPERIMENTS for figure in experiment.figures]
    assert len(set(names)) == len(names)
    assert set(CHARTED) <= set(names)
