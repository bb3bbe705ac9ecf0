"""A team: a hub in a process of its own, on either database, and desks that follow it, by commands alone.

with team_of(directory, "sqlite") as team:
    ann = team.desk("ann")
    ann.run("comment", "1", "from the train")
    ann.sync()
"""

import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Final
from unittest import mock

from cxloop_tui.cli import main as command_line
from cxloop_tui.cli.invocation import Invocation
from cxloop_tui.domain.operation import Json
from tests import postgresql
from tests.said import Said

ADMIN: Final = "ada@desk.example"
PEOPLE: Final = {"ann": "ann@desk.example", "bob": "bob@desk.example", "mia": "mia@desk.example"}
"""Who works there beside the admin: two agents, and the manager of their segments."""

_LISTENS: Final = re.compile(r"(https?://\S+?)[;,]?\s")
_PATIENCE: Final = 60

DATABASES: Final = ("sqlite", "postgresql")


def environment(directory: Path, token: str | None = None) -> dict[str, str]:
    """Return the whole environment of a program: nobody's own files, and one token if it has one."""
    home = directory / "home"
    home.mkdir(parents=True, exist_ok=True)
    paths = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "VIRTUAL_ENV") if name in os.environ}
    return {**paths, "HOME": str(home), "TZ": "UTC", **({"CXLOOP_TOKEN": token} if token else {})}


