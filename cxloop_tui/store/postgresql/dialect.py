"""What a write says to PostgreSQL in its own way."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql

from cxloop_tui.store.dialect import DocumentChange
from cxloop_tui.store.postgresql.vectors import vector_of


class Postgresql:
    """The `Dialect` of a PostgreSQL database."""

    def insert(self, table: Any) -> postgresql.Insert:  # noqa: ANN401 - any table
        """Begin an INSERT."""
        return postgresql.insert(table)

    def change_documents(self, connection: Connection, changes: Sequence[DocumentChange]) -> None:
        """The words of a text lie beside its ticket."""
        gone = [change.seq for change in changes if change.was and not change.now]
        come = [(change.seq, change.place, *vector_of(change.now)) for change in changes if change.now]
        run = connection.exec_driver_sql
        if gone:
            run("DELETE FROM texts WHERE seq = ANY(%s)", (gone,))
        if come:
            run(
                "INSERT INTO texts (seq, place, body, folded) VALUES (%s, %s, %s::tsvector, %s) ON CONFLICT (seq) "
                "DO UPDATE SET place = excluded.place, body = excluded.body, folded = excluded.folded",
                come,
            )
