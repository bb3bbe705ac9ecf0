"""A PostgreSQL database under examination."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from cxloop_tui.domain.address import Database
from cxloop_tui.store.postgresql.connection import PostgresqlConnection
from cxloop_tui.store.postgresql.vectors import document_of


class PostgresqlPatient(PostgresqlConnection):
    """The `doctor.Patient` of a PostgreSQL database."""

    def damage(self) -> Iterator[str]:
        """Yield nothing: the server's files are looked after where the server is."""
        yield from ()

    def indexed(self) -> Iterator[tuple[int, str]]:
        """Yield what the full text holds."""
        words = "SELECT array_agg(w.lexeme ORDER BY p.place) FROM unnest(x.body) w, unnest(w.positions) p (place)"
        for seq, lexemes, folded in self.stream(f"SELECT x.seq, ({words}), x.folded FROM texts x ORDER BY x.seq"):
            yield seq, document_of(lexemes, folded)


@contextmanager
def laid_open(database: Database) -> Iterator[PostgresqlPatient]:
    """Open a database to be examined in one state. Raises Unusable or StoreTrouble."""
    with closing(PostgresqlPatient.open(database, still=True)) as patient:
        yield patient
