"""What the authority has of the tickets on which something waits, beside the rows that people see.

Of every other ticket that is its row, and there is no base (docs/decisions/0029-a-store-under-a-hub.md).
"""

import json
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, bindparam, select

from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.store import tables
from cxloop_tui.store.prepared import insert_rows, parts_of, remove_rows
from cxloop_tui.store.rows import ticket_of, ticket_values

_BASES: Final = tables.bases.c
_OF: Final = select(_BASES.id, _BASES.ticket).where(_BASES.id.in_(bindparam("ids", expanding=True)))


class Bases:
    """The bases that one write looked at or changed, by ticket; None for a ticket that the authority has not."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: dict[str, Ticket | None] = {}
        self._changed: set[str] = set()
        self._missing: set[str] = set()
        """Tickets that were looked up and have no base: nothing waits on them."""

    def __contains__(self, ticket_id: str) -> bool:
        """Whether a ticket that was looked up has a base."""
        return ticket_id in self._held

    def __getitem__(self, ticket_id: str) -> Ticket | None:
        """Return the base of a ticket that has one."""
        return self._held[ticket_id]

    def look_up(self, ids: Iterable[str]) -> None:
        """Read those of some tickets together."""
        unknown = [one for one in ids if one not in self._held and one not in self._missing]
        for part in parts_of(unknown):
            found = {name: _read(ticket) for name, ticket in self._connection.execute(_OF, {"ids": part})}
            self._held.update(found)
            self._missing.update(one for one in part if one not in found)

    def put(self, ticket_id: str, ticket: Ticket | None) -> None:
        """Keep a ticket as the authority has it."""
        self._held[ticket_id] = ticket
        self._changed.add(ticket_id)
        self._missing.discard(ticket_id)

    def drop(self, ticket_id: str) -> None:
        """Forget the base of a ticket on which nothing waits any more."""
        self._held.pop(ticket_id, None)
        self._changed.add(ticket_id)
        self._missing.add(ticket_id)

    def lay_down(self) -> None:
        """Write what changed."""
        changed = sorted(self._changed)
        remove_rows(self._connection, tables.bases, "id", [(name,) for name in changed])
        kept = [(name, _written(self._held[name])) for name in changed if name in self._held]
        insert_rows(self._connection, tables.bases, ("id", "ticket"), kept)


def _written(ticket: Ticket | None) -> str | None:
    return None if ticket is None else json.dumps(ticket_values(ticket, 0), ensure_ascii=False)


def _read(written: str | None) -> Ticket | None:
    return None if written is None else ticket_of(tuple(json.loads(written)))
