"""From the start of a program to its first rows, to the answer of a key, and how much memory it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.benchmarks import sights, truth
from tests.benchmarks.bench import Bench, Experiment
from tests.benchmarks.figures import Figure, Goal, Reference
from tests.benchmarks.program import Program, Sight
from tests.benchmarks.samples import Samples, most

LIST_HEIGHT = 34
"""Rows of the list on a screen of 40 lines."""


def first_rows(bench: Bench) -> Mapping[str, Samples]:
    """Start both programs in turns and wait until their screens are full."""
    full = sights.screenful(truth.numbers(bench.store), min(LIST_HEIGHT, bench.tickets))
    return _started(bench, full, sights.words("pressed 0 times"), key=None)


def key_typed_ahead(bench: Bench) -> Mapping[str, Samples]:
    """Start both programs with a key waiting in their terminal."""
    second = truth.numbers(bench.store)[1]
    return _started(bench, sights.cursor_on(second), sights.words("pressed 1 times"), key="down")


def _started(bench: Bench, desk_shows: Sight, bare_shows: Sight, *, key: str | None) -> Mapping[str, Samples]:
    runs: dict[str, list[tuple[float, float]]] = {"bare": [], "desk": []}
    for turn in range(bench.effort.starts + 1):
        bare = _start(lambda: bench.bare(counts_cpu=True), bare_shows, key)
        desk = _start(lambda: bench.desk(bench.store, counts_cpu=True), desk_shows, key)
        if turn:  # the first run only warms the caches of the machine
            runs["bare"].append(bare)
            runs["desk"].append(desk)
    return {
        f"{name} {what}": Samples.milliseconds([run[place] for run in found])
        for name, found in runs.items()
        for place, what in enumerate(("wall", "cpu"))
    }


def _start(make: Callable[[], Program], shows: Sight, key: str | None) -> tuple[float, float]:
    """Return seconds of time and of processor time until a screen showed what it should."""
    with make() as program:
        if key is not None:
            program.press(key)
        (frame,) = program.when(shows)
        return frame.at - program.started, frame.cpu


def memory(bench: Bench) -> Mapping[str, Samples]:
    """Use programs for a while, each of its own size, and see how much they took at most."""
    with bench.bare() as bare:
        bare.when(sights.words("pressed 0 times"))
        for _ in range(bench.effort.keys):
            bare.press("down")
            bare.settle()
        peaks = {"bare": bare.memory[1]}
    for name, store in (("desk", bench.store), ("desk at 10k", bench.middle)):
        with bench.desk(store) as desk:
            _tour(bench, desk)
            peaks[name] = desk.memory[1]
    return {name: Samples("MiB", (peak,)) for name, peak in peaks.items()}


def _tour(bench: Bench, desk: Program) -> None:
    """Do a little of everything that only reads."""
    desk.when(sights.words("? keys"))
    desk.settle(quiet=0.4)
    for key in ("down", "pagedown", "home", "end", "up", "pageup", "home", "2", "1"):
        for _ in range(max(bench.effort.keys // 10, 1)):
            desk.press(key)
            desk.settle()
    for word in ("refund", "e", "late delivery"):
        desk.press("/")
        desk.settle()
        desk.write(word.encode())
        desk.settle(quiet=0.4)
        desk.press("enter")
        desk.settle()
    for key in ("F", "m", "m", "m", "!", "!", "S"):
        desk.press(key)
        desk.settle(quiet=0.3)
    desk.press("up", "enter")
    desk.settle(quiet=0.4)


_BARE_START = Reference("bare Textual app to its text", "bare wall")
_BARE_CPU = Reference("the same", "bare cpu")

EXPERIMENTS = (
    Experiment(
        "start",
        first_rows,
        (
            Figure(
                "start.wall",
                "exec to the first screenful of real rows",
                "desk wall",
                against=_BARE_START,
                goal=Goal(1.4),
            ),
            Figure("start.cpu", "  its processor time", "desk cpu", against=_BARE_CPU),
        ),
    ),
    Experiment(
        "typed-ahead",
        key_typed_ahead,
        (
            Figure(
                "ahead.wall",
                "exec to the answer of a key typed ahead",
                "desk wall",
                against=Reference("bare Textual app to its answer", "bare wall"),
                goal=Goal(1.6),
            ),
            Figure("ahead.cpu", "  its processor time", "desk cpu", against=_BARE_CPU),
        ),
    ),
    Experiment(
        "memory",
        memory,
        (
            Figure("memory", "peak memory", "desk", by=most, against=Reference("bare app", "bare"), goal=Goal(2.2)),
            Figure(
                "memory.growth",
                "peak memory against 10k tickets",
                "desk",
                by=most,
                against=Reference("own", "desk at 10k"),
                goal=Goal(1.2),
            ),
        ),
    ),
)
