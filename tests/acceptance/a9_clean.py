"""Line 9: ruff, mypy and import-linter have nothing to say; all tests pass in time, and the skipped ones say why."""

import re
import subprocess
import sys
from pathlib import Path

from tests.acceptance import Outcome
from tests.acceptance.a1_readme import suite_in_a_fresh_clone
from tests.readme import ROOT

LIMIT_SECONDS = 8 * 60
"""The most the tests may take on two cores."""

_CHECKS = {
    "ruff check": [sys.executable, "-m", "ruff", "check", "."],
    "ruff format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "mypy --strict": [sys.executable, "-m", "mypy", "--strict"],
    "import-linter": [str(Path(sys.executable).with_name("lint-imports"))],
}


def run() -> Outcome:
    """Ask each of them, then run everything in a fresh clone."""
    problems: list[str] = []
    counts: dict[str, int | str] = {}
    for name, command in _CHECKS.items():
        said = _said(name, command, problems)
        counts[name] = said
    suite = suite_in_a_fresh_clone()
    counts |= {
        "tests": suite.tests,
        "seconds of tests": round(suite.seconds),
        "seconds allowed": LIMIT_SECONDS,
        "tests skipped": sum(suite.skipped.values()),
        **{f"skipped: {reason}": number for reason, number in sorted(suite.skipped.items())},
    }
    if suite.exit_code:
        problems.append(f"the tests ended with {suite.exit_code}: {suite.trouble}")
    if suite.seconds > LIMIT_SECONDS:
        problems.append(f"the tests took {suite.seconds:.0f} s, more than {LIMIT_SECONDS}")
    return Outcome(9, "clean, and tested in time", counts, problems)


def _said(name: str, command: list[str], problems: list[str]) -> str:
    """Run a check and return its last line, which counts; what it found is a problem."""
    finished = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    lines = [line.strip() for line in (finished.stdout + finished.stderr).splitlines() if line.strip()]
    if finished.returncode:
        problems.append(f"{name}: {' / '.join(lines[-5:])}")
    return re.sub(r"\x1b\[[0-9;]*m", "", lines[-1]) if lines else "silent"
