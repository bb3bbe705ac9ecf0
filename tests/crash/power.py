"""The power fails: writers die at once, and of the write-ahead log only what was synced is left: `cut_power`.

The writers run under the shim and fill one log that is never written back, so the log only grows and what had been
synced at any moment is a length: a copy of the store whose log is cut to that length is the store as it would be
after the power failed at that moment. Of such copies three things are shown:

- cut at the last sync, everything that was ever acknowledged is there, once, and the store is whole;
- cut where the disk stood when a line was said, that line is there already, for every line: no acknowledgement waited
  for somebody else's sync;
- cut anywhere (one byte short of the last sync, or at any byte), the store is whole and has the first operations and
  no others: what was torn is gone as one transaction. One byte short does lose the last transaction, which shows that
  the log carries what is being tested and that the length is not too generous.

It cannot show that the disk keeps what it says it has synced, nor what happens to names in directories.
"""

import shutil
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from cxloop_tui.store.writer import CHECKPOINT_BYTES
from tests.crash import ledger, shim
from tests.crash.ledger import Acknowledged
from tests.crash.seat import first_trouble, make_store, seats
from tests.crash.writer_process import FAULT_VARIABLE, Fault
from tests.waiting import wait_until

ANYWHERE = 12
"""At how many random bytes the log is cut besides."""

_ATTEMPTS = 5

_LONGEST_RUN = 60.0
"""Seconds in which the writers must have filled the log as far as wanted."""


@dataclass(frozen=True, slots=True)
class PowerCut:
    """What was cut, and what was wrong afterwards."""

    acknowledged: int
    """Operations."""
    operations: int
    """Operations in the store after the cut at the last sync, those that set it up included."""
    written: int
    """Bytes of the log that the kernel had."""
    synced: int
    """Bytes of the log that the disk had."""
    cuts: int
    """Copies cut and examined."""
    seconds: float
    problems: list[str]


@dataclass(frozen=True, slots=True)
class _Wreck:
    """A store that nobody works on any more, with its log as the kernel had it."""

    store: Path

    @property
    def wal(self) -> Path:
        return self.store.with_name(self.store.name + "-wal")

    def cut(self, length: int) -> Path:
        """Return a copy whose log has `length` bytes; the copy before is gone."""
        copy = self.store.with_name("cut") / self.store.name
        shutil.rmtree(copy.parent, ignore_errors=True)
        copy.parent.mkdir()
        shutil.copy(self.store, copy)
        with self.wal.open("rb") as whole:
            copy.with_name(self.wal.name).write_bytes(whole.read(length))
        return copy


def cut_power(
    directory: Path, library: Path, *, processes: int = 1, seed: int = 1, fault: Fault | None = None
) -> PowerCut:
    """Let writers work in the empty `directory` until the power fails; `library` is the compiled shim.

    With one process every acknowledgement has to stand on its own sync; several overlap as they do in life.
    """
    for attempt in range(_ATTEMPTS):
        place = directory / str(attempt)
        place.mkdir()
        cut = _cut_once(place, library, Random(f"{seed} {attempt}"), processes=processes, fault=fault)
        if cut is not None:
            return cut
    raise AssertionError(f"{_ATTEMPTS} times the log was written back while the writers worked: that shows nothing")


def _cut_once(
    directory: Path, library: Path, dice: Random, *, processes: int, fault: Fault | None
) -> PowerCut | None:
    """Do so; None when the log was written back meanwhile: on a busy machine the writers are not stopped in time."""
    began = time.monotonic()
    wreck = _Wreck(make_store(directory / "store.db"))
    log = directory / "synced.log"
    never_written_back = wreck.store.read_bytes()
    acknowledged, problems = _work_until_dark(wreck, log, library, dice, processes=processes, fault=fault)
    if wreck.store.read_bytes() != never_written_back:
        return None
    synced = shim.last_synced_length(log, wreck.wal)
    return PowerCut(
        acknowledged=sum(len(one.operations) for one in acknowledged),
        operations=ledger.number_kept(wreck.cut(synced)),
        written=wreck.wal.stat().st_size,
        synced=synced,
        cuts=1 + len(_by_length(acknowledged)) + 1 + ANYWHERE,
        problems=[*problems, *_problems(wreck, acknowledged, synced, dice)],
        seconds=time.monotonic() - began,
    )


