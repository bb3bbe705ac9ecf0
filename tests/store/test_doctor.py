"""The doctor finds whatever is not what the operations lead to, and nothing else."""

import json
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from threading import Timer
from typing import Any

import pytest

from cxloop_tui.domain.clock import MINUTE
from cxloop_tui.domain.errors import StoreTrouble
from cxloop_tui.domain.identity import derived
from cxloop_tui.domain.mail.letter import State
from cxloop_tui.domain.operation import Base, Json
from cxloop_tui.domain.receipt import Outcome
from cxloop_tui.services.accepting import Accepting
from cxloop_tui.services.desk import Desk
from cxloop_tui.services.mail.composing import compose
from cxloop_tui.store import adding_up, doctor, examination, sqlite_patient
from cxloop_tui.store.doctor import examine
from cxloop_tui.store.examination import MOST_FINDINGS
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.sqlite_patient import SqlitePatient
from cxloop_tui.store.writer import Writer
from tests.builders import ADA, BEA, CREATED, FakeClock, found_house, live_a_day, operation, seeded_ids
from tests.store.meanwhile import Meanwhile


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("healthy") / "store.db"
    store = Writer.create(path)
    desk = Desk(store, FakeClock(step=1000), seeded_ids())
    desk.sit(ADA, found_house)
    live_a_day(desk)
    store.close()
    return path


