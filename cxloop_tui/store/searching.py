"""Searching by words: the tickets with the newest matching texts, by walking the full text backwards.

A text's row id is its sequence number, so the index gives matches newest first and the search stops as soon as it has
the rows it wants; sorting all matches of a common word would take seconds. A ticket stands where its newest matching
text is: a walk that does not begin at the newest text of all looks whether a ticket has a newer match.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from cxloop_tui.domain.folding import match_words
from cxloop_tui.domain.selection import Selection
from cxloop_tui.store.selection_sql import Clause
from cxloop_tui.store.windows import Found, Passes, Run, Windows, sift


class Search:
    """The matches of one selection by words."""

    def __init__(self, run: Run, selection: Selection) -> None:
        self._run = run
        self._selection = selection
        self._expression = match_words(selection.words, prefix_last=True)

    def find(self, beyond: int | None, limit: int, *, backwards: bool = False) -> list[Found]:
        """Return up to `limit` tickets whose newest match comes after (or before) `beyond`, nearest first.

        The sort key of a ticket is the sequence number of that match.
        """
        if not self._expression:
            return []
        return sift(self._newest_of_tickets(beyond, backwards=backwards), self._test(), limit)

    def key_of(self, place: int) -> int | None:
        """Return the sequence number of a ticket's newest match; None when it has none."""
        return self._newer(place, 0) if self._expression else None

    def _test(self) -> Passes:
        if not (self._selection.conditions or self._selection.not_words):
            return _all_pass
        windows = Windows(self._run)
        few = None if self._selection.not_words else windows.few(self._selection)
        return windows.test(self._selection) if few is None else few.intersection

    def _newest_of_tickets(self, beyond: int | None, *, backwards: bool) -> Iterator[Found]:
        """Yield tickets by their newest match."""
        begins_at_newest = beyond is None and not backwards
        seen: set[int] = set()
        for seq, place in self._matches(beyond, backwards=backwards):
            if place in seen:
                continue
            is_newest = begins_at_newest or self._newer(place, seq) is None
            if is_newest or not backwards:
                seen.add(place)
            if is_newest:
                yield place, seq

    def _matches(self, beyond: int | None, *, backwards: bool) -> Iterable[tuple[int, int]]:
        """Return sequence number and ticket of the matching texts beyond one."""
        sign, order = (">", "ASC") if backwards else ("<", "DESC")
        start = Clause("TRUE") if beyond is None else Clause(f"f.rowid {sign} ?", (beyond,))
        sql = (
            "SELECT f.rowid, x.place FROM fulltext f JOIN texts x ON x.seq = f.rowid "
            f"WHERE fulltext MATCH ? AND {start.sql} ORDER BY f.rowid {order}"
        )
        return ((int(seq), int(place)) for seq, place in self._run(sql, (self._expression, *start.values)))

    def _newer(self, place: int, seq: int) -> int | None:
        """Return a ticket's newest match after a text; None when there is none."""
        texts = list(self._run("SELECT seq FROM texts WHERE place = ? AND seq > ? ORDER BY seq DESC", (place, seq)))
        return next((int(later) for (later,) in texts if self._is_match(later)), None)

    def _is_match(self, seq: int) -> bool:
        found = self._run("SELECT 1 FROM fulltext WHERE fulltext MATCH ? AND rowid = ?", (self._expression, seq))
        return bool(list(found))


def _all_pass(places: Sequence[int]) -> Collection[int]:
    """A ticket that was withdrawn has no texts: whatever matches is in the list."""
    return places
