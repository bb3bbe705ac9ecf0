"""A program in a terminal as a person has it: typed at, looked at, waited for.

Nothing here sleeps: every wait ends with the arrival of bytes, the end of the program, or its deadline.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.terminal.answers import MODE_QUERY, answer_to
from tests.terminal.keys import key_bytes
from tests.terminal.pty_process import PATIENCE, PtyProcess
from tests.terminal.screen import Cell, Screen
from tests.terminal.stream import is_control

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping, Sequence

_QUIET = 0.1
# A report on a mode that does not exist. Textual takes an escape byte for a key of its own as soon as the next escape
# sequence begins, so this ends the escape without a race against the 100 ms it would otherwise wait.
_AFTER_ESCAPE = b"\x1b[?9999;0$y"


class Terminal(PtyProcess):
    """A program in a terminal of its own, with an emulated screen and every byte that came; see `PtyProcess`."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str],
        cwd: str | os.PathLike[str],
    ) -> None:
        super().__init__(command, columns=columns, rows=rows, env=env, cwd=cwd)
        self.presses = 0
        """Keys pressed so far by `press`."""
        self.typed = 0
        """Characters typed so far by `type`."""
        self._screen = Screen(columns, rows)
        self._raw = bytearray()
        self._updating = False
        self._reads_reports = False

    @property
    def raw(self) -> bytes:
        """Every byte the program has written so far."""
        return bytes(self._raw)

    # What a person does.

    def press(self, *keys: str) -> None:
        """Press keys one after the other; see `key_bytes` for their names. An escape arrives alone."""
        for key in keys:
            pressed = key_bytes(key)
            self.presses += 1
            self._send(pressed + _AFTER_ESCAPE if pressed == b"\x1b" and self._reads_reports else pressed)

    def type(self, text: str) -> None:
        """Type words, character by character."""
        self.typed += len(text)
        self._send(text.encode())

    def paste(self, text: str) -> None:
        """Paste as terminals do: in brackets, line ends as carriage returns."""
        self._send(b"\x1b[200~" + text.replace("\r\n", "\r").replace("\n", "\r").encode() + b"\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size; the kernel tells the program (SIGWINCH)."""
        self._screen.resize(lines=rows, columns=columns)
        super().resize(columns, rows)

    # What a person sees.

    def screen(self) -> list[str]:
        """Return the lines on screen as of the last wait, without blanks at their ends."""
        return self._screen.rendered()

    def text(self) -> str:
        """Return the screen as one text, lines joined by newlines."""
        return "\n".join(self.screen())

    def cell(self, x: int, y: int) -> Cell:
        """Return what stands in column `x` of line `y`, both from 0; the right half of a wide character is ''."""
        char = self._screen.buffer[y][x]
        return Cell(char.data, char.fg, char.bg, char.bold)

    # Waiting.

    def wait_for(self, wanted: str | Callable[[list[str]], bool], timeout: float = PATIENCE) -> None:
        """Wait until a complete frame shows the text or its lines satisfy the predicate.

        Raises AssertionError with the whole screen when the time (seconds) is over or the program has ended before.
        """
        shows = (lambda lines: wanted in "\n".join(lines)) if isinstance(wanted, str) else wanted
        if not self._wait(lambda: self._frame_is_complete and shows(self.screen()), timeout):
            raise AssertionError(self._report(f"the screen did not come to show {_named(wanted)}", timeout))

    def wait_gone(self, text: str, timeout: float = PATIENCE) -> None:
        """Wait until a complete frame no longer shows the text; raises like `wait_for`."""
        if not self._wait(lambda: self._frame_is_complete and text not in self.text(), timeout):
            raise AssertionError(self._report(f"the screen still shows {text!r}", timeout))

    def wait_settled(self, quiet: float = _QUIET, timeout: float = PATIENCE) -> None:
        """Wait until nothing came for `quiet` seconds, the frame is complete and the program sleeps.

        A program that waits for a timer of its own looks settled: where a text is expected, use `wait_for`.
        """
        deadline = time.monotonic() + timeout
        while self._pump(quiet) or not self._frame_is_complete or self._is_busy():
            if time.monotonic() > deadline:
                raise AssertionError(self._report("the screen did not settle", timeout))

    @property
    def _frame_is_complete(self) -> bool:
        return not self._updating or self._code is not None

    def _is_busy(self) -> bool:
        for stat in Path(f"/proc/{self.pid}/task").glob("*/stat"):
            with contextlib.suppress(OSError):
                if stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0] in "RD":
                    return True
        return False

    def _report(self, failure: str, timeout: float) -> str:
        edge = "+" + "-" * self._screen.columns + "+"
        lines = "\n".join(f"|{line}" for line in self.screen())
        return f"{super()._report(failure, timeout)}\n{edge}\n{lines}\n{edge}"

    def _receive(self, data: bytes) -> None:
        self._raw += data
        for token in self._screen.feed(data):
            if is_control(token):
                self._note(token)
                self._outgoing += self._answer(token).encode()

    def _note(self, token: str) -> None:
        if token in {"\x1b[?2026h", "\x1b[?2026l"}:
            self._updating = token.endswith("h")
        elif token == "\x1b[?1049l":
            self._reads_reports = False
        elif MODE_QUERY.fullmatch(token):
            self._reads_reports = True

    def _answer(self, token: str) -> str:
        cursor = self._screen.cursor
        return answer_to(token, column=min(cursor.x + 1, self._screen.columns), line=cursor.y + 1)


def _named(wanted: str | Callable[[list[str]], bool]) -> str:
    return repr(wanted) if isinstance(wanted, str) else f"what {getattr(wanted, '__qualname__', wanted)} asks for"
