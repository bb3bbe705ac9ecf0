"""Lists of tickets: windows into them, what they hold and how many, for the read path."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from cxloop_tui.domain.selection import Selection
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.view import SAID_LENGTH, Counts, TicketRow, Window
from cxloop_tui.store.list_rows import LIST_COLUMNS, WORDS_COUNTED, row_of
from cxloop_tui.store.searching import Search
from cxloop_tui.store.selection_sql import (
    EVERYTHING,
    LISTED_NUMBERS,
    Clause,
    Compared,
    Span,
    any_of,
    clause_of,
    joined,
    sort_key,
    source,
    unread,
    where,
)
from cxloop_tui.store.windows import Found, Stretch, Windows, is_walked, terms_of

if TYPE_CHECKING:
    from cxloop_tui.domain.ticket import Columns, Ticket
    from cxloop_tui.store.connection import Connection

LISTED: Final = (
    ", ".join(f"t.{name}" for name in LIST_COLUMNS) + f", substr(t.comment, 1, {SAID_LENGTH}), "
    'EXISTS (SELECT 1 FROM drafts d WHERE d.ticket = t.id AND d."by" = me()), ' + unread("me()")
)
"""What `list_rows.row_of` reads of `tickets t`, but for the sort key."""

_STATUS: Final = "(t.status || '')"
"""In a form that invites nobody to read all tickets in the order of their status."""

_PAGE: Final = 1000
"""Tickets that are read at once where all of a list is read."""


class Lists:
    """Everything that is asked of a selection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._run = connection.run
        self._texts = connection.texts
        self._windows = Windows(connection)

    # --- windows --------------------------------------------------------------------------------------------------

    def window(
        self, selection: Selection, *, after: TicketRow | None, before: TicketRow | None, limit: int
    ) -> Window:
        """Return up to `limit` rows after or before a row, from the start when neither is given."""
        if before is not None:
            rows, more = self._rows(selection, limit, before, backwards=True)
            return Window(tuple(reversed(rows)), at_start=not more, at_end=False)
        rows, more = self._rows(selection, limit, after, backwards=False)
        return Window(tuple(rows), at_start=after is None, at_end=not more)

    def window_at_end(self, selection: Selection, limit: int) -> Window:
        """Return the last rows of a list."""
        rows, more = self._rows(selection, limit, None, backwards=True)
        return Window(tuple(reversed(rows)), at_start=not more, at_end=True)

    def window_around(self, selection: Selection, ticket_id: str, limit: int) -> Window | None:
        """Return up to `limit` rows on either side of a ticket, and its own; None when the list has it not."""
        row = self._row_in(selection, ticket_id)
        if row is None:
            return None
        above = self.window(selection, after=None, before=row, limit=limit)
        below = self.window(selection, after=row, before=None, limit=limit)
        return Window((*above.rows, row, *below.rows), at_start=above.at_start, at_end=below.at_end)

    def rows(self, ids: Collection[str]) -> list[TicketRow]:
        """Return rows by their tickets' ids, in no order, without those withdrawn or unknown."""
        sql = (
            f"SELECT {LISTED}, NULL FROM tickets t WHERE t.id IN (SELECT value FROM json_each(?)) AND t.withdrawn = 0"
        )
        return list(map(row_of, self._run(sql, (json.dumps(list(ids)),))))

    def _row_in(self, selection: Selection, ticket_id: str) -> TicketRow | None:
        found = next(iter(self._run("SELECT place FROM tickets WHERE id = ?", (ticket_id,))), None)
        if found is None:
            return None
        place = int(found[0])
        if selection.order.by_text:
            key: int | str | None = Search(self._connection, selection).key_of(place)
        else:
            (key,) = next(
                iter(self._run(f"SELECT {sort_key(selection.order).sql} FROM tickets t WHERE t.place = ?", (place,)))
            )
        if key is None or not self._windows.test(selection)([(place, key)]):
            return None
        return self._rows_at([(place, key)])[0]

    def _rows(
        self, selection: Selection, limit: int, anchor: TicketRow | None, *, backwards: bool
    ) -> tuple[list[TicketRow], bool]:
        """Read rows beyond an anchor, nearest first, and whether more follow."""
        if selection.order.by_text:
            beyond = None if anchor is None else int(anchor.key or 0)
            found = Search(self._connection, selection).find(beyond, limit + 1, backwards=backwards)
        else:
            key = sort_key(selection.order)
            spans = (Span(),) if anchor is None else key.beyond(anchor.key, anchor.place, backwards=backwards)
            found = self._windows.find(selection, Stretch(limit + 1, spans, backwards))
        return self._rows_at(found[:limit]), len(found) > limit

    def _rows_at(self, found: Sequence[Found]) -> list[TicketRow]:
        keys = dict(found)
        sql = f"SELECT {LISTED}, t.place FROM tickets t WHERE t.place IN ({LISTED_NUMBERS})"
        read = {values[-1]: values[:-1] for values in self._run(sql, (json.dumps(list(keys)),))}
        return [row_of((*read[place], key)) for place, key in found]

    # --- all of it ------------------------------------------------------------------------------------------------

    def position(self, selection: Selection, row: TicketRow) -> int:
        """Return how many rows of a list come before `row`."""
        beyond = sort_key(selection.order).beyond(row.key, row.place, backwards=True)
        if is_walked(selection):
            return self._windows.count_walked(selection, beyond)
        origin, condition = source(selection, self._texts), self._windows.condition(selection)
        before = any_of(beyond)
        sql = f"SELECT count(*) FROM {origin.sql} WHERE {condition.sql} AND ({before.sql})"
        return self._one(Clause(sql, origin.values + condition.values + before.values))

    def ids(
        self, selection: Selection, *, first: TicketRow | None = None, last: TicketRow | None = None
    ) -> Sequence[str]:
        """Return the ids of a whole list in its order; of the part from a row to a row, both with it, if given."""
        key, origin = sort_key(selection.order), source(selection, self._texts)
        outside = [*key.beyond(first.key, first.place, backwards=True)] if first is not None else []
        outside += key.beyond(last.key, last.place) if last is not None else ()
        inside = [Clause(f"NOT ({span.condition.sql})", span.condition.values) for span in outside]
        condition = joined("AND", [self._windows.condition(selection), *inside])
        sql = f"SELECT t.id FROM {origin.sql} WHERE {condition.sql} ORDER BY {key.order()}"
        return [str(found[0]) for found in self._run(sql, origin.values + condition.values)]

    def found_among(self, selection: Selection, ids: Collection[str]) -> frozenset[str]:
        """Return which of some tickets a selection finds."""
        origin, condition = source(selection, self._texts), where(selection, self._texts)
        named = "t.id IN (SELECT value FROM json_each(?))"
        sql = f"SELECT t.id FROM {origin.sql} WHERE {condition.sql} AND {named}"
        values = (*origin.values, *condition.values, json.dumps(list(ids)))
        return frozenset(str(found[0]) for found in self._run(sql, values))

    def tickets(self, selection: Selection, limit: int | None) -> Iterator[Ticket]:
        """Yield whole tickets in the order of a selection; of a long list no more than a page is held at a time."""
        from cxloop_tui.store.rows import PLACE, WHOLE_TICKET, ticket_of

        for places in _pages(self._places(selection, limit), _PAGE):
            sql = f"SELECT {WHOLE_TICKET} FROM tickets t WHERE t.place IN ({LISTED_NUMBERS})"
            read = {values[PLACE]: values for values in self._run(sql, (json.dumps(places),))}
            yield from (ticket_of(read[place]) for place in places)

    def columns(self, selection: Selection, names: Sequence[str]) -> Iterator[Columns]:
        """Yield these fields of all tickets of a selection, a page of tickets at a time, in its order."""
        from cxloop_tui.store.rows import column_of

        wanted = ", ".join(f"t.{name}" for name in ("place", *names))
        sql = f"SELECT {wanted} FROM tickets t WHERE t.place IN ({LISTED_NUMBERS})"
        for places in _pages(self._all_places(selection), _PAGE):
            read = {values[0]: values for values in self._run(sql, (json.dumps(places),))}
            _, *columns = zip(*[read[place] for place in places], strict=True)
            yield list(map(column_of, names, columns))

    def _places(self, selection: Selection, limit: int | None) -> Iterator[int]:
        if limit is not None and not selection.order.by_text:
            return (place for place, _ in self._windows.find(selection, Stretch(limit)))
        if limit is not None:
            return (place for place, _ in Search(self._connection, selection).find(None, limit))
        return self._all_places(selection)

    def _all_places(self, selection: Selection) -> Iterator[int]:
        if is_walked(selection):
            return self._windows.walk_all(selection, _PAGE)
        key, origin = sort_key(selection.order), source(selection, self._texts)
        condition = self._windows.condition(selection)
        sql = f"SELECT t.place FROM {origin.sql} WHERE {condition.sql} ORDER BY {key.order()}"
        return (int(place) for (place,) in self._connection.stream(sql, origin.values + condition.values))

    # --- how much it is -------------------------------------------------------------------------------------------

    def counts(self, selection: Selection) -> Counts:
        """Count what a selection finds, and how many by status when its status terms are left out."""
        at_once = self.counts_at_once(selection)
        if at_once is not None:
            return at_once
        of_any_status = replace(selection, conditions=terms_of(selection).but_status)
        origin, condition = source(selection, self._texts), self._windows.condition(of_any_status, to_count=True)
        sql = f"SELECT {_STATUS}, count(*) FROM {origin.sql} WHERE {condition.sql} GROUP BY {_STATUS}"
        return self._counts(selection, Clause(sql, origin.values + condition.values))

    def counts_at_once(self, selection: Selection) -> Counts | None:
        """Return the same where the counters know it, None where tickets would have to be looked at."""
        if not is_walked(selection):
            return None
        terms = terms_of(selection)
        condition = joined("AND", [EVERYTHING, *(clause_of(one, Compared.COUNTED) for one in terms.covered)])
        sql = f"SELECT t.status, sum(t.tickets) FROM counters t WHERE {condition.sql} GROUP BY t.status"
        return self._counts(selection, Clause(sql, condition.values))

    def counted_by(self, selection: Selection, column: str) -> Sequence[tuple[str, int]]:
        """Count the tickets of a selection by what they have in a column of WORDS_COUNTED."""
        if column not in WORDS_COUNTED:
            raise ValueError(f"what tickets have as {column!r} is not counted")
        origin, condition = source(selection, self._texts), self._windows.condition(selection, to_count=True)
        sql = (
            f"SELECT t.{column}, count(*) FROM {origin.sql} WHERE t.{column} IS NOT NULL AND ({condition.sql}) "
            f"GROUP BY t.{column}"
        )
        return [(str(word), int(count)) for word, count in self._run(sql, origin.values + condition.values)]

    def _counts(self, selection: Selection, by_status: Clause) -> Counts:
        found = {Status(status): int(number) for status, number in self._run(by_status.sql, by_status.values)}
        numbers = {status: found.get(status, 0) for status in Status}
        wanted = terms_of(selection).statuses
        everything = self._one(Clause("SELECT coalesce(sum(tickets), 0) FROM counters"))
        return Counts(sum(numbers[status] for status in wanted), everything, numbers)

    def _one(self, wanted: Clause) -> int:
        return next(int(number) for (number,) in self._run(wanted.sql, wanted.values))


def _pages(places: Iterable[int], size: int) -> Iterator[list[int]]:
    rest = iter(places)
    while page := list(islice(rest, size)):
        yield page
