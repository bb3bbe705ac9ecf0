"""A moment as people write it down in a hurry: `tue 9am`, `tomorrow`, `2h`, `15:00`, `2026-12-01 14:30`.

What is meant is always the next such moment. The words are English, as all of the desk's are.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from cxloop_tui.domain.clock import DAY, HOUR, MINUTE
from cxloop_tui.domain.errors import Unusable

EXAMPLES: Final = "tue 9am, tomorrow, 2h, 15:00, 2026-12-01 14:30"
"""What is shown where a moment is asked for."""

MORNING: Final = 9
"""The hour of a day that is named without one."""

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST: Final = 2
"""Letters by which a day is known: `mo`, `tue`, `weds` is not one."""

_HOURS: Final = {"noon": 12, "midday": 12, "afternoon": 15, "evening": 18, "tonight": 18, "morning": MORNING}
_LENGTHS: Final = {"m": MINUTE, "min": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
_LENGTH: Final = re.compile(r"(?:in )?(\d{1,4}) ?(m|min|h|d|w)(?:inutes?|ours?|ays?|eeks?|s)?")
_TIME: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_LAST_YEAR: Final = 9000
"""Long before the end of the calendar, so that no time zone leads beyond it."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def read_moment(text: str, now: int, utc_offset: int) -> int:
    """Return the next moment that a text means, milliseconds since the epoch.

    `utc_offset` is how many minutes the clock on the wall is ahead of UTC. Raises Unusable for what means no moment,
    or one that is over.
    """
    words = " ".join(text.lower().split())
    length = _LENGTH.fullmatch(words)
    if length is not None and int(length[1]):
        return now + int(length[1]) * _LENGTHS[length[2]]
    here = _EPOCH + timedelta(milliseconds=now + utc_offset * MINUTE)
    found = _on_the_wall(words, here)
    if found is None:
        raise Unusable(f"when is {text.strip()!r}? write it as {EXAMPLES}")
    if found <= here:
        raise Unusable(f"{text.strip()} is over: it was {found:%Y-%m-%d %H:%M}")
    return (found - _EPOCH) // timedelta(milliseconds=1) - utc_offset * MINUTE


def _on_the_wall(words: str, here: datetime) -> datetime | None:
    """Return what the clock on the wall shows then; a time alone is today's, or tomorrow's when that is over."""
    day_word, _, time_words = words.partition(" ")
    day = _day(day_word, here)
    if day is None and day_word in {"next", "on"}:
        return _on_the_wall(time_words, here)
    if day is None:
        time = _time(words)
        if time is None:
            return None
        today = here.replace(hour=time[0], minute=time[1], second=0, microsecond=0)
        return today if today > here else today + timedelta(days=1)
    time = _time(time_words) if time_words else (_HOURS.get(day_word, MORNING), 0)
    if time is None:
        return None
    found = day.replace(hour=time[0], minute=time[1], second=0, microsecond=0)
    return found + timedelta(days=7) if found <= here and weekday_named(day_word) is not None else found


def _day(word: str, here: datetime) -> datetime | None:
    if word in {"today", "tonight"}:
        return here
    if word == "tomorrow":
        return here + timedelta(days=1)
    if _DATE.fullmatch(word):
        try:
            found = datetime.fromisoformat(word).replace(tzinfo=UTC)
        except ValueError:
            return None
        return found if found.year < _LAST_YEAR else None
    if word == "week":  # next week
        return here + timedelta(days=7 - here.weekday())
    weekday = weekday_named(word)
    return None if weekday is None else here + timedelta(days=(weekday - here.weekday()) % 7)


def weekday_named(word: str) -> int | None:
    """Return the place of a day in its week, by as many letters as tell it from others."""
    if len(word) < _SHORTEST:
        return None
    return next((place for place, day in enumerate(_DAYS) if day.startswith(word)), None)


def _time(words: str) -> tuple[int, int] | None:
    """Return hour and minute: `9`, `9am`, `9:30 pm`, `14.30`, `noon`."""
    words = words.removeprefix("at ")
    if words in _HOURS:
        return _HOURS[words], 0
    found = _TIME.fullmatch(words)
    if found is None or not (found[2] or found[3] or words.isdigit()):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None
