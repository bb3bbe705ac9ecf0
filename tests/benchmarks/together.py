"""Two desks and an import on one file at once: nothing locked, nothing lost, and the keys stay quick."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks import sights, truth
from tests.benchmarks.bench import Bench, Experiment
from tests.benchmarks.data import cxloop
from tests.benchmarks.figures import Figure, Goal, Of, Reference
from tests.benchmarks.keys import BareKeys
from tests.benchmarks.program import Lines, Program
from tests.benchmarks.samples import Samples, most, p50, p95
from tests.benchmarks.spent import Spent, run
from tests.benchmarks.surveys import write_survey

PATIENCE = 120.0
RESPONSES_AT_MOST = 50_000
KEYS_PER_EDIT = 5


@dataclass
class Colleague:
    """Somebody at one of the desks."""

    name: str
    program: Program
    keys: list[float] = field(default_factory=list)
    """Seconds from `down` to its frame."""
    edits: list[float] = field(default_factory=list)
    """Seconds from submitting a comment to its acknowledgement on screen."""
    said: list[str] = field(default_factory=list)
    """Comments that were acknowledged."""
    saw_locked: int = 0

    def work(self, turn: int) -> None:
        """Go on by one ticket; comment now and then."""
        before = sights.at_cursor(self.program.settle(quiet=0.02))
        pressed = self.program.press("down" if turn % 40 < 20 else "up")
        (frame,) = self.program.when(lambda lines: sights.at_cursor(lines) not in (before, None), patience=PATIENCE)
        self.keys.append(frame.at - pressed)
        if turn % KEYS_PER_EDIT == 0:
            self._comment(f"{self.name} says this at turn {turn}")
        self.saw_locked += any("locked" in line for line in self.program.lines)

    def _comment(self, text: str) -> None:
        self.program.press("c")
        self.program.when(sights.words("Comment on"), patience=PATIENCE)
        self.program.write(text.encode())
        self.program.settle()
        pressed = self.program.press("ctrl+s")
        (frame,) = self.program.when(_commented, patience=PATIENCE)
        self.edits.append(frame.at - pressed)
        self.said.append(text)


def _commented(lines: Lines) -> bool:
    return any("commented" in line for line in lines) and not any("Comment on" in line for line in lines)


def together(bench: Bench) -> Mapping[str, Samples]:
    """Work at both desks for as long as the import takes, and look afterwards whether everything is there."""
    store = bench.stores.copy(bench.store, "together")
    survey = bench.stores.directory / f"together-{bench.tickets}.csv"
    write_survey(survey, min(bench.tickets, RESPONSES_AT_MOST), bench.small, bench.seed)
    before = _responses(store)
    with bench.bare() as bare, bench.desk(store) as one, bench.desk(store) as two:
        colleagues = [Colleague("one", one), Colleague("two", two)]
        bare.when(sights.words("pressed 0 times"), patience=PATIENCE)
        for colleague in colleagues:
            colleague.program.when(sights.words("? keys"), patience=PATIENCE)
            colleague.program.settle(quiet=1)
        bare_keys = BareKeys(bare)
        with ThreadPoolExecutor(1) as elsewhere:
            imported = elsewhere.submit(_import, bench, store, survey)
            _work(bench, bare_keys, colleagues, imported)
        result = json.loads(imported.result().output)
    taken_in = sum(result[count] for count in ("tickets", "kept", "appended"))
    lost = _lost(store, colleagues) + taken_in - (_responses(store) - before)
    return {
        "bare": Samples.milliseconds(bare_keys.taken),
        "keys": Samples.milliseconds([key for colleague in colleagues for key in colleague.keys]),
        "edits": Samples.milliseconds([edit for colleague in colleagues for edit in colleague.edits]),
        "import": Samples("s", (imported.result().seconds,)),
        "lost": Samples("writes", (float(lost),)),
        "locked": Samples("times", (float(sum(colleague.saw_locked for colleague in colleagues)),)),
    }


def _work(bench: Bench, bare: BareKeys, colleagues: Sequence[Colleague], imported: Future[Spent]) -> None:
    turn = 0
    while not imported.done() or turn < bench.effort.keys:
        bare.press()
        for colleague in colleagues:
            colleague.work(turn)
        turn += 1


def _import(bench: Bench, store: Path, survey: Path) -> Spent:
    """Import beside the desks. A store that is locked for it fails the run."""
    words = ["--json", "import", "responses", str(survey), "--kind", "nps", "--segment", "retail"]
    return run([*cxloop(), "--store", str(store), *words], env=bench.environment, cwd=bench.home)


def _responses(store: Path) -> int:
    with closing(sqlite3.connect(store)) as connection:
        return int(connection.execute("SELECT count(*) FROM responses").fetchone()[0])


def _lost(store: Path, colleagues: Sequence[Colleague]) -> int:
    """Count acknowledged comments that are not found on one ticket."""
    said = [text for colleague in colleagues for text in colleague.said]
    with truth.questions(store) as queries:
        return sum(queries.counts(queries.parse(f'"{text}"')).found != 1 for text in said)


_BARE = Reference("bare app's key to frame", "bare")

EXPERIMENTS = (
    Experiment(
        "together",
        together,
        (
            Figure("together.p50", "two desks and an import: down, p50", "keys", by=p50, against=_BARE, goal=Goal(4)),
            Figure("together.p95", "  down, p95", "keys", by=p95, against=_BARE, goal=Goal(8)),
            Figure("together.edit", "  a comment, key to acknowledged on screen, p95", "edits", by=p95),
            Figure("together.import", "  the import meanwhile", "import"),
            Figure(
                "together.lost", "  acknowledged writes that are not there", "lost", by=most, goal=Goal(0, Of.VALUE)
            ),
            Figure("together.locked", "  database is locked", "locked", by=most, goal=Goal(0, Of.VALUE)),
        ),
    ),
)
