"""The stores that are measured: made once by `cxloop demo`, kept by their size, copied where they are written to."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random

from cxloop_tui.bootstrap import open_rooms
from cxloop_tui.services.desk import Sitting

_TEXTS = 5_000
_BATCH = 2_000

_PARTS = ("", "-wal")
"""What a store at rest consists of; SQLite makes the rest anew."""


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
            make_demo(store, tickets)
        return store

    def fill_up(self, store: Path, texts: int) -> None:
        """Let colleagues comment on tickets until a store has so many texts."""
        with closing(sqlite3.connect(store)) as connection:
            have = connection.execute("SELECT count(*) FROM texts").fetchone()[0]
            said = [row[0] for row in connection.execute("SELECT comment FROM tickets LIMIT ?", (_TEXTS,))]
            ids = [row[0] for row in connection.execute("SELECT id FROM tickets WHERE status <> 'new'")]
        if have < texts:
            self._say(f"adding {texts - have:,} comments")
            _comment(store, Random(texts).choices(ids, k=texts - have), said)

    def copy(self, store: Path, name: str) -> Path:
        """Return a copy to be written to; the last one of that name is gone then."""
        copied = self.directory / f"{name}.db"
        remove(copied)
        for part in _PARTS:
            source = store.with_name(store.name + part)
            if source.exists():
                shutil.copyfile(source, copied.with_name(copied.name + part))
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


def make_demo(store: Path, tickets: int) -> None:
    """Make a store of example tickets. Raises CalledProcessError."""
    subprocess.run(
        [*cxloop(), "demo", "--tickets", str(tickets), "--into", str(store)], check=True, stdout=sys.stderr
    )


def remove(store: Path) -> None:
    """Delete a store and what lies beside it."""
    for part in (*_PARTS, "-shm", ".lock"):
        store.with_name(store.name + part).unlink(missing_ok=True)
