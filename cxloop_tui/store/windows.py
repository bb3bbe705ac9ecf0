"""Windows by keyset: the next rows of a list from a row on, at the same cost however many tickets there are.

Each of the six orders has one index (`tables`): status, the sort key, the place, then what the filter bar filters by.
A list walks it once for each status it may hold, and merges these walks; so a list of one status never passes the
tickets of another, and owner, segment and priority are tested without looking at a ticket.

A walk that would pass many tickets for each it keeps is not walked. Where the counters say that few are left, these
are found by their owner or segment and sorted; where the query names its tickets, or a span of time or priority that
holds few, those are. What nothing of this helps is walked for a while, and then all tickets are read once: their
traits from the one index that has them, which is a fifth of what the tickets are, anything else from the tickets.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, product
from typing import Final, TypeAlias, TypeVar

from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.selection import Among, AnyOf, Between, Condition, HasTag, OneOf, Selection, StartsWith, Unread
from cxloop_tui.domain.status import Status
from cxloop_tui.store.connection import Connection
from cxloop_tui.store.list_rows import TRAITS
from cxloop_tui.store.selection_sql import (
    EVERYTHING,
    LISTED_NUMBERS,
    NOTHING,
    Clause,
    Compared,
    FullText,
    SortKey,
    Span,
    any_of,
    clause_of,
    joined,
    key_of,
    sort_key,
    where,
)

T = TypeVar("T")

Found: TypeAlias = tuple[int, int | str]
"""The place of a ticket and its sort key."""

Passes: TypeAlias = Callable[[Sequence[Found]], Sequence[Found]]
"""Returns those of some tickets that belong to a list, in their order."""

FEW: Final = 8000
"""So many tickets are sorted while a walk passes a hundred thousand."""

PASSED: Final = 4000
"""After so many tickets that had to be looked at one by one a walk is given up."""

ASKED: Final = 100
"""Of more tickets it is not asked one by one whether they have a word."""

_TRIED: Final = 16
"""So many are asked to tell how many would have to be."""

_CHUNK: Final = 64
"""Tickets that are tested together at first; twice as many each time."""

_CHUNK_MOST: Final = 1024

_COVERED: Final = frozenset({"priority", "segment", "owner"})
"""What every walk's index holds besides the status."""

_TRAITS: Final = frozenset(TRAITS)

_LOOKED_UP: Final = ("owner", "segment")
"""What tickets can be looked up by where it leaves few."""

_NAMING: Final = frozenset({"number", "handle", "customer_email"})
"""Columns whose values mean one ticket, or one customer's."""

_SPANNED: Final = frozenset({"due_at", "updated_at", "created_at", "priority"})
"""Columns whose walk has the tickets of a span side by side."""

_NEVER: Final = 9223372036854775807
"""The sort key of what has no deadline."""


@frozen
class Stretch:
    """What of a list is wanted: from where on, how many rows at the most, which way."""

    limit: int
    spans: tuple[Span, ...] = (Span(),)
    backwards: bool = False


@frozen
class Terms:
    """The conditions of a selection, by how they are tested."""

    statuses: tuple[Status, ...]
    """The status may be one of these."""
    covered: tuple[Condition, ...]
    """On what every walk's index holds."""
    others: tuple[Condition, ...]
    """On what only the ticket says."""

    @property
    def but_status(self) -> tuple[Condition, ...]:
        """All that is not about the status."""
        return (*self.covered, *self.others)


