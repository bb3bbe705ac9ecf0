"""From a key to the frame that answers it: the bare app, the desk, and the desk on 1,000 tickets, in turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tests.benchmarks import sights, truth
from tests.benchmarks.bench import Bench, Experiment
from tests.benchmarks.figures import Figure, Goal, Reference
from tests.benchmarks.program import Program, Sight
from tests.benchmarks.samples import Samples, p50, p95
from tests.benchmarks.starting import LIST_HEIGHT

T = TypeVar("T")

PAGE = LIST_HEIGHT - 1
"""Rows that a page goes on by."""

PATIENCE = 60.0

ORDERS = {
    "created": "newest first",
    "due": "first due first",
    "priority": "most urgent first",
    "number": "highest number first",
    "customer": "by customer",
}
"""What `sort:` offers beside the order a desk opens with, in the order of the picker, and what the desk calls it."""

STATUSES = ("new", "open", "escalated", "resolved")
"""The statuses that the keys 1 to 4 of the filter bar show."""


@dataclass
class At:
    """A desk on screen, and what its keys took."""

    name: str
    store: Path
    program: Program
    taken: dict[str, list[float]] = field(default_factory=dict)

    def timed(self, what: str, press: Callable[[], float], *shown: Sight) -> None:
        """Press a key and note how long it took until each sight; the second and later under a name of their own.

        Until the first, also how much processor time: that is the same on a busy machine.
        """
        used, pressed = self.program.cpu, press()
        first, *others = self.program.when(*shown, patience=PATIENCE)
        self._note(what, first.at - pressed)
        self._note(f"{what} cpu", first.cpu - used)
        for place, frame in enumerate(others, start=1):
            self._note(f"{what} {place}", frame.at - pressed)
        self.program.settle()

    def _note(self, what: str, seconds: float) -> None:
        self.taken.setdefault(what, []).append(seconds)

    def go(self, key: str, shown: Sight) -> None:
        """Press a key that is not measured."""
        self.program.press(key)
        self.program.when(shown, patience=PATIENCE)
        self.program.settle()


class BareKeys:
    """The bare app, pressed in turns with the desk."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._presses = 0
        self.taken: list[float] = []
        self.used: list[float] = []

    def press(self) -> None:
        """Press a key and note how long it took."""
        self._presses += 1
        used, pressed = self._program.cpu, self._program.press("down")
        (frame,) = self._program.when(sights.words(f"pressed {self._presses} times"))
        self.taken.append(frame.at - pressed)
        self.used.append(frame.cpu - used)
        self._program.settle()


@contextmanager
def side_by_side(bench: Bench) -> Iterator[tuple[BareKeys, list[At]]]:
    """Open the bare app and both desks, and wait until all have settled."""
    with (
        bench.bare(counts_cpu=True) as bare,
        bench.desk(bench.store, counts_cpu=True) as large,
        bench.desk(bench.small, counts_cpu=True) as small,
    ):
        bare.when(sights.words("pressed 0 times"), patience=PATIENCE)
        for program in (large, small):
            program.when(sights.words("? keys"), patience=PATIENCE)
        for program in (bare, large, small):
            program.settle(quiet=1)
        yield BareKeys(bare), [At("desk", bench.store, large), At("desk at 1k", bench.small, small)]


def _in_turns(things: Sequence[T], turn: int) -> Sequence[T]:
    """Return them, every other time the other way round: none shall always come right after the bare app."""
    return things[::-1] if turn % 2 else things


def _series(bare: BareKeys, desks: Sequence[At]) -> Mapping[str, Samples]:
    series = {
        f"{desk.name}: {what}": Samples.milliseconds(taken) for desk in desks for what, taken in desk.taken.items()
    }
    return {"bare": Samples.milliseconds(bare.taken), "bare cpu": Samples.milliseconds(bare.used), **series}


def down(bench: Bench) -> Mapping[str, Samples]:
    """Go down row by row, the ticket beside the list following."""
    with side_by_side(bench) as (bare, desks):
        orders = {desk.name: truth.numbers(desk.store, limit=bench.effort.keys + 1) for desk in desks}
        for place in range(1, bench.effort.keys + 1):
            bare.press()
            for desk in _in_turns(desks, place):
                number = orders[desk.name][place]
                press = _pressing(desk, "down")
                desk.timed("down", press, sights.cursor_on(number), sights.detail_of(number))
        return _series(bare, desks)


def page_down(bench: Bench) -> Mapping[str, Samples]:
    """Go down page by page, from the top again before the list of 1,000 ends."""
    most_pages = min(truth.sizes(bench.small)[0], bench.tickets) // PAGE - 2
    with side_by_side(bench) as (bare, desks):
        orders = {desk.name: truth.numbers(desk.store, limit=most_pages * PAGE + 1) for desk in desks}
        for turn in range(bench.effort.keys):
            page = turn % most_pages
            bare.press()
            for desk in _in_turns(desks, turn):
                numbers = orders[desk.name]
                if page == 0 and turn:
                    desk.go("home", sights.cursor_on(numbers[0]))
                desk.timed("page", _pressing(desk, "pagedown"), sights.cursor_on(numbers[(page + 1) * PAGE]))
        return _series(bare, desks)


