"""The writing half of a store, whichever database it is in: what is written, not how a write begins and ends."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

from sqlalchemy import Connection, delete

from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.ticket_view import StoredDraft
from cxloop_tui.store import tables
from cxloop_tui.store.authority import SqlAuthorityTransaction
from cxloop_tui.store.dialect import dialect_of
from cxloop_tui.store.transaction import Remembered

T = TypeVar("T")


class SqlStore(ABC):
    """The `Store` port over SQLAlchemy. Use it from one thread at a time."""

    def __init__(self) -> None:
        self._remembered = Remembered()

    @abstractmethod
    def _written(self) -> AbstractContextManager[Connection]:
        """Hold a write transaction, alone among all processes. Raises StoreTrouble when the database refuses."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""

    def transact(self, work: Callable[[SqlAuthorityTransaction], T]) -> T:
        """Run `work` in one transaction, alone among all processes; what it raises rolls back."""
        with self._written() as connection:
            transaction = SqlAuthorityTransaction(connection, self._remembered)
            result = work(transaction)
            transaction.lay_down()
        return result

    @contextmanager
    def at_length(self) -> Iterator[None]:
        """Make ready for many transactions one after the other, between which others come to write."""
        yield

    def set_up(self, email: str) -> None:
        """Remember whose desk this store is."""
        self.transact(lambda transaction: transaction.put_fact("me", email))

    def save_draft(self, draft: StoredDraft) -> None:
        """Keep typed words; a draft without any is removed."""
        table = tables.drafts
        key = {"ticket": draft.ticket, "form": draft.form, "by": draft.by}
        kept = {"fields": json.dumps(dict(draft.fields)), "at": draft.at}
        with self._written() as connection:
            if any(draft.fields.values()):
                put = dialect_of(connection).insert(table).values(**key, **kept)
                connection.execute(put.on_conflict_do_update(index_elements=list(key), set_=kept))
            else:
                connection.execute(delete(table).where(*(table.c[name] == value for name, value in key.items())))

    def keep(self, by: str, shelf: str, things: Mapping[str, Json]) -> None:
        """Keep what is one person's own; a thing that is None is thrown away."""
        table = tables.shelves
        gone = [name for name, thing in things.items() if thing is None]
        rows = [
            {"by": by, "shelf": shelf, "name": name, "thing": json.dumps(thing)}
            for name, thing in things.items()
            if thing is not None
        ]
        with self._written() as connection:
            connection.execute(delete(table).where(table.c.by == by, table.c.shelf == shelf, table.c.name.in_(gone)))
            if rows:
                put = dialect_of(connection).insert(table)
                kept = {"thing": put.excluded.thing}
                connection.execute(put.on_conflict_do_update(index_elements=["by", "shelf", "name"], set_=kept), rows)
