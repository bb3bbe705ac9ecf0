"""When it is tried again."""

from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.sync.schedule import MOST_SECONDS, Retries


def test_spans_double_up_to_five_minutes_and_begin_anew() -> None:
    retries = Retries(lambda: 0.5)
    assert [retries.after_failure() for _ in range(4)] == [0.5, 1, 2, 4]
    for _ in range(40):
        last = retries.after_failure()
    assert last == MOST_SECONDS / 2
    retries.succeeded()
    assert retries.after_failure() == 0.5


def test_what_the_other_side_asks_for_is_kept_but_not_for_an_hour() -> None:
    retries = Retries(lambda: 0.0)
    assert retries.after_failure(at_least=20) == 20
    assert retries.after_failure(at_least=1e9) == MOST_SECONDS


@given(st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=50))
def test_there_is_always_a_time_and_never_none_at_all(chances: list[float]) -> None:
    left = iter(chances)
    retries = Retries(lambda: next(left))
    assert all(0 < retries.after_failure() <= MOST_SECONDS for _ in chances)
