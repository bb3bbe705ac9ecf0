"""Line 2: two real surveys come in whole, once, and what is not certain is refused with the line to type."""

import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.acceptance import Outcome

SURVEYS = Path(__file__).resolve().parents[3] / "shared" / "data" / "surveys"
TELECOM = "telecom_nps_verbatim_open.csv"
NHS = "nhs_fft_framework_2023.csv"
_COMMAND = re.compile(r"`(cxloop import responses [^`]*)`")


def run() -> Outcome:
    """Import both as a user would, in a directory of their own."""
    title = "real surveys come in, once; an uncertain scale is refused with the line to type"
    if not SURVEYS.is_dir():
        return Outcome(2, title, {}, ["the surveys to import are not on this machine"])
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as directory:
        at = Path(directory)
        for name in (TELECOM, NHS):
            shutil.copy(SURVEYS / name, at / name)
        counts = {**_telecom(at, problems), **_nhs(at, problems)}
    return Outcome(2, title, counts, problems)


def _telecom(at: Path, problems: list[str]) -> dict[str, int]:
    store = _set_up(at, "telecom.db")
    arguments = ["import", "responses", TELECOM, "--kind", "nps", "--missing-email", "allow"]
    wanted = _detractors(at / TELECOM)
    first, again = _imported(at, store, arguments), _imported(at, store, arguments)
    listed = _listed(at, store)
    if (first, again, listed) != (wanted, 0, wanted):
        problems.append(f"{TELECOM}: {wanted} wanted; first {first}, again {again}, listed {listed}")
    return {"detractors by an independent count": wanted, "tickets": first, "again": again, "tickets listed": listed}


def _nhs(at: Path, problems: list[str]) -> dict[str, int]:
    store = _set_up(at, "nhs.db")
    refused = _run(at, store, ["import", "responses", NHS, "--kind", "csat", "--missing-email", "allow"])
    named = _COMMAND.search(refused.stderr)
    if refused.returncode != 4 or named is None or refused.stderr.count("\n") != 1:
        problems.append(f"{NHS}: no refusal of one line that names a command: {refused.stderr!r}")
        return {}
    wanted = _poor_answers(at / NHS)
    first = _imported(at, store, shlex.split(named[1])[1:])
    listed = _listed(at, store)
    if (first, listed) != (wanted, wanted):
        problems.append(f"{NHS}: {wanted} wanted; {first} made, {listed} listed by the line {named[1]}")
    return {"poor answers by an independent count": wanted, "tickets of the named line": first, "nhs listed": listed}


def _detractors(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as file:
        scores = [row["NPS_SCORE"].strip() for row in csv.DictReader(file)]
    return sum(score.isdecimal() and int(score) <= 6 for score in scores)


def _poor_answers(path: Path) -> int:
    """Count 4 and 5: on this question 1 is very good."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(row["FFT categorical answer"].strip() in {"4", "5"} for row in csv.DictReader(file))


def _set_up(at: Path, name: str) -> Path:
    store = at / name
    _run(at, store, ["init", "--name", "Ada", "--email", "ada@example.org"]).check_returncode()
    return store


def _imported(at: Path, store: Path, arguments: Sequence[str]) -> int:
    finished = _run(at, store, [*arguments, "--json"])
    finished.check_returncode()
    return int(json.loads(finished.stdout)["tickets"])


def _listed(at: Path, store: Path) -> int:
    return _run(at, store, ["tickets", "--json"]).stdout.count("\n")


def _run(at: Path, store: Path, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CXLOOP_STORE": str(store), "CXLOOP_CONFIG": str(at / "config.toml")}
    (at / "config.toml").touch()
    return subprocess.run(
        [sys.executable, "-m", "cxloop_tui", *arguments],
        cwd=at,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
