"""When people work here: hours by the day of the week, holidays, and the clock on their wall.

Deadlines are counted in working time, and nobody is reminded of anything outside of it. Every desk and the hub must
come to the same deadline, whatever they know of time zones; so a zone is kept with its offsets written out
(`zone_named`), once, by whoever chose it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cxloop_tui.domain.clock import DAY, MINUTE, is_day
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.when import weekday_named

EXAMPLE: Final = "mon-thu 09:00-12:30 13:00-17:00, fri 09:00-14:00"

HOLIDAYS_MOST: Final = 1_000
"""More days off are a mistake: every operation of the policy carries all of them."""

_ZONE_YEARS: Final = (2020, 2046)
"""The years whose changes of the clock are written out; afterwards it stays as it is then."""

_DAY_NAMES: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN: Final = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_MINUTES: Final = DAY // MINUTE
_EPOCH: Final = date(1970, 1, 1).toordinal()
_THURSDAY: Final = 3
"""The day of the week on which the epoch began; days beyond the calendar have one too."""

Span = tuple[int, int]
"""From and to: minutes of a day, or instants."""


class Zone(NamedTuple):
    """The clock on the wall: minutes east of UTC, each from an instant on."""

    name: str
    offsets: tuple[tuple[int, int], ...]
    """The first holds for all that was before, too."""

    def offset(self, instant: int) -> int:
        """Return how many minutes the clock on the wall is ahead of UTC."""
        place = bisect_right(self.offsets, instant, key=lambda change: change[0])
        return self.offsets[max(place - 1, 0)][1]

    def instant(self, day: int, minute: int) -> int:
        """Return when the wall shows a minute of a day, counted since 1970; one that is left out is the next."""
        there = day * DAY + minute * MINUTE
        guess = there - self.offset(there) * MINUTE
        return there - self.offset(guess) * MINUTE


@frozen
class WorkingHours:
    """A week of working hours, without the holidays."""

    week: tuple[tuple[Span, ...], ...]
    """For each day from Monday its spans, in minutes since midnight; at least one day has some."""
    zone: Zone
    holidays: frozenset[int] = frozenset()
    """Days without work, counted since 1970 (`days_off`)."""
    _known: dict[int, tuple[Span, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Spans of days that were worked out: every new ticket asks."""

    @property
    def day_length(self) -> int:
        """How long people work on a day that they do, on average; milliseconds."""
        lengths = [sum(closes - opens for opens, closes in spans) for spans in self.week if spans]
        return sum(lengths) * MINUTE // len(lengths)

    def working(self, limit: int) -> int:
        """Return how much working time a time limit is: its days are working days, and less than one at most one."""
        days, rest = divmod(limit, DAY)
        return days * self.day_length + min(rest, self.day_length)

    def is_open(self, instant: int) -> bool:
        """Say whether people work at an instant."""
        return any(opens <= instant < closes for opens, closes in self._spans(self._day(instant)))

    def after(self, start: int, length: int) -> int:
        """Return when so much working time will have passed; of none, when people work next."""
        left, day = length, self._day(start)
        while True:
            for opens, closes in self._spans(day):
                begin = max(opens, start)
                if begin < closes and left <= closes - begin:
                    return begin + left
                left -= max(closes - begin, 0)
            day += 1

    def before(self, end: int, length: int) -> int:
        """Return since when so much working time has passed."""
        left, day = length, self._day(end)
        while True:
            for opens, closes in reversed(self._spans(day)):
                last = min(closes, end)
                if opens < last and left <= last - opens:
                    return last - left
                left -= max(last - opens, 0)
            day -= 1

    def closing(self, instant: int) -> int:
        """Return when the day's work ends: today, or on the next day with any when it has ended."""
        day = self._day(instant)
        while True:
            spans = self._spans(day)
            if spans and spans[-1][1] > instant:
                return spans[-1][1]
            day += 1

    def between(self, start: int, end: int) -> int:
        """Return how much working time lies between two instants; none when the first is later."""
        days = range(self._day(start), self._day(end) + 1)
        parts = (min(closes, end) - max(opens, start) for day in days for opens, closes in self._spans(day))
        return sum(part for part in parts if part > 0)

    def _day(self, instant: int) -> int:
        return (instant + self.zone.offset(instant) * MINUTE) // DAY

    def _spans(self, day: int) -> tuple[Span, ...]:
        found = self._known.get(day)
        if found is None:
            found = self._known[day] = tuple(self._worked_out(day))
        return found

    def _worked_out(self, day: int) -> Iterator[Span]:
        if day not in self.holidays:
            for opens, closes in self.week[(day + _THURSDAY) % 7]:
                yield self.zone.instant(day, opens), self.zone.instant(day, closes)


