"""A program on the clock: when its screen showed what a key asked for.

While somebody is waiting, bytes are only collected and terminal queries answered. What they look like is worked out
afterwards, frame by frame, when nothing is timed: emulating a terminal costs more than painting.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

from tests.benchmarks.frames import Frame, FrameCutter
from tests.terminal.answers import answer_to
from tests.terminal.keys import key_bytes
from tests.terminal.pty_process import PATIENCE, PtyProcess
from tests.terminal.screen import Screen

COLUMNS = 120
LINES = 40
QUIET = 0.06
"""Seconds without output after which a program is taken to have painted what it had to."""

_LISTENED_AT_MOST = 1.0
"""Seconds of output that are collected before it is looked at."""

Lines = list[str]
Sight = Callable[[Lines], bool]
"""Whether a screen shows something."""

_QUERY = re.compile(rb"\x1b\[(?:\?\d+\$p|>?0?c|>0?q|[56]n)|\x1b\]1[01];\?(?:\x07|\x1b\\)")


class NeverShown(AssertionError):
    """What was waited for did not come; carries the screen."""


class Program(PtyProcess):
    """A program in a pseudo-terminal of 120x40, watched from the moment it is started."""

    def __init__(
        self, command: Sequence[str], *, env: Mapping[str, str], cwd: Path, counts_cpu: bool = False
    ) -> None:
        super().__init__(command, columns=COLUMNS, rows=LINES, env=env, cwd=cwd)
        self._counts_cpu = counts_cpu
        self._cutter = FrameCutter()
        self._screen = Screen(COLUMNS, LINES)
        self._unanswered = b""
        self._frames: list[Frame] = []
        self.started = 0.0

    def __enter__(self) -> Self:
        """Start it."""
        self.started = time.perf_counter()
        return super().__enter__()

    @property
    def lines(self) -> Lines:
        """The screen as of the last look."""
        return self._screen.rendered()

    def press(self, *keys: str) -> float:
        """Press keys at once, as names or as single characters; return when."""
        return self.write(b"".join(map(key_bytes, keys)))

    def write(self, data: bytes) -> float:
        """Send bytes; return when."""
        at = time.perf_counter()
        self._send(data)
        return at

    def when(self, *sights: Sight, patience: float = PATIENCE) -> list[Frame]:
        """Return for each sight the first frame, of those not looked at yet, that shows it.

        Raises NeverShown when the time (seconds) is over or the program has ended.
        """
        deadline = time.monotonic() + patience
        found: dict[int, Frame] = {}
        while len(found) < len(sights):
            self._listen(QUIET)
            for frame in self._take():
                self._draw(frame)
                lines = self.lines
                for place, sight in enumerate(sights):
                    if place not in found and sight(lines):
                        found[place] = frame
            if len(found) < len(sights) and (time.monotonic() > deadline or self._code is not None):
                raise NeverShown(self._report("the screen did not come to show what it should", patience))
        return [found[place] for place in range(len(sights))]

    def settle(self, quiet: float = QUIET) -> Lines:
        """Let it finish what it is painting; return the screen."""
        self._listen(quiet)
        for frame in self._take():
            self._draw(frame)
        return self.lines

    def watch(self, seconds: float) -> None:
        """Collect what it paints for so long."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._pump(left)

    def frames(self) -> list[tuple[Frame, Lines]]:
        """Return the frames not looked at yet, each with the screen it made."""
        looked = []
        for frame in self._take():
            self._draw(frame)
            looked.append((frame, self.lines))
        return looked

    @property
    def cpu(self) -> float:
        """Seconds of processor time it has used, all threads; 0 when it has ended."""
        return cpu_seconds(self.pid)

    @property
    def memory(self) -> tuple[float, float]:
        """MiB resident now, and at most so far."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        now, peak = (int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) for name in ("VmRSS", "VmHWM"))  # type: ignore[index]
        return now / 1024, peak / 1024

    @property
    def has_ended(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._code

    def _listen(self, quiet: float) -> None:
        """Collect until nothing came for so long; not for ever, for there are cursors that blink."""
        end = time.monotonic() + max(10 * quiet, _LISTENED_AT_MOST)
        while self._pump(quiet) and time.monotonic() < end:
            pass

    def _receive(self, data: bytes) -> None:
        at = time.perf_counter()
        cpu = cpu_seconds(self.pid) if self._counts_cpu else 0.0
        if b"\x1b" in data or self._unanswered:
            self._answer(data)
        self._frames.extend(self._cutter.feed(data, at, cpu))

    def _answer(self, data: bytes) -> None:
        waiting = self._unanswered + data
        end = 0
        for query in _QUERY.finditer(waiting):
            self._outgoing += answer_to(query[0].decode(), column=1, line=1).encode()
            end = query.end()
        cut = waiting.rfind(b"\x1b", max(end, len(waiting) - 16))
        self._unanswered = waiting[cut:] if cut >= 0 else b""

    def _take(self) -> list[Frame]:
        taken, self._frames = self._frames, []
        return taken

    def _draw(self, frame: Frame) -> None:
        for _ in self._screen.feed(frame.data):
            pass

    def _report(self, failure: str, timeout: float) -> str:
        return "\n".join([super()._report(failure, timeout), *(f"|{line}" for line in self.lines)])


def cpu_seconds(pid: int) -> float:
    """Return the processor time a process has used, all of its threads, ended ones too; 0 when it is gone."""
    # Linux: the number of a process's clock is made of its pid (clock_getcpuclockid(3)); 2 means scheduler time.
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0
