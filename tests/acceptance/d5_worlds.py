"""Line 5: nothing is lost, doubled or overwritten in very many worlds, and every mistake is noticed. An hour."""

import subprocess
import sys
from typing import Final

from tests.acceptance import Outcome

_PLAYED: Final = {
    "in memory": ["--seeds", "200000", "--mistakes", "100"],
    "real parts, on PostgreSQL": ["--real", "--postgresql", "--seeds", "200"],
    "real parts": ["--real", "--seeds", "5000", "--mistakes", "100"],
}


def run() -> Outcome:
    """Let the simulator play at both speeds."""
    counts: dict[str, int | str] = {}
    problems: list[str] = []
    for kind, arguments in _PLAYED.items():
        command = [sys.executable, "-m", "tests.simulation", *arguments]
        played = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        *told, summary = played.stdout.splitlines() or [played.stderr[-500:]]
        counts[kind] = summary
        noticed = [line.strip() for line in told if " of " in line and "seed" not in line]
        if noticed:
            counts[f"{kind}: mistakes noticed"] = "\n        ".join(["", *noticed])
        if played.returncode:
            violations = [line.strip() for line in told if "seed" in line or "NOT NOTICED" in line]
            problems += [f"{kind}: {what}" for what in violations or [f"it ended with {played.returncode}"]]
    return Outcome(5, "worlds of the simulator", counts, problems)
