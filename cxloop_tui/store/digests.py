"""The checksums by which a hub and its desks tell whether they have the same tickets, kept as tickets change."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, select

from cxloop_tui.domain.digest import Sums, sum_of
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.store import tables
from cxloop_tui.store.dialect import dialect_of
from cxloop_tui.store.prepared import Question

_SUMS: Final = tables.digests.c
_ALL: Final = Question(select(_SUMS.segment, _SUMS.tickets, _SUMS.marks))


class Digests:
    """How one transaction changes the checksums."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._added = Sums()
        """Tickets that were never reckoned with before."""
        self._before: dict[str, Ticket | None] = {}
        self._after: dict[str, Ticket | None] = {}
        """As they are by now: a ticket may change often in one transaction, and is marked twice."""

    def move(self, before: Ticket | None, after: Ticket | None) -> None:
        """Reckon with a ticket as it is, and no longer as it was."""
        ticket = after or before
        if ticket is not None:
            self._before.setdefault(ticket.id, before)
            self._after[ticket.id] = after

    def add(self, ticket: Ticket) -> None:
        """Reckon with a ticket that is on disk since long."""
        self._added.move(None, ticket)

    def _moved(self) -> Mapping[str, tuple[int, int]]:
        """Return by segment how many tickets more or less there are, and the marks that came or went."""
        for name, before in self._before.items():
            self._added.move(before, self._after[name])
        self._before, self._after = {}, {}
        return self._added.by_segment

    def sums(self) -> Mapping[str, str]:
        """Return the checksum of each segment that has tickets, as this transaction leaves it."""
        stored = {segment: (tickets, int(marks, 16)) for segment, tickets, marks in _ALL.rows(self._connection)}
        for segment, moved in self._moved().items():
            stored[segment] = _added(stored.get(segment, (0, 0)), moved)
        return {segment: sum_of(tickets, marks) for segment, (tickets, marks) in stored.items() if tickets}

    def lay_down(self) -> None:
        """Write what changed."""
        moved = self._moved()
        if not moved:
            return
        stored = {segment: (tickets, int(marks, 16)) for segment, tickets, marks in _ALL.rows(self._connection)}
        sums = [(segment, *_added(stored.get(segment, (0, 0)), more)) for segment, more in moved.items()]
        put = dialect_of(self._connection).insert(tables.digests)
        kept = {"tickets": put.excluded.tickets, "marks": put.excluded.marks}
        rows = [{"segment": one, "tickets": tickets, "marks": f"{marks:016x}"} for one, tickets, marks in sums]
        self._connection.execute(put.on_conflict_do_update(index_elements=["segment"], set_=kept), rows)
        self._added = Sums()


def _added(stored: tuple[int, int], moved: tuple[int, int]) -> tuple[int, int]:
    return stored[0] + moved[0], stored[1] ^ moved[1]
