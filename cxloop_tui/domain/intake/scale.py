"""What the score means: certain, or every doubt there is and the ways to read it."""

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.feedback import STANDARD_SCALES, Bands, Scale, ScoreKind
from cxloop_tui.domain.intake.asked import Asked, Field, Unsettled, Way
from cxloop_tui.domain.intake.columns import Column
from cxloop_tui.domain.intake.header_scales import direction_in, scale_in
from cxloop_tui.domain.intake.judgement import Judgement, judgement_by_labels
from cxloop_tui.domain.intake.ladders import ladders_of
from cxloop_tui.domain.intake.missing import is_missing
from cxloop_tui.domain.intake.readings import Known, Reading, nearest_scale, never_high, readings_of
from cxloop_tui.domain.intake.scores import Scores, scores_in, shown, within
from cxloop_tui.domain.intake.word_scale import kind_of, settle_words
from cxloop_tui.domain.intake.wording import EITHER_END, KIND_WORDS, STAR_WORDS, header_words, kind_in, says_any
from cxloop_tui.domain.text import clean_line

BANDS_OF_TOOLS: Final = Bands(dissatisfied=6, neutral=8)
"""What every survey tool means by Detractor and Passive, whatever this space's policy is."""

_ENOUGH: Final = 20
_MOSTLY_LOW: Final = 0.75
"""From so many answers on, and so large a part of them at the low end, a header alone does not call that bad."""


@dataclass(frozen=True, slots=True)
class _Evidence:
    """All that a file says of its score."""

    score: Column
    scores: Scores
    band: Judgement | None
    """What the survey tool's words in a column beside it say."""
    labels: Judgement | None
    """What the words beside its own numbers say."""
    known: Known

    @property
    def numbers(self) -> Counter[Fraction]:
        """The numbers of all answers, and how often they were given."""
        return self.scores.numbers

    @property
    def low_is_good(self) -> bool | None:
        """Whether low is the good end by its own words: labels, else header; None when they do not tell."""
        by_labels = None if self.labels is None else self.labels.low_is_good
        return direction_in(self.score.name) if by_labels is None else by_labels

    @property
    def is_stars(self) -> bool:
        """Whether the answers are stars, of which many are always better."""
        return 2 * self.scores.starred > self.numbers.total() or says_any(header_words(self.score.name), STAR_WORDS)

    def names_good_end(self, kind: ScoreKind) -> bool:
        """Whether the header asks for something good, of which more is better."""
        return self.is_stars or says_any(header_words(self.score.name), KIND_WORDS[kind] - EITHER_END)


def settle_scale(score: Column, band: Judgement | None, asked: Asked) -> Reading:
    """Say what the score means.

    Certain is what --scale says; else a known question whose header or words tell the good end, with every number
    inside the scale that header or answers name, or the standard one of its kind.

    Raises Unsettled, with every way to read it, when it is not certain; Unusable for what are no scores.
    """
    scores = scores_in(score)
    _check_some(score, scores)
    if scores.are_words:
        return settle_words(score, scores, asked)
    labels = judgement_by_labels(score.title, scores)
    said = _kind_said(score, scores, band)
    known = Known(asked.kind or said, said, asked.scale, _scale_named(score, scores))
    if known.kind and asked.scale:
        return Reading(known.kind, asked.scale, "as asked for")
    evidence = _Evidence(score, scores, band, labels, known)
    doubts = _doubts(evidence)
    if known.kind and not doubts:
        return _certain(evidence, known.kind)
    best = labels if labels is not None and labels.low_is_good is not None else band
    readings = readings_of(scores.numbers, known, best)
    ways = [Way(replace(asked, kind=reading.kind, scale=reading.scale), reading.because) for reading in readings]
    if _doubts_of_bands(evidence):
        ways = [_without_band(way, evidence) for way in ways]
    raise Unsettled(f"the scale of {score.title!r} is not certain: {'; '.join(doubts)}", ways)


def _check_some(score: Column, scores: Scores) -> None:
    """Let pass a column with a score in it, or nothing at all. Raises Unusable."""
    given = [value for value in score.values if not is_missing(value)]
    if given and not scores.numbers and not scores.words:
        shown_value = clean_line(given[0], 30)
        raise Unusable(
            f"no value of {score.title!r} is a score ({shown_value!r} is none); name another column with"
            " --map score=COLUMN"
        )


def _certain(evidence: _Evidence, kind: ScoreKind) -> Reading:
    own = evidence.low_is_good
    low_is_good = own if own is not None else bool(evidence.band and evidence.band.low_is_good)
    scale = replace(evidence.known.named or STANDARD_SCALES[kind], low_is_good=low_is_good)
    source = f"the file says {kind.upper()}" if kind is evidence.known.said else f"you say {kind.upper()}"
    if own is not None:
        return Reading(kind, scale, f"{source}, and its words say which end is good")
    agrees = evidence.band is not None and evidence.band.low_is_good is not None
    return Reading(
        kind, scale, f"{source}, and {evidence.band.title!r} agrees" if evidence.band and agrees else source
    )


def _without_band(way: Way, evidence: _Evidence) -> Way:
    columns = {**way.asked.columns, Field.BAND: ""}
    title = evidence.band.title if evidence.band else ""
    return Way(replace(way.asked, columns=columns), f"{way.because}, whatever {title!r} says")