def run_here(store: str, directory: Path, *arguments: str, token: str | None = None, ahead: int = 0) -> Said:
    """Run a command in this process, which is as if it had one of its own but quick; its clock is days `ahead`."""
    out, err = io.StringIO(), io.StringIO()
    own = {**os.environ, **environment(directory, token)}
    own = {name: value for name, value in own.items() if not name.startswith("CXLOOP_") or name == "CXLOOP_TOKEN"}
    with (
        mock.patch.dict(os.environ, own, clear=True),
        mock.patch("time.time_ns", clock_ahead(ahead)),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = command_line.run(["--store", store, *arguments], Invocation())
    return Said(code, out.getvalue(), err.getvalue())


def clock_ahead(days: int) -> Callable[[], int]:
    """Return a clock that is some days ahead of this machine's, in nanoseconds since the epoch."""
    right = time.time_ns
    return lambda: right() + days * 86_400 * 10**9


def must(said: Said) -> Said:
    """Return what a command left that has to go well."""
    assert said.code == 0, f"it ends with {said.code}: {said.out}{said.err}"
    return said


@dataclass
class Hub:
    """The hub of the team."""

    store: str
    directory: Path
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    url: str = ""
    _draining: threading.Thread | None = None

    def run(self, *arguments: str, by: str = ADMIN) -> Said:
        """Run a command at its own store."""
        return run_here(self.store, self.directory, "--as", by, *arguments)

    def token(self, person: str, by: str = ADMIN) -> str:
        """Let a device of somebody in; return its token."""
        return must(self.run("hub", "token", "add", person, by=by)).out.split()[-1]

    def start(self) -> None:
        """Serve, at the port it had before if it had one, and wait until it does."""
        log = (self.directory / "hub.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cxloop_tui", "--store", self.store, "hub", "serve", "--port", str(self.port)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.PIPE,
            env=environment(self.directory),
        )
        assert self.process.stderr is not None
        line = self.process.stderr.readline().decode()
        found = _LISTENS.search(line + " ")
        assert found, f"the hub does not say where it listens: {line!r} {self.process.poll()}"
        self.url = found.group(1)
        self.port = int(self.url.rpartition(":")[2])
        self._draining = drain(self.process, log)

    def stop(self) -> int:
        """Let it end what it does; return its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self._ended(self.process)

    def kill(self) -> None:
        """Take it away in the middle of whatever it does."""
        assert self.process is not None
        self.process.kill()
        self._ended(self.process)

    def _ended(self, process: "subprocess.Popen[bytes]") -> int:
        """Wait until it is gone and all that it said is in its log."""
        code = process.wait(_PATIENCE)
        if self._draining is not None:
            self._draining.join(_PATIENCE)
        return code


def drain(process: "subprocess.Popen[bytes]", log: IO[bytes]) -> threading.Thread:
    """Write what a process says on standard error into a file, so that it never waits for a reader."""

    def copy() -> None:
        assert process.stderr is not None
        with log, process.stderr:
            for line in process.stderr:
                log.write(line)
                log.flush()

    draining = threading.Thread(target=copy, daemon=True)
    draining.start()
    return draining


@dataclass
class Desk:
    """The desk of one person, with a store of its own."""

    person: str
    directory: Path
    token: str
    hub: Hub
    url: str | None = None
    """What it calls the hub, where that is not what the hub calls itself."""
    ahead: int = 0
    """By how many days the clock of this desk is ahead."""

    @property
    def store(self) -> Path:
        return self.directory / "desk.db"

    def run(self, *arguments: str) -> Said:
        """Run a command at this desk, by its clock."""
        return run_here(str(self.store), self.directory, *arguments, token=self.token, ahead=self.ahead)

    def words(self) -> list[str]:
        """Return the words that start the program on this desk."""
        return [sys.executable, "-m", "cxloop_tui", "--store", str(self.store)]

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Run a command and go on."""
        return subprocess.Popen(
            [*self.words(), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(self.directory, self.token),
        )

    def join(self) -> Said:
        """Follow the hub; a desk that has tickets of its own goes up with them."""
        return must(self.run("remote", "add", "hub", self.url or self.hub.url, "--yes"))

    def sync(self) -> Said:
        """Sync once, refusals or not."""
        said = self.run("sync", "--json")
        assert said.code in {0, 4}, f"syncing ends with {said.code}: {said.err}"
        return said

    def listed(self) -> list[dict[str, Json]]:
        """Return all tickets as `tickets --json` gives them, by their ids, with `show --json` of each."""
        tickets = must(self.run("tickets", "--json", "--limit", "100000")).records
        return sorted(tickets, key=lambda ticket: str(ticket["id"]))

    def shown(self, ticket: str) -> dict[str, Json]:
        """Return one ticket as `show --json` gives it."""
        found: dict[str, Json] = must(self.run("show", ticket, "--json")).record
        return found

    def conflicts(self) -> list[dict[str, Json]]:
        """Return what lies on cards."""
        return must(self.run("conflicts", "--json")).records


@dataclass
class Team:
    """A hub and the desks that follow it."""

    directory: Path
    hub: Hub
    desks: dict[str, Desk] = field(default_factory=dict)

    def desk(self, name: str, person: str | None = None, *, url: str | None = None, ahead: int = 0) -> Desk:
        """Return somebody's desk; it follows the hub."""
        if name not in self.desks:
            email = person or PEOPLE[name]
            directory = self.directory / name
            directory.mkdir()
            made = Desk(email, directory, self.hub.token(email), self.hub, url, ahead)
            made.join()
            self.desks[name] = made
        return self.desks[name]

    def settle(self) -> None:
        """Let everybody sync until nothing moves."""
        for _ in range(4):
            moved = [desk.sync().records for desk in self.desks.values()]
            if not any(record["sent"] or record["taken"] or record["refused"] for (record,) in moved):
                return


def _nothing() -> None:
    """Close what needs no closing."""


@contextmanager
def hub_on(directory: Path, database: str) -> Iterator[Hub]:
    """Set up a hub with the people of the team, served in a process of its own."""
    home = directory / "hub"
    home.mkdir(parents=True)
    if database == "sqlite":
        store, close = str(home / "hub.db"), _nothing
    else:
        server = postgresql.server()
        address = server.store()
        store, close = address.url, partial(server.drop, address)
    hub = Hub(store, home)
    try:
        found(hub)
        hub.start()
        yield hub
        if hub.process is not None and hub.process.poll() is None:
            assert hub.stop() == 0
    finally:
        if hub.process is not None and hub.process.poll() is None:
            hub.kill()
        close()


def found(hub: Hub) -> None:
    """Found the organisation: an admin, a tree of segments, two agents and their manager."""
    must(run_here(hub.store, hub.directory, "init", "--name", "Ada", "--email", ADMIN, "--segment", "Italy"))
    for code, parent in (("south", "italy"), ("bari", "south"), ("naples", "south")):
        must(hub.run("segments", "add", code, "--name", code.title(), "--parent", parent))
    for name, email in PEOPLE.items():
        role, places = ("manager", ["south"]) if name == "mia" else ("agent", ["bari", "naples"])
        where = [word for place in places for word in ("--segment", place)]
        must(hub.run("people", "add", email, "--name", name.title(), "--role", role, *where))
    for code in ("south", "bari", "naples"):
        must(hub.run("segments", "set", code, "--manager", PEOPLE["mia"]))


@contextmanager
def team_of(directory: Path, database: str) -> Iterator[Team]:
    """Give a team whose hub is on one of the databases."""
    with hub_on(directory, database) as hub:
        yield Team(directory, hub)


def read_log(hub: Hub) -> list[dict[str, Json]]:
    """Return what the hub logged, a record a request."""
    lines = (hub.directory / "hub.log").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]
