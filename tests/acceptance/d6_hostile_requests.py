"""Line 6: an agent's token by raw HTTP, a revoked one, wrong bodies, canaries in the logs, and schemathesis."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.acceptance import Outcome
from tests.journeys.hostile_requests import asked
from tests.journeys.team import ADMIN, DATABASES, Hub, environment, hub_on, team_of

MUTANTS: Final = 500
EXAMPLES: Final = 20
SEED: Final = 60

_LEFT_OUT: Final = "positive_data_acceptance,negative_data_rejection"
"""A schema cannot say all that makes a body malformed, see tests/hub/test_description.py."""


def run() -> Outcome:
    """Do it on both databases, each with a hub that schemathesis asks alone."""
    counts: dict[str, int | str] = {}
    problems: list[str] = []
    for database in DATABASES:
        with tempfile.TemporaryDirectory(prefix="cxloop-hostile-") as directory:
            with team_of(Path(directory), database) as team:
                said = asked(team, mutants=MUTANTS, seed=SEED)
            with hub_on(Path(directory) / "described", database) as hub:
                cases, found = _described(hub)
        counts |= {
            f"{database}: what an agent could not do by raw HTTP": ", ".join(said.refused),
            f"{database}: of the operations among these, done by who may": said.allowed,
            f"{database}: refused by commands as well": said.by_command,
            f"{database}: wrong bodies, by status": ", ".join(
                f"{one} {n}" for one, n in sorted(said.statuses.items())
            ),
            f"{database}: questions with a revoked token answered 401": said.signed_out,
            f"{database}: log lines searched for {said.canaries} canaries": said.lines,
            f"{database}: what schemathesis did": cases,
        }
        problems += [f"{database}: {problem}" for problem in (*said.problems, *found)]
    return Outcome(6, "whoever means harm", counts, problems)


def _described(hub: Hub) -> tuple[str, list[str]]:
    """Let schemathesis ask a hub for whatever its description allows; return what it did and what it found."""
    asking = subprocess.run(
        [
            *(sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run"),
            f"{hub.url}/v1/openapi.json",
            *("--header", f"Authorization: Bearer {hub.token(ADMIN)}", "--header", "Cxloop-Protocol: 1"),
            *("--exclude-path", "/v1/live", "--exclude-checks", _LEFT_OUT, "--phases", "coverage,fuzzing"),
            *("--max-examples", str(EXAMPLES), "--seed", str(SEED), "--rate-limit", "40/s", "--no-color"),
            *("--generation-database", "none", "--suppress-health-check", "all"),
        ],
        capture_output=True,
        text=True,
        check=False,
        env=environment(hub.directory),
        cwd=hub.directory,
    )
    told = re.search(r"^ *([\d,]+ generated.*)$", asking.stdout, re.MULTILINE)
    found = (
        []
        if asking.returncode == 0
        else [f"schemathesis ends with {asking.returncode}: {asking.stdout}{asking.stderr}"]
    )
    log = (hub.directory / "hub.log").read_text(encoding="utf-8")
    found += [f"the hub stumbled: {line}" for line in log.splitlines() if '"error"' in line]
    asked_for = log.count('"route"')
    return f"{asked_for} requests, {told.group(1) if told else 'nothing that it tells'}", found
