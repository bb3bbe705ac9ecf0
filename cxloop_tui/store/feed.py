"""The order of a store, read from end to end: what others take in, and by what they tell that they have the same."""

from collections.abc import Mapping, Sequence
from typing import Final

from cxloop_tui.domain.digest import sum_of
from cxloop_tui.domain.feed import WAITING_FROM, Cursor
from cxloop_tui.domain.recorded import Recorded
from cxloop_tui.store.connection import Connection
from cxloop_tui.store.rows import RECORDED_COLUMNS, recorded_of

CONFIRMED: Final = f"FROM operations WHERE seq < {WAITING_FROM}"
"""What is in the order: what waits here is not."""

_RECORDED: Final = ", ".join(RECORDED_COLUMNS)


class Feed:
    """Everything that is asked of the order; what waits here is not in it."""

    def __init__(self, connection: Connection) -> None:
        self._run = connection.run

    def head(self) -> Cursor:
        """Return the end of the order."""
        last = self._run(
            "SELECT f.value, o.seq, o.id FROM facts f LEFT JOIN operations o ON o.seq = "
            f"(SELECT max(seq) {CONFIRMED}) WHERE f.key = 'epoch'"
        ).fetchone()
        epoch, seq, operation = last
        return Cursor(str(epoch), int(seq or 0), str(operation or ""))

    def space(self) -> str:
        """Return which desk this is, whatever becomes of its order; empty where nobody follows it."""
        found = self._run("SELECT value FROM facts WHERE key = 'space'").fetchone()
        return "" if found is None else str(found[0])

    def operation_at(self, seq: int) -> str:
        """Return the id of the operation at a place, empty where there is none."""
        found = self._run("SELECT id FROM operations WHERE seq = ?", (seq,)).fetchone()
        return "" if found is None else str(found[0])

    def former_until(self, epoch: str) -> int | None:
        """Return up to which place a former name of the order was this one's, None for a name it never had."""
        found = self._run("SELECT until FROM epochs WHERE epoch = ?", (epoch,)).fetchone()
        return None if found is None else int(found[0])

    def recorded_after(self, seq: int, limit: int) -> Sequence[Recorded]:
        """Return what comes after a place, in order."""
        rows = self._run(f"SELECT {_RECORDED} {CONFIRMED} AND seq > ? ORDER BY seq LIMIT ?", (seq, limit))
        return list(map(recorded_of, rows))

    def digests(self) -> Mapping[str, str]:
        """Return the checksum of the tickets of each segment that has any."""
        rows = self._run("SELECT segment, tickets, marks FROM digests WHERE tickets > 0")
        return {str(segment): sum_of(int(tickets), int(marks, 16)) for segment, tickets, marks in rows}
