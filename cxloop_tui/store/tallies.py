"""What is counted as it changes, so that nobody has to count tickets: the cells of the filter bar, the words used."""

from collections import Counter
from typing import Final

from sqlalchemy import Connection

from cxloop_tui.domain.ticket import Ticket, reading
from cxloop_tui.store import tables
from cxloop_tui.store.list_rows import WORDS_COUNTED
from cxloop_tui.store.prepared import add_counts
from cxloop_tui.store.rows import CounterKey, counter_key, words_of

_COUNTED: Final = reading("segment", "owner", "status", "priority", "withdrawn", *WORDS_COUNTED)
"""All that it depends on where a ticket is counted: most changes leave it as it was."""


class Tallies:
    """How one transaction changes the counts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._counts: Counter[CounterKey] = Counter()
        self._words: Counter[tuple[str, str]] = Counter()
        """By field and word: how many tickets more or less have it."""

    def move(self, before: Ticket | None, after: Ticket | None) -> None:
        """Count a ticket where it is, and no longer where it was."""
        if before is not None and after is not None and _COUNTED(before) == _COUNTED(after):
            return
        for ticket, sign in ((before, -1), (after, 1)):
            if ticket is not None and not ticket.withdrawn:
                self._counts[counter_key(ticket)] += sign
                for word in words_of(ticket):
                    self._words[word] += sign

    def lay_down(self) -> None:
        """Write what was counted."""
        cells = [(*cell, more) for cell, more in self._counts.items() if more]
        add_counts(self._connection, tables.counters, ("segment", "owner", "status", "priority"), "tickets", cells)
        words = [(field, word, word.casefold(), more) for (field, word), more in self._words.items() if more]
        add_counts(self._connection, tables.words_used, ("field", "word", "folded"), "tickets", words)