# --- as people write it, and as it is kept --------------------------------------------------------------------------


def read_week(text: str) -> tuple[tuple[Span, ...], ...]:
    """Read the hours of a week. Raises Unusable with what is wrong."""
    week: list[tuple[Span, ...]] = [()] * 7
    for part in text.split(","):
        days, *spans = part.split() or [""]
        for day in _days(days):
            if week[day]:
                raise Unusable(f"{_DAY_NAMES[day]} stands there twice")
            week[day] = _spans_of(days, spans)
    return tuple(week)


def _days(text: str) -> Sequence[int]:
    first, dash, last = text.partition("-")
    found = [weekday_named(first), weekday_named(last) if dash else weekday_named(first)]
    if None in found:
        raise Unusable(f"{text!r} names no days: write it as {EXAMPLE}")
    begin, end = (day for day in found if day is not None)
    return range(begin, end + 1) if begin <= end else (*range(begin, 7), *range(end + 1))


def _spans_of(days: str, texts: Sequence[str]) -> tuple[Span, ...]:
    spans = tuple(_span(text) for text in texts)
    if not spans:
        raise Unusable(f"{days}: from when to when? write it as {EXAMPLE}")
    if any(before[1] > after[0] for before, after in pairwise(spans)):
        raise Unusable(f"{days}: the hours are not one after another")
    return spans


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise Unusable(f"{text!r} is no hours: write them as 09:00-17:00")
    opens, closes = (int(found[hour]) * 60 + int(found[hour + 1]) for hour in (1, 3))
    if int(found[2]) > 59 or int(found[4]) > 59 or not opens < closes <= _MINUTES:
        raise Unusable(f"{text} is no part of a day")
    return opens, closes


def days_off(texts: Iterable[str]) -> frozenset[int]:
    """Read days as `2026-12-25` writes them."""
    return frozenset(date.fromisoformat(text).toordinal() - _EPOCH for text in texts)


def demand_holiday(text: object) -> None:
    """Let a day pass. Raises Unusable."""
    if not isinstance(text, str) or not is_day(text):
        raise Unusable(f"{text!r} is no day: write it as 2026-12-25")


def zone_named(name: str) -> Zone:
    """Return a time zone as this machine knows it, written out. Raises Unusable for one it does not know."""
    try:
        known = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise Unusable(f"there is no time zone {name!r} here: write it as Europe/Berlin, or UTC") from unknown
    return Zone(name, tuple(_written_out(known)))


def _written_out(zone: ZoneInfo) -> Iterator[tuple[int, int]]:
    """Yield from when on the wall is how far ahead of UTC, to the hour, as clocks are changed."""
    moment, end = (datetime(year, 1, 1, tzinfo=UTC) for year in _ZONE_YEARS)
    known = None
    while moment < end:
        offset = _ahead(zone, moment)
        if offset != known:
            if known is not None:
                while _ahead(zone, moment - timedelta(minutes=15)) == offset:
                    moment -= timedelta(minutes=15)
            yield 0 if known is None else int(moment.timestamp()) * 1000, offset
            known = offset
        moment = moment.replace(hour=0, minute=0) + timedelta(days=1)


def _ahead(zone: ZoneInfo, moment: datetime) -> int:
    ahead = moment.astimezone(zone).utcoffset() or timedelta()
    return int(ahead / timedelta(minutes=1))


def zone_kept(value: Mapping[str, object]) -> Zone:
    """Read a zone as it is kept: its name and its offsets. Raises Unusable for what is none."""
    name, offsets = value.get("name"), value.get("offsets")
    if not isinstance(name, str) or not isinstance(offsets, Sequence) or isinstance(offsets, str) or not offsets:
        raise Unusable("a time zone has a name, and offsets from when on")
    changes = []
    for change in offsets:
        if not isinstance(change, Sequence) or isinstance(change, str) or [type(one) for one in change] != [int, int]:
            raise Unusable("an offset is an instant, and minutes east of UTC from then on")
        changes.append((change[0], change[1]))
    if changes != sorted(changes) or any(abs(minutes) >= DAY // MINUTE for _, minutes in changes):
        raise Unusable("the offsets of a time zone are in their order, and less than a day")
    return Zone(name, tuple(changes))
