"""Runs the desk or the bare app with a heartbeat in its event loop, and writes down when that came late.

    python watched.py FILE desk --store STORE
    python watched.py FILE bare

The program itself knows nothing of it: event loops are made with a heart by the policy that makes them. Each line of
FILE is when a beat came (seconds of the machine's monotonic clock), how late it was, and for how much of that time
the loop's thread had a processor and waited for one: that tells a busy loop from a busy machine. The rest it waited
for something, such as the interpreter's lock.
"""

import asyncio
import os
import runpy
import sys
import time
from pathlib import Path

BEAT_SECONDS = 0.01
NOTED_SECONDS = 0.02


class Heart:
    """Beats in a loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, file: int) -> None:
        self._loop = loop
        self._file = file
        self._scheduler = os.open("/proc/thread-self/schedstat", os.O_RDONLY)
        self._due = 0.0
        self._before = (0.0, 0.0)
        loop.call_soon(self._wait)

    def _wait(self) -> None:
        self._due, self._before = time.perf_counter() + BEAT_SECONDS, self._worked_and_queued()
        self._loop.call_later(BEAT_SECONDS, self._beat)

    def _worked_and_queued(self) -> tuple[float, float]:
        worked, queued, _ = os.pread(self._scheduler, 100, 0).split()
        return int(worked) / 1e9, int(queued) / 1e9

    def _beat(self) -> None:
        now = time.perf_counter()
        late = now - self._due
        if late > NOTED_SECONDS:
            (worked_before, queued_before), (worked, queued) = self._before, self._worked_and_queued()
            worked, queued = worked - worked_before, queued - queued_before
            os.write(self._file, f"{now:.6f} {late:.6f} {worked:.6f} {queued:.6f}\n".encode())
        self._wait()


class WithHeart(asyncio.DefaultEventLoopPolicy):
    """Makes event loops that have one."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        """Make a loop."""
        loop = super().new_event_loop()
        Heart(loop, self._file)
        return loop


def main(file: str, program: str, *arguments: str) -> None:
    """Run a program."""
    asyncio.set_event_loop_policy(WithHeart(Path(file)))
    sys.argv = [program, *arguments]
    if program == "bare":
        runpy.run_path(str(Path(__file__).with_name("bare.py")), run_name="__main__")
    else:
        from cxloop_tui.cli.main import main as cxloop  # noqa: PLC0415 - one of the two is loaded

        cxloop()


if __name__ == "__main__":
    main(*sys.argv[1:])
