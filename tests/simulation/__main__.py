"""Play worlds: `python -m tests.simulation --seeds N [--real [--postgresql]] [--mistakes N] [--within SECONDS]`.

`--replay SEED` plays one of them again, telling all that happened; with `--real` and `--postgresql` as it was played.
"""

import argparse
import multiprocessing
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from math import inf
from pathlib import Path

from tests.simulation.mistakes import MISTAKES
from tests.simulation.playing import Made, Score, noticed, outcome, score
from tests.simulation.real import Real, somewhere
from tests.simulation.real_mistakes import REAL_MISTAKES
from tests.simulation.world import new_world

_PART = 250
_REAL_PART = 10
_SHOWN = 5


def main() -> int:
    """Play, tell, and return how it went."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1_000, help="how many worlds")
    parser.add_argument("--within", type=float, default=inf, metavar="SECONDS", help="no more than there is time for")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first seed")
    parser.add_argument("--real", action="store_true", help="the program's client and store against its hub")
    parser.add_argument("--postgresql", action="store_true", help="with --real: the hub's store in a database")
    parser.add_argument("--jobs", type=int, help="in so many processes; otherwise as many as there are processors")
    parser.add_argument("--replay", type=int, metavar="SEED", help="play one world, and tell all that happened")
    parser.add_argument("--mistakes", type=int, default=0, metavar="N", help="and N worlds with each known mistake")
    asked = parser.parse_args()
    if asked.postgresql and not asked.real:
        parser.error("--postgresql is about the hub of --real: add --real")
    with _makers(asked) as make:
        return _replay(make, asked) if asked.replay is not None else _play(make, asked)


@contextmanager
def _makers(asked: argparse.Namespace) -> Iterator[Made]:
    """Give what makes worlds of the kind that was asked for."""
    if not asked.real:
        yield new_world
        return
    with somewhere() as directory:
        real = Real(directory, on_postgresql=asked.postgresql)
        real.prepare()
        yield real


def _play(make: Made, asked: argparse.Namespace) -> int:
    began = time.monotonic()
    part = _REAL_PART if asked.real else _PART
    end = asked.first + asked.seeds
    parts = [range(at, min(at + part, end)) for at in range(asked.first, end, part)]
    total = Score()
    # Forked, so that a server that was started before is everybody's.
    with ProcessPoolExecutor(asked.jobs, multiprocessing.get_context("fork")) as workers:
        for one in workers.map(partial(score, make=make, until=began + asked.within), parts):
            total.include(one)
            for seed, what in sorted(one.violations.items())[:_SHOWN]:
                _say(f"  seed {seed} at {_revision()}: {what}; again with {_kind(asked)}--replay {seed}")
        missed = _mistakes(workers, make, asked) if asked.mistakes else 0
    wanted = "" if total.seeds == asked.seeds else f" of {asked.seeds:,}, for more there was no time"
    _say(
        f"{total.seeds:,} worlds{wanted}, {total.operations:,} operations, {total.faults:,} faults, "
        f"{total.restores:,} restored hubs, {total.refused:,} refusals kept, {len(total.violations)} violations, "
        f"{time.monotonic() - began:.0f} s, {total.seconds:.0f} s of processors, at {_revision()}"
    )
    return 1 if total.violations or missed else 0


def _mistakes(workers: ProcessPoolExecutor, make: Made, asked: argparse.Namespace) -> int:
    seeds = range(asked.mistakes)
    if isinstance(make, Real):
        known, makes = list(REAL_MISTAKES), [replace(make, **parts) for parts in REAL_MISTAKES.values()]
        found = list(workers.map(score, [seeds] * len(known), makes))
    else:
        known = list(MISTAKES)
        found = list(workers.map(noticed, known, [seeds] * len(known)))
    for mistake, one in zip(known, found, strict=True):
        _say(f"  {len(one.violations):3} of {one.seeds} {mistake}: {_commonest(one)}")
    return sum(not one.violations for one in found)


def _commonest(one: Score) -> str:
    kinds = Counter(what[what.rfind("[") :] if "[" in what else what[:60] for what in one.violations.values())
    return ", ".join(f"{kind} {number}" for kind, number in kinds.most_common(3)) or "NOT NOTICED"


def _replay(make: Made, asked: argparse.Namespace) -> int:
    world, violated = outcome(asked.replay, make, closely=True)
    for line in world.trace:
        _say(line)
    _say(f"{world.fingerprint()} at {_revision()}: {violated or 'all holds'}")
    return 1 if violated else 0


def _kind(asked: argparse.Namespace) -> str:
    return f"{'--real ' * asked.real}{'--postgresql ' * asked.postgresql}"


def _revision() -> str:
    """Return which revision of the program plays, with a + when it was changed since."""
    described = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    told = subprocess.run(described, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    return told.stdout.strip() or "no revision"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
