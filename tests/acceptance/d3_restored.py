"""Line 3: hub and desks restored from yesterday, a copied laptop, clocks a year off: nothing lost, nothing twice."""

import tempfile
from pathlib import Path
from typing import Final

from tests.acceptance import Outcome
from tests.journeys.restoring import restored
from tests.journeys.team import DATABASES, team_of

OPERATIONS: Final = 500
SHOWN: Final = 40
SEED: Final = 30


def run() -> Outcome:
    """Do it on both databases."""
    counts: dict[str, int | str] = {}
    problems: list[str] = []
    for database in DATABASES:
        with (
            tempfile.TemporaryDirectory(prefix="cxloop-restored-") as directory,
            team_of(Path(directory), database) as team,
        ):
            did = restored(team, pieces=OPERATIONS, seed=SEED, shown=SHOWN)
        counts |= {
            f"{database}: operations that the hub lost": did.lost,
            f"{database}: acknowledged and looked for at every store": did.acknowledged,
            f"{database}: operations in the order after": ", ".join(
                f"{what} {n:,}" for what, n in did.stages.items()
            ),
            f"{database}: tickets compared log by log": did.compared,
        }
        problems += [f"{database}: {problem}" for problem in did.problems]
        if did.lost != OPERATIONS:
            problems.append(f"{database}: the hub lost {did.lost} operations, not {OPERATIONS}")
    return Outcome(3, "hub and desks from yesterday", counts, problems)
