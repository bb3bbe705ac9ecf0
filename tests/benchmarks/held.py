"""A key that is held down: every press painted, hardly late, and at little cost."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from tests.benchmarks import sights, truth
from tests.benchmarks.bench import Bench, Experiment
from tests.benchmarks.figures import Figure, Goal, Of, Reference
from tests.benchmarks.keys import PAGE, PATIENCE
from tests.benchmarks.program import Program
from tests.benchmarks.samples import Samples, most
from tests.benchmarks.starting import LIST_HEIGHT

HELD_A_SECOND = 30


def held(bench: Bench) -> Mapping[str, Samples]:
    """Hold page down, and count which presses were painted, how late, and what it cost."""
    presses = min(int(bench.effort.held_seconds * HELD_A_SECOND), bench.tickets // PAGE - 2)
    numbers = truth.numbers(bench.store, limit=(presses + 1) * PAGE + 1)
    with bench.desk(bench.store) as desk:
        desk.when(sights.screenful(numbers, LIST_HEIGHT), patience=PATIENCE)
        desk.settle(quiet=1)
        used, sent = desk.cpu, _hold(desk, "pagedown", presses)
        seconds = time.perf_counter() - sent[0]
        used = desk.cpu - used
        painted = [(frame.at, sights.at_cursor(lines)) for frame, lines in desk.frames()]
    place_of = {number: place for place, number in enumerate(numbers)}
    places = [(at, place_of[number]) for at, number in painted if number in place_of]
    answered = _answered(places)
    return {
        "painted": Samples("keys", (float(len(answered)),)),
        "sent": Samples("keys", (float(presses),)),
        "lag": Samples("keys", tuple(sum(at <= when for at in sent) - keys for when, keys in answered)),
        "cpu": Samples("%", (100 * used / seconds,)),
    }


def _answered(places: Sequence[tuple[float, int]]) -> list[tuple[float, float]]:
    """Return when the cursor was seen on another row, and how many presses had been answered by then.

    One that the list answers with less than a page, because its rows have not come yet, is answered all the same.
    """
    answered: list[tuple[float, float]] = []
    before, keys = 0, 0.0
    for at, place in places:
        if place != before:
            keys += max(round((place - before) / PAGE), 1)
            answered.append((at, keys))
            before = place
    return answered


def _hold(desk: Program, key: str, times: int) -> list[float]:
    """Press a key at an even rate; return when each press was sent."""
    sent: list[float] = []
    began = time.perf_counter()
    for turn in range(times):
        desk.watch(began + turn / HELD_A_SECOND - time.perf_counter())
        sent.append(desk.press(key))
    desk.watch(1 / HELD_A_SECOND)
    return sent


EXPERIMENTS = (
    Experiment(
        "held",
        held,
        (
            Figure(
                "held.painted",
                "held page down at 30 a second: painted",
                "painted",
                by=most,
                against=Reference("keys sent", "sent"),
                goal=Goal(1, at_least=True),
            ),
            Figure("held.lag", "  keys sent and not painted yet, at most", "lag", by=most, goal=Goal(3, Of.VALUE)),
            Figure("held.cpu", "  of a core", "cpu", by=most, goal=Goal(30, Of.VALUE)),
        ),
    ),
)
