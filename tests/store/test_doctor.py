"""The doctor finds whatever is not what the operations lead to, and nothing else."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from cxloop_tui.domain.errors import StoreTrouble
from cxloop_tui.services.desk import Desk
from cxloop_tui.store import doctor
from cxloop_tui.store.doctor import MOST_FINDINGS, examine
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from tests.builders import ADA, BEA, CREATED, FakeClock, found_house, live_a_day, seeded_ids


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
def path(healthy: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "store.db"
    copy.write_bytes(healthy.read_bytes())
    return copy


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
    told: list[tuple[int, int]] = []
    examination = examine(path, lambda done, of: told.append((done, of)))
    assert len(told) == examination.tickets
    assert told == sorted(told)
    assert all(done <= of == examination.operations for done, of in told)


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
        ("kind = 'ticket.create'", lambda wire: wire.update(subject="nonsense")),
        ("kind = 'ticket.create'", lambda wire: wire.update(comment="something else")),
        ("kind = 'comment.add'", lambda wire: wire.update(comment="something else")),
        ("kind = 'person.put'", lambda wire: wire["set"].update(role=[None, "boss"])),
        ("kind = 'person.put'", lambda wire: wire["set"].update(segments=[None, 5])),
        ("kind = 'segment.put'", lambda wire: wire["set"].update(name=[None, "elsewhere"])),
        ("kind = 'segment.put'", lambda wire: wire["set"].update(managers=[None, None])),
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
    monkeypatch.setattr(doctor, "MOST_FINDINGS", 3)
    damage(path, "UPDATE tickets SET customer_name = 'X', owner = 'x', segment = 'y'")
    examination = examine(path)
    assert len(examination.findings) == 3
    assert examination.more > 3
    assert MOST_FINDINGS == 200


def test_the_doctor_looks_at_one_moment_while_others_write(path: Path) -> None:
    store = Writer.open(path)
    desk = Desk(store, FakeClock(2_000_000_000_000), seeded_ids(50))
    written: list[str] = []

    def write_meanwhile(_done: int, _of: int) -> None:
        written.append(desk.sit(BEA, lambda sitting: sitting.create(CREATED, "meanwhile").ticket.id))

    examination = examine(path, write_meanwhile)
    assert examination.findings == []
    assert len(written) == examination.tickets == 6
    assert examine(path).tickets == 12
    store.close()
