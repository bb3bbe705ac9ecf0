"""One writer or checkpoint at a time, among all processes, and nobody is locked out by the dead."""

import fcntl
import subprocess
import sys
from collections import Counter
from pathlib import Path
from threading import Thread

import pytest

from cxloop_tui.domain.errors import StoreTrouble
from cxloop_tui.services.desk import Desk
from cxloop_tui.store import lock, writer
from cxloop_tui.store.lock import locked
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from tests.builders import BEA, CREATED, FakeClock, seeded_ids
from tests.sqlite import raw

BUSY_PROCESS = """
import os, sys
from pathlib import Path
from cxloop_tui.services.desk import Desk
from cxloop_tui.store import writer
from tests.builders import BEA, CREATED, FakeClock, seeded_ids

store, log, seed, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
marks = os.open(log, os.O_WRONLY | os.O_APPEND)
writer.CHECKPOINT_BYTES = 1

def mark(word):
    os.write(marks, f"{word} {seed}\\n".encode())

class Marking(writer.Writer):
    def _checkpoint(self, *, at_least):
        mark("committed")
        mark("checkpoint")
        super()._checkpoint(at_least=at_least)
        mark("checkpointed")

def work(sitting):
    mark("begun")
    sitting.create(CREATED, "hello")

print("ready", flush=True)
sys.stdin.readline()
at_work = Marking.open(store)
desk = Desk(at_work, FakeClock(), seeded_ids(seed))
for _ in range(rounds):
    desk.sit(BEA, work)
"""

STUCK_PROCESS = """
import sys, time
from pathlib import Path
from cxloop_tui.services.desk import Desk
from cxloop_tui.store.writer import Writer
from tests.builders import BEA, CREATED, FakeClock, seeded_ids

def work(sitting):
    sitting.create(CREATED, "never acknowledged")
    print("inside", flush=True)
    sys.stdin.readline()

Desk(Writer.open(Path(sys.argv[1])), FakeClock(), seeded_ids(3)).sit(BEA, work)
"""


def start(program: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_transactions_and_checkpoints_of_two_processes_never_overlap(path: Path) -> None:
    log = path.with_name("log")
    log.touch()
    rounds = 40
    processes = [start(BUSY_PROCESS, path, log, seed, rounds) for seed in (11, 12)]
    assert [said(process) for process in processes] == ["ready", "ready"]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0, 0]
    marks = [line.split() for line in log.read_text().splitlines()]
    cycle = ["begun", "committed", "checkpoint", "checkpointed"]
    assert [word for word, _ in marks] == cycle * (2 * rounds)
    for place in range(0, len(marks), len(cycle)):
        assert len({who for _, who in marks[place : place + len(cycle)]}) == 1
    assert Counter(who for _, who in marks) == {"11": 4 * rounds, "12": 4 * rounds}


def test_the_lock_of_a_killed_process_is_free_and_what_it_had_not_finished_is_not_there(path: Path) -> None:
    stuck = start(STUCK_PROCESS, path)
    assert said(stuck) == "inside"
    stuck.kill()
    stuck.communicate()
    store = Writer.open(path)
    made = Desk(store, FakeClock(), seeded_ids(4)).sit(BEA, lambda sitting: sitting.create(CREATED, "hello").ticket)
    assert made.number == 1
    store.close()


def test_who_waits_too_long_is_told_and_nothing_is_lost(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = start(STUCK_PROCESS, path)
    assert said(stuck) == "inside"
    monkeypatch.setattr(lock, "BUSY_SECONDS", 0.1)
    store = Writer.open(path)
    desk = Desk(store, FakeClock(), seeded_ids(4))
    with pytest.raises(StoreTrouble, match=r"another cxloop has been writing to .* try again, nothing is lost"):
        desk.sit(BEA, lambda sitting: sitting.create(CREATED, "hello"))
    stuck.communicate("go on\n")
    assert desk.sit(BEA, lambda sitting: sitting.create(CREATED, "hello").ticket.number) == 2
    store.close()


def test_readers_never_wait_for_a_writer(path: Path) -> None:
    stuck = start(STUCK_PROCESS, path)
    assert said(stuck) == "inside"
    reader = ReadPath.open(path)
    before = reader.seq()
    stuck.communicate("go on\n")
    assert reader.seq() == before + 1
    reader.close()


def test_a_lock_that_cannot_be_made_is_told_in_one_sentence(path: Path) -> None:
    path.with_name("store.db.lock").unlink()
    path.with_name("store.db.lock").mkdir()
    with pytest.raises(StoreTrouble, match="cannot be locked: Is a directory"), locked(path):
        pass


def test_a_lock_file_that_somebody_removed_locks_nobody_out_and_nobody_in(path: Path) -> None:
    store, other = Writer.open(path), Writer.open(path)
    desks = [Desk(one, FakeClock(), seeded_ids(seed)) for seed, one in enumerate((store, other), start=4)]
    desks[0].sit(BEA, lambda sitting: sitting.create(CREATED, "hello"))
    path.with_name("store.db.lock").unlink()
    desks[1].sit(BEA, lambda sitting: sitting.create(CREATED, "hello"))
    desks[0].sit(BEA, lambda _: _demand_locked(path))
    desks[1].sit(BEA, lambda _: _demand_locked(path))
    for one in (store, other):
        one.close()


def _demand_locked(path: Path) -> None:
    with path.with_name("store.db.lock").open() as file, pytest.raises(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_closed_store_keeps_no_file_open(path: Path) -> None:
    store = Writer.open(path)
    Desk(store, FakeClock(), seeded_ids(4)).sit(BEA, lambda sitting: sitting.create(CREATED, "hello"))
    assert path.with_name("store.db.lock") in _open_files()
    store.close()
    assert path.with_name("store.db.lock") not in _open_files()


def _open_files() -> set[Path]:
    return {each.readlink() for each in Path("/proc/self/fd").iterdir() if each.is_symlink()}


def test_the_lock_is_let_go_when_the_work_fails(path: Path) -> None:
    store = Writer.open(path)
    desk = Desk(store, FakeClock(), seeded_ids(4))
    with pytest.raises(ZeroDivisionError):
        desk.sit(BEA, lambda _: 1 // 0)
    taken = []

    def take() -> None:
        with locked(path):
            taken.append(True)

    other = Thread(target=take)
    other.start()
    other.join()
    assert taken == [True]
    store.close()


def test_a_reader_in_the_way_only_puts_a_checkpoint_off(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "CHECKPOINT_BYTES", 1)
    log = path.with_name("store.db-wal")
    store, reader = Writer.open(path), ReadPath.open(path)
    desk = Desk(store, FakeClock(), seeded_ids(4))
    raw(reader).execute("BEGIN")
    before = reader.seq()
    desk.sit(BEA, lambda sitting: sitting.create(CREATED, "hello"))
    assert log.stat().st_size > 0
    assert reader.seq() == before
    raw(reader).execute("COMMIT")
    desk.sit(BEA, lambda sitting: sitting.create(CREATED, "hello"))
    assert log.stat().st_size == 0
    assert reader.seq() == before + 2
    reader.close()
    store.close()


def test_a_writer_notices_that_another_gave_the_order_a_new_name(path: Path) -> None:
    running, other = Writer.open(path), Writer.open(path)
    first = running.transact(lambda tx: tx.base())
    other.transact_authority(lambda tx: tx.begin_epoch("second"))
    assert running.transact(lambda tx: tx.base()) == first._replace(epoch="second")
    running.close()
    other.close()
