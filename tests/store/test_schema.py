"""The schema is one, however it is made, and the read path speaks of what is there, through its indexes."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cxloop_tui.services.desk import Desk
from cxloop_tui.store import file, tables
from cxloop_tui.store.list_rows import LIST_COLUMNS, SORT_KEYS
from cxloop_tui.store.migrate import run_steps
from cxloop_tui.store.rows import COPIED_COLUMNS, ENTRY_COLUMNS, TICKET_COLUMNS
from cxloop_tui.store.writer import Writer
from tests.builders import ADA, FakeClock, found_house, live_a_day, seeded_ids


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
    assert sorted(column.name for column in tables.tickets.columns) == sorted(TICKET_COLUMNS)
    assert set(LIST_COLUMNS) <= set(TICKET_COLUMNS)
    assert set(SORT_KEYS) <= set(TICKET_COLUMNS)


def test_an_operation_row_is_its_wire_form_its_place_and_copies_to_look_things_up_by() -> None:
    assert {column.name for column in tables.operations.columns} == {*ENTRY_COLUMNS, *COPIED_COLUMNS}


def test_the_read_path_loads_no_sqlalchemy() -> None:
    check = "import sys, cxloop_tui.store.read_path; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_the_header_says_whose_file_it_is_and_which_schema_it_has(path: Path) -> None:
    header = path.read_bytes()[:100]
    assert int.from_bytes(header[68:72], "big") == file.APPLICATION_ID
    assert int.from_bytes(header[60:64], "big") == file.SCHEMA_VERSION
    assert f"{file.SCHEMA_VERSION:04}" == tables.REVISION
