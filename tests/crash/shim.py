"""Building and reading `fsync_shim.c`, which tells how much of a write-ahead log a power cut would leave.

A kill leaves everything a process has written, for the kernel still has it; a power cut leaves what was synced.
Cutting a copy of the log at `last_synced_length` therefore is the crash an acknowledged operation must survive.
Sound as long as the log only grows: after a checkpoint SQLite may begin the log anew and write over bytes that lie
within the length synced before.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

LOG_VARIABLE = "CXLOOP_FSYNC_LOG"
"""The environment variable that names the shim's log file."""

_SOURCE = Path(__file__).with_name("fsync_shim.c")


def build(tmp_path: Path) -> Path | None:
    """Compile the shim into `tmp_path`; None where it cannot exist: no Linux, or no C compiler.

    Raises subprocess.CalledProcessError when there is a compiler and it fails: that is a fault, not a reason to skip.
    """
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    library = tmp_path / "fsync_shim.so"
    options = ["-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-o", str(library)]
    subprocess.run([compiler, *options, str(_SOURCE), "-ldl"], check=True)
    return library


def environment(library: Path, log: Path) -> dict[str, str]:
    """Return this process's environment with the shim loaded, its lines going to `log`."""
    return {**os.environ, "LD_PRELOAD": str(library), LOG_VARIABLE: str(log)}


def last_synced_length(log: Path, wal: Path) -> int:
    """Return the bytes of `wal` that were on the disk at its last sync; 0 when it was never synced.

    The file is known by its inode, so ask while it is still there: a new file may get the number of a deleted one.
    """
    if not log.exists():
        return 0
    inode = wal.stat().st_ino
    *lines, _being_written = log.read_text(encoding="ascii").split("\n")
    synced = [line.split() for line in lines]
    return next((int(length) for number, length in reversed(synced) if int(number) == inode), 0)
