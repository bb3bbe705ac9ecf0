"""What the score means: certain, or every doubt there is and the ways to read it."""

from collections import Counter
from dataclasses import replace
from typing import Final

from cxloop_tui.domain.feedback import STANDARD_SCALES, Bands, Scale, ScoreKind
from cxloop_tui.domain.intake.asked import Asked, Unsettled, Way
from cxloop_tui.domain.intake.columns import Column
from cxloop_tui.domain.intake.judgement import Judgement
from cxloop_tui.domain.intake.readings import Reading, nearest_scale, never_high, readings_of
from cxloop_tui.domain.intake.wording import EITHER_END, KIND_WORDS, header_words

_BANDS_OF_TOOLS: Final = Bands(dissatisfied=6, neutral=8)
"""What every survey tool means by Detractor and Passive, whatever this space's policy is."""


def settle_scale(score: Column, words: Judgement | None, asked: Asked) -> Reading:
    """Say what the score means. Raises Unsettled, with every way to read it, unless that is certain.

    Certain is what --scale says; else a known question whose header or words tell the good end, with every number
    inside the standard scale of its kind.
    """
    said = _kind_said(score, words)
    kind = asked.kind or said
    if kind and asked.scale:
        return Reading(kind, asked.scale, "as asked for")
    doubts = _doubts(score, kind, said, words) if kind else _doubts_of_kind(score, asked.scale)
    if kind and not doubts:
        low_is_good = bool(words and words.low_is_good)
        return Reading(kind, replace(STANDARD_SCALES[kind], low_is_good=low_is_good), _reason(kind, said, words))
    readings = readings_of(score.numbers, kind, said, asked.scale, words)
    ways = [Way(replace(asked, kind=reading.kind, scale=reading.scale), reading.because) for reading in readings]
    raise Unsettled(f"the scale of {score.title!r} is not certain: {'; '.join(doubts)}", ways)


def _kind_said(score: Column, words: Judgement | None) -> ScoreKind | None:
    header = header_words(score.name)
    named = next((kind for kind, names in KIND_WORDS.items() if header & names), None)
    return ScoreKind.NPS if words is not None and words.is_nps and named is not ScoreKind.CES else named


def _doubts_of_kind(score: Column, scale: Scale | None) -> list[str]:
    near = scale or nearest_scale(score.numbers)
    return ["nothing says whether it is NPS, CSAT or CES", *_outside(score.numbers, near)]


def _outside(numbers: Counter[int], scale: Scale) -> list[str]:
    outside = sorted(number for number in numbers if number not in scale)
    if not outside:
        return []
    count = sum(numbers[number] for number in outside)
    shown = ", ".join(map(str, outside[:4])) + (" ..." if len(outside) > 4 else "")
    return [f"{count:,} of {numbers.total():,} answers ({shown}) lie outside {scale.low}..{scale.high}"]


def _doubts(score: Column, kind: ScoreKind, said: ScoreKind | None, words: Judgement | None) -> list[str]:
    numbers, scale = score.numbers, STANDARD_SCALES[kind]
    doubts = []
    if said and said is not kind:
        doubts.append(f"the header says {said.upper()}, not {kind.upper()}")
    doubts += _outside(numbers, scale)
    if never_high(numbers, kind):
        doubts.append(
            f"none of {numbers.total():,} answers is above 5, though {kind.upper()} goes up to {scale.high}"
        )
    return doubts + _doubts_of_direction(score, kind, words)


def _doubts_of_direction(score: Column, kind: ScoreKind, words: Judgement | None) -> list[str]:
    header = header_words(score.name)
    low_is_good = None if words is None else words.low_is_good
    if low_is_good and words is not None and (kind is ScoreKind.NPS or header & (KIND_WORDS[kind] - EITHER_END)):
        return [f"by {words.title!r} a low score is a good one"]
    if kind is ScoreKind.NPS:
        return _doubts_of_bands(score, words)
    if low_is_good is None and not header & (KIND_WORDS[kind] - EITHER_END):
        return ["nothing says which end is the good one"]
    return []


def _doubts_of_bands(score: Column, words: Judgement | None) -> list[str]:
    if words is None or not words.is_nps:
        return []
    against, judged = words.against(_BANDS_OF_TOOLS), words.good.total() + words.bad.total()
    if 20 * against <= judged:
        return []
    return [f"{words.title!r} contradicts {score.title!r} in {against:,} of {judged:,} rows"]


def _reason(kind: ScoreKind, said: ScoreKind | None, words: Judgement | None) -> str:
    source = f"the file says {kind.upper()}" if kind is said else f"you say {kind.upper()}"
    agrees = words is not None and words.low_is_good is not None
    return f"{source}, and {words.title!r} agrees" if words is not None and agrees else source
