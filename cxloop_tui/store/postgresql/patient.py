"""A PostgreSQL database under examination."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from cxloop_tui.domain.address import Database
from cxloop_tui.store.postgresql.connection import PostgresqlConnection
from cxloop_tui.store.postgresql.vectors import document_of


class PostgresqlPatient(PostgresqlConnection):
    """The `doctor.Patient` of a PostgreSQL database."""

    words_apart = False

    @contextmanager
    def still(self) -> Iterator[None]:
        """Keep to one state of the database, which clears nothing away that is newer until that is let go of."""
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            if not self._raw.closed:
                self._raw.rollback()

    def at_length(self, sql: str) -> Sequence[Any]:
        """Carry out one statement; the driver hears ctrl+c while it waits."""
        return self.run(sql).fetchall()

    def damage(self) -> Iterator[str]:
        """Yield nothing: the server's files are looked after where the server is."""
        yield from ()

    def texts_of(self, places: Sequence[int]) -> Iterator[tuple[int, int, str]]:
        """Yield the texts of tickets with their words."""
        words = "SELECT array_agg(w.lexeme ORDER BY p.place) FROM unnest(x.body) w, unnest(w.positions) p (place)"
        marks = ", ".join("?" * len(places))
        sql = f"SELECT x.seq, x.place, ({words}), x.folded FROM texts x WHERE x.place IN ({marks})"
        for seq, place, lexemes, folded in self.run(sql, places):
            yield seq, place, document_of(lexemes, folded)

    def words(self, beyond: str) -> Generator[tuple[str, int, int], None, None]:  # noqa: ARG002 - nothing is apart
        """Yield nothing: the words lie beside their texts."""
        yield from ()


@contextmanager
def laid_open(database: Database) -> Iterator[PostgresqlPatient]:
    """Open a database to be examined. Raises Unusable or StoreTrouble."""
    with closing(PostgresqlPatient.open(database)) as patient:
        yield patient
