"""An older store is brought up to date: a copy first, all steps or none, once."""

import sqlite3
import stat
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import URL, create_engine
from sqlalchemy.pool import NullPool

from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.store import doctor, file
from cxloop_tui.store.migrate import alembic_config, upgrade
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from tests.builders import ADA, CREATED, FakeClock, found_house, live_a_day, seeded_ids


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
    assert copy.name == f"store.db.before-schema-{file.SCHEMA_VERSION}-from-0"
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
    assert copies(old) == [f"store.db.before-schema-{file.SCHEMA_VERSION}-from-0"]


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
    copy = old.with_name(f"store.db.before-schema-{file.SCHEMA_VERSION}-from-0")
    assert tables_of(copy) == {"keepsake"}
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


_NEW_IN_2 = {
    "segments": ("active", "merged_into"),
    "people": ("away_until", "deputy"),
    "operations": ("group",),
    "responses": ("customer",),
}
_NEW_ON_TICKETS = ("waiting_for", "waiting_until", "paused")


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A store of schema 1 with a day's work, a group of changes and three survey responses in it."""
    path = tmp_path / "first.db"
    store = Writer.create(path)
    desk = Desk(store, FakeClock(step=1000), seeded_ids())
    desk.sit(ADA, found_house)
    live_a_day(desk)
    desk.sit(ADA, _record_responses)
    store.close()
    _make_older(path)
    return path


def _record_responses(sitting: Sitting) -> None:
    group = sitting.new_group()
    for number in (1, 2):
        found = sitting.create({**CREATED, "category": "x"}, f"grouped {number}").ticket.id
        sitting.change(found, {"category": "y"}, group=group)
    sitting.record_response("r-1", {"customer_email": "ana@shop.example", "customer_phone": "+39 1"}, "slow")
    sitting.record_response("r-2", {"customer_phone": "+39 2", "respondent": "77"}, None)
    sitting.record_response("r-3", {"score": 3, "score_kind": "nps"}, None)


def _ticket_indexes_of_schema_1(directory: Path) -> dict[str, str]:
    """The indexes of tickets as the first step lays them, by name."""
    path = directory / "laid-by-step-1.db"
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0001")
    engine.dispose()
    return ticket_indexes(path)


def ticket_indexes(path: Path) -> dict[str, str]:
    connection = sqlite3.connect(path)
    wanted = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'tickets' AND sql IS NOT NULL"
    found = {str(name): str(sql) for name, sql in connection.execute(wanted)}
    connection.close()
    return found


def _lay_old_ticket_indexes(connection: sqlite3.Connection, path: Path) -> None:
    old, new = _ticket_indexes_of_schema_1(path.parent), ticket_indexes(path)
    for name in new:
        connection.execute(f"DROP INDEX {name}")
    for sql in old.values():
        connection.execute(sql)


def _make_older(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.create_function("casefold", 1, lambda text: text)
    _lay_old_ticket_indexes(connection, path)
    connection.execute("DROP TABLE words_used")
    for index in ("operations_group_seq", "responses_customer_seq"):
        connection.execute(f"DROP INDEX ix_{index}")
    for table in (
        "shelves", "refusals", "epochs", "digests", "bases", "aliases", "waiting", "cards", "tokens", "letters",
        "tellings", "deliveries", "followups",
    ):  # fmt: skip
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DROP INDEX ix_operations_by_seq")
    connection.execute("ALTER TABLE operations DROP COLUMN replayed")
    connection.execute('CREATE INDEX ix_operations_by_seq ON operations ("by", seq)')
    for table, columns in _NEW_IN_2.items():
        for column in columns:
            connection.execute(f'ALTER TABLE {table} DROP COLUMN "{column}"')
    for column in _NEW_ON_TICKETS:
        connection.execute(f"ALTER TABLE tickets DROP COLUMN {column}")
    connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()


def test_a_store_of_schema_1_has_all_that_follows_from_its_operations_afterwards(first: Path) -> None:
    assert file.check(first) == 1
    reader = ReadPath.open(first)
    assert {at.code for at in reader.organisation().tree} == set(reader.organisation().tree.ever)
    assert reader.kept(ADA, "views") == {}
    reader.close()
    assert doctor.examine(first).findings == []
    connection = sqlite3.connect(first)
    customers = dict(connection.execute("SELECT id, customer FROM responses").fetchall())
    grouped = connection.execute('SELECT count(*) FROM operations WHERE "group" IS NOT NULL').fetchone()[0]
    connection.close()
    assert customers == {"r-1": "@ana@shop.example", "r-2": "++39 2", "r-3": None, "response-1": None}
    assert grouped == 2


def test_a_group_of_before_is_undone_as_one_afterwards(first: Path) -> None:
    upgrade(first)
    store = Writer.open(first)
    undone = Desk(store, FakeClock(step=1000), seeded_ids(9)).sit(ADA, lambda sitting: sitting.undo())
    store.close()
    assert [one.operation.wanted("category") for one in undone] == ["x", "x"]
