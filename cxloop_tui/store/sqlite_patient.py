"""A SQLite file under examination."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from cxloop_tui.domain.errors import StoreTrouble
from cxloop_tui.store import file
from cxloop_tui.store.selection_sql import Value

_PROBLEMS_MOST = 20


class SqlitePatient:
    """The `doctor.Patient` of a SQLite file. What is damaged raises the driver's own errors."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    def run(self, sql: str, values: Sequence[Value] = (), /) -> sqlite3.Cursor:
        """Carry out one statement."""
        return self._raw.execute(sql, values)

    def stream(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Any]:
        """Carry out a statement; SQLite finds a row when it is asked for it."""
        return iter(self._raw.execute(sql, values))

    def damage(self) -> Iterator[str]:
        """Yield what SQLite finds wrong with the file."""
        for (problem,) in self._raw.execute(f"PRAGMA integrity_check({_PROBLEMS_MOST})"):
            if problem != "ok":
                yield f"the file: {problem}"

    def indexed(self) -> Iterator[tuple[int, str]]:
        """Yield what the full text holds, read back word by word."""
        words: dict[int, dict[int, str]] = {}
        self._raw.execute("CREATE VIRTUAL TABLE temp.tokens USING fts5vocab('main', 'fulltext', 'instance')")
        for term, seq, offset in self._raw.execute('SELECT term, doc, "offset" FROM temp.tokens'):
            words.setdefault(seq, {})[offset] = term
        for seq, placed in words.items():
            yield seq, " ".join(word for _, word in sorted(placed.items()))


@contextmanager
def laid_open(path: Path) -> Iterator[SqlitePatient]:
    """Open a file to be examined in one state. Raises Unusable or StoreTrouble when it cannot be, or is damaged."""
    file.check(path)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as raw:
            file.tell(raw)
            raw.execute("BEGIN")
            yield SqlitePatient(raw)
    except sqlite3.DatabaseError as trouble:
        raise StoreTrouble(f"{path} is damaged: {trouble}; keep a copy and restore a backup") from trouble
