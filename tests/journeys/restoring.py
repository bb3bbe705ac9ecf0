"""Stores that come back from yesterday: the hub's, a desk's, a copied laptop, clocks a year off."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from cxloop_tui.domain.address import Database, address_of
from tests import postgresql
from tests.journeys.sameness import differences, lost_or_doubled, order_of, shown_otherwise
from tests.journeys.storm import team_rests
from tests.journeys.team import Desk, Hub, Team, clock_ahead, must
from tests.journeys.working import Acknowledged, Shift

YEAR: Final = 365
"""Days by which clocks are off."""


@dataclass
class Restored:
    """What came of it."""

    lost: int = 0
    """Operations that the hub had and lost."""
    acknowledged: int = 0
    operations: int = 0
    stages: dict[str, int] = field(default_factory=dict)
    """Operations in the order after each of the things that happened."""
    compared: int = 0
    problems: list[str] = field(default_factory=list)


def restored(team: Team, *, pieces: int, seed: int, shown: int) -> Restored:
    """Let the hub lose its last `pieces` operations, and desks their last; see that everybody has all of it once."""
    return _Restoring(team, pieces, seed).played(shown)


class _Restoring:
    """One such team, and all that anybody was told is kept."""

    def __init__(self, team: Team, pieces: int, seed: int) -> None:
        self._team, self._pieces, self._seed = team, pieces, seed
        self._promised: list[Acknowledged] = []
        self._shifts = 0
        self._did = Restored()

    def played(self, shown: int) -> Restored:
        """Let everything happen one after the other, and look after each."""
        ann, bob = self._team.desk("ann"), self._team.desk("bob", ahead=YEAR)
        tickets = [*self._work(ann, self._pieces // 10), *self._work(bob, self._pieces // 10)]
        self._look("the first day")
        self._hub_is_restored(ann, bob, tickets)
        self._look("the hub restored")
        self._desk_is_restored(ann, tickets)
        self._look("a desk restored")
        self._laptop_is_copied(ann, tickets)
        self._look("a laptop copied")
        self._did.acknowledged = len(self._promised)
        self._did.operations = len(order_of(self._team.hub.store))
        self._did.compared, otherwise = shown_otherwise(self._team, shown, self._seed)
        self._did.problems += otherwise
        return self._did

    def _work(self, desk: Desk, pieces: int, others: list[str] | None = None) -> list[str]:
        """Let somebody do so many pieces of work offline; return the tickets that they made."""
        self._shifts += 1
        clock = clock_ahead(desk.ahead)
        shift = Shift(
            desk.store,
            desk.person,
            f"shift {self._shifts}",
            self._seed + self._shifts,
            clock=lambda: clock() // 10**6,
        )
        shift.work(pieces, others or ())
        self._promised += shift.acknowledged
        return shift.own

    def _look(self, stage: str) -> None:
        """Let everybody sync until nothing moves, and see that everybody has everything once."""
        team_rests(self._team)
        found = differences(self._team) + lost_or_doubled(self._team, self._promised)
        self._did.problems += [f"{stage}: {problem}" for problem in found]
        self._did.stages[stage] = len(order_of(self._team.hub.store))

    def _hub_is_restored(self, ann: Desk, bob: Desk, tickets: list[str]) -> None:
        """Lose what was done after a backup: everybody has it, and made more on top of it that nobody has."""
        hub = self._team.hub
        with backed_up(hub, self._team.directory) as restore:
            before = len(order_of(hub.store))
            later = [*tickets, *self._work(ann, self._pieces // 2, tickets)]
            team_rests(self._team)
            self._work(bob, self._pieces - self._pieces // 2, later)
            team_rests(self._team)
            self._did.lost = len(order_of(hub.store)) - before
            self._work(ann, self._pieces // 20, later)
            self._work(bob, self._pieces // 20, later)
            assert hub.stop() == 0
            restore()
            hub.start()
        if len(order_of(hub.store)) != before:
            self._did.problems.append("the hub was not restored to its backup")

    def _desk_is_restored(self, desk: Desk, tickets: list[str]) -> None:
        """Put yesterday's copy of a desk in its place, with work in it that the hub has had for long."""
        self._work(desk, self._pieces // 20, tickets)
        yesterday = desk.store.with_name("yesterday.db")
        shutil.copy(desk.store, yesterday)
        desk.sync()
        self._work(desk, self._pieces // 20, tickets)
        desk.sync()
        for file in desk.directory.glob("desk.db*"):
            file.unlink()
        shutil.copy(yesterday, desk.store)
        self._work(desk, self._pieces // 20, tickets)

    def _laptop_is_copied(self, desk: Desk, tickets: list[str]) -> None:
        """Let two laptops go on with one store, one token and what waits in it; the clock of one is a year behind."""
        self._work(desk, self._pieces // 20, tickets)
        directory = self._team.directory / "copy"
        directory.mkdir()
        shutil.copy(desk.store, directory / desk.store.name)
        copy = replace(desk, directory=directory, ahead=-YEAR)
        self._team.desks["copy"] = copy
        self._work(copy, self._pieces // 20, tickets)
        self._work(desk, self._pieces // 20, tickets)
        syncs = [one.start("sync") for one in (desk, copy)]
        for sync in syncs:
            _, err = sync.communicate()
            if sync.returncode != 0:
                self._did.problems.append(f"a copied laptop syncs and ends with {sync.returncode}: {err.decode()}")


@contextmanager
def backed_up(hub: Hub, directory: Path) -> Iterator[Callable[[], None]]:
    """Back a hub up; give what puts the backup in its place, once it is stopped."""
    address = address_of(hub.store)
    backup = directory / "hub.backup"
    if not isinstance(address, Database):
        must(hub.run("hub", "backup", str(backup)))
        yield lambda: _done(hub, "hub", "restore", str(backup), "--yes")
        return
    # A copy of the database by the server itself, which wants nobody in it; `pg_dump` may not be on this machine.
    server, name = postgresql.server(), address.url.partition("@/")[2].partition("?")[0]
    kept = f"{name}_backup"
    assert hub.stop() == 0
    server.run("CREATE DATABASE {} TEMPLATE {}", kept, name)
    hub.start()

    def put_back() -> None:
        server.run("DROP DATABASE {} WITH (FORCE)", name)
        server.run("CREATE DATABASE {} TEMPLATE {}", name, kept)
        _done(hub, "hub", "restore", "--new-epoch", "--yes")

    try:
        yield put_back
    finally:
        server.run("DROP DATABASE {}", kept)


def _done(hub: Hub, *arguments: str) -> None:
    must(hub.run(*arguments))
