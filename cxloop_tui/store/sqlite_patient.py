"""A SQLite file under examination."""

import sqlite3
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from cxloop_tui.domain.errors import StoreTrouble, Unusable
from cxloop_tui.store import file
from cxloop_tui.store.selection_sql import Value

_PROBLEMS_MOST = 20


class SqlitePatient:
    """The `doctor.Patient` of a SQLite file. What is damaged raises the driver's own errors."""

    words_apart = True

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    @contextmanager
    def still(self) -> Iterator[None]:
        """Keep to one state of the file, which cannot take in what others write until that is let go of."""
        self._raw.execute("BEGIN")
        try:
            yield
        finally:
            self._raw.rollback()

    def run(self, sql: str, values: Sequence[Value] = (), /) -> sqlite3.Cursor:
        """Carry out one statement."""
        return self._raw.execute(sql, values)

    def at_length(self, sql: str) -> Sequence[Any]:
        """Carry out a statement in another thread: SQLite hears ctrl+c only when it is told of it from outside."""
        with ThreadPoolExecutor(1) as beside:
            found = beside.submit(lambda: self._raw.execute(sql).fetchall())
            try:
                return found.result()
            except KeyboardInterrupt:
                self._raw.interrupt()
                raise

    def damage(self) -> Iterator[str]:
        """Yield what SQLite finds wrong with the file."""
        for (problem,) in self.at_length(f"PRAGMA integrity_check({_PROBLEMS_MOST})"):
            if problem != "ok":
                yield f"the file: {problem}"

    def texts_of(self, places: Sequence[int]) -> Iterator[tuple[int, int, str]]:
        """Yield the texts of tickets; the words are in the index."""
        marks = ", ".join("?" * len(places))
        for seq, place in self._raw.execute(f"SELECT seq, place FROM texts WHERE place IN ({marks})", places):
            yield seq, place, ""

    def words(self, beyond: str) -> Generator[tuple[str, int, int], None, None]:
        """Yield what the index holds."""
        with closing(
            self._raw.execute('SELECT term, doc, "offset" FROM temp.tokens WHERE term > ? ORDER BY term', (beyond,))
        ) as found:
            yield from found


@contextmanager
def laid_open(path: Path) -> Iterator[SqlitePatient]:
    """Open a file to be examined. Raises Unusable or StoreTrouble when it cannot be, or is damaged."""
    version = file.check(path)
    if version < file.SCHEMA_VERSION:
        raise Unusable(
            f"{path} was written by an older cxloop (schema {version}, this one knows {file.SCHEMA_VERSION}): "
            "`cxloop tickets` brings it up to date, and keeps a copy beside it; then ask again"
        )
    try:
        with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as raw:
            file.tell(raw)
            # What is counted in no order is sorted, and a million tickets are not to be sorted in memory.
            raw.execute("PRAGMA temp_store = FILE")
            raw.execute("CREATE VIRTUAL TABLE temp.tokens USING fts5vocab('main', 'fulltext', 'instance')")
            yield SqlitePatient(raw)
    except sqlite3.DatabaseError as trouble:
        raise StoreTrouble(f"{path} is damaged: {trouble}; keep a copy and restore a backup") from trouble
