"""A file in the exchange format, line by line; what is not as it should be is refused by its line."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.exchange import Ending, Header, Line, Passage, read_line

LINE_OCTETS: Final = 16 * 1024 * 1024
"""The longest line that is read."""

NOTHING_DONE: Final = "nothing was imported"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come."""

    stage: Literal["checking", "importing"]
    octets: int
    size: int
    """Octets of the whole file."""


Watch = Callable[[Progress], None]
"""Is told about progress with every batch."""


def nobody(_progress: Progress) -> None:
    """Watch nothing."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An operation, and the line of the file it stands in."""

    line: int
    passage: Passage


class ExchangeFile:
    """An export in NDJSON; it can be read again and again."""

    def __init__(self, path: Path) -> None:
        """Look at it. Raises Unusable."""
        self.path = path
        try:
            found = path.stat()
        except OSError as trouble:
            raise self._unreadable(trouble) from trouble
        self.size = found.st_size
        self.changed_at = found.st_mtime_ns
        self.octets = 0
        """How much of it was read in this round."""
        self.tickets = 0
        """How many tickets its header promises."""

    def passages(self) -> Iterator[Placed]:
        """Yield the operations, those of the organisation first. Raises Unusable, naming the line."""
        self.octets = 0
        last: Line | None = None
        place = (False, 0)
        for line, record in self._lines():
            self._check_frame(line, record, last)
            if isinstance(record, Passage):
                place = self._check_place(line, record, place)
                yield Placed(line, record)
            last = record
        if last is None:
            raise Unusable(f"{self.path} is empty; {NOTHING_DONE}")
        if not isinstance(last, Ending):
            raise Unusable(f"{self.path} is cut short: its last line is missing; {NOTHING_DONE}")

    def unusable(self, line: int, what: str) -> Unusable:
        """Return the error of a line."""
        return Unusable(f"{self.path}: line {line:,}: {what}; {NOTHING_DONE}")

    def _check_frame(self, line: int, record: Line, last: Line | None) -> None:
        """One header, then operations, then the end, which knows how many they were."""
        if isinstance(last, Ending):
            raise self.unusable(line, "something follows the end")
        if isinstance(record, Header) is not (line == 1):
            raise self.unusable(line, "a second header" if line > 1 else "the header is missing")
        if isinstance(record, Header):
            self.tickets = record.tickets
        if isinstance(record, Ending) and record.lines != line - 2:
            raise self.unusable(line, f"{line - 2:,} operations stand before it; there should be {record.lines:,}")

    def _check_place(self, line: int, passage: Passage, before: tuple[bool, int]) -> tuple[bool, int]:
        """The organisation, then the tickets, each in order; a response stands wherever it is needed."""
        if passage.is_response:
            return before
        place = (not passage.is_of_organisation, passage.seq)
        if place <= before:
            raise self.unusable(line, "it is out of order")
        return place

    def _lines(self) -> Iterator[tuple[int, Line]]:
        line = 0
        try:
            with self.path.open("rb") as stream:
                while octets := stream.readline(LINE_OCTETS + 1):
                    line += 1
                    self.octets += len(octets)
                    yield line, self._read(line, octets)
        except OSError as trouble:
            raise self._unreadable(trouble) from trouble

    def _read(self, line: int, octets: bytes) -> Line:
        if len(octets) > LINE_OCTETS:
            raise self.unusable(line, "it is too long to be one of ours")
        try:
            return read_line(json.loads(octets.decode()))
        except Unusable as trouble:
            raise self.unusable(line, str(trouble)) from trouble
        except UnicodeDecodeError as trouble:
            raise self.unusable(line, f"the byte 0x{octets[trouble.start]:02X} is not UTF-8") from trouble
        except json.JSONDecodeError as trouble:
            raise self.unusable(line, f"this is no JSON: {trouble.msg} at character {trouble.colno}") from trouble
        except (ValueError, RecursionError) as trouble:
            raise self.unusable(line, "this JSON is too deep or has too long a number") from trouble

    def _unreadable(self, trouble: OSError) -> Unusable:
        return Unusable(f"{self.path} cannot be read: {trouble.strerror}; {NOTHING_DONE}")
