"""What is counted as it changes, so that nobody has to count tickets: the cells of the filter bar, the words used."""

from collections import Counter
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Executable, Table, bindparam, delete

from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.store import tables
from cxloop_tui.store.dialect import dialect_named
from cxloop_tui.store.rows import CounterKey, counter_key, words_of


class Tallies:
    """How one transaction changes the counts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._counts: Counter[CounterKey] = Counter()
        self._words: Counter[tuple[str, str]] = Counter()
        """By field and word: how many tickets more or less have it."""

    def move(self, before: Ticket | None, after: Ticket) -> None:
        """Count a ticket where it is, and no longer where it was."""
        for ticket, sign in ((before, -1), (after, 1)):
            if ticket is not None and not ticket.withdrawn:
                self._counts[counter_key(ticket)] += sign
                for word in words_of(ticket):
                    self._words[word] += sign

    def lay_down(self) -> None:
        """Write what was counted."""
        cells = ("segment", "owner", "status", "priority")
        self._add(tables.counters, [dict(zip(cells, cell, strict=True)) for cell in self._counts], self._counts)
        words = [{"field": field, "word": word, "folded": word.casefold()} for field, word in self._words]
        self._add(tables.words_used, words, self._words)

    def _add(self, table: Table, named: list[dict[str, Any]], deltas: Counter[Any]) -> None:
        rows = [{**row, "tickets": delta} for row, delta in zip(named, deltas.values(), strict=True) if delta]
        if rows:
            self._connection.execute(_growing(self._connection.dialect.name, table), rows)
        lessened = [row for row, delta in zip(named, deltas.values(), strict=True) if delta < 0]
        if lessened:
            keys = [{f"its_{column.name}": row[column.name] for column in table.primary_key} for row in lessened]
            self._connection.execute(_emptied(table), keys)


@lru_cache
def _growing(database: str, table: Table) -> Executable:
    """Return what adds to counts."""
    statement = dialect_named(database).insert(table)
    key = [column.name for column in table.primary_key]
    grown = {"tickets": table.c.tickets + statement.excluded.tickets}
    return statement.on_conflict_do_update(index_elements=key, set_=grown)


@lru_cache
def _emptied(table: Table) -> Executable:
    """Return what takes away a count, named by its key, that has become nothing."""
    named = (column == bindparam(f"its_{column.name}") for column in table.primary_key)
    return delete(table).where(*named, table.c.tickets == 0)
