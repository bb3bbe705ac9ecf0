"""`hub backup` and `hub restore` over a real file: while others work on it, and what may not come back with it."""

import io
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

import pytest

from cxloop_tui import bootstrap
from cxloop_tui.cli.invocation import Front, Invocation
from cxloop_tui.cli.main import run
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.store import backup, file, restoring
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from tests import postgresql
from tests.cli.conftest import Line, Screen

OPEN = """
import sys
from pathlib import Path
from cxloop_tui.store.read_path import ReadPath

reader = ReadPath.open(Path(sys.argv[1]))
reader.seq()
print("open", flush=True)
sys.stdin.readline()
"""
"""A desk that only looks, and does nothing meanwhile."""


@pytest.fixture
def front() -> Front:
    """The real composition root behind `line` and `desk`."""
    return bootstrap


@pytest.fixture
def store(at_home: Path) -> Path:
    return at_home / "desk.db"


@pytest.fixture
def copy(at_home: Path) -> Path:
    return at_home / "backups" / "monday.db"


@pytest.fixture
def backed_up(desk: Line, copy: Path) -> Line:
    """The desk with a backup of it, and a comment since."""
    assert desk("hub", "backup", str(copy)).code == 0
    desk("comment", "1", "since the backup")
    return desk


def epoch_of(store: Path) -> str:
    with closing(ReadPath.open(store)) as reader:
        return reader.epoch()


def bodies(line: Line, *options: str) -> list[str]:
    return [comment["body"] for comment in line(*options, "show", "1", "--json").record["comments"]]


def beside(store: Path) -> list[Path]:
    return sorted(store.parent.glob(f"{store.name}*"))


# Backup -----------------------------------------------------------------------------------------------------------


def test_a_backup_is_a_whole_store_of_its_own(desk: Line, store: Path, copy: Path) -> None:
    said = desk("hub", "backup", str(copy), "--json")
    assert (said.code, said.err) == (0, "")
    assert said.record["operations"] == desk("doctor", "--json").record["operations"]
    assert desk("--store", str(copy), "doctor").code == 0
    assert bodies(desk, "--store", str(copy)) == bodies(desk)
    assert epoch_of(copy) == epoch_of(store)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_a_backup_is_its_owners_alone_and_nothing_else_is_left(desk: Line, copy: Path) -> None:
    before = os.umask(0)
    try:
        assert desk("hub", "backup", str(copy)).code == 0
    finally:
        os.umask(before)
    assert [found.name for found in copy.parent.iterdir()] == [copy.name]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_a_backup_has_what_is_only_in_the_log_and_is_in_nobodys_way(desk: Line, store: Path, copy: Path) -> None:
    with closing(Writer.open(store)) as working:
        working.set_up("ben@desk.example")
        assert store.with_name("desk.db-wal").stat().st_size > 0
        assert desk("hub", "backup", str(copy)).code == 0
        working.set_up("max@desk.example")
    with closing(ReadPath.open(copy)) as reader:
        assert reader.local_person(None) == "ben@desk.example"


def test_what_is_written_meanwhile_neither_waits_nor_comes_along(
    desk: Line, store: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "_PAGES_AT_ONCE", 1)
    steps: list[tuple[int, int]] = []
    with closing(Writer.open(store)) as working:

        def watch(done: int, of: int) -> None:
            if not steps:
                working.set_up("rita@desk.example")
            steps.append((done, of))

        backup.back_up(store, copy, watch)
    assert steps == [(place, len(steps)) for place in range(1, len(steps) + 1)]
    assert len(steps) > 5
    with closing(ReadPath.open(copy)) as reader:
        assert reader.local_person(None) == "ana@desk.example"
    assert desk("--store", str(copy), "doctor").code == 0


