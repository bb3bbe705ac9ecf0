"""The hub as the program has it: a store on disk behind the real application, set up and taken down in process."""

from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, Protocol

from sqlalchemy import Connection

from cxloop_tui.domain.address import Database, StoreAddress
from cxloop_tui.domain.errors import StoreTrouble
from cxloop_tui.hub.app import Hub, HubApp
from cxloop_tui.hub.limits import Limits
from cxloop_tui.hub.ports import Accept
from cxloop_tui.services.accepting import Accepting
from cxloop_tui.services.adopting import Adopting
from cxloop_tui.services.devices import Devices
from cxloop_tui.store import doctor, restoring
from cxloop_tui.store.backup import back_up
from cxloop_tui.store.postgresql.writer import PostgresqlWriter
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.sql_store import SqlStore
from cxloop_tui.store.writer import Writer
from tests.builders import seeded_ids
from tests.fakes import Held
from tests.postgresql import Server
from tests.simulation.network import PAGE
from tests.simulation.pictures import held_by_hub

_LIMITS = Limits(page=PAGE, a_second=1e6, burst=1_000_000)
"""Small pages, so that there are many; how often somebody asks is not what is looked at here."""

Message = MutableMapping[str, Any]


class Refusing(SqlStore):
    """A store whose disk refuses the next transaction when all is written and nothing committed, if it is told to."""

    refuses: bool = False

    @contextmanager
    def _written(self) -> Iterator[Connection]:
        with super()._written() as connection:  # type: ignore[safe-super]
            yield connection
            if self.refuses:
                self.refuses = False
                raise StoreTrouble("the disk refuses")


class _RefusingFile(Refusing, Writer):
    """The same on a file."""


class _RefusingDatabase(Refusing, PostgresqlWriter):
    """The same in a database on a server."""


class Home(Protocol):
    """Where a hub keeps its store."""

    @property
    def address(self) -> StoreAddress:
        """Its address."""

    def open(self) -> Refusing:
        """Open it for writing."""

    def copied(self) -> Any:
        """Return a backup."""

    def restore(self, backup: Any, epoch: str, now: int) -> None:
        """Put a backup in its place; nobody has it open."""

    def remove(self) -> None:
        """Take it away."""

    must_be_closed: bool
    """Whether it has to be closed to be copied."""


class FileHome:
    """A hub on a file: backup and restore are the program's own."""

    must_be_closed = False

    def __init__(self, directory: Path, template: Path) -> None:
        self._directory = directory
        self.address: Path = directory / "hub.db"
        self.address.write_bytes(template.read_bytes())
        self._copies = 0

    def open(self) -> Refusing:
        store = _RefusingFile.open(self.address)
        assert isinstance(store, Refusing)
        return store

    def copied(self) -> Path:
        self._copies += 1
        backup = self._directory / f"backup-{self._copies}.db"
        back_up(self.address, backup, lambda _done, _of: None)
        return backup

    def restore(self, backup: Path, epoch: str, now: int) -> None:
        restoring.restore(self.address, backup, epoch=epoch, now=now, watch=lambda _done, _of: None)

    def remove(self) -> None:
        """It goes with the directory."""


class DatabaseHome:
    """A hub in a database on a server: backup and restore are the server's, and the hub is told."""

    must_be_closed = True

    def __init__(self, server: Server, template: Database) -> None:
        self._server = server
        self.address: Database = server.copy(template)
        self._backups: list[Database] = []

    def open(self) -> Refusing:
        store = _RefusingDatabase.open(self.address)
        assert isinstance(store, Refusing)
        return store

    def copied(self) -> Database:
        self._backups.append(self._server.copy(self.address))
        return self._backups[-1]

    def restore(self, backup: Database, epoch: str, now: int) -> None:
        del now
        self._server.drop(self.address)
        self.address = self._server.copy(backup)
        store = self.open()
        store.transact_authority(lambda tx: tx.begin_epoch(epoch))
        store.close()

    def remove(self) -> None:
        for database in (self.address, *self._backups):
            self._server.drop(database)


class ServedHub:
    """A hub that answers over HTTP."""

    def __init__(self, home: Home, clock: Callable[[], int]) -> None:
        self._home = home
        self._clock = clock
        self._picture: Held | None = None
        self.lines: list[str] = []
        """Its log."""
        self._open()

    async def __call__(self, scope: Message, receive: Callable[[], Any], send: Callable[[Message], Any]) -> None:
        """Answer a request, as the application that serves at present."""
        await self._app(scope, receive, send)

    @property
    def held(self) -> Held:
        """What is on its disk."""
        return self._picture if self._picture is not None else held_by_hub(self._reader)

    def copied(self) -> Any:
        """Return a backup."""
        if not self._home.must_be_closed:
            return self._home.copied()
        with self._closed():
            return self._home.copied()

    def restore(self, backup: Any, epoch: str) -> None:
        """Stop, go on from a backup under another name, and serve again."""
        with self._closed():
            self._home.restore(backup, epoch, self._clock())

    def problems(self) -> Iterator[str]:
        """Yield what the program's doctor finds, and what the application stumbled over."""
        yield from doctor.examine(self._home.address).findings
        yield from (line for line in self.lines if '"error"' in line and "StoreTrouble" not in line)

    def close(self) -> None:
        """Serve no more, and keep a picture of what is there."""
        self._picture = self.held
        self._let_go()
        self._home.remove()

    def _accept(self, store: SqlStore, clock: Callable[[], int]) -> Accept:
        """Return what takes operations into the order."""
        return Accepting(store, clock).accept

    @contextmanager
    def _closed(self) -> Iterator[None]:
        self._let_go()
        try:
            yield
        finally:
            self._open()

    def _open(self) -> None:
        address, clock = self._home.address, self._clock
        self.store = self._home.open()
        self._devices_store, self._reader = self._home.open(), ReadPath.open(address)
        accept = self._accept(self.store, clock)
        hub = Hub(
            accept=accept,
            together=lambda pushes: [accept(operations, by=by) for operations, by in pushes],
            answering=_nobody_asks,
            joins=Adopting(self.store, clock, seeded_ids(4711)),
            devices=Devices(self._devices_store, self._reader, clock, Random(4712).randbytes),
            open_reader=lambda: ReadPath.open(address),
            clock=clock,
            write_log=self.lines.append,
            limits=_LIMITS,
            ticks=lambda: 0.0,
        )
        self._app = HubApp(hub)

    def _let_go(self) -> None:
        self._app.close()
        self._reader.close()
        self._devices_store.close()
        self.store.close()


def _nobody_asks(by: str, answer: object, now: int) -> Any:
    del by, answer, now
    raise AssertionError("no survey response is sent in these worlds")
