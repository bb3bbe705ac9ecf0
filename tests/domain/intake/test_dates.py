"""Dates as they stand in cells, and the order a whole column decides, by table and by property."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.clock import from_rfc3339, to_rfc3339
from cxloop_tui.domain.intake.date_columns import DatesSeen, OpenOrder, orders_of, span, usable
from cxloop_tui.domain.intake.date_orders import DateOrder
from cxloop_tui.domain.intake.dates import date_of, written_date

NOW = from_rfc3339("2026-11-21T12:00:00Z")
DAY, MONTH, YEAR = DateOrder


def seen(*cells: str) -> DatesSeen:
    dates = DatesSeen()
    for cell in cells:
        dates.note(cell)
    return dates


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-21", "2026-11-21T00:00:00Z"),
        ("2026-11-21T18:46:02Z", "2026-11-21T18:46:02Z"),
        ("2026-11-21 18:46", "2026-11-21T18:46:00Z"),
        ("2026-11-21T18:46:02.123456+01:00", "2026-11-21T17:46:02.123Z"),
        ("2020-10-11 11:00:27 -0700", "2020-10-11T18:00:27Z"),
        ("2011-04-02 14:15:17+00:00", "2011-04-02T14:15:17Z"),
        ("2020-10-11 11:00 UTC", "2020-10-11T11:00:00Z"),
        ("2020-10-11 11:00 CET", "2020-10-11T10:00:00Z"),
        ("2020-10-11 11:00 GMT+2", "2020-10-11T09:00:00Z"),
        ("2019/3/29", "2019-03-29T00:00:00Z"),
        ("2019. 3. 29.", "2019-03-29T00:00:00Z"),
        ("2020년 3월 5일", "2020-03-05T00:00:00Z"),
        ("2020年3月5日", "2020-03-05T00:00:00Z"),
        ("20220131", "2022-01-31T00:00:00Z"),
        ("20220131T101500Z", "2022-01-31T10:15:00Z"),
        ("1525132892", "2018-05-01T00:01:32Z"),
        ("1525132892.5", "2018-05-01T00:01:32.500Z"),
        ("1525132892895", "2018-05-01T00:01:32.895Z"),
        ("43831", "2020-01-01T00:00:00Z"),
        ("43831.75", "2020-01-01T18:00:00Z"),
        ("21 Nov 2026", "2026-11-21T00:00:00Z"),
        ("Nov 21, 2026 3:15 PM", "2026-11-21T15:15:00Z"),
        ("November 21st, 2026, 12:05 am", "2026-11-21T00:05:00Z"),
        ("21-Nov-26", "2026-11-21T00:00:00Z"),
        ("21. November 2026", "2026-11-21T00:00:00Z"),
        ("5. März 2026", "2026-03-05T00:00:00Z"),
        ("1er août 2026", "2026-08-01T00:00:00Z"),
        ("21 de noviembre de 2026", "2026-11-21T00:00:00Z"),
        ("mar 21 nov 2026", "2026-11-21T00:00:00Z"),
        ("1º de maio de 2020", "2020-05-01T00:00:00Z"),
        ("3 mei 2020", "2020-05-03T00:00:00Z"),
        ("21 listopada 2026 r.", "2026-11-21T00:00:00Z"),
        ("Sat, 21 Nov 2026 18:46:02 +0100", "2026-11-21T17:46:02Z"),
        ("Sat Nov 21 18:46:02 UTC 2026", "2026-11-21T18:46:02Z"),
        ("Sat Nov 21 2026 18:46:02 GMT+0100 (Central European Standard Time)", "2026-11-21T17:46:02Z"),
    ],
)
def test_a_date_that_leaves_nothing_open(text: str, instant: str) -> None:
    found = written_date(text)
    assert found is not None
    assert [to_rfc3339(at) for at in found.instants.values()] == [instant]
    assert not found.is_open


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12/03/2018 19:36", {DAY: "2018-03-12", MONTH: "2018-12-03"}),
        ("7/3/2016 9:11 p.m.", {DAY: "2016-03-07", MONTH: "2016-07-03"}),
        ("31/05/2022", {DAY: "2022-05-31"}),
        ("05-31-2022", {MONTH: "2022-05-31"}),
        ("14.11.03", {DAY: "2003-11-14", YEAR: "2014-11-03"}),
        ("04/05/06", {DAY: "2006-05-04", MONTH: "2006-04-05", YEAR: "2004-05-06"}),
        ("01.02.99", {DAY: "1999-02-01", MONTH: "1999-01-02"}),
    ],
)
def test_a_date_that_leaves_its_order_open(text: str, days: dict[DateOrder, str]) -> None:
    found = written_date(text)
    assert found is not None
    assert {order: to_rfc3339(at)[:10] for order, at in found.instants.items()} == days
    assert found.is_open


@pytest.mark.parametrize(
    "text",
    [
        "", "7", "2020", "2022-09", "12 May", "2020-13-01", "31/02/2020", "32/01/2020", "99/99/9999", "886-6-7861000",
        "+39 080 123456", "10:30", "may 5 people come 2020", "Q1 2020", "2026-11-21 25:00", "2026-11-21 13:00 pm",
        "21 Nov", "Nov 2026", "1/2/3/4", "3.14", "x" * 200, "2026-11-21 yesterday",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert written_date(text) is None


@pytest.mark.parametrize(
    ("cells", "asked", "order"),
    [
        (["01/02/2020", "13/02/2020"], None, DAY),
        (["01/02/2020", "02/13/2020"], None, MONTH),
        (["1/2/20", "2/28/20"], None, MONTH),
        (["05/05/2020", "07/07/2020"], None, DAY),
        (["01/02/2020", "?", "null", "14/02/2020"], None, DAY),
        (["01.02.2020", "03.04.2020"], None, DAY),
        (["01.02.2020", "03.14.2020"], None, MONTH),
        (["14.11.03", "15.08.27", "10.01.30"], None, YEAR),
        (["14.11.03", "30.08.19"], None, DAY),
        (["01/02/2020"], MONTH, MONTH),
        (["01/02/2020"], DAY, DAY),
        (["10.11.12", "11.12.13"], YEAR, YEAR),
        (["13/02/2020"], MONTH, DAY),
        (["13/02/2020", "02/13/2020", "01/02/2020"], MONTH, MONTH),
    ],
)
def test_the_whole_column_decides_then_what_was_asked_for(
    cells: list[str], asked: DateOrder | None, order: DateOrder
) -> None:
    assert set(orders_of(seen(*cells), asked, NOW).values()) == {order}


@pytest.mark.parametrize(
    ("cells", "said", "orders"),
    [
        (["01/02/2020", "03/04/2020"], "fits either way in all", (DAY, MONTH)),
        (["10.11.12", "11.12.13"], "fits either way in all", (DAY, YEAR)),
        (["10-11-12"], "fits either way in all", (DAY, MONTH, YEAR)),
        (["13/02/2020", "14/02/2020", "02/13/2020"], "13/02/2020 is day-first and 02/13/2020 is month-first",
         (DAY, MONTH)),
    ],
)  # fmt: skip
def test_what_nothing_decides_is_open(cells: list[str], said: str, orders: tuple[DateOrder, ...]) -> None:
    with pytest.raises(OpenOrder, match=said) as open_order:
        orders_of(seen(*cells), None, NOW)
    assert open_order.value.orders == orders


def test_without_a_clock_the_future_decides_nothing() -> None:
    with pytest.raises(OpenOrder):
        orders_of(seen("14.11.03", "15.08.27"), None, None)


def test_two_formats_in_one_column_are_each_read_in_their_own_way() -> None:
    dates = seen("2020-03-01", "02/13/2020", "1583020800")
    orders = orders_of(dates, None, NOW)
    assert [date_of(cell, orders) for cell in ("2020-03-01", "03/01/2020", "1583020800")] == [1583020800000] * 3
    assert date_of("3.1.2020", orders) is None
    assert span(dates, orders) == (from_rfc3339("2020-02-13T00:00:00Z"), 1583020800000)


def test_where_dates_contradict_each_other_what_was_asked_for_decides_those_that_fit_both_orders() -> None:
    cells = ["13/02/2020", "02/13/2020", "01/02/2020"]
    orders = orders_of(seen(*cells), MONTH, NOW)
    days = [to_rfc3339(date_of(cell, orders) or 0)[:10] for cell in cells]
    assert days == ["2020-02-13", "2020-02-13", "2020-01-02"]


def test_the_days_of_a_spreadsheet_are_dates_only_when_all_cells_are() -> None:
    whole, mixed = seen("43831", "43832.5", "n/a"), seen("43831", "10115")
    assert (whole.share, mixed.share) == (1.0, 0.0)
    assert date_of("43831", orders_of(whole, None, NOW)) == from_rfc3339("2020-01-01T00:00:00Z")
    assert date_of("43831", orders_of(mixed, None, NOW)) is None


def test_a_long_column_of_other_things_is_given_up_and_one_of_dates_is_not() -> None:
    prose = seen(*(f"answer {at}" for at in range(2_000)))
    assert (prose.noted, prose.share) == (500, 0.0)
    assert seen(*["01/02/2020"] * 2_000, "13/02/2020").noted == 2_001


@pytest.mark.parametrize(
    ("instant", "is_usable"),
    [
        ("1990-01-01T00:00:00Z", True),
        ("1989-12-31T23:59:59Z", False),
        ("2026-11-22T12:00:00Z", True),
        ("2026-11-22T12:00:01Z", False),
    ],
)
def test_no_answer_is_older_than_1990_or_from_the_future(instant: str, is_usable: bool) -> None:
    at = from_rfc3339(instant)
    assert usable(at, NOW) == (at if is_usable else None)


days = st.dates(date(1990, 1, 1), date(2026, 11, 20))
FORMS: dict[str, Callable[[datetime], str]] = {
    "%Y-%m-%d": lambda at: at.strftime("%Y-%m-%d"),
    "iso": lambda at: at.isoformat(),
    "zone": lambda at: (at.astimezone(UTC) - timedelta(hours=7)).strftime("%Y-%m-%d %H:%M:%S -0700"),
    "slash": lambda at: at.strftime("%Y/%m/%d %H:%M:%S"),
    "day first": lambda at: at.strftime("%d/%m/%Y %H:%M:%S"),
    "unpadded": lambda at: f"{at.day}/{at.month}/{at.year} {at:%H:%M:%S}",
    "month first": lambda at: at.strftime("%m/%d/%Y %I:%M:%S %p"),
    "dots": lambda at: at.strftime("%d.%m.%y"),
    "short year first": lambda at: at.strftime("%y.%m.%d"),
    "words": lambda at: at.strftime("%d %b %Y %H:%M:%S"),
    "american words": lambda at: at.strftime("%B %d, %Y %I:%M:%S %p"),
    "seconds": lambda at: str(int(at.timestamp())),
    "milliseconds": lambda at: str(int(at.timestamp()) * 1_000),
}
DECIDING = {"dots": "31.12.99", "short year first": "99.12.31", "day first": "31/12/1999", "unpadded": "31/12/1999",
            "month first": "12/31/1999"}  # fmt: skip


@given(day=days, seconds=st.integers(0, 86_399), form=st.sampled_from(sorted(FORMS)))
def test_any_date_in_a_column_with_one_unmistakable_date_is_read_back(day: date, seconds: int, form: str) -> None:
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=seconds)
    cell = FORMS[form](at)
    orders = orders_of(seen(cell, DECIDING.get(form, cell)), None, NOW)
    wanted = at.replace(hour=0, minute=0, second=0) if len(cell) <= 10 and form != "seconds" else at
    assert date_of(cell, orders) == int(wanted.timestamp()) * 1_000


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = written_date(text)
    assert found is None or found.instants
