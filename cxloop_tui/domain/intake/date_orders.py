"""The three orders in which day, month and year are written."""

from enum import StrEnum


class DateOrder(StrEnum):
    """Which number of a date comes first; the words of `--dates`."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    YEAR_FIRST = "year-first"
