"""What a header says of the scale: `NPS (0-10)`, `Zufriedenheit von 1 bis 7`, `(1 = very good, 5 = very poor)`."""

import re
from collections.abc import Iterator
from typing import Final

from cxloop_tui.domain.feedback import Scale
from cxloop_tui.domain.intake.ladders import side_of

_RANGE: Final = re.compile(
    r"(?<![\w.])(-?\d{1,2})\s*(?:[-–—/]|\.\.\.?|…|to|through|bis|à|a|al|do|tot|t/m|do)\s*(\d{1,3})(?![\w]|\.\d)",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"(?<![\w.])(-?\d{1,3})\s*(?:=|:|[-–—](?=\s*[^\W\d]))\s*([^\W\d][^\d,;()/=|]*)")
_JOINING: Final = re.compile(r"\s+(?:to|through|bis|à|a|e|y|i|do|tot|and|und|et|en|up to)\s*$", re.IGNORECASE)
_LOWS: Final = frozenset({0, 1})
_HIGHS: Final = frozenset({3, 4, 5, 6, 7, 8, 9, 10, 11, 100})


def scale_in(header: str) -> Scale | None:
    """Return the scale a header names, low-is-good when its words say so; None when it names none, or several."""
    labels = list(_labels(header))
    ranges = {(int(low), int(high)) for low, high in _RANGE.findall(header)}
    if not ranges and len(labels) > 1:
        ranges = {(min(number for number, _ in labels), max(number for number, _ in labels))}
    plausible = [(low, high) for low, high in ranges if high in _HIGHS and (low in _LOWS or low == -high)]
    if len(plausible) != 1:
        return None
    low, high = plausible[0]
    return Scale(low, high, low_is_good=direction_in(header) is True)


def direction_in(header: str) -> bool | None:
    """Return whether low is good by the words that a header has for its numbers; None when they do not tell."""
    sides = [(number, side_of(label)) for number, label in _labels(header)]
    bad = [number for number, side in sides if side < 0]
    good = [number for number, side in sides if side > 0]
    if not bad or not good:
        return None
    return max(good) < min(bad) if max(good) < min(bad) or max(bad) < min(good) else None


def _labels(header: str) -> Iterator[tuple[int, str]]:
    for number, label in _LABEL.findall(header):
        yield int(number), _JOINING.sub("", label.strip())
