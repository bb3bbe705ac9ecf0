"""All experiments there are, and measuring some of them: each by itself, its results kept at once."""

from __future__ import annotations

import shutil
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks import (
    bulk,
    crowd,
    edits,
    held,
    keys,
    random_run,
    reading,
    searching,
    starting,
    syncing,
    together,
    truth,
)
from tests.benchmarks.bench import Bench, Experiment
from tests.benchmarks.figures import judge
from tests.benchmarks.results import Results, read_results, this_machine, write_results

EXPERIMENTS: tuple[Experiment, ...] = (
    *starting.EXPERIMENTS, *keys.EXPERIMENTS, *held.EXPERIMENTS, *reading.EXPERIMENTS, *searching.EXPERIMENTS,
    *bulk.EXPERIMENTS, *edits.EXPERIMENTS, *random_run.EXPERIMENTS, *together.EXPERIMENTS,
    *syncing.EXPERIMENTS, *crowd.EXPERIMENTS,
)  # fmt: skip
"""In the order of the table."""


def measure(bench: Bench, names: Sequence[str], also: Path | None) -> tuple[Results, bool]:
    """Measure experiments of these names, all when there are none; return what came of it and whether all ran.

    Results are kept beside the stores and in the file `also`, together with what was measured before.
    """
    measured = Results(*truth.sizes(bench.store), (), this_machine())
    everything_ran = True
    for experiment in _chosen(bench, names):
        bench.say(f"measuring {experiment.name}")
        try:
            series = experiment.run(bench)
        except Exception:  # noqa: BLE001 - one that breaks must not keep the others from being measured
            bench.say(traceback.format_exc())
            everything_ran = False
            continue
        measured = measured.with_rows([judge(figure, series) for figure in experiment.figures])
        _keep(measured, [kept(bench.stores.directory, bench.tickets), *([also] if also else [])])
    return measured, everything_ran


def kept(directory: Path, tickets: int) -> Path:
    """Return the file in which the results of a size are kept."""
    return directory / f"results-{tickets}.json"


def _chosen(bench: Bench, names: Sequence[str]) -> Iterator[Experiment]:
    """Yield the experiments that can be made here, and tell of those that cannot."""
    for experiment in EXPERIMENTS:
        if names and experiment.name not in names:
            continue
        missing = [program for program in experiment.needs if shutil.which(program) is None]
        if missing:
            bench.say(f"not measured: {experiment.name}, for there is no {', '.join(missing)} here")
        else:
            yield experiment


def _keep(measured: Results, files: Sequence[Path]) -> None:
    for file in files:
        before = read_results(file) if file.exists() else measured
        write_results(before.with_rows(measured.rows), file)
