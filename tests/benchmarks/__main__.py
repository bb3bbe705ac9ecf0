"""Measures what was asked for, prints it, and keeps it as JSON beside the stores."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tests.benchmarks import bulk, edits, keys, random_run, searching, starting, together, truth
from tests.benchmarks.bench import FULL, QUICK, Bench, Effort, Experiment, compile_everything
from tests.benchmarks.chart import chart
from tests.benchmarks.data import Stores
from tests.benchmarks.figures import judge
from tests.benchmarks.growth import growth_table
from tests.benchmarks.profile import profiles
from tests.benchmarks.results import Results, read_results, this_machine, write_results
from tests.benchmarks.table import table

EXPERIMENTS: tuple[Experiment, ...] = (
    *starting.EXPERIMENTS, *keys.EXPERIMENTS, *searching.EXPERIMENTS, *bulk.EXPERIMENTS, *edits.EXPERIMENTS,
    *random_run.EXPERIMENTS, *together.EXPERIMENTS,
)  # fmt: skip
"""All there are, in the order of the table."""

CHARTED = (
    "start.wall", "ahead.wall", "memory", "down.p50", "down.p95", "page.p50", "page.p95", "end.p95", "home.p95",
    "jump.p95", "sort.p95", "filter.p95", "search.p95", "search.filtered", "outside.p95", "typing.p95",
    "command.wall", "edit.p50", "import", "demo", "export.csv", "export.ndjson",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked for and return the exit code: 0 done, 1 something did not run, 2 there is no such thing.

    Goals that are missed are told, not judged: ratios on a busy machine are no reason to stop anybody.
    """
    parser = _parser()
    asked = parser.parse_args(arguments)
    names = ["random"] if asked.what == "random" else ["together"] if asked.what == "together" else asked.only
    unknown = set(names or ()) - {experiment.name for experiment in EXPERIMENTS}
    if unknown:
        known = ", ".join(experiment.name for experiment in EXPERIMENTS)
        parser.error(f"no such experiment: {', '.join(sorted(unknown))}; there are {known}")
    compile_everything()
    if asked.growth:
        return _grow(asked, names)
    bench = _bench(asked, asked.tickets)
    if asked.what == "profile":
        show(profiles(bench))
        return 0
    return 0 if _measure(bench, names, asked.json) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("table", "random", "together", "profile"), default="table")
    parser.add_argument("--tickets", type=int, default=10_000)
    parser.add_argument("--comments", type=int, help="say so when the store has fewer texts than this")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="experiments; all when none is named")
    parser.add_argument("--store", type=Path, help="a store to measure, in place of one made by `cxloop demo`")
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "cxloop-benchmarks", metavar="DIR")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there too")
    parser.add_argument(
        "--growth", type=_sizes, metavar="N,N", help="measure these sizes unless that was done, and compare"
    )
    parser.add_argument("--chart", type=Path, metavar="FILE", help="draw the growth as SVG")
    parser.add_argument("--minutes", type=float, help="how long a random run takes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="see that everything runs; the numbers mean little")
    return parser


def _sizes(text: str) -> list[int]:
    return [int(size) for size in text.split(",")]


def _bench(asked: argparse.Namespace, tickets: int) -> Bench:
    effort: Effort = QUICK if asked.quick else FULL
    if asked.minutes is not None:
        effort = replace(effort, random_minutes=asked.minutes)
    given = {tickets: asked.store} if asked.store else None
    bench = Bench(tickets, Stores(asked.data, say, given), effort, asked.seed, say)
    texts = truth.sizes(bench.store)[1]
    if asked.comments and texts < asked.comments:
        say(f"the store has {texts:,} texts, which are fewer than the {asked.comments:,} asked for")
    return bench


def _measure(bench: Bench, names: Sequence[str] | None, file: Path | None) -> bool:
    """Measure and print a table; whether everything ran. Results are kept after every experiment."""
    kept = _kept(bench.stores.directory, bench.tickets)
    tickets, texts = truth.sizes(bench.store)
    measured = Results(tickets, texts, (), this_machine())
    everything_ran = True
    for experiment in _chosen(names):
        say(f"measuring {experiment.name}")
        try:
            series = experiment.run(bench)
        except Exception:  # noqa: BLE001 - one that breaks must not keep the others from being measured
            traceback.print_exc()
            everything_ran = False
            continue
        measured = measured.with_rows([judge(figure, series) for figure in experiment.figures])
        before = read_results(kept) if kept.exists() else measured
        for target in filter(None, (kept, file)):
            write_results(before.with_rows(measured.rows), target)
    machine = ", ".join(f"{name} {version}" for name, version in measured.machine.items())
    show(f"{tickets:,} tickets, {texts:,} texts; {machine}\n{table(measured.rows)}")
    return everything_ran


def _chosen(names: Sequence[str] | None) -> Iterator[Experiment]:
    """Yield the experiments that can be made here, and tell of those that cannot."""
    for experiment in EXPERIMENTS:
        if names and experiment.name not in names:
            continue
        missing = [program for program in experiment.needs if shutil.which(program) is None]
        if missing:
            say(f"not measured: {experiment.name}, for there is no {', '.join(missing)} here")
        else:
            yield experiment


def _grow(asked: argparse.Namespace, names: Sequence[str] | None) -> int:
    """Measure the sizes that were not measured yet and compare all of them."""
    everything_ran = True
    for tickets in asked.growth:
        if not _kept(asked.data, tickets).exists():
            everything_ran &= _measure(_bench(asked, tickets), names, None)
    results = [read_results(_kept(asked.data, tickets)) for tickets in asked.growth]
    show(growth_table(results))
    if asked.chart:
        asked.chart.write_text(chart(results, CHARTED), encoding="utf-8")
    return 0 if everything_ran else 1


def _kept(directory: Path, tickets: int) -> Path:
    return directory / f"results-{tickets}.json"


def show(result: str) -> None:
    """Print what was measured."""
    sys.stdout.write(f"{result}\n")


def say(words: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(main())
