"""Reading a PostgreSQL database: the SQL of the read path, carried out by psycopg."""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from itertools import count
from typing import Any, Final, Self

import psycopg

from cxloop_tui.domain.address import Database
from cxloop_tui.domain.errors import CxloopError, StoreTrouble
from cxloop_tui.domain.folding import phrases
from cxloop_tui.domain.text import storable
from cxloop_tui.store.connection import Run
from cxloop_tui.store.postgresql import server
from cxloop_tui.store.postgresql.vectors import passages_of, query_of
from cxloop_tui.store.selection_sql import LISTED_NUMBERS, Clause, FullText, Value

_FIRST_PAGE: Final = 128
_PAGE_MOST: Final = 16_384

_LED_AWAY: Final = re.compile(r"\((t\.\w+) \|\| ''\)|\(\+(t\.\w+)\)")

_STREAMED: Final = 2000
"""How many rows of a long reading are fetched at once."""


class PostgresqlConnection:
    """The `Connection` of a PostgreSQL database. One thread at a time.

    Reading waits for nobody. When the server was away, or hung up, a statement connects anew and is carried out then.
    """

    texts: FullText

    def __init__(self, database: Database, *, still: bool = False) -> None:
        self.texts = Vectors(self.run)
        self._database = database
        self._still = still
        self._me = ""
        self._cursors = count()
        self._raw = self._connected()

    @classmethod
    def open(cls, database: Database, *, still: bool = False) -> Self:
        """Open a store for reading, with `still` in the one state it has now. Raises Unusable or StoreTrouble."""
        opened = cls(database, still=still)
        try:
            server.check(opened._raw, database)
        except CxloopError:
            opened.close()
            raise
        return opened

    def _connected(self) -> psycopg.Connection:
        raw = server.connect(self._database)
        raw.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
        if self._still:
            raw.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        raw.execute("SELECT set_config('cxloop.me', %s, false)", (self._me,))
        return raw

    def run(self, sql: str, values: Sequence[Value] = (), /) -> psycopg.Cursor:
        """Carry out one statement. Raises StoreTrouble."""
        if not self._raw.closed or self._still:
            try:
                return self._raw.execute(_statement(sql), _bound(values))
            except psycopg.Error as trouble:
                # That the server hung up is noticed by the next statement, which only reads: it is asked once more.
                if not self._raw.closed or self._still:
                    raise self._told(trouble) from trouble
        self._raw = self._connected()
        try:
            return self._raw.execute(_statement(sql), _bound(values))
        except psycopg.Error as trouble:
            raise self._told(trouble) from trouble

    def stream(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Any]:
        """Carry out a statement; its rows wait at the server."""
        with self._raw.cursor(f"cxloop_{next(self._cursors)}", withhold=not self._still) as cursor:
            cursor.itersize = _STREAMED
            try:
                cursor.execute(_statement(sql), _bound(values))
                yield from cursor
            except psycopg.Error as trouble:
                raise self._told(trouble) from trouble

    def _told(self, trouble: psycopg.Error) -> StoreTrouble:
        return StoreTrouble(f"{self._database} cannot be read: {server.said_by(trouble)}; nothing is lost, try again")

    def look_as(self, email: str) -> None:
        """From now on the function `me()` returns this."""
        self._me = email
        self.run("SELECT set_config('cxloop.me', ?, false)", (email,))

    @contextmanager
    def apart(self) -> Iterator["PostgresqlConnection"]:
        """Return another connection, which sees one state of the store from its first statement on."""
        with closing(PostgresqlConnection.open(self._database, still=True)) as still:
            yield still

    def interrupt(self) -> None:
        """Break off the statement that is carried out now, from another thread."""
        self._raw.cancel()

    def close(self) -> None:
        """Let go of the server."""
        self._raw.close()


class Vectors:
    """The full text as PostgreSQL keeps it; see `vectors`."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def found(self, words: Sequence[str], *, prefix_last: bool, one_by_one: bool = False) -> Clause | None:  # noqa: ARG002
        """Return from where texts with all words are read; the server knows by itself where to begin."""
        wanted = phrases(words, prefix_last=prefix_last)
        if not wanted:
            return None
        passages = passages_of(wanted)
        held = " AND ".join(["strpos(x.folded, ?) > 0"] * len(passages))
        sql = f"texts x WHERE x.body @@ ?::tsquery AND (x.folded IS NULL OR {held})"
        return Clause(sql, (query_of(wanted), *passages))

    def has_matches(self, words: Sequence[str], number: int) -> bool:
        """Say whether so many texts have all words."""
        found = self.found(words, prefix_last=True)
        if found is None:
            return False
        matches = f"SELECT 1 FROM {found.sql} LIMIT {number}"
        return int(self._run(f"SELECT count(*) FROM ({matches}) AS m", found.values).fetchone()[0]) == number

    def having(self, words: Sequence[str], places: Sequence[int], *, prefix_last: bool) -> Collection[int]:
        """Return the places of those of many tickets that have a text with all words."""
        found = self.found(words, prefix_last=prefix_last)
        if found is None:
            return ()
        theirs = f"SELECT x.place FROM texts x WHERE x.place IN ({LISTED_NUMBERS})"
        matching = f"{theirs} AND x.seq IN (SELECT x.seq FROM {found.sql})"
        return {int(place) for (place,) in self._run(matching, (json.dumps(places), *found.values))}

    def walk(
        self,
        words: Sequence[str],
        *,
        prefix_last: bool,
        without: Sequence[str] = (),  # noqa: ARG002 - tested ticket by ticket in any case
        beyond: int | None = None,
        backwards: bool = False,
    ) -> Iterator[tuple[int, int]]:
        """Yield texts with all words, page by page: the server walks back for a common word, looks up a rare one."""
        found = self.found(words, prefix_last=prefix_last)
        if found is None:
            return
        sign, order = (">", "ASC") if backwards else ("<", "DESC")
        for limit in _page_sizes():
            start = Clause("TRUE") if beyond is None else Clause(f"x.seq {sign} ?", (beyond,))
            sql = f"SELECT x.seq, x.place FROM {found.sql} AND {start.sql} ORDER BY x.seq {order} LIMIT {limit}"
            page = list(self._run(sql, found.values + start.values))
            yield from page
            if len(page) < limit:
                return
            beyond = page[-1][0]


def _page_sizes() -> Iterator[int]:
    """Yield how much is read at once: little at first, for most searches want no more."""
    size = _FIRST_PAGE
    while True:
        yield size
        size = min(2 * size, _PAGE_MOST)


@lru_cache(maxsize=512)
def _statement(sql: str) -> bytes:
    """Return a statement as this server and its driver want it.

    The driver has marks of its own for values; no text of ours has a question mark. SQLite, which does not count its
    rows, is led away from an index by `(column || '')`; this server estimates, and needs the column itself.
    """
    return _LED_AWAY.sub(r"\1\2", sql).replace("%", "%%").replace("?", "%s").encode()


def _bound(values: Sequence[Value]) -> list[Value]:
    """Return values as they may have been stored: this database takes neither NUL nor surrogates."""
    return [storable(value)[0] if isinstance(value, str) else value for value in values]
