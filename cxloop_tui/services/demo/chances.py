"""Things of which some come up more often than others."""

from collections.abc import Mapping
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Chances(Generic[T]):
    """What there is, and how often each comes up; added up once, for a demo draws from it for every ticket."""

    def __init__(self, weights: Mapping[T, int]) -> None:
        self._things = list(weights)
        self._up_to = list(accumulate(weights.values()))

    def draw(self, random: Random) -> T:
        """Return one of them."""
        return random.choices(self._things, cum_weights=self._up_to)[0]
