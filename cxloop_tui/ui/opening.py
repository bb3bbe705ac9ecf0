"""What the desk shows with its first paint: read before the screen is there, so that it never starts empty.

What has to be counted ticket by ticket is not waited for: the numbers come behind the paint.
"""

from dataclasses import dataclass
from typing import Final

from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.query import Query
from cxloop_tui.domain.view import Counts, Standing, Window
from cxloop_tui.domain.vocabulary import Vocabulary
from cxloop_tui.services.queries import Queries

WINDOW_ROWS: Final = 150
"""Rows of a first window: three screens of a tall terminal."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A list and everything the screen says about it, read at one moment."""

    query: Query
    window: Window
    counts: Counts | None
    """None until somebody has counted."""
    standing: Standing | None
    """None until somebody has counted."""
    space: Organisation
    vocabulary: Vocabulary
    seq: int
    seen: int
    """Up to where in the authority's order it is: a ticket beyond that is new."""
    now: int

    @property
    def found(self) -> int | None:
        """How many tickets the query finds; None when nobody has counted and the window does not show all of them."""
        if self.counts is not None:
            return self.counts.found
        return len(self.window.rows) if self.window.at_start and self.window.at_end else None

    @property
    def names(self) -> dict[str, str]:
        """How people and segments are called, by e-mail and code."""
        people = {person.email: person.name for person in self.space.people.values()}
        return people | {code: segment.name for code, segment in self.space.tree.ever.items()}


def read_opening(queries: Queries, query: Query, limit: int = WINDOW_ROWS, *, at_end: bool = False) -> Opening:
    """Read a list from its start, or its end."""
    seen = queries.seen()
    window = queries.window_at_end(query, limit) if at_end else queries.window(query, limit=limit)
    return Opening(
        query=query,
        window=window,
        counts=queries.counts_at_once(query),
        standing=None,
        space=queries.organisation(),
        vocabulary=queries.vocabulary(),
        seq=queries.seq(),
        seen=seen,
        now=queries.now(),
    )


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is counted for a list."""

    counts: Counts
    standing: Standing


def read_numbers(queries: Queries, query: Query) -> Numbers:
    """Count what a query finds, and my work."""
    return Numbers(queries.counts(query), queries.standing())
