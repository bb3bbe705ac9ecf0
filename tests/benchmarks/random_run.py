"""Some minutes of everything at random, beside a bare app: no crash, no stall, no leak, nothing wrong on screen."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median

from cxloop_tui.services.queries import Queries
from tests.benchmarks import moves, sights, truth
from tests.benchmarks.asked_for import searches
from tests.benchmarks.bench import PROGRAMS, Bench, Experiment
from tests.benchmarks.figures import Figure, Goal, Of, Reference
from tests.benchmarks.painted import Comparison, compare_order, compare_rows
from tests.benchmarks.program import Program
from tests.benchmarks.samples import Samples, most
from tests.benchmarks.stalls import Stall, longest, read_stalls

PATIENCE = 60.0
MOVES_BETWEEN_PAUSES = 6
_WORDS = 200
_ESCAPES = 4
"""Screens that lie over each other at most: a question over a form over the organisation over the list."""


@dataclass
class Run:
    """What came of it."""

    presses: int = 0
    moves: Counter[str] = field(default_factory=Counter)
    comparison: Comparison = field(default_factory=Comparison)
    memory: list[float] = field(default_factory=list)
    """MiB at each pause."""
    paused: list[float] = field(default_factory=list)
    """When each of them was."""
    left: int = 0
    """How often a move left the desk in good order; it was opened again."""
    begun: list[tuple[float, str]] = field(default_factory=list)
    """When each move was begun."""
    stalls: list[Stall] = field(default_factory=list)
    bare_stalls: list[Stall] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """Memory in the last quarter of the run, as a multiple of that in the second: the first fills the caches."""
        quarter = max(len(self.memory) // 4, 1)
        return median(self.memory[-quarter:]) / median(self.memory[quarter : 2 * quarter] or self.memory)

    def steps(self, number: int) -> Sequence[str]:
        """Tell of the pauses before which memory grew most, and what was done since the one before."""
        grown = [after - before for before, after in pairwise(self.memory)]
        largest = sorted(range(len(grown)), key=lambda at: -grown[at])[:number]
        return [f"  {grown[at]:+.1f} MiB to {self.memory[at + 1]:.0f} after {self._between(at)}" for at in largest]

    def _between(self, pause: int) -> str:
        since, until = self.paused[pause], self.paused[pause + 1]
        return ", ".join(name for at, name in self.begun if since <= at < until and name != "a pause")


def random_run(bench: Bench, minutes: float) -> Run:
    """Work at a copy of the store for so long."""
    store = bench.stores.copy(bench.store, "random")
    run, random = Run(), Random(bench.seed)
    words = [asked.text for asked in searches(store, _WORDS, bench.seed)]
    among = moves.moves(words)
    end = time.monotonic() + minutes * 60
    with _watched(bench, "bare") as (bare, bare_stalls), truth.questions(store) as queries:
        bare.when(sights.words("pressed 0 times"), patience=PATIENCE)
        began = time.perf_counter()
        while time.monotonic() < end:
            with _watched(bench, "desk", "--store", str(store)) as (desk, stalls):
                desk.when(sights.words("? keys"), patience=PATIENCE)
                desk.settle(quiet=1)
                opened = time.perf_counter()
                while desk.has_ended is None and time.monotonic() < end:
                    for _ in range(MOVES_BETWEEN_PAUSES):
                        name, move = moves.chosen(random, among)
                        run.moves[name] += 1
                        run.begun.append((time.perf_counter(), name))
                        _make(desk, bare, move(random), run)
                    run.begun.append((time.perf_counter(), "a pause"))
                    _pause(desk, queries, run)
                run.stalls += read_stalls(stalls, opened)
                _note_end(desk, run)
        run.bare_stalls = read_stalls(bare_stalls, began)
    return run


def _make(desk: Program, bare: Program, presses: Iterator[moves.Press], run: Run) -> None:
    for press in presses:
        if desk.has_ended is not None:
            return
        desk.press(press.key)
        bare.press("down")
        run.presses += 1
        desk.watch(press.wait)
        bare.settle(quiet=0)


def _pause(desk: Program, queries: Queries, run: Run) -> None:
    """Go back to the list and compare; then read it anew, and compare its order."""
    for _ in range(_ESCAPES):
        if desk.has_ended is not None:
            return
        desk.press("esc")
        desk.settle(quiet=0.15)
    desk.press("0")
    desk.settle(quiet=0.3)
    if desk.has_ended is not None:
        return
    run.comparison.pauses += 1
    run.memory.append(desk.memory[0])
    run.paused.append(time.perf_counter())
    compare_rows(desk.lines, queries, run.comparison)
    desk.press("f5")
    desk.settle(quiet=0.5)
    compare_rows(desk.lines, queries, run.comparison)
    compare_order(desk.lines, queries, run.comparison)


def _note_end(desk: Program, run: Run) -> None:
    if desk.has_ended == 0:
        run.left += 1
    elif desk.has_ended is not None:
        screen = "\n".join(desk.lines)
        run.comparison.problems.append(f"the desk ended with {desk.has_ended}:\n{screen}")


@contextmanager
def _watched(bench: Bench, name: str, *arguments: str) -> Iterator[tuple[Program, Path]]:
    """Run a program with a heartbeat; yield it and the file that tells of its stalls."""
    stalls = bench.stores.directory / f"{name}.stalls"
    stalls.write_bytes(b"")
    words = [sys.executable, str(PROGRAMS / "watched.py"), str(stalls), name, *arguments]
    with bench.program(words) as program:
        yield program, stalls


def report(run: Run) -> str:
    """Say what was done and what came of it."""
    seen = run.comparison
    lines = [
        f"{run.presses:,} keys in {run.moves.total():,} moves: {dict(run.moves.most_common())}",
        f"{seen.pauses:,} pauses: {seen.rows:,} rows, {seen.orders:,} orders, {seen.counts:,} counts compared",
        f"left in good order and opened again: {run.left}",
        f"longest stall of the bare app {longest(run.bare_stalls).seconds * 1000:.0f} ms; of the desk:",
        *(f"  {_told(stall)} in {_during(run, stall)!r}" for stall in _worst(run.stalls)),
        f"memory at the pauses, MiB: {' '.join(f'{at:.0f}' for at in run.memory)}; x {run.growth:.2f}",
        "it grew most",
        *run.steps(6),
        f"{len(seen.problems)} problems",
        *seen.problems[:20],
    ]
    return "\n".join(lines)


def _worst(stalls: Sequence[Stall]) -> Sequence[Stall]:
    return sorted(stalls, key=lambda stall: -stall.seconds)[:10]


def _told(stall: Stall) -> str:
    total, worked, queued = (round(seconds * 1000) for seconds in (stall.seconds, stall.worked, stall.queued))
    return f"{total:4} ms, of which {worked} at work and {queued} in the queue for a processor,"


def _during(run: Run, stall: Stall) -> str:
    """Return the move in which a stall ended."""
    return next((name for at, name in reversed(run.begun) if at <= stall.at), "opening")


def experiment(bench: Bench) -> Mapping[str, Samples]:
    """Work at random, for the table."""
    run = random_run(bench, bench.effort.random_minutes)
    bench.say(report(run))
    worst, bare = longest(run.stalls), longest(run.bare_stalls)
    return {
        "stall": Samples.milliseconds([worst.seconds]),
        "own": Samples.milliseconds([worst.seconds - worst.queued]),
        "bare": Samples.milliseconds([bare.seconds]),
        "memory": Samples("x", (run.growth,)),
        "problems": Samples("", (float(len(run.comparison.problems)),)),
    }


EXPERIMENTS = (
    Experiment(
        "random",
        experiment,
        (
            Figure(
                "random.stall",
                "longest stall of the event loop in a random run",
                "stall",
                by=most,
                against=Reference("a bare app's worst in the same run", "bare"),
                goal=Goal(50, Of.EXCESS),
            ),
            Figure("random.own", "  without what it waited for a processor", "own", by=most),
            Figure(
                "random.memory", "  memory at its end against a quarter of it", "memory", goal=Goal(1.1, Of.VALUE)
            ),
            Figure(
                "random.problems",
                "  crashes, and painted rows that are not the data",
                "problems",
                goal=Goal(0, Of.VALUE),
            ),
        ),
    ),
)