def test_a_backup_that_is_broken_off_leaves_nothing(desk: Line, store: Path, copy: Path) -> None:
    def watch(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup.back_up(store, copy, watch)
    assert list(copy.parent.iterdir()) == []
    assert desk("comment", "1", "goes on").code == 0


def test_a_file_there_is_is_left_alone(desk: Line, store: Path, at_home: Path) -> None:
    there = at_home / "there"
    there.write_text("mine")
    leading_nowhere = at_home / "link"
    leading_nowhere.symlink_to(at_home / "nothing")
    for name in (there, leading_nowhere, at_home, store):
        said = desk("hub", "backup", str(name))
        assert (said.code, said.out) == (4, "")
        assert "exists already and was left as it is" in said.err
    assert there.read_text() == "mine"
    assert not (at_home / "nothing").exists()


@pytest.mark.parametrize("name", ["x" * 400, "there/desk.db"])
def test_a_file_that_cannot_be_is_told(desk: Line, at_home: Path, name: str) -> None:
    (at_home / "there").write_text("no directory")
    said = desk("hub", "backup", str(at_home / name))
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)


def test_without_a_store_there_is_nothing_to_back_up(line: Line, copy: Path) -> None:
    said = line("hub", "backup", str(copy))
    assert (said.code, "cxloop init" in said.err) == (2, True)
    assert not copy.parent.exists()


# Restore ----------------------------------------------------------------------------------------------------------


def test_a_restored_store_is_as_it_was_and_its_order_has_another_name(
    backed_up: Line, store: Path, copy: Path
) -> None:
    first = epoch_of(store)
    kept_octets = copy.read_bytes()
    said = backed_up("hub", "restore", str(copy), "--yes", "--json")
    assert said.code == 0
    assert bodies(backed_up) == ["My late delivery"]
    assert backed_up("doctor").code == 0
    assert said.record["epoch"] == epoch_of(store) != first
    with closing(ReadPath.open(store)) as reader:
        assert reader.former_until(first) == reader.seq() == said.record["operations"]
    assert copy.read_bytes() == kept_octets
    kept = Path(said.record["kept"])
    assert bodies(backed_up, "--store", str(kept)) == ["My late delivery", "since the backup"]
    assert epoch_of(kept) == first
    assert backed_up("comment", "1", "goes on").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_only_the_store_and_what_was_kept_are_left_and_both_are_their_owners_alone(
    backed_up: Line, store: Path, copy: Path
) -> None:
    backed_up("hub", "restore", str(copy), "--yes")
    found = [path for path in beside(store) if not path.name.endswith(".lock")]
    assert [path.name[:23] for path in found] == ["desk.db", "desk.db.before-restore-"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in found} == {0o600}


def test_a_restore_asks_and_no_is_the_default(backed_up: Line, copy: Path) -> None:
    said = backed_up("hub", "restore", str(copy))
    assert (said.code, "add --yes to do it" in said.err) == (2, True)
    assert "operations, the last of 20" in said.err
    assert bodies(backed_up)[-1] == "since the backup"


