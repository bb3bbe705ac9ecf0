"""From a selection to SQL: conditions, the sort key, and where a window begins.

The text is made here by hand so that the first window needs no SQLAlchemy; names are those of `rows.TICKET_COLUMNS`.
Values are always bound, never written into the text.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from cxloop_tui.domain.folding import match_words
from cxloop_tui.domain.selection import (
    FOLDED_COLUMNS,
    Among,
    AnyOf,
    Between,
    Condition,
    HasTag,
    OneOf,
    Order,
    Selection,
    StartsWith,
)
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.store.rows import SORT_KEYS

Value: TypeAlias = str | int | None


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of SQL and the values bound in it."""

    sql: str
    values: tuple[Value, ...] = ()


NOTHING: Final = Clause("0")


def joined(word: str, clauses: Sequence[Clause]) -> Clause:
    """Join clauses by AND or OR."""
    sql = f" {word} ".join(f"({clause.sql})" for clause in clauses)
    return Clause(sql, tuple(value for clause in clauses for value in clause.values))


def where(selection: Selection, *, without: str | None = None) -> Clause:
    """Return the condition of a selection on `tickets t`, leaving out those on one column if asked."""
    conditions = [clause_of(condition) for condition in selection.conditions if not _is_about(condition, without)]
    return joined("AND", [Clause("t.withdrawn = 0"), *conditions, *_not_words(selection), *_words(selection)])


def _is_about(condition: Condition, column: str | None) -> bool:
    return getattr(condition, "column", None) == column if column else False


def _words(selection: Selection) -> Iterable[Clause]:
    """Words that are searched but do not give the order; those that do are joined in `source`."""
    if selection.words and not selection.order.by_text:
        yield _found_by(selection.words, prefix_last=True)


def _not_words(selection: Selection) -> Iterable[Clause]:
    for word in selection.not_words:
        found = _found_by((word,), prefix_last=False)
        yield Clause(f"NOT ({found.sql})", found.values)


def _found_by(words: Sequence[str], *, prefix_last: bool) -> Clause:
    expression = match_words(words, prefix_last=prefix_last)
    if not expression:
        return NOTHING
    sql = "t.place IN (SELECT x.place FROM fulltext f JOIN texts x ON x.seq = f.rowid WHERE fulltext MATCH ?)"
    return Clause(sql, (expression,))


def source(selection: Selection) -> Clause:
    """Return what a selection reads from: `tickets t`, joined with `m`, the newest matching text, when that sorts."""
    if not selection.order.by_text:
        return Clause("tickets t")
    expression = match_words(selection.words, prefix_last=True)
    if not expression:
        return Clause("(SELECT 0 AS hit, 0 AS place WHERE 0) m JOIN tickets t ON t.place = m.place")
    hits = "SELECT max(f.rowid) AS hit, x.place FROM fulltext f JOIN texts x ON x.seq = f.rowid"
    sql = f"({hits} WHERE fulltext MATCH ? GROUP BY x.place) m JOIN tickets t ON t.place = m.place"
    return Clause(sql, (expression,))


def clause_of(condition: Condition) -> Clause:
    """Return the SQL of one condition; a negated one is true for exactly the other tickets, empty columns too."""
    clause = _plain(condition)
    return Clause(f"NOT coalesce({clause.sql}, 0)", clause.values) if condition.negated else clause


def _plain(condition: Condition) -> Clause:
    match condition:
        case OneOf(column, values, or_empty):
            empty = [Clause(f"t.{column} IS NULL")] if or_empty else []
            return joined("OR", [*_one_of(column, values), *empty]) if values or empty else NOTHING
        case StartsWith(column, prefix):
            return Clause(f"substr({_compared(column)}, 1, ?) = ?", (len(prefix), prefix))
        case Between(column, low, high):
            return _between(column, low, high)
        case HasTag(tags, or_empty):
            empty = [Clause("t.tags = '[]'")] if or_empty else []
            return joined("OR", [*_has_tag(tags), *empty]) if tags or empty else NOTHING
        case Among(ids):
            return Clause("t.id IN (SELECT value FROM json_each(?))", (json.dumps(ids),))
        case AnyOf(conditions):
            return joined("OR", [clause_of(one) for one in conditions])


def _one_of(column: str, values: Sequence[str | int]) -> Iterable[Clause]:
    if values:
        marks = ", ".join("?" * len(values))
        yield Clause(f"{_compared(column)} IN ({marks})", tuple(values))


def _compared(column: str) -> str:
    """E-mails are kept in the form in which they are compared; other texts are folded when they are."""
    folds = column in FOLDED_COLUMNS and column != "customer_email"
    return f"casefold(t.{column})" if folds else f"t.{column}"


def _between(column: str, low: int | None, high: int | None) -> Clause:
    bounds = [Clause(f"t.{column} >= ?", (low,))] if low is not None else []
    bounds += [Clause(f"t.{column} < ?", (high,))] if high is not None else []
    return joined("AND", bounds) if bounds else Clause(f"t.{column} IS NOT NULL")


def _has_tag(tags: Sequence[str]) -> Iterable[Clause]:
    if tags:
        marks = ", ".join("casefold(?)" for _ in tags)
        yield Clause(f"EXISTS (SELECT 1 FROM json_each(t.tags) WHERE casefold(value) IN ({marks}))", tuple(tags))


@dataclass(frozen=True, slots=True)
class SortKey:
    """The expression a list is sorted by, never empty, and its direction; equal keys: the newest ticket first."""

    sql: str
    descending: bool

    def order(self, *, backwards: bool = False) -> str:
        """Return the ORDER BY of the list, or of the list read from its end."""
        key = "DESC" if self.descending is not backwards else "ASC"
        place = "ASC" if backwards else "DESC"
        return f"{self.sql} {key}, t.place {place}"

    def beyond(self, row: TicketRow, *, backwards: bool = False) -> Clause:
        """Return the condition for what comes after `row`, or before it."""
        place = Clause(f"t.place {'>' if backwards else '<'} ?", (row.place,))
        sign = "<" if self.descending is not backwards else ">"
        past = Clause(f"{self.sql} {sign} ?", (row.key,))
        # The bound alone is redundant; it lets the database start in the index where the window starts.
        bound = Clause(f"{self.sql} {sign}= ?", (row.key,))
        return joined("AND", [bound, joined("OR", [past, place])])


def sort_key(order: Order) -> SortKey:
    """Return how a selection is sorted."""
    if order.by_text:
        return SortKey("m.hit", descending=True)
    column = "customer_sort" if order.column == "customer_name" else order.column
    return SortKey(SORT_KEYS.get(column, f"t.{column}"), order.descending)
