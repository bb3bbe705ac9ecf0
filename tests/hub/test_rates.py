"""A bucket for each who asks."""

from cxloop_tui.hub import rates
from cxloop_tui.hub.rates import Rates


def test_a_bucket_fills_at_its_rate_up_to_its_brim() -> None:
    now = [100.0]
    buckets = Rates(2, 4, lambda: now[0])
    assert [buckets.wait_of("a") for _ in range(6)] == [0, 0, 0, 0, 0.5, 0.5]
    now[0] += 0.25
    assert buckets.wait_of("a") == 0.25
    now[0] += 1_000
    assert [buckets.wait_of("a") for _ in range(5)] == [0, 0, 0, 0, 0.5]
    assert buckets.wait_of("b") == 0


def test_who_has_not_asked_for_long_is_forgotten() -> None:
    now = [0.0]
    buckets = Rates(1, 2, lambda: now[0])
    for place in range(rates._REMEMBERED):
        buckets.wait_of(str(place))
    now[0] += 10
    buckets.wait_of("one more")
    assert list(buckets._buckets) == ["one more"]
