"""An older store is brought up to date: a copy first, all steps or none, once."""

import sqlite3
import stat
from pathlib import Path

import pytest
from alembic import command

from cxloop_tui.services.desk import Desk
from cxloop_tui.store import doctor, file
from cxloop_tui.store.migrate import upgrade
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from tests.builders import ADA, FakeClock, found_house, live_a_day, seeded_ids


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store from before the first schema: ours by its header, with something in it."""
    path = tmp_path / "store.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA application_id = {file.APPLICATION_ID}")
    connection.execute("CREATE TABLE keepsake (word TEXT)")
    connection.execute("INSERT INTO keepsake VALUES ('kept')")
    connection.commit()
    connection.close()
    return path


def tables_of(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    names = {str(row[0]) for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    connection.close()
    return names


def copies(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir() if "before" in each.name)


def test_a_copy_is_made_before_the_first_step(old: Path) -> None:
    copy = upgrade(old)
    assert copy is not None
    assert copy.name == "store.db.before-schema-1-from-0"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert tables_of(copy) == {"keepsake"}
    assert {"tickets", "operations", "fulltext", "keepsake"} <= tables_of(old)
    assert file.check(old) == file.SCHEMA_VERSION


def test_the_copy_has_what_was_only_in_the_log(old: Path) -> None:
    at_work = sqlite3.connect(old)
    at_work.execute("PRAGMA wal_autocheckpoint = 0")
    at_work.execute("INSERT INTO keepsake VALUES ('in the log')")
    at_work.commit()
    copy = upgrade(old)
    assert copy is not None
    copied = sqlite3.connect(copy)
    assert copied.execute("SELECT count(*) FROM keepsake").fetchone() == (2,)
    copied.close()
    at_work.close()


def test_reading_an_older_store_brings_it_up_to_date(old: Path) -> None:
    reader = ReadPath.open(old)
    assert reader.seq() == 0
    reader.close()
    assert copies(old) == ["store.db.before-schema-1-from-0"]


def test_what_is_up_to_date_is_not_touched_again(old: Path) -> None:
    upgrade(old)
    before = old.read_bytes()
    assert upgrade(old) is None
    assert old.read_bytes() == before
    assert len(copies(old)) == 1


def test_the_copy_survives_a_second_opening_while_the_new_version_is_only_in_the_log(old: Path) -> None:
    """With the file open elsewhere the header on disk still says the old version."""
    at_work = sqlite3.connect(old)
    at_work.execute("PRAGMA wal_autocheckpoint = 0")
    at_work.execute("SELECT * FROM keepsake").fetchall()
    at_work.execute("BEGIN")
    at_work.execute("SELECT * FROM keepsake").fetchone()
    upgrade(old)
    assert upgrade(old) is None
    assert tables_of(old.with_name("store.db.before-schema-1-from-0")) == {"keepsake"}
    at_work.close()


def test_steps_that_fail_leave_the_store_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = command.upgrade

    def fail_at_the_end(*arguments: object) -> None:
        steps(*arguments)  # type: ignore[arg-type]
        raise RuntimeError("power cut")

    monkeypatch.setattr(command, "upgrade", fail_at_the_end)
    with pytest.raises(RuntimeError, match="power cut"):
        upgrade(old)
    assert tables_of(old) == {"keepsake"}
    assert file.check(old) == 0
    monkeypatch.undo()
    upgrade(old)
    assert file.check(old) == file.SCHEMA_VERSION


def test_a_store_that_was_brought_up_to_date_works_like_a_new_one(old: Path) -> None:
    upgrade(old)
    connection = sqlite3.connect(old)
    connection.execute("INSERT INTO facts VALUES ('epoch', 'e1')")
    connection.commit()
    connection.close()
    store = Writer.open(old)
    desk = Desk(store, FakeClock(step=1000), seeded_ids())
    desk.sit(ADA, found_house)
    live_a_day(desk)
    store.close()
    assert doctor.examine(old).findings == []
