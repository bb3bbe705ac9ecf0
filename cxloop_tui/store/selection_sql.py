"""From a selection to SQL: conditions, the sort key, and where a list goes on.

The text is made here by hand so that the first window needs no SQLAlchemy; names are those of `rows.TICKET_COLUMNS`.
Values are always bound, never written into the text. What is said here is right for any selection and made for
reading all it finds; `windows` and `searching` know how to find its next rows quickly.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum, auto
from typing import Final, Protocol, TypeAlias

from cxloop_tui.domain.frozen import frozen
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
    Unread,
)
from cxloop_tui.domain.view import LOOKED_FROM, LOOKED_SHELF
from cxloop_tui.store.list_rows import SORT_KEYS

Value: TypeAlias = str | int | None


@frozen
class Clause:
    """A piece of SQL and the values bound in it."""

    sql: str
    values: tuple[Value, ...] = ()


NOTHING: Final = Clause("FALSE")
EVERYTHING: Final = Clause("TRUE")


def joined(word: str, clauses: Sequence[Clause]) -> Clause:
    """Join clauses by AND or OR."""
    sql = f" {word} ".join(f"({clause.sql})" for clause in clauses)
    return Clause(sql, tuple(value for clause in clauses for value in clause.values))


LISTED_NUMBERS: Final = "SELECT CAST(value AS BIGINT) FROM json_each(?)"
"""The whole numbers of a JSON list."""


class FullText(Protocol):
    """How the full text of a database is asked; for words and `prefix_last` see `domain.folding.phrases`."""

    def found(self, words: Sequence[str], *, prefix_last: bool, one_by_one: bool = False) -> Clause | None:
        """Return from where texts `x` with all words are read: the list of FROM, with WHERE. None: there can be none.

        With `one_by_one` a condition follows that leaves few texts: these are gone to first.
        """

    def having(self, words: Sequence[str], places: Sequence[int], *, prefix_last: bool) -> Collection[int]:
        """Return the places of those of many tickets that have a text with all words; such texts are gone through."""

    def walk(
        self,
        words: Sequence[str],
        *,
        prefix_last: bool,
        without: Sequence[str] = (),
        beyond: int | None = None,
        backwards: bool = False,
    ) -> Iterator[tuple[int, int]]:
        """Yield texts with all words, newest first, as they are asked for: sequence number, and place of the ticket.

        They begin after the text `beyond`, or at the newest; with `backwards` before it, or at the oldest. Texts with
        a word of `without` may be left out, where that saves time.
        """

    def has_matches(self, words: Sequence[str], number: int) -> bool:
        """Say whether so many texts have all words, the last of which may be the beginning of one."""


class Compared(Enum):
    """How a condition names the column it compares."""

    PLAINLY = auto()
    APART = auto()
    """In a form that leads to no index, so that another condition does."""
    COUNTED = auto()
    """As `counters` holds it, where nobody is ''."""


def where(selection: Selection, texts: FullText, *, one_by_one: bool = False) -> Clause:
    """Return the condition of a selection on `tickets t`.

    It is made for reading all there is: matching texts are gathered once. With `one_by_one` it is made for testing
    some tickets: the texts of each are looked at.
    """
    conditions = [clause_of(condition) for condition in selection.conditions]
    matching = _has_match if one_by_one else _is_among_matches
    has_words = selection.words and not selection.order.by_text
    words = [matching(texts, selection.words, prefix_last=True)] if has_words else []
    absent = [matching(texts, (word,), prefix_last=False) for word in selection.not_words]
    words += [Clause(f"NOT ({found.sql})", found.values) for found in absent]
    return joined("AND", [Clause("t.withdrawn = 0"), *conditions, *words])


def _is_among_matches(texts: FullText, words: Sequence[str], *, prefix_last: bool) -> Clause:
    found = texts.found(words, prefix_last=prefix_last)
    return NOTHING if found is None else Clause(f"t.place IN (SELECT x.place FROM {found.sql})", found.values)


def _has_match(texts: FullText, words: Sequence[str], *, prefix_last: bool) -> Clause:
    found = texts.found(words, prefix_last=prefix_last, one_by_one=True)
    if found is None:
        return NOTHING
    return Clause(f"EXISTS (SELECT 1 FROM {found.sql} AND x.place = t.place)", found.values)


def source(selection: Selection, texts: FullText) -> Clause:
    """Return what a selection reads from: `tickets t`, joined with `m`, the newest matching text, when that sorts."""
    if not selection.order.by_text:
        return Clause("tickets t")
    found = texts.found(selection.words, prefix_last=True)
    if found is None:
        return Clause("(SELECT 0 AS hit, 0 AS place WHERE FALSE) m JOIN tickets t ON t.place = m.place")
    hits = f"SELECT max(x.seq) AS hit, x.place FROM {found.sql} GROUP BY x.place"
    return Clause(f"({hits}) m JOIN tickets t ON t.place = m.place", found.values)


def clause_of(condition: Condition, compared: Compared = Compared.PLAINLY) -> Clause:
    """Return the SQL of one condition; a negated one is true for exactly the other tickets, empty columns too."""
    clause = _plain(condition, compared)
    return Clause(f"({clause.sql}) IS NOT TRUE", clause.values) if condition.negated else clause


def _plain(condition: Condition, compared: Compared) -> Clause:  # noqa: PLR0911 - one for each kind of condition
    match condition:
        case OneOf(column, values, or_empty):
            return _one_of(column, values, compared, or_empty=or_empty)
        case StartsWith(column, prefix):
            return _begins(column, prefix)
        case Between(column, low, high):
            return _between(_compared(column, compared) if column == "priority" else f"t.{column}", low, high)
        case HasTag(tags, or_empty):
            empty = [Clause("t.tags = '[]'")] if or_empty else []
            return joined("OR", [*_has_tag(tags), *empty]) if tags or empty else NOTHING
        case Unread(by):
            since = f"o.seq > {_looked_at('?', repr(LOOKED_FROM))}"
            touched = f"t.id IN (SELECT o.subject FROM operations o WHERE {since})"
            return Clause(f"{touched} AND {unread('?')}", (by, by, by, by))
        case Among(ids):
            return Clause("t.id IN (SELECT value FROM json_each(?))", (json.dumps(ids),))
        case AnyOf(conditions):
            return joined("OR", [clause_of(one) for one in conditions])


def unread(me: str) -> str:
    """Return the SQL for: after `me`, a value in SQL, last looked at `t`, somebody else did something to it.

    `me` stands in it three times.
    """
    return (
        f"t.seq > coalesce({_looked_at(me, 't.id')}, {_looked_at(me, repr(LOOKED_FROM))}, t.seq) "
        f'AND (SELECT o."by" FROM operations o WHERE o.seq = t.seq) <> {me}'
    )


def _looked_at(me: str, name: str) -> str:
    of = f"s.\"by\" = {me} AND s.shelf = '{LOOKED_SHELF}' AND s.name = {name}"
    return f"(SELECT CAST(s.thing AS BIGINT) FROM shelves s WHERE {of})"


def _one_of(column: str, values: Sequence[str | int], compared: Compared, *, or_empty: bool) -> Clause:
    name = _compared(column, compared)
    ways = [Clause(f"{name} IN ({', '.join('?' * len(values))})", tuple(values))] if values else []
    if ways and _is_folded(column):
        likely = joined("OR", [_may_have(f"t.{column}", str(value)) for value in values])
        ways = [joined("AND", [likely, *ways])]
    if or_empty:
        ways.append(Clause(f"{name} = ''" if compared is Compared.COUNTED else f"{name} IS NULL"))
    return joined("OR", ways) if ways else NOTHING


def _compared(column: str, compared: Compared = Compared.PLAINLY) -> str:
    """E-mails are kept in the form in which they are compared; other texts are folded when they are."""
    if compared is Compared.APART:
        return f"(+t.{column})" if column == "priority" else f"(t.{column} || '')"
    return f"casefold(t.{column})" if _is_folded(column) else f"t.{column}"


def _is_folded(column: str) -> bool:
    return column in FOLDED_COLUMNS and column != "customer_email"


def _begins(column: str, prefix: str) -> Clause:
    """E-mails can be looked up: those that begin so lie side by side in their index."""
    begins = Clause(f"substr({_compared(column)}, 1, ?) = ?", (len(prefix), prefix))
    if _is_folded(column):
        return joined("AND", [_may_have(f"t.{column}", prefix), begins])
    return joined("AND", [Clause(f"t.{column} >= ?", (prefix,)), begins])


def _between(name: str, low: int | None, high: int | None) -> Clause:
    bounds = [Clause(f"{name} >= ?", (low,))] if low is not None else []
    bounds += [Clause(f"{name} < ?", (high,))] if high is not None else []
    return joined("AND", bounds) if bounds else Clause(f"{name} IS NOT NULL")


def _has_tag(tags: Sequence[str]) -> Iterable[Clause]:
    if tags:
        likely = joined("OR", [_may_have("t.tags", tag) for tag in tags])
        marks = ", ".join("casefold(?)" for _ in tags)
        among = f"EXISTS (SELECT 1 FROM json_each(t.tags) WHERE casefold(value) IN ({marks}))"
        yield Clause(f"t.tags <> '[]' AND ({likely.sql}) AND {among}", (*likely.values, *tags))


def _may_have(column: str, text: str) -> Clause:
    """Return what holds wherever folded `text` is in a folded column, and in few other places; it is soon tested.

    To fold a text, or to take a list of tags apart, takes several times as long. So the database first looks for that
    part of `text` which has only letters that nothing but themselves is folded to (a Kelvin sign becomes k, a
    ligature f and i), and that JSON writes as they are.
    """
    part = max(_ONLY_THEMSELVES.findall(text.lower()), key=len, default="")
    return Clause(f"lower({column}) LIKE ?", (f"%{part[:_PART_AT_MOST]}%",)) if part else EVERYTHING


_ONLY_THEMSELVES: Final = re.compile(r"[a-eghjm-ru-z0-9 @.+-]+")
_PART_AT_MOST: Final = 100
"""Characters; SQLite refuses patterns that are very long."""


@frozen
class Span:
    """A part of a list whose rows lie side by side in the order's index."""

    condition: Clause = EVERYTHING
    """On key and place."""
    of_one_key: bool = False
    """All its rows have the same key."""


