"""One line of the table: what is measured, against what, what is wanted of it, and how it came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from tests.benchmarks.samples import Samples, Statistic, p50


class Of(Enum):
    """Which number a goal is about."""

    RATIO = "x"
    VALUE = ""
    EXCESS = "+"
    """The value less the reference."""


@dataclass(frozen=True, slots=True)
class Goal:
    """At most, or at least, so much."""

    bound: float
    of: Of = Of.RATIO
    at_least: bool = False

    def is_met_by(self, number: float) -> bool:
        """Whether a number is within the goal."""
        return number >= self.bound if self.at_least else number <= self.bound


@dataclass(frozen=True, slots=True)
class Reference:
    """What a figure is held against."""

    what: str
    series: str
    by: Statistic | None = None
    """None: as the value itself is counted."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the table before it was measured; `series` and the reference's are names an experiment gives.

    Without a goal it is there to explain another line.
    """

    name: str
    what: str
    series: str
    by: Statistic = p50
    against: Reference | None = None
    goal: Goal | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    name: str
    what: str
    against: str
    unit: str
    value: float
    reference: float | None
    ratio: float | None
    goal: Goal | None
    count: int
    """How often the value was measured."""
    spread: tuple[float, float, float, float]
    reference_spread: tuple[float, float, float, float] | None

    @property
    def is_met(self) -> bool | None:
        """Whether it is within its goal; None without one, or without what the goal is held against."""
        needed = {Of.RATIO: self.ratio, Of.EXCESS: self.reference, Of.VALUE: self.value}
        if self.goal is None or needed[self.goal.of] is None:
            return None
        return self.goal.is_met_by(self.judged)

    @property
    def judged(self) -> float:
        """The number that the goal is about; without a goal the ratio, else the value."""
        of = self.goal.of if self.goal else Of.RATIO
        if of is Of.EXCESS:
            return self.value - (self.reference or 0)
        return self.ratio if of is Of.RATIO and self.ratio is not None else self.value

    @property
    def judged_unit(self) -> str:
        """The unit of that number."""
        is_ratio = self.ratio is not None and (self.goal is None or self.goal.of is Of.RATIO)
        return "x" if is_ratio else self.unit


def judge(figure: Figure, measured: Mapping[str, Samples]) -> Row:
    """Hold what was measured against the goal of a figure. Raises KeyError for a series nobody measured."""
    samples = measured[figure.series]
    value = figure.by(samples.values)
    reference = against = None
    if figure.against is not None:
        against = measured[figure.against.series]
        reference = (figure.against.by or figure.by)(against.values)
    return Row(
        name=figure.name,
        what=figure.what,
        against="" if figure.against is None else figure.against.what,
        unit=samples.unit,
        value=value,
        reference=reference,
        ratio=value / reference if reference else None,
        goal=figure.goal,
        count=len(samples.values),
        spread=samples.spread,
        reference_spread=None if against is None else against.spread,
    )
