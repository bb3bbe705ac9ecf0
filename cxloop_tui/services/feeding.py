"""What others may read of this store's order: page by page from where they are, and checksums to compare."""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from cxloop_tui.domain.feed import START, Cursor, Forked
from cxloop_tui.domain.feed_lines import Written, write_page
from cxloop_tui.domain.recorded import Recorded

PAGE_MOST: Final = 1_000
"""Operations in a page at most."""


class FeedReader(Protocol):
    """What feeding asks of a store. Every call blocks, for milliseconds."""

    def head(self) -> Cursor:
        """Return the end of the order."""

    def space(self) -> str:
        """Return which desk this is, whatever becomes of its order: another one never has the same."""

    def operation_at(self, seq: int) -> str:
        """Return the id of the operation at a place, empty for the start and beyond the end."""

    def former_until(self, epoch: str) -> int | None:
        """Return up to which place a former name of the order was this one's, None for a name it never had."""

    def recorded_after(self, seq: int, limit: int) -> Sequence[Recorded]:
        """Return what comes after a place, in order."""

    def digests(self) -> Mapping[str, str]:
        """Return the checksum of the tickets of each segment that has any."""


class Feeding:
    """Tells those who follow this store what they have not got yet."""

    def __init__(self, reader: FeedReader) -> None:
        self._reader = reader

    def head(self) -> Cursor:
        """Return the end of the order."""
        return self._reader.head()

    def page(self, cursor: Cursor, limit: int = PAGE_MOST) -> Written:
        """Return the next page after a cursor. Raises Forked for one of another order."""
        head = self._reader.head()
        common = self._common(cursor, head)
        if common.seq < cursor.seq:
            raise Forked(common)
        found = self._reader.recorded_after(cursor.seq, min(limit, PAGE_MOST))
        end = cursor.seq + len(found)
        last = self._reader.operation_at(end)
        return write_page(found, Cursor(head.epoch, end, last), more=end < head.seq)

    def digest(self, cursor: Cursor) -> Mapping[str, str] | None:
        """Return the checksum of each segment; None when there is more, or something else, than at the cursor."""
        before = self._reader.head()
        sums = self._reader.digests()
        return sums if cursor == before == self._reader.head() else None

    def _common(self, cursor: Cursor, head: Cursor) -> Cursor:
        """Return up to where the order of a cursor is this one.

        The last operation alone does not tell: after a restore the same may come to stand in the same place, and
        others before it. So a name that this order never had is another order from its start.
        """
        until = head.seq if cursor.epoch == head.epoch else self._reader.former_until(cursor.epoch)
        seq = min(cursor.seq, head.seq, until or 0)
        common = Cursor(head.epoch, seq, self._reader.operation_at(seq))
        return common if seq < cursor.seq or common.last == cursor.last else START
