"""Searching by words: the tickets with the newest matching texts, by walking the full text backwards.

A text's row id is its sequence number, so the index gives matches newest first and the search stops as soon as it has
the rows it wants; sorting all matches of a common word would take seconds. A ticket stands where its newest matching
text is: a walk that does not begin at the newest text of all looks whether a ticket has a newer match.

Where the words are common and the filters leave few tickets, the walk would pass most of the matches; after PASSED of
them the texts of these few tickets are looked for in the index instead.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final

from cxloop_tui.domain.folding import match_without, match_words
from cxloop_tui.domain.selection import Selection
from cxloop_tui.store.selection_sql import Clause
from cxloop_tui.store.windows import Found, Run, Windows, sift

PASSED: Final = 20_000
"""After so many tickets with a match of which too few belong to the list, its tickets are looked at instead."""


COMMON: Final = 200_000
"""With so many matches and more, the texts of few tickets are looked at sooner than the matches are walked over."""


class Search:
    """The matches of one selection by words."""

    def __init__(self, run: Run, selection: Selection) -> None:
        self._run = run
        self._selection = selection
        self._windows = Windows(run)
        words = match_words(selection.words, prefix_last=True)
        self._expression = match_without(words, selection.not_words)

    def find(self, beyond: int | None, limit: int, *, backwards: bool = False) -> list[Found]:
        """Return up to `limit` tickets whose newest match comes after (or before) `beyond`, nearest first.

        The sort key of a ticket is the sequence number of that match.
        """
        few = self._few()
        if not self._expression or few == frozenset():
            return []
        passes = self._passes if few is None else few.intersection
        walk = self._newest_of_tickets(self._matches(beyond, backwards=backwards), beyond, backwards=backwards)
        found = sift(islice(walk, PASSED), passes, limit)
        following = next(walk, None)
        if len(found) == limit or following is None:
            return found
        if self._is_common():
            few = self._windows.few_after_reading_all(self._selection) if few is None else few
            if few is not None:
                return self._find_in_texts(few, beyond, limit, backwards=backwards)
        return found + sift(chain([following], walk), passes, limit - len(found))

    def _find_in_texts(
        self, tickets: frozenset[int], beyond: int | None, limit: int, *, backwards: bool
    ) -> list[Found]:
        """Find the same by looking at the texts of the tickets that belong to the list."""
        texts = self._texts_of(tickets, beyond, backwards=backwards)
        return list(islice(self._newest_of_tickets(texts, beyond, backwards=backwards, are_matches=False), limit))

    def _is_common(self) -> bool:
        """Say whether looking at some texts soon comes to one that matches."""
        matches = f"SELECT 1 FROM fulltext WHERE fulltext MATCH ? LIMIT {COMMON}"
        counted = self._run(f"SELECT count(*) FROM ({matches}) AS m", (self._expression,))
        return next(int(number) for (number,) in counted) == COMMON

    def key_of(self, place: int) -> int | None:
        """Return the sequence number of a ticket's newest match; None when it has none."""
        return self._newer(place, 0) if self._expression else None

    def _few(self) -> frozenset[int] | None:
        """Return the tickets that the filters leave, if these are few."""
        is_filtered = bool(self._selection.conditions) and not self._selection.not_words
        return self._windows.few(self._selection) if is_filtered else None

    def _passes(self, places: Sequence[int]) -> Collection[int]:
        """Tell which tickets belong to the list; what was withdrawn has no texts, so nothing else need be asked."""
        if not (self._selection.conditions or self._selection.not_words):
            return places
        return self._windows.test(self._selection)(places)

    def _newest_of_tickets(
        self, texts: Iterable[tuple[int, int]], beyond: int | None, *, backwards: bool, are_matches: bool = True
    ) -> Iterator[Found]:
        """Yield tickets by their newest match, of texts with their tickets in the order of the walk."""
        begins_at_newest = beyond is None and not backwards
        seen: set[int] = set()
        for seq, place in texts:
            if place in seen or not (are_matches or self._is_match(seq)):
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

    def _texts_of(self, places: Collection[int], beyond: int | None, *, backwards: bool) -> Iterable[tuple[int, int]]:
        """Return sequence number and ticket of all texts of some tickets beyond one."""
        # Sorted here: asked for an order, SQLite walks all texts there are.
        sql = "SELECT x.seq, x.place FROM texts x WHERE x.place IN (SELECT value FROM json_each(?))"
        texts = [(int(seq), int(place)) for seq, place in self._run(sql, (json.dumps(sorted(places)),))]
        if beyond is not None:
            texts = [text for text in texts if (text[0] > beyond if backwards else text[0] < beyond)]
        return sorted(texts, reverse=not backwards)

    def _newer(self, place: int, seq: int) -> int | None:
        """Return a ticket's newest match after a text; None when there is none."""
        texts = list(self._run("SELECT seq FROM texts WHERE place = ? AND seq > ? ORDER BY seq DESC", (place, seq)))
        return next((int(later) for (later,) in texts if self._is_match(later)), None)

    def _is_match(self, seq: int) -> bool:
        found = self._run("SELECT 1 FROM fulltext WHERE fulltext MATCH ? AND rowid = ?", (self._expression, seq))
        return bool(list(found))
