"""The ways to read a score whose scale is not certain, the likelier first."""

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import Final

from cxloop_tui.domain.feedback import STANDARD_SCALES, Scale, ScoreKind
from cxloop_tui.domain.intake.judgement import Judgement
from cxloop_tui.domain.intake.ladders import Ladder
from cxloop_tui.domain.intake.scores import within

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
    ladder: Ladder | None = None
    """The answers, when they are words and not numbers."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a score before its scale is."""

    kind: ScoreKind | None
    """The question that was asked for or is named."""
    said: ScoreKind | None
    """The question the file itself names."""
    scale: Scale | None
    """The scale that was asked for."""
    named: Scale | None
    """The scale that the header or the answers name (`4/5`)."""


def readings_of(numbers: Counter[Fraction], known: Known, words: Judgement | None) -> list[Reading]:
    """List the ways to read a score, the likelier first, each once."""
    readings: list[Reading] = []
    for at, on in _kinds_and_scales(numbers, known):
        if known.scale is not None or (at is ScoreKind.NPS and not (words and words.low_is_good)):
            readings.append(Reading(at, on, f"if it is {at.upper()} and {_best_end(on)} is the best answer"))
            continue
        low_is_good, evidence = _likelier_end(numbers, on, words)
        for low in (low_is_good, not low_is_good):
            turned = replace(on, low_is_good=low)
            likelier = f" (likelier: {evidence})" if low is low_is_good else ""
            readings.append(Reading(at, turned, f"if {_best_end(turned)} is the best answer{likelier}"))
    return list({(reading.kind, reading.scale): reading for reading in reversed(readings)}.values())[::-1]


def _kinds_and_scales(numbers: Counter[Fraction], known: Known) -> list[tuple[ScoreKind, Scale]]:
    """List which questions it may be, and the scale of each that holds most of the answers."""
    if known.scale is not None:
        ends = (known.scale.low, known.scale.high)
        usual_first = sorted(ScoreKind, key=lambda at: (STANDARD_SCALES[at].low, STANDARD_SCALES[at].high) != ends)
        return [(at, known.scale) for at in usual_first]
    near = replace(known.named, low_is_good=False) if known.named else nearest_scale(numbers)
    if known.kind is None:
        if near == STANDARD_SCALES[ScoreKind.NPS]:
            return [(ScoreKind.NPS, near), (ScoreKind.CSAT, near)]
        return [(ScoreKind.CES if near == STANDARD_SCALES[ScoreKind.CES] else ScoreKind.CSAT, near)]
    found: list[tuple[ScoreKind, Scale]] = []
    for at in dict.fromkeys((known.said or known.kind, known.kind)):
        if never_high(numbers, at):
            found.append((ScoreKind.CSAT if at is ScoreKind.NPS else at, near))
        likely = near if known.named else _likely_scale(numbers, STANDARD_SCALES[at], near)
        found.append((at, likely))
    return found


def never_high(numbers: Counter[Fraction], kind: ScoreKind) -> bool:
    """Whether many answered on a scale that goes above 5 and nobody did above 5: more likely it is one to 5."""
    return STANDARD_SCALES[kind].high > 5 and numbers.total() >= _ENOUGH and max(numbers) <= 5


def _likely_scale(numbers: Counter[Fraction], standard: Scale, near: Scale) -> Scale:
    """Choose the standard scale of a kind if it holds most answers, or half of them where no common scale does."""
    enough = 0.5 if near not in _COMMON_SCALES else _MOST
    return standard if _part_inside(numbers, standard) >= enough else near


def nearest_scale(numbers: Counter[Fraction]) -> Scale:
    """Return the smallest common scale that holds most answers, else lowest..highest.

    A stray 12 is no percentage: up to 100 it goes only when somebody gave more than half of it.
    """
    lowest, highest = floor(min(numbers, default=0)), ceil(max(numbers, default=1))
    for scale in _COMMON_SCALES:
        if _part_inside(numbers, scale) >= _MOST and (scale.high <= 10 or 2 * highest > scale.high):
            return scale
    return Scale(lowest, max(highest, lowest + 1))


def _part_inside(numbers: Counter[Fraction], scale: Scale) -> float:
    inside = sum(count for number, count in numbers.items() if within(number, scale))
    return inside / numbers.total() if numbers else 0.0


def _best_end(scale: Scale) -> int:
    return scale.low if scale.low_is_good else scale.high


def _likelier_end(numbers: Counter[Fraction], scale: Scale, words: Judgement | None) -> tuple[bool, str]:
    """Say whether low is likely the good end, and why: the file's own words, else that most customers are content."""
    if words is not None and words.low_is_good is not None:
        return words.low_is_good, f"{words.title!r} says so"
    twice_middle = scale.low + scale.high
    low = sum(count for number, count in numbers.items() if within(number, scale) and 2 * number < twice_middle)
    high = sum(count for number, count in numbers.items() if within(number, scale) and 2 * number > twice_middle)
    if low == high:
        return False, "it is so more often"
    most, end = (low, "low") if low > high else (high, "high")
    return low > high, f"{most:,} of {numbers.total():,} answers are at the {end} end, and most customers are content"
