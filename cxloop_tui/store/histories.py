"""What happened, in the authority's order, and what follows from it: tickets with their past, customers, drafts.

A list needs none of this, so the read path loads it when it is first asked for.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cxloop_tui.domain.customer import customer_of
from cxloop_tui.domain.operation import STANDING_ALONE, Entry, Kind, Operation
from cxloop_tui.domain.organisation_puts import ORGANISATION_KINDS
from cxloop_tui.domain.recorded import Recorded
from cxloop_tui.domain.selection import Selection
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import EARLIER_MOST, PLAIN_KINDS, Customer, StoredDraft, TicketView
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.store.beside_ticket import newest_letters, open_followups
from cxloop_tui.store.connection import Connection
from cxloop_tui.store.customers import read_customer, read_scores_before, tickets_of
from cxloop_tui.store.feed import CONFIRMED
from cxloop_tui.store.list_rows import row_of
from cxloop_tui.store.lists import LISTED
from cxloop_tui.store.rows import (
    ENTRY_COLUMNS,
    PLACE,
    RECORDED_COLUMNS,
    WHOLE_TICKET,
    entry_of,
    recorded_of,
    ticket_of,
)
from cxloop_tui.store.selection_sql import source, where

_ENTRY: Final = ", ".join(ENTRY_COLUMNS)


class Histories:
    """Everything that is asked of what happened."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._run = connection.run

    def ticket_view(self, ticket_id: str, newest: int | None = None) -> TicketView | None:
        """Return a ticket with its entries and the customer's other tickets, a long history in brief if asked to."""
        seen = int(self._run(f"SELECT coalesce(max(seq), 0) {CONFIRMED}").fetchone()[0])
        values = self._run(f"SELECT {WHOLE_TICKET} FROM tickets t WHERE t.id = ?", (ticket_id,)).fetchone()
        if values is None:
            return None
        ticket = ticket_of(values)
        place = int(values[PLACE])
        before = read_scores_before(self._run, ticket, place)
        entries, gap = (tuple(self.entries(ticket_id)), 0) if newest is None else self._briefly(ticket_id, newest)
        beside = newest_letters(self._run, ticket_id), open_followups(self._run, ticket_id)
        return TicketView(ticket, entries, self._earlier(ticket), before, seen, gap, *beside)

    def customer(self, key: str) -> Customer:
        """Return what is on record of a customer; nobody's is empty."""
        return read_customer(self._run, self._connection.texts, key)

    def history(self, selection: Selection, *, responses: bool) -> Iterator[tuple[Recorded, str | None]]:
        """Yield all that happened to the tickets of a selection, in the authority's order."""
        texts = self._connection.texts
        origin, condition = source(selection, texts), where(selection, texts)
        found = f"SELECT t.id FROM {origin.sql} WHERE {condition.sql}"
        # Without words ticket by ticket is looked up, so that no list of them is kept in memory.
        wanted = f"o.subject IN ({found})" if selection.words else f"EXISTS ({found} AND t.id = o.subject)"
        if responses:
            kinds = ", ".join(f"'{kind}'" for kind in sorted((Kind.RESPONSE_RECORD, *STANDING_ALONE)))
            wanted = f"o.kind IN ({kinds}) OR {wanted}"
        before = "SELECT p.id FROM operations p WHERE p.subject = o.subject AND p.seq < o.seq"
        columns = ", ".join(f"o.{name}" for name in RECORDED_COLUMNS)
        sql = f"SELECT {columns}, ({before} ORDER BY p.seq DESC LIMIT 1) FROM operations o WHERE {wanted}"
        for *recorded, previous in self._connection.stream(f"{sql} ORDER BY o.seq", origin.values + condition.values):
            yield recorded_of(recorded), previous

    def organisation_history(self) -> Sequence[Entry]:
        """Return every change of segments, people and policy, in the authority's order."""
        marks = ", ".join("?" * len(ORGANISATION_KINDS))
        subjects = "SELECT code FROM segments UNION SELECT email FROM people UNION SELECT 'policy'"
        rows = self._run(
            f"SELECT {_ENTRY} FROM operations WHERE subject IN ({subjects}) AND kind IN ({marks}) ORDER BY seq",
            ORGANISATION_KINDS,
        )
        return tuple(map(entry_of, rows))

    def operations(self, ids: Sequence[str]) -> Mapping[str, Operation]:
        """Return those of some operations that are on record, by id."""
        sql = f"SELECT {_ENTRY} FROM operations WHERE id IN (SELECT value FROM json_each(?))"
        entries = map(entry_of, self._run(sql, (json.dumps(list(ids)),)))
        return {entry.operation.id: entry.operation for entry in entries}

    def draft(self, ticket_id: str, form: str, by: str) -> StoredDraft | None:
        """Return the words somebody typed into a form and has not sent."""
        found = self._run(
            'SELECT fields, at FROM drafts WHERE ticket = ? AND form = ? AND "by" = ?', (ticket_id, form, by)
        ).fetchone()
        return None if found is None else StoredDraft(ticket_id, form, by, json.loads(found[0]), found[1])

    def entries(self, subject: str) -> Sequence[Entry]:
        """Return all that happened to a ticket, a segment, a person or the policy, in order."""
        found = self._run(f"SELECT {_ENTRY} FROM operations WHERE subject = ? ORDER BY seq", (subject,))
        return tuple(map(entry_of, found))

    def _briefly(self, ticket_id: str, newest: int) -> tuple[tuple[Entry, ...], int]:
        """Return the newest entries after those that matter for what they mean, and where the ones without gap begin.

        Of the older ones that are not plain words the newest are taken, so many again, and the one that made it.
        """
        last = f"SELECT {_ENTRY} FROM operations WHERE subject = ? ORDER BY seq DESC LIMIT ?"
        found = self._run(last, (ticket_id, newest + 1)).fetchall()
        recent = [entry_of(row) for row in reversed(found)]
        if len(recent) <= newest:
            return tuple(recent), 0
        del recent[0]
        plain = ", ".join("?" * len(PLAIN_KINDS))
        rows = self._run(
            f"SELECT {_ENTRY} FROM operations WHERE subject = ? AND seq < ? AND kind NOT IN ({plain}) "
            "ORDER BY kind <> ?, seq DESC LIMIT ?",
            (ticket_id, recent[0].seq, *PLAIN_KINDS, Kind.TICKET_CREATE, newest),
        )
        turns = sorted(map(entry_of, rows), key=lambda entry: entry.seq)
        return (*turns, *recent), len(turns)

    def _earlier(self, ticket: Ticket) -> tuple[TicketRow, ...]:
        key = customer_of(ticket)
        if key is None:
            return ()
        who = tickets_of(key)
        sql = f"SELECT {LISTED}, NULL FROM tickets t WHERE {who.sql} AND t.id <> ? ORDER BY t.place DESC LIMIT ?"
        return tuple(map(row_of, self._run(sql, (*who.values, ticket.id, EARLIER_MOST))))
