"""A laptop's disk as the program has it: a SQLite file, copied as a file, cut off as a file."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.ticket_view import StoredDraft
from cxloop_tui.services.ports import FollowingTransaction, Transaction
from cxloop_tui.store import doctor
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from tests.simulation.pictures import held_by_laptop
from tests.simulation.power import Crash, Moment, Power
from tests.simulation.replica import Copied, HeldReplica

T = TypeVar("T")

_FEW_PAGES = 10
"""So many pages are kept in memory: what a transaction changes lies in the log before it is committed."""


class _Fed(Writer):
    """A writer whose power may go out in its next transaction: the disk stays as it is at that moment."""

    moment: Moment | None = None
    cut_off: Callable[[], None]

    @contextmanager
    def _written(self) -> Iterator[Connection]:
        moment, self.moment = self.moment, None
        self._goes_out(moment is Moment.BEFORE)
        with super()._written() as connection:
            yield connection
            self._goes_out(moment is Moment.INSIDE)
        self._goes_out(moment is Moment.AFTER)

    def _goes_out(self, now: bool) -> None:
        if now:
            self.cut_off()
            raise Crash

    def die(self) -> None:
        """End as a process does whose computer has no power: nothing is written back."""
        self._let_go()


class FileDisk:
    """The stores of one laptop in a directory; each life of the disk is a directory in that."""

    def __init__(self, directory: Path, template: Path) -> None:
        self.power = Power()
        self._directory = directory
        self._lives = count(1)
        self._picture: HeldReplica | None = None
        self._open(self._copy_of(template))

    @property
    def held(self) -> HeldReplica:
        """What is on it; read when it was written since."""
        if self._picture is None:
            self._picture = held_by_laptop(self._reader)
        return self._picture

    def copied(self) -> Copied:
        """Return a copy of all that is on it."""
        return Copied(self.held, self._copy_of(self._at))

    def go_back(self, copy: Copied) -> None:
        """Be as it was when it was copied."""
        assert copy.at is not None
        self._let_go()
        self._open(self._copy_of(copy.at))

    def problems(self) -> Iterator[str]:
        """Yield what the program's doctor finds."""
        yield from doctor.examine(self._at / "store.db").findings

    def close(self) -> None:
        """Let go of the file, and keep a picture of it."""
        with suppress(AssertionError):  # what cannot be read any more was told of before
            self._picture = self.held
        self._let_go()

    # The ports ------------------------------------------------------------------------------------------------------

    def transact(self, work: Callable[[Transaction], T]) -> T:
        self._picture = None
        return self._writer.transact(work)

    def transact_replica(self, work: Callable[[FollowingTransaction], T]) -> T:
        self._picture = None
        self._writer.moment = self.power.in_next()
        try:
            return self._writer.transact_replica(work)
        except Crash:
            self._let_go()
            self._open(self._left)
            raise

    def at_length(self) -> AbstractContextManager[None]:
        return self._writer.at_length()

    def save_draft(self, draft: StoredDraft) -> None:
        self._writer.save_draft(draft)

    def keep(self, by: str, shelf: str, things: Mapping[str, Json]) -> None:
        self._writer.keep(by, shelf, things)

    # The files ------------------------------------------------------------------------------------------------------

    def _open(self, at: Path) -> None:
        self._at = at
        self._picture = None
        writer = _Fed.open(at / "store.db")
        assert isinstance(writer, _Fed)
        writer.cut_off = self._cut_off
        writer._pragma(f"cache_size = {_FEW_PAGES}")
        self._writer = writer
        self._reader = ReadPath.open(at / "store.db")

    def _cut_off(self) -> None:
        self._left = self._copy_of(self._at)

    def _copy_of(self, at: Path) -> Path:
        """Copy a store with its log, as both lie there now; nobody has the copy open."""
        copy = self._directory / str(next(self._lives))
        copy.mkdir(parents=True)
        for ending in ("", "-wal"):
            found = at / f"store.db{ending}"
            if found.exists():
                shutil.copyfile(found, copy / found.name)
        return copy

    def _let_go(self) -> None:
        self._reader.close()
        self._writer.die()
