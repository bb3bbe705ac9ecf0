"""Instants as people say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.clock import DAY, HOUR, MINUTE, SECOND, from_rfc3339
from cxloop_tui.ui.render.when import DUE_WIDTH, SOON, ago, due, exact, moment

NOW = from_rfc3339("2026-11-21T10:30:00Z")  # a Saturday
instants = st.integers(-(10**17), 10**17)
offsets = st.integers(-14 * 60, 14 * 60)


@pytest.mark.parametrize(
    ("left", "text", "state"),
    [
        (4 * HOUR, "4h left", "soon"),
        (SOON, "8h left", "soon"),
        (SOON + 1, "8h left", "later"),
        (22 * HOUR, "22h left", "later"),
        (DAY - 1, "23h left", "later"),
        (DAY, "1d left", "later"),
        (2 * DAY - 1, "1d left", "later"),
        (99 * DAY, "99d left", "later"),
        (100 * DAY, "14w left", "later"),
        (699 * DAY, "99w left", "later"),
        (700 * DAY, "1y left", "later"),
        (35 * MINUTE, "35m left", "soon"),
        (1, "1m left", "soon"),
        (0, "1m left", "soon"),
        (-1, "1m over", "over"),
        (-59 * MINUTE, "59m over", "over"),
        (-5 * HOUR, "5h over", "over"),
        (-3 * DAY, "3d over", "over"),
    ],
)
def test_a_deadline_says_how_long_is_left_or_over(left: int, text: str, state: str) -> None:
    assert due(NOW + left, NOW) == (text, state)


@given(instants, instants)
def test_a_deadline_fits_its_column_and_says_over_exactly_when_it_is_past(due_at: int, now: int) -> None:
    text, state = due(due_at, now)
    assert len(text) <= DUE_WIDTH
    assert (state == "over") == (due_at < now) == text.endswith(" over")


@pytest.mark.parametrize(
    ("past", "text"),
    [(-DAY, "just now"), (0, "just now"), (59 * SECOND, "just now"), (MINUTE, "1m ago"), (3 * HOUR, "3h ago")],
)
def test_what_is_past_is_said_from_a_minute_on(past: int, text: str) -> None:
    assert ago(NOW - past, NOW) == text


@pytest.mark.parametrize(
    ("at", "offset", "text"),
    [
        ("2026-11-21T11:05:00Z", 0, "today 11:05"),
        ("2026-11-21T10:05:00Z", 60, "today 11:05"),
        ("2026-11-21T00:00:00Z", 0, "today 00:00"),
        ("2026-11-20T23:59:00Z", 0, "Fri 23:59"),
        ("2026-11-20T23:59:00Z", 60, "today 00:59"),
        ("2026-11-21T00:30:00Z", -60, "Fri 23:30"),
        ("2026-11-16T09:12:00Z", 0, "Mon 09:12"),
        ("2026-11-15T09:12:00Z", 0, "Sun 09:12"),
        ("2026-11-14T09:12:00Z", 0, "14 Nov"),
        ("2026-11-24T15:00:00Z", 0, "Tue 15:00"),
        ("2026-11-28T15:00:00Z", 0, "28 Nov"),
        ("2026-01-01T00:00:00Z", 0, "1 Jan"),
        ("2026-01-01T00:00:00Z", -60, "31 Dec 2025"),
        ("2025-11-14T09:12:00Z", 0, "14 Nov 2025"),
        ("2027-03-02T09:12:00Z", 0, "2 Mar 2027"),
    ],
)
def test_a_moment_is_as_long_as_it_is_far_away(at: str, offset: int, text: str) -> None:
    assert moment(from_rfc3339(at), NOW, offset) == text


def test_an_exact_moment_has_its_offset() -> None:
    at = from_rfc3339("2026-11-21T10:05:02Z")
    assert exact(at, 60) == "Sat 21 Nov 2026 11:05:02 +01:00"
    assert exact(at, -210) == "Sat 21 Nov 2026 06:35:02 -03:30"
    assert exact(at, 0) == "Sat 21 Nov 2026 10:05:02 +00:00"


@given(instants, instants, offsets)
def test_no_instant_is_too_far_for_words(at: int, now: int, offset: int) -> None:
    assert moment(at, now, offset)
    assert exact(at, offset)
    assert ago(at, now)
