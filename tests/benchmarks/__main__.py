"""Measures what was asked for and prints it."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import bulk, edits, keys, searching, starting
from tests.benchmarks.bench import FULL, QUICK, Bench, Experiment, compile_everything
from tests.benchmarks.data import Stores
from tests.benchmarks.figures import Row, judge
from tests.benchmarks.results import Results, read_results, this_machine, write_results
from tests.benchmarks.table import table

EXPERIMENTS: tuple[Experiment, ...] = (
    *starting.EXPERIMENTS, *keys.EXPERIMENTS, *searching.EXPERIMENTS, *bulk.EXPERIMENTS, *edits.EXPERIMENTS,
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and return the exit code: 0 measured, 2 there is no such figure."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--tickets", type=int, default=10_000)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "cxloop-benchmarks")
    parser.add_argument("--only", nargs="+")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    compile_everything()
    given = {asked.tickets: asked.store} if asked.store else None
    bench = Bench(asked.tickets, Stores(asked.data, say, given), QUICK if asked.quick else FULL, asked.seed, say)
    rows: list[Row] = []
    for experiment in EXPERIMENTS:
        if not asked.only or experiment.name in asked.only:
            say(f"measuring {experiment.name}")
            measured = experiment.run(bench)
            rows += [judge(figure, measured) for figure in experiment.figures]
    print(table(rows))
    return 0


def say(words: str) -> None:
    """Tell how far it is."""
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
