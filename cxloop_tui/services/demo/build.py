"""Building the demo: what happened at Harbour in sixty days, played at the real desk in the order of time."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from random import Random
from typing import Final

from cxloop_tui.domain.identity import derived
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.services.demo.arrivals import HISTORY, Arrival, arrivals
from cxloop_tui.services.demo.case import Case, Step, Story
from cxloop_tui.services.demo.clock import DemoClock
from cxloop_tui.services.demo.fates import Fate, Fates
from cxloop_tui.services.demo.house import ME, PEOPLE, SEGMENTS, found
from cxloop_tui.services.desk import Desk, Done, Sitting

_BATCH: Final = 1_200
"""Steps in one transaction: about 200 tickets."""


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What the demo consists of."""

    me: str
    """The e-mail of the demo's admin, the person to open it as."""
    people: int
    segments: int
    tickets: int
    steps: int
    """How many things were done with the tickets, their arrival included."""
    languages: Mapping[str, int]
    """How many tickets came from customers of which language."""


def build(
    desk: Desk,
    clock: DemoClock,
    *,
    tickets: int,
    seed: int,
    now: int,
    progress: Callable[[int, int], None] | None = None,
) -> DemoSummary:
    """Fill the empty store behind `desk` with the last sixty days up to `now`, where the clock then stands.

    The same seed, now and number of tickets give the same operations, ids included when the desk is from `demo_desk`.
    The clock must not be past `now` less HISTORY (else ValueError). `progress` is told how many of how many tickets
    have arrived, after each transaction.
    """
    clock.move_to(now - HISTORY)
    organisation = desk.sit(ME, found)
    random = Random(seed)  # noqa: S311  # an example must repeat, not surprise
    plan = arrivals(tickets, now, random)
    play = Play(clock, _stories(plan, organisation, seed, Fates(random)), now)
    while play.goes_on:
        desk.sit(ME, play.some)
        if progress is not None:
            progress(play.begun, tickets)
    clock.move_to(now)
    languages = Counter(arrival.customer.language.name for arrival in plan)
    return DemoSummary(ME, len(PEOPLE), len(SEGMENTS), tickets, play.steps, dict(languages))


def _stories(plan: list[Arrival], organisation: Organisation, seed: int, fates: Fates) -> list[Story]:
    """Return what happens to every ticket; each has its own source of chance, so that stories do not mix theirs."""
    return [
        _story(
            Case(arrival, organisation, Random(f"{seed} {place}")),  # noqa: S311  # as above
            derived("demo", str(seed), str(place)),
            fates.next(),
        )
        for place, arrival in enumerate(plan)
    ]


def _story(case: Case, response: str, fate: Fate) -> Story:
    yield from case.arrive(response)
    yield from fate(case)


class Play:
    """All stories at once: whatever comes next in time, of whichever ticket, is played next."""

    def __init__(self, clock: DemoClock, stories: list[Story], now: int) -> None:
        self._clock = clock
        self._stories = stories
        self._now = now
        self._next: list[tuple[int, int, Step]] = []
        for place, story in enumerate(stories):
            step = next(story)
            self._next.append((step.at, place, step))
        heapify(self._next)
        self._begun = [False] * len(stories)
        self.steps = 0
        """How many steps were played."""

    @property
    def goes_on(self) -> bool:
        """Whether anything is left to play up to now."""
        return bool(self._next)

    @property
    def begun(self) -> int:
        """How many stories had their first step."""
        return sum(self._begun)

    def some(self, sitting: Sitting) -> None:
        """Play what fits into one transaction."""
        for _ in range(_BATCH):
            if not self._next:
                return
            at, place, step = heappop(self._next)
            self._clock.move_to(at)
            done = step.act(sitting.as_person(step.by))
            self._begun[place] = True
            self.steps += 1
            self._await(place, done)

    def _await(self, place: int, done: Done | None) -> None:
        """Learn what happens next in a story, unless it is over or lies in the future."""
        try:
            step = self._stories[place].send(done)
        except StopIteration:
            return
        if step.at <= self._now:
            heappush(self._next, (step.at, place, step))
