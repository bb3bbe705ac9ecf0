"""The writing half of a store, whichever database it is in: what is written, not how a write begins and ends."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Final, TypeVar

from sqlalchemy import Connection, delete, or_, select

from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.feed import START, Cursor
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.ticket_view import StoredDraft
from cxloop_tui.store import tables
from cxloop_tui.store.authority import SqlAuthorityTransaction
from cxloop_tui.store.dialect import dialect_of
from cxloop_tui.store.prepared import Question
from cxloop_tui.store.replica import SqlReplicaTransaction
from cxloop_tui.store.transaction import Remembered, SqlTransaction

T = TypeVar("T")
Tx = TypeVar("Tx", bound=SqlTransaction)

_STANDING: Final = Question(
    select(tables.facts.c.key, tables.facts.c.value).where(
        or_(*(tables.facts.c.key == key for key in ("cursor", "digested", "epoch", "organisation_seq")))
    )
)
"""What says whose order a store keeps, and how that is called: without a cursor it is its own."""


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

    def transact(self, work: Callable[[SqlTransaction], T]) -> T:
        """Run `work` in one transaction, alone among all processes; what it raises rolls back."""
        with self._written() as connection:
            return self._laid_down(self._transaction(connection), work)

    def transact_authority(self, work: Callable[[SqlAuthorityTransaction], T]) -> T:
        """Do the same for others, who send operations here. Raises Refused when this store follows a hub itself."""
        with self._written() as connection:
            transaction = self._transaction(connection)
            if not isinstance(transaction, SqlAuthorityTransaction):
                raise Refused("this store follows a hub, so it takes operations from nobody else")
            return self._laid_down(transaction, work)

    def transact_replica(self, work: Callable[[SqlReplicaTransaction], T]) -> T:
        """Do the same for what comes from the authority. Raises Refused when this store follows none."""
        with self._written() as connection:
            transaction = self._transaction(connection)
            if not isinstance(transaction, SqlReplicaTransaction):
                raise Refused("this store follows no hub: `cxloop remote add hub URL`")
            return self._laid_down(transaction, work)

    def follow(
        self,
        url: str = "",
        space: str = "",
        adopt: Callable[[SqlReplicaTransaction], object] = lambda _transaction: None,
    ) -> None:
        """Make this store one whose authority is elsewhere, of which nothing is here yet.

        `url` is where that is, and `space` which it is. `adopt` lets wait for it what is here. Raises Refused when
        this store follows one already.
        """

        def begin(transaction: SqlReplicaTransaction) -> None:
            transaction.put_cursor(START)
            transaction.put_fact("remote", url)
            transaction.put_fact("space", space)
            transaction.forget_mail()
            adopt(transaction)

        self.transact_authority(lambda transaction: transaction.keep_digests())
        with self._written() as connection:
            self._look_at(connection)
            self._laid_down(SqlReplicaTransaction(connection, self._remembered, START), begin)

    def _transaction(self, connection: Connection) -> SqlAuthorityTransaction | SqlReplicaTransaction:
        """Begin a transaction as what this store is: another process may have changed that."""
        facts = self._look_at(connection)
        if "cursor" in facts:
            return SqlReplicaTransaction(connection, self._remembered, Cursor(*json.loads(facts["cursor"])))
        return SqlAuthorityTransaction(connection, self._remembered, digested="digested" in facts)

    def _look_at(self, connection: Connection) -> Mapping[str, str]:
        """Return what is true of this store now, and forget what is not any more."""
        facts: dict[str, str] = dict(_STANDING.rows(connection))
        self._remembered.epoch = facts.get("epoch", "")
        self._remembered.version = facts.get("organisation_seq")
        return facts

    @staticmethod
    def _laid_down(transaction: Tx, work: Callable[[Tx], T]) -> T:
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
