"""Dates as people and tools write them, before it is known which of their numbers is the day.

A time without a zone is taken for UTC, a date without a time for the beginning of its day: what is asked of an answer
is how many days old it is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from cxloop_tui.domain.clock import DAY, HOUR, MINUTE, SECOND
from cxloop_tui.domain.folding import document
from cxloop_tui.domain.intake.date_orders import DateOrder
from cxloop_tui.domain.intake.date_words import AROUND, MONTHS, WEEKDAYS

_LENGTH_MAX: Final = 100
_EPOCH: Final = date(1970, 1, 1).toordinal()

EARLIEST: Final = (date(1990, 1, 1).toordinal() - _EPOCH) * DAY
"""No survey answer on file is older; what reads as older is a default of some tool (1900, 1970) or no date."""

_LATEST: Final = (date(2100, 1, 1).toordinal() - _EPOCH) * DAY
_SERIAL_DAY_0: Final = date(1899, 12, 30).toordinal() - _EPOCH
"""What a spreadsheet counts days from (ECMA-376, part 1, 18.17.4.1), its 29 February 1900 left behind."""

SERIAL: Final = "serial"
"""The shape of a spreadsheet's days: a number that may be anything, unless all of a column are such."""


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """One date as it stands in a cell."""

    shape: str
    """Which way of writing it is; dates of one shape are read alike throughout a column."""
    instants: Mapping[DateOrder, int]
    """What it is in each order that makes it a date, in milliseconds since the epoch; one where no order is open."""

    @property
    def is_open(self) -> bool:
        """Whether dates of this shape need an order."""
        return self.shape[0] in "-./"


