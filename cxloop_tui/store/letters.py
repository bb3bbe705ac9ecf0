"""The letters of one write, as their operations leave them."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, bindparam, select

from cxloop_tui.domain.mail.letter import Letter, folded
from cxloop_tui.store import tables
from cxloop_tui.store.letter_rows import LETTER_COLUMNS, letter_of, letter_values
from cxloop_tui.store.prepared import Question, insert_rows, remove_rows
from cxloop_tui.store.rows import ENTRY_COLUMNS, entry_of

_LETTERS: Final = tables.letters.c
_COLUMNS: Final = [_LETTERS[name] for name in LETTER_COLUMNS]
_BY_ID: Final = Question(select(*_COLUMNS).where(_LETTERS.id == bindparam("its_id")))
_OPERATIONS: Final = tables.operations.c
_ABOUT: Final = Question(
    select(*(_OPERATIONS[name] for name in ENTRY_COLUMNS))
    .where(_OPERATIONS.subject == bindparam("about"))
    .order_by(_OPERATIONS.seq)
)


class Letters:
    """What one write has looked at or changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._changed: dict[str, tuple[Letter, int]] = {}
        """With the place of the operation that made each."""

    def get(self, letter_id: str) -> Letter | None:
        """Return a letter, None when there is none."""
        held = self._held(letter_id)
        return None if held is None else held[0]

    def put(self, letter: Letter) -> None:
        """Keep a letter as it shall be."""
        held = self._held(letter.id)
        self._changed[letter.id] = (letter, letter.seq if held is None else held[1])

    def refold(self, ids: Iterable[str]) -> None:
        """Make letters anew of the operations on disk; one of which none made it is gone."""
        for letter_id in dict.fromkeys(ids):
            self._changed.pop(letter_id, None)
            remove_rows(self._connection, tables.letters, "id", [(letter_id,)])
            entries = [entry_of(row) for row in _ABOUT.rows(self._connection, about=letter_id)]
            letter = folded(entries)
            if letter is not None:
                self._changed[letter_id] = (letter, entries[0].seq)

    def lay_down(self) -> None:
        """Write what changed."""
        remove_rows(self._connection, tables.letters, "id", [(letter_id,) for letter_id in self._changed])
        rows = [letter_values(*changed) for changed in self._changed.values()]
        insert_rows(self._connection, tables.letters, LETTER_COLUMNS, rows)

    def _held(self, letter_id: str) -> tuple[Letter, int] | None:
        if letter_id in self._changed:
            return self._changed[letter_id]
        row = _BY_ID.first(self._connection, its_id=letter_id)
        return None if row is None else (letter_of(row), int(row[LETTER_COLUMNS.index("made_seq")]))
