"""The checksums by which a hub and its desks tell whether they have the same tickets, kept as tickets change."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, bindparam, select

from cxloop_tui.domain.digest import Sums, sum_of
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.store import tables
from cxloop_tui.store.dialect import dialect_of
from cxloop_tui.store.prepared import Question

_SUMS: Final = tables.digests.c
_ALL: Final = Question(select(_SUMS.segment, _SUMS.tickets, _SUMS.marks))
_OF_SEGMENT: Final = Question(select(_SUMS.tickets, _SUMS.marks).where(_SUMS.segment == bindparam("its_segment")))


class Digests:
    """How one transaction changes the checksums."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._moved = Sums()
        """How many tickets more or less, and the marks that came or went."""

    def move(self, before: Ticket | None, after: Ticket | None) -> None:
        """Reckon with a ticket as it is, and no longer as it was."""
        self._moved.move(before, after)

    def sums(self) -> Mapping[str, str]:
        """Return the checksum of each segment that has tickets, as this transaction leaves it."""
        stored = {segment: (tickets, int(marks, 16)) for segment, tickets, marks in _ALL.rows(self._connection)}
        for segment, moved in self._moved.by_segment.items():
            stored[segment] = _added(stored.get(segment, (0, 0)), moved)
        return {segment: sum_of(tickets, marks) for segment, (tickets, marks) in stored.items() if tickets}

    def lay_down(self) -> None:
        """Write what changed."""
        for segment, moved in self._moved.by_segment.items():
            tickets, marks = _OF_SEGMENT.first(self._connection, its_segment=segment) or (0, "0")
            tickets, combined = _added((tickets, int(marks, 16)), moved)
            put = dialect_of(self._connection).insert(tables.digests)
            kept = {"tickets": tickets, "marks": f"{combined:016x}"}
            statement = put.values(segment=segment, **kept)
            self._connection.execute(statement.on_conflict_do_update(index_elements=["segment"], set_=kept))
        self._moved = Sums()


def _added(stored: tuple[int, int], moved: tuple[int, int]) -> tuple[int, int]:
    return stored[0] + moved[0], stored[1] ^ moved[1]
