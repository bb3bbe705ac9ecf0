"""Many transactions one after the other: others come to write in between, and afterwards all is as before."""

from pathlib import Path
from threading import Event, Thread

from cxloop_tui.services.desk import Desk
from cxloop_tui.store import writer
from cxloop_tui.store.doctor import examine
from cxloop_tui.store.writer import Writer
from tests.builders import ADA, BEA, CREATED, FakeClock, found_house, seeded_ids

_TRIES = 500
"""Transactions after which somebody who waits has been kept out."""


def test_another_desk_writes_between_the_transactions_of_a_long_work(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    long = Desk(Writer.create(path), FakeClock(), seeded_ids(1))
    long.sit(ADA, found_house)
    is_under_way, is_written = Event(), Event()

    def write() -> None:
        other = Writer.open(path)
        is_under_way.wait(30)
        Desk(other, FakeClock(), seeded_ids(2)).sit(BEA, lambda sitting: sitting.create(CREATED, "meanwhile"))
        is_written.set()
        other.close()

    somebody = Thread(target=write)
    somebody.start()
    transactions = 0
    with long.at_length():
        while not is_written.is_set() and transactions < _TRIES:
            long.sit(ADA, lambda sitting: sitting.create(CREATED, "one of many"))
            transactions += 1
            is_under_way.set()
    somebody.join(30)
    assert is_written.is_set()
    assert transactions < _TRIES
    assert examine(path).tickets == transactions + 1


def test_the_connection_is_as_before_afterwards(tmp_path: Path) -> None:
    store = Writer.create(tmp_path / "store.db")
    before = store._pragma("cache_size")
    with store.at_length():
        assert store._pragma("cache_size") == -writer.LONG_CACHE_KIB
    assert store._pragma("cache_size") == before
    store.close()


def test_the_log_grows_longer_meanwhile_and_is_written_back_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = Writer.create(path)
    desk = Desk(store, FakeClock(), seeded_ids())
    desk.sit(ADA, found_house)
    log = path.with_name(path.name + "-wal")
    with store.at_length():
        while log.stat().st_size < writer.CHECKPOINT_BYTES:
            desk.sit(ADA, lambda sitting: [sitting.create(CREATED, "words " * 500) for _ in range(20)])
        desk.sit(ADA, lambda sitting: sitting.create(CREATED, "one more"))
        assert log.stat().st_size > writer.CHECKPOINT_BYTES
    desk.sit(ADA, lambda sitting: sitting.create(CREATED, "and one"))
    assert log.stat().st_size == 0
    store.close()
