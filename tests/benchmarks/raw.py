"""What SQLite alone takes for the rows of a store: the same rows into the same tables, indexes and full text.

Rows are read, and texts folded, while nothing is timed; only `executemany` and the commits are.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, Final

from cxloop_tui.store import file
from cxloop_tui.store.fulltext import document_of
from cxloop_tui.store.rows import ENTRY_COLUMNS, TICKET_COLUMNS, entry_of, ticket_of
from tests.benchmarks.parts import remove

_BATCH: Final = 10_000
_TABLES: Final = ("operations", "tickets", "responses", "texts", "counters")


def seconds_of(store: Path, copy: Path) -> float:
    """Write the rows of a store to a new file; return how long that took. The file is gone afterwards."""
    remove(copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as target, closing(file.connect(store)) as source:
        target.execute("PRAGMA journal_mode = WAL")
        file.tell(target)
        target.execute("PRAGMA wal_autocheckpoint = 1000")
        _lay_out(source, target)
        took = sum(_written(target, table, _rows(source, table)) for table in _TABLES)
        took += _written(target, "fulltext(rowid, body)", _documents(source))
    remove(copy)
    return took


def _lay_out(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Make the tables and indexes, without those that the full-text index makes for itself."""
    made = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'fulltext\\__%' ESCAPE '\\'"
    for (sql,) in source.execute(f"{made} AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'").fetchall():
        target.execute(sql)


def _rows(source: sqlite3.Connection, table: str) -> Iterator[tuple[Any, ...]]:
    yield from source.execute(f"SELECT * FROM {table}")


def _documents(source: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """Yield the documents of the full-text index, folded anew: it keeps none."""
    entry = ", ".join(f"o.{name}" for name in ENTRY_COLUMNS)
    ticket = ", ".join(f"t.{name}" for name in TICKET_COLUMNS)
    joined = "texts x JOIN operations o ON o.seq = x.seq JOIN tickets t ON t.place = x.place"
    width = len(ENTRY_COLUMNS)
    for row in source.execute(f"SELECT {entry}, {ticket} FROM {joined} ORDER BY x.seq"):
        found = entry_of(row[:width])
        yield found.seq, document_of(ticket_of(row[width:]), found)


def _written(target: sqlite3.Connection, table: str, rows: Iterator[Sequence[Any]]) -> float:
    took = 0.0
    for batch in _batches(rows):
        marks = ", ".join("?" * len(batch[0]))
        began = time.perf_counter()
        target.execute("BEGIN IMMEDIATE")
        target.executemany(f"INSERT INTO {table} VALUES ({marks})", batch)
        target.execute("COMMIT")
        took += time.perf_counter() - began
    return took


def _batches(rows: Iterator[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch
