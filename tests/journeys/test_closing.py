"""A loop closed in a terminal: call, wait, reply, resolve for a known cause, see it counted; a shift handed over."""

from pathlib import Path

import pytest

from tests.acceptance.e3_closing import wrong
from tests.journeys.closing import close_the_loop
from tests.journeys.desk import demo_store


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_a_loop_is_closed_and_a_shift_handed_over(tmp_path: Path, columns: int, rows: int) -> None:
    closed = close_the_loop(demo_store(tmp_path), columns, rows)
    assert list(wrong(closed)) == []
    assert "About" in closed.letter
