"""Working time: what counts towards a deadline, and when nobody works."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.clock import DAY, HOUR, MINUTE
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.policy_values import checked_value, read_value, written_value
from cxloop_tui.domain.status import Priority
from cxloop_tui.domain.working_hours import WorkingHours, Zone, days_off, read_week, zone_kept, zone_named

UTC_ALWAYS = Zone("UTC", ((0, 0),))
OFFICE = WorkingHours(read_week("mon-fri 09:00-17:00"), UTC_ALWAYS, days_off({"2026-12-25"}))
SPLIT = WorkingHours(read_week("mon-thu 09:00-12:30 13:00-17:00, fri 09:00-14:00"), UTC_ALWAYS)
NIGHT = WorkingHours(read_week("fri-mon 00:00-24:00"), zone_named("Europe/Berlin"), days_off({"2026-11-29"}))


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-30 10:00", 2, "2026-11-30 12:00"),
        ("2026-11-30 16:00", 2, "2026-12-01 10:00"),
        ("2026-11-30 17:00", 1, "2026-12-01 10:00"),
        ("2026-11-30 03:00", 8, "2026-11-30 17:00"),
        ("2026-12-04 16:30", 1, "2026-12-07 09:30"),
        ("2026-12-24 16:00", 2, "2026-12-28 10:00"),
        ("2026-12-05 12:00", 0, "2026-12-07 09:00"),
        ("2026-11-30 17:00", 0, "2026-12-01 09:00"),
    ],
)
def test_deadlines_pass_over_nights_week_ends_and_holidays(start: str, hours: int, end: str) -> None:
    assert OFFICE.after(at(start), hours * HOUR) == at(end)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-11-30 09:00", "2026-11-30 17:00", 450),
        ("2026-12-04 13:30", "2026-12-07 09:10", 40),
        ("2026-11-30 12:30", "2026-11-30 13:00", 0),
        ("2026-11-30 10:00", "2026-11-30 09:00", 0),
    ],
)
def test_what_counts_between_two_moments(start: str, end: str, minutes: int) -> None:
    assert SPLIT.between(at(start), at(end)) == minutes * MINUTE


def test_a_day_of_a_time_limit_is_a_working_day_and_an_hour_an_hour() -> None:
    assert [OFFICE.working(limit) // MINUTE for limit in (4 * HOUR, DAY, 3 * DAY, 12 * HOUR)] == [240, 480, 1440, 480]
    assert SPLIT.day_length == (4 * 450 + 300) * MINUTE // 5


def test_the_clock_on_the_wall_is_changed_twice_a_year() -> None:
    berlin = WorkingHours(read_week("mon-sun 08:00-16:00"), zone_named("Europe/Berlin"))
    assert berlin.after(at("2026-03-28 20:00"), 0) == at("2026-03-29 06:00")
    assert berlin.after(at("2026-03-27 20:00"), 0) == at("2026-03-28 07:00")
    assert berlin.after(at("2026-10-24 20:00"), 0) == at("2026-10-25 07:00")


def test_an_unchanging_zone_is_written_in_one_line_and_a_changing_one_with_its_changes() -> None:
    assert zone_named("UTC") == UTC_ALWAYS
    berlin = zone_named("Europe/Berlin").offsets
    assert at("2026-03-29 01:00") in dict(berlin)
    assert {minutes for _, minutes in berlin} == {60, 120}
    assert all(before[0] < after[0] for before, after in pairwise(berlin))


moments = st.integers(at("2026-01-01 00:00"), at("2027-12-31 00:00"))
calendars = st.sampled_from([OFFICE, SPLIT, NIGHT])


@given(calendars, moments, st.integers(1, 20 * DAY))
def test_going_on_and_counting_agree(hours: WorkingHours, start: int, length: int) -> None:
    end = hours.after(start, length)
    assert hours.between(start, end) == length
    assert hours.between(start, end - 1) == length - 1
    assert hours.between(hours.before(end, length), end) == length


@given(calendars, moments, st.integers(0, DAY))
def test_people_work_where_time_counts(hours: WorkingHours, start: int, length: int) -> None:
    assert hours.is_open(start) == (hours.between(start, start + 1) == 1)
    assert hours.is_open(hours.after(start, 0))
    assert hours.after(start, length) <= hours.after(start + 1, length)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("mon", "from when to when"),
        ("mon-fri 9-17", "is no hours"),
        ("mon-fri 09:00-08:00", "no part of a day"),
        ("mon-fri 09:00-24:01", "no part of a day"),
        ("mon 09:00-12:00 11:00-13:00", "one after another"),
        ("mon-fri 09:00-17:00, fri 09:00-14:00", "stands there twice"),
        ("someday 09:00-17:00", "names no days"),
        ("mon-fri 09:00-17:00,", "names no days"),
    ],
)
def test_hours_that_nobody_can_keep_are_refused(text: str, wrong: str) -> None:
    with pytest.raises(Unusable, match=wrong):
        read_value("hours.week", text)


@pytest.mark.parametrize(
    "value",
    [
        {}, {"name": "X"}, {"name": "X", "offsets": []}, {"name": "X", "offsets": [[0]]},
        {"name": "X", "offsets": "12"}, {"name": "X", "offsets": [[5, 0], [1, 60]]},
        {"name": "X", "offsets": [[0, 1440]]},
        {"name": 1, "offsets": [[0, 0]]}, {"name": "X", "offsets": [[0, True]]}, "Europe/Berlin",
    ],
)  # fmt: skip
def test_a_zone_that_nobody_wrote_out_is_refused(value: object) -> None:
    with pytest.raises(Unusable):
        checked_value("hours.zone", value)  # type: ignore[arg-type]


def test_a_policy_is_written_as_it_is_read() -> None:
    zone = read_value("hours.zone", "Europe/Berlin")
    assert written_value(zone) == "Europe/Berlin"
    assert zone_kept(zone) == zone_named("Europe/Berlin")  # type: ignore[arg-type]
    assert written_value(read_value("hours.holidays", "2026-12-25, 2026-12-26")) == "2026-12-25,2026-12-26"
    for key, text in (("hours.zone", "Mars/Base"), ("hours.zone", "../../etc/passwd"), ("hours.holidays", "Xmas")):
        with pytest.raises(Unusable):
            read_value(key, text)


def test_deadlines_are_counted_round_the_clock_until_somebody_says_when_people_work() -> None:
    assert Policy().hours is None
    assert Policy().later(5, 7) == 12
    assert Policy().counted(5, 7) == 2
    office = Policy({"hours.week": "mon-fri 09:00-17:00", "hours.holidays": ["2026-12-25"]})
    assert office.limits(Priority.MEDIUM).contact == 16 * HOUR
    assert office.later(at("2026-12-24 16:00"), 2 * HOUR) == at("2026-12-28 10:00")
    assert office.later(at("2026-12-28 10:00"), -2 * HOUR) == at("2026-12-24 16:00")
    assert office.timing == office.changed


def test_deadlines_at_the_end_of_the_calendar_lie_beyond_it() -> None:
    last = at("9999-12-31 16:00")
    assert last + DAY < OFFICE.after(last, 80 * HOUR) < last + 30 * DAY
