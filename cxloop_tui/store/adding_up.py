"""What the doctor adds up over many slices: the words of the full text, and the checksums of a store that keeps them.

Of each ticket is added what its operations led to when it was examined. When more came to it, or something waits on
it no longer, what they lead to now is added in place of that.
"""

from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import reduce
from itertools import count, groupby, repeat
from operator import itemgetter, xor
from typing import Final, TypeAlias

from cxloop_tui.domain.digest import Sums, sum_of
from cxloop_tui.domain.feed import WAITING_FROM
from cxloop_tui.store.refolding import Refolded

PLACES_AT_ONCE: Final = 250_000
"""After so many places of words a slice of the full text ends, with the last place of a word."""

WORD_GROUPS: Final = 1 << 20
"""In how many groups the words are added up: below so many operations, each has its own."""

WordsBeyond: TypeAlias = Callable[[str], Generator[tuple[str, int, int], None, None]]
"""Yields the words that come after one, as `Patient.words` does."""


class AddedUp:
    """All that is added up in one examination."""

    def __init__(self, *, texts: bool, checksums: bool) -> None:
        self._adds_texts = texts
        self._adds_checksums = checksums
        self.words = Words()
        self._sums = Sums()
        self._covered: dict[str, Refolded] = {}
        """What was added of tickets on which something waits: that may be gone without a trace when it is to be taken
        out again. Syncing has all that waits in memory too."""
        self._read_to = ""
        """The last word of the full text that was read back."""

    @property
    def is_needed(self) -> bool:
        """Whether anything is added up of this store."""
        return self._adds_texts or self._adds_checksums

    def covered(self, subjects: Iterable[str]) -> set[str]:
        """Return those of some subjects on which something waited when they were added."""
        return {subject for subject in subjects if subject in self._covered}

    def add(self, subject: str, now: Refolded, *, is_covered: bool) -> None:
        """Add a subject that is examined; `is_covered` when something waits on it."""
        if self._adds_checksums:
            self._sums.move(None, now.base)
        if self._adds_texts:
            self._turn(now.texts)
        if is_covered and self.is_needed:
            self._covered[subject] = now

    def replace(self, subject: str, before: Refolded, now: Refolded, *, is_covered: bool) -> None:
        """Add what a subject is now in place of what it was: `before`, unless something waited on it then."""
        was = self._covered.pop(subject, before)
        if self._adds_checksums:
            self._sums.move(was.base, None)
        if self._adds_texts:
            self._turn(was.texts)
        self.add(subject, now, is_covered=is_covered)

    def _turn(self, texts: Mapping[int, str]) -> None:
        """Turn texts, as far as they are not read back yet."""
        for seq, words in texts.items():
            self.words.turn(seq, words, beyond=self._read_to)

    def read_back(self, words_beyond: WordsBeyond) -> bool:
        """Read some words back, each with all its places; say whether there may be more."""
        end = self.words.turned + PLACES_AT_ONCE
        with closing(words_beyond(self._read_to)) as places:
            for word, found in groupby(places, key=itemgetter(0)):
                self.words.turn_each(found)
                self._read_to = word
                if self.words.turned >= end:
                    return True
        return False

    def checksums(self) -> Mapping[str, str]:
        """Return the checksum of each segment that has or had tickets."""
        return {segment: sum_of(count, combined) for segment, (count, combined) in self._sums.by_segment.items()}


class Words:
    """Whether the same words are in two places, in as much memory whatever they are.

    A word at its offset in a text is a number. Each is turned when the operations say it and again when the index has
    it; what was turned twice is as if it never had been, and a group in which anything is left has something wrong.
    """

    def __init__(self) -> None:
        self._left = array("q", bytes(8 * WORD_GROUPS))
        self.turned = 0
        """How many words were turned."""

    def turn(self, seq: int, text: str, *, beyond: str = "") -> None:
        """Turn the words of a text, those that come after one."""
        words = text.split(" ")
        numbered: Iterable[tuple[str, int, int]] = zip(words, repeat(seq), count())
        if beyond:
            numbered = (one for one in numbered if one[0] > beyond)
        self._left[seq % WORD_GROUPS] ^= reduce(xor, map(hash, numbered), 0)
        self.turned += len(words)

    def turn_each(self, found: Iterable[tuple[str, int, int]]) -> None:
        """Turn a word where it was found."""
        left = self._left
        turned = 0
        for turned, one in enumerate(found, start=1):  # noqa: B007 - how many there were
            left[one[1] % WORD_GROUPS] ^= hash(one)
        self.turned += turned

    def wrong(self, last: int, last_waiting: int) -> Iterator[Sequence[int]]:
        """Yield the sequence numbers, up to the last, one of which has other words; beyond them, what is none."""
        if not any(self._left):  # looking at a million one by one takes longer than all else of a small store
            return
        for group, left in enumerate(self._left):
            if left:
                waiting = range(WAITING_FROM + group, last_waiting + 1, WORD_GROUPS)
                yield (*range(group, last + 1, WORD_GROUPS), *waiting) or (group,)
