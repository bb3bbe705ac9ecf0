"""A program in a pty: started, typed at, waited for and ended.

Nothing here sleeps: every wait ends with the arrival of bytes, the end of the program, or its deadline.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import pty
import select
import signal
import subprocess
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.terminal.answers import MODE_QUERY, answer_to
from tests.terminal.keys import key_bytes
from tests.terminal.screen import Cell, Screen
from tests.terminal.stream import cut_tokens, is_control, seven_bit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

PATIENCE = 20.0
"""Seconds a wait lasts before it fails, unless told: long, because machines that run tests are busy."""

_QUIET = 0.1
_ENDING_TIME = 2.0
_CHUNK = 1 << 16
# Opening a terminal makes it the controlling one of a session's leader: no code of ours runs between fork and exec.
_WITH_CONTROLLING_TERMINAL = ': <"$0"; exec "$@"'
# A report on a mode that does not exist. Textual takes an escape byte for a key of its own as soon as the next escape
# sequence begins, so this ends the escape without a race against the 100 ms it would otherwise wait.
_AFTER_ESCAPE = b"\x1b[?9999;0$y"


class Terminal:
    """A program in a terminal of its own, from entering the `with` block to leaving it.

    `env` is the whole environment of the program; TERM, COLORTERM and LANG are added where missing. On leaving, the
    process group started here gets SIGTERM and then SIGKILL.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str],
        cwd: str | os.PathLike[str],
    ) -> None:
        self.presses = 0
        """Keys pressed so far by `press`."""
        self.typed = 0
        """Characters typed so far by `type`."""
        self._command = list(command)
        self._env = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **env}
        self._cwd = cwd
        self._screen = Screen(columns, rows)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._raw = bytearray()
        self._unfinished = ""
        self._outgoing = bytearray()
        self._updating = False
        self._reads_reports = False
        self._hung_up = False
        self._code: int | None = None

    def __enter__(self) -> Self:
        """Start the program."""
        self._master, slave = pty.openpty()
        termios.tcsetwinsize(self._master, (self._screen.lines, self._screen.columns))
        try:
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", _WITH_CONTROLLING_TERMINAL, os.ttyname(slave), *self._command],
                stdin=slave,
                stdout=slave,
                stderr=slave,
                env=self._env,
                cwd=self._cwd,
                start_new_session=True,
            )
        except BaseException:
            os.close(self._master)
            raise
        finally:
            os.close(slave)
        os.set_blocking(self._master, False)
        self._pidfd = os.pidfd_open(self._process.pid)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the program and everything left in its process group."""
        for ending in (signal.SIGTERM, signal.SIGKILL):
            # The program is not reaped yet, so its number can belong to no other group.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, ending)
            self._wait(lambda: self._code is not None, _ENDING_TIME)
        self._process.wait()
        os.close(self._pidfd)
        os.close(self._master)

    @property
    def pid(self) -> int:
        """The process number of the program, which leads its own session and process group."""
        return self._process.pid

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
        termios.tcsetwinsize(self._master, (rows, columns))

    def kill(self) -> None:
        """End the program as a crash does (SIGKILL) and wait until it is gone."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self.exit_code()

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

    def exit_code(self, timeout: float = PATIENCE) -> int:
        """Wait for the end of the program; its exit code, or the negative number of the signal that ended it."""
        self._wait(lambda: self._code is not None, timeout)
        if self._code is None:
            raise AssertionError(self._report("the program did not end", timeout))
        while self._pump(0):
            pass
        return self._code

    @property
    def _frame_is_complete(self) -> bool:
        return not self._updating or self._code is not None

    def _wait(self, done: Callable[[], bool], timeout: float) -> bool:
        deadline = time.monotonic() + timeout
        while not done():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            ended = self._code is not None
            if not self._pump(0 if ended else left) and ended:
                return done()
        return True

    def _is_busy(self) -> bool:
        for stat in Path(f"/proc/{self.pid}/task").glob("*/stat"):
            with contextlib.suppress(OSError):
                if stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0] in "RD":
                    return True
        return False

    def _report(self, failure: str, timeout: float) -> str:
        state = "still runs" if self._code is None else f"has ended with {self._code}"
        edge = "+" + "-" * self._screen.columns + "+"
        lines = "\n".join(f"|{line}" for line in self.screen())
        return f"{failure} (waited up to {timeout:g} s; the program {state})\n{edge}\n{lines}\n{edge}"

    # Bytes in, bytes out.

    def _send(self, data: bytes) -> None:
        self._outgoing += data
        if not self._wait(lambda: not self._outgoing, PATIENCE):
            raise AssertionError(self._report("the program does not read its keys", PATIENCE))

    def _pump(self, timeout: float) -> bool:
        """Move bytes both ways once, waiting at most `timeout` seconds; whether any moved."""
        poller = select.poll()
        if not self._hung_up:
            poller.register(self._master, select.POLLIN | (select.POLLOUT if self._outgoing else 0))
        if self._code is None:
            poller.register(self._pidfd, select.POLLIN)
        elif self._hung_up:
            return False
        events = dict(poller.poll(timeout * 1000))
        if self._pidfd in events:
            self._code = self._ended()
        ready = events.get(self._master, 0)
        received = bool(ready & (select.POLLIN | select.POLLHUP)) and self._read()
        return bool(ready & select.POLLOUT and self._write()) or received

    def _ended(self) -> int | None:
        # WNOWAIT keeps the number reserved until __exit__ has ended the group.
        ended = os.waitid(os.P_PIDFD, self._pidfd, os.WEXITED | os.WNOWAIT)
        if ended is None:
            return None
        return ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status

    def _read(self) -> bool:
        try:
            data = os.read(self._master, _CHUNK)
        except OSError:  # EIO: no process has the terminal open any more
            data = b""
        if not data:
            self._hung_up = True
            self._outgoing.clear()
            return False
        self._receive(data)
        return True

    def _write(self) -> bool:
        try:
            written = os.write(self._master, self._outgoing)
        except OSError:  # full, or nobody there to read: the next poll tells which
            return False
        del self._outgoing[:written]
        return True

    def _receive(self, data: bytes) -> None:
        self._raw += data
        tokens, self._unfinished = cut_tokens(self._unfinished + seven_bit(self._decoder.decode(data)))
        for token in tokens:
            self._screen.take(token)
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
