"""Line 1: in a fresh clone the README's first command ends in the desk with examples, its second passes all tests."""

import functools
import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.acceptance import Outcome
from tests.readme import ROOT, set_up_commands
from tests.terminal import Terminal

PATIENCE = 900.0
"""Seconds an installation may take: the net decides."""

_ROW = re.compile(r"#\d+ +(?:new|open|esc|done)\b")


@dataclass(frozen=True, slots=True)
class Suite:
    """One run of all tests in a fresh clone."""

    exit_code: int
    seconds: float
    """Of the tests alone, without installing."""
    tests: int
    failed: Sequence[str]
    """Their names."""
    skipped: Mapping[str, int]
    """How many for which reason."""
    tail: str
    """What was printed last."""

    @property
    def trouble(self) -> str:
        """What went wrong: the tests that failed, or what was printed last."""
        return ", ".join(self.failed) or self.tail


def run() -> Outcome:
    """Do both as a newcomer would."""
    problems: list[str] = []
    rows = _demo_rows(problems)
    suite = suite_in_a_fresh_clone()
    if suite.exit_code:
        problems.append(f"the second command ended with {suite.exit_code}: {suite.trouble}")
    counts = {
        "commands, a line each": len(set_up_commands()),
        "tickets on the first screen of the demo": rows,
        "tests": suite.tests,
        "tests failed": len(suite.failed),
        "tests skipped": sum(suite.skipped.values()),
        "seconds of tests": round(suite.seconds),
    }
    return Outcome(1, "the README's two commands in a fresh clone", counts, problems)


def _demo_rows(problems: list[str]) -> int:
    """Run the first command in a terminal until the desk is there, quit; return how many tickets were in sight."""
    command = set_up_commands()[0]
    with tempfile.TemporaryDirectory() as directory:
        clone = fresh_clone(Path(directory))
        shell = ["/bin/sh", "-c", command]
        with Terminal(shell, columns=120, rows=40, env=newcomers_environment(), cwd=clone) as terminal:
            terminal.wait_for(lambda lines: any(_ROW.search(line) for line in lines), PATIENCE)
            rows = sum(bool(_ROW.search(line)) for line in terminal.screen())
            terminal.press("q")
            code = terminal.exit_code()
    if code:
        problems.append(f"the first command ended with {code} after q")
    return rows


@functools.cache
def suite_in_a_fresh_clone() -> Suite:
    """Run the README's second command, once in a process however many lines ask for it."""
    with tempfile.TemporaryDirectory() as directory:
        clone = fresh_clone(Path(directory))
        report = Path(directory) / "report.xml"
        environment = {**newcomers_environment(), "PYTEST_ADDOPTS": f"-rs --junitxml={report}"}
        finished = subprocess.run(
            ["/bin/sh", "-c", set_up_commands()[1]],
            cwd=clone,
            env=environment,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        tail = " ".join(finished.stdout.split()[-60:])
        return _read(report, finished.returncode, tail)


def _read(report: Path, exit_code: int, tail: str) -> Suite:
    if not report.exists():
        return Suite(exit_code or 1, 0.0, 0, (), {}, tail)
    suites = ET.parse(report).getroot().iter("testsuite")
    found = list(suites)
    skipped = Counter(skip.get("message", "no reason") for suite in found for skip in suite.iter("skipped"))
    return Suite(
        exit_code=exit_code,
        seconds=sum(float(suite.get("time", 0)) for suite in found),
        tests=sum(int(suite.get("tests", 0)) for suite in found),
        failed=[f"{case.get('classname')}::{case.get('name')}" for case in _failed(found)],
        skipped=skipped,
        tail=tail,
    )


def _failed(suites: Sequence[ET.Element]) -> Iterator[ET.Element]:
    for suite in suites:
        yield from (case for case in suite.iter("testcase") if {"failure", "error"} & {part.tag for part in case})


def fresh_clone(directory: Path) -> Path:
    """Copy what belongs to the repository, uncommitted work included, and nothing else."""
    clone = directory / "clone"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, clone / name)
    subprocess.run(["git", "init", "--quiet"], cwd=clone, check=True)
    return clone


def newcomers_environment() -> dict[str, str]:
    """Return this environment without what our own tests and virtual environments put there."""
    ours = ("CXLOOP_", "PYTEST_", "PYTHON", "VIRTUAL_ENV", "COV_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
