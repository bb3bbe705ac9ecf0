"""A command line over a store in memory: `line("set", "1", "--priority", "high")` runs it and says what it left."""

import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from cxloop_tui.bootstrap import Listening, Progress, Rooms, configuration_problems
from cxloop_tui.cli.invocation import Front, Invocation
from cxloop_tui.cli.main import run
from cxloop_tui.config import Config
from cxloop_tui.domain.address import StoreAddress
from cxloop_tui.domain.backup import Backup, Restored
from cxloop_tui.domain.errors import Unusable
from tests.fakes import CountingIds, MemoryStore, TickingClock, memory_rooms
from tests.said import Said


class MemoryFront:
    """The composition root of the tests: one store in memory, for any file name."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.me: str | None = None
        self.clock = TickingClock()
        self.ids = CountingIds()
        self.opened: list[tuple[object, ...]] = []
        self.findings: list[str] = []

    def open_rooms(self, address: StoreAddress, me: str | None) -> Rooms:
        person = me or self.me
        if person is None:
            raise Unusable(f"there is no store at {address}: `cxloop init --name NAME --email EMAIL` makes one")
        return memory_rooms(self.store, person, clock=self.clock, ids=self.ids)

    def create_rooms(self, address: StoreAddress, me: str) -> Rooms:
        assert isinstance(address, Path)
        address.parent.mkdir(parents=True, exist_ok=True)
        address.touch()
        self.me = me
        return memory_rooms(self.store, me, clock=self.clock, ids=self.ids, stranger=True)

    def run_desk(self, address: StoreAddress, me: str | None, query: str, config: Config) -> None:
        self.opened.append(("desk", named(address), me, query, config.theme))

    def run_demo(self, tickets: int, seed: int, config: Config, progress: Progress) -> None:
        progress("making tickets", tickets, tickets)
        self.opened.append(("demo", tickets, seed, config.theme))

    def build_demo(self, address: StoreAddress, tickets: int, seed: int, progress: Progress) -> None:
        self.store = MemoryStore()
        self.create_rooms(address, "demo@cxloop.example").desk().sit(
            "demo@cxloop.example",
            lambda sitting: sitting.put_person("demo@cxloop.example", {"name": "Demo", "role": "admin"}),
        )
        progress("making tickets", tickets, tickets)
        self.opened.append(("built", named(address), tickets, seed))

    def configuration_problems(self, config: Config) -> Sequence[str]:
        return configuration_problems(config)

    def serve_hub(
        self,
        address: StoreAddress,
        host: str,
        port: int,
        certificate: tuple[Path, Path] | None,
        listening: Listening,
    ) -> None:
        self.opened.append(("hub", named(address), host, port, certificate and tuple(map(named, certificate))))
        listening(3, f"http://{host}:{port}")

    def examine(self, address: StoreAddress, progress: Progress) -> SimpleNamespace:
        assert address
        progress("checking the files", 0, 0)
        progress("examining tickets", 1, 2)
        return SimpleNamespace(tickets=2, operations=7, findings=self.findings, more=0)

    def back_up(self, store: Path, to: Path, progress: Progress) -> Backup:
        progress("copying", 1, 2)
        self.opened.append(("backed up", named(store), to.name))
        return self.look_into(to)

    def look_into(self, backup_file: Path) -> Backup:
        return Backup(backup_file, 7, self.clock.now)

    def restore(self, store: Path, backup_file: Path, progress: Progress) -> Restored:
        progress("copying", 1, 2)
        self.opened.append(("restored", named(store), backup_file.name))
        return Restored(store.with_name("kept.db"), 1, "second")

    def begin_epoch(self, address: StoreAddress) -> str:
        self.opened.append(("epoch begun", named(address)))
        return "second"


def named(address: StoreAddress) -> str:
    """The last part of a store's address, by which the tests tell them apart."""
    return Path(str(address)).name


class Screen(io.StringIO):
    """Standard error with somebody in front of it."""

    def isatty(self) -> bool:
        return True


Line = Callable[..., Said]


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the configuration, stores and reports of whoever runs the tests out of them, and theirs out of here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "CXLOOP_USER", "CXLOOP_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CXLOOP_STORE", str(tmp_path / "desk.db"))
    return tmp_path


@pytest.fixture
def front() -> MemoryFront:
    """The rooms behind `line`."""
    return MemoryFront()


@pytest.fixture
def line(front: Front, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    """Run a command line."""

    def call(*arguments: str, stdin: bytes = b"") -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        code = run(arguments, Invocation(front=front))
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return Said(code, printed.out, printed.err)

    return call


@pytest.fixture
def desk(line: Line) -> Line:
    """A desk with people and segments, and one ticket.

    Retail (rita) with South (max, an agent there: ben) and North below it; Ana is admin and set it up. Ticket 1 is
    Ben's, in South.
    """
    for arguments in (
        ("init", "--name", "Ana Admin", "--email", "ana@desk.example", "--segment", "Retail"),
        ("people", "add", "rita@desk.example", "--name", "Rita Rossi", "--role", "manager", "--segment", "retail"),
        ("people", "add", "max@desk.example", "--name", "Max Müller", "--role", "manager"),
        ("segments", "add", "south", "--name", "South", "--parent", "Retail", "--manager", "Max Müller"),
        ("segments", "add", "north", "--name", "North", "--parent", "retail"),
        ("segments", "set", "retail", "--manager", "rita@desk.example", "--manager", "ana@desk.example"),
        ("people", "add", "ben@desk.example", "--name", "Ben Bauer", "--segment", "South"),
        ("new", "--email", "kim@shop.example", "--name", "Kim Lee", "--segment", "South",
         "--owner", "ben@desk.example", "--comment", "My late delivery"),
    ):  # fmt: skip
        said = line(*arguments)
        assert said.code == 0, said.err
    return line
