"""A place where one writer process after the other sits down, is watched and is killed; and the store they share."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

from cxloop_tui.bootstrap import new_id, wall_clock
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.store.writer import Writer
from tests.crash import ledger
from tests.crash.ledger import Acknowledged

PEOPLE = tuple(f"{name}@example.com" for name in ("ana", "bo", "chi", "dov"))
"""Who works at the desk: administrators all, so that hardly anything is refused."""

_ROOT = Path(__file__).parents[2]
_GIVEN_TO_DIE = 30.0
"""Seconds in which a killed process has to be gone."""


class Seat:
    """One place at the desk. Whoever sits there is killed without warning and replaced by the next."""

    def __init__(self, store: Path, number: int, dice: Random, environment: dict[str, str] | None = None) -> None:
        self._store = store
        self._dice = dice
        self._environment = environment
        self._flag = store.with_name(f"seat-{number}.flag")
        self._said = store.with_name(f"seat-{number}.said")
        self._complaints = store.with_name(f"seat-{number}.complaints")
        self._process: subprocess.Popen[bytes] | None = None
        self._acknowledged: list[Acknowledged] = []
        self.start()

    def start(self) -> None:
        """Let the next writer sit down."""
        self._flag.write_bytes(b"\0")
        command = [sys.executable, "-m", "tests.crash.writer_process", str(self._store), str(self._flag)]
        with self._said.open("wb") as said, self._complaints.open("wb") as complaints:
            self._process = subprocess.Popen(
                [*command, str(self._dice.getrandbits(32))],
                cwd=_ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=complaints,
            )

    def is_at_work(self) -> bool:
        """Whether the one who sits here has acknowledged something."""
        return self._said.stat().st_size > 0

    def is_inside(self) -> bool:
        """Whether the one who sits here, or died here last, is or was inside a transaction."""
        return self._flag.read_bytes() == b"\1"

    def trouble(self) -> str | None:
        """Return why the one who sits here ended unasked, None while they work."""
        if self._process is None or self._process.poll() is None:
            return None
        words = self._complaints.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return f"a writer ended by itself with {self._process.returncode}: {words[-1] if words else 'no word'}"

    def kill(self) -> None:
        """End whoever sits here with SIGKILL and keep what they had acknowledged."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait(_GIVEN_TO_DIE)
        self._process = None
        self._acknowledged += ledger.read(self._said)

    @property
    def acknowledged(self) -> list[Acknowledged]:
        """What everyone who was killed here had acknowledged."""
        return self._acknowledged


@contextmanager
def seats(store: Path, number: int, dice: Random, environment: dict[str, str] | None = None) -> Iterator[list[Seat]]:
    """Seat so many writers at a store; nobody is left when this ends."""
    taken: list[Seat] = []
    try:
        taken += (Seat(store, place, dice, environment) for place in range(number))
        yield taken
    finally:
        for seat in taken:
            seat.kill()


def make_store(path: Path) -> Path:
    """Make a store with people and three levels of segments, all of it in the file and nothing in its log."""

    def work(sitting: Sitting) -> None:
        for email in PEOPLE:
            sitting.put_person(email, {"name": email.partition("@")[0], "role": "admin", "active": True})
        parent = None
        for code in ("company", "region", "shop"):
            sitting.put_segment(code, {"name": code.title(), "parent": parent, "managers": list(PEOPLE)})
            parent = code

    writer = Writer.create(path)
    Desk(writer, wall_clock, new_id).sit(PEOPLE[0], work)
    writer.close()
    return path


def environment_with(**variables: str) -> dict[str, str]:
    """Return this process's environment with some variables set."""
    return {**os.environ, **variables}


def first_trouble(taken: Sequence[Seat]) -> str | None:
    """Return why some writer ended unasked, None when all of them work."""
    return next((trouble for seat in taken if (trouble := seat.trouble())), None)
