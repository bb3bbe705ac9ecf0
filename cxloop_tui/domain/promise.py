"""A promise in somebody's note: a sentence that says what will be done, and when (`will call at 15:00`).

Found where a word that promises and a moment that is still to come stand in one sentence. It is only offered as
something to do, so what is missed here is not lost.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.followup import TEXT_MOST
from cxloop_tui.domain.when import read_moment

_DAY: Final = (
    r"(?:today|tonight|tomorrow|next week|(?:next |on )?"
    r"(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"|\d{4}-\d{2}-\d{2})"
)
_TIME: Final = r"(?:at )?(?:\d{1,2}[:.]\d{2}(?: ?[ap]m)?|\d{1,2} ?[ap]m|noon|morning|afternoon|evening)"
_MOMENTS: Final = (
    re.compile(rf"\b{_DAY},? {_TIME}\b"),
    re.compile(rf"\b{_DAY}\b"),
    re.compile(rf"\b{_TIME}\b"),
    re.compile(r"\bin \d{1,3} (?:minutes|hours|days|weeks)\b"),
)
"""The fullest way to say a moment first."""

_PROMISES: Final = re.compile(
    r"\b(?:will|'ll|shall|going to|to be|promised?|call(?:ing)? back|remind|by|until|before|again|waits?|due)\b"
)
_SENTENCE: Final = re.compile(r"[^.!?\n]+(?:[.](?=\d)[^.!?\n]+)*")


class Promise(NamedTuple):
    """What will be done, and when."""

    text: str
    """The sentence, on one line."""
    said: str
    """The moment as it is written there."""
    at: int
    """When that is, milliseconds."""


def promise_in(text: str, now: int, utc_offset: int) -> Promise | None:
    """Return the first promise of a text that is still to be kept, None when there is none.

    `utc_offset` is how many minutes the clock on the wall is ahead of UTC.
    """
    return next(_promises(text, now, utc_offset), None)


def _promises(text: str, now: int, utc_offset: int) -> Iterator[Promise]:
    for sentence in _SENTENCE.findall(text):
        words = " ".join(sentence.split())
        low = words.lower()
        if not _PROMISES.search(low):
            continue
        for moment in _MOMENTS:
            found = moment.search(low)
            at = None if found is None else _instant(found[0], now, utc_offset)
            if found is not None and at is not None:
                yield Promise(words[:TEXT_MOST], found[0], at)
                break


def _instant(said: str, now: int, utc_offset: int) -> int | None:
    try:
        return read_moment(said.removeprefix("at ").replace(",", ""), now, utc_offset)
    except Unusable:
        return None
