"""Runs the lines of an issue one after the other and prints what they counted; exit 1 when one of them fails."""

import argparse
import importlib
import pkgutil
import re
import sys
import time
import traceback
from collections.abc import Sequence
from typing import cast

import tests.acceptance
from tests.acceptance import Outcome


def modules(issue: str, lines: Sequence[int]) -> list[tuple[int, str]]:
    """Return line and name of every module of an issue, in order; all of its lines when none is named."""
    named = (module.name for module in pkgutil.iter_modules(tests.acceptance.__path__))
    matches = (re.fullmatch(rf"{issue.lower()}(\d+)_\w+", name) for name in named)
    found = sorted((int(match.group(1)), match.group(0)) for match in matches if match)
    return [(line, name) for line, name in found if not lines or line in lines]


def run(line: int, name: str) -> Outcome:
    """Run one module; whatever it raises is its problem alone."""
    try:
        return cast("Outcome", importlib.import_module(f"tests.acceptance.{name}").run())
    except Exception as broken:  # noqa: BLE001 - a line that breaks must not keep the others from being shown
        traceback.print_exc()
        return Outcome(line, name, {}, [f"it broke: {broken!r}"])


def report(issue: str, outcome: Outcome, seconds: float) -> str:
    """Write an outcome for people."""
    verdict = "FAILED" if outcome.problems else "shown"
    counts = [f"    {name}: {_figure(value)}" for name, value in outcome.counts.items()]
    problems = [f"    PROBLEM: {problem}" for problem in outcome.problems]
    return "\n".join([f"{issue}{outcome.line} {outcome.title}: {verdict} in {seconds:.0f} s", *counts, *problems])


def _figure(value: int | str) -> str:
    return f"{value:,}" if isinstance(value, int) else value


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for and return the exit code: 0 all shown, 1 something failed, 2 there is no such line."""
    parser = argparse.ArgumentParser(prog="python -m tests.acceptance", description=__doc__)
    parser.add_argument("issue", help="the issue's letter, such as A")
    parser.add_argument("line", nargs="*", type=int, help='lines of its "It must show"; all when none is given')
    asked = parser.parse_args(arguments)
    issue = asked.issue.upper()
    found = modules(re.escape(issue), asked.line)
    missing = sorted(set(asked.line) - {line for line, _ in found})
    if missing or not found:
        parser.error(f"nothing here shows {', '.join(f'{issue}{line}' for line in missing) or f'issue {issue}'}")
    failed = 0
    for line, name in found:
        began = time.monotonic()
        outcome = run(line, name)
        failed += bool(outcome.problems)
        print(report(issue, outcome, time.monotonic() - began), flush=True)  # noqa: T201 - this is its output
    print(f"{issue}: {len(found) - failed} of {len(found)} shown")  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