class Windows:
    """Finds stretches of lists whose order is one of the six."""

    def __init__(self, connection: Connection) -> None:
        self._run = connection.run
        self._texts = connection.texts

    def find(self, selection: Selection, stretch: Stretch) -> list[Found]:
        """Return the tickets of a stretch in the order in which it is read, with their sort keys."""
        key, terms = sort_key(selection.order), terms_of(selection)
        if any(map(_names_tickets, terms.others)):
            return self._found(_sorted(key, _listed_apart(selection, terms, self._texts), stretch))
        if (column := self._few_by(terms)) is not None:
            return self._found(_sorted(key, _listed_apart(selection, terms, self._texts, by=column), stretch))
        if is_walked(selection):
            return self._found(_walk(key, terms, stretch))
        if (few := self._few_within(terms)) is not None:
            return self._found(_sorted(key, joined("AND", [few, where(selection, self._texts)]), stretch))
        walked = self._found(_walk(key, terms, replace(stretch, limit=PASSED)))
        found = self._sifted(selection, walked, stretch.limit)
        if len(found) == stretch.limit or len(walked) < PASSED:
            return found
        return self._found(_sorted(key, _read_through(selection, terms, self._texts), stretch))

    def condition(self, selection: Selection, *, to_count: bool = False) -> Clause:
        """Return the condition of a selection on `tickets t`, made for reading all it finds.

        With `to_count` nothing else is read of a ticket but its status.
        """
        terms = terms_of(selection)
        if any(map(_names_tickets, terms.others)) or self._few_by(terms) is not None:
            return where(selection, self._texts)
        if to_count and all(_columns(one) <= _TRAITS for one in terms.others):
            return _listed_apart(selection, terms, self._texts)
        return _read_through(selection, terms, self._texts)

    def walk_all(self, selection: Selection, page: int) -> Iterator[int]:
        """Yield the places of a whole list that `is_walked`, so many read at a time."""
        key, stretch = sort_key(selection.order), Stretch(page)
        while found := self.find(selection, stretch):
            yield from (place for place, _ in found)
            place, value = found[-1]
            stretch = Stretch(page, key.beyond(value, place))

    def count_walked(self, selection: Selection, spans: Sequence[Span]) -> int:
        """Return how many tickets of a list that `is_walked` lie in some spans of its order."""
        terms = terms_of(selection)
        covered = list(_apart_but(sort_key(selection.order), terms.covered))
        tested = [joined("AND", [*covered, span.condition]) for span in spans]
        return sum(self._count_span(status, condition) for status in terms.statuses for condition in tested)

    def _count_span(self, status: Status, condition: Clause) -> int:
        sql = f"SELECT count(*) FROM tickets t WHERE t.withdrawn = 0 AND t.status = ? AND {condition.sql}"
        return next(int(number) for (number,) in self._run(sql, (str(status), *condition.values)))

    def _sifted(self, selection: Selection, walked: Sequence[Found], limit: int) -> list[Found]:
        """Return the first of walked tickets that a selection finds.

        To ask whether a ticket has a word takes as long as to gather a thousand texts with the word. So where the
        first few say that many would have to be asked, all texts with the word are gathered once.
        """
        test = self.test(selection)
        if not (selection.words or selection.not_words):
            return sift(walked, test, limit)
        kept = [*test(walked[:_TRIED])]
        rest, wanted = walked[_TRIED:], limit - len(kept)
        if wanted > 0 and rest:
            asked = _TRIED * wanted / (len(kept) or 1)
            kept += sift(rest, test, wanted) if asked <= ASKED else self._test_by_gathering(selection, rest)
        return kept[:limit]

    def _test_by_gathering(self, selection: Selection, walked: Sequence[Found]) -> Sequence[Found]:
        """Return those of some tickets that a selection finds; all texts with its words are gathered for it."""
        found = self.test(replace(selection, words=(), not_words=()))(walked)
        if selection.words:
            having = self._texts.having(selection.words, [place for place, _ in found], prefix_last=True)
            found = [ticket for ticket in found if ticket[0] in having]
        for word in selection.not_words:
            having = self._texts.having((word,), [place for place, _ in found], prefix_last=False)
            found = [ticket for ticket in found if ticket[0] not in having]
        return found

    def test(self, selection: Selection) -> Passes:
        """Return what tells of some tickets which a selection finds, its order by words aside."""
        condition = _listed_apart(selection, terms_of(selection), self._texts, one_by_one=True)
        sql = f"SELECT t.place FROM tickets t WHERE t.place IN ({LISTED_NUMBERS}) AND {condition.sql}"

        def passes(found: Sequence[Found]) -> Sequence[Found]:
            places = json.dumps([place for place, _ in found])
            passing = {int(place) for (place,) in self._run(sql, (places, *condition.values))}
            return [ticket for ticket in found if ticket[0] in passing]

        return passes

    def few(self, selection: Selection) -> frozenset[int] | None:
        """Return the places of all that the conditions of a selection leave; None if it is many or takes a while."""
        terms = terms_of(selection)
        names_them, column = any(map(_names_tickets, terms.others)), self._few_by(terms)
        if not names_them and (terms.others or column is None):
            return None
        condition = _listed_apart(selection, terms, self._texts, by=column)
        found = self._run(f"SELECT t.place FROM tickets t WHERE {condition.sql}", condition.values)
        return frozenset(int(place) for (place,) in found)

    def few_after_reading_all(self, selection: Selection) -> frozenset[int] | None:
        """Return the same after a look at every ticket, None when it is many."""
        condition = _read_through(selection, terms_of(selection), self._texts)
        sql = f"SELECT t.place FROM tickets t WHERE {condition.sql} LIMIT {FEW + 1}"
        found = frozenset(int(place) for (place,) in self._run(sql, condition.values))
        return found if len(found) <= FEW else None

    def _found(self, wanted: Clause) -> list[Found]:
        return [(int(place), key) for place, key in self._run(wanted.sql, wanted.values)]

    def count(self, terms: Terms) -> int:
        """Return how many tickets status and covered conditions leave; the counters know."""
        condition = joined(
            "AND", [_among(terms.statuses), *(clause_of(one, Compared.COUNTED) for one in terms.covered)]
        )
        sql = f"SELECT coalesce(sum(t.tickets), 0) FROM counters t WHERE {condition.sql}"
        return next(int(number) for (number,) in self._run(sql, condition.values))

    def _few_by(self, terms: Terms) -> str | None:
        """Return the column that leads to the tickets, if few are left."""
        leading = [one for one in terms.covered if _is_looked_up(one)]
        if not leading or self.count(terms) > FEW:
            return None
        return min(leading, key=lambda one: self.count(replace(terms, covered=(one,)))).column  # type: ignore[union-attr]

    def _few_within(self, terms: Terms) -> Clause | None:
        """Return the condition of being one of few within a span, if there is such a span."""
        for one in (*terms.others, *terms.covered):
            span = _span(one)
            if span is None:
                continue
            key, within = span
            walked = _walk(key, terms, Stretch(FEW + 1, (Span(within),)))
            sql = f"SELECT count(*) FROM ({walked.sql}) AS span"
            if next(int(number) for (number,) in self._run(sql, walked.values)) <= FEW:
                return Clause(f"t.place IN (SELECT place FROM ({walked.sql}) AS span)", walked.values)
        return None


