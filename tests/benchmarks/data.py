"""The stores that are measured: made once by `cxloop demo`, kept by their size, copied where they are written to."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

_PARTS = ("", "-wal")
"""What a store at rest consists of; SQLite makes the rest anew."""


def cxloop() -> list[str]:
    """Return the words that start the program as installed."""
    return [str(Path(sys.executable).with_name("cxloop"))]


class Stores:
    """Stores in a directory, by their number of tickets."""

    def __init__(self, directory: Path, say: Callable[[str], None], given: dict[int, Path] | None = None) -> None:
        """`given` are stores that are there already, by how many tickets they stand for."""
        self.directory = directory
        self._say = say
        self._given = given or {}
        directory.mkdir(parents=True, exist_ok=True)

    def of(self, tickets: int) -> Path:
        """Return a store of so many tickets, made if there is none."""
        store = self._given.get(tickets, self.directory / f"tickets-{tickets}.db")
        if not store.exists():
            self._say(f"making a store of {tickets:,} tickets")
            make_demo(store, tickets)
        return store

    def copy(self, store: Path, name: str) -> Path:
        """Return a copy to be written to; the last one of that name is gone then."""
        copied = self.directory / f"{name}.db"
        remove(copied)
        for part in _PARTS:
            source = store.with_name(store.name + part)
            if source.exists():
                shutil.copyfile(source, copied.with_name(copied.name + part))
        return copied


def make_demo(store: Path, tickets: int) -> None:
    """Make a store of example tickets. Raises CalledProcessError."""
    subprocess.run(
        [*cxloop(), "demo", "--tickets", str(tickets), "--into", str(store)], check=True, stdout=sys.stderr
    )


def remove(store: Path) -> None:
    """Delete a store and what lies beside it."""
    for part in (*_PARTS, "-shm", ".lock"):
        store.with_name(store.name + part).unlink(missing_ok=True)