def _work_until_dark(
    wreck: _Wreck, log: Path, library: Path, dice: Random, *, processes: int, fault: Fault | None
) -> tuple[list[Acknowledged], list[str]]:
    """Let them work until the log has a random length, well below where a commit would write it back."""
    enough = CHECKPOINT_BYTES * dice.uniform(0.3, 0.7)
    environment = shim.environment(library, log) | ({FAULT_VARIABLE: fault} if fault else {})
    with seats(wreck.store, processes, dice, environment) as taken:
        until = time.monotonic() + _LONGEST_RUN
        full = wait_until(lambda: _size(wreck.wal) >= enough or bool(first_trouble(taken)), until)
        trouble = first_trouble(taken) or (None if full else "the writers did not write enough in time")
    acknowledged = [one for seat in taken for one in seat.acknowledged]
    return acknowledged, [trouble] if trouble else []


def _size(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def _problems(wreck: _Wreck, acknowledged: Sequence[Acknowledged], synced: int, dice: Random) -> list[str]:
    order = ledger.kept(wreck.cut(wreck.wal.stat().st_size))
    short = max(0, _end_of_what_counts(wreck.cut(synced)) - 1)
    anywhere = [dice.randrange(synced + 1) for _ in range(ANYWHERE)]
    return [
        *_at(synced, ledger.problems(wreck.cut(synced), acknowledged)),
        *_said_too_early(wreck, acknowledged),
        *(problem for length in (short, *anywhere) for problem in _torn(wreck, length, order)),
        *_not_tight(wreck, acknowledged, synced, short),
    ]


def _end_of_what_counts(store: Path) -> int:
    """Return how much of a store's log counts.

    A writer that is killed after its commit was written and before the others know of it leaves frames behind. The
    next one overwrites the first of them; the others stay in the file and count no more.
    """
    with closing(sqlite3.connect(store)) as connection:
        (page,) = connection.execute("PRAGMA page_size").fetchone()
        _, frames, _ = connection.execute("PRAGMA wal_checkpoint").fetchone()
    return _LOG_HEADER + max(0, int(frames)) * (_FRAME_HEADER + int(page))


_LOG_HEADER = 32
_FRAME_HEADER = 24
"""Bytes; https://www.sqlite.org/fileformat2.html#walformat."""


def _at(length: int, problems: Sequence[str]) -> list[str]:
    return [f"cut at {length}: {problem}" for problem in problems]


def _by_length(acknowledged: Sequence[Acknowledged]) -> dict[int, set[str]]:
    """Return which operations were acknowledged with how much of the log on the disk."""
    said: dict[int, set[str]] = {}
    for one in acknowledged:
        said.setdefault(one.synced or 0, set()).update(one.operations)
    return said


def _said_too_early(wreck: _Wreck, acknowledged: Sequence[Acknowledged]) -> list[str]:
    return [
        f"cut at {length}: acknowledged by then and lost: {', '.join(sorted(lost))}"
        for length, said in _by_length(acknowledged).items()
        if (lost := said.difference(ledger.kept(wreck.cut(length))))
    ]


def _torn(wreck: _Wreck, length: int, order: Sequence[str]) -> list[str]:
    """After a cut anywhere the store is whole and has the first operations of all."""
    copy = wreck.cut(length)
    left = ledger.kept(copy)
    out_of_order = [] if left == order[: len(left)] else ["what is left is not what came first"]
    return _at(length, [*out_of_order, *ledger.problems(copy, ())])


def _not_tight(wreck: _Wreck, acknowledged: Sequence[Acknowledged], synced: int, short: int) -> list[str]:
    """One byte short of the last sync loses what was synced last: one transaction, whole."""
    lost = set(ledger.kept(wreck.cut(synced))).difference(ledger.kept(wreck.cut(short)))
    told = (set(one.operations) for one in acknowledged)
    if not lost or any(lost & one and lost != one for one in told):
        return [f"cut at {short}: not exactly the last transaction is lost, but {sorted(lost) or 'nothing'}"]
    return []
