"""A desk at work that somebody is going to kill: `python -m tests.crash.writer_process STORE FLAGFILE SEED`.

It does one thing after another at the desk, without end. After every transaction that is acknowledged, and that made
operations, one line goes to standard output in one write: their ids, separated by spaces; under the shim (`shim.py`)
a tab and the length of the write-ahead log that was on the disk by then. A line without its end was never said.

FLAGFILE holds one byte, which outlives the process: 1 from the first moment inside a transaction until its end is
known. The process ends by itself when nobody is left to kill it.
"""

import mmap
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from random import Random
from threading import Event
from typing import TypeAlias
from unittest import mock

from cxloop_tui.bootstrap import new_id, wall_clock
from cxloop_tui.domain.errors import NotFound, Refused
from cxloop_tui.domain.operation import Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.selection import Order, Selection
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.performing import Done, Put
from cxloop_tui.store import file
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from tests.crash import shim

FAULT_VARIABLE = "CXLOOP_CRASH_FAULT"
"""The environment variable that names a `Fault`."""

BATCH = 3
"""How many operations every group has."""

_NEWEST = Selection((), (), (), Order("updated_at", descending=True))
_IN_REACH = 40
"""How many of the tickets that were touched last the writers work on: few enough to meet each other."""

_LONG_ENOUGH_TO_BE_KILLED = 60.0
"""Seconds."""

_WORDS = [
    "late",
    "broken",
    "refund",
    "kind",
    "queue",
    "перевод",
    "房间",
    "naïve",
    "👍🏽",
    "twice",
    "invoice",
    "sorry",
]


class Fault(StrEnum):
    """What a writer does wrong on purpose, to see that it is noticed."""

    UNSYNCED = "unsynced"
    """Its commits reach the disk some time later: `synchronous = NORMAL`, enough against kills and not for us."""
    TOO_EARLY = "too-early"
    """It acknowledges inside the transaction and stays there."""


