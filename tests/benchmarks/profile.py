"""Where the time of a key goes: the desk under a profiler while one key is pressed again and again."""

from __future__ import annotations

import os
import pstats
import re
import signal
import sys
from pathlib import Path

from tests.benchmarks import sights
from tests.benchmarks.bench import PROGRAMS, Bench
from tests.benchmarks.program import Program

KEYS = ("down", "pagedown")
_LINES = 25
_PATIENCE = 60.0
_WAITING = "select.epoll"
"""What the event loop does between keys."""

_INSTALLED = re.compile(r".*/(?:site-packages|h?lib/python[\d.]+)/|.*/(?=cxloop_tui/)")


def profiles(bench: Bench) -> str:
    """Return for each key what took the most time of its own, in milliseconds a press."""
    pages = []
    with bench.program(
        [sys.executable, str(PROGRAMS / "profiled.py"), str(_file(bench)), "--store", str(bench.store)]
    ) as desk:
        desk.when(sights.words("? keys"), patience=_PATIENCE)
        desk.settle(quiet=1)
        for key in KEYS:
            _file(bench).unlink(missing_ok=True)
            os.kill(desk.pid, signal.SIGUSR1)
            for _ in range(bench.effort.keys):
                desk.press(key)
                desk.settle()
            os.kill(desk.pid, signal.SIGUSR1)
            _wait_for(desk, _file(bench))
            pages.append(_page(key, _file(bench), bench.effort.keys))
            desk.press("home")
            desk.settle(quiet=0.5)
    return "\n\n".join(pages)


def _file(bench: Bench) -> Path:
    return bench.stores.directory / "profile.pstats"


def _wait_for(desk: Program, file: Path) -> None:
    while not file.exists() or not file.stat().st_size:
        desk.watch(0.1)


def _page(key: str, file: Path, presses: int) -> str:
    stats = pstats.Stats(str(file)).get_stats_profile()
    working = [item for item in stats.func_profiles.items() if _WAITING not in item[0]]
    found = sorted(working, key=lambda item: -item[1].tottime)[:_LINES]
    total = sum(one.tottime for _, one in working) * 1000 / presses
    lines = [f"{key}: {total:.2f} ms of processor time a press under the profiler; its own ms, all ms, calls a press"]
    for name, one in found:
        own, everything = one.tottime * 1000 / presses, one.cumtime * 1000 / presses
        where = _INSTALLED.sub("", one.file_name)
        lines.append(f"{own:8.3f} {everything:8.3f} {int(one.ncalls.split('/')[0]) / presses:8.1f}  {where}:{name}")
    return "\n".join(lines)
