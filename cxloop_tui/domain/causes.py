"""Causes, counted: which few of them lie behind most tickets (the Pareto rule), and how to find the tickets again."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final, NamedTuple

from cxloop_tui.domain.query import Field, Query, Term


class By(StrEnum):
    """What tickets are counted by."""

    CAUSE = "cause"
    """Why it happened, as the resolution says."""
    CATEGORY = "category"
    AREA = "area"
    """What a category stands in: the part of it before a slash."""


COLUMNS: Final = {By.CAUSE: "root_cause", By.CATEGORY: "category", By.AREA: "category"}
"""The field of a ticket that each is."""

_FIELDS: Final = {By.CAUSE: Field.CAUSE, By.CATEGORY: Field.CATEGORY, By.AREA: Field.CATEGORY}


class Share(NamedTuple):
    """One cause among all of them."""

    word: str
    """As most tickets write it."""
    tickets: int
    share: float
    """Of all tickets that name a cause, 0 to 1."""
    cumulative: float
    """With all causes that have more tickets, 0 to 1."""
    words: tuple[str, ...] = ()
    """What its tickets name, where that is more than `word`."""


def pareto(counts: Iterable[tuple[str, int]], by: By) -> Sequence[Share]:
    """Return causes with their shares, the most frequent first; a query does not tell case apart, nor does this.

    Categories are words that were chosen, so of these each way to write one is its own.
    """
    ways: dict[str, Counter[str]] = {}
    words: dict[str, list[str]] = {}
    for word, tickets in counts:
        called = area_of(word) if by is By.AREA else word
        key = called if by is By.CATEGORY else called.casefold()
        ways.setdefault(key, Counter())[called] += tickets
        words.setdefault(key, []).append(word)
    bars = [(min(way, key=lambda word: (-way[word], word)), way.total(), words[key]) for key, way in ways.items()]
    of, passed, found = sum(tickets for _, tickets, _ in bars), 0, []
    for word, tickets, named in sorted(bars, key=lambda bar: (-bar[1], bar[0])):
        passed += tickets
        several = tuple(sorted(named)) if by is By.AREA else ()
        found.append(Share(word, tickets, tickets / of, passed / of, several))
    return found


def area_of(category: str) -> str:
    """Return what a category stands in: `product` of `product/website`."""
    return category.partition("/")[0].strip() or category


def behind(query: Query, by: By, word: str, words: Sequence[str] = ()) -> Query:
    """Return what finds the tickets behind a bar: those of a query that name this cause, or one of `words`."""
    term = Term(_FIELDS[by], tuple(words) or (word,))
    others = tuple(one for one in query.terms if one.field is not _FIELDS[by])
    return replace(query, terms=(*others, term))
