"""Reading a SQLite file with the standard library alone."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from cxloop_tui.domain.errors import CxloopError, StoreTrouble
from cxloop_tui.domain.folding import match_without, match_words
from cxloop_tui.store import file
from cxloop_tui.store.connection import Run
from cxloop_tui.store.selection_sql import LISTED_NUMBERS, Clause, FullText, Value


class SqliteConnection:
    """The `Connection` of a SQLite file. One thread at a time."""

    texts: FullText

    def __init__(self, path: Path, raw: sqlite3.Connection) -> None:
        self.raw = raw
        self.texts = Fts5(self.run)
        self._path = path
        self._me = ""
        raw.create_function("me", 0, lambda: self._me)

    @classmethod
    def open(cls, path: Path, *, still: bool = False) -> "SqliteConnection":
        """Open a store for reading, with `still` in the one state it has now.

        Raises Unusable or StoreTrouble, see `file`.
        """
        raw = file.connect(path)
        try:
            if file.recognise(raw, path) < file.SCHEMA_VERSION:
                from cxloop_tui.store.migrate import upgrade  # noqa: PLC0415 - loads Alembic, for this case alone

                upgrade(path)
            file.tell(raw)
            file.tell_reading(raw)
            if still:
                raw.execute("BEGIN")
            raw.execute("SELECT 1 FROM facts LIMIT 1")
        except sqlite3.Error as trouble:
            raw.close()
            raise StoreTrouble(f"{path} cannot be read: {trouble}") from trouble
        except CxloopError:
            raw.close()
            raise
        return cls(path, raw)

    def run(self, sql: str, values: Sequence[Value] = (), /) -> sqlite3.Cursor:
        """Carry out one statement. Raises StoreTrouble."""
        try:
            return self.raw.execute(sql, values)
        except sqlite3.Error as trouble:
            raise StoreTrouble(f"the store cannot be read: {trouble}; nothing is lost, try again") from trouble

    def stream(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Any]:
        """Carry out a statement; SQLite finds a row when it is asked for it."""
        return iter(self.run(sql, values))

    def look_as(self, email: str) -> None:
        """From now on the function `me()` returns this."""
        self._me = email

    @contextmanager
    def apart(self) -> Iterator["SqliteConnection"]:
        """Return another connection, which sees one state of the store from its first statement on.

        The writer cannot shorten its log meanwhile: it does so another time.
        """
        with closing(SqliteConnection.open(self._path, still=True)) as still:
            yield still

    def interrupt(self) -> None:
        """Break off the statement that is carried out now, from another thread."""
        self.raw.interrupt()

    def close(self) -> None:
        """Let go of the file."""
        self.raw.close()


PREFIX_INDEXED: Final = 4
"""Beginnings of up to so many characters are looked up like whole tokens (`tables.FULLTEXT`)."""

TOKENS_MEANT: Final = 24
"""A beginning of more tokens is left to FTS5."""

_AFTER: Final = "\x01"
"""Put behind a token it makes the least text that comes after it: no token has a control character."""

_LAST: Final = "\U0010ffff"
"""Put behind a beginning it makes a text that comes after all tokens that begin so."""


class Fts5:
    """The full text as SQLite keeps it: a text's row id is its sequence number, and is walked either way."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._knows_tokens = False

    def _expression(self, words: Sequence[str], *, prefix_last: bool) -> str:
        return match_words(words, prefix_last=prefix_last, longer=self._tokens_meant)

    def _tokens_meant(self, beginning: str) -> Sequence[str] | None:
        """Return the tokens in the index that begin so, each found by a step into it; None when they are many."""
        if len(beginning) <= PREFIX_INDEXED:
            return None
        if not self._knows_tokens:
            self._learn_tokens()
        sql = "SELECT term FROM temp.tokens WHERE term >= ? AND term < ? LIMIT 1"
        found: list[str] = []
        after = beginning
        while next_one := self._run(sql, (after, beginning + _LAST)).fetchone():
            found.append(next_one[0])
            after = found[-1] + _AFTER
            if len(found) > TOKENS_MEANT:
                return None
        return found

    def _learn_tokens(self) -> None:
        """Look at the tokens as a table; it is this connection's own, and the file stays as it is."""
        self._run("PRAGMA query_only = OFF")
        try:
            self._run("CREATE VIRTUAL TABLE temp.tokens USING fts5vocab('main', 'fulltext', 'instance')")
        finally:
            self._run("PRAGMA query_only = ON")
        self._knows_tokens = True

    def found(self, words: Sequence[str], *, prefix_last: bool, one_by_one: bool = False) -> Clause | None:
        """Return from where texts with all words are read."""
        expression = self._expression(words, prefix_last=prefix_last)
        if not expression:
            return None
        tables = "texts x CROSS JOIN fulltext f" if one_by_one else "fulltext f CROSS JOIN texts x"
        return Clause(f"{tables} WHERE f.rowid = x.seq AND fulltext MATCH ?", (expression,))

    def having(self, words: Sequence[str], places: Sequence[int], *, prefix_last: bool) -> Collection[int]:
        """Return the places of those of many tickets that have a text with all words.

        The texts of the tickets are laid out, and every match is looked for among them. The other way round all
        matches are laid out, in a file when they are many; and with no `+` each text is looked for among the matches.
        """
        expression = self._expression(words, prefix_last=prefix_last)
        if not expression:
            return ()
        theirs = f"SELECT x.seq FROM texts x WHERE x.place IN ({LISTED_NUMBERS})"
        sql = (
            "SELECT x.place FROM fulltext f CROSS JOIN texts x WHERE x.seq = f.rowid "
            f"AND +f.rowid IN ({theirs}) AND fulltext MATCH ?"
        )
        return {int(place) for (place,) in self._run(sql, (json.dumps(places), expression))}

    def walk(
        self,
        words: Sequence[str],
        *,
        prefix_last: bool,
        without: Sequence[str] = (),
        beyond: int | None = None,
        backwards: bool = False,
    ) -> Iterator[tuple[int, int]]:
        """Yield texts with all words; SQLite finds one when it is asked for it."""
        expression = self._expression(words, prefix_last=prefix_last)
        if not expression:
            return
        sign, order = (">", "ASC") if backwards else ("<", "DESC")
        start = Clause("TRUE") if beyond is None else Clause(f"f.rowid {sign} ?", (beyond,))
        sql = (
            "SELECT f.rowid, x.place FROM fulltext f CROSS JOIN texts x WHERE f.rowid = x.seq AND fulltext MATCH ? "
            f"AND {start.sql} ORDER BY f.rowid {order}"
        )
        for seq, place in self._run(sql, (match_without(expression, without), *start.values)):
            yield int(seq), int(place)

    def has_matches(self, words: Sequence[str], number: int) -> bool:
        """Say whether so many texts have all words; which tickets these belong to need not be asked."""
        expression = self._expression(words, prefix_last=True)
        matches = f"SELECT 1 FROM fulltext WHERE fulltext MATCH ? LIMIT {number}"
        counted = self._run(f"SELECT count(*) FROM ({matches})", (expression,)) if expression else ()
        return any(int(count) == number for (count,) in counted)