def sift(found: Iterable[Found], passes: Passes, limit: int) -> list[Found]:
    """Return the first of some tickets that pass, looking at no more than it takes."""
    kept: list[Found] = []
    for chunk in in_chunks(iter(found)):
        kept += passes(chunk)
        if len(kept) >= limit:
            break
    return kept[:limit]


def in_chunks(found: Iterator[T]) -> Iterator[list[T]]:
    """Cut what is looked at into few at first, for mostly no more is wanted, then more and more."""
    size = _CHUNK
    while chunk := list(islice(found, size)):
        yield chunk
        size = min(2 * size, _CHUNK_MOST)


def is_walked(selection: Selection) -> bool:
    """Say whether a walk's index, and so the counters, tell all that belongs to a list."""
    terms = terms_of(selection)
    return not (terms.others or selection.words or selection.not_words)


def terms_of(selection: Selection) -> Terms:
    """Sort the conditions of a selection."""
    on_status = [condition for condition in selection.conditions if _column(condition) == "status"]
    statuses = tuple(status for status in Status if all(_allows(condition, status) for condition in on_status))
    rest = [condition for condition in selection.conditions if _column(condition) != "status"]
    covered = tuple(condition for condition in rest if _column(condition) in _COVERED)
    return Terms(statuses, covered, tuple(condition for condition in rest if _column(condition) not in _COVERED))


def _column(condition: Condition) -> str | None:
    """Return the one column a condition compares as it is stored."""
    return condition.column if isinstance(condition, OneOf | Between) else None


def _columns(condition: Condition) -> frozenset[str]:
    """Return all columns that a condition looks at."""
    match condition:
        case AnyOf(conditions):
            return frozenset().union(*map(_columns, conditions))
        case HasTag():
            return frozenset({"tags"})
        case Unread():
            return frozenset({"seq"})
        case Among():
            return frozenset({"id"})
        case OneOf(column) | StartsWith(column) | Between(column):
            return frozenset({column})


def _allows(condition: Condition, status: Status) -> bool:
    return isinstance(condition, OneOf) and (status in condition.values) is not condition.negated


def _is_looked_up(condition: Condition) -> bool:
    is_one_of = isinstance(condition, OneOf) and condition.column in _LOOKED_UP
    return is_one_of and not condition.negated


def _names_tickets(condition: Condition) -> bool:
    match condition:
        case Among(negated=False) | Unread(negated=False):
            return True
        case OneOf(column, or_empty=False, negated=False) | StartsWith(column, negated=False):
            return column in _NAMING
    return False


