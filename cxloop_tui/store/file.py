"""The store file: how it is made, recognised, opened and kept to its owner.

Everything a connection needs to be told is told here, so that the writer and the read path agree.
"""

import os
import sqlite3
from pathlib import Path
from typing import Final

from cxloop_tui.domain.errors import StoreTrouble, Unusable

APPLICATION_ID: Final = 0x63786C70
"""`cxlp` in the file's header: SQLite's mark of whose file it is."""

SCHEMA_VERSION: Final = 1
"""The schema this program reads and writes; in the header as `user_version`."""

BUSY_SECONDS: Final = 30


def check(path: Path) -> int:
    """Return the schema version of a store file.

    Raises Unusable when there is none, StoreTrouble when it is unreadable, no cxloop store, or a newer one.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except (FileNotFoundError, NotADirectoryError):
        raise Unusable(f"there is no store at {path}: `cxloop init --name NAME --email EMAIL` makes one") from None
    except OSError as trouble:
        raise StoreTrouble(f"{path} cannot be read: {trouble.strerror}") from trouble
    if len(header) < 100 or not header.startswith(b"SQLite format 3\x00"):
        raise StoreTrouble(f"{path} is not a cxloop store: name another file with --store")
    application_id, version = int.from_bytes(header[68:72], "big"), int.from_bytes(header[60:64], "big")
    if application_id != APPLICATION_ID:
        raise StoreTrouble(f"{path} is a database of another program: name another file with --store")
    if version > SCHEMA_VERSION:
        raise StoreTrouble(
            f"{path} was written by a newer cxloop (schema {version}, this one knows {SCHEMA_VERSION}): update cxloop"
        )
    return version


def reserve(path: Path) -> Path:
    """Make an empty file beside `path`, its owner's alone, for a store in the making. Raises StoreTrouble."""
    making = path.with_name(f"{path.name}.{os.getpid()}.making")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists():
            raise StoreTrouble(f"{path} exists already; nothing was changed")
        os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600))
    except OSError as trouble:
        raise StoreTrouble(f"{path} cannot be made: {trouble.strerror}") from trouble
    connection = sqlite3.connect(making)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    return making


def give_name(making: Path, path: Path) -> None:
    """Give a finished store its name. Raises StoreTrouble when somebody else made one meanwhile."""
    try:
        os.link(making, path)
    except OSError as trouble:
        raise StoreTrouble(f"{path} cannot be made: {trouble.strerror}") from trouble
    finally:
        making.unlink()
    directory = os.open(path.parent, os.O_RDONLY)
    os.fsync(directory)
    os.close(directory)


def tell(connection: sqlite3.Connection) -> None:
    """Tell a connection how this store is used.

    Write-ahead log, every commit on disk before it is acknowledged, checkpoints only where we hold the lock
    (SQLite before 3.51.3 can corrupt the log when a checkpoint and a write race).
    """
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.create_function("casefold", 1, _casefold, deterministic=True)


def _casefold(text: str | None) -> str | None:
    return None if text is None else text.casefold()
