"""Standard output and standard error: data to the one, talk to the other, and nothing a terminal would obey.

Lines for people are cleaned here, whatever they hold. JSON is exact, one object a line, in UTF-8; characters that a
terminal obeys or that change the reading order are written as escapes, which JSON reads back as they were.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
from typing import IO, TYPE_CHECKING

from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cxloop_tui.domain.operation import Json


class Output:
    """Where a command prints. When whoever reads it goes away, printing goes on into nothing."""

    def __init__(self) -> None:
        self._is_open = True
        self._encoding: str | None = None

    @property
    def width(self) -> int | None:
        """The cells of a line on the terminal; None when the output goes to a file or another program."""
        if sys.stdout is None or not sys.stdout.isatty():
            return None
        return shutil.get_terminal_size().columns

    def record(self, record: Mapping[str, Json]) -> None:
        """Print one object as a line of JSON."""
        from cxloop_tui.domain.json_text import json_line

        self._write(json_line(record), encoding="utf-8")

    def records(self, records: Iterable[Mapping[str, Json]]) -> None:
        """Print objects, one a line, for as long as anybody reads them."""
        for record in records:
            self.record(record)
            if not self._is_open:
                break

    def line(self, text: str = "") -> None:
        """Print one line for people; line breaks and controls in it are cleaned away."""
        self._write(clean_line(text), encoding="")

    def lines(self, texts: Iterable[str]) -> int:
        """Print lines for people for as long as anybody reads them; return how many."""
        printed = 0
        for text in texts:
            self.line(text)
            printed += 1
            if not self._is_open:
                break
        return printed

    def note(self, text: str) -> None:
        """Tell people something that is not data, on standard error."""
        if sys.stderr is not None:
            with contextlib.suppress(OSError):
                sys.stderr.write(f"{clean_line(text)}\n")

    @contextlib.contextmanager
    def octets(self) -> Iterator[IO[bytes]]:
        """Give standard output to who writes bytes, for as long as anybody reads them. Raises CxloopError."""
        if sys.stdout is None:
            raise CxloopError("there is no standard output")
        with self._reader_may_leave():
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()

    def finish(self) -> None:
        """Send what is still on its way. Raises CxloopError when it cannot be written."""
        if self._is_open and sys.stdout is not None:
            with self._reader_may_leave():
                sys.stdout.flush()

    def _write(self, line: str, *, encoding: str) -> None:
        if not self._is_open or sys.stdout is None:
            return
        if encoding != self._encoding:
            self._encode_as(encoding)
        with self._reader_may_leave():
            sys.stdout.write(f"{line}\n")

    def _encode_as(self, encoding: str) -> None:
        """Set the character set, the terminal's own if none is named; what it lacks becomes `?`, never an error."""
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding=encoding or sys.stdout.encoding, errors="replace")
        self._encoding = encoding

    @contextlib.contextmanager
    def _reader_may_leave(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            self._is_open = False
            _drop_what_is_buffered()
        except OSError as trouble:
            self._is_open = False
            _drop_what_is_buffered()
            raise CxloopError(f"standard output cannot be written: {trouble.strerror}") from trouble


def _drop_what_is_buffered() -> None:
    """Send the rest of standard output nowhere; else Python complains about it when it ends."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
