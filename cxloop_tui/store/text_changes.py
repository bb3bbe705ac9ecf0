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
    is_moved: bool = False
    """Whether it belongs to its ticket by another place than before."""


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

    def show(self, place: int, was: Mapping[int, str], now: Mapping[int, str], *, is_moved: bool) -> None:
        """Keep the documents of a ticket that was laid out otherwise; `is_moved` when it has another place now.

        Where it had one another ticket may have one by now, and the other way round.
        """
        for seq in was.keys() | now.keys():
            held, says = was.get(seq, ""), now.get(seq, "")
            other = self._documents.get(seq)
            if other is None:
                self._documents[seq] = _Document(place, held, says, is_moved)
            else:
                its_place = place if says else other.place
                self._documents[seq] = _Document(its_place, other.was or held, says or other.now, is_moved=True)

    def lay_down(self) -> None:
        """Write down what changed, in the order in which it was said."""
        changes = [
            DocumentChange(seq, document.place, document.was, document.now)
            for seq, document in sorted(self._documents.items())
            if document.was != document.now or document.is_moved
        ]
        if changes:
            dialect_of(self._connection).change_documents(self._connection, changes)
