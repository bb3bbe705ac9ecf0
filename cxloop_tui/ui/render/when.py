"""Instants as people say them: relative while that matters, exact on demand.

Instants are milliseconds since the epoch; offsets are minutes east of UTC. Names of days and months are English
wherever the desk runs: the rest of the screen is, too.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal, NamedTuple

from cxloop_tui.domain.clock import DAY, HOUR, MINUTE

SOON: Final = 8 * HOUR
"""A deadline this near is due soon: it falls into today's work."""

DUE_WIDTH: Final = 8
"""Cells that the text of any deadline fits in."""

Urgency = Literal["over", "soon", "later"]
"""How a deadline stands: past, within SOON, or farther."""

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST: Final = -62_135_596_800_000
_LATEST: Final = 253_402_300_799_000
"""The ends of what a calendar date can be here: years 1 and 9999."""


class Due(NamedTuple):
    """A deadline in words, and how it stands."""

    text: str
    state: Urgency


def due(due_at: int, now: int) -> Due:
    """Say how long is left until a deadline, or how long it is over: `4h left`, `5h over`, in DUE_WIDTH at most."""
    left = due_at - now
    if left < 0:
        return Due(f"{span(-left)} over", "over")
    return Due(f"{span(left)} left", "soon" if left <= SOON else "later")


def waiting(until: int, now: int) -> str:
    """Say how long a ticket waits yet: `wait 3d`, in DUE_WIDTH at most."""
    return f"wait {span(until - now)}"


def span(milliseconds: int) -> str:
    """Return a length of time in its largest full unit, from `1m` on: `22h`, `3d`, from 100 days on `15w`, `2y`."""
    minutes = max(milliseconds // MINUTE, 1)
    hours, days = milliseconds // HOUR, milliseconds // DAY
    if hours < 1:
        return f"{minutes}m"
    if days < 1:
        return f"{hours}h"
    if days < 100:
        return f"{days}d"
    return f"{days // 7}w" if days < 700 else f"{min(days // 365, 99)}y"


def ago(at: int, now: int) -> str:
    """Say how long something is past: `2m ago`; `just now` within the last minute, and for clocks that run ahead."""
    return f"{span(now - at)} ago" if now - at >= MINUTE else "just now"


def moment(at: int, now: int, utc_offset_minutes: int) -> str:
    """Say when: `today 11:05`, `Mon 09:12` less than a week away, else `14 Nov`, in another year `14 Nov 2025`."""
    then, today = _local(at, utc_offset_minutes), _local(now, utc_offset_minutes)
    days_away = (then.date() - today.date()).days
    if days_away == 0:
        return f"today {then:%H:%M}"
    if abs(days_away) < 7:
        return f"{_DAYS[then.weekday()]} {then:%H:%M}"
    date = f"{then.day} {_MONTHS[then.month - 1]}"
    return date if then.year == today.year else f"{date} {then.year}"


def day_words(day: str, today: str) -> str:
    """Say a day, both written as `2026-12-01`: `1 Dec`, in another year `1 Dec 2027`; what is no day says itself."""
    try:
        then, now = date.fromisoformat(day), date.fromisoformat(today)
    except ValueError:
        return day
    words = f"{then.day} {_MONTHS[then.month - 1]}"
    return words if then.year == now.year else f"{words} {then.year}"


def exact(at: int, utc_offset_minutes: int) -> str:
    """Say when, to the second: `Sat 21 Nov 2026 11:05:02 +01:00`."""
    then = _local(at, utc_offset_minutes)
    hours, minutes = divmod(abs(utc_offset_minutes), 60)
    sign = "-" if utc_offset_minutes < 0 else "+"
    day = f"{_DAYS[then.weekday()]} {then.day} {_MONTHS[then.month - 1]} {then.year}"
    return f"{day} {then:%H:%M:%S} {sign}{hours:02}:{minutes:02}"


def _local(at: int, utc_offset_minutes: int) -> datetime:
    """Return the date and time a clock on the wall shows; what no calendar has becomes its first or last moment."""
    shifted = at + utc_offset_minutes * MINUTE
    return _EPOCH + timedelta(milliseconds=min(max(shifted, _EARLIEST), _LATEST))