@pytest.mark.parametrize("answer", ["", "n"])
def test_who_says_no_changes_nothing(
    backed_up: Line, copy: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    with monkeypatch.context() as there:
        there.setattr(Invocation, "at_terminal", staticmethod(lambda: True))
        there.setattr(sys, "stdin", io.StringIO(f"{answer}\n"))
        there.setattr(sys, "stderr", Screen())
        assert run(["hub", "restore", str(copy)], Invocation()) == 4
    assert bodies(backed_up)[-1] == "since the backup"


def test_devices_signed_out_since_the_backup_stay_so(desk: Line, copy: Path, store: Path) -> None:
    before, since, left, staying = (
        desk("hub", "token", "add", person, "--json").record
        for person in ("rita@desk.example", "rita@desk.example", "ben@desk.example", "rita@desk.example")
    )
    desk("hub", "token", "revoke", before["id"])
    desk("hub", "backup", str(copy))
    desk("hub", "token", "revoke", since["id"])
    later = desk("hub", "token", "add", "rita@desk.example", "--json").record
    desk("hub", "token", "revoke", later["id"])
    desk("people", "leave", "ben@desk.example", "--to", "me", "--yes")
    said = desk("hub", "restore", str(copy), "--yes", "--json").record
    assert said["signed_out"] == 3
    rooms = bootstrap.open_rooms(store, None)
    try:
        assert rooms.queries.organisation().is_active("ben@desk.example")
        who = rooms.devices().who
        assert [who(one["token"]) for one in (before, since, left, later)] == [None] * 4
        assert who(staying["token"]) is not None
    finally:
        rooms.close()


@pytest.fixture
def looking(store: Path, backed_up: Line) -> Iterator[None]:
    """Another process with the store open, and idle."""
    assert backed_up("tickets").code == 0
    with subprocess.Popen(
        [sys.executable, "-c", OPEN, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert _line_of(process.stdout) == b"open\n"
        yield
        assert process.stdin is not None
        process.stdin.close()


def _line_of(stream: IO[bytes] | None) -> bytes:
    assert stream is not None
    return stream.readline()


@pytest.mark.usefixtures("looking")
def test_a_store_that_somebody_has_open_is_left_alone(backed_up: Line, copy: Path, store: Path) -> None:
    first, files = epoch_of(store), beside(store)
    for words in ([str(copy)], ["--new-epoch"]):
        said = backed_up("hub", "restore", *words, "--yes")
        assert (said.code, said.out) == (4, "")
        assert "is open in another cxloop: stop the hub" in said.err
    assert epoch_of(store) == first
    assert beside(store) == files
    assert backed_up("comment", "1", "goes on").code == 0


def test_a_store_is_restored_where_there_is_none(backed_up: Line, copy: Path, at_home: Path) -> None:
    new = at_home / "new" / "place" / "desk.db"
    said = backed_up("--store", str(new), "hub", "restore", str(copy), "--yes", "--json").record
    assert (said["kept"], said["signed_out"]) == (None, 0)
    assert bodies(backed_up, "--store", str(new)) == ["My late delivery"]


@pytest.mark.parametrize("damage", ["no database", "cut", "pages of nothing"])
def test_a_damaged_store_is_put_aside_as_it_is(backed_up: Line, copy: Path, store: Path, damage: str) -> None:
    octets = store.read_bytes()
    broken = {
        "no database": b"hello" * 2000,
        "cut": octets[: len(octets) // 2],
        "pages of nothing": octets[:4096] + bytes(len(octets) - 4096),
    }[damage]
    store.write_bytes(broken)
    said = backed_up("hub", "restore", str(copy), "--yes", "--json")
    assert (said.code, said.record["signed_out"]) == (0, None)
    assert "cannot be told any more" in said.err
    assert Path(said.record["kept"]).read_bytes() == broken
    assert bodies(backed_up) == ["My late delivery"]
    assert backed_up("doctor").code == 0


_SINCE_7 = ("letters", "tellings", "deliveries", "followups")


def test_a_backup_of_an_older_program_is_brought_up_to_date(desk: Line, copy: Path) -> None:
    desk("hub", "backup", str(copy))
    with closing(sqlite3.connect(copy)) as raw:
        for table in (*_SINCE_7, "digests", "bases", "aliases", "waiting", "cards", "tokens"):
            raw.execute(f"DROP TABLE {table}")
        raw.execute("DROP INDEX ix_tickets_traits")
        for column in ("waiting_for", "waiting_until", "paused"):
            raw.execute(f"ALTER TABLE tickets DROP COLUMN {column}")
        raw.execute("CREATE INDEX ix_tickets_traits ON tickets (status)")
        raw.execute("UPDATE alembic_version SET version_num = '0006'")
        raw.execute("PRAGMA user_version = 6")
        raw.commit()
    octets = copy.read_bytes()
    assert desk("hub", "restore", str(copy), "--yes").code == 0
    assert desk("doctor").code == 0
    assert desk("hub", "token", "list").code == 0
    assert copy.read_bytes() == octets


def test_a_foreign_database_is_never_written_over(backed_up: Line, copy: Path, at_home: Path) -> None:
    foreign = at_home / "foreign.db"
    with closing(sqlite3.connect(foreign)) as raw:
        raw.execute("CREATE TABLE mine (x)")
    octets = foreign.read_bytes()
    said = backed_up("--store", str(foreign), "hub", "restore", str(copy), "--yes")
    assert (said.code, "is not a cxloop store" in said.err) == (1, True)
    assert foreign.read_bytes() == octets


@pytest.mark.parametrize("content", [None, b"", b"hello", b"SQLite format 3\x00" + bytes(200)])
def test_what_is_no_backup_is_told(backed_up: Line, at_home: Path, content: bytes | None) -> None:
    named = at_home / "none.db"
    if content is not None:
        named.write_bytes(content)
    said = backed_up("hub", "restore", str(named), "--yes")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert bodies(backed_up)[-1] == "since the backup"


def test_a_newer_backup_and_the_store_itself_are_refused(backed_up: Line, copy: Path, store: Path) -> None:
    assert "is the store itself" in backed_up("hub", "restore", str(store), "--yes").err
    with closing(sqlite3.connect(copy)) as raw:
        raw.execute(f"PRAGMA user_version = {file.SCHEMA_VERSION + 1}")
    said = backed_up("hub", "restore", str(copy), "--yes")
    assert (said.code, "newer cxloop" in said.err) == (2, True)


def test_a_backup_of_a_desk_that_follows_a_hub_is_refused(backed_up: Line, store: Path, at_home: Path) -> None:
    following = at_home / "following.db"
    with closing(Writer.create(following)) as writer:
        writer.follow()
    said = backed_up("hub", "restore", str(following), "--yes")
    assert (said.code, "follows a hub" in said.err) == (4, True)
    assert bodies(backed_up)[-1] == "since the backup"
    assert not [path for path in beside(store) if "making" in path.name or "restoring" in path.name]


def test_a_restore_that_is_broken_off_changes_nothing(
    backed_up: Line, copy: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "_PAGES_AT_ONCE", 1)
    first, times = epoch_of(store), []

    def watch(done: int, of: int) -> None:
        times.append((done, of))
        if [one for one, _ in times].count(2) == 3:  # the backup was copied, the store was kept; this is the store
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restoring.restore(store, copy, epoch="second", now=0, watch=watch)
    assert epoch_of(store) == first
    assert bodies(backed_up)[-1] == "since the backup"
    assert backed_up("doctor").code == 0


def test_a_store_that_cannot_be_kept_stays(backed_up: Line, copy: Path, store: Path) -> None:
    store.with_name("desk.db.before-restore-19700101T000000Z").write_text("mine")
    with pytest.raises(Exception, match="could not be kept beside, so nothing was changed"):
        restoring.restore(store, copy, epoch="second", now=0, watch=lambda *_: None)
    assert bodies(backed_up)[-1] == "since the backup"


# A new epoch alone ------------------------------------------------------------------------------------------------


def test_a_new_epoch_alone_changes_the_name_and_nothing_else(backed_up: Line, store: Path) -> None:
    first = epoch_of(store)
    assert backed_up("hub", "restore", "--new-epoch").code == 2
    said = backed_up("hub", "restore", "--new-epoch", "--yes", "--json")
    assert said.record == {"store": str(store), "epoch": epoch_of(store)}
    assert epoch_of(store) != first
    assert bodies(backed_up)[-1] == "since the backup"


@pytest.mark.parametrize("words", [[], ["x.db", "--new-epoch"]])
def test_it_is_one_or_the_other(backed_up: Line, words: list[str]) -> None:
    said = backed_up("hub", "restore", *words, "--yes")
    assert (said.code, "take a backup FILE, or --new-epoch" in said.err) == (2, True)


def test_a_database_is_backed_up_and_restored_with_its_own_tools(line: Line, at_home: Path) -> None:
    own = postgresql.server()
    database = own.empty_database()
    at = ("--store", database.url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        assert line(*at, "init", "--name", "Ada", "--email", "ada@desk.example").code == 0
        said = line(*at, "hub", "backup", str(at_home / "b.db"))
        assert (said.code, "`pg_dump`" in said.err, "hub restore --new-epoch" in said.err) == (4, True, True)
        said = line(*at, "hub", "restore", str(at_home / "b.db"), "--yes")
        assert (said.code, "`pg_restore`" in said.err) == (4, True)
        with closing(ReadPath.open(database)) as reader:
            first = reader.epoch()
            said = line(*at, "hub", "restore", "--new-epoch", "--yes", "--json")
            assert said.record["epoch"] == reader.epoch() != first
            assert reader.former_until(first) == reader.seq()
    finally:
        own.drop(database)


def test_a_file_name_nobody_can_have_is_no_backup() -> None:
    with pytest.raises(Unusable):
        backup.look_into(Path("a\0b"))
