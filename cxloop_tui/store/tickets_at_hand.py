"""The tickets of one write: as they lie on disk, and as they shall lie there when it ends.

A ticket is read once; those that a long write will need are read together. Of one that was there before, the columns
that changed are laid down and no others, for every index over a column that is written costs as much as the row.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import compress
from operator import ne
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, bindparam, select

from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.store import tables
from cxloop_tui.store.prepared import Question, insert_rows, parts_of, remove_rows, update_rows
from cxloop_tui.store.rows import TICKET_COLUMNS, ticket_of, ticket_values

_TICKET: Final = [tables.tickets.c[name] for name in TICKET_COLUMNS]
_PLACE: Final = TICKET_COLUMNS.index("place")
_BY_ID: Final = Question(select(*_TICKET).where(tables.tickets.c.id == bindparam("ticket")))
_BY_IDS: Final = select(*_TICKET).where(tables.tickets.c.id.in_(bindparam("tickets", expanding=True)))


class Held(NamedTuple):
    """One ticket."""

    ticket: Ticket
    place: int
    on_disk: tuple[object, ...] | None
    """Its row as it is there; None for a ticket that this write makes."""


class TicketsAtHand:
    """What one write has looked at or changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: dict[str, Held] = {}
        self._changed: dict[str, None] = {}
        self._gone: list[int] = []
        """Places on disk that are to be empty."""
        self._away: set[str] = set()
        """Tickets that are on disk and not any more."""
        self._of_customer: dict[str | None, dict[str, None]] = {}
        """The changed ones by their customer's e-mail."""

    def __contains__(self, ticket_id: str) -> bool:
        return ticket_id in self._held

    def __iter__(self) -> Iterator[Held]:
        return iter(self._held.values())

    def get(self, ticket_id: str) -> Held | None:
        """Return a ticket, withdrawn ones too."""
        if ticket_id not in self._held and ticket_id not in self._away:
            row = _BY_ID.first(self._connection, ticket=ticket_id)
            if row is not None:
                self._take(row)
        return self._held.get(ticket_id)

    def prefetch(self, ids: Collection[str]) -> None:
        """Read tickets that will be asked for."""
        missing = [one for one in ids if one not in self._held and one not in self._away]
        for part in parts_of(missing):
            for row in self._connection.execute(_BY_IDS, {"tickets": part}):
                self._take(tuple(row))

    def put(self, ticket: Ticket, *, made_at: int | None) -> int:
        """Keep a ticket as it shall be and return its place: `made_at` for one that is made just now."""
        if made_at is None:
            _, place, on_disk = self._held[ticket.id]
        else:
            place, on_disk = made_at, None
        self._held[ticket.id] = Held(ticket, place, on_disk)
        self._changed[ticket.id] = None
        self._of_customer.setdefault(ticket.customer_email, {})[ticket.id] = None
        return place

    def take_away(self, ticket_id: str) -> None:
        """Forget a ticket, on disk too; it may be put again at another place."""
        held = self.get(ticket_id)
        if held is not None:
            del self._held[ticket_id]
            self._changed.pop(ticket_id, None)
            self._away.add(ticket_id)
            if held.on_disk is not None:
                self._gone.append(held.place)

    def changed_of(self, customer_email: str) -> Iterable[Held]:
        """Return the tickets this write has changed or made that are or were this customer's."""
        changed = self._of_customer.get(customer_email, ())
        return [self._held[ticket_id] for ticket_id in changed if ticket_id in self._held]

    def lay_down(self) -> None:
        """Write down what changed, in the order of the places."""
        remove_rows(self._connection, tables.tickets, "place", [(place,) for place in self._gone])
        made: list[tuple[object, ...]] = []
        changed: dict[tuple[str, ...], list[tuple[object, ...]]] = {}
        for ticket, place, on_disk in sorted(map(self._held.__getitem__, self._changed), key=_by_place):
            values = ticket_values(ticket, place)
            if on_disk is None:
                made.append(values)
                continue
            differs = tuple(map(ne, on_disk, values))
            columns = tuple(compress(TICKET_COLUMNS, differs))
            if not columns:
                continue
            changed.setdefault(columns, []).append((*compress(values, differs), place))
        insert_rows(self._connection, tables.tickets, TICKET_COLUMNS, made)
        for columns, rows in changed.items():
            update_rows(self._connection, tables.tickets, columns, "place", rows)

    def _take(self, row: tuple[Any, ...]) -> None:
        ticket = ticket_of(row)
        self._held[ticket.id] = Held(ticket, row[_PLACE], row)


def _by_place(held: Held) -> int:
    return held.place
