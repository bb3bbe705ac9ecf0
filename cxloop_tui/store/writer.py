"""The writer on a SQLite file: one transaction at a time, acknowledged on disk, checkpoints under the same lock."""

import os
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, Index, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import StaticPool
from sqlalchemy.schema import CreateIndex, CreateTable

from cxloop_tui.domain.errors import StoreTrouble
from cxloop_tui.store import file, tables
from cxloop_tui.store.lock import WriteLock
from cxloop_tui.store.sql_store import SqlStore
from cxloop_tui.store.transaction import SqlTransaction

CHECKPOINT_BYTES: Final = 4 * 1024 * 1024
"""A write-ahead log longer than this is written back after a commit."""

LONG_CHECKPOINT_BYTES: Final = 64 * 1024 * 1024
"""The same while much is written: a page that changes again and again is written back once."""

LONG_CACHE_KIB: Final = 64 * 1024
"""Pages in memory while much is written; SQLite's own 2 MiB hold no index of a large store."""

BREATH_SECONDS: Final = 0.01
"""For so long others are let in before the next of many transactions: they look every few milliseconds."""


class Writer(SqlStore):
    """The `Store` port on a SQLite file. Use it from one thread at a time."""

    def __init__(self, path: Path, engine: Engine) -> None:
        super().__init__()
        self._path = path
        self._engine = engine
        self._connection = engine.connect()
        self._lock = WriteLock(path)
        self._log = f"{path}-wal"
        self._checkpoint_bytes = CHECKPOINT_BYTES
        self._breath = 0.0

    @classmethod
    def open(cls, path: Path) -> "Writer":
        """Open an existing store for writing. Raises Unusable or StoreTrouble, see `file.check`."""
        file.check(path)
        return cls(path, engine_of(path, file.tell))

    @classmethod
    def create(cls, path: Path) -> "Writer":
        """Make a new store. Raises StoreTrouble when there is a file already or it cannot be made.

        It is made under another name and given its own when it is whole: a crash leaves no half a store.
        """
        making = file.reserve(path)
        writer = cls(making, engine_of(making, file.tell))
        with writer._connection.begin():
            make_schema(writer._connection)
            SqlTransaction(writer._connection).put_fact("epoch", os.urandom(8).hex())
        writer._checkpoint(at_least=1)
        writer._let_go()
        file.give_name(making, path)
        return cls.open(path)

    @contextmanager
    def at_length(self) -> Iterator[None]:
        """Make ready for many transactions one after the other, between which others come to write."""
        self._checkpoint_bytes, self._breath = LONG_CHECKPOINT_BYTES, BREATH_SECONDS
        cache = self._pragma("cache_size")
        self._pragma(f"cache_size = -{LONG_CACHE_KIB}")
        try:
            yield
        finally:
            self._checkpoint_bytes, self._breath = CHECKPOINT_BYTES, 0.0
            self._pragma(f"cache_size = {cache}")
            self._pragma("shrink_memory")

    @contextmanager
    def _written(self) -> Iterator[Connection]:
        """Hold the lock and a write transaction. Raises StoreTrouble when the file refuses."""
        if self._breath:
            time.sleep(self._breath)
        with self._lock.held():
            try:
                with self._connection.begin():
                    yield self._connection
            except DBAPIError as trouble:
                raise StoreTrouble(
                    f"{self._path} could not be written, nothing was changed: {trouble.orig}"
                ) from trouble
            self._checkpoint(at_least=self._checkpoint_bytes)

    def close(self) -> None:
        """Write the log back and let go of the file."""
        try:
            with self._lock.held():
                self._checkpoint(at_least=1)
                self._let_go()
        except SQLAlchemyError as trouble:
            raise StoreTrouble(f"{self._path} could not be closed: {trouble}") from trouble
        finally:
            self._lock.close()

    def _let_go(self) -> None:
        self._connection.close()
        self._engine.dispose()

    def _checkpoint(self, *, at_least: int) -> None:
        """Write the log back into the file; the caller holds the lock.

        Nobody waits for a reader in the way: the log is then written back another time.
        """
        if _size_of(self._log) >= at_least:
            self._pragma("busy_timeout = 0")
            self._pragma("wal_checkpoint(TRUNCATE)")
            self._pragma(f"busy_timeout = {file.BUSY_SECONDS * 1000}")

    def _pragma(self, setting: str) -> object:
        """Change a setting of the connection, or ask for one, outside of any transaction."""
        with closing(self._connection.connection.cursor()) as cursor:
            found = cursor.execute(f"PRAGMA {setting}").fetchone()
        return None if found is None else found[0]


def _size_of(file_name: str) -> int:
    try:
        return os.stat(file_name).st_size  # noqa: PTH116 - asked after each change: a path object takes longer
    except FileNotFoundError:
        return 0


def make_schema(connection: Connection, *, without: Collection[Index] = ()) -> None:
    """Lay out an empty store at the newest schema, `without` indexes that are made when it is filled."""
    for table in tables.metadata.sorted_tables:
        connection.execute(CreateTable(table))
        for index in table.indexes:
            if index not in without:
                connection.execute(CreateIndex(index))
    connection.exec_driver_sql(tables.FULLTEXT)
    connection.exec_driver_sql(tables.ALEMBIC_VERSION)
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (tables.REVISION,))
    mark(connection)


def mark(connection: Any) -> None:  # noqa: ANN401 - a SQLAlchemy connection
    """Write into the file's header whose it is and which schema it has."""
    connection.exec_driver_sql(f"PRAGMA application_id = {file.APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {file.SCHEMA_VERSION}")


def engine_of(path: Path, tell: Callable[[sqlite3.Connection], None]) -> Engine:
    """Return what connects to a store file; `tell` tells each connection how it is used."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=StaticPool,
        connect_args={"isolation_level": None, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: object) -> None:
        tell(connection)

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:  # noqa: ANN401 - a SQLAlchemy connection
        connection.connection.driver_connection.execute("BEGIN IMMEDIATE")

    return engine
