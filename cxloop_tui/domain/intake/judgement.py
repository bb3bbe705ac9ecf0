"""What words say of the answers beside them: a tool's Promoter and Detractor, labels such as `1 - very good`."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cxloop_tui.domain.feedback import Band, Bands
from cxloop_tui.domain.folding import document
from cxloop_tui.domain.intake.asked import Field
from cxloop_tui.domain.intake.columns import Column, Survey
from cxloop_tui.domain.intake.ladders import ladders_of, side_of
from cxloop_tui.domain.intake.scores import Scores, answer_of
from cxloop_tui.domain.intake.wording import BANDS_OF_WORDS, NPS_BANDS


@dataclass(frozen=True, slots=True)
class Judgement:
    """What words say of the same answers."""

    title: str
    """The column they stand in."""
    good: Counter[Fraction]
    """The scores that are called good there, and how often."""
    middling: Counter[Fraction]
    """Those that are called neither."""
    bad: Counter[Fraction]
    is_nps: bool
    """The words are those of NPS."""

    @property
    def low_is_good(self) -> bool | None:
        """Whether the low end is the good one; None when the words do not tell."""
        if not self.good or not self.bad or _mean(self.good) == _mean(self.bad):
            return None
        return _mean(self.good) < _mean(self.bad)

    @property
    def judged(self) -> int:
        """How many answers have a word beside them."""
        return self.good.total() + self.middling.total() + self.bad.total()

    def against(self, bands: Bands) -> int:
        """Count the answers that these bands place in another camp."""
        camps = ((self.good, Band.SATISFIED), (self.middling, Band.NEUTRAL), (self.bad, Band.DISSATISFIED))
        return sum(
            count
            for scores, band in camps
            for score, count in scores.items()
            if score.denominator != 1 or bands.of(score.numerator) is not band
        )


def _mean(numbers: Counter[Fraction]) -> float:
    return float(sum(number * count for number, count in numbers.items())) / numbers.total()


def judgement(survey: Survey, columns: Mapping[Field, int]) -> Judgement | None:
    """Set the scores of the sample against the survey tool's own words for them, where there are any."""
    if Field.BAND not in columns:
        return None
    score, band = columns[Field.SCORE], columns[Field.BAND]
    camps: dict[Band, Counter[Fraction]] = {camp: Counter() for camp in Band}
    for cells in survey.sample:
        answer = answer_of(cells[score]) if max(score, band) < len(cells) else None
        camp = band_of_word(cells[band]) if answer is not None else None
        if answer is not None and answer.number is not None and camp is not None:
            camps[camp][answer.number] += 1
    return Judgement(
        survey.columns[band].title,
        camps[Band.SATISFIED],
        camps[Band.NEUTRAL],
        camps[Band.DISSATISFIED],
        is_nps=speaks_nps(survey.columns[band]),
    )


def speaks_nps(column: Column) -> bool:
    """Whether the words of a column are those of NPS."""
    return any(document(value) in NPS_BANDS for value in column.values)


def band_of_word(word: str) -> Band | None:
    """Return the band a survey tool's word stands for; None for other words."""
    folded = document(word)
    if folded in BANDS_OF_WORDS:
        return BANDS_OF_WORDS[folded]
    return {-1: Band.DISSATISFIED, 1: Band.SATISFIED}.get(side_of(folded))


def judgement_by_labels(title: str, scores: Scores) -> Judgement | None:
    """Return what the labels beside the numbers of a column say of them; None when there are none."""
    if not scores.labels:
        return None
    words = {label for _, label in scores.labels}
    ladder = next(iter(ladders_of(words)), None)
    found = Judgement(title, Counter(), Counter(), Counter(), is_nps=False)
    for (number, label), count in scores.labels.items():
        good = ladder.is_praise(label) if ladder else side_of(label) > 0
        bad = ladder.is_complaint(label) if ladder else side_of(label) < 0
        (found.good if good else found.bad if bad else found.middling)[number] += count
    return found
