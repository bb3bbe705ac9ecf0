"""Play worlds: `python -m tests.simulation --seeds N [--mistakes N]`; `--replay SEED` plays one of them again."""

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from tests.simulation.mistakes import MISTAKES
from tests.simulation.playing import Score, noticed, outcome, score

_PART = 250
_SHOWN = 5


def main() -> int:
    """Play, tell, and return how it went."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1_000, help="how many worlds")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first seed")
    parser.add_argument("--replay", type=int, metavar="SEED", help="play one world, and tell all that happened")
    parser.add_argument("--mistakes", type=int, default=0, metavar="N", help="and N worlds with each known mistake")
    asked = parser.parse_args()
    if asked.replay is not None:
        return _replay(asked.replay)
    began = time.monotonic()
    parts = [
        range(at, min(at + _PART, asked.first + asked.seeds))
        for at in range(asked.first, asked.first + asked.seeds, _PART)
    ]
    with ProcessPoolExecutor() as workers:
        scores = list(workers.map(score, parts))
        missed = _mistakes(workers, asked.mistakes) if asked.mistakes else 0
    violations = {seed: what for one in scores for seed, what in one.violations.items()}
    _say(
        f"{sum(one.seeds for one in scores):,} worlds, {sum(one.operations for one in scores):,} operations, "
        f"{sum(one.faults for one in scores):,} faults, {sum(one.restores for one in scores):,} restored hubs, "
        f"{sum(one.refused for one in scores):,} refusals kept, {len(violations)} violations, "
        f"{time.monotonic() - began:.0f} s"
    )
    for seed, what in sorted(violations.items())[:_SHOWN]:
        _say(f"  seed {seed}: {what}; again with --replay {seed}")
    return 1 if violations or missed else 0


def _mistakes(workers: ProcessPoolExecutor, seeds: int) -> int:
    found = list(workers.map(noticed, MISTAKES, [range(seeds)] * len(MISTAKES)))
    for mistake, one in zip(MISTAKES, found, strict=True):
        _say(f"  {len(one.violations):3} of {one.seeds} {mistake}: {_commonest(one)}")
    return sum(not one.violations for one in found)


def _commonest(one: Score) -> str:
    kinds = Counter(what[what.rfind("[") :] if "[" in what else what[:60] for what in one.violations.values())
    return ", ".join(f"{kind} {number}" for kind, number in kinds.most_common(3)) or "NOT NOTICED"


def _replay(seed: int) -> int:
    world, violated = outcome(seed, closely=True)
    for line in world.trace:
        _say(line)
    _say(f"{world.fingerprint()} {violated or 'all holds'}")
    return 1 if violated else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
