"""Lines that are drawn when they come into sight: ten thousand of them cost as much as the screenful that is read."""

from collections.abc import Callable, Sequence
from typing import overload

from textual.strip import Strip


class OnDemand(Sequence[Strip]):
    """So many lines, each drawn once, when it is first asked for."""

    def __init__(self, count: int, draw: Callable[[int], Strip]) -> None:
        """`draw` draws the line of a place, from 0."""
        self._places = range(count)
        self._draw = draw
        self._drawn: dict[int, Strip] = {}

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> Strip: ...

    @overload
    def __getitem__(self, at: slice) -> list[Strip]: ...

    def __getitem__(self, at: int | slice) -> Strip | list[Strip]:
        if isinstance(at, slice):
            return [self._line(place) for place in self._places[at]]
        return self._line(self._places[at])

    def _line(self, place: int) -> Strip:
        if place not in self._drawn:
            self._drawn[place] = self._draw(place)
        return self._drawn[place]
