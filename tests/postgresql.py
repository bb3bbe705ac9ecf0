"""A PostgreSQL server of the tests' own: started when the first test needs it, gone when they end."""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from cxloop_tui.domain.address import Database, address_of
from cxloop_tui.store.postgresql.writer import PostgresqlWriter

_SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=32MB",
    "max_connections=40",
    "autovacuum=off",
)
"""Nothing here has to survive a power cut."""

DURABLE = ("listen_addresses=", "shared_buffers=256MB", "max_connections=40")
"""As a server is set up that has to: what is measured is worth nothing otherwise."""

_START_SECONDS = 60

GUARDED = "guarded"
"""Who needs a password here; everybody else is let in."""

_names = count(1)


def programs() -> Path | None:
    """Return the directory of the server's programs, None where there is no PostgreSQL 15 or newer."""
    on_path = shutil.which("initdb")
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: int(place.parent.name))
    return (
        Path(on_path).parent if on_path else next((at for at in reversed(places) if (at / "initdb").exists()), None)
    )


class Server:
    """A server on a socket in a directory of its own; by the user `postgres` where we are root, as it demands."""

    def __init__(self, programs: Path, settings: Sequence[str] = _SETTINGS) -> None:
        self._user = "postgres" if os.geteuid() == 0 else None
        self.directory = Path(tempfile.mkdtemp(prefix="cxloop-pg-"))
        if self._user:
            shutil.chown(self.directory, self._user)
        data = self.directory / "data"
        make = [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*make, "--locale=C.UTF-8", "--no-sync"], check=True, capture_output=True, user=self._user)
        access = data / "pg_hba.conf"
        access.write_text(f"local all {GUARDED} scram-sha-256\n{access.read_text()}")
        told = [word for setting in settings for word in ("-c", setting)]
        with (self.directory / "log").open("w") as log:
            self._process = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", self.directory, *told],
                stdout=log,
                stderr=log,
                user=self._user,
                start_new_session=True,  # ctrl+c is for the tests, which stop it in their own time
            )
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                self.run("SELECT 1")
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """End it and remove what it leaves."""
        self._process.send_signal(signal.SIGINT)  # at once, whoever is connected
        self._process.wait()
        shutil.rmtree(self.directory, ignore_errors=True)

    def url(self, database: str, user: str = "postgres") -> str:
        """Return the address of one of its databases, as somebody would write it."""
        return f"postgresql+psycopg://{user}@/{database}?host={self.directory}"

    def run(self, statement: str, *names: str) -> None:
        """Carry out one statement for the administrator; {} in it stands for a name."""
        with psycopg.connect(f"postgresql://postgres@/postgres?host={self.directory}", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def empty_database(self) -> Database:
        """Make a database with nothing in it."""
        name = _new_name()
        self.run("CREATE DATABASE {}", name)
        return _database(self.url(name))

    def store(self) -> Database:
        """Make a database with a new store: a copy of one, which takes a fraction of the time."""
        name = _new_name()
        self.run("CREATE DATABASE {} TEMPLATE {}", name, self._template())
        return _database(self.url(name))

    def copy(self, database: Database) -> Database:
        """Make a database that is as another one is, to which nobody is connected."""
        name = _new_name()
        self.run("CREATE DATABASE {} TEMPLATE {}", name, _name_of(database))
        return _database(self.url(name))

    @cache  # noqa: B019 - there is one server
    def _template(self) -> str:
        self.run("CREATE DATABASE {}", "template_store")
        PostgresqlWriter.create(_database(self.url("template_store"))).close()
        return "template_store"

    def drop(self, database: Database) -> None:
        """Remove a database, whoever is still connected."""
        self.run("DROP DATABASE {} WITH (FORCE)", _name_of(database))


def _new_name() -> str:
    """Return a name that no database has, whichever process makes it."""
    return f"desk_{os.getpid()}_{next(_names)}"


def _name_of(database: Database) -> str:
    return str(database).partition("@/")[2].partition("?")[0]


def _database(url: str) -> Database:
    database = address_of(url)
    assert isinstance(database, Database)
    return database


@cache
def _started(at: Path) -> Server:
    server = Server(at)
    atexit.register(server.stop)
    return server


def server() -> Server:
    """Return the server, starting it first; skip the test where there is none."""
    at = programs()
    if at is None:
        pytest.skip("there is no PostgreSQL server here: `apt-get install postgresql` brings one")
    return _started(at)
