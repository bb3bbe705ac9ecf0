"""Worlds at the second speed: the program's client and its SQLite store against the hub's application and its store.

A store is laid out once in a process and copied for every world.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from cxloop_tui.domain.address import Database
from cxloop_tui.services.desk import Desk
from cxloop_tui.services.devices import Devices
from cxloop_tui.store.postgresql.writer import PostgresqlWriter
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.sql_store import SqlStore
from cxloop_tui.store.writer import Writer
from tests import postgresql
from tests.builders import ADA, found_house, seeded_ids
from tests.simulation.files import FileDisk
from tests.simulation.loop import Loop
from tests.simulation.people import TEAM
from tests.simulation.served import DatabaseHome, FileHome, Home, ServedHub
from tests.simulation.wire import HttpWay
from tests.simulation.world import Clock, World, first_day

_IN_MEMORY = Path("/dev/shm")
_numbers = count(1)


@contextmanager
def somewhere() -> Iterator[Path]:
    """Give a directory for stores that nobody will miss, in memory where there is such a place."""
    place = _IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else None
    with TemporaryDirectory(prefix="cxloop-worlds-", dir=place) as directory:
        yield Path(directory)


class _Templates(NamedTuple):
    """Stores to be copied, and the tokens of the team."""

    laptop: Path
    """The directory of one that follows a hub and has nothing of it yet."""
    hub: Path
    """A file with the organisation of the builders, and a device for everybody."""
    tokens: dict[str, str]


@dataclass(frozen=True)
class Real:
    """Makes worlds in a directory."""

    directory: Path
    on_postgresql: bool = False
    """Whether the hub's store is in a database on a server."""
    disk: type[FileDisk] = FileDisk
    way: type[HttpWay] = HttpWay
    hub: type[ServedHub] = ServedHub
    home: type[FileHome] = FileHome

    def prepare(self) -> None:
        """Make what several processes use together: a server, if there is to be one. Raises what `pytest.skip` does
        where there is none.
        """
        if self.on_postgresql:
            postgresql.server().store()

    def __call__(self, seed: int) -> World:
        """Return a team on its first day."""
        random, loop = Random(seed), Loop()
        templates = _templates(self.directory, os.getpid())
        place = self.directory / f"{os.getpid()}-{next(_numbers)}"
        place.mkdir()
        hub = self.hub(self._home(place, templates), Clock())
        run = loop.run_until_complete
        disks: list[FileDisk] = []
        lines: list[HttpWay] = []

        def disk(name: str) -> FileDisk:
            disks.append(self.disk(place / name, templates.laptop))
            return disks[-1]

        def line(_name: str, who: str) -> HttpWay:
            lines.append(self.way(hub, templates.tokens[who], random, run))
            return lines[-1]

        world = first_day(seed, random, hub, disk, line)
        world.run = run

        def end() -> None:
            for one in lines:
                one.close()
            for each in disks:
                each.close()
            hub.close()
            loop.finish()
            shutil.rmtree(place)

        world.end = end
        return world

    def _home(self, place: Path, templates: _Templates) -> Home:
        if self.on_postgresql:
            return DatabaseHome(postgresql.server(), _database(os.getpid()))
        return self.home(place, templates.hub)


@cache
def _templates(directory: Path, process: int) -> _Templates:
    place = directory / f"templates-{process}"
    laptop = place / "laptop"
    laptop.mkdir(parents=True)
    store = Writer.create(laptop / "store.db")
    store.follow()
    store.close()
    hub = place / "hub.db"
    hub_store = Writer.create(hub)
    tokens = _furnished(hub_store, lambda: ReadPath.open(hub))
    hub_store.close()
    return _Templates(laptop, hub, tokens)


@cache
def _database(process: int) -> Database:
    """Return a database that is as the hub's file is; of each process its own."""
    del process
    database = postgresql.server().store()
    store = PostgresqlWriter.open(database)
    _furnished(store, lambda: ReadPath.open(database))
    store.close()
    return database


def _furnished(store: SqlStore, read: Callable[[], ReadPath]) -> dict[str, str]:
    """Put the organisation in, and a device for everybody; return their tokens."""

    def name(tx: object) -> None:
        for key, value in (("epoch", "first"), ("space", "worlds")):
            tx.put_fact(key, value)  # type: ignore[attr-defined]

    store.transact(name)
    store.transact_authority(lambda tx: tx.keep_digests())
    Desk(store, Clock(), seeded_ids()).sit(ADA, found_house)
    reader = read()
    devices = Devices(store, reader, Clock(), Random(17).randbytes)
    tokens = {who: devices.add(ADA, who, "laptop")[1] for who in dict.fromkeys(TEAM)}
    reader.close()
    return tokens
