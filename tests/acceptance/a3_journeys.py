"""Line 3: a day at the desk at two sizes, told again by the log; and a doctor that notices damage."""

import sqlite3
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from tests.acceptance import Outcome
from tests.journeys.desk import command, demo_store, home_of
from tests.journeys.test_day import BUDGETS, SIZES, differences, too_many_presses, work_a_day

DAMAGES: Final[Mapping[str, tuple[str, str]]] = {
    "a ticket's row": ("UPDATE tickets SET priority = priority <> 1 WHERE number = 7", "ticket #7"),
    "a lost ticket": ("DELETE FROM tickets WHERE number = 9", "ticket #9"),
    "a lost operation": ("DELETE FROM operations WHERE seq = (SELECT max(seq) FROM operations)", ""),
    "a counter": ("UPDATE counters SET tickets = tickets + 1 WHERE status = 'new'", "counter"),
    "a lost counter": ("DELETE FROM counters WHERE status = 'resolved'", "counter"),
    "the full text": ("INSERT INTO fulltext (fulltext) VALUES ('delete-all')", "full text"),
    "a lost text": ("DELETE FROM texts WHERE seq = (SELECT max(seq) FROM texts)", "full text"),
}
"""What is done to the file behind the program's back, and what the doctor must name."""


def run() -> Outcome:
    """Work the day at each size, ask the doctor, then damage copies of the store."""
    counts: dict[str, int | str] = {}
    problems: list[str] = []
    with tempfile.TemporaryDirectory(prefix="cxloop-journeys-") as directory:
        for columns, rows in SIZES:
            size = f"{columns}x{rows}"
            place = Path(directory) / size
            place.mkdir()
            store = demo_store(place)
            day = work_a_day(store, columns, rows)
            counts[f"{size}, key presses"] = ", ".join(f"{what} {day.presses[what]}" for what in BUDGETS)
            counts[f"{size}, lines the day added to the log"] = len(day.log)
            wrong = [*too_many_presses(day), *differences(day), *_complaints(store)]
            problems += [f"{size}: {problem}" for problem in wrong]
        noticed, unnoticed = _damage(store)
    counts["kinds of damage the doctor noticed"] = f"{noticed} of {len(DAMAGES)}"
    return Outcome(3, "a day at the desk, and its log", counts, [*problems, *unnoticed])


def _complaints(store: Path) -> list[str]:
    code, said = _doctor(store)
    return [] if code == 0 else [f"the doctor ends with {code}: {said}"]


def _damage(store: Path) -> tuple[int, list[str]]:
    """Damage copies of a store; return how often that was noticed, and what is wrong."""
    problems = []
    for what, (statement, name) in DAMAGES.items():
        damaged = store.with_name("damaged.db")
        damaged.write_bytes(store.read_bytes())
        with closing(sqlite3.connect(damaged)) as connection, connection:
            changed = connection.execute(statement).rowcount
        code, said = _doctor(damaged)
        if changed == 0:
            problems.append(f"{what}: nothing was there to damage")
        elif code != 1 or name not in said:
            problems.append(f"{what}: the doctor ends with {code} and says {said!r}")
    return len(DAMAGES) - len(problems), problems


def _doctor(store: Path) -> tuple[int, str]:
    done = subprocess.run(command(store, "doctor"), env=home_of(store), capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr
