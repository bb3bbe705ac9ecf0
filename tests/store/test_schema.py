"""The schema is one, however it is made, and the read path speaks of what is there, through its indexes."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cxloop_tui.domain.query import Query
from cxloop_tui.services.desk import Desk
from cxloop_tui.services.queries import Queries
from cxloop_tui.store import file, tables
from cxloop_tui.store.migrate import run_steps
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.rows import COPIED_COLUMNS, ENTRY_COLUMNS, LIST_COLUMNS, SORT_KEYS, TICKET_COLUMNS
from cxloop_tui.store.writer import Writer
from tests.builders import ADA, BEA, CREATED, NOON, FakeClock, found_house, live_a_day, seeded_ids


@pytest.fixture
def path(tmp_path: Path) -> Path:
    where = tmp_path / "store.db"
    writer = Writer.create(where)
    desk = Desk(writer, FakeClock(step=1000), seeded_ids())
    desk.sit(ADA, found_house)
    live_a_day(desk)
    writer.close()
    return where


# Migrations -------------------------------------------------------------------------------------------------------


def shape(path: Path) -> dict[tuple[str, str], Any]:
    """Everything about a schema that matters, by kind and name."""
    connection = sqlite3.connect(path)
    found: dict[tuple[str, str], Any] = {}
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name"):
        found[kind, name] = parts(sql or "")
        if kind == "table":
            found["columns", name] = connection.execute(f'PRAGMA table_xinfo("{name}")').fetchall()
        if kind == "index":
            found["indexed", name] = connection.execute(f'PRAGMA index_xinfo("{name}")').fetchall()
    for pragma in ("application_id", "user_version"):
        found["pragma", pragma] = connection.execute(f"PRAGMA {pragma}").fetchone()
    found["rows", "alembic_version"] = connection.execute("SELECT * FROM alembic_version").fetchall()
    connection.close()
    return found


def parts(sql: str) -> list[str]:
    """Cut a statement into its columns and constraints, in whatever order they were written."""
    plain = " ".join(sql.split()).replace('"', "")
    head, _, body = plain.partition("(")
    return [head.strip(), *sorted(part.strip(" )") for part in re.split(r",(?![^(]*\))", body))]


def test_the_migrations_lead_to_the_schema_of_the_tables(tmp_path: Path) -> None:
    Writer.create(tmp_path / "made.db").close()
    migrated = tmp_path / "migrated.db"
    sqlite3.connect(migrated).close()
    run_steps(migrated)
    made, grown = shape(tmp_path / "made.db"), shape(migrated)
    assert made.keys() == grown.keys()
    for what in made:
        assert made[what] == grown[what], what


def test_every_constraint_and_index_has_a_name() -> None:
    for table in tables.metadata.tables.values():
        names = [constraint.name for constraint in table.constraints] + [index.name for index in table.indexes]
        assert None not in names, table.name


def test_the_comparison_of_schemas_can_tell_them_apart(tmp_path: Path) -> None:
    Writer.create(tmp_path / "made.db").close()
    before = shape(tmp_path / "made.db")
    for change in (
        "ALTER TABLE facts ADD COLUMN mood TEXT",
        "DROP INDEX ix_texts_place",
        "CREATE INDEX one_more ON texts (place DESC)",
        "PRAGMA user_version = 0",
    ):
        connection = sqlite3.connect(tmp_path / "made.db")
        connection.execute(change)
        connection.commit()
        connection.close()
        changed = shape(tmp_path / "made.db")
        assert changed != before, change
        before = changed


# The read path's own names ----------------------------------------------------------------------------------------


def test_a_ticket_row_has_the_columns_of_the_table_in_its_order() -> None:
    assert [column.name for column in tables.tickets.columns] == list(TICKET_COLUMNS)
    assert set(LIST_COLUMNS) <= set(TICKET_COLUMNS)
    assert set(SORT_KEYS) <= set(TICKET_COLUMNS)


def test_an_operation_row_is_its_wire_form_its_place_and_copies_to_look_things_up_by() -> None:
    assert {column.name for column in tables.operations.columns} == {*ENTRY_COLUMNS, *COPIED_COLUMNS}


def test_the_read_path_loads_no_sqlalchemy() -> None:
    check = "import sys, cxloop_tui.store.read_path; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


class Spy:
    """A reader whose statements are kept, and how the database carries them out."""

    def __init__(self, path: Path) -> None:
        self.reader = ReadPath.open(path)
        self.queries = Queries(self.reader, FakeClock(), BEA, lambda: 0)
        self._connection = self.reader._connection
        self._statements: list[str] = []
        self._connection.set_trace_callback(self._statements.append)

    def plans(self) -> list[str]:
        """Return the plan of each statement since the last time, one line each."""
        self._connection.set_trace_callback(None)
        plans = [
            " | ".join(step[3] for step in self._connection.execute(f"EXPLAIN QUERY PLAN {statement}"))
            for statement in self._statements
            if statement.startswith("SELECT")
        ]
        self._statements.clear()
        self._connection.set_trace_callback(self._statements.append)
        return plans


@pytest.fixture
def spy(path: Path) -> Iterator[Spy]:
    made = Spy(path)
    yield made
    made.reader.close()


ORDERS = {
    "": "ix_tickets_updated_at_place",
    "sort:created": "ix_tickets_created_at_place",
    "sort:due": "ix_tickets_by_due_at",
    "sort:priority": "ix_tickets_priority_place",
    "sort:number": "ix_tickets_by_number",
    "sort:customer": "ix_tickets_by_customer_sort",
    "status:open": "ix_tickets_status_updated_at_place",
}


@pytest.mark.parametrize("text", ORDERS)
def test_the_windows_of_a_plain_list_walk_an_index_and_sort_nothing(spy: Spy, text: str) -> None:
    query = spy.queries.parse(text)
    rows = spy.queries.window(query, limit=9).rows
    middle = rows[len(rows) // 2]
    spy.plans()
    spy.queries.window(query, limit=2)
    spy.queries.window(query, after=middle, limit=2)
    spy.queries.window(query, before=middle, limit=2)
    spy.queries.window_at_end(query, 2)
    windows = [plan for plan in spy.plans() if "facts" not in plan]
    assert len(windows) == 4
    for plan in windows:
        assert f"USING INDEX {ORDERS[text]}" in plan
        assert "TEMP B-TREE" not in plan
    assert all("SEARCH t" in plan for plan in windows[1:3])


def test_the_filter_bar_counts_without_looking_at_a_ticket(spy: Spy) -> None:
    for text in ("", "status:open", "owner:me priority:high", "segment:south*", "not:owner:me"):
        query = spy.queries.parse(text)
        spy.plans()
        spy.queries.counts(query)
        assert not any("tickets" in plan for plan in spy.plans()), text


def test_what_is_asked_of_one_ticket_or_person_is_looked_up(spy: Spy) -> None:
    row = spy.queries.window(Query(), limit=1).rows[0]
    spy.plans()
    spy.reader.row(row.id)
    for name in (f"#{row.number}", "~k3f9qz", row.id):
        spy.reader.find(name)
    spy.reader.ticket_view(row.id)
    spy.reader.draft(row.id, "comment", BEA)
    spy.reader.standing(BEA, NOON)
    spy.reader.seq()
    for plan in spy.plans():
        assert "SCAN tickets" not in plan
        assert "SCAN t " not in plan
        assert "SCAN operations" not in plan


@pytest.mark.parametrize(
    ("key", "index"),
    [
        ("@ana@shop.example", "ix_tickets_customer_email"),
        ("+39 1", "ix_tickets_customer_phone"),
        ("#r1", "ix_tickets_respondent"),
    ],
)
def test_a_customer_is_read_by_index(spy: Spy, key: str, index: str) -> None:
    spy.plans()
    spy.reader.customer(key)
    plans = [plan for plan in spy.plans() if "facts" not in plan and "fulltext" not in plan]
    tickets = [plan for plan in plans if " t " in plan]
    assert len(tickets) == 3
    assert all(f"SEARCH t USING INDEX {index}" in plan or f"COVERING INDEX {index}" in plan for plan in tickets)
    responses = [plan for plan in plans if " r " in plan]
    assert len(responses) == 3
    assert all("ix_responses_customer" in plan for plan in responses)
    assert not any("SCAN" in plan or "TEMP B-TREE" in plan for plan in plans)


def test_the_colleagues_of_a_customer_are_found_in_the_full_text(path: Path) -> None:
    writer = Writer.open(path)
    made = {**CREATED, "customer_email": "new@shop.example", "account": "Shop Ltd"}
    Desk(writer, FakeClock(step=1000), seeded_ids(1)).sit(BEA, lambda sitting: sitting.create(made, "hello"))
    writer.close()
    spy = Spy(path)
    spy.reader.customer("@new@shop.example")
    plan = next(plan for plan in spy.plans() if "VIRTUAL TABLE" in plan)
    assert "SEARCH t USING INTEGER PRIMARY KEY" in plan
    assert "SCAN t " not in plan
    spy.reader.close()


def test_a_search_by_words_begins_in_the_full_text(spy: Spy) -> None:
    spy.plans()
    spy.queries.window(spy.queries.parse("refund"), limit=2)
    plan = next(plan for plan in spy.plans() if "VIRTUAL TABLE" in plan)
    assert "SEARCH t USING INTEGER PRIMARY KEY" in plan


def test_the_header_says_whose_file_it_is_and_which_schema_it_has(path: Path) -> None:
    header = path.read_bytes()[:100]
    assert int.from_bytes(header[68:72], "big") == file.APPLICATION_ID
    assert int.from_bytes(header[60:64], "big") == file.SCHEMA_VERSION
    assert f"{file.SCHEMA_VERSION:04}" == tables.REVISION
