"""Run a program and write what it took to a file: seconds, seconds of processor time, KiB at its peak.

A process's peak begins with that of the process it was forked from (Linux counts what `exec` lets go), so what starts
a program to measure it has to be small, as this is and the benchmarks are not. Arguments: a file, and the program's.
"""

import os
import sys
import time

file, *command = sys.argv[1:]
began = time.perf_counter()
_, status, usage = os.wait4(os.posix_spawnp(command[0], command, os.environ), 0)
seconds = time.perf_counter() - began
with open(file, "w") as stream:  # noqa: PTH123 - `pathlib` would be most of what this program is
    stream.write(f"{seconds!r} {usage.ru_utime + usage.ru_stime!r} {usage.ru_maxrss}")
sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