_CLOCK: Final = (
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?)?"
    r"\s?(?P<half>[ap]\.?\s?m\b\.?)?"
)
_ZONE: Final = (
    r"(?P<zone>z|(?:utc|gmt)?\s?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?|utc|gmt|cest|cet"
    r"|est|edt|cst|cdt|mst|mdt|pst|pdt)"
)
_HOURS_OF: Final = {
    "cet": 1, "cest": 2, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
_TIME: Final = re.compile(rf"{_CLOCK}\s?{_ZONE}?(?:\s?\(.*\)|\s?\[.*\])?", re.IGNORECASE | re.ASCII)
_TIME_WITHIN: Final = re.compile(rf"(?<!\d)(?=\d{{1,2}}:\d\d){_CLOCK}(?:\s?{_ZONE}\b)?", re.IGNORECASE | re.ASCII)
_NUMBERS: Final = re.compile(
    r"(\d{4}|\d{1,2})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{1,2})\.?(?:(?:[Tt]|,?\s)\s*(.+))?", re.ASCII
)
_COMPACT: Final = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_COUNT: Final = re.compile(r"\d{5}(?:[.,]\d{1,10})?|\d{9,10}(?:\.\d{1,9})?|\d{12,13}", re.ASCII)
_DIGIT: Final = re.compile("[0-9]")
_PART: Final = re.compile(r"\d+|[^\W\d_]+")
_MONTH_WORD: Final = re.compile(r"[^\W\d_]{3}")
_EAST_ASIAN: Final = str.maketrans({"年": "-", "월": "-", "月": "-", "년": "-", "日": " ", "일": " "})


def written_date(text: str) -> WrittenDate | None:
    """Read a date in any of the forms known here; None for everything else."""
    trimmed = text.strip()
    if len(trimmed) > _LENGTH_MAX or not _DIGIT.search(trimmed):
        return None
    if trimmed.isdecimal() or trimmed[:5].isdecimal():
        return _counted(trimmed) or _compact(trimmed)
    return _numbered(trimmed) or _worded(trimmed)


def date_of(text: str, orders: Mapping[str, DateOrder]) -> int | None:
    """Read a date whose shape has an order in its column, in milliseconds since the epoch; None for another cell.

    A date that fits one order alone is read in that, even where its column was said to have another.
    """
    found = written_date(text)
    if found is None or found.shape not in orders:
        return None
    if len(found.instants) == 1:
        return next(iter(found.instants.values()))
    return found.instants.get(orders[found.shape])


def _counted(text: str) -> WrittenDate | None:
    """Read seconds or milliseconds since the epoch, or a spreadsheet's days: ranges that do not overlap."""
    if not _COUNT.fullmatch(text):
        return None
    whole, _, fraction = text.replace(",", ".").partition(".")
    number = float(f"{whole}.{fraction or 0}")
    for shape, instant in (
        (SERIAL, round((number + _SERIAL_DAY_0) * DAY / SECOND) * SECOND),
        ("seconds", round(number * SECOND)),
        ("milliseconds", int(whole)),
    ):
        if EARLIEST <= instant < _LATEST:
            return _certain(shape, instant)
    return None


def _certain(shape: str, instant: int | None) -> WrittenDate | None:
    return None if instant is None else WrittenDate(shape, {DateOrder.YEAR_FIRST: instant})


def _compact(text: str) -> WrittenDate | None:
    match = _COMPACT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    if hour > 23 or minute > 59:
        return None
    clock = hour * HOUR + minute * MINUTE + min(second, 59) * SECOND
    return _certain("compact", _instant((year, month, day), clock))


def _numbered(text: str) -> WrittenDate | None:
    """Read three numbers apart by one kind of mark, with or without a time."""
    match = _NUMBERS.fullmatch(text.translate(_EAST_ASIAN).strip())
    if match is None:
        return None
    first, mark, second, third, time = match.groups()
    clock = _clock(time) if time else 0
    if clock is None:
        return None
    if len(first) == 4:
        return _certain("year", _instant((int(first), int(second), int(third)), clock)) if len(third) < 4 else None
    orders = {
        order: instant
        for order, numbers in _orders_of(first, second, third)
        if (instant := _instant(numbers, clock)) is not None
    }
    year = "yyyy" if len(third) == 4 else "yy"
    return WrittenDate(f"{mark}{year}", orders) if orders else None


def _orders_of(first: str, second: str, third: str) -> Iterator[tuple[DateOrder, tuple[int, int, int]]]:
    """Yield year, month and day in every order these numbers can stand in."""
    one, two, three = int(first), int(second), int(third)
    year = three if len(third) == 4 else _year(three)
    yield DateOrder.DAY_FIRST, (year, two, one)
    yield DateOrder.MONTH_FIRST, (year, one, two)
    if len(third) < 4:
        yield DateOrder.YEAR_FIRST, (_year(one), two, three)


def _year(two_digits: int) -> int:
    """Return the year that two digits stand for (POSIX strptime: 69 to 99 are of the last century)."""
    return two_digits + (2000 if two_digits < 69 else 1900)


def _worded(text: str) -> WrittenDate | None:
    """Read a date whose month is a word; nothing but the words of dates may stand beside it."""
    if not _MONTH_WORD.search(text):
        return None
    time = _TIME_WITHIN.search(text)
    clock = _clock(time.group()) if time else 0
    if clock is None:
        return None
    rest = text if time is None else f"{text[: time.start()]} {text[time.end() :].partition('(')[0]}"
    parts = [document(part) for part in _PART.findall(rest)]
    numbers = [part for part in parts if part.isdecimal()]
    words = [part for part in parts if not part.isdecimal() and part not in AROUND]
    months = [word for word in words if word in MONTHS]
    if len(months) > 1:
        months = [word for word in months if word not in WEEKDAYS]
    others = [word for word in words if word not in months and word not in WEEKDAYS]
    if len(months) != 1 or others or len(numbers) != 2:
        return None
    day, year = sorted(numbers, key=lambda number: len(number) == 4)
    if len(day) > 2 or len(year) not in {2, 4}:
        return None
    wanted = int(year) if len(year) == 4 else _year(int(year))
    return _certain("words", _instant((wanted, MONTHS[months[0]], int(day)), clock))


def _instant(numbers: tuple[int, int, int], clock: int) -> int | None:
    try:
        return (date(*numbers).toordinal() - _EPOCH) * DAY + clock
    except ValueError:
        return None


def _clock(text: str) -> int | None:
    """Read a time of day in milliseconds from the beginning of its day in UTC; None when it is none."""
    match = _TIME.fullmatch(text.strip())
    if match is None or not (match["minute"] or match["half"]):
        return None
    hour, minute, second = int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 60:
        return None
    millis = int((match["fraction"] or "0").ljust(3, "0")[:3])
    return hour * HOUR + minute * MINUTE + min(second, 59) * SECOND + millis - _offset(match)


def _offset(match: re.Match[str]) -> int:
    """Return how far the zone is ahead of UTC, in milliseconds; without a zone it is UTC."""
    if match["sign"]:
        ahead = int(match["hours"]) * HOUR + int(match["minutes"] or 0) * MINUTE
        return -ahead if match["sign"] == "-" else ahead
    return _HOURS_OF.get((match["zone"] or "").lower(), 0) * HOUR
