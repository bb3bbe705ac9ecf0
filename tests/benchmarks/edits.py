"""One change: from the key to its acknowledgement, on disk."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from cxloop_tui.bootstrap import open_rooms
from cxloop_tui.services.session import Session
from tests.benchmarks import truth
from tests.benchmarks.bench import Bench, Experiment
from tests.benchmarks.figures import Figure, Goal, Reference
from tests.benchmarks.samples import Samples, p50, p95

PRIORITIES = ("low", "medium", "high")


def single_edits(bench: Bench) -> Mapping[str, Samples]:
    """Set priorities as the desk does, in turns with a commit of one row to a file of its own."""
    store = bench.stores.copy(bench.store, "edited")
    rooms = open_rooms(store, None)
    session = Session(rooms.queries, rooms.desk)
    try:
        with closing(_one_row(bench.stores.directory / "one-row.db")) as one_row:
            return asyncio.run(_edited(bench, session, one_row))
    finally:
        session.close()
        rooms.close()


async def _edited(bench: Bench, session: Session, one_row: sqlite3.Connection) -> Mapping[str, Samples]:
    names = [str(number) for number in truth.some_numbers(bench.store, bench.effort.edits, bench.seed)]
    ids = await session.ask(lambda queries: [queries.ticket_id(name) for name in names])
    ours, least = [], []
    for turn, ticket_id in enumerate(ids):
        least.append(_committed(one_row, turn))
        ours.append(await _acknowledged(session, ticket_id, turn))
    warm = slice(min(10, len(ids) // 4), None)
    return {"edit": Samples.milliseconds(ours[warm]), "commit": Samples.milliseconds(least[warm])}


async def _acknowledged(session: Session, ticket_id: str, turn: int) -> float:
    """Give a ticket another priority than it has."""
    view = await session.ask(lambda queries: queries.view(ticket_id))
    wanted = next(name for name in PRIORITIES[turn % 3 :] + PRIORITIES if name != view.ticket.priority.value)
    began = time.perf_counter()
    done = await session.act(lambda sitting: sitting.change(ticket_id, {"priority": wanted}, seen=view.ticket.seq))
    took = time.perf_counter() - began
    assert done is not None, "an edit changed nothing"
    return took


def _one_row(file: Path) -> sqlite3.Connection:
    """Make a table of a single row, synchronised as the store is."""
    for part in ("", "-wal", "-shm"):
        file.with_name(file.name + part).unlink(missing_ok=True)
    connection = sqlite3.connect(file, isolation_level=None)
    for word in ("journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 0"):
        connection.execute(f"PRAGMA {word}")
    connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, value INTEGER)")
    connection.execute("INSERT INTO row VALUES (1, 0)")
    return connection


def _committed(connection: sqlite3.Connection, value: int) -> float:
    began = time.perf_counter()
    connection.execute("UPDATE row SET value = ? WHERE id = 1", (value,))
    return time.perf_counter() - began


_COMMIT = Reference("WAL commit of one row, same synchronous", "commit")

EXPERIMENTS = (
    Experiment(
        "edit",
        single_edits,
        (
            Figure(
                "edit.p50",
                "single edit, key to acknowledged on disk, p50",
                "edit",
                by=p50,
                against=_COMMIT,
                goal=Goal(4),
            ),
            Figure("edit.p95", "  p95", "edit", by=p95, against=_COMMIT),
        ),
    ),
)
