"""The ways to read a score whose scale is not certain, the likelier first."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from cxloop_tui.domain.feedback import STANDARD_SCALES, Scale, ScoreKind
from cxloop_tui.domain.intake.judgement import Judgement

_ENOUGH: Final = 20
"""From so many answers on it tells something that nobody gave a high one."""

_COMMON_SCALES: Final = (Scale(1, 5), Scale(1, 7), Scale(0, 10), Scale(0, 100))

_MOST: Final = 0.9
"""A scale that holds this part of the answers is proposed; the others are codes such as 6 for don't know."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a score means: which question, on which scale, and how that is known."""

    kind: ScoreKind
    scale: Scale
    because: str


def readings_of(
    numbers: Counter[int],
    kind: ScoreKind | None,
    said: ScoreKind | None,
    scale: Scale | None,
    words: Judgement | None,
) -> list[Reading]:
    """List the ways to read a score, the likelier first, each once.

    `kind` and `scale` are what was asked for or found out; `said` is the question the file itself names.
    """
    readings: list[Reading] = []
    for at, on in _kinds_and_scales(numbers, kind, said, scale):
        if scale is not None or (at is ScoreKind.NPS and not (words and words.low_is_good)):
            readings.append(Reading(at, on, f"if it is {at.upper()} and {_best_end(on)} is the best answer"))
            continue
        low_is_good, evidence = _likelier_end(numbers, on, words)
        for low in (low_is_good, not low_is_good):
            turned = replace(on, low_is_good=low)
            likelier = f" (likelier: {evidence})" if low is low_is_good else ""
            readings.append(Reading(at, turned, f"if {_best_end(turned)} is the best answer{likelier}"))
    return list({(reading.kind, reading.scale): reading for reading in reversed(readings)}.values())[::-1]


def _kinds_and_scales(
    numbers: Counter[int], kind: ScoreKind | None, said: ScoreKind | None, scale: Scale | None
) -> list[tuple[ScoreKind, Scale]]:
    """List which questions it may be, and the scale of each that holds most of the answers."""
    if scale is not None:
        ends = (scale.low, scale.high)
        usual_first = sorted(ScoreKind, key=lambda at: (STANDARD_SCALES[at].low, STANDARD_SCALES[at].high) != ends)
        return [(at, scale) for at in usual_first]
    near = nearest_scale(numbers)
    if kind is None:
        if near == STANDARD_SCALES[ScoreKind.NPS]:
            return [(ScoreKind.NPS, near), (ScoreKind.CSAT, near)]
        return [(ScoreKind.CES if near == STANDARD_SCALES[ScoreKind.CES] else ScoreKind.CSAT, near)]
    found: list[tuple[ScoreKind, Scale]] = []
    for at in dict.fromkeys((said or kind, kind)):
        if never_high(numbers, at):
            found.append((ScoreKind.CSAT if at is ScoreKind.NPS else at, near))
        found.append((at, _likely_scale(numbers, STANDARD_SCALES[at], near)))
    return found


def never_high(numbers: Counter[int], kind: ScoreKind) -> bool:
    """Whether many answered on a scale that goes above 5 and nobody did above 5: more likely it is one to 5."""
    return STANDARD_SCALES[kind].high > 5 and numbers.total() >= _ENOUGH and max(numbers) <= 5


def _likely_scale(numbers: Counter[int], standard: Scale, near: Scale) -> Scale:
    """Choose the standard scale of a kind if it holds most answers, or half of them where no common scale does."""
    enough = 0.5 if near not in _COMMON_SCALES else _MOST
    return standard if _part_inside(numbers, standard) >= enough else near


def nearest_scale(numbers: Counter[int]) -> Scale:
    """Return the smallest common scale that holds most answers, else lowest..highest.

    A stray 12 is no percentage: up to 100 it goes only when somebody gave more than half of it.
    """
    lowest, highest = min(numbers, default=0), max(numbers, default=1)
    for scale in _COMMON_SCALES:
        if _part_inside(numbers, scale) >= _MOST and (scale.high <= 10 or 2 * highest > scale.high):
            return scale
    return Scale(lowest, max(highest, lowest + 1))


def _part_inside(numbers: Counter[int], scale: Scale) -> float:
    inside = sum(count for number, count in numbers.items() if number in scale)
    return inside / numbers.total() if numbers else 0.0


def _best_end(scale: Scale) -> int:
    return scale.low if scale.low_is_good else scale.high


def _likelier_end(numbers: Counter[int], scale: Scale, words: Judgement | None) -> tuple[bool, str]:
    """Say whether low is likely the good end, and why: the file's own words, else that most customers are content."""
    if words is not None and words.low_is_good is not None:
        return words.low_is_good, f"{words.title!r} says so"
    twice_middle = scale.low + scale.high
    low = sum(count for number, count in numbers.items() if number in scale and 2 * number < twice_middle)
    high = sum(count for number, count in numbers.items() if number in scale and 2 * number > twice_middle)
    if low == high:
        return False, "it is so more often"
    most, end = (low, "low") if low > high else (high, "high")
    return low > high, f"{most:,} of {numbers.total():,} answers are at the {end} end, and most customers are content"
