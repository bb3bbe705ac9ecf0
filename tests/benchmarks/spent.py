"""A program that is run to its end: how long, how much processor time, how much memory."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_SPENDING: Final = Path(__file__).parent / "programs" / "spending.py"


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
    with tempfile.NamedTemporaryFile("r", encoding="ascii") as spending:
        measured = [sys.executable, "-I", "-S", str(_SPENDING), spending.name, *command]
        process = subprocess.run(
            measured, env=env, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        if process.returncode:
            said = process.stderr[-2000:].decode()
            raise Failed(f"{' '.join(command)} ended with {process.returncode}: {said}")
        seconds, cpu, peak = map(float, spending.read().split())
    return Spent(seconds, cpu, peak / 1024, process.stdout.decode("utf-8", "replace"))
