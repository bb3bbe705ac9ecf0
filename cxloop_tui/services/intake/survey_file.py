"""A survey file, opened: unpacked, decoded, its kind known. It can be read again and again, a chunk at a time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.services.intake.delimited import Delimited
from cxloop_tui.services.intake.encoding import UTF_8, decoded, encoding_named, encoding_of
from cxloop_tui.services.intake.foreign import what_else
from cxloop_tui.services.intake.guess import called
from cxloop_tui.services.intake.json_rows import ObjectLines, ObjectList, is_object_lines
from cxloop_tui.services.intake.lines import lines_of
from cxloop_tui.services.intake.octets import Octets
from cxloop_tui.services.intake.row import Row, Table
from cxloop_tui.services.intake.unreadable import StrayQuote, Unreadable

_HEAD: Final = 1 << 18
"""Code points at the beginning that tell the kind of a file."""

_OBJECT_LINES: Final = frozenset({".ndjson", ".jsonl"})
_TEXT_CONTROLS: Final = "\t\n\r\f\x1b\0"


class SurveyFile:
    """A file of rows: CSV and its relatives, NDJSON or JSON, in any encoding, plain or gzip."""

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        """Open it, in the encoding asked for or the one it is in. Raises Unusable with what to do."""
        self.path = path
        try:
            self._octets = Octets(path)
            self._refuse_foreign(encoding)
            self.encoding = encoding_named(encoding) if encoding else encoding_of(self._octets)
            self._table = self._told_by_head()
        except Unreadable as trouble:
            raise self._unusable(trouble) from trouble

    @property
    def names(self) -> list[str]:
        """Headers, or keys in the order they were met; no two are the same, none is empty."""
        return self._table.names

    @property
    def size(self) -> int:
        """Octets of the file as it lies on disk."""
        return self._octets.size

    @property
    def octets(self) -> int:
        """How many of them were read in this round."""
        return self._octets.read

    @property
    def described(self) -> str:
        """How the file is written, in words for people."""
        parts = [self._table.described]
        if self.encoding != UTF_8:
            parts.append(called(self.encoding))
        if self._octets.is_gzip:
            parts.append("gzip")
        return ", ".join(parts)

    def rows(self) -> Iterator[Row]:
        """Yield the rows, without blank lines. Raises Unusable, naming the line that is not well-formed."""
        try:
            yield from self._table.rows(self._text())
        except Unreadable as trouble:
            raise self._unusable(trouble) from trouble

    def take_quotes_as_they_are(self, refused: Unusable) -> bool:
        """Read the file without quoting from now on, if that may be what stray quotes mean."""
        return (
            isinstance(refused.__cause__, StrayQuote)
            and isinstance(self._table, Delimited)
            and self._table.without_quoting()
        )

    def unusable(self, what: str, line: int | None = None) -> Unusable:
        """Return an error of this file."""
        return self._unusable(Unreadable(what, line))

    def _unusable(self, trouble: Unreadable) -> Unusable:
        place = "" if trouble.line is None else f": line {trouble.line:,}:"
        return Unusable(f"{self.path}{place} {trouble.what}; nothing was imported")

    def _text(self) -> Iterator[str]:
        return decoded(self._octets.chunks(), self.encoding)

    def _refuse_foreign(self, encoding: str | None) -> None:
        foreign = None if encoding else what_else(self._octets.head)
        if foreign is not None:
            raise Unreadable(foreign)

    def _told_by_head(self) -> Table:
        """Tell by how the text begins what kind of file it is."""
        text, is_whole = self._head()
        begins = text.lstrip()[:1]
        if not begins:
            raise Unreadable("is empty")
        if _is_binary(text):
            raise Unreadable("is no text; export the answers as CSV UTF-8")
        lines = list(lines_of([text]))
        ending = self.path.suffix.lower()
        if ending in _OBJECT_LINES or (begins == "{" and is_object_lines(lines, is_whole=is_whole)):
            return ObjectLines()
        if begins == "{" or (begins == "[" and _begins_a_list(text)):
            return ObjectList()
        return Delimited(lines if is_whole else lines[:-1] or lines)

    def _head(self) -> tuple[str, bool]:
        """Return the beginning of the text, and whether it is all of it."""
        pieces: list[str] = []
        length = 0
        for piece in self._text():
            pieces.append(piece)
            length += len(piece)
            if length >= _HEAD:
                return "".join(pieces), False
        return "".join(pieces), True


def _begins_a_list(text: str) -> bool:
    """Whether `[` begins JSON, rather than a header in brackets."""
    after = text.lstrip()[1:].lstrip()[:1]
    return not after or after in '{["]-0123456789tfn'


def _is_binary(text: str) -> bool:
    controls = sum(letter < " " and letter not in _TEXT_CONTROLS for letter in text[:4096])
    return 5 * controls > len(text[:4096]) or 4 * text[:4096].count("\0") > len(text[:4096])
