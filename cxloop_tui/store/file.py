"""The store file: how it is made, recognised, opened and kept to its owner.

Everything a connection needs to be told is told here, so that the writer and the read path agree.
"""

import os
import sqlite3
import stat
from contextlib import closing
from errno import EACCES, EISDIR, EMLINK, ENOSYS, ENOTSUP, EOPNOTSUPP, EPERM
from pathlib import Path
from typing import Final

from cxloop_tui.domain.errors import StoreTrouble, Unusable

APPLICATION_ID: Final = 0x63786C70
"""`cxlp` in the file's header: SQLite's mark of whose file it is."""

SCHEMA_VERSION: Final = 11
"""The schema this program reads and writes; in the header as `user_version`."""

BUSY_SECONDS: Final = 30

_NO_LINKS: Final = frozenset({EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK})
"""How file systems say that they know no second names (FAT, some network shares): backups lie on such."""

FILLING_CACHE_KIB: Final = 64 * 1024
"""Pages of a store in the making that are kept in memory."""


def connect(path: Path) -> sqlite3.Connection:
    """Open an existing store file. Raises Unusable when there is none, StoreTrouble when it cannot be opened.

    A store file is opened by SQLite and by nothing else: closing any other handle on it would let go of the locks
    that SQLite holds in this process, and another process could take the log away from under us
    (sqlite.org, "How To Corrupt An SQLite Database File", 2.2).
    """
    try:
        if stat.S_ISDIR(path.stat().st_mode):
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        if not os.access(path, os.R_OK):
            raise PermissionError(EACCES, os.strerror(EACCES))
    except (FileNotFoundError, NotADirectoryError):
        raise Unusable(f"there is no store at {path}: `cxloop init --name NAME --email EMAIL` makes one") from None
    except OSError as trouble:
        raise StoreTrouble(f"{path} cannot be read: {trouble.strerror}") from trouble
    try:
        return sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, check_same_thread=False
        )
    except sqlite3.Error as trouble:
        raise StoreTrouble(f"{path} cannot be read: {trouble}") from trouble


def recognise(connection: sqlite3.Connection, path: Path) -> int:
    """Return the schema version of an opened store. Raises StoreTrouble for no cxloop store, or a newer one."""
    try:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        application_id = connection.execute("PRAGMA application_id").fetchone()[0]
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.OperationalError as trouble:
        raise StoreTrouble(f"{path} cannot be read: {trouble}") from trouble
    except sqlite3.DatabaseError as foreign:
        raise StoreTrouble(f"{path} is not a cxloop store: name another file with --store") from foreign
    if application_id != APPLICATION_ID:
        raise StoreTrouble(f"{path} is not a cxloop store: name another file with --store")
    if version > SCHEMA_VERSION:
        raise StoreTrouble(
            f"{path} was written by a newer cxloop (schema {version}, this one knows {SCHEMA_VERSION}): update cxloop"
        )
    return version


def check(path: Path) -> int:
    """Return the schema version of a store file. Raises what `connect` and `recognise` do."""
    with closing(connect(path)) as connection:
        return recognise(connection, path)


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
        _rename(making, path)
    except OSError as trouble:
        raise StoreTrouble(f"{path} cannot be made: {trouble.strerror}") from trouble
    finally:
        making.unlink(missing_ok=True)
    directory = os.open(path.parent, os.O_RDONLY)
    os.fsync(directory)
    os.close(directory)


def _rename(making: Path, path: Path) -> None:
    """Rename a file by a second name: renaming alone would take the place of what came there meanwhile."""
    try:
        os.link(making, path)
    except OSError as trouble:
        if trouble.errno not in _NO_LINKS or os.path.lexists(path):
            raise
        making.replace(path)


def settle(making: Path) -> None:
    """Put a store on disk that was filled without syncing, in the mode in which it is used; nobody has it open."""
    connection = sqlite3.connect(making)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    number = os.open(making, os.O_RDWR)
    os.fsync(number)
    os.close(number)


def tell_filling(connection: sqlite3.Connection) -> None:
    """Tell a connection that it fills a store nobody else has yet: if that is cut short, the file is thrown away."""
    tell(connection)
    for setting in (
        "journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "secure_delete = OFF",
        f"cache_size = -{FILLING_CACHE_KIB}", "temp_store = FILE", "threads = 2",
    ):  # fmt: skip
        connection.execute(f"PRAGMA {setting}")


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


def tell_reading(connection: sqlite3.Connection) -> None:
    """Tell a connection that it only reads.

    To count what a common word finds, a list of a million numbers is made: in memory it would stay there, for the
    C library gives little back. Pages are kept by the operating system; to keep more than a few twice saves no time.
    """
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA temp_store = FILE")
    connection.execute("PRAGMA cache_size = -256")


def _casefold(text: str | None) -> str | None:
    return None if text is None else text.casefold()
