"""JSON that is read piece by piece: never more of it in memory than one value."""

import json
from collections.abc import Iterable
from typing import Final

from cxloop_tui.services.intake.lines import LONGEST
from cxloop_tui.services.intake.unreadable import Unreadable

_DECODER: Final = json.JSONDecoder()
_SPACE: Final = " \t\r\n"
_LONGEST_WORD: Final = len("-Infinity") + 3
"""How near to the end of what was read an error may only mean that more must be read."""


class JsonText:
    """A JSON text that comes in chunks, read from front to back."""

    def __init__(self, chunks: Iterable[str]) -> None:
        self._chunks = iter(chunks)
        self._text = ""
        self._at = 0
        self._is_ended = False
        self.line = 1
        """Where the next character stands."""

    def peek(self) -> str:
        """Return the next character that is no space, without taking it; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._advance(self._at + 1)
            if self._is_ended:
                return ""
            self._read_on()

    def take(self, wanted: str) -> bool:
        """Take the next character if it is this one."""
        if self.peek() != wanted:
            return False
        self._advance(self._at + 1)
        return True

    def expect(self, wanted: str) -> None:
        """Take the next character. Raises Unreadable when it is another."""
        if not self.take(wanted):
            what = f"{self.peek()!r} stands here" if self.peek() else "it ends here"
            raise Unreadable(f"this is no JSON: {what}, where {wanted!r} was expected", self.line)

    def value(self) -> object:
        """Take a whole value. Raises Unreadable."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as trouble:
                if self._is_ended or not self._may_go_on(trouble):
                    line = self.line + self._text.count("\n", self._at, trouble.pos)
                    raise Unreadable(f"this is no JSON: {trouble.msg}", line) from trouble
            except (ValueError, RecursionError) as trouble:
                raise too_deep(self.line) from trouble
            else:
                if self._is_ended or self._is_whole(end):
                    self._advance(end)
                    return value
            self._read_on()

    def _is_whole(self, end: int) -> bool:
        """Whether a value ends here for certain: a number may go on where the text is cut, as in `1` and `e5`."""
        after = self._text[end : end + _LONGEST_WORD]
        return len(after) == _LONGEST_WORD or after[:1] not in ("", *".eE+-0123456789")

    def _may_go_on(self, trouble: json.JSONDecodeError) -> bool:
        """Whether an error may only come from the text being cut here."""
        return trouble.msg.startswith("Unterminated string") or trouble.pos + _LONGEST_WORD >= len(self._text)

    def _advance(self, to: int) -> None:
        self.line += self._text.count("\n", self._at, to)
        self._at = to

    def _read_on(self) -> None:
        """Read at least as much again as is left, so that a long value is not tried over and over."""
        left = self._text[self._at :]
        if len(left) > LONGEST:
            raise Unreadable(f"a value has more than {LONGEST:,} characters; it is no answer of a survey", self.line)
        pieces, wanted = [left], max(len(left), 1)
        while wanted > 0:
            chunk = next(self._chunks, None)
            if chunk is None:
                self._is_ended = True
                break
            pieces.append(chunk)
            wanted -= len(chunk)
        self._text, self._at = "".join(pieces), 0


def too_deep(line: int) -> Unreadable:
    """Return the error of JSON that no computer should be asked to read."""
    return Unreadable("this JSON is too deep or has too long a number", line)
