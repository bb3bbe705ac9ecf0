"""Statements of every change: made once by SQLAlchemy, carried out by the database's own driver.

Of a single row the driver takes a fraction of what it takes through SQLAlchemy, and rows stay tuples
(docs/decisions/0022-bulk.md).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, Dialect, Select, Table
from sqlalchemy.exc import DBAPIError

Rows = Sequence[tuple[object, ...]]

_IDS_AT_ONCE: Final = 1_000
"""Ids that are parameters of one statement."""


def parts_of(ids: Collection[str]) -> Iterator[Sequence[str]]:
    """Cut ids, each once, into as many as one statement takes."""
    distinct = list(dict.fromkeys(ids))
    return (distinct[start : start + _IDS_AT_ONCE] for start in range(0, len(distinct), _IDS_AT_ONCE))


class Question:
    """A SELECT that is asked again and again; its values are named as its bindparams are."""

    def __init__(self, statement: Select[Any]) -> None:
        self._statement = statement
        self._made: dict[str, _Made] = {}

    def rows(self, connection: Connection, **values: object) -> list[tuple[Any, ...]]:
        """Return all rows. Raises DBAPIError."""
        dialect = connection.dialect
        made = self._made.get(dialect.name)
        if made is None:
            made = self._made[dialect.name] = _Made(self._statement, dialect)
        with closing(connection.connection.cursor()) as cursor:
            try:
                cursor.execute(made.sql, made.parameters(values))
                return list(cursor.fetchall())
            except dialect.loaded_dbapi.Error as trouble:
                raise DBAPIError(made.sql, None, trouble) from trouble

    def first(self, connection: Connection, **values: object) -> tuple[Any, ...] | None:
        """Return the first row, None when there is none. Raises DBAPIError."""
        return next(iter(self.rows(connection, **values)), None)


class _Made:
    """A statement in the words of one database."""

    def __init__(self, statement: Select[Any], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.sql = str(compiled)
        self._fixed = dict(compiled.params)
        self._order: Sequence[str] | None = compiled.positiontup

    def parameters(self, values: Mapping[str, object]) -> Any:  # noqa: ANN401 - what the driver takes
        named = {**self._fixed, **values}
        return named if self._order is None else [named[name] for name in self._order]


def insert_rows(connection: Connection, table: Table, columns: tuple[str, ...], rows: Rows) -> None:
    """Insert rows; each has the values of `columns` in their order."""
    if rows:
        carry_out(connection, _insertion(connection.dialect, table, columns), rows)


def update_rows(connection: Connection, table: Table, columns: tuple[str, ...], key: str, rows: Rows) -> None:
    """Change columns of rows that are there; each has the new values of `columns`, then the row's value of `key`."""
    if rows:
        carry_out(connection, _change(connection.dialect, table, columns, key), rows)


def remove_rows(connection: Connection, table: Table, key: str, rows: Rows) -> None:
    """Remove rows; each has the value of `key`."""
    if rows:
        carry_out(connection, _loss(connection.dialect, table, key), rows)


def add_counts(connection: Connection, table: Table, columns: tuple[str, ...], count: str, rows: Rows) -> None:
    """Add to the column `count`; each row has the values of `columns`, then how many more or less there are.

    A row begins when something is counted in it for the first time, and goes when nothing is.
    """
    if not rows:
        return
    key = tuple(column.name for column in table.primary_key)
    carry_out(connection, _growth(connection.dialect, table, columns, key, count), rows)
    at = [columns.index(name) for name in key]
    if lessened := [tuple(row[place] for place in at) for row in rows if row[-1] < 0]:  # type: ignore[operator]
        carry_out(connection, _removal(connection.dialect, table, key, count), lessened)


def carry_out(connection: Connection, sql: str, rows: Rows) -> None:
    """Carry out a statement for each row; each has the values it takes. Raises DBAPIError."""
    with closing(connection.connection.cursor()) as cursor:
        try:
            cursor.executemany(sql, rows)
        except connection.dialect.loaded_dbapi.Error as trouble:
            raise DBAPIError(sql, None, trouble) from trouble


@lru_cache
def _insertion(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> str:
    marks = ", ".join([_mark(dialect)] * len(columns))
    return f"INSERT INTO {table.name} ({_listed(dialect, columns)}) VALUES ({marks})"


@lru_cache
def _change(dialect: Dialect, table: Table, columns: tuple[str, ...], key: str) -> str:
    changes, is_it = ", ".join(_equations(dialect, columns)), " AND ".join(_equations(dialect, (key,)))
    return f"UPDATE {table.name} SET {changes} WHERE {is_it}"


@lru_cache
def _loss(dialect: Dialect, table: Table, key: str) -> str:
    return f"DELETE FROM {table.name} WHERE {' AND '.join(_equations(dialect, (key,)))}"


@lru_cache
def _growth(dialect: Dialect, table: Table, columns: tuple[str, ...], key: tuple[str, ...], count: str) -> str:
    grown = f"{count} = {table.name}.{count} + excluded.{count}"
    counted = _insertion(dialect, table, (*columns, count))
    return f"{counted} ON CONFLICT ({_listed(dialect, key)}) DO UPDATE SET {grown}"


@lru_cache
def _removal(dialect: Dialect, table: Table, key: tuple[str, ...], count: str) -> str:
    is_it = " AND ".join(_equations(dialect, key))
    return f"DELETE FROM {table.name} WHERE {is_it} AND {count} = 0"


def _listed(dialect: Dialect, columns: tuple[str, ...]) -> str:
    return ", ".join(map(dialect.identifier_preparer.quote, columns))


def _equations(dialect: Dialect, columns: tuple[str, ...]) -> Iterator[str]:
    quote, mark = dialect.identifier_preparer.quote, _mark(dialect)
    return (f"{quote(name)} = {mark}" for name in columns)


def _mark(dialect: Dialect) -> str:
    """Return what stands for a value that comes along by its place."""
    return "?" if dialect.paramstyle == "qmark" else "%s"
