"""A store that is filled before anybody has it: whole afterwards, and nothing at all when it is cut short."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from cxloop_tui.domain.errors import StoreTrouble
from cxloop_tui.services.desk import Desk
from cxloop_tui.store import doctor
from cxloop_tui.store.filling import filling
from cxloop_tui.store.writer import Writer
from tests.builders import ADA, FakeClock, found_house, live_a_day, seeded_ids


def nobody(_done: int, _of: int) -> None:
    """Watch nothing."""


def filled(path: Path, watch: Callable[[int, int], None] = nobody) -> None:
    with filling(path, watch) as store:
        desk = Desk(store, FakeClock(step=1000), seeded_ids())
        desk.sit(ADA, found_house)
        live_a_day(desk)
        store.set_up(ADA)


def indexes(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    found = {str(name) for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'index'")}
    connection.close()
    return found


def test_it_is_a_store_like_any_other_when_it_is_filled(tmp_path: Path) -> None:
    Writer.create(tmp_path / "made.db").close()
    filled(tmp_path / "filled.db")
    assert indexes(tmp_path / "filled.db") == indexes(tmp_path / "made.db")
    assert doctor.examine(tmp_path / "filled.db").findings == []
    connection = sqlite3.connect(tmp_path / "filled.db")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
    store = Writer.open(tmp_path / "filled.db")
    Desk(store, FakeClock(), seeded_ids(5)).sit(ADA, lambda sitting: sitting.undo())
    store.close()
    assert doctor.examine(tmp_path / "filled.db").findings == []


def test_nothing_is_beside_it_afterwards_and_its_owner_alone_can_read_it(tmp_path: Path) -> None:
    filled(tmp_path / "filled.db")
    assert [each.name for each in tmp_path.iterdir()] == ["filled.db"]
    assert (tmp_path / "filled.db").stat().st_mode & 0o777 == 0o600


def test_how_far_its_indexes_are_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    filled(tmp_path / "filled.db", lambda done, of: told.append((done, of)))
    assert [done for done, _ in told] == list(range(told[0][1]))


@pytest.mark.parametrize("cut", [KeyboardInterrupt, StoreTrouble("no")])
def test_what_is_cut_short_leaves_nothing(tmp_path: Path, cut: BaseException) -> None:
    def interrupted() -> None:
        with filling(tmp_path / "filled.db", nobody) as store:
            Desk(store, FakeClock(), seeded_ids()).sit(ADA, found_house)
            raise cut

    with pytest.raises((KeyboardInterrupt, StoreTrouble)):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_cut_short_while_it_is_indexed_it_leaves_nothing_either(tmp_path: Path) -> None:
    def impatient(done: int, _of: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        filled(tmp_path / "filled.db", impatient)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "filled.db"
    path.write_bytes(b"theirs")
    with pytest.raises(StoreTrouble, match="exists already"):
        filled(path)
    assert path.read_bytes() == b"theirs"
    assert [each.name for each in tmp_path.iterdir()] == ["filled.db"]
