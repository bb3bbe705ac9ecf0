"""Line 4: a desk used alone for 500 tickets joins a hub with 500 others, killed and cut off while it does."""

import tempfile
from pathlib import Path
from typing import Final

from tests.acceptance import Outcome
from tests.journeys.joining import joined
from tests.journeys.sameness import listed
from tests.journeys.team import DATABASES, team_of

TICKETS: Final = 500
KILLS: Final = 8
SHOWN: Final = 40
SEED: Final = 40


def run() -> Outcome:
    """Do it on both databases."""
    counts: dict[str, int | str] = {}
    problems: list[str] = []
    for database in DATABASES:
        with (
            tempfile.TemporaryDirectory(prefix="cxloop-joining-") as directory,
            team_of(Path(directory), database) as team,
        ):
            did = joined(team, alone=TICKETS, others=TICKETS, kills=KILLS, seed=SEED, shown=SHOWN)
        counts |= {
            f"{database}: tickets of both together": did.tickets,
            f"{database}: numbers given anew": did.renumbered,
            f"{database}: old numbers that find their ticket": ", ".join(
                f"{how} {n}" for how, n in did.found.items()
            ),
            f"{database}: killed": listed(did.kills),
            f"{database}: who and what came along": did.people,
            f"{database}: tickets compared log by log": did.compared,
        }
        problems += [f"{database}: {problem}" for problem in did.problems]
    return Outcome(4, "a used desk joins a hub", counts, problems)
