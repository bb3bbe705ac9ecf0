"""Line 8: keys stay within the figures of issue C while all tickets of a hub come for the first time."""

import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.acceptance import Outcome
from tests.benchmarks import syncing
from tests.benchmarks.bench import FULL, Bench, compile_everything
from tests.benchmarks.data import Stores
from tests.benchmarks.figures import Figure, judge

TICKETS: Final = 100_000

_MEANWHILE_LEAST: Final = 50
"""So many of the keys must be pressed before all has come; the others show what a desk does when it has."""


def run() -> Outcome:
    """Press `down` two hundred times beside the bare app, while 100,000 tickets come."""
    compile_everything()
    counts: dict[str, int | str] = {}
    problems: list[str] = []
    (experiment,) = (one for one in syncing.EXPERIMENTS if one.name == "meanwhile")
    with tempfile.TemporaryDirectory(prefix="cxloop-keys-") as directory:
        stores = Stores(Path(directory), lambda words: print(words, file=sys.stderr), {})  # noqa: T201 - it takes long
        series = experiment.run(Bench(TICKETS, stores, FULL, 1, lambda words: print(words, file=sys.stderr)))  # noqa: T201
    for figure in experiment.figures:
        counts[figure.what.strip()] = _told(figure, series, problems)
    if series["meanwhile"].values[0] < _MEANWHILE_LEAST:
        problems.append("everything had come too soon: the figures are of a desk at rest")
    return Outcome(8, "keys while all tickets of a hub come", counts, problems)


def _told(figure: Figure, series: syncing.Series, problems: list[str]) -> str:
    row = judge(figure, series)
    if row.goal is None:
        return f"{row.value:,.0f} {row.unit}"
    if not row.is_met:
        problems.append(f"{row.what.strip()}: {row.judged:.2f} x, wanted is {row.goal.bound} x")
    return f"{row.value:.1f} ms against {row.reference:.1f} ms: {row.judged:.2f} x of {row.goal.bound} x"
