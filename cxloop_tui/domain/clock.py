"""Instants: whole milliseconds since the epoch, UTC; on the wire RFC 3339 with a Z."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)
_LAST = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)


def to_rfc3339(instant: int) -> str:
    """Write an instant as `2026-11-21T18:46:02.123Z`; whole seconds drop the fraction."""
    return f"{_hour(instant // HOUR)}{_second(instant % HOUR // SECOND)}{_fraction(instant % SECOND)}Z"


@lru_cache(maxsize=4096)
def _hour(hours: int) -> str:
    """Write the date and the hour that began so many hours after the epoch: very many operations share one."""
    day, hour = divmod(hours, 24)
    return f"{(_EPOCH + timedelta(days=day)).date().isoformat()}T{hour:02}:"


@lru_cache(maxsize=3600)
def _second(of_hour: int) -> str:
    minute, second = divmod(of_hour, 60)
    return f"{minute:02}:{second:02}"


@lru_cache(maxsize=1000)
def _fraction(milliseconds: int) -> str:
    return f".{milliseconds:03}" if milliseconds else ""


def from_rfc3339(text: str) -> int:
    """Read an RFC 3339 time of any offset. Raises ValueError, also for a time without an offset.

    So it does for what `to_rfc3339` could not write: in UTC that lies before the year 1 or after 9999.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    instant = (moment - _EPOCH) // timedelta(milliseconds=1)
    if not _FIRST <= instant <= _LAST:
        raise ValueError(f"{text!r} is in no year that can be written")
    return instant


def is_instant(text: str) -> bool:
    """Say whether a text is an instant as `to_rfc3339` writes it."""
    try:
        return to_rfc3339(from_rfc3339(text)) == text
    except ValueError:
        return False


def is_day(text: str) -> bool:
    """Say whether a text is a day of the calendar, written as `2026-12-01`."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def day_of(instant: int, utc_offset: int = 0) -> str:
    """Return the day of an instant in milliseconds, `utc_offset` minutes east of UTC, as `2026-12-01`."""
    return datetime.fromtimestamp(instant / 1000 + utc_offset * 60, tz=UTC).date().isoformat()
