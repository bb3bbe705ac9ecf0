"""Line 1: mail against a real server: who must get a letter gets it once, whatever breaks; nobody else gets any."""

import tempfile
from pathlib import Path

from tests.acceptance import Outcome
from tests.journeys.mailing import Mailed, alone, lone_desk, with_desks
from tests.journeys.team import DATABASES, team_of
from tests.mail_sink import mail_sink


def run() -> Outcome:
    """Do it on a desk alone, and with a hub and two desks on both databases."""
    counts: dict[str, int | str] = {}
    problems: list[str] = []
    with tempfile.TemporaryDirectory(prefix="cxloop-mail-") as name, mail_sink() as sink:
        mailed, directory = Mailed(), Path(name)
        with lone_desk(directory) as desk:
            alone(desk, directory, mailed, sink)
    counts |= _counts("alone", mailed)
    problems += [f"alone: {problem}" for problem in mailed.problems]
    for database in DATABASES:
        with (
            tempfile.TemporaryDirectory(prefix="cxloop-mail-") as name,
            mail_sink() as sink,
            team_of(Path(name), database) as team,
        ):
            mailed = Mailed()
            with_desks(team, mailed, sink)
        counts |= _counts(f"hub on {database}", mailed)
        problems += [f"hub on {database}: {problem}" for problem in mailed.problems]
    return Outcome(1, "mail", counts, problems)


def _counts(where: str, mailed: Mailed) -> dict[str, int | str]:
    return {
        f"{where}: letters, each to one recipient": mailed.expected.total(),
        f"{where}: recipients": len(mailed.expected),
        f"{where}: kills": mailed.kills,
        f"{where}: refused that would like to be a header": mailed.refused,
        f"{where}: told again under the same id": mailed.repeated,
    }
