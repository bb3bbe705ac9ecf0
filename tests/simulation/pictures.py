"""What lies in a store, read through the program's own reading half into what the invariants look at."""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from cxloop_tui.domain.feed import WAITING_FROM
from cxloop_tui.domain.operation import Entry
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.rows import ENTRY_COLUMNS, TICKET_COLUMNS, entry_of, ticket_of
from tests.fakes import Held
from tests.simulation.replica import HeldReplica

_REMEMBERED = 20_000
"""Rows that need not be read twice: most of what lies in a store stays as it is."""

_entry: Callable[[tuple[Any, ...]], Entry] = lru_cache(_REMEMBERED)(entry_of)
_ticket: Callable[[tuple[Any, ...]], Ticket] = lru_cache(_REMEMBERED)(ticket_of)

_ENTRIES = f"SELECT {', '.join(ENTRY_COLUMNS)} FROM operations ORDER BY seq"
_TICKETS = f"SELECT {', '.join(TICKET_COLUMNS)} FROM tickets ORDER BY place"


def held_by_hub(reader: ReadPath) -> Held:
    """Return all that a hub holds, as far as anybody looks at it."""
    held = Held(epoch=reader.epoch(), organisation=reader.organisation(), tickets=_tickets(reader))
    held.epochs = {str(name): int(until) for name, until in reader.connection.run("SELECT epoch, until FROM epochs")}
    _index(held, _entries(reader))
    return held


def held_by_laptop(reader: ReadPath) -> HeldReplica:
    """Return all that a laptop holds, as far as anybody looks at it."""
    following = reader.following()
    assert following is not None
    held = HeldReplica(organisation=reader.organisation(), tickets=_tickets(reader), cursor=following.cursor)
    entries = _entries(reader)
    held.confirmed = [entry for entry in entries if entry.seq < WAITING_FROM]
    held.waiting = list(reader.outbox())
    held.bases = dict(held.tickets)
    for ticket_id, ticket in reader.connection.run("SELECT id, ticket FROM bases"):
        held.bases.pop(ticket_id, None)
        if ticket is not None:
            held.bases[ticket_id] = _ticket(tuple(_hashable(json.loads(ticket))))
    for card in reader.cards():
        held.refused.update((one.operation.id, (one.operation, one.receipt)) for one in card.refused)
    assert [one.entry for one in held.waiting] == entries[len(held.confirmed) :], "what waits is not in its places"
    _index(held, entries)
    return held


def _entries(reader: ReadPath) -> Sequence[Entry]:
    return [_entry(tuple(row)) for row in reader.connection.run(_ENTRIES)]


def _tickets(reader: ReadPath) -> dict[str, Ticket]:
    found = (_ticket(tuple(row)) for row in reader.connection.run(_TICKETS))
    return {ticket.id: ticket for ticket in found}


def _index(held: Held, entries: Iterable[Entry]) -> None:
    for entry in entries:
        operation = entry.operation
        held.entries.append(entry)
        held.operations[operation.id] = operation
        held.about[operation.subject] = (*held.of(operation.subject), entry)


def _hashable(values: Iterable[Any]) -> Iterable[Any]:
    return (tuple(value) if isinstance(value, list) else value for value in values)
