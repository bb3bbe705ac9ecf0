"""Runs the desk with a profiler that a signal starts and the same signal ends: `profiled.py FILE [arguments]`.

Only the thread of the event loop is looked at: it is the one that a key waits for.
"""

import cProfile
import signal
import sys
from types import FrameType

from cxloop_tui.cli.main import main


class Toggled:
    """A profiler that is on between two signals, and writes its file after the second."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._profile = cProfile.Profile()
        self._is_on = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        """Start, or end."""
        if self._is_on:
            self._profile.disable()
            self._profile.dump_stats(self._file)
        else:
            self._profile.enable()
        self._is_on = not self._is_on


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, Toggled(sys.argv[1]))
    sys.argv[:2] = ["cxloop"]
    main()
