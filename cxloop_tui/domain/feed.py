"""The authority's order as it travels: operations in their places, some at a time, and up to where one has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxloop_tui.domain.operation import Entry, Operation, Replayed


class Cursor(NamedTuple):
    """Up to where the authority's order is here."""

    epoch: str
    """What the authority calls its order; empty before the first sync."""
    seq: int
    last: str
    """The id of the operation at `seq`, empty at the start: an authority that has another one there went on
    differently, whatever it calls its order."""


START: Final = Cursor("", 0, "")
"""Nothing of any order is here."""


class Page(NamedTuple):
    """Some operations in the authority's order, the next after a cursor."""

    entries: Sequence[Entry]
    cursor: Cursor
    """After all of them."""
    more: bool


class BrokenPage(Exception):
    """A page is not what comes next: it leaves something out, repeats something, or belongs elsewhere."""


class Forked(Exception):
    """The authority's order is not the one that a cursor is of: they are the same only up to `common`."""

    def __init__(self, common: Cursor) -> None:
        super().__init__(f"the order goes on differently after {common.seq}")
        self.common = common


WAITING_FROM: Final = 1 << 62
"""Places of what waits: after everything that any authority has."""


class Waiting(NamedTuple):
    """An operation that was made here and is not in the authority's order yet, as far as is known here."""

    operation: Operation
    place: int
    """Its sequence number until it has one of the authority's: WAITING_FROM or more, in the order of making."""
    acknowledged: int | None = None
    """The place that the authority said it has; it comes with a page in its time."""
    held: str = ""
    """Why it is not sent: somebody holds it back, or the authority cannot take it."""
    received_at: int | None = None
    """When it was received where it had a place before; None for what never had one."""
    replayed: Replayed | None = None
    """What it was there: it is the history of a desk that joins, and goes up as that."""

    @property
    def entry(self) -> Entry:
        """The same as an entry, by its maker's clock until it has another."""
        from cxloop_tui.domain.operation import Entry  # noqa: PLC0415 - a list knows of places, not of operations

        received_at = self.operation.at if self.received_at is None else self.received_at
        return Entry(self.operation, self.place, received_at, replayed=self.replayed)
