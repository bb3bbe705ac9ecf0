"""Scores: the kinds of survey question, their scales, who is dissatisfied, and how urgent that is."""

from enum import StrEnum
from typing import Final, NamedTuple

from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.status import Priority


class ScoreKind(StrEnum):
    """Which question was asked."""

    NPS = "nps"
    CSAT = "csat"
    CES = "ces"


class Band(StrEnum):
    """What a score says of the customer.

    The dissatisfied get a ticket by themselves, the others where the policy has queues for them.
    """

    DISSATISFIED = "dissatisfied"
    NEUTRAL = "neutral"
    SATISFIED = "satisfied"


PASSIVE: Final = "passive"
PROMOTER: Final = "promoter"
QUEUES: Final = {Band.NEUTRAL: PASSIVE, Band.SATISFIED: PROMOTER}
"""The tag of the tickets of those who are not dissatisfied: each is a queue of its own."""


RECOVERED: Final = "recovered"
NOT_RECOVERED: Final = "not-recovered"
"""The tags of tickets whose customer was asked again after the resolution, by what they answered."""


@frozen
class Scale:
    """The numbers of an answer, both ends included."""

    low: int
    high: int
    low_is_good: bool = False

    def __contains__(self, score: int) -> bool:
        return self.low <= score <= self.high

    def __str__(self) -> str:
        return f"{self.low}..{self.high}" + (",low-is-good" if self.low_is_good else "")


STANDARD_SCALES: Final = {
    ScoreKind.NPS: Scale(0, 10),
    ScoreKind.CSAT: Scale(1, 5),
    ScoreKind.CES: Scale(1, 7),
}
"""The scale on which bands are defined and scores are kept; on all of them high is good."""


@frozen
class Bands:
    """The last score of the dissatisfied and of the neutral band, on the standard scale."""

    dissatisfied: int
    neutral: int

    def of(self, score: int) -> Band:
        """Return the band a standard score falls in."""
        if score <= self.dissatisfied:
            return Band.DISSATISFIED
        return Band.NEUTRAL if score <= self.neutral else Band.SATISFIED


def standard_score(score: int, kind: ScoreKind, scale: Scale) -> int:
    """Carry a score over to its kind's standard scale: turned round if low is good, stretched, rounded."""
    standard = STANDARD_SCALES[kind]
    turned = scale.low + scale.high - score if scale.low_is_good else score
    if kind is ScoreKind.NPS and (scale.low, scale.high) == (1, 10):
        return turned  # a 0 to 10 question whose 0 nobody offered: its bands are the same numbers
    steps, standard_steps = scale.high - scale.low, standard.high - standard.low
    return standard.low + (2 * (turned - scale.low) * standard_steps + steps) // (2 * steps)


def priority_for(score: int, kind: ScoreKind, bands: Bands) -> Priority:
    """Rate a score: worst third of the dissatisfied band high, middle medium, all else low; never critical."""
    lowest = STANDARD_SCALES[kind].low
    size = bands.dissatisfied - lowest + 1
    third = 3 * (score - lowest) // size
    return (Priority.HIGH, Priority.MEDIUM, Priority.LOW)[min(max(third, 0), 2)]


class Recovered(NamedTuple):
    """What customers answered who were asked again after the resolution."""

    well: int
    """How many are content now."""
    unwell: int

    @property
    def answered(self) -> int:
        """How many answered."""
        return self.well + self.unwell

    @property
    def share(self) -> float | None:
        """Which share of them is content, 0 to 1; None while nobody answered."""
        return self.well / self.answered if self.answered else None
