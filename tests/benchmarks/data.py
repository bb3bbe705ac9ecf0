"""The stores that are measured: made once by `cxloop demo`, kept by their size, copied where they are written to."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from functools import partial
from pathlib import Path
from random import Random

from cxloop_tui.bootstrap import open_rooms
from cxloop_tui.services.desk import Sitting
from tests.benchmarks import raw
from tests.benchmarks.parts import PARTS, remove
from tests.benchmarks.spent import Spent, run

_TEXTS = 5_000
_BATCH = 2_000

REPEATED_UP_TO = 20_000
"""Tickets above which making, taking in and giving out as many is measured once: then it takes minutes."""


def cxloop() -> list[str]:
    """Return the words that start the program as installed."""
    return [str(Path(sys.executable).with_name("cxloop"))]


class Stores:
    """Stores in a directory, by their number of tickets."""

    def __init__(self, directory: Path, say: Callable[[str], None], given: Mapping[int, Path]) -> None:
        """`given` are stores that are there already, by how many tickets they stand for."""
        self.directory = directory
        self._say = say
        self._given = given
        directory.mkdir(parents=True, exist_ok=True)

    def of(self, tickets: int) -> Path:
        """Return a store of so many tickets, made if there is none."""
        store = self._given.get(tickets, self.directory / f"tickets-{tickets}.db")
        if not store.exists():
            self._say(f"making a store of {tickets:,} tickets")
            self._make(store, tickets)
        return store

    def _make(self, store: Path, tickets: int) -> None:
        words = [*cxloop(), "demo", "--tickets", str(tickets), "--into", str(store)]
        spent = run(words, env=os.environ, cwd=self.directory)
        if tickets > REPEATED_UP_TO:
            self._say("letting SQLite alone write the same rows")
            alone = raw.seconds_of(store, self.directory / "raw.db")
            _kept(store).write_text(json.dumps([asdict(spent), alone]), encoding="utf-8")

    def making(self, tickets: int) -> tuple[Spent, float] | None:
        """Return what it took to make a large store, and what SQLite alone took right after; None if not known."""
        kept = _kept(self.of(tickets))
        if not kept.exists():
            return None
        spent, alone = json.loads(kept.read_text(encoding="utf-8"))
        return Spent(**spent), alone

    def fill_up(self, store: Path, texts: int) -> None:
        """Let colleagues comment on tickets until a store has so many texts."""
        with closing(sqlite3.connect(store)) as connection:
            have = connection.execute("SELECT count(*) FROM texts").fetchone()[0]
            said = [row[0] for row in connection.execute("SELECT comment FROM tickets LIMIT ?", (_TEXTS,))]
            ids = [row[0] for row in connection.execute("SELECT id FROM tickets WHERE status <> 'new'")]
        if have < texts:
            _kept(store).unlink(missing_ok=True)
            self._say(f"adding {texts - have:,} comments")
            _comment(store, Random(texts).choices(ids, k=texts - have), said)

    def copy(self, store: Path, name: str) -> Path:
        """Return a copy to be written to; the last one of that name is gone then."""
        copied = self.directory / f"{name}.db"
        remove(copied)
        for part in PARTS:
            source = store.with_name(store.name + part)
            if source.exists():
                shutil.copyfile(source, copied.with_name(copied.name + part))
        # What the system still has to write of it would be in the way of what is measured.
        os.sync()
        return copied


def _comment(store: Path, ids: Sequence[str], said: Sequence[str]) -> None:
    rooms = open_rooms(store, None)
    try:
        desk = rooms.desk()
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            desk.sit(rooms.me, partial(_comment_on, batch, said))
    finally:
        rooms.close()


def _comment_on(ids: Sequence[str], said: Sequence[str], sitting: Sitting) -> None:
    for place, ticket_id in enumerate(ids):
        sitting.comment(ticket_id, said[place % len(said)])


def _kept(store: Path) -> Path:
    """Return the file that says what making a store took."""
    return store.with_suffix(".made.json")
