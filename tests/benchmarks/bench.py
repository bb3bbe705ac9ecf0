"""What an experiment may use: stores, programs, how much effort is wanted; and what an experiment is."""

from __future__ import annotations

import compileall
import os
import sys
import sysconfig
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.data import Stores, cxloop
from tests.benchmarks.figures import Figure
from tests.benchmarks.program import Program
from tests.benchmarks.samples import Samples

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(__file__).parent / "programs"


@dataclass(frozen=True, slots=True)
class Effort:
    """How often things are measured."""

    starts: int
    """Runs of a program that is timed from its start."""
    keys: int
    """Presses of a key that moves."""
    steps: int
    """Of each step that reads another list."""
    held_seconds: float
    queries: int
    edits: int
    bulk_repeats: int
    random_minutes: float
    compared_tickets: int
    """Tickets whose texts are put beside another program's."""
    small_tickets: int = 1_000
    middle_tickets: int = 10_000
    """Tickets of the stores that growth is told against."""


FULL = Effort(
    starts=21, keys=200, steps=40, held_seconds=5, queries=200, edits=300, bulk_repeats=3, random_minutes=10,
    compared_tickets=55_000,
)  # fmt: skip
"""Enough to be believed."""

QUICK = Effort(
    starts=2, keys=6, steps=2, held_seconds=0.5, queries=16, edits=8, bulk_repeats=1, random_minutes=0.1,
    compared_tickets=300, small_tickets=300, middle_tickets=600,
)  # fmt: skip
"""Enough to see that everything runs."""


@dataclass(frozen=True, slots=True)
class Bench:
    """One run."""

    tickets: int
    stores: Stores
    effort: Effort
    seed: int
    say: Callable[[str], None]

    @property
    def store(self) -> Path:
        """The store everything is measured on; not to be written to."""
        return self.stores.of(self.tickets)

    @property
    def small(self) -> Path:
        """A store of 1,000 tickets, or what this effort takes for it."""
        return self.stores.of(self.effort.small_tickets)

    @property
    def middle(self) -> Path:
        """A store of 10,000 tickets, or what this effort takes for it."""
        return self.stores.of(self.effort.middle_tickets)

    def desk(self, store: Path, *, counts_cpu: bool = False) -> Program:
        """Return the desk on a store, to be started."""
        return self.program([*cxloop(), "--store", str(store)], counts_cpu=counts_cpu)

    def bare(self, *, counts_cpu: bool = False) -> Program:
        """Return the bare Textual app, to be started."""
        return self.program([sys.executable, str(PROGRAMS / "bare.py")], counts_cpu=counts_cpu)

    def program(self, command: Sequence[str], *, counts_cpu: bool = False) -> Program:
        """Return any program, to be started."""
        return Program(command, env=self.environment, cwd=self.home, counts_cpu=counts_cpu)

    @property
    def home(self) -> Path:
        """A home directory with nothing in it of anybody's."""
        home = self.stores.directory / "home"
        home.mkdir(exist_ok=True)
        return home

    @property
    def environment(self) -> dict[str, str]:
        """The whole environment of what is measured."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.home), "TZ": "UTC", "LANG": "C.UTF-8"}


@dataclass(frozen=True, slots=True)
class Experiment:
    """Something that is measured at one go, and the figures that come of it."""

    name: str
    run: Callable[[Bench], Mapping[str, Samples]]
    figures: tuple[Figure, ...]
    needs: tuple[str, ...] = ()
    """Programs without which it cannot be."""


def compile_everything() -> None:
    """Compile what is measured, as installing does: programs here may not leave bytecode behind by themselves."""
    for directory in (sysconfig.get_path("purelib"), ROOT / "cxloop_tui", Path(__file__).parent):
        compileall.compile_dir(directory, quiet=2)
