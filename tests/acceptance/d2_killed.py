"""Line 2: client and hub killed again and again while 5,000 operations sync over a way that breaks off."""

import tempfile
from pathlib import Path
from typing import Final

from tests.acceptance import Outcome
from tests.journeys.sameness import listed
from tests.journeys.storm import storm
from tests.journeys.team import DATABASES, team_of

OPERATIONS: Final = 5_000
KILLS: Final = 40
HUB_KILLS: Final = 10
SHOWN: Final = 40
SEED: Final = 20


def run() -> Outcome:
    """Do it on both databases."""
    counts: dict[str, int | str] = {}
    problems: list[str] = []
    for database in DATABASES:
        with (
            tempfile.TemporaryDirectory(prefix="cxloop-killed-") as directory,
            team_of(Path(directory), database) as team,
        ):
            report = storm(team, operations=OPERATIONS, kills=KILLS, hub_kills=HUB_KILLS, seed=SEED, shown=SHOWN)
        counts |= {
            f"{database}: operations made offline": OPERATIONS,
            f"{database}: acknowledged and looked for at three stores": report.acknowledged,
            f"{database}: operations in the hub's order": report.operations,
            f"{database}: killed": listed(report.killed),
            f"{database}: connections, and bytes": listed(report.way),
            f"{database}: what syncs that were not killed ended with": listed(report.ended),
            f"{database}: tickets compared log by log": report.shown,
        }
        problems += [f"{database}: {problem}" for problem in report.problems]
    return Outcome(2, "kill -9 of client and hub during a sync", counts, problems)
