"""Writers on one file, killed at random moments: `run`.

A kill leaves what the process had handed to the kernel; `power.py` takes that away too.
"""

import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.crash import ledger
from tests.crash.seat import Seat, environment_with, first_trouble, make_store, seats
from tests.crash.writer_process import FAULT_VARIABLE, Fault
from tests.waiting import wait_until

LONGEST_PAUSE = 0.15
"""Seconds; between two kills passes a random time up to this."""

AIMED = 0.7
"""How many of the kills are aimed at whoever is inside a transaction at that moment; the others hit anybody."""

_MOST_KILLS = 4
"""After so many times the kills wanted it is given up to hit the insides of transactions."""

_SECONDS_A_KILL = 10.0
"""A run that needs longer than this for every kill wanted ends and says so."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did, and what was wrong afterwards."""

    kills: int
    inside: int
    """Kills after which the flag of the dead said: inside a transaction."""
    acknowledged: int
    """Operations."""
    operations: int
    """Operations in the store, those that set it up included."""
    unacknowledged: int
    """Operations in the store of writers that were killed before they could say so, and those that set it up."""
    checkpoints: int
    """Pauses between two kills in which the log was written back, at least once."""
    seconds: float
    problems: list[str]


@dataclass(slots=True)
class _Tally:
    kills: int = 0
    inside: int = 0
    checkpoints: int = 0
    problems: list[str] = field(default_factory=list)

    def count(self, seat: Seat) -> None:
        """Count a kill."""
        self.kills += 1
        self.inside += seat.is_inside()


def run(
    store_dir: Path,
    *,
    kills: int = 200,
    processes: int = 4,
    at_least_inside: int = 100,
    seed: int = 1,
    fault: Fault | None = None,
) -> Report:
    """Kill writers until `kills` died, `at_least_inside` of them inside a transaction; then examine the store.

    `store_dir` is an empty directory. The seed decides pauses, victims and what the writers do; the machine decides
    how far they come in the meantime, so no two runs are alike.
    """
    began, dice, tally = time.monotonic(), Random(seed), _Tally()
    store = make_store(store_dir / "store.db")
    environment = environment_with(**{FAULT_VARIABLE: fault} if fault else {})
    with seats(store, processes, dice, environment) as taken:
        _kill_many(store, taken, dice, tally, wanted=(kills, at_least_inside))
        for seat in taken:
            seat.kill()
            tally.count(seat)
    acknowledged = [one for seat in taken for one in seat.acknowledged]
    said = sum(len(one.operations) for one in acknowledged)
    found = ledger.problems(store, acknowledged)
    operations = ledger.number_kept(store)
    return Report(
        kills=tally.kills,
        inside=tally.inside,
        acknowledged=said,
        operations=operations,
        unacknowledged=operations - said,
        checkpoints=tally.checkpoints,
        seconds=time.monotonic() - began,
        problems=[*tally.problems, *found],
    )


def _kill_many(store: Path, taken: list[Seat], dice: Random, tally: _Tally, *, wanted: tuple[int, int]) -> None:
    """Kill and replace until enough were hit."""
    kills, inside = wanted
    until = time.monotonic() + _SECONDS_A_KILL * kills
    written_back = store.stat().st_mtime_ns
    while tally.kills < kills or tally.inside < inside:
        busy = wait_until(lambda: _enough_at_work(taken) or bool(first_trouble(taken)), until)
        trouble = first_trouble(taken)
        if trouble or not busy or tally.kills >= _MOST_KILLS * kills:
            tally.problems.append(trouble or f"{tally.kills} kills, {tally.inside} inside, {wanted} wanted: gave up")
            return
        time.sleep(dice.uniform(0, LONGEST_PAUSE))
        victim = _victim(taken, dice)
        victim.kill()
        tally.count(victim)
        tally.checkpoints += store.stat().st_mtime_ns != written_back
        written_back = store.stat().st_mtime_ns
        victim.start()


def _enough_at_work(taken: list[Seat]) -> bool:
    """One may still be starting, so that killing does not have to wait for it."""
    return sum(seat.is_at_work() for seat in taken) >= max(1, len(taken) - 1)


def _victim(taken: list[Seat], dice: Random) -> Seat:
    """Choose whom to kill: often whoever is inside a transaction now, else anybody who is at work."""
    at_work = [seat for seat in taken if seat.is_at_work()]
    inside = [seat for seat in taken if seat.is_inside()]
    return dice.choice(inside if inside and dice.random() < AIMED else at_work)
