"""A long work in parts: as much at once as others wait for, whatever a thing takes."""

import gc
from itertools import pairwise

import pytest

from cxloop_tui.services.pacing import FIRST, MOST, SECONDS, Pace, collected_seldom


class Stopwatch:
    """Time that passes as it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def paced(things: int, seconds_each: float) -> list[int]:
    """How many things each transaction took."""
    watch, sizes = Stopwatch(), list[int]()
    pace = Pace(timer=watch)
    for part in pace.parts(range(things)):
        with pace.taking(len(part)):
            watch.now += len(part) * seconds_each
        sizes.append(len(part))
    return sizes


@pytest.mark.parametrize("milliseconds", [0.05, 0.3, 1, 5])
def test_transactions_come_to_take_as_long_as_others_wait_for(milliseconds: float) -> None:
    sizes = paced(200_000, milliseconds / 1000)
    assert sizes[0] == FIRST
    assert sum(sizes) == 200_000
    settled = sizes[10:-1]
    assert all(abs(size * milliseconds / 1000 - SECONDS) < 0.01 or size == MOST for size in settled)


def test_what_takes_very_long_is_still_done() -> None:
    assert min(paced(2_000, 1.0)[:-1]) == 10


def test_more_never_comes_at_once_than_memory_shall_hold() -> None:
    assert max(paced(200_000, 0)) == MOST


def test_it_grows_and_shrinks_by_no_more_than_half_and_double() -> None:
    sizes = paced(100_000, 0.00001)
    assert all(later <= 2 * earlier for earlier, later in pairwise(sizes))


def test_the_collector_is_as_before_afterwards() -> None:
    before = gc.get_threshold()
    with collected_seldom():
        assert gc.get_threshold()[0] > before[0]
    assert gc.get_threshold() == before
