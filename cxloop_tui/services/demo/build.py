"""Building the demo: what happened at Harbour up to now, played at the real desk in the order of time.

Whatever the number of tickets, no more of them are in memory than people have in hand at one time.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush, merge
from random import Random
from typing import Final, NamedTuple

from cxloop_tui.domain.identity import derived
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.services.demo.arrivals import Arrival, arrivals, history
from cxloop_tui.services.demo.case import Case, Step, Story
from cxloop_tui.services.demo.clock import DemoClock
from cxloop_tui.services.demo.contented import contented, how_many
from cxloop_tui.services.demo.fates import Fate, Fates, closed_contented, untouched
from cxloop_tui.services.demo.house import ME, PEOPLE, SEGMENTS, found
from cxloop_tui.services.demo.regular import regular
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.performing import Done

_BATCH: Final = 5_000
"""Steps in one transaction: nobody else waits for it, but all that they make is in memory."""


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
    """Fill the empty store behind `desk` with what happened up to `now`, where the clock then stands.

    The same seed, now and number of tickets give the same operations, ids included when the desk is from `demo_desk`.
    The clock must not be past `now` less `history(tickets)` (else ValueError). `progress` is told how many of how
    many tickets have arrived, after each transaction.
    """
    clock.move_to(now - history(tickets))
    organisation = desk.sit(ME, found)
    languages: Counter[str] = Counter()
    play = Play(clock, _stories(tickets, organisation, seed, now, languages))
    with desk.at_length():
        while play.goes_on:
            desk.sit(ME, play.some)
            if progress is not None:
                progress(play.begun, tickets)
    clock.move_to(now)
    return DemoSummary(ME, len(PEOPLE), len(SEGMENTS), tickets, play.steps, dict(languages))


def _stories(
    tickets: int, organisation: Organisation, seed: int, now: int, languages: Counter[str]
) -> Iterator[Story]:
    """Yield what happens to every ticket, in the order in which they arrive; count what their customers speak.

    Each has its own source of chance, so that stories do not mix theirs.
    """
    for place, (arrival, fate) in enumerate(_cast(tickets, seed, now)):
        languages[arrival.customer.language.name] += 1
        case = Case(arrival, organisation, Random(f"{seed} {place}"))  # noqa: S311  # an example must repeat
        yield _until(now, _story(case, derived("demo", str(seed), str(place)), fate), case)


def _cast(tickets: int, seed: int, now: int) -> Iterator[tuple[Arrival, Fate]]:
    """Yield who comes and what becomes of it, in the order of time: complaints, the content, and Elin."""
    content = how_many(tickets)
    elin = min(tickets - content, 1)
    fates = Fates(Random(f"{seed} fates"))  # noqa: S311  # an example must repeat, not surprise
    complaints = arrivals(tickets - content - elin, now, Random(seed))  # noqa: S311  # as above
    delighted = contented(content, now, Random(f"{seed} content"))  # noqa: S311  # as above
    answered = (closed_contented, untouched)
    return merge(
        ((arrival, fates.next()) for arrival in complaints),
        ((arrival, answered[place // 2 % 2]) for place, arrival in enumerate(delighted)),
        ((arrival, untouched) for arrival in [regular(now)][:elin]),
        key=lambda come: come[0].at,
    )


def _story(case: Case, response: str, fate: Fate) -> Story:
    yield from case.arrive(response)
    yield from fate(case)


def _until(now: int, story: Story, case: Case) -> Story:
    """Play a story up to `now`; what would come next is what whoever has the ticket put down to do."""
    step = next(story)
    while step.at <= now:
        last, done = step.at, (yield step)
        try:
            step = story.send(done)
        except StopIteration:
            return
    yield from case.intend(last, step.at)


class _Awaited(NamedTuple):
    """The next step of a story that has begun, sorted by time and then by who came first."""

    at: int
    place: int
    step: Step
    story: Story


class Play:
    """All stories at once: whatever comes next in time, of whichever ticket, is played next."""

    def __init__(self, clock: DemoClock, stories: Iterator[Story]) -> None:
        self._clock = clock
        self._stories = enumerate(stories)
        self._in_hand: list[_Awaited] = []
        """The stories that go on, as a heap."""
        self._arriving = self._next_arrival()
        self.begun = 0
        """How many stories had their first step."""
        self.steps = 0
        """How many steps were played."""

    @property
    def goes_on(self) -> bool:
        """Whether anything is left to play."""
        return self._arriving is not None or bool(self._in_hand)

    @property
    def in_hand(self) -> int:
        """How many stories are going on."""
        return len(self._in_hand)

    def some(self, sitting: Sitting) -> None:
        """Play what fits into one transaction: the next steps, and what follows from them before the last."""
        due = self._next_steps(_BATCH // 2)
        sitting.prefetch(tickets=[step.ticket for _, _, step, _ in due if step.ticket is not None])
        until = due[-1].at
        for _ in range(_BATCH):
            if not due:
                return
            at, place, step, story = heappop(due)
            self._clock.move_to(at)
            self.begun += step.ticket is None
            self.steps += 1
            following = _following(story, step.act(sitting.as_person(step.by)))
            if following is not None:
                later = due if following.at <= until else self._in_hand
                heappush(later, _Awaited(following.at, place, following, story))
        for awaited in due:
            heappush(self._in_hand, awaited)

    def _next_steps(self, count: int) -> list[_Awaited]:
        """Take what comes next, in the order of time; such a list is a heap too."""
        due: list[_Awaited] = []
        while len(due) < count and self.goes_on:
            while self._arriving is not None and (not self._in_hand or self._arriving < self._in_hand[0]):
                heappush(self._in_hand, self._arriving)
                self._arriving = self._next_arrival()
            due.append(heappop(self._in_hand))
        return due

    def _next_arrival(self) -> _Awaited | None:
        for place, story in self._stories:
            step = next(story)
            return _Awaited(step.at, place, step, story)
        return None


def _following(story: Story, done: Done | None) -> Step | None:
    """Learn what happens next in a story; None when it is over."""
    try:
        return story.send(done)
    except StopIteration:
        return None
