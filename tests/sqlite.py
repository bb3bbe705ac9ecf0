"""What stands behind a reader of a SQLite file."""

import sqlite3

from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.sqlite_connection import SqliteConnection


def raw(reader: ReadPath) -> sqlite3.Connection:
    """Return the connection of the standard library that a reader reads through."""
    assert isinstance(reader.connection, SqliteConnection)
    return reader.connection.raw
