"""What the survey tool itself calls the answers (Promoter, Detractor), set against the scores beside them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from cxloop_tui.domain.feedback import Band, Bands
from cxloop_tui.domain.intake.asked import Field
from cxloop_tui.domain.intake.columns import Survey, whole_number
from cxloop_tui.domain.intake.wording import BAD_WORDS, GOOD_WORDS


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a column of words such as Promoter and Detractor says of the same answers."""

    title: str
    good: Counter[int]
    """The scores that are called good there, and how often."""
    bad: Counter[int]
    is_nps: bool
    """The words are those of NPS."""

    @property
    def low_is_good(self) -> bool | None:
        """Whether the low end is the good one; None when the words do not tell."""
        if not self.good or not self.bad or _mean(self.good) == _mean(self.bad):
            return None
        return _mean(self.good) < _mean(self.bad)

    def against(self, bands: Bands) -> int:
        """Count the answers that these bands place in the other camp."""
        wrongly_good = sum(count for score, count in self.good.items() if bands.of(score) is Band.DISSATISFIED)
        return wrongly_good + sum(count for score, count in self.bad.items() if bands.of(score) is Band.SATISFIED)


def _mean(numbers: Counter[int]) -> float:
    return sum(number * count for number, count in numbers.items()) / numbers.total()


def judgement(survey: Survey, columns: Mapping[Field, int]) -> Judgement | None:
    """Set the scores of the sample against the survey tool's own words for them, where there are any."""
    if Field.BAND not in columns:
        return None
    score, band = columns[Field.SCORE], columns[Field.BAND]
    words = {value.casefold() for value in survey.columns[band].values}
    found = Judgement(
        survey.columns[band].title, Counter(), Counter(), is_nps=bool(words & {"promoter", "detractor"})
    )
    for cells in survey.sample:
        number = whole_number(cells[score]) if max(score, band) < len(cells) else None
        if number is None:
            continue
        word = cells[band].strip().casefold()
        found.good[number] += word in GOOD_WORDS
        found.bad[number] += word in BAD_WORDS
    return replace(found, good=+found.good, bad=+found.bad)
