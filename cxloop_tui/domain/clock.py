"""Instants: whole milliseconds since the epoch, UTC; on the wire RFC 3339 with a Z."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_rfc3339(instant: int) -> str:
    """Write an instant as `2026-11-21T18:46:02.123Z`; whole seconds drop the fraction."""
    minutes, rest = divmod(instant, MINUTE)
    seconds, milliseconds = divmod(rest, SECOND)
    if milliseconds:
        return f"{_minute(minutes)}:{seconds:02}.{milliseconds:03}Z"
    return f"{_minute(minutes)}:{seconds:02}Z"


@lru_cache(maxsize=4096)
def _minute(minutes: int) -> str:
    """Write an instant in minutes since the epoch: what happens is often written in the order of time."""
    return (_EPOCH + timedelta(minutes=minutes)).isoformat(timespec="minutes").removesuffix("+00:00")


def from_rfc3339(text: str) -> int:
    """Read an RFC 3339 time of any offset. Raises ValueError, also for a time without an offset."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def is_day(text: str) -> bool:
    """Say whether a text is a day of the calendar, written as `2026-12-01`."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def day_of(instant: int, utc_offset: int = 0) -> str:
    """Return the day of an instant in milliseconds, `utc_offset` minutes east of UTC, as `2026-12-01`."""
    return datetime.fromtimestamp(instant / 1000 + utc_offset * 60, tz=UTC).date().isoformat()