def steps(bench: Bench) -> Mapping[str, Samples]:
    """Go to the other end of the list and back, jump, sort, filter: what reads another list."""
    with side_by_side(bench) as (bare, desks):
        journeys = [_journey(bench, desk) for desk in desks]
        for turn in range(bench.effort.steps):
            for _ in range(6):
                bare.press()
            for journey in _in_turns(journeys, turn):
                next(journey)
        return _series(bare, desks)


def _journey(bench: Bench, desk: At) -> Iterator[None]:
    """Do every step once, at each turn with another goal."""
    first = truth.numbers(desk.store)
    last = truth.last_number(desk.store)
    sorted_ = {order: truth.numbers(desk.store, f"sort:{order}") for order in ORDERS}
    filtered = {status: truth.numbers(desk.store, f"status:{status}") for status in STATUSES}
    for turn, number in enumerate(truth.some_numbers(desk.store, bench.effort.steps, bench.seed)):
        desk.timed("end", _pressing(desk, "end"), sights.cursor_on(last))
        desk.timed("home", _pressing(desk, "home"), sights.cursor_on(first[0]))
        _jump(desk, number)
        desk.go("F", sights.rows(first))
        order = list(ORDERS)[turn % len(ORDERS)]
        _sort(desk, order, sorted_[order])
        desk.go("F", sights.rows(first))
        place = turn % len(STATUSES)
        _filter(desk, str(place + 1), filtered[STATUSES[place]], first)
        yield


def _jump(desk: At, number: int) -> None:
    """Jump to a ticket by its number; the last digit shows it."""
    before, last = f"#{number}"[:-1], f"#{number}"[-1]
    desk.program.press("/")
    desk.program.settle()
    desk.program.press(*before)
    desk.program.settle(quiet=0.2)
    desk.timed("jump", _pressing(desk, last), sights.rows([number]))
    desk.program.press("enter")
    desk.program.settle()


def _sort(desk: At, order: str, numbers: Sequence[int]) -> None:
    """Choose another order; the key that takes it shows it."""
    desk.go("S", sights.words("╭─ Order"))
    desk.program.press(*["down"] * (list(ORDERS).index(order) + 1))
    desk.program.settle()
    desk.timed("sort", _pressing(desk, "enter"), sights.both(_is_in_order(order), sights.rows(numbers)))


def _is_in_order(order: str) -> Sight:
    """Look for the words for an order at the end of the filters' line."""
    return lambda lines: any(line.endswith(f" {ORDERS[order]}") or f"· {ORDERS[order]}" in line for line in lines[:5])


def _filter(desk: At, key: str, some: Sequence[int], everything: Sequence[int]) -> None:
    """Show one status alone, then all again."""
    desk.program.press("f")
    desk.program.settle()
    desk.timed("filter", _pressing(desk, key), _changed_to(some, everything))
    desk.timed("filter", _pressing(desk, key), _changed_to(everything, some))
    desk.program.press("esc")
    desk.program.settle(quiet=0.2)


def _changed_to(wanted: Sequence[int], before: Sequence[int]) -> Sight:
    """Look for a list; one that begins with the same screenful is told apart by the line above it."""
    if list(wanted[:LIST_HEIGHT]) != list(before[:LIST_HEIGHT]):
        return sights.rows(wanted)
    return sights.both(sights.rows(wanted), lambda lines: "all tickets" in lines[0] or "filtered" in lines[0])


def _pressing(desk: At, *keys: str) -> Callable[[], float]:
    return lambda: desk.program.press(*keys)


_BARE = Reference("bare app's key to frame", "bare")
_BARE_MEDIAN = Reference("bare app's key to frame, p50", "bare", by=p50)


def _cpu(name: str, step: str) -> Figure:
    return Figure(
        f"{name}.cpu", "  its processor time, p50", f"desk: {step} cpu", against=Reference("the same", "bare cpu")
    )


def _growth(name: str, what: str, step: str) -> Figure:
    return Figure(
        f"{name}.growth",
        f"{what} against 1k tickets, p50",
        f"desk: {step}",
        against=Reference("own", f"desk at 1k: {step}"),
        goal=Goal(1.3),
    )


def _step(step: str, what: str) -> tuple[Figure, ...]:
    return (
        Figure(f"{step}.p95", f"{what}, p95", f"desk: {step}", by=p95, against=_BARE_MEDIAN, goal=Goal(8)),
        _cpu(step, step),
        _growth(step, f"  {what}", step),
    )


EXPERIMENTS = (
    Experiment(
        "down",
        down,
        (
            Figure("down.p50", "down to painted frame, p50", "desk: down", by=p50, against=_BARE, goal=Goal(2)),
            Figure("down.p95", "down to painted frame, p95", "desk: down", by=p95, against=_BARE, goal=Goal(4)),
            Figure("down.detail", "  down to the ticket beside the list, p95", "desk: down 1", by=p95, against=_BARE),
            _cpu("down", "down"),
            _growth("down", "  down", "down"),
        ),
    ),
    Experiment(
        "page",
        page_down,
        (
            Figure("page.p50", "page down, p50", "desk: page", by=p50, against=_BARE, goal=Goal(2.5)),
            Figure("page.p95", "page down, p95", "desk: page", by=p95, against=_BARE, goal=Goal(5)),
            _cpu("page", "page"),
            _growth("page", "  page down", "page"),
        ),
    ),
    Experiment(
        "steps",
        steps,
        (
            *_step("end", "end"),
            *_step("home", "home"),
            *_step("jump", "jump to a number"),
            *_step("sort", "change the order"),
            *_step("filter", "toggle a filter"),
        ),
    ),
)
