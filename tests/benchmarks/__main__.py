"""Measures what was asked for, prints it, and keeps it as JSON beside the stores."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.bench import FULL, QUICK, Bench, compile_everything
from tests.benchmarks.chart import chart
from tests.benchmarks.data import Stores
from tests.benchmarks.growth import CHARTED, growth_table
from tests.benchmarks.measuring import EXPERIMENTS, kept, measure
from tests.benchmarks.page import renewed, results_of
from tests.benchmarks.profile import profiles
from tests.benchmarks.results import Results, read_results
from tests.benchmarks.table import table

_ALONE = {"random", "together"}
"""Experiments that are called by their name alone."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked for and return the exit code: 0 done, 1 something did not run, 2 there is no such thing.

    Goals that are missed are told, not judged: a busy machine is no reason to stop anybody.
    """
    parser = _parser()
    asked = parser.parse_args(arguments)
    asked.only = [asked.what] if asked.what in _ALONE else asked.only
    unknown = set(asked.only) - {experiment.name for experiment in EXPERIMENTS}
    if unknown:
        known = ", ".join(experiment.name for experiment in EXPERIMENTS)
        parser.error(f"no such experiment: {', '.join(sorted(unknown))}; there are {known}")
    compile_everything()
    if asked.growth:
        return _grow(asked)
    if asked.what == "show":
        _show(read_results(kept(asked.data, asked.tickets)))
        return 0
    bench = _bench(asked, asked.tickets)
    if asked.what == "profile":
        _print(profiles(bench))
        return 0
    results, everything_ran = measure(bench, asked.only, asked.json)
    _show(results)
    return 0 if everything_ran else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    add = parser.add_argument
    add("what", nargs="?", choices=("table", "show", "random", "together", "profile"), default="table")
    add("--tickets", type=int, default=10_000)
    add("--comments", type=int, help="add comments until the store has so many texts")
    add("--only", nargs="+", default=[], metavar="NAME", help="experiments; all when none is named")
    add("--store", type=Path, help="a store to measure, in place of one made by `cxloop demo`")
    add("--data", type=Path, default=Path(tempfile.gettempdir()) / "cxloop-benchmarks", metavar="DIR")
    add("--json", type=Path, metavar="FILE", help="write the results there too")
    add("--growth", type=_sizes, metavar="N,N", help="measure these sizes unless that was done, and compare them")
    add("--chart", type=Path, metavar="FILE", help="draw the growth as SVG")
    add("--page", type=Path, metavar="FILE", help="write figures and growth into a page that has marks for them")
    add("--minutes", type=float, help="how long a random run takes")
    add("--seed", type=int, default=1)
    add("--quick", action="store_true", help="see that everything runs; the numbers mean little")
    return parser


def _sizes(text: str) -> list[int]:
    return [int(size) for size in text.split(",")]


def _bench(asked: argparse.Namespace, tickets: int) -> Bench:
    effort = QUICK if asked.quick else FULL
    if asked.minutes is not None:
        effort = replace(effort, random_minutes=asked.minutes)
    given = {tickets: asked.store} if asked.store else {}
    bench = Bench(tickets, Stores(asked.data, _say, given), effort, asked.seed, _say)
    if asked.comments:
        bench.stores.fill_up(bench.store, asked.comments)
    return bench


def _grow(asked: argparse.Namespace) -> int:
    """Measure the sizes that were not measured yet and compare all of them."""
    everything_ran = True
    for tickets in asked.growth:
        if not kept(asked.data, tickets).exists():
            results, ran = measure(_bench(asked, tickets), asked.only, None)
            _show(results)
            everything_ran &= ran
    compared = [read_results(kept(asked.data, tickets)) for tickets in asked.growth]
    _print(growth_table(compared))
    if asked.chart:
        asked.chart.write_text(chart(compared, CHARTED), encoding="utf-8")
    if asked.page:
        page = renewed(asked.page.read_text(encoding="utf-8"), results_of(compared))
        asked.page.write_text(page, encoding="utf-8")
    return 0 if everything_ran else 1


def _show(results: Results) -> None:
    machine = ", ".join(f"{name} {version}" for name, version in results.machine.items())
    _print(f"{results.tickets:,} tickets, {results.texts:,} texts; {machine}\n\n{table(results.rows)}")


def _print(result: str) -> None:
    sys.stdout.write(f"{result}\n")


def _say(words: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(main())