# What the file says -------------------------------------------------------------------------------------------------


def _kind_said(score: Column, scores: Scores, band: Judgement | None) -> ScoreKind | None:
    named = kind_in(score.name)
    if band is not None and band.is_nps and named is not ScoreKind.CES:
        return ScoreKind.NPS
    if named is None and 2 * scores.starred > scores.numbers.total():
        return ScoreKind.CSAT
    families = {ladder.family for ladder in ladders_of(label for _, label in scores.labels)}
    return kind_of(families.pop()) if named is None and len(families) == 1 else named


def _scale_named(score: Column, scores: Scores) -> Scale | None:
    """Return the scale that most answers (`4/5`) or the header name."""
    if 2 * scores.out_of.total() > scores.numbers.total():
        high = scores.out_of.most_common(1)[0][0]
        return Scale(0 if 0 in scores.numbers or high >= 10 else 1, high)
    return scale_in(score.name)


# Doubts -------------------------------------------------------------------------------------------------------------


def _doubts(evidence: _Evidence) -> list[str]:
    known = evidence.known
    if known.kind is None:
        near = known.scale or known.named or nearest_scale(evidence.numbers)
        return ["nothing says whether it is NPS, CSAT or CES", *_outside(evidence.numbers, near)]
    doubts = []
    if known.said and known.said is not known.kind:
        doubts.append(f"the header says {known.said.upper()}, not {known.kind.upper()}")
    doubts += _doubts_of_range(evidence, known.kind)
    doubts += _doubts_of_form(evidence.scores)
    return doubts + _doubts_of_direction(evidence, known.kind)


def _doubts_of_range(evidence: _Evidence, kind: ScoreKind) -> list[str]:
    numbers, standard, named = evidence.numbers, STANDARD_SCALES[kind], evidence.known.named
    doubts = _outside(numbers, named or standard)
    if named and not _is_usual(named, kind):
        doubts.append(f"its scale is {named.low}..{named.high}, that of {kind.upper()} is {standard}")
    elif not named and never_high(numbers, kind):
        doubts.append(
            f"none of {numbers.total():,} answers is above 5, though {kind.upper()} goes up to {standard.high}"
        )
    elif named and evidence.scores.out_of and named.high != standard.high and 0 not in numbers:
        doubts.append(f"its answers are out of {named.high}, and nothing says whether from 0 or from 1 on")
    return doubts


def _is_usual(scale: Scale, kind: ScoreKind) -> bool:
    """Whether a question of this kind is asked on such a scale; NPS is its scale, the others are asked on many."""
    if kind is ScoreKind.NPS:
        return scale.high == 10 and scale.low in {0, 1}
    return scale.high <= 11


def _outside(numbers: Counter[Fraction], scale: Scale) -> list[str]:
    outside = sorted(number for number in numbers if not within(number, scale))
    if not outside:
        return []
    count = sum(numbers[number] for number in outside)
    listed = ", ".join(map(shown, outside[:4])) + (" ..." if len(outside) > 4 else "")
    return [f"{count:,} of {numbers.total():,} answers ({listed}) lie outside {scale.low}..{scale.high}"]


def _doubts_of_form(scores: Scores) -> list[str]:
    doubts = []
    if len(scores.out_of) > 1:
        doubts.append(f"some answers are out of {' and some out of '.join(map(str, sorted(scores.out_of)))}")
    if 10 * scores.words.total() > scores.numbers.total():
        word = clean_line(next(iter(scores.words)), 40)
        doubts.append(f"{scores.words.total():,} of its answers are words, such as {word!r}, the others are numbers")
    return doubts


def _doubts_of_direction(evidence: _Evidence, kind: ScoreKind) -> list[str]:
    if evidence.low_is_good is not None:
        inverted = evidence.low_is_good and kind is ScoreKind.NPS
        return ["by its own words a low score is a good one"] if inverted else []
    band = None if evidence.band is None else evidence.band.low_is_good
    if band and evidence.band and (kind is ScoreKind.NPS or evidence.names_good_end(kind)):
        return [f"by {evidence.band.title!r} a low score is a good one"]
    if kind is ScoreKind.NPS:
        return _doubts_of_bands(evidence)
    if band is None and not evidence.names_good_end(kind):
        return ["nothing says which end is the good one"]
    return _doubts_of_numbers(evidence, kind) if band is None else []


def _doubts_of_bands(evidence: _Evidence) -> list[str]:
    band = evidence.band
    if band is None or not band.is_nps or band.low_is_good:
        return []
    against = band.against(BANDS_OF_TOOLS)
    if 20 * against <= band.judged:
        return []
    return [f"{band.title!r} contradicts {evidence.score.title!r} in {against:,} of {band.judged:,} rows"]


def _doubts_of_numbers(evidence: _Evidence, kind: ScoreKind) -> list[str]:
    """Doubt a header when most customers answered at the end it calls bad; stars leave no doubt."""
    scale, numbers = evidence.known.named or STANDARD_SCALES[kind], evidence.numbers
    low = sum(count for number, count in numbers.items() if 2 * number < scale.low + scale.high)
    if evidence.is_stars or numbers.total() < _ENOUGH or low < _MOSTLY_LOW * numbers.total():
        return []
    return [f"{low:,} of {numbers.total():,} answers are at the low end, and nothing but its header calls that bad"]