@frozen
class SortKey:
    """The expression a list is sorted by, never empty, and its direction; equal keys: the newest ticket first."""

    sql: str
    descending: bool

    def order(self, *, backwards: bool = False, place: str = "t.place") -> str:
        """Return the ORDER BY of the list, or of the list read from its end."""
        key = "DESC" if self.descending is not backwards else "ASC"
        return f"{self.sql} {key}, {place} {'ASC' if backwards else 'DESC'}"

    def order_of(self, span: Span, *, backwards: bool = False) -> str:
        """Return the ORDER BY of a span: where all keys are the same the index gives the places in order."""
        return f"t.place {'ASC' if backwards else 'DESC'}" if span.of_one_key else self.order(backwards=backwards)

    def beyond(self, value: Value, place: int, *, backwards: bool = False) -> tuple[Span, ...]:
        """Return what comes after the row with this key and place, or before it: of the same key, and past it.

        A million tickets may have the same key: one condition for both would pass all of them to find the place.
        """
        same = Clause(f"{self.sql} = ? AND t.place {'>' if backwards else '<'} ?", (value, place))
        past = Clause(f"{self.sql} {'<' if self.descending is not backwards else '>'} ?", (value,))
        return Span(same, of_one_key=True), Span(past)


def any_of(spans: Sequence[Span]) -> Clause:
    """Return the condition of lying in one of several spans."""
    return joined("OR", [span.condition for span in spans])


def sort_key(order: Order) -> SortKey:
    """Return how a selection is sorted."""
    return SortKey("m.hit", descending=True) if order.by_text else key_of(order.column, descending=order.descending)


def key_of(column: str, *, descending: bool = True) -> SortKey:
    """Return how a list by a column is sorted."""
    stored = "customer_sort" if column == "customer_name" else column
    return SortKey(SORT_KEYS.get(stored, f"t.{stored}"), descending)
