"""Filling a store that nobody has yet: its indexes are made, and it is synced to disk, when all of it is there.

It is written under another name and given its own when it is whole. So whatever cuts it short, nobody sees half a
store; and until then nothing has to survive.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.schema import CreateIndex

from cxloop_tui.store import file, tables
from cxloop_tui.store.transaction import SqlTransaction
from cxloop_tui.store.writer import Writer, engine_of, make_schema

_NEEDED: Final = "ix_operations_subject_seq"
"""By it the history of a ticket is found, which undo asks for."""

_LATER: Final = [index for table in tables.metadata.sorted_tables for index in table.indexes if index.name != _NEEDED]


class Filling(Writer):
    """The `Store` port on a file in the making: nothing is locked, nothing is written back."""

    @contextmanager
    def at_length(self) -> Iterator[None]:
        """All of it is done at length."""
        yield

    @contextmanager
    def _written(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    def make(self) -> None:
        """Lay out the store."""
        with self._written() as connection:
            make_schema(connection, without=_LATER)
            SqlTransaction(connection).put_fact("epoch", os.urandom(8).hex())

    def complete(self, watch: Callable[[int, int], None]) -> None:
        """Make the indexes that were left out; `watch` is told how many of how many are there."""
        for done, index in enumerate(_LATER):
            watch(done, len(_LATER))
            with self._written() as connection:
                connection.execute(CreateIndex(index))

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


@contextmanager
def filling(path: Path, watch: Callable[[int, int], None]) -> Iterator[Filling]:
    """Make a store and let it be filled; `watch` is told how far its indexes are, at the end.

    Raises StoreTrouble when there is a file already or it cannot be made. What is raised meanwhile leaves nothing.
    """
    making = file.reserve(path)
    try:
        store = Filling(making, engine_of(making, file.tell_filling))
        try:
            store.make()
            yield store
            store.complete(watch)
        finally:
            store.close()
        file.settle(making)
        file.give_name(making, path)
    finally:
        making.unlink(missing_ok=True)
