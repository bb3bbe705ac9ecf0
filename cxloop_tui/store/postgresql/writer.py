"""The writer in a PostgreSQL database: one transaction at a time among all clients, on disk when acknowledged."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final

from psycopg import errors
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError

from cxloop_tui.domain.address import Database
from cxloop_tui.domain.errors import StoreTrouble
from cxloop_tui.store.file import APPLICATION_ID, BUSY_SECONDS
from cxloop_tui.store.postgresql import server
from cxloop_tui.store.postgresql.schema import make_schema, unmake_schema
from cxloop_tui.store.sql_store import SqlStore
from cxloop_tui.store.transaction import SqlTransaction

LOCK: Final = APPLICATION_ID
"""The advisory lock of a database that one writer holds: with it, sequence numbers are in the order of commits."""


class PostgresqlWriter(SqlStore):
    """The `Store` port on a PostgreSQL database. Use it from one thread at a time."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database
        self._engine = _engine(database)

    @classmethod
    def open(cls, database: Database) -> "PostgresqlWriter":
        """Open an existing store for writing. Raises Unusable or StoreTrouble, see `server.check`."""
        with closing(server.connect(database)) as connection:
            server.check(connection, database)
        return cls(database)

    @classmethod
    def create(cls, database: Database) -> "PostgresqlWriter":
        """Make a new store in an empty database, whole or not at all. Raises StoreTrouble when it is not empty."""
        writer = cls(database)
        try:
            writer._lay_out()
        except BaseException:
            writer.close()
            raise
        return writer

    def _lay_out(self) -> None:
        with self._written() as connection:
            with closing(server.connect(self._database)) as looking:
                is_taken = server.version(looking, self._database) is not None
            if is_taken:
                raise StoreTrouble(f"{self._database} has a store already; nothing was changed")
            make_schema(connection)
            SqlTransaction(connection).put_fact("epoch", os.urandom(8).hex())

    def unmake(self) -> None:
        """Take a store away that was made just now, and all in it."""
        with self._written() as connection:
            unmake_schema(connection)

    @contextmanager
    def _written(self) -> Iterator[Connection]:
        """Hold the lock and a write transaction. Raises StoreTrouble when the server refuses."""
        committing = False
        try:
            with self._engine.connect() as connection:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
                yield connection
                committing = True
                connection.commit()
        except DBAPIError as trouble:
            raise self._told(trouble, committing=committing) from trouble

    def _told(self, trouble: DBAPIError, *, committing: bool) -> StoreTrouble:
        if isinstance(trouble.orig, errors.LockNotAvailable):
            return StoreTrouble(
                f"another cxloop has been writing to {self._database} for {BUSY_SECONDS} s; "
                "try again, nothing is lost"
            )
        said = server.said_by(trouble.orig or trouble)
        if committing and trouble.connection_invalidated:
            return StoreTrouble(
                f"{self._database} was lost while it kept a change ({said}): look whether it is there before you "
                "make it again"
            )
        return StoreTrouble(f"{self._database} could not be written, nothing was changed: {said}")

    def close(self) -> None:
        """Let go of the server."""
        self._engine.dispose()


@contextmanager
def filling(database: Database) -> Iterator[PostgresqlWriter]:
    """Make a store and let it be filled. What is raised meanwhile leaves nothing. Raises StoreTrouble."""
    store = PostgresqlWriter.create(database)
    try:
        yield store
    except BaseException:
        store.unmake()
        raise
    finally:
        store.close()


def _engine(database: Database) -> Engine:
    """Return one connection's engine; it is made anew when it was lost.

    A statement sees what was committed before it, so all that follow the lock see what the writer before did.
    """
    return create_engine(
        "postgresql+psycopg://",
        creator=lambda: server.connect(database),
        isolation_level="READ COMMITTED",
        pool_size=1,
        max_overflow=0,
        pool_pre_ping=True,
    )
