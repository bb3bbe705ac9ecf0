"""A program in a pseudo-terminal: started, given bytes, listened to and ended.

What its output means is left to whoever derives from it. Nothing here sleeps: every wait ends with the arrival of
bytes, the end of the program, or its deadline.
"""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import subprocess
import termios
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

PATIENCE = 20.0
"""Seconds a wait lasts before it fails, unless told: long, because machines that run tests are busy."""

_ENDING_TIME = 2.0
_CHUNK = 1 << 16
# Opening a terminal makes it the controlling one of a session's leader: no code of ours runs between fork and exec.
_WITH_CONTROLLING_TERMINAL = ': <"$0"; exec "$@"'


class PtyProcess:
    """A program in a pseudo-terminal of its own, from entering the `with` block to leaving it.

    `env` is the whole environment of the program; TERM, COLORTERM and LANG are added where missing. On leaving, the
    process group started here gets SIGTERM and then SIGKILL.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int,
        rows: int,
        env: Mapping[str, str],
        cwd: str | os.PathLike[str],
    ) -> None:
        self._command = list(command)
        self._size = (rows, columns)
        self._env = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **env}
        self._cwd = cwd
        self._outgoing = bytearray()
        self._hung_up = False
        self._code: int | None = None

    def __enter__(self) -> Self:
        """Start the program."""
        self._master, slave = pty.openpty()
        termios.tcsetwinsize(self._master, self._size)
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

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size; the kernel tells the program (SIGWINCH)."""
        termios.tcsetwinsize(self._master, (rows, columns))

    def kill(self) -> None:
        """End the program as a crash does (SIGKILL) and wait until it is gone."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self.exit_code()

    def exit_code(self, timeout: float = PATIENCE) -> int:
        """Wait for the end of the program; its exit code, or the negative number of the signal that ended it."""
        self._wait(lambda: self._code is not None, timeout)
        if self._code is None:
            raise AssertionError(self._report("the program did not end", timeout))
        while self._pump(0):
            pass
        return self._code

    def _receive(self, data: bytes) -> None:
        """Take what the program wrote."""
        raise NotImplementedError

    def _report(self, failure: str, timeout: float) -> str:
        """Return what to say when a wait was in vain."""
        state = "still runs" if self._code is None else f"has ended with {self._code}"
        return f"{failure} (waited up to {timeout:g} s; the program {state})"

    def _send(self, data: bytes) -> None:
        self._outgoing += data
        if not self._wait(lambda: not self._outgoing, PATIENCE):
            raise AssertionError(self._report("the program does not read its keys", PATIENCE))

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
