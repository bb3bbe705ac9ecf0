"""Line 9: the hub stops, starts, moves and speaks a newer protocol; the desk says so, works on, and recovers."""

import tempfile
from pathlib import Path

from tests.acceptance import Outcome
from tests.journeys.going_away import played
from tests.journeys.sameness import listed
from tests.journeys.team import DATABASES, hub_on, team_of


def run() -> Outcome:
    """Do it on both databases; on files with another hub in the neighbourhood."""
    counts: dict[str, int | str] = {}
    problems: list[str] = []
    for database in DATABASES:
        with (
            tempfile.TemporaryDirectory(prefix="cxloop-away-") as directory,
            team_of(Path(directory), database) as team,
        ):
            if database == "sqlite":
                with hub_on(Path(directory) / "elsewhere", database) as elsewhere:
                    did = played(team, elsewhere)
            else:
                did = played(team)
        counts |= {
            f"{database}: said while it was away, and there once everywhere": len(did.said),
            f"{database}: states told": ", ".join(
                f"{phase} {number}" for phase, number in sorted(did.states.items())
            ),
            f"{database}: wrong moves end with": listed(did.refused),
        }
        counts |= {f"{database}: {phase}": sentence for phase, sentence in did.sentences.items()}
        problems += [f"{database}: {problem}" for problem in did.problems]
    return Outcome(9, "a hub that stops, starts, moves and is newer", counts, problems)
