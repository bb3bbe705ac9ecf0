"""Searching by words: the tickets with the newest matching texts, by walking the full text backwards.

A text's row id is its sequence number, so the index gives matches newest first and the search stops as soon as it has
the rows it wants; sorting all matches of a common word would take seconds. A ticket stands where its newest matching
text is: of a walk that does not begin at the newest text of all only these are kept.

Where the filters leave few of the matches, the walk would pass most of them. After PASSED it is known about how far
it would have to go: where that is far for so many matches, all are gathered at once; where the words are common and
few tickets are left, the texts of these are looked at instead.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final

from cxloop_tui.domain.selection import Selection
from cxloop_tui.store.connection import Connection
from cxloop_tui.store.selection_sql import LISTED_NUMBERS, Clause, joined, source
from cxloop_tui.store.windows import Found, Passes, Windows, in_chunks, sift

PASSED: Final = 4_000
"""After so many tickets with a match of which too few belong to the list, it is looked for in another way."""

COMMON: Final = 200_000
"""With so many matches and more, the texts of few tickets are looked at sooner than the matches are walked over."""

GATHERED_TO_WALKED: Final = 10
"""So many matches are gathered while one is walked over and its ticket tested."""


class Search:
    """The matches of one selection by words."""

    def __init__(self, connection: Connection, selection: Selection) -> None:
        self._connection = connection
        self._selection = selection
        self._windows = Windows(connection)
        self._found = connection.texts.found(selection.words, prefix_last=True, one_by_one=True)
        """The texts with the words, when they are looked for among those of one ticket."""

    def find(self, beyond: int | None, limit: int, *, backwards: bool = False) -> list[Found]:
        """Return up to `limit` tickets whose newest match comes after (or before) `beyond`, nearest first.

        The sort key of a ticket is the sequence number of that match.
        """
        few = self._few()
        if few == frozenset():
            return []
        passes = self._passes(self._test(few), beyond, backwards=backwards)
        walk = self._once(self._walk(beyond, backwards=backwards), backwards=backwards)
        found = sift(islice(walk, PASSED), passes, limit)
        following = next(walk, None)
        if len(found) == limit or following is None:
            return found
        if self._has_matches(COMMON):
            few = self._windows.few_after_reading_all(self._selection) if few is None else few
            if few is not None:
                return self._find_in_texts(few, beyond, limit, backwards=backwards)
        if not self._has_matches(GATHERED_TO_WALKED * PASSED * limit // (len(found) or 1)):
            return self._find_among_all(beyond, limit, backwards=backwards)
        return found + sift(chain([following], walk), passes, limit - len(found))

    def _find_among_all(self, beyond: int | None, limit: int, *, backwards: bool) -> list[Found]:
        """Find the same by gathering the tickets of all matches at once."""
        origin = source(self._selection, self._connection.texts)
        sign, order = (">", "ASC") if backwards else ("<", "DESC")
        start = Clause("TRUE") if beyond is None else Clause(f"m.hit {sign} ?", (beyond,))
        wanted = joined("AND", [self._windows.condition(self._selection), start])
        sql = f"SELECT t.place, m.hit FROM {origin.sql} WHERE {wanted.sql} ORDER BY m.hit {order} LIMIT {limit}"
        return [(int(place), int(hit)) for place, hit in self._connection.run(sql, origin.values + wanted.values)]

    def _find_in_texts(
        self, tickets: frozenset[int], beyond: int | None, limit: int, *, backwards: bool
    ) -> list[Found]:
        """Find the same by looking at the texts of the tickets that belong to the list."""
        walk = self._once(self._matching_texts_of(tickets, beyond, backwards=backwards), backwards=backwards)
        return sift(walk, self._passes(_all_pass, beyond, backwards=backwards), limit)

    def key_of(self, place: int) -> int | None:
        """Return the sequence number of a ticket's newest match; None when it has none."""
        if self._found is None:
            return None
        sql = f"SELECT x.seq FROM {self._found.sql} AND x.place = ? ORDER BY x.seq DESC LIMIT 1"
        newest = self._connection.run(sql, (*self._found.values, place)).fetchone()
        return None if newest is None else int(newest[0])

    # --- what belongs to the list ---------------------------------------------------------------------------------

    def _few(self) -> frozenset[int] | None:
        """Return the tickets that the filters leave, if these are few."""
        is_filtered = bool(self._selection.conditions) and not self._selection.not_words
        return self._windows.few(self._selection) if is_filtered else None

    def _test(self, few: frozenset[int] | None) -> Passes:
        if few is not None:
            return _among(few)
        is_filtered = self._selection.conditions or self._selection.not_words
        return self._windows.test(self._selection) if is_filtered else _all_pass

    def _passes(self, test: Passes, beyond: int | None, *, backwards: bool) -> Passes:
        if beyond is None and not backwards:
            return test
        return lambda found: self._with_newest_match(test(found))

    def _with_newest_match(self, found: Sequence[Found]) -> Sequence[Found]:
        """Return those that were found by their newest match; the others stand elsewhere in the list."""
        if self._found is None:
            return []
        # Newest first, as far as the first match: where there is one it is rarely far.
        newer = (
            f"SELECT x.seq FROM {self._found.sql} AND x.place = m.place AND x.seq > m.seq ORDER BY x.seq DESC LIMIT 1"
        )
        sql = f"SELECT m.seq FROM texts m WHERE m.seq IN ({LISTED_NUMBERS}) AND ({newer}) IS NULL"
        seqs = json.dumps([seq for _, seq in found])
        newest = {int(seq) for (seq,) in self._connection.run(sql, (seqs, *self._found.values))}
        return [ticket for ticket in found if ticket[1] in newest]

    # --- walks over matching texts --------------------------------------------------------------------------------

    def _walk(self, beyond: int | None, *, backwards: bool) -> Iterator[tuple[int, int]]:
        words, absent = self._selection.words, self._selection.not_words
        texts = self._connection.texts
        return texts.walk(words, prefix_last=True, without=absent, beyond=beyond, backwards=backwards)

    def _matching_texts_of(
        self, tickets: Collection[int], beyond: int | None, *, backwards: bool
    ) -> Iterator[tuple[int, int]]:
        """Yield sequence number and ticket of the matching texts of some tickets, nearest first."""
        # Sorted here: asked for an order, SQLite walks all texts there are.
        sql = f"SELECT m.seq, m.place FROM texts m WHERE m.place IN ({LISTED_NUMBERS})"
        texts = [(int(seq), int(place)) for seq, place in self._connection.run(sql, (json.dumps(sorted(tickets)),))]
        if beyond is not None:
            texts = [text for text in texts if (text[0] > beyond if backwards else text[0] < beyond)]
        for chunk in in_chunks(iter(sorted(texts, reverse=not backwards))):
            matching = self._matching_among([seq for seq, _ in chunk])
            yield from (text for text in chunk if text[0] in matching)

    def _matching_among(self, seqs: Sequence[int]) -> Collection[int]:
        if self._found is None:
            return ()
        sql = f"SELECT x.seq FROM {self._found.sql} AND x.seq IN ({LISTED_NUMBERS})"
        return {int(seq) for (seq,) in self._connection.run(sql, (*self._found.values, json.dumps(seqs)))}

    def _once(self, texts: Iterable[tuple[int, int]], *, backwards: bool) -> Iterator[Found]:
        """Yield tickets by each of their matches; on the way to older ones by the first that is met."""
        seen: set[int] = set()
        for seq, place in texts:
            if backwards or place not in seen:
                seen.add(place)
                yield place, seq

    def _has_matches(self, number: int) -> bool:
        return self._connection.texts.has_matches(self._selection.words, number)


def _among(places: Collection[int]) -> Passes:
    return lambda found: [ticket for ticket in found if ticket[0] in places]


def _all_pass(found: Sequence[Found]) -> Sequence[Found]:
    """A ticket that was withdrawn has no texts: whatever matches is in the list."""
    return found
