"""Two desks and a hub that sync while everything is killed and cut off: `storm`.

Kills are at random moments from a seed. A moment is so many bytes further on the way between desk and hub, and a
short random time, so that some hit the middle of a request and some the middle of a transaction.
"""

import subprocess
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Final

import psycopg

from cxloop_tui.bootstrap import wall_clock
from cxloop_tui.domain.address import Database, address_of
from tests.journeys.proxy import FAIR, STORM, Proxy
from tests.journeys.sameness import differences, lost_or_doubled, shown_otherwise
from tests.journeys.team import Desk, Team, must
from tests.journeys.working import Acknowledged, Shift

PATIENCE: Final = 300.0
"""Seconds after which something that must happen is taken for something that never does."""

_ROUNDS_MOST: Final = 40
"""So many times everybody syncs after the storm, at most, until nothing waits."""

_CODES_OF_TROUBLE: Final = frozenset({0, 4, 5})
"""What `sync` may end with while the hub comes and goes."""


@dataclass
class Report:
    """What a storm did, and what was wrong afterwards."""

    operations: int = 0
    acknowledged: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    """Who was killed how often."""
    way: Counter[str] = field(default_factory=Counter)
    """What the proxy did."""
    ended: Counter[str] = field(default_factory=Counter)
    """What syncs ended with that were not killed."""
    shown: int = 0
    problems: list[str] = field(default_factory=list)


def storm(team: Team, *, operations: int, kills: int, hub_kills: int, seed: int, shown: int) -> Report:
    """Let two agents work offline, kill whoever syncs it, and see that everything is there once.

    `shown` is of how many tickets the details are compared at the end. The seed decides who is killed when.
    """
    with Proxy(team.hub.port, seed) as proxy:
        desks = [team.desk(name, url=proxy.url) for name in ("ann", "bob")]
        shifts = [
            Shift(desk.store, desk.person, desk.person, seed + place, clock=wall_clock, segment=segment)
            for place, (desk, segment) in enumerate(zip(desks, ("bari", "naples"), strict=True))
        ]
        for shift in shifts:
            shift.work(operations // 4)
        proxy.weather = STORM
        told = _Storm(team, proxy, desks, shifts, Random(seed))
        told.rage(operations - 2 * (operations // 4), kills, hub_kills)
        proxy.weather = FAIR
        team_rests(team)
        report = told.report
        promised = [one for shift in shifts for one in shift.acknowledged] + told.said
        report.acknowledged = len(promised)
        report.way = Counter(proxy.did)
        report.problems += differences(team) + lost_or_doubled(team, promised)
        report.shown, otherwise = shown_otherwise(team, shown, seed)
        report.problems += otherwise
        (followed,) = must(desks[0].run("remote", "list", "--json")).records
        report.operations = int(followed["seq"])
    return report


def team_rests(team: Team) -> None:
    """Let everybody sync until nothing waits anywhere and nothing comes any more."""
    for _ in range(_ROUNDS_MOST):
        records = [desk.sync().record for desk in team.desks.values()]
        if not any(one[what] for one in records for what in ("sent", "taken", "refused", "waiting")):
            return
    raise AssertionError("it does not come to rest")


class _Storm:
    """The killing itself."""

    def __init__(self, team: Team, proxy: Proxy, desks: list[Desk], shifts: list[Shift], dice: Random) -> None:
        self._team, self._proxy, self._desks, self._shifts, self._dice = team, proxy, desks, shifts, dice
        self.said: list[Acknowledged] = []
        """What commands said that ended well in the middle of it."""
        self.report = Report()

    def rage(self, operations: int, kills: int, hub_kills: int) -> None:
        """Kill syncs and the hub so many times, at least, while so many more operations are made."""
        killed = self.report.killed
        portion, left = operations // (kills + hub_kills), operations
        while left or killed["desks"] < kills or killed["hub"] < hub_kills:
            number = min(left, max(portion, 20))
            self._dice.choice(self._shifts).work(number)
            left -= number
            self._round(self._kill_hub if self._is_hubs_turn(kills, hub_kills) else self._kill_desk)
        if isinstance(address_of(self._team.hub.store), Database):
            self._round(self._cut_backend)

    def _is_hubs_turn(self, kills: int, hub_kills: int) -> bool:
        left, hub_left = kills - self.report.killed["desks"], hub_kills - self.report.killed["hub"]
        return hub_left > 0 and self._dice.random() < hub_left / max(left + hub_left, 1)

    def _round(self, strike: "Callable[[list[subprocess.Popen[bytes]]], None]") -> None:
        """Let both desks sync, one of them twice at once now and then; strike in the middle of it."""
        syncs = [desk.start("sync", "--json") for desk in self._desks]
        if self._dice.random() < 0.25:
            syncs.append(self._dice.choice(self._desks).start("sync", "--json"))
        self._wait(syncs)
        strike(syncs)
        if self._dice.random() < 0.25:
            self._say()
        for sync in syncs:
            self._end(sync)

    def _say(self) -> None:
        """Let somebody say something by a command, while others sync."""
        place = self._dice.randrange(len(self._desks))
        words = f"in the storm {len(self.said)}"
        if self._desks[place].run("comment", self._dice.choice(self._shifts[place].own), words).code == 0:
            self.said.append(Acknowledged("", words))

    def _wait(self, syncs: list["subprocess.Popen[bytes]"]) -> None:
        """Wait for a random moment in which somebody still syncs, if there is one."""
        bytes_more = int(100_000 ** self._dice.random())
        while not self._proxy.wait_for(bytes_more, 0.2):
            if all(sync.poll() is not None for sync in syncs):
                return
        with suppress(subprocess.TimeoutExpired):
            self._dice.choice(syncs).wait(self._dice.uniform(0.0, 0.1))

    def _kill_desk(self, syncs: list["subprocess.Popen[bytes]"]) -> None:
        alive = [sync for sync in syncs if sync.poll() is None]
        for sync in self._dice.sample(alive, self._dice.randint(1, len(alive))) if alive else ():
            sync.kill()
            self.report.killed["desks"] += sync.wait(PATIENCE) < 0

    def _kill_hub(self, syncs: list["subprocess.Popen[bytes]"]) -> None:
        self._team.hub.kill()
        self.report.killed["hub"] += 1
        self.report.killed["hub while somebody synced"] += any(sync.poll() is None for sync in syncs)
        self._team.hub.start()

    def _cut_backend(self, _syncs: list["subprocess.Popen[bytes]"]) -> None:
        """Let the database hang up on the hub."""
        address = address_of(self._team.hub.store)
        assert isinstance(address, Database)
        cut = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"
        )
        with psycopg.connect(address.url.replace("+psycopg", ""), autocommit=True) as server:
            self.report.killed["database connections"] += len(
                server.execute(cut, [server.info.backend_pid]).fetchall()
            )

    def _end(self, sync: "subprocess.Popen[bytes]") -> None:
        out, err = sync.communicate(timeout=PATIENCE)
        if sync.returncode < 0:
            return
        self.report.ended[str(sync.returncode)] += 1
        if sync.returncode not in _CODES_OF_TROUBLE:
            self.report.problems.append(f"a sync ended with {sync.returncode}: {err.decode()}{out.decode()}")
