"""The shim against plain SQLite: it sees what is synced, and nothing where nothing is."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.crash import shim

if TYPE_CHECKING:
    from pathlib import Path

# Ends without closing the database: closing would checkpoint the log and delete it.
COMMITS = """
import os, sqlite3, sys
database, synchronous, commits = sys.argv[1:]
connection = sqlite3.connect(database, isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("PRAGMA wal_autocheckpoint = 0")
connection.execute(f"PRAGMA synchronous = {synchronous}")
connection.execute("CREATE TABLE kept (number INTEGER)")
for number in range(int(commits)):
    connection.execute("INSERT INTO kept VALUES (?)", (number,))
os._exit(0)
"""
WAL_HEADER = 32
FRAME_HEADER = 24


def run(library: Path, directory: Path, synchronous: str, commits: int) -> tuple[Path, Path]:
    """Commit in a process of its own; the database and the shim's log."""
    database, log = directory / "kept.db", directory / "synced.log"
    command = [sys.executable, "-c", COMMITS, str(database), synchronous, str(commits)]
    subprocess.run(command, check=True, env=shim.environment(library, log))
    return database, log


def wal_of(database: Path) -> Path:
    """The write-ahead log beside a database."""
    return database.with_name(database.name + "-wal")


def rows_after_power_cut(database: Path, length: int) -> int:
    """Rows that SQLite finds in a copy whose log was cut to `length` bytes."""
    copy = database.with_name(f"cut-{length}.db")
    shutil.copy(database, copy)
    wal_of(copy).write_bytes(wal_of(database).read_bytes()[:length])
    connection = sqlite3.connect(copy)
    try:
        return int(connection.execute("SELECT count(*) FROM kept").fetchone()[0])
    finally:
        connection.close()


def test_with_full_synchronisation_the_synced_length_covers_every_commit(library: Path, tmp_path: Path) -> None:
    database, log = run(library, tmp_path, "FULL", commits=3)
    synced = shim.last_synced_length(log, wal_of(database))
    page_size = int.from_bytes(wal_of(database).read_bytes()[8:12], "big")
    assert synced == wal_of(database).stat().st_size
    assert (synced - WAL_HEADER) % (FRAME_HEADER + page_size) == 0
    assert rows_after_power_cut(database, synced) == 3
    assert rows_after_power_cut(database, synced - 1) == 2


def test_every_commit_is_synced_on_its_own(library: Path, tmp_path: Path) -> None:
    _, log = run(library, tmp_path, "FULL", commits=5)
    lengths = [int(line.split()[1]) for line in log.read_text(encoding="ascii").splitlines()]
    assert len(set(lengths)) >= 5
    assert lengths == sorted(lengths)


@pytest.mark.parametrize(("synchronous", "synced"), [("OFF", 0), ("NORMAL", WAL_HEADER)])
def test_without_a_sync_per_commit_no_commit_is_recorded(
    library: Path, tmp_path: Path, synchronous: str, synced: int
) -> None:
    database, log = run(library, tmp_path, synchronous, commits=3)
    assert wal_of(database).stat().st_size > WAL_HEADER
    assert shim.last_synced_length(log, wal_of(database)) == synced
    assert log.exists() == bool(synced)


def test_only_write_ahead_logs_are_recorded(library: Path, tmp_path: Path) -> None:
    log = tmp_path / "synced.log"
    source = "import os, sys; [os.fsync(os.open(name, os.O_CREAT | os.O_RDWR)) for name in sys.argv[1:]]"
    names = [str(tmp_path / name) for name in ("kept.db", "wal", "kept.db-wal", "kept.db-wal2")]
    subprocess.run([sys.executable, "-c", source, *names], check=True, env=shim.environment(library, log))
    assert log.read_text(encoding="ascii") == f"{(tmp_path / 'kept.db-wal').stat().st_ino} 0\n"


def test_the_last_line_of_the_right_file_counts(tmp_path: Path) -> None:
    wal, log = tmp_path / "kept.db-wal", tmp_path / "synced.log"
    wal.touch()
    inode = wal.stat().st_ino
    log.write_text(f"{inode} 32\n{inode} 4152\n{inode + 1} 99999\n", encoding="ascii")
    assert shim.last_synced_length(log, wal) == 4152


def test_a_line_that_is_still_being_written_does_not_count(tmp_path: Path) -> None:
    wal, log = tmp_path / "kept.db-wal", tmp_path / "synced.log"
    wal.touch()
    inode = wal.stat().st_ino
    log.write_text(f"{inode} 4152\n{inode} 8", encoding="ascii")
    assert shim.last_synced_length(log, wal) == 4152


def test_no_log_means_nothing_was_synced(tmp_path: Path) -> None:
    wal = tmp_path / "kept.db-wal"
    wal.touch()
    assert shim.last_synced_length(tmp_path / "synced.log", wal) == 0


def test_without_a_compiler_there_is_no_shim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shim.build(tmp_path) is None
