"""CSV, JSON and workbooks: every ticket, exact where the format can be, and nothing in it that a spreadsheet runs."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.cells import unharmed
from cxloop_tui.services.export import Asked, Format
from cxloop_tui.services.export.workbook import write_workbook
from cxloop_tui.services.records import TICKET_KEYS, Record, ticket_record
from tests.builders import ADA, BEA, ticket
from tests.services.export.desk import FORMULAS, House
from tests.workbooks import Sheet, read_workbook

LIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


@pytest.fixture
def house() -> House:
    """A ticket for every formula, in its words and in its customer's name."""
    made = House()
    for words in FORMULAS:
        made.create(words, customer_name=words, category=words)
    return made


def test_the_columns_are_the_keys_of_a_ticket() -> None:
    assert tuple(ticket_record(ticket())) == TICKET_KEYS


def test_no_cell_of_a_csv_is_a_formula_and_every_one_can_be_had_back(house: House) -> None:
    rows = house.table(Asked(Format.CSV))
    assert [unharmed(row["comment"]) for row in reversed(rows)] == list(FORMULAS)
    for row in rows:
        assert list(row) == list(TICKET_KEYS)
        for name in ("comment", "customer_name", "category"):
            shown = row[name].lstrip(" \"'")
            assert not row[name].startswith(LIVE) or row[name] in {"-5", "+1"}
            assert not shown.startswith(LIVE) or row[name].startswith("'") or row[name] in {"-5", "+1"}


def test_a_csv_is_rfc_4180_and_begins_with_a_mark_in_a_file(house: House, tmp_path: Path) -> None:
    house.file(tmp_path / "all.csv", Format.CSV)
    octets = (tmp_path / "all.csv").read_bytes()
    assert octets.startswith(b"\xef\xbb\xbfid,number,")
    assert octets.endswith(b"\r\n")
    stream, _ = house.exported(Asked(Format.CSV))
    assert stream == octets[3:]
    assert b'"a,b"' in octets
    assert b'"a""b"' in octets
    assert b'"a\nb"' in octets


def test_values_are_written_as_docs_json_has_them(house: House) -> None:
    made = house.create("x", customer_name=None, score=3, score_kind="nps")
    house.desk.sit(BEA, lambda sitting: sitting.comment(made, "called"))
    (row,) = house.table(Asked(Format.CSV), f"#{house.queries().view(made).ticket.number}")
    assert (row["customer_name"], row["score"], row["pending"], row["tags"]) == ("", "3", "false", "")
    assert row["created_at"].endswith("Z")
    assert row["id"] == made


def test_json_is_one_list_of_exact_objects(house: House) -> None:
    octets, _ = house.exported(Asked(Format.JSON))
    records = json.loads(octets)
    tickets = house.queries().tickets(house.queries().parse("sort:number"))
    assert records == [json.loads(json.dumps(ticket_record(one))) for one in tickets]
    assert octets.count(b"\n") == len(FORMULAS) + 2
    assert json.loads(house.exported(Asked(Format.JSON), "nowhere")[0]) == []


def sheets(directory: Path, records: list[Record], rows: int = 1_048_576) -> tuple[list[Sheet], int, int]:
    path = directory / "book.xlsx"
    with path.open("w+b") as stream:
        columns = tuple(records[0]) if records else ("comment",)
        changes = write_workbook(stream, (list(record.values()) for record in records), columns, sheet_rows=rows)
    return read_workbook(path), changes.cut, changes.replaced


def test_in_a_workbook_every_text_is_a_text_and_nothing_lives(house: House, tmp_path: Path) -> None:
    written = house.file(tmp_path / "all.xlsx", Format.XLSX)
    (sheet,) = read_workbook(tmp_path / "all.xlsx")
    assert sheet.alive == []
    assert list(sheet.rows[0]) == list(TICKET_KEYS)
    place = TICKET_KEYS.index("comment")
    assert [row[place] for row in reversed(sheet.rows[1:])] == list(FORMULAS)
    assert [row[TICKET_KEYS.index("number")] for row in sheet.rows[1:]] == list(range(len(FORMULAS), 0, -1))
    assert {row[TICKET_KEYS.index("pending")] for row in sheet.rows[1:]} == {False}
    assert (written.cut, written.replaced) == (0, 0)


@pytest.mark.parametrize(
    "words",
    [
        "http://e.example/x", "mailto:a@b.example", "internal:Sheet1!A1", "external:c:\\x.xlsx", "{=SUM(A1)}", "1e5",
        "_x0041_", "_x001B_[2J", "a\rb", " spaces ", "]]>", "&amp; <b>", "😀" * 10, "é\u0301", "\u2028", "\x7f\x85",
    ],
)  # fmt: skip
def test_texts_come_back_exactly(tmp_path: Path, words: str) -> None:
    (sheet,), cut, replaced = sheets(tmp_path, [{"comment": words}])
    assert (sheet.rows[1][0], sheet.alive, cut, replaced) == (words, [], 0, 0)


@pytest.mark.parametrize(
    "words",
    [
        "<r></r>",
        "<r></is></c><c r='B2'><f>1+1</f></c><c r='C2' t='inlineStr'><is><r></r>",
        "<r><t>&lt;</r>",
    ],
)
def test_markup_of_a_sheet_in_a_text_is_a_text(tmp_path: Path, words: str) -> None:
    (sheet,), _, _ = sheets(tmp_path, [{"comment": words, "told": "after"}])
    assert (sheet.rows[1][0], sheet.rows[1][1], sheet.alive) == (f"{words} ", "after", [])


def test_what_a_sheet_cannot_hold_is_replaced_or_cut_and_counted(tmp_path: Path) -> None:
    long, wide = "x" * 32_768, "😀" * 16_384
    records: list[Record] = [{"comment": words} for words in ("a\x00\x1b\x0b\ufffe\ud800b", long, wide, "x" * 32_767)]
    (sheet,), cut, replaced = sheets(tmp_path, records)
    assert sheet.rows[1][0] == "a\ufffd\ufffd\ufffd\ufffd\ufffdb"
    assert [len(str(row[0])) for row in sheet.rows[2:]] == [32_767, 16_383, 32_767]
    assert (cut, replaced) == (2, 5)


def test_rows_beyond_a_sheet_go_on_in_the_next_under_the_same_header(tmp_path: Path) -> None:
    found, _, _ = sheets(tmp_path, [{"number": number} for number in range(7)], rows=4)
    assert [sheet.name for sheet in found] == ["tickets", "tickets 2", "tickets 3"]
    assert [[row[0] for row in sheet.rows] for sheet in found] == [
        ["number", 0, 1, 2], ["number", 3, 4, 5], ["number", 6],
    ]  # fmt: skip


def test_a_workbook_of_nothing_has_its_header(tmp_path: Path) -> None:
    (sheet,), _, _ = sheets(tmp_path, [])
    assert sheet.rows == [["comment"]]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30), min_size=1, max_size=5))
def test_any_text_survives_csv_and_json(texts: list[str]) -> None:
    made = House()
    for words in texts:
        made.create(words if words.strip() else "-", owner=ADA)
    written = [one.comment for one in reversed(list(made.queries().tickets(made.queries().parse("sort:number"))))]
    octets, _ = made.exported(Asked(Format.CSV, ("comment",)))
    rows = list(csv.reader(io.StringIO(octets.decode(), newline="")))[1:]
    assert [unharmed(row[0]) for row in reversed(rows)] == written
    octets, _ = made.exported(Asked(Format.JSON, ("comment",)))
    assert [record["comment"] for record in reversed(json.loads(octets))] == written
