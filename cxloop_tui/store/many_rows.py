"""Many rows at once, as tuples: laying out a dict for each of them takes longer than writing it."""

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.exc import DBAPIError

Rows = Sequence[tuple[object, ...]]


def insert_rows(connection: Connection, table: Table, columns: tuple[str, ...], rows: Rows) -> None:
    """Insert rows; each has the values of `columns` in their order."""
    if rows:
        _run(connection, _insertion(connection.dialect, table, columns), rows)


def update_rows(connection: Connection, table: Table, columns: tuple[str, ...], key: str, rows: Rows) -> None:
    """Change columns of rows that are there; each has the new values of `columns`, then the row's value of `key`."""
    if rows:
        _run(connection, _change(connection.dialect, table, columns, key), rows)


def _run(connection: Connection, sql: str, rows: Rows) -> None:
    """Carry out a statement for each row, by the database's own driver: of a single row it is half the time."""
    cursor = connection.connection.cursor()
    try:
        cursor.executemany(sql, rows)
    except connection.dialect.loaded_dbapi.Error as trouble:
        raise DBAPIError(sql, None, trouble) from trouble
    finally:
        cursor.close()


@lru_cache
def _insertion(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> str:
    names = ", ".join(map(dialect.identifier_preparer.quote, columns))
    marks = ", ".join([_mark(dialect)] * len(columns))
    return f"INSERT INTO {table.name} ({names}) VALUES ({marks})"


@lru_cache
def _change(dialect: Dialect, table: Table, columns: tuple[str, ...], key: str) -> str:
    quote, mark = dialect.identifier_preparer.quote, _mark(dialect)
    changes = ", ".join(f"{quote(name)} = {mark}" for name in columns)
    return f"UPDATE {table.name} SET {changes} WHERE {quote(key)} = {mark}"


def _mark(dialect: Dialect) -> str:
    """Return what stands for a value that comes along by its place."""
    return "?" if dialect.paramstyle == "qmark" else "%s"