def _span(condition: Condition) -> tuple[SortKey, Clause] | None:
    """Return the walk that has a span side by side, and its bounds there."""
    match condition:
        case Between(column, low, high, negated=False) if column in _SPANNED and (low, high) != (None, None):
            key = key_of(column)
            top = _NEVER if high is None else high
            bounds = [Clause(f"{key.sql} < ?", (top,))]
            if low is not None:
                bounds.append(Clause(f"{key.sql} >= ?", (low,)))
            return key, joined("AND", bounds)
        case OneOf("priority", values, negated=False) if values:
            return key_of("priority"), Clause("t.priority BETWEEN ? AND ?", (min(values), max(values)))
    return None


def _walk(key: SortKey, terms: Terms, stretch: Stretch) -> Clause:
    """Return place and key of what status and covered conditions leave, in the order of `key`."""
    covered = list(_apart_but(key, terms.covered))
    branches = []
    for position, (status, span) in enumerate(product(terms.statuses, stretch.spans)):
        tested = joined("AND", [*covered, span.condition])
        order = key.order_of(span, backwards=stretch.backwards)
        sql = (
            f"SELECT * FROM (SELECT t.place, {key.sql} AS key FROM tickets t WHERE t.withdrawn = 0 AND t.status = ? "
            f"AND {tested.sql} ORDER BY {order} LIMIT {stretch.limit}) AS span{position}"
        )
        branches.append(Clause(sql, (str(status), *tested.values)))
    if len(branches) == 1:
        return branches[0]
    if not branches:
        return Clause("SELECT 0 AS place, 0 AS key WHERE FALSE")
    united = " UNION ALL ".join(branch.sql for branch in branches)
    sql = f"SELECT place, key FROM ({united}) AS w ORDER BY {_merged(key, stretch)} LIMIT {stretch.limit}"
    return Clause(sql, tuple(value for branch in branches for value in branch.values))


def _apart_but(key: SortKey, covered: Iterable[Condition]) -> Iterator[Clause]:
    """Yield conditions that invite no other index than the walk's own."""
    for one in covered:
        yield clause_of(one, Compared.PLAINLY if key.sql == f"t.{_column(one)}" else Compared.APART)


def _merged(key: SortKey, stretch: Stretch) -> str:
    """Return the ORDER BY of rows that have their key already."""
    return replace(key, sql="key").order(backwards=stretch.backwards, place="w.place")


def _sorted(key: SortKey, condition: Clause, stretch: Stretch) -> Clause:
    """Return a stretch of what a condition leaves, found as the database likes, and sorted."""
    wanted = joined("AND", [condition, any_of(stretch.spans)])
    return Clause(
        f"SELECT t.place, {key.sql} AS key FROM tickets t WHERE {wanted.sql} "
        f"ORDER BY {key.order(backwards=stretch.backwards)} LIMIT {stretch.limit}",
        wanted.values,
    )


def _listed_apart(
    selection: Selection, terms: Terms, texts: FullText, by: str | None = None, *, one_by_one: bool = False
) -> Clause:
    """Return the condition of a selection in a form that invites no lookup by status, owner or segment but `by`."""
    covered = [clause_of(one, Compared.PLAINLY if _column(one) == by else Compared.APART) for one in terms.covered]
    rest = where(replace(selection, conditions=terms.others), texts, one_by_one=one_by_one)
    return joined("AND", [rest, _among(terms.statuses), *covered])


def _read_through(selection: Selection, terms: Terms, texts: FullText) -> Clause:
    """Return the condition of a selection, made for reading all tickets; traits are read in their index."""
    traits = tuple(one for one in terms.others if _columns(one) <= _TRAITS)
    if not traits:
        return _listed_apart(selection, terms, texts)
    wordless = replace(selection, words=(), not_words=())
    having = _listed_apart(wordless, replace(terms, others=traits), texts)
    rest = tuple(one for one in terms.others if one not in traits)
    is_among = Clause(f"t.place IN (SELECT t.place FROM tickets t WHERE {having.sql})", having.values)
    return joined("AND", [is_among, where(replace(selection, conditions=rest), texts)])


def _among(statuses: Sequence[Status]) -> Clause:
    if len(statuses) == len(Status):
        return EVERYTHING
    marks = ", ".join("?" * len(statuses))
    return Clause(f"(t.status || '') IN ({marks})", tuple(map(str, statuses))) if statuses else NOTHING