class Flag:
    """One byte in a file, shared memory: what the process left there can be read when it is dead."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as opened:
            self._byte = mmap.mmap(opened.fileno(), 1)

    def raise_(self) -> None:
        """Say that a transaction is open."""
        self._byte[0] = 1

    def lower(self) -> None:
        """Say that no transaction is open."""
        self._byte[0] = 0


@dataclass(frozen=True, slots=True)
class Moment:
    """What a verb may choose from: the dice, who works, the space, and the tickets touched last."""

    dice: Random
    me: str
    space: Organisation
    rows: Sequence[TicketRow]

    def row(self) -> TicketRow:
        """Choose a ticket. Raises Refused while there is none."""
        if not self.rows:
            raise Refused("there is no ticket yet")
        return self.dice.choice(self.rows)

    def text(self) -> str:
        """Return a few words."""
        return " ".join(self.dice.choices(_WORDS, k=self.dice.randint(1, 30)))

    def segment(self) -> str:
        """Choose a segment, by its code. Raises Refused where the making of all of them was taken back."""
        codes = [segment.code for segment in self.space.tree]
        if not codes:
            raise Refused("there is no segment")
        return self.dice.choice(codes)

    def somebody(self) -> str:
        """Choose a person."""
        return self.dice.choice(sorted(self.space.people))


def create(sitting: Sitting, moment: Moment) -> Sequence[Operation]:
    """Make a ticket."""
    wanted = {
        "customer_email": f"c{moment.dice.randint(1, 200)}@example.com",
        "segment": moment.segment(),
        "owner": moment.somebody(),
        "priority": moment.dice.choice(list(Priority)).value,
    }
    return _operations([sitting.create(wanted, moment.text(), tags=moment.dice.sample(_WORDS, 2))])


def comment(sitting: Sitting, moment: Moment) -> Sequence[Operation]:
    """Add a comment; it opens a new ticket."""
    return _operations([sitting.comment(moment.row().id, moment.text())])


def contact(sitting: Sitting, moment: Moment) -> Sequence[Operation]:
    """Log a call."""
    return _operations([sitting.contact(moment.row().id, "call", "reached", moment.text())])


def change(sitting: Sitting, moment: Moment) -> Sequence[Operation]:
    """Change fields, those of the counters, the sort keys and the full text among them."""
    wanted = {
        "priority": moment.dice.choice(list(Priority)).value,
        "owner": moment.somebody(),
        "customer_name": moment.text()[:100],
    }
    return _operations([sitting.change(moment.row().id, wanted)])


def turn(sitting: Sitting, moment: Moment) -> Sequence[Operation]:
    """Bring a ticket a step on: resolve, reopen, escalate, hand back."""
    row = moment.row()
    above = moment.space.tree.above(row.segment)
    if row.status is Status.RESOLVED:
        done = sitting.reopen(row.id, moment.text())
    elif row.status is Status.ESCALATED:
        done = sitting.hand_back(row.id)
    elif above and moment.dice.random() < 0.5:
        done = sitting.escalate(row.id, moment.dice.choice(above), moment.text())
    else:
        done = sitting.resolve(row.id, root_cause="queue", action_taken=moment.text(), told="call")
    return _operations([done])


def batch(sitting: Sitting, moment: Moment) -> Sequence[Operation]:
    """Change several tickets as one group, in one transaction."""
    if len(moment.rows) < BATCH:
        raise Refused("there are too few tickets yet")
    group, category = new_id(), new_id()
    rows = moment.dice.sample(moment.rows, BATCH)
    return _operations([sitting.change(row.id, {"category": category}, group=group) for row in rows])


def undo(sitting: Sitting, _moment: Moment) -> Sequence[Operation]:
    """Take back my last operation or group."""
    return _operations(sitting.undo())


def redo(sitting: Sitting, _moment: Moment) -> Sequence[Operation]:
    """Take back my last undo."""
    return _operations(sitting.redo())


def rename(sitting: Sitting, moment: Moment) -> Sequence[Operation]:
    """Change the organisation."""
    made = sitting.put_segment(moment.segment(), {"name": f"Segment {moment.dice.randint(1, 9999)}"})
    return [made] if made else []


Verb: TypeAlias = Callable[[Sitting, Moment], Sequence[Operation]]

VERBS: dict[Verb, int] = {
    create: 6,
    comment: 5,
    contact: 2,
    change: 4,
    turn: 4,
    batch: 3,
    undo: 3,
    redo: 1,
    rename: 1,
}
"""What a writer does, and how often in proportion."""


def _operations(done: Sequence[Done | Put | None]) -> list[Operation]:
    return [one.operation for one in done if one is not None]


class WriterProcess:
    """One person at a desk of their own, on a file that others write to as well."""

    def __init__(self, store: Path, flag: Flag, dice: Random, fault: Fault | None) -> None:
        self._store = store
        self._flag = flag
        self._dice = dice
        self._fault = fault
        self._desk = Desk(Writer.open(store), wall_clock, new_id)
        self._reader = ReadPath.open(store)
        self._me = dice.choice(sorted(self._reader.organisation().people))

    def step(self) -> None:
        """Do one thing and say so; what the desk refuses leaves no line, for it left nothing."""
        window = self._reader.window(_NEWEST, after=None, before=None, limit=_IN_REACH)
        moment = Moment(self._dice, self._me, self._reader.organisation(), window.rows)
        verb = self._dice.choices(list(VERBS), list(VERBS.values()))[0]
        try:
            operations = self._desk.sit(self._me, lambda sitting: self._inside(verb, sitting, moment))
        except (Refused, NotFound):
            operations = []
        self._flag.lower()
        self._acknowledge(operations)

    def _inside(self, verb: Verb, sitting: Sitting, moment: Moment) -> Sequence[Operation]:
        self._flag.raise_()
        operations = verb(sitting, moment)
        if self._fault is Fault.TOO_EARLY and operations:
            self._acknowledge(operations)
            Event().wait(_LONG_ENOUGH_TO_BE_KILLED)
        return operations

    def _acknowledge(self, operations: Sequence[Operation]) -> None:
        if operations:
            ids = " ".join(operation.id for operation in operations)
            os.write(sys.stdout.fileno(), f"{ids}{self._synced()}\n".encode("ascii"))

    def _synced(self) -> str:
        log = os.environ.get(shim.LOG_VARIABLE)
        wal = self._store.with_name(self._store.name + "-wal")
        return "" if log is None else f"\t{shim.last_synced_length(Path(log), wal)}"


def _tell_wrongly(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("PRAGMA synchronous = NORMAL")


def main() -> None:
    """Work until killed."""
    store, flag, seed = sys.argv[1:]
    named = os.environ.get(FAULT_VARIABLE)
    fault = Fault(named) if named else None
    tell = _tell_wrongly if fault is Fault.UNSYNCED else file.tell
    killer = os.getppid()
    with mock.patch.object(file, "tell", tell):
        process = WriterProcess(Path(store), Flag(Path(flag)), Random(int(seed)), fault)
        while os.getppid() == killer:
            process.step()


if __name__ == "__main__":
    main()
