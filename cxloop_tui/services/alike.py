"""Tickets that are alike: what came lately and speaks of the same things.

Two texts are alike when they share key words: two of them, or the only one there is. Each word is looked up in the
full text by itself, so that this takes as long with a million tickets as with a thousand.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from cxloop_tui.domain.clock import DAY, MINUTE
from cxloop_tui.domain.identity import handle
from cxloop_tui.domain.query import Comparison, Days, Field, Handle, Query, Term
from cxloop_tui.domain.sentiment.key_words import key_words
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.services.queries import Queries

DAYS: Final = 14
"""How far back tickets are looked at unless somebody says otherwise."""

LISTED_MOST: Final = 50
"""The most tickets that are alike: the most alike ones, of those the newest."""

_WORDS: Final = 6
_ROWS: Final = 200
"""The newest tickets with a word that are looked at."""

_SHARED: Final = 2
"""So many words make two tickets alike."""


class Same(NamedTuple):
    """A ticket that is like another one."""

    row: TicketRow
    words: tuple[str, ...]
    """What both speak of."""


class Alike(NamedTuple):
    """What is like a ticket, the most alike first."""

    ticket: Ticket
    found: Sequence[Same]

    @property
    def query(self) -> Query:
        """What lists the ticket and those like it."""
        names = [
            _name(self.ticket.id, self.ticket.number),
            *(_name(one.row.id, one.row.number) for one in self.found),
        ]
        return Query(terms=(Term(Field.NUMBER, tuple(names)),))

    @property
    def words(self) -> Sequence[str]:
        """What they speak of, the commonest word first."""
        counts: dict[str, int] = defaultdict(int)
        for one in self.found:
            for word in one.words:
                counts[word] += 1
        return sorted(counts, key=lambda word: (-counts[word], word))

    @property
    def first_at(self) -> int:
        """When the first of them came."""
        return min((self.ticket.created_at, *(one.row.created_at for one in self.found)))

    def in_segment(self) -> int:
        """Return how many of them lie in the ticket's own segment."""
        return sum(one.row.segment == self.ticket.segment for one in self.found)


def alike(queries: Queries, ticket_id: str, days: int = DAYS) -> Alike:
    """Find what came within some days and is like a ticket. Raises NotFound."""
    ticket = queries.view(ticket_id).ticket
    words = [word.word for word in key_words([ticket.comment], queries.written_to_in(ticket), least=1, most=_WORDS)]
    rows: dict[str, TicketRow] = {}
    shared: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for row in queries.window(_with(word, queries, days), limit=_ROWS).rows:
            if row.id != ticket_id:
                rows[row.id] = row
                shared[row.id].append(word)
    enough = min(_SHARED, len(words))
    found = [Same(rows[one], tuple(both)) for one, both in shared.items() if len(both) >= enough]
    found.sort(key=lambda same: (-len(same.words), -same.row.created_at, same.row.id))
    return Alike(ticket, found[:LISTED_MOST])


def _with(word: str, queries: Queries, days: int) -> Query:
    here = queries.now() - days * DAY + queries.utc_offset() * MINUTE
    since = datetime.fromtimestamp(here / 1000, tz=UTC).date()
    return Query(words=(word,), terms=(Term(Field.CREATED, (Days(since, None),), Comparison.IS),))


def _name(ticket_id: str, number: int | None) -> int | Handle:
    return Handle(handle(ticket_id).removeprefix("~")) if number is None else number
