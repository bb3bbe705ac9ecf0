"""Moments as people write them: what each means on a Wednesday afternoon, and what means nothing."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.clock import DAY, HOUR, MINUTE, from_rfc3339, to_rfc3339
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.when import read_moment

WEDNESDAY = from_rfc3339("2026-12-02T14:20:30Z")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("mon 9am", "2026-12-07T09:00:00Z"),
        ("Monday", "2026-12-07T09:00:00Z"),
        ("next monday 14:00", "2026-12-07T14:00:00Z"),
        ("on thu at 8", "2026-12-03T08:00:00Z"),
        ("wed", "2026-12-09T09:00:00Z"),
        ("wed 15:00", "2026-12-02T15:00:00Z"),
        ("wed 14:20", "2026-12-09T14:20:00Z"),
        ("sun noon", "2026-12-06T12:00:00Z"),
        ("today 17:00", "2026-12-02T17:00:00Z"),
        ("tonight", "2026-12-02T18:00:00Z"),
        ("tomorrow", "2026-12-03T09:00:00Z"),
        ("tomorrow afternoon", "2026-12-03T15:00:00Z"),
        ("tomorrow 8:30 pm", "2026-12-03T20:30:00Z"),
        ("next week", "2026-12-07T09:00:00Z"),
        ("15:00", "2026-12-02T15:00:00Z"),
        ("9am", "2026-12-03T09:00:00Z"),
        ("12am", "2026-12-03T00:00:00Z"),
        ("12pm", "2026-12-03T12:00:00Z"),
        ("14.30", "2026-12-02T14:30:00Z"),
        ("2026-12-24", "2026-12-24T09:00:00Z"),
        ("2026-12-24 16:45", "2026-12-24T16:45:00Z"),
        ("2h", "2026-12-02T16:20:30Z"),
        ("in 30 minutes", "2026-12-02T14:50:30Z"),
        ("3 days", "2026-12-05T14:20:30Z"),
        ("1w", "2026-12-09T14:20:30Z"),
    ],
)
def test_what_is_meant(text: str, meant: str) -> None:
    assert to_rfc3339(read_moment(text, WEDNESDAY, 0)) == meant


def test_it_is_meant_by_the_clock_on_the_wall() -> None:
    assert to_rfc3339(read_moment("tomorrow 9am", WEDNESDAY, 60)) == "2026-12-03T08:00:00Z"
    late = from_rfc3339("2026-12-02T23:30:00Z")
    assert to_rfc3339(read_moment("today 23:00", late, -300)) == "2026-12-03T04:00:00Z"
    assert to_rfc3339(read_moment("tomorrow", late, 60)) == "2026-12-04T08:00:00Z"


@pytest.mark.parametrize(
    "text",
    ["", "soon", "m", "25:00", "13pm", "tue 9 or 10", "2026-13-01", "9999-12-31", "0h", "9:75", "next"],
)
def test_what_means_nothing_is_asked_about(text: str) -> None:
    with pytest.raises(Unusable, match="write it as tue 9am"):
        read_moment(text, WEDNESDAY, 0)


@pytest.mark.parametrize("text", ["today 9am", "2026-12-01", "today"])
def test_what_is_over_is_refused(text: str) -> None:
    with pytest.raises(Unusable, match="is over"):
        read_moment(text, WEDNESDAY, 0)


WORDS = st.sampled_from(["mon 9am", "tomorrow", "9am"])


@given(st.integers(0, 4_000_000_000_000), st.integers(-14 * 60, 14 * 60), WORDS)
def test_it_is_the_next_such_moment(now: int, offset: int, text: str) -> None:
    found = read_moment(text, now, offset)
    assert now < found <= now + (8 if text == "mon 9am" else 2) * DAY
    assert (found + offset * MINUTE) % DAY == 9 * HOUR


@given(st.text(max_size=20))
def test_no_text_breaks_it(text: str) -> None:
    with suppress(Unusable):
        assert read_moment(text, WEDNESDAY, 0) > WEDNESDAY