@pytest.fixture
def copied(healthy: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "store.db"
    copy.write_bytes(healthy.read_bytes())
    return copy


@pytest.fixture(params=[(1_000, 250_000), (1, 1)], ids=["at-once", "in-slices"])
def path(copied: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store, and a doctor that reads it in large slices and in the smallest."""
    cut(monkeypatch, *request.param)
    return copied


def cut(monkeypatch: pytest.MonkeyPatch, operations: int, places: int = 250_000) -> None:
    """Let the doctor read so much at once."""
    monkeypatch.setattr(doctor, "OPERATIONS_AT_ONCE", operations)
    monkeypatch.setattr(adding_up, "PLACES_AT_ONCE", places)


def damage(path: Path, sql: str, *values: object) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute(sql, values).rowcount != 0, f"{sql} touched nothing"
    connection.commit()
    connection.close()


def rewrite(path: Path, condition: str, spoil: Callable[[dict[str, object]], object]) -> None:
    """Change the wire form of one operation."""
    connection = sqlite3.connect(path)
    seq, wire = connection.execute(f"SELECT seq, wire FROM operations WHERE {condition} LIMIT 1").fetchone()
    value = json.loads(wire)
    spoil(value)
    connection.execute("UPDATE operations SET wire = ? WHERE seq = ?", (json.dumps(value), seq))
    connection.commit()
    connection.close()


def test_a_healthy_store_has_no_findings(path: Path) -> None:
    before = path.read_bytes()
    examination = examine(path)
    assert (examination.findings, examination.more) == ([], 0)
    reader = ReadPath.open(path)
    assert (examination.tickets, examination.operations) == (6, reader.seq())
    reader.close()
    assert path.read_bytes() == before


def test_an_empty_store_is_healthy(tmp_path: Path) -> None:
    Writer.create(tmp_path / "new.db").close()
    assert examine(tmp_path / "new.db").findings == []


@pytest.mark.parametrize("letter", ["a", "д", "房", "a\u0323", "😀"])
def test_words_longer_than_an_index_keeps_are_no_finding(tmp_path: Path, letter: str) -> None:
    store = Writer.create(tmp_path / "store.db")
    desk = Desk(store, FakeClock(), seeded_ids())
    desk.sit(ADA, found_house)
    ticket = desk.sit(BEA, lambda sitting: sitting.create(CREATED, letter * 45_000).ticket)
    desk.sit(BEA, lambda sitting: sitting.comment(ticket.id, "x " + letter * 45_000))
    desk.sit(BEA, lambda sitting: sitting.undo())
    store.close()
    assert examine(tmp_path / "store.db").findings == []


def test_the_examination_tells_how_far_it_is(path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    examine(path, lambda *how_far: told.append(how_far))
    assert list(dict.fromkeys(doing for doing, _, _ in told)) == [
        "checking the files", "reading operations", "examining tickets", "counting tickets", "examining texts",
        "reading the full text",
    ]  # fmt: skip
    assert all(0 <= done <= of for _, done, of in told)
    for stage in {doing for doing, _, _ in told}:
        through = [done for doing, done, _ in told if doing == stage]
        assert through == sorted(through)


@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        (
            "UPDATE tickets SET status = 'resolved' WHERE number = 1",
            "ticket #1: status is 'resolved', its operations",
        ),
        ("UPDATE tickets SET customer_name = 'X' WHERE number = 1", "ticket #1: customer_name is 'X'"),
        ("UPDATE tickets SET customer_sort = 'x' WHERE number = 1", "ticket #1: customer_sort is 'x'"),
        ("UPDATE tickets SET due_at = due_at + 1 WHERE number = 1", "ticket #1: due_at is"),
        ("UPDATE tickets SET handle = '~000000' WHERE number = 1", "ticket #1: handle is '~000000'"),
        ("UPDATE tickets SET withdrawn = 1 WHERE number = 1", "ticket #1: withdrawn is 1"),
        ("UPDATE tickets SET tags = '[]' WHERE number = 1", "ticket #1: tags is '[]'"),
        ("UPDATE tickets SET number = 77 WHERE number = 1", "ticket #1: number is 77"),
        ("DELETE FROM tickets WHERE number = 1", "ticket #1: its row is missing"),
        ("UPDATE counters SET tickets = tickets + 1", "counter of "),
        ("DELETE FROM counters WHERE status = 'new'", "it says 0, there are"),
        (
            "INSERT INTO counters VALUES ('mars', '', 'new', 1, 3)",
            "counter of mars, , new, 1: it says 3, there are 0",
        ),
        ("DELETE FROM texts WHERE seq = (SELECT max(seq) FROM texts)", "full text: which text belongs to which"),
        ("UPDATE texts SET place = place + 1 WHERE seq = (SELECT max(seq) FROM texts)", "full text: which text"),
        ("INSERT INTO texts VALUES (9999, 1)", "full text: which text belongs to which"),
        ("INSERT INTO fulltext (rowid, body) VALUES (9999, 'word')", "full text: what operation 9999 said"),
        ("DELETE FROM operations WHERE kind = 'comment.add'", "full text: which text belongs"),
        ("DELETE FROM operations WHERE kind = 'ticket.create'", "nothing made this ticket"),
        ("DELETE FROM operations WHERE kind = 'person.put'", "people: the rows are not what their operations"),
        ("DELETE FROM operations WHERE kind = 'response.record'", "response response-1: its row is not what"),
        (
            "UPDATE operations SET received_at = 1 WHERE seq = 30",
            "operation 30: arrived before the one that precedes",
        ),
        ("UPDATE operations SET kind = 'comment.add' WHERE kind = 'contact.log'", "it is listed as something else"),
        ("UPDATE operations SET kind = 'mood.set' WHERE kind = 'segment.put'", "segments: the rows are not what"),
        ("UPDATE operations SET subject = 'x' WHERE kind = 'comment.add'", "it is listed as something else"),
        ("UPDATE operations SET \"by\" = 'eve@desk.example' WHERE kind = 'comment.add'", "it is listed as something"),
        ("UPDATE operations SET id = 'x' WHERE kind = 'contact.log'", "it is listed as something else than it says"),
        ("UPDATE operations SET number = 78 WHERE number = 1", "number is 1, its operations lead to 78"),
        ("UPDATE operations SET wire = '{' WHERE kind = 'contact.log'", "operation "),
        ("UPDATE operations SET wire = '[]' WHERE kind = 'contact.log'", "operation "),
        ("UPDATE operations SET replayed = '{}' WHERE kind = 'contact.log'", "operation "),
        ("UPDATE operations SET wire = '{}' WHERE kind = 'policy.put'", "this operation has no"),
        ("UPDATE operations SET wire = '{}' WHERE kind = 'response.record'", "this operation has no"),
        ("UPDATE people SET name = 'Eve' WHERE email = 'bea@desk.example'", "people: the rows are not what"),
        ("UPDATE people SET role = 'admin' WHERE email = 'bea@desk.example'", "people: the rows are not what"),
        ("UPDATE people SET segments = '{' WHERE email = 'bea@desk.example'", "segments, people or policy:"),
        ("DELETE FROM people WHERE email = 'bea@desk.example'", "people: the rows are not what"),
        ("UPDATE segments SET parent = NULL WHERE code = 'bari'", "segments: the rows are not what"),
        ("UPDATE segments SET managers = '[]' WHERE code = 'south'", "segments: the rows are not what"),
        ("UPDATE policy SET value = '\"x\"'", "policy: the rows are not what"),
        ("UPDATE responses SET score = 1", "response response-1: its row is not what its operation leads to"),
        ("DELETE FROM responses", "response response-1: its row is not what its operation leads to"),
    ],
)
def test_damage_is_found(path: Path, sql: str, finding: str) -> None:
    damage(path, sql)
    found = examine(path).findings
    assert any(finding in each for each in found), found


def test_a_ticket_no_operation_made_is_found(path: Path) -> None:
    damage(path, "UPDATE tickets SET id = 'ghost' WHERE number = 1")
    assert "ticket ghost: no operation made it" in examine(path).findings


@pytest.mark.parametrize("body", ["late", "late refund"])
def test_a_missing_word_of_the_full_text_is_found(path: Path, body: str) -> None:
    first = "(SELECT seq FROM operations WHERE number = 1)"
    damage(path, f"INSERT INTO fulltext (fulltext, rowid, body) VALUES ('delete', {first}, ?)", body)
    assert any("full text: what operation" in each for each in examine(path).findings)


@pytest.mark.parametrize(
    ("condition", "spoil"),
    [
        ("kind = 'ticket.create'", lambda wire: wire["set"].pop("segment")),
        ("kind = 'ticket.create'", lambda wire: wire["set"].update(status=[None, "nonsense"])),
        ("kind = 'ticket.create'", lambda wire: wire["set"].update(priority=[None, 7])),
        ("kind = 'ticket.change'", lambda wire: wire["set"].update(status=["new", {"a": 1}])),
        ("kind = 'ticket.create'", lambda wire: wire["set"].update(customer_email=[None, 5])),
        ("kind = 'ticket.create'", lambda wire: wire["set"].update(customer_phone=[None, 5])),
        ("kind = 'ticket.create'", lambda wire: wire["set"].update(owner=[None, {"a": 1}])),
        ("kind = 'ticket.create'", lambda wire: wire.update(subject="nonsense")),
        ("kind = 'ticket.create'", lambda wire: wire.update(comment="something else")),
        ("kind = 'comment.add'", lambda wire: wire.update(comment="something else")),
        ("kind = 'person.put'", lambda wire: wire["set"].update(role=[None, "boss"])),
        ("kind = 'person.put'", lambda wire: wire["set"].update(away_until=[None, {"a": 1}])),
        ("kind = 'person.put'", lambda wire: wire["set"].update(segments=[None, 5])),
        ("kind = 'segment.put'", lambda wire: wire["set"].update(name=[None, "elsewhere"])),
        ("kind = 'segment.put'", lambda wire: wire["set"].update(managers=[None, None])),
        ("kind = 'segment.put'", lambda wire: wire["set"].update(parent=[None, 5])),
        ("kind = 'policy.put'", lambda wire: wire["set"].update({"deadline.low.contact_hours": [None, "x"]})),
        ("kind = 'response.record'", lambda wire: wire["set"].update(customer_email=[None, {"a": 1}])),
        ("kind = 'policy.put'", lambda wire: wire["set"].clear()),
        ("kind = 'response.record'", lambda wire: wire["set"].update(score=[None, 1])),
    ],
)
def test_a_damaged_operation_is_a_finding_and_never_the_end_of_the_examination(
    path: Path, condition: str, spoil: Callable[[dict[str, object]], object]
) -> None:
    rewrite(path, condition, spoil)
    assert examine(path).findings


def test_damage_of_the_file_itself_is_found(path: Path) -> None:
    damage(path, "DELETE FROM facts WHERE key = 'me' OR 1")
    connection = sqlite3.connect(path)
    root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'ix_tickets_handle'").fetchone()[0]
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * size : root * size] = b"\x00" * size
    path.write_bytes(content)
    with pytest.raises(StoreTrouble, match=r"is damaged: .*; keep a copy and restore a backup"):
        examine(path)


def test_after_many_findings_the_rest_is_counted(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "MOST_FINDINGS", 3)
    damage(path, "UPDATE tickets SET customer_name = 'X', owner = 'x', segment = 'y'")
    examined = examine(path)
    assert len(examined.findings) == 3
    assert examined.more > 3
    assert MOST_FINDINGS == 200


def test_words_that_share_a_group_are_wrong_in_one_of_its_operations(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding_up, "WORD_GROUPS", 32)
    last, first = "(SELECT max(seq) FROM operations)", "(SELECT seq FROM operations WHERE number = 1)"
    damage(path, f"INSERT INTO fulltext (fulltext, rowid, body) VALUES ('delete', {first}, 'late')")
    connection = sqlite3.connect(path)
    seq, end = connection.execute(f"SELECT {first}, {last}").fetchone()
    connection.close()
    named = " or ".join(str(one) for one in range(seq % 32, end + 1, 32))
    assert examine(path).findings == [f"full text: what operation {named} said is not found as it should be"]


def test_a_word_put_where_another_one_was_is_found(path: Path) -> None:
    said = "(SELECT seq FROM operations WHERE kind = 'comment.add' ORDER BY seq LIMIT 1)"
    delete = f"INSERT INTO fulltext (fulltext, rowid, body) VALUES ('delete', {said}, 'looked into it perche no')"
    damage(path, delete)
    damage(path, f"INSERT INTO fulltext (rowid, body) VALUES ({said}, 'into looked it perche no')")
    assert any("full text: what operation" in each for each in examine(path).findings)


# Checksums --------------------------------------------------------------------------------------------------------


@pytest.fixture
def followed(path: Path) -> Path:
    """A store that keeps checksums for those who follow it."""
    store = Writer.open(path)
    store.transact_authority(lambda authority: authority.keep_digests())
    store.close()
    return path


def test_checksums_are_what_the_tickets_lead_to(followed: Path) -> None:
    assert examine(followed).findings == []
    damage(followed, "UPDATE digests SET marks = '0123456789abcdef' WHERE segment = 'bari'")
    (found,) = examine(followed).findings
    assert found.startswith("checksum of bari: it says ")


def test_checksums_move_while_others_work(followed: Path) -> None:
    store = Writer.open(followed)
    meanwhile = Meanwhile(Desk(store, FakeClock(2_000_000_000_000, step=1000), seeded_ids(50)), 3, most=12)
    assert examine(followed, lambda *_how_far: meanwhile.work()).findings == []
    assert meanwhile.done == 12
    store.close()


def test_checksums_may_be_kept_from_some_moment_on(path: Path) -> None:
    store = Writer.open(path)
    told: list[str] = []

    def keep(doing: str, _done: int, _of: int) -> None:
        told.append(doing)
        if doing == "counting tickets":
            store.transact_authority(lambda authority: authority.keep_digests())

    assert examine(path, keep).findings == []
    assert any("beginning anew" in each for each in told)
    store.close()


# In slices --------------------------------------------------------------------------------------------------------


class Counted:
    """The rows of a statement, and how many there were."""

    def __init__(self, rows: Sequence[Any], counts: list[int]) -> None:
        counts.append(len(rows))
        self._rows = iter(rows)

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return self._rows


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A store of three hundred operations and as many texts, ten to a ticket, and a hundred responses."""
    path = tmp_path / "many.db"
    store = Writer.create(path)
    desk = Desk(store, FakeClock(step=1000), seeded_ids())
    desk.sit(ADA, found_house)
    for place in range(30):
        ticket = desk.sit(BEA, lambda sitting: sitting.create(CREATED, "hello").ticket.id)
        for text in range(9):
            desk.sit(BEA, lambda sitting: sitting.comment(ticket, f"text {place} {text}"))  # noqa: B023
    for place in range(100):
        answer: dict[str, Json] = {"score": 9, "score_kind": "nps"}
        desk.sit(ADA, lambda sitting: sitting.record_response(f"response-{place}", answer, "nice"))  # noqa: B023
    store.close()
    return path


def test_a_slice_is_all_that_is_held(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut(monkeypatch, operations=20, places=10)
    counts: list[int] = []

    class Watched(SqlitePatient):
        def run(self, sql: str, values: Sequence[Any] = (), /) -> Any:
            return Counted(super().run(sql, values).fetchall(), counts)

        def at_length(self, sql: str) -> Sequence[Any]:
            return Counted(super().at_length(sql), counts).fetchall()

    monkeypatch.setattr(sqlite_patient, "SqlitePatient", Watched)
    examination = examine(many)
    assert (examination.findings, examination.tickets) == ([], 30)
    assert sum(counts) > 700
    # A ticket is never cut.
    assert max(counts) < 20 + 10


def test_what_no_operation_made_is_read_in_slices_too(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut(monkeypatch, operations=7)
    damage(many, "DELETE FROM operations WHERE kind IN ('ticket.create', 'comment.add', 'response.record')")
    counts: list[int] = []

    class Watched(SqlitePatient):
        def run(self, sql: str, values: Sequence[Any] = (), /) -> Any:
            return Counted(super().run(sql, values).fetchall(), counts)

    monkeypatch.setattr(sqlite_patient, "SqlitePatient", Watched)
    findings = examine(many).findings
    assert sum("no operation made it" in each for each in findings) == 30
    assert sum("its row is not what its operation" in each for each in findings) == 100
    # The house has nine segments and people.
    assert max(counts) <= 9


def test_no_state_of_the_store_is_kept_to_for_longer_than_a_slice(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut(monkeypatch, operations=20, places=10)
    held: list[set[str]] = []

    class Watched(SqlitePatient):
        @contextmanager
        def still(self) -> Iterator[None]:
            held.append(set())
            with super().still():
                yield
            assert not self._raw.in_transaction

        def words(self, beyond: str) -> Any:
            for one in super().words(beyond):
                held[-1].add(one[0])
                yield one

    monkeypatch.setattr(sqlite_patient, "SqlitePatient", Watched)
    assert examine(many).findings == []
    words = [found for found in held if found]
    # The first word of what comes next is read to know that one ends.
    assert all(len(found) <= 10 + 1 for found in words)
    assert len(words) > 5
    assert len(held) > 300 / 20 + 300 / 30


def test_others_can_put_what_they_write_in_its_place_meanwhile(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut(monkeypatch, operations=20, places=10)
    store = Writer.open(many)
    desk = Desk(store, FakeClock(2_000_000_000_000), seeded_ids(50))
    log = many.with_name(many.name + "-wal")
    written_back = 0

    def write_meanwhile(_doing: str, _done: int, _of: int) -> None:
        nonlocal written_back
        desk.sit(BEA, lambda sitting: sitting.create(CREATED, "meanwhile"))
        looking = sqlite3.connect(many)
        busy, _, _ = looking.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        looking.close()
        written_back += not busy and log.stat().st_size == 0

    told: list[str] = []

    def write_ten_times(doing: str, done: int, of: int) -> None:
        told.append(doing)
        if len(told) <= 10:
            write_meanwhile(doing, done, of)

    assert examine(many, write_ten_times).findings == []
    assert written_back == 10
    store.close()


# While others work ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_what_others_do_meanwhile_is_no_damage(copied: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = Random(seed)
    cut(monkeypatch, operations=chance.choice([1, 2, 5, 50]), places=chance.choice([1, 3, 10]))
    store = Writer.open(copied)
    meanwhile = Meanwhile(Desk(store, FakeClock(2_000_000_000_000, step=1000), seeded_ids(50)), seed)
    examination = examine(copied, lambda *_how_far: meanwhile.work())
    assert (examination.findings, meanwhile.done > 10) == ([], True)
    cut(monkeypatch, 1_000)
    assert examine(copied).findings == []
    store.close()


def test_rules_that_change_meanwhile_are_the_rules_of_what_comes_after(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut(monkeypatch, 1)
    store = Writer.open(copied)
    desk = Desk(store, FakeClock(2_000_000_000_000), seeded_ids(50))
    changed: list[object] = []

    def change(doing: str, _done: int, _of: int) -> None:
        if doing == "examining tickets" and not changed:
            changed.append(desk.sit(ADA, lambda sitting: sitting.put_policy("deadline.medium.resolve_hours", 200)))
            desk.sit(BEA, lambda sitting: sitting.create(CREATED, "meanwhile"))

    assert examine(copied, change).findings == []
    assert changed
    store.close()


def test_the_first_ticket_of_a_store_may_come_meanwhile(tmp_path: Path) -> None:
    store = Writer.create(tmp_path / "store.db")
    desk = Desk(store, FakeClock(), seeded_ids())
    desk.sit(ADA, found_house)
    created: list[str] = []

    def create(doing: str, _done: int, _of: int) -> None:
        if doing == "examining texts":
            created.append(desk.sit(BEA, lambda sitting: sitting.create(CREATED, "meanwhile").ticket.id))

    assert examine(tmp_path / "store.db", create).findings == []
    assert created
    store.close()


def test_damage_is_found_while_others_work(path: Path) -> None:
    damage(path, "UPDATE tickets SET customer_phone = 'x' WHERE number = 4")
    damage(path, "INSERT INTO fulltext (rowid, body) VALUES (9999, 'word')")
    store = Writer.open(path)
    meanwhile = Meanwhile(Desk(store, FakeClock(2_000_000_000_000, step=1000), seeded_ids(50)), 1, most=8)
    findings = examine(path, lambda *_how_far: meanwhile.work()).findings
    assert any("ticket #4: customer_phone is 'x'" in each for each in findings)
    assert "full text: what operation 9999 said is not found as it should be" in findings
    store.close()


# Broken off -------------------------------------------------------------------------------------------------------


@contextmanager
def hearing_ctrl_c() -> Iterator[None]:
    """Hear it also where a shell runs the tests in the background, and so deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_statement_at_length_is_broken_off_by_ctrl_c(path: Path) -> None:
    forever = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with hearing_ctrl_c(), sqlite_patient.laid_open(path) as patient:
        pressed = Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
        pressed.start()
        with pytest.raises(KeyboardInterrupt):
            patient.at_length(forever)
        pressed.join()
        assert patient.run("SELECT count(*) FROM facts").fetchone()[0] > 0


@pytest.mark.parametrize("stage", ["reading operations", "examining tickets", "reading the full text"])
def test_an_examination_is_broken_off_anywhere(path: Path, stage: str) -> None:
    def press(doing: str, _done: int, _of: int) -> None:
        if doing == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        examine(path, press)
    assert examine(path).findings == []


def test_what_a_newer_program_did_about_something_else_is_no_ticket_without_its_making(path: Path) -> None:
    store = Writer.open(path)
    newer = operation("mood.set", id=derived("test", "newer"), subject="bari", base=Base("", 0))
    (receipt,) = Accepting(store, FakeClock()).accept([newer], by=BEA)
    store.close()
    assert receipt.outcome is Outcome.APPLIED
    assert list(examine(path, lambda *_: None).findings) == []


@pytest.fixture
def with_letters(tmp_path: Path) -> Path:
    """A store with letters in every state."""
    store, clock, ids = Writer.create(tmp_path / "store.db"), FakeClock(step=1000), seeded_ids()
    desk = Desk(store, clock, ids)
    desk.sit(ADA, found_house)
    desk.sit(ADA, lambda sitting: sitting.put_policy("mail.notices", "on"))
    made = [desk.sit(ADA, lambda sitting: sitting.create(CREATED, "late")).ticket.id for _ in range(3)]
    clock.now += MINUTE
    assert compose(store, clock, ids) == len(made)
    letters = store.transact_authority(lambda tx: tx.mail.due(clock.now + MINUTE))
    desk.sit(BEA, lambda sitting: sitting.change_letter(letters[0].id, state=State.HELD))
    desk.sit(BEA, lambda sitting: sitting.change_letter(letters[1].id, title="Please look"))
    store.close()
    return tmp_path / "store.db"


@pytest.mark.parametrize("operations", [1_000, 1])
def test_letters_are_examined_too(with_letters: Path, operations: int, monkeypatch: pytest.MonkeyPatch) -> None:
    cut(monkeypatch, operations)
    assert examine(with_letters).findings == []
    damage(with_letters, "UPDATE letters SET state = 'sent' WHERE state = 'held'")
    damage(with_letters, "DELETE FROM letters WHERE letter LIKE '%Please look%'")
    damage(
        with_letters, "INSERT INTO letters SELECT 'f' || id, ticket, state, 0, seq, 0, letter FROM letters LIMIT 1"
    )
    findings = examine(with_letters).findings
    assert len(findings) == 3
    assert all(finding.startswith("letter ") for finding in findings)
