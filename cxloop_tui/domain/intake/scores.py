"""What a cell of a score column says: a number with what stands around it, stars, or words.

A fraction (`4,5/5`, `8.5`) is a score like any other: it is carried over to the standard scale exactly and rounded
there, halves up, so that nobody who stands between two bands is made a detractor by rounding.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import floor
from typing import Final

from cxloop_tui.domain.feedback import STANDARD_SCALES, Scale, ScoreKind
from cxloop_tui.domain.folding import document
from cxloop_tui.domain.intake.columns import Column
from cxloop_tui.domain.intake.ladders import Ladder, is_rung
from cxloop_tui.domain.intake.missing import is_missing

_LENGTH_MAX: Final = 80
_UNSIGNED: Final = r"\d{1,4}(?:\.0+|[.,]\d{1,2})?"
_NUMBER: Final = rf"[+-]?{_UNSIGNED}"
_OUT_OF: Final = r"/|out\s+of|of|von|aus|sur|su|de|sobre|van|uit|z|na"
_STAR_WORDS: Final = (
    r"stars?|sterne?n?|[ée]toiles?|estrellas?|stell[ae]|estrelas?|ster(?:ren)?|gwiazd(?:k[aię]|ek|y)?"
    r"|points?|punkte?n?|puntos?|punt[io]|pontos?|punten|punkt(?:y|[óo]w)?|pts?\.?"
)
_NUMERIC: Final = re.compile(
    rf"(?P<number>{_NUMBER})\s*(?:(?P<percent>%)|(?:(?:{_OUT_OF})\s*(?P<of>\d{{1,3}})(?:[.,]0+)?)?"
    rf"(?:\s*(?P<stars>{_STAR_WORDS}))?)",
    re.IGNORECASE | re.ASCII,
)
_LABELLED: Final = re.compile(
    rf"(?P<number>{_NUMBER})(?:\s*[-–—:=)]\s*|\.\s+)(?P<label>[^\W\d][^\d]*)"
    rf"|(?P<bracketed>{_NUMBER})\s*[(\[](?P<within>[^\W\d][^\d]*)[)\]]"
    rf"|(?P<spaced>{_NUMBER})\s+(?P<rung>[^\W\d][^\d]*)"
    rf"|(?P<before>[^\W\d][^\d]*?)\s*(?:[-–—:=]\s*(?P<last>{_UNSIGNED})|[(\[](?P<inner>{_NUMBER})[)\]])",
)
_STARS: Final = re.compile(r"(?P<full>[★⭐✭🌟]*)(?P<half>½?)(?P<hollow>[☆✩✰]*)")
_SELECTORS: Final = str.maketrans("", "", "\ufe0e\ufe0f ")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one cell says."""

    number: Fraction | None
    """None when it is words alone."""
    label: str = ""
    """The words that stand beside the number or alone."""
    out_of: int | None = None
    """The highest score there is, when the cell says so."""
    starred: bool = False


@lru_cache(maxsize=4_096)
def answer_of(text: str) -> Answer | None:
    """Read a cell; None when it is no score. Yes and no are none, nor are Promoter and Detractor."""
    trimmed = text.strip()
    if is_missing(trimmed) or len(trimmed) > _LENGTH_MAX:
        return None
    found = _numeric(trimmed) or _stars(trimmed) or _labelled(trimmed)
    return found or (Answer(None, trimmed) if is_rung(trimmed) else None)


def _numeric(text: str) -> Answer | None:
    match = _NUMERIC.fullmatch(text)
    if match is None:
        return None
    number = _number(match["number"])
    out_of = 100 if match["percent"] else int(match["of"]) if match["of"] else None
    if out_of is not None and (out_of < 2 or number > out_of):
        return None
    return Answer(number, out_of=out_of, starred=bool(match["stars"]) and match["stars"][0].lower() != "p")


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def _stars(text: str) -> Answer | None:
    match = _STARS.fullmatch(text.translate(_SELECTORS))
    if match is None or not match.group():
        return None
    full, half, hollow = (len(match[name]) for name in ("full", "half", "hollow"))
    return Answer(full + Fraction(half, 2), out_of=full + half + hollow if hollow else None, starred=True)


def _labelled(text: str) -> Answer | None:
    match = _LABELLED.fullmatch(text)
    if match is None:
        return None
    if match["rung"] and not is_rung(match["rung"]):
        return None
    number = match["number"] or match["bracketed"] or match["spaced"] or match["last"] or match["inner"]
    label = match["label"] or match["within"] or match["rung"] or match["before"]
    return Answer(_number(number), label.strip())


@dataclass(frozen=True, slots=True)
class Scores:
    """What the answers of a column say taken together, as far as its values are told apart."""

    numbers: Counter[Fraction] = field(default_factory=Counter)
    labels: Counter[tuple[Fraction, str]] = field(default_factory=Counter)
    """Numbers with the words beside them, folded."""
    out_of: Counter[int] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    """Answers that are words alone, folded."""
    starred: int = 0
    """How many are stars."""

    @property
    def are_words(self) -> bool:
        """Whether most answers are words alone."""
        return self.words.total() > self.numbers.total()


def scores_in(column: Column) -> Scores:
    """Take the answers of a column together."""
    numbers: Counter[Fraction] = Counter()
    labels: Counter[tuple[Fraction, str]] = Counter()
    out_of: Counter[int] = Counter()
    words: Counter[str] = Counter()
    starred = 0
    for value, count in column.values.items():
        answer = answer_of(value)
        if answer is None:
            continue
        if answer.number is None:
            words[document(answer.label)] += count
            continue
        numbers[answer.number] += count
        starred += count if answer.starred else 0
        if answer.label:
            labels[answer.number, document(answer.label)] += count
        if answer.out_of is not None:
            out_of[answer.out_of] += count
    return Scores(numbers, labels, out_of, words, starred)


def says_its_scale(text: str) -> bool:
    """Whether a cell is a score whatever its column is called: stars, `4/5`, a number or words of satisfaction."""
    answer = answer_of(text)
    return answer is not None and (answer.starred or answer.out_of is not None or is_rung(answer.label))


def number_of(answer: Answer, ladder: Ladder | None) -> Fraction | None:
    """Return the number of an answer, for words the place of their rung; None for what is neither."""
    if (answer.number is None) is (ladder is None):
        return None
    if ladder is None:
        return answer.number
    place = ladder.rungs.get(document(answer.label))
    return None if place is None else Fraction(place)


def within(number: Fraction, scale: Scale) -> bool:
    """Whether a number lies on a scale, both ends included."""
    return scale.low <= number <= scale.high


def shown(number: Fraction) -> str:
    """Write a number as people do: 7, 4.5."""
    return str(number.numerator) if number.denominator == 1 else f"{float(number):g}"


def standard_of(number: Fraction, kind: ScoreKind, scale: Scale) -> int:
    """Carry a number over to its kind's standard scale: turned round if low is good, stretched, halves rounded up.

    On whole numbers it is `feedback.standard_score`.
    """
    standard = STANDARD_SCALES[kind]
    turned = scale.low + scale.high - number if scale.low_is_good else number
    if kind is ScoreKind.NPS and (scale.low, scale.high) == (1, 10):
        return floor(turned + Fraction(1, 2))  # a 0 to 10 question whose 0 nobody offered
    stretched = (turned - scale.low) * (standard.high - standard.low) / (scale.high - scale.low)
    return floor(standard.low + stretched + Fraction(1, 2))
