"""Rows as JSON, with what they were measured on."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Goal, Of, Row


@dataclass(frozen=True, slots=True)
class Results:
    """A table and what it was measured on."""

    tickets: int
    texts: int
    rows: tuple[Row, ...]
    machine: Mapping[str, str]

    def with_rows(self, rows: Sequence[Row]) -> Results:
        """Return them with rows measured again, and new ones, in the order they had first."""
        newer = {row.name: row for row in rows}
        known = [newer.pop(row.name, row) for row in self.rows]
        return Results(self.tickets, self.texts, (*known, *newer.values()), self.machine)


def this_machine() -> dict[str, str]:
    """Return what figures depend on."""
    return {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "textual": version("textual"),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
    }


def write_results(results: Results, file: Path) -> None:
    """Write a file for other programs."""
    rows = [_record(row) for row in results.rows]
    record = {"tickets": results.tickets, "texts": results.texts, "machine": dict(results.machine), "rows": rows}
    file.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_results(file: Path) -> Results:
    """Read what `write_results` wrote."""
    record = json.loads(file.read_text(encoding="utf-8"))
    rows = tuple(map(_row, record["rows"]))
    return Results(record["tickets"], record["texts"], rows, record["machine"])


def _record(row: Row) -> dict[str, Any]:
    goal = row.goal and {"bound": row.goal.bound, "of": row.goal.of.name.lower(), "at_least": row.goal.at_least}
    return {**asdict(row), "goal": goal, "is_met": row.is_met}


def _row(record: dict[str, Any]) -> Row:
    known = {name: value for name, value in record.items() if name != "is_met"}
    goal = known["goal"] and Goal(known["goal"]["bound"], Of[known["goal"]["of"].upper()], known["goal"]["at_least"])
    spreads = {name: known[name] and tuple(known[name]) for name in ("spread", "reference_spread")}
    return Row(**{**known, **spreads, "goal": goal})
