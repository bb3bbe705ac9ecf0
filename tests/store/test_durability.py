"""Acknowledged means on disk: whoever comes later sees it, however the writer ends."""

import shutil
import subprocess
import sys
from pathlib import Path

from cxloop_tui.domain.selection import Order, Selection
from cxloop_tui.domain.ticket_view import StoredDraft
from cxloop_tui.services.desk import Desk
from cxloop_tui.store import doctor
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from tests.builders import ADA, BEA, CREATED, FakeClock, live_a_day, seeded_ids

ROOT = Path(__file__).parents[2]

WRITING_PROCESS = """
import sys
from pathlib import Path
from cxloop_tui.services.desk import Desk
from cxloop_tui.store.writer import Writer
from tests.builders import BEA, CREATED, FakeClock, seeded_ids

desk = Desk(Writer.open(Path(sys.argv[1])), FakeClock(), seeded_ids(3))
for _ in range(3):
    print(desk.sit(BEA, lambda sitting: sitting.create(CREATED, "hello").ticket.id), flush=True)
sys.stdin.readline()
"""
READING_PROCESS = """
import sys
from pathlib import Path
from cxloop_tui.store.read_path import ReadPath
reader = ReadPath.open(Path(sys.argv[1]))
print(*(name for name in sys.argv[2:] if reader.row(name) is not None))
"""
EVERYTHING = Selection((), (), (), Order("number", descending=False))


def listed(path: Path) -> list[str]:
    reader = ReadPath.open(path)
    found = [ticket.id for ticket in reader.tickets(EVERYTHING, None)]
    reader.close()
    return found


def test_what_was_acknowledged_is_seen_by_a_fresh_process_and_survives_a_kill(path: Path) -> None:
    writing = subprocess.Popen(
        [sys.executable, "-c", WRITING_PROCESS, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert writing.stdout is not None
    acknowledged = [writing.stdout.readline().strip() for _ in range(3)]
    reading = [sys.executable, "-c", READING_PROCESS, str(path), *acknowledged]
    seen = subprocess.run(reading, capture_output=True, text=True, check=True, cwd=ROOT)
    assert seen.stdout.split() == acknowledged
    writing.kill()
    writing.communicate()
    assert listed(path) == acknowledged
    assert doctor.examine(path).findings == []


def test_what_was_acknowledged_is_in_the_files_at_that_moment(path: Path, tmp_path: Path) -> None:
    store = Writer.open(path)
    desk = Desk(store, FakeClock(), seeded_ids(3))
    acknowledged = []
    for place in range(4):
        acknowledged.append(desk.sit(BEA, lambda sitting: sitting.create(CREATED, "hello").ticket.id))
        copy = tmp_path / f"copy-{place}.db"
        shutil.copy(path, copy)
        shutil.copy(f"{path}-wal", f"{copy}-wal")
        assert listed(copy) == acknowledged
        assert doctor.examine(copy).findings == []
    store.close()


def test_closing_leaves_one_file_that_has_everything(path: Path) -> None:
    store = Writer.open(path)
    desk = Desk(store, FakeClock(step=1000), seeded_ids(3))
    live_a_day(desk)
    desk.save_draft(StoredDraft("", "new", BEA, {"comment": "typed"}, 1))
    store.close()
    assert sorted(each.name for each in path.parent.iterdir()) == ["store.db", "store.db.lock"]
    assert len(listed(path)) == 4


def test_two_writers_of_one_process_and_their_readers_see_each_other(path: Path) -> None:
    first, second = Writer.open(path), Writer.open(path)
    reader = ReadPath.open(path)
    ids = seeded_ids(3)
    numbers = []
    for place in range(6):
        desk = Desk((first, second)[place % 2], FakeClock(), ids)
        numbers.append(desk.sit(BEA, lambda sitting: sitting.create(CREATED, "hello").ticket.number))
        assert reader.find(f"#{place + 1}") is not None
    assert numbers == [1, 2, 3, 4, 5, 6]
    for one in (first, second):
        one.close()
    reader.close()
    assert doctor.examine(path).findings == []


def test_a_change_of_the_organisation_elsewhere_is_seen_at_once(path: Path) -> None:
    reader, store = ReadPath.open(path), Writer.open(path)
    assert reader.organisation().policy.word("owner") == "owner"
    Desk(store, FakeClock(), seeded_ids(3)).sit(ADA, lambda sitting: sitting.put_policy("word.owner", "hero"))
    assert reader.organisation().policy.word("owner") == "hero"
    reader.close()
    store.close()


def test_whose_desk_a_file_is_is_remembered(path: Path) -> None:
    store = Writer.open(path)
    store.set_up(BEA)
    store.close()
    reader = ReadPath.open(path)
    assert (reader.local_person(None), reader.local_person(" ADA@desk.example ")) == (BEA, ADA)
    reader.close()
