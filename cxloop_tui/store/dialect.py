"""What a write says differently to SQLite and to PostgreSQL."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite

from cxloop_tui.store import tables
from cxloop_tui.store.prepared import carry_out, insert_rows

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


class DocumentChange(NamedTuple):
    """A document of the full text that is not what it was; empty before it came, empty when it is gone."""

    seq: int
    place: int
    """That of its ticket."""
    was: str
    now: str


class Dialect(Protocol):
    """One of the databases, as far as a transaction knows them apart."""

    def insert(self, table: Any) -> "sqlite.Insert | postgresql.Insert":  # noqa: ANN401 - any table
        """Begin an INSERT that may say what happens when the row is there already."""

    def change_documents(self, connection: Connection, changes: Sequence[DocumentChange]) -> None:
        """Lay down changes of the full text."""


def dialect_of(connection: Connection) -> Dialect:
    """Return how the database of a connection is spoken to."""
    return dialect_named(connection.dialect.name)


@lru_cache
def dialect_named(name: str) -> Dialect:
    """Return how a database is spoken to, by the name SQLAlchemy has for it."""
    if name == "sqlite":
        return Sqlite()
    from cxloop_tui.store.postgresql.dialect import Postgresql  # noqa: PLC0415 - who works on a file goes without

    return Postgresql()


class Sqlite:
    """The `Dialect` of a SQLite file."""

    def insert(self, table: Any) -> sqlite.Insert:  # noqa: ANN401 - any table
        """Begin an INSERT."""
        return sqlite.insert(table)

    def change_documents(self, connection: Connection, changes: Sequence[DocumentChange]) -> None:
        """An index without its own text forgets a document only when it is told what it held."""
        gone = [(change.seq, change.was) for change in changes if change.was]
        come = [change for change in changes if change.now]
        if gone:
            carry_out(connection, "INSERT INTO fulltext (fulltext, rowid, body) VALUES ('delete', ?, ?)", gone)
            carry_out(connection, "DELETE FROM texts WHERE seq = ?", [(seq,) for seq, _ in gone])
        if come:
            bodies = [(change.seq, change.now) for change in come]
            carry_out(connection, "INSERT INTO fulltext (rowid, body) VALUES (?, ?)", bodies)
            insert_rows(connection, tables.texts, ("seq", "place"), [(change.seq, change.place) for change in come])
