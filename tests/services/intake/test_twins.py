"""Rows that say the same are numbered; all others need no memory."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.intake import Fingerprints
from cxloop_tui.services.intake.twins import Twins

NAMES = ["a", "b"]
rows = st.lists(st.lists(st.sampled_from(["", "x", "y", "x\ny", "x\r\ny"]), min_size=2, max_size=2), max_size=30)


@given(rows)
def test_twins_are_numbered_in_the_order_in_which_they_stand(rows: list[list[str]]) -> None:
    twins = Twins()
    for row in rows:
        twins.note(row)
    counted: Counter[str] = Counter()
    numbers, fingerprints = twins.numbers(), Fingerprints(NAMES)
    for row in rows:
        said = fingerprints.of(row)
        assert numbers.of(row, said) == counted[said]
        counted[said] += 1


def test_a_row_without_a_twin_is_not_kept_in_mind() -> None:
    twins = Twins()
    for number in range(1_000):
        twins.note([str(number), "x"])
    assert not twins._suspects


def test_cells_that_a_later_column_left_empty_make_no_other_row() -> None:
    twins = Twins()
    twins.note(["x"])
    twins.note(["x", ""])
    numbers = twins.numbers()
    assert [numbers.of(["x", ""], "said"), numbers.of(["x", ""], "said")] == [0, 1]
