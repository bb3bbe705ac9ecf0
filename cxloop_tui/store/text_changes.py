"""The full text of one write: which documents it makes, changes and takes away."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from cxloop_tui.store.dialect import DocumentChange, dialect_of


class _Document(NamedTuple):
    """One document: the place of its ticket, what the index on disk holds, what it shall hold."""

    place: int
    was: str
    now: str


class TextChanges:
    """Documents by the sequence number of the operation that carries their words."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._documents: dict[int, _Document] = {}

    def add(self, place: int, seq: int, body: str) -> None:
        """Keep the document of an operation that is new."""
        if body:
            self._documents[seq] = _Document(place, "", body)

    def replace(self, place: int, was: Mapping[int, str], now: Mapping[int, str]) -> None:
        """Keep documents of a ticket as they are now, in place of what they were before its last operation."""
        for seq in was.keys() | now.keys():
            known = self._documents.get(seq)
            on_disk = was.get(seq, "") if known is None else known.was
            self._documents[seq] = _Document(place, on_disk, now.get(seq, ""))

    def lay_down(self) -> None:
        """Write down what changed, in the order in which it was said."""
        changes = [
            DocumentChange(seq, *document)
            for seq, document in sorted(self._documents.items())
            if document.was != document.now
        ]
        if changes:
            dialect_of(self._connection).change_documents(self._connection, changes)
