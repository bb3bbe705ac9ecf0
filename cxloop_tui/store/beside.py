"""What stands beside tickets and is its operations applied in order, too: letters, follow-ups. Those of one write."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import Connection, Table, bindparam, func, select

from cxloop_tui.domain.operation import Entry
from cxloop_tui.store import tables
from cxloop_tui.store.prepared import Question, insert_rows, remove_rows
from cxloop_tui.store.rows import ENTRY_COLUMNS, entry_of

T = TypeVar("T")

_OPERATIONS: Final = tables.operations.c
_ABOUT: Final = Question(
    select(*(_OPERATIONS[name] for name in ENTRY_COLUMNS))
    .where(_OPERATIONS.subject == bindparam("about"))
    .order_by(_OPERATIONS.seq)
)
_FIRST: Final = Question(select(func.min(_OPERATIONS.seq)).where(_OPERATIONS.subject == bindparam("about")))


@dataclass
class Shelf(Generic[T]):
    """One sort of such things: where they are kept, and how they are written and read."""

    table: Table
    columns: tuple[str, ...]
    """The first is the id; one of them is `made_seq`, the place of the operation that made it."""
    kinds: frozenset[str]
    """The kinds of operations that make and change it."""
    read: Callable[[Sequence[Any]], T]
    write: Callable[[T, int], tuple[object, ...]]
    """Write it as the values of the columns, with the place of the operation that made it."""
    folded: Callable[[Iterable[Entry]], T | None]
    """What operations on one subject lead to; None when they lead to none."""

    def __post_init__(self) -> None:
        """Make the question once: every write has these."""
        table = self.table.c
        wanted = select(*(table[name] for name in self.columns)).where(table.id == bindparam("its_id"))
        self.by_id = Question(wanted)
        self.made_at = self.columns.index("made_seq")


class Beside(Generic[T]):
    """What one write has looked at or changed of one shelf."""

    def __init__(self, connection: Connection, shelf: Shelf[T]) -> None:
        self._connection = connection
        self._shelf = shelf
        self._changed: dict[str, tuple[T | None, int]] = {}
        """By id, with the place of the operation that made it; None where there is none any more."""
        self._moved: set[str] = set()

    def get(self, thing_id: str) -> T | None:
        """Return one, None when there is none."""
        held = self._held(thing_id)
        return None if held is None else held[0]

    def put(self, thing_id: str, thing: T | None, seq: int) -> None:
        """Keep one as an operation with this place leaves it."""
        held = self._held(thing_id)
        self._changed[thing_id] = (thing, self._first_place(thing_id, seq) if held is None else held[1])

    def note(self, kind: str, subject: str) -> None:
        """Note that an operation came, went or stands elsewhere, if it is about one of these."""
        if kind in self._shelf.kinds:
            self._moved.add(subject)

    def refold(self) -> None:
        """Make anew what was noted, of the operations on disk."""
        for thing_id in self._moved:
            entries = [entry_of(row) for row in _ABOUT.rows(self._connection, about=thing_id)]
            made = next((entry.seq for entry in entries if entry.operation.kind in self._shelf.kinds), 0)
            self._changed[thing_id] = (self._shelf.folded(entries), made)
        self._moved.clear()

    def lay_down(self) -> None:
        """Write what changed."""
        remove_rows(self._connection, self._shelf.table, "id", [(thing_id,) for thing_id in self._changed])
        rows = [self._shelf.write(thing, made) for thing, made in self._changed.values() if thing is not None]
        insert_rows(self._connection, self._shelf.table, self._shelf.columns, rows)

    def _first_place(self, thing_id: str, seq: int) -> int:
        """Return the place of the first operation about one of which there is no row: it may have been taken back."""
        first = _FIRST.first(self._connection, about=thing_id)
        return seq if first is None or first[0] is None else int(first[0])

    def _held(self, thing_id: str) -> tuple[T | None, int] | None:
        if thing_id in self._changed:
            return self._changed[thing_id]
        row = self._shelf.by_id.first(self._connection, its_id=thing_id)
        return None if row is None else (self._shelf.read(row), int(row[self._shelf.made_at]))
