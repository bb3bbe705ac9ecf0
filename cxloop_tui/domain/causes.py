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


COLUMNS: Final = {By.CAUSE: "root_cause", By.CATEGORY: "category"}
"""The field of a ticket that each is."""

_FIELDS: Final = {By.CAUSE: Field.CAUSE, By.CATEGORY: Field.CATEGORY}


class Share(NamedTuple):
    """One cause among all of them."""

    word: str
    """As most tickets write it."""
    tickets: int
    share: float
    """Of all tickets that name a cause, 0 to 1."""
    cumulative: float
    """With all causes that have more tickets, 0 to 1."""


def pareto(counts: Iterable[tuple[str, int]], by: By) -> Sequence[Share]:
    """Return causes with their shares, the most frequent first; a query does not tell case apart, nor does this.

    Categories are words that were chosen, so of these each way to write one is its own.
    """
    ways: dict[str, Counter[str]] = {}
    for word, tickets in counts:
        ways.setdefault(word.casefold() if by is By.CAUSE else word, Counter())[word] += tickets
    bars = [(min(way, key=lambda word: (-way[word], word)), way.total()) for way in ways.values()]
    of, passed, found = sum(tickets for _, tickets in bars), 0, []
    for word, tickets in sorted(bars, key=lambda bar: (-bar[1], bar[0])):
        passed += tickets
        found.append(Share(word, tickets, tickets / of, passed / of))
    return found


def behind(query: Query, by: By, word: str) -> Query:
    """Return what finds the tickets behind a bar: those of a query that name this cause."""
    term = Term(_FIELDS[by], (word,))
    others = tuple(one for one in query.terms if one.field is not _FIELDS[by])
    return replace(query, terms=(*others, term))
