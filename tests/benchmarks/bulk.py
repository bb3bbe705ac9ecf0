"""Very many at once: surveys in, examples made, tickets out; against SQLite alone, and Python's csv."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.benchmarks import raw
from tests.benchmarks.bench import PROGRAMS, Bench, Experiment
from tests.benchmarks.data import REPEATED_UP_TO, cxloop
from tests.benchmarks.figures import Figure, Goal, Reference
from tests.benchmarks.parts import remove
from tests.benchmarks.samples import Samples, most
from tests.benchmarks.spent import Spent, run
from tests.benchmarks.surveys import write_survey


def importing(bench: Bench) -> Mapping[str, Samples]:
    """Import a survey of as many answers as there are tickets."""
    survey = bench.stores.directory / f"survey-{bench.tickets}.csv"
    if not survey.exists():
        write_survey(survey, bench.tickets, bench.small, bench.seed)
    words = ["import", "responses", str(survey), "--kind", "nps"]

    def import_into(store: Path) -> Spent:
        _run(bench, store, ["init", "--name", "Ada", "--email", "ada@example.org"])
        return _run(bench, store, words)

    return _against_sqlite(bench, import_into)


def demo(bench: Bench) -> Mapping[str, Samples]:
    """Make example tickets: as many as a large store was made with, in turns when that is quick."""
    made = bench.stores.making(bench.tickets)
    if made is not None:
        spent, alone = made
        return {**_spent("filling", [spent]), "sqlite": Samples("s", (alone,))}

    def make(store: Path) -> Spent:
        return _run(bench, store, ["demo", "--tickets", str(bench.tickets), "--into", str(store)])

    return _against_sqlite(bench, make)


def _against_sqlite(bench: Bench, fill: Callable[[Path], Spent]) -> Mapping[str, Samples]:
    """Fill new stores, each in turns with SQLite alone writing the rows that came of it."""
    ours, alone = [], []
    store = bench.stores.directory / "filled.db"
    for _ in range(_repeats(bench)):
        remove(store)
        ours.append(fill(store))
        alone.append(raw.seconds_of(store, bench.stores.directory / "raw.db"))
    remove(store)
    return {**_spent("filling", ours), "sqlite": Samples("s", tuple(alone))}


def exporting(bench: Bench) -> Mapping[str, Samples]:
    """Export all tickets as a table, and all that happened to them, in turns with a cursor and the csv module."""
    series: dict[str, Samples] = {}
    _read_once(bench.store)
    for ending, sql in _EXPORTED.items():
        file = bench.stores.directory / f"export.{ending}"
        least_file = file.with_name(f"least.{ending}")
        ours, others = [], []
        for _ in range(_repeats(bench)):
            ours.append(_run(bench, bench.store, ["export", "--force", "--output", str(file)]))
            words = [sys.executable, str(PROGRAMS / "export_csv.py"), str(bench.store), str(least_file), sql]
            others.append(run(words, env=bench.environment, cwd=bench.home))
            file.unlink()
            least_file.unlink()
        series |= {**_spent(ending, ours), **_spent(f"{ending} least", others)}
    return series


def _read_once(file: Path) -> None:
    """Read a file: whoever comes first does not wait for the disk in place of the other."""
    with file.open("rb") as opened:
        while opened.read(1 << 24):
            pass


_EXPORTED = {
    "csv": (
        "SELECT id, number, status, priority, segment, owner, customer_email, customer_name, customer_phone, "
        "comment, score, channel, touchpoint, account, category, tags, root_cause, action_taken, origin_segment, "
        "created_at, updated_at, due_at, resolved_at, reopened FROM tickets WHERE withdrawn = 0 "
        "ORDER BY updated_at DESC, place DESC"
    ),
    "ndjson": "SELECT seq, received_at, number, replayed, wire FROM operations ORDER BY seq",
}
"""What an export of each kind reads, as a plain query."""


def _spent(name: str, runs: Sequence[Spent]) -> dict[str, Samples]:
    return {
        name: Samples("s", tuple(one.seconds for one in runs)),
        f"{name} peak": Samples("MiB", tuple(one.peak for one in runs)),
    }


def _repeats(bench: Bench) -> int:
    return bench.effort.bulk_repeats if bench.tickets <= REPEATED_UP_TO else 1


def _run(bench: Bench, store: Path, words: Sequence[str]) -> Spent:
    return run([*cxloop(), "--store", str(store), *words], env=bench.environment, cwd=bench.home)


def _filling(name: str, what: str, goal: float) -> tuple[Figure, ...]:
    sqlite = Reference("executemany of the same rows, tables, indexes, full text", "sqlite")
    return (
        Figure(name, what, "filling", against=sqlite, goal=Goal(goal)),
        Figure(f"{name}.memory", "  its peak memory", "filling peak", by=most),
    )


def _exporting(ending: str) -> tuple[Figure, ...]:
    cursor = Reference("sqlite3 cursor and csv module", f"{ending} least")
    return (
        Figure(f"export.{ending}", f"export to {ending}", ending, against=cursor, goal=Goal(2)),
        Figure(f"export.{ending}.memory", "  its peak memory", f"{ending} peak", by=most),
    )


EXPERIMENTS = (
    Experiment("import", importing, _filling("import", "import of as many responses", 2.5)),
    Experiment("demo", demo, _filling("demo", "demo of as many tickets", 3)),
    Experiment("export", exporting, (*_exporting("csv"), *_exporting("ndjson"))),
)
