"""Rows that say the same as another row: each is a response of its own, told apart by a number.

Numbering them takes a count for every row that has a twin, and for those alone: a first look through the file marks
each row in a field of bits of fixed size, so that memory does not grow with the file.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

_BITS: Final = 1 << 26
"""Eight megabytes: of five million different rows, two in a hundred are counted without need."""

_SEPARATOR: Final = "\x1f"


class Twins:
    """What a look through a file tells about rows that may stand there twice."""

    def __init__(self) -> None:
        self._seen = bytearray(_BITS // 8)
        self._suspects: set[int] = set()

    def note(self, cells: Sequence[str]) -> None:
        """Take a row into account."""
        mark = _mark(cells)
        if self._was_set(mark % _BITS) & self._was_set((mark >> 32) % _BITS):
            self._suspects.add(mark)

    def numbers(self) -> "TwinNumbers":
        """Begin to number the rows of one reading of the file."""
        return TwinNumbers(self._suspects)

    def _was_set(self, bit: int) -> bool:
        """Set a bit and say whether it was set before."""
        place, mask = bit >> 3, 1 << (bit & 7)
        before = self._seen[place] & mask
        self._seen[place] |= mask
        return bool(before)


class TwinNumbers:
    """Numbers rows that say the same: 0 for the first, in the order in which they stand."""

    def __init__(self, suspects: set[int]) -> None:
        self._suspects = suspects
        self._counted: Counter[str] = Counter()

    def of(self, cells: Sequence[str], fingerprint: str) -> int:
        """Return the number of a row; `fingerprint` names what it says."""
        if _mark(cells) not in self._suspects:
            return 0
        self._counted[fingerprint] += 1
        return self._counted[fingerprint] - 1


def _mark(cells: Sequence[str]) -> int:
    """Return a number that is the same for all rows with the same fingerprint, within this process."""
    return hash(_SEPARATOR.join(cells).replace("\r\n", "\n").rstrip(_SEPARATOR)) & 0xFFFF_FFFF_FFFF_FFFF
