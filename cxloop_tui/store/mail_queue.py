"""What an authority has still to tell and to send: kept in the write in which it came about."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, select, update

from cxloop_tui.domain.mail.delivery import IMPORTED, Delivery, Fate, Telling
from cxloop_tui.domain.mail.letter import Letter, State
from cxloop_tui.domain.operation import Entry, Origin
from cxloop_tui.store import tables
from cxloop_tui.store.dialect import dialect_of
from cxloop_tui.store.letter_rows import LETTER_COLUMNS, letter_of
from cxloop_tui.store.prepared import Question, insert_rows, remove_rows

_TELLINGS: Final = tables.tellings.c
_ALL: Final = Question(
    select(*(_TELLINGS[name] for name in Telling._fields))
    .order_by(_TELLINGS.subject != IMPORTED, _TELLINGS.seq)
    .limit(bindparam("most"))
)
_LETTERS: Final = tables.letters.c
_DUE: Final = Question(
    select(*(_LETTERS[name] for name in LETTER_COLUMNS))
    .where(_LETTERS.state == State.WAITING.value, _LETTERS.due_at <= bindparam("until"))
    .order_by(_LETTERS.due_at, _LETTERS.made_seq)
)
_DELIVERIES: Final = tables.deliveries.c
_OF_LETTER: Final = Question(
    select(*(_DELIVERIES[name] for name in Delivery._fields)).where(_DELIVERIES.letter == bindparam("its_letter"))
)


class MailQueue:
    """The `MailQueue` port over one SQLAlchemy connection with a write transaction open."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._new: list[Telling] = []
        self._imported: Telling | None = None

    def tell(self, entry: Entry) -> None:
        """Keep that nobody was told of this yet; what is imported is kept as one, whatever lies in between."""
        if entry.operation.origin != Origin.IMPORT:
            self._new.append(Telling(entry.seq, entry.seq, entry.operation.subject, entry.received_at))
        elif self._imported is None:
            self._imported = Telling(entry.seq, entry.seq, IMPORTED, entry.received_at)
        else:
            self._imported = self._imported._replace(until=entry.seq, at=entry.received_at)

    def tellings(self, most: int) -> Sequence[Telling]:
        """Return an import that is on disk, and the oldest of the others, in the order of their places."""
        return [Telling(*row) for row in _ALL.rows(self._connection, most=most)]

    def forget(self, told: Iterable[Telling]) -> None:
        """Forget what people were told of."""
        remove_rows(self._connection, tables.tellings, "seq", [(one.seq,) for one in told])

    def due(self, until: int) -> Sequence[Letter]:
        """Return the letters on disk that are waiting and go up to an instant, the first due first."""
        return [letter_of(row) for row in _DUE.rows(self._connection, until=until)]

    def deliveries(self, letter_id: str) -> Mapping[str, Delivery]:
        """Return how far a letter has come, by recipient; who is not in it was not tried."""
        found = [Delivery(*row) for row in _OF_LETTER.rows(self._connection, its_letter=letter_id)]
        return {one.recipient: one._replace(fate=Fate(one.fate)) for one in found}

    def put_delivery(self, delivery: Delivery) -> None:
        """Keep how far a letter has come."""
        table = tables.deliveries
        values = {**delivery._asdict(), "fate": str(delivery.fate)}
        statement = dialect_of(self._connection).insert(table).values(values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["letter", "recipient"], set_=values))

    def lay_down(self) -> None:
        """Write what is to be told."""
        if self._imported is not None:
            self._lay_imported(self._imported)
        insert_rows(self._connection, tables.tellings, Telling._fields, [tuple(one) for one in self._new])
        self._new.clear()
        self._imported = None

    def _lay_imported(self, imported: Telling) -> None:
        """Let an import that nobody was told of go on, or begin one."""
        goes_on = update(tables.tellings).where(_TELLINGS.subject == IMPORTED)
        if not self._connection.execute(goes_on.values(until=imported.until, at=imported.at)).rowcount:
            self._new.append(imported)
