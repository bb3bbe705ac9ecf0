"""Which tickets are marked: a value that costs nothing however many they are, and a range that is being drawn.

Marks belong to the list on screen. Single marks are ids, those the list finds now apart from those out of sight; "all
that the list finds" is one word and its exceptions, so that a million marks weigh as much as none. Ids are asked for
when something is done, or when the list turns to another query.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Self

from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.view import TicketRow


@frozen
class Marks:
    """The marked tickets of a list. What is in sight is what its query finds, loaded or not."""

    single: frozenset[str] = frozenset()
    """Marked one by one and in sight; empty while all are."""
    hidden: frozenset[str] = frozenset()
    """Marked and out of sight: another query found them."""
    has_all: bool = False
    """Everything in sight is marked, except `but`."""
    but: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything may be marked."""
        return self.has_all or bool(self.single or self.hidden)

    def has(self, ticket_id: str) -> bool:
        """Say whether a ticket on screen is marked; one that its query finds no longer may still stand there."""
        in_sight = ticket_id not in self.but if self.has_all else ticket_id in self.single
        return in_sight or ticket_id in self.hidden

    def count(self, found: int | None) -> int | None:
        """Return how many are marked in a list that finds so many; None when nobody knows that yet."""
        in_sight = self._in_sight(found)
        return None if in_sight is None else in_sight + len(self.hidden)

    def _in_sight(self, found: int | None) -> int | None:
        if not self.has_all:
            return len(self.single)
        return None if found is None else max(found - len(self.but), 0)

    def toggled(self, ticket_id: str) -> Self:
        """Mark a ticket on screen, or unmark it."""
        return self.without([ticket_id]) if self.has(ticket_id) else self.including([ticket_id])

    def including(self, ids: Iterable[str]) -> Self:
        """Mark tickets of the list."""
        fresh = frozenset(ids) - self.hidden
        if self.has_all:
            return replace(self, but=self.but - fresh)
        return replace(self, single=self.single | fresh)

    def without(self, ids: Iterable[str]) -> Self:
        """Unmark marked tickets, of the list or out of sight."""
        gone = frozenset(ids)
        if self.has_all:
            return replace(self, but=self.but | (gone - self.hidden), hidden=self.hidden - gone)
        return replace(self, single=self.single - gone, hidden=self.hidden - gone)

    def all_in_sight(self, found: int | None) -> Self:
        """Mark everything in a list that finds so many; where all of it is marked, unmark it. The rest stays."""
        is_full = not self.but if self.has_all else found is not None and len(self.single) >= found
        return replace(self, single=frozenset(), has_all=not is_full, but=frozenset())

    def ids(self, found: Iterable[str]) -> frozenset[str]:
        """Return all that are marked in a list that finds these."""
        in_sight = frozenset(found) - self.but if self.has_all else self.single
        return in_sight | self.hidden

    @property
    def named(self) -> frozenset[str]:
        """The tickets that these marks name one by one."""
        return self.single | self.hidden | self.but

    def over(self, found: frozenset[str]) -> Self:
        """Return these marks over the same list as it is now: of those `named` it finds `found`."""
        if self.has_all:
            return replace(self, hidden=self.hidden - found, but=self.but & found)
        named = self.single | self.hidden
        return replace(self, single=named & found, hidden=named - found)

    def taken_along(self, left: Iterable[str], found: frozenset[str]) -> "Marks":
        """Return these marks over another list, which finds `found` of them; the one that is left found `left`."""
        return Marks(hidden=self.ids(left)).over(found)


NOTHING_MARKED = Marks()
"""As every list begins."""


@frozen
class Range:
    """A range of rows from where it was begun to wherever the cursor is."""

    anchor: TicketRow
    descending: bool
    """Whether the list has its highest key first."""
    position: int | None = None
    """How many rows of the list come before the anchor; None when that is not known."""

    def length(self, position: int | None) -> int | None:
        """Return how many rows there are from the anchor to a position, both included; None when nobody knows."""
        return None if self.position is None or position is None else abs(position - self.position) + 1

    def covers(self, row: TicketRow, cursor: TicketRow) -> bool:
        """Say whether a row lies between the anchor and the cursor, both included; loaded or not is all the same."""
        first, last = self.ends(cursor)
        return not self._is_before(row, first) and not self._is_before(last, row)

    def ends(self, cursor: TicketRow) -> tuple[TicketRow, TicketRow]:
        """Return the first and the last row in the order of the list."""
        return (cursor, self.anchor) if self._is_before(cursor, self.anchor) else (self.anchor, cursor)

    def _is_before(self, row: TicketRow, other: TicketRow) -> bool:
        """Compare as the store does: by key, empty ones last, then the highest place first."""
        if row.key == other.key:
            return row.place > other.place
        if row.key is None or other.key is None:
            return other.key is None
        if isinstance(row.key, str) or isinstance(other.key, str):
            return (str(row.key) < str(other.key)) is not self.descending
        return (row.key < other.key) is not self.descending
