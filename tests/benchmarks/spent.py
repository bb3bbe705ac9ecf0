"""A program that is run to its end: how long, how much processor time, how much memory."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class Failed(AssertionError):
    """A program that ended with another exit code than 0; carries what it said."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a run took."""

    seconds: float
    cpu: float
    """Seconds of processor time, its children's too."""
    peak: float
    """MiB."""
    output: str


def run(command: Sequence[str], *, env: Mapping[str, str], cwd: Path) -> Spent:
    """Run a program. Raises Failed."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(command, env=env, cwd=cwd, stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        for stream in (output, errors):
            stream.seek(0)
        if process.returncode:
            raise Failed(f"{' '.join(command)} ended with {process.returncode}: {errors.read()[-2000:].decode()}")
        said = output.read().decode("utf-8", "replace")
    return Spent(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, said)
