"""What the read path needs of a database: rows for statements, and how its full text is asked.

The SQL text is the same for both databases, with `?` for a value; PostgreSQL is taught the functions it calls.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from cxloop_tui.store.selection_sql import FullText, Value


class Rows(Protocol):
    """The rows that a statement found; they can be read once."""

    def fetchone(self) -> Any:  # noqa: ANN401 - a row of any columns
        """Return the next row, None when there is none left."""

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows that are left."""


class Run(Protocol):
    """`Connection.run`, for those who need nothing else of it."""

    def __call__(self, sql: str, values: Sequence[Value] = (), /) -> Rows:
        """Carry out one statement."""


class Connection(Protocol):
    """A connection for reading. Every statement sees what was committed before it."""

    texts: FullText

    def run(self, sql: str, values: Sequence[Value] = (), /) -> Rows:
        """Carry out one statement. Raises StoreTrouble when the database refuses."""

    def stream(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Any]:
        """Carry out a statement that finds a great many rows, and never hold more than some of them."""

    def look_as(self, email: str) -> None:
        """From now on the function `me()` returns this."""

    def apart(self) -> AbstractContextManager["Connection"]:
        """Return another connection, which sees one state of the store from its first statement on."""

    def interrupt(self) -> None:
        """Break off the statement that is carried out now, from another thread; who waits for it gets an error."""

    def close(self) -> None:
        """Let go of the database."""
