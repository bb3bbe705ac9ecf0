"""The store file: what is taken for one, what is not and why, and who can read it."""

import errno
import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from cxloop_tui.domain.errors import CxloopError, StoreTrouble, Unusable
from cxloop_tui.services.desk import Desk
from cxloop_tui.store import doctor, file, writer
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from tests.builders import ADA, BEA, CREATED, FakeClock, found_house, seeded_ids
from tests.sqlite import raw

OPENERS: tuple[Callable[[Path], object], ...] = (ReadPath.open, Writer.open, doctor.examine, file.check)


def made(path: Path) -> Path:
    store = Writer.create(path)
    Desk(store, FakeClock(), seeded_ids()).sit(ADA, found_house)
    store.close()
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "store.db")


def complaint(error: type[CxloopError], open_it: Callable[[Path], object], path: Path) -> str:
    with pytest.raises(error) as trouble:
        open_it(path)
    sentence = str(trouble.value)
    assert str(path) in sentence
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize("open_it", OPENERS, ids=lambda one: one.__qualname__)
class TestWhatIsNoStore:
    def test_a_missing_file_names_the_command_that_makes_one(
        self, open_it: Callable[[Path], object], tmp_path: Path
    ) -> None:
        for missing in (tmp_path / "no.db", tmp_path / "no" / "no.db", made(tmp_path / "a.db") / "below.db"):
            assert "`cxloop init --name NAME --email EMAIL`" in complaint(Unusable, open_it, missing)

    def test_a_directory(self, open_it: Callable[[Path], object], tmp_path: Path) -> None:
        assert "Is a directory" in complaint(StoreTrouble, open_it, tmp_path)

    def test_a_name_no_file_can_have(self, open_it: Callable[[Path], object], tmp_path: Path) -> None:
        assert "cannot be read" in complaint(StoreTrouble, open_it, tmp_path / ("x" * 300))

    def test_a_file_one_may_not_read(
        self, open_it: Callable[[Path], object], path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The tests may run as root, who may read everything; so the refusal is acted."""

        monkeypatch.setattr(os, "access", lambda *_: False)
        assert "cannot be read: Permission denied" in complaint(StoreTrouble, open_it, path)

    @pytest.mark.parametrize("content", [b"", b"\n", b"To do: buy milk\n" * 50, b"SQLite format 3\x00"])
    def test_something_else(self, open_it: Callable[[Path], object], tmp_path: Path, content: bytes) -> None:
        other = tmp_path / "notes.txt"
        other.write_bytes(content)
        assert "is not a cxloop store: name another file with --store" in complaint(StoreTrouble, open_it, other)
        assert other.read_bytes() == content

    def test_a_database_of_another_program(self, open_it: Callable[[Path], object], tmp_path: Path) -> None:
        other = sqlite3.connect(tmp_path / "other.db")
        other.execute("CREATE TABLE facts (key TEXT)")
        other.commit()
        other.close()
        assert "is not a cxloop store: name another file with --store" in complaint(
            StoreTrouble, open_it, tmp_path / "other.db"
        )

    def test_a_store_of_a_newer_program(self, open_it: Callable[[Path], object], path: Path) -> None:
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
        assert f"newer cxloop (schema 99, this one knows {file.SCHEMA_VERSION}): update" in complaint(
            StoreTrouble, open_it, path
        )


@pytest.mark.parametrize("open_it", [ReadPath.open, doctor.examine], ids=lambda one: one.__qualname__)
def test_a_damaged_header_is_told_in_one_sentence(open_it: Callable[[Path], object], path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[16:24] = b"\xff" * 8
    path.write_bytes(content)
    assert "is not a cxloop store" in complaint(StoreTrouble, open_it, path)


def test_a_store_damaged_behind_our_back_is_told_in_one_sentence(path: Path) -> None:
    store = Writer.open(path)
    content = bytearray(path.read_bytes())
    content[16:24] = b"\xff" * 8
    path.write_bytes(content)
    desk = Desk(store, FakeClock(), seeded_ids())
    said = complaint(StoreTrouble, lambda _: desk.sit(BEA, lambda sitting: sitting.create(CREATED, "x")), path)
    assert "nothing was changed" in said


def test_a_store_is_for_its_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        path = tmp_path / "data" / "cxloop" / "store.db"
        store = Writer.create(path)
        Desk(store, FakeClock(), seeded_ids()).sit(ADA, found_house)
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
        assert set(modes) == {"store.db", "store.db-wal", "store.db-shm", "store.db.lock"}
        assert set(modes.values()) == {0o600}
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        store.close()
    finally:
        os.umask(old)


def test_a_directory_that_is_there_already_is_left_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    Writer.create(tmp_path / "store.db").close()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_what_is_there_already_is_not_overwritten(path: Path) -> None:
    before = path.read_bytes()
    assert "exists already; nothing was changed" in complaint(StoreTrouble, Writer.create, path)
    assert path.read_bytes() == before


def test_a_store_that_somebody_else_made_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "store.db"
    lay_out = writer.make_schema

    def too_slow(connection: Connection) -> None:
        lay_out(connection)
        path.write_bytes(b"theirs")

    monkeypatch.setattr(writer, "make_schema", too_slow)
    assert "cannot be made: File exists" in complaint(StoreTrouble, Writer.create, path)
    assert path.read_bytes() == b"theirs"
    assert [each.name for each in tmp_path.iterdir()] == ["store.db"]


@pytest.mark.parametrize("there", [False, True])
def test_where_files_have_one_name_only_a_store_is_made_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, there: bool
) -> None:
    def link(source: Path, target: Path) -> None:
        if there:
            target.write_text("somebody else's")
        raise OSError(errno.EPERM, os.strerror(errno.EPERM), source)

    monkeypatch.setattr(os, "link", link)
    path = tmp_path / "store.db"
    if there:
        assert "cannot be made" in complaint(StoreTrouble, Writer.create, path)
        assert path.read_text() == "somebody else's"
    else:
        Writer.create(path).close()
        assert file.check(path) == file.SCHEMA_VERSION
    assert not list(tmp_path.glob("*.making"))


def test_a_half_made_store_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.db"

    def power_cut(_connection: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writer, "make_schema", power_cut)
    with pytest.raises(KeyboardInterrupt):
        Writer.create(path)
    monkeypatch.undo()
    assert not path.exists()
    complaint(Unusable, ReadPath.open, path)


def test_a_store_cannot_be_made_where_nothing_can_be(path: Path) -> None:
    assert "cannot be made" in complaint(StoreTrouble, Writer.create, path / "below" / "store.db")


@pytest.mark.parametrize("name", ["störe 房间.db", "a'b.db", "a?mode=ro.db", "a%20b.db", "a#b.db", ";.db"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    path = made(tmp_path / name)
    reader = ReadPath.open(path)
    assert ADA in reader.organisation().people
    reader.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([name, f"{name}.lock"])


def test_both_connections_are_told_the_same(path: Path) -> None:
    reader, store = ReadPath.open(path), Writer.open(path)
    wanted = {
        "synchronous": 2,
        "wal_autocheckpoint": 0,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 30_000,
    }
    with store._engine.connect() as connection:
        written = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    read = {name: raw(reader).execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
    assert written == read == wanted
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        raw(reader).execute("DELETE FROM facts")
    reader.close()
    store.close()
