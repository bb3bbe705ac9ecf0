"""Bringing an older store to the newest schema: a copy first, then Alembic's steps, under the write lock."""

import os
import sqlite3
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.pool import NullPool

from cxloop_tui.store import file
from cxloop_tui.store.lock import locked


def upgrade(path: Path) -> Path | None:
    """Bring a store up to date and return the copy made before, None when another process has done it meanwhile.

    Raises StoreTrouble when another process is writing.
    """
    with locked(path):
        version = _version(path)
        if version >= file.SCHEMA_VERSION:
            return None
        copy = _copied(path, version)
        run_steps(path)
    return copy


def _version(path: Path) -> int:
    """Ask SQLite for the schema version: while others have the file open, the header may be in the log only."""
    connection = sqlite3.connect(path)
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    connection.close()
    return version


def _copied(path: Path, version: int) -> Path:
    """Copy the store through SQLite, so that what is only in the log comes along."""
    copy = path.with_name(f"{path.name}.before-schema-{file.SCHEMA_VERSION}-from-{version}")
    os.close(os.open(copy, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    source, target = sqlite3.connect(path), sqlite3.connect(copy)
    source.backup(target)
    source.close()
    target.close()
    return copy


def run_steps(path: Path) -> None:
    """Run Alembic's steps on a file, from whichever it is at to the newest."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)), poolclass=NullPool, connect_args={"isolation_level": None}
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:  # noqa: ANN401 - a SQLAlchemy connection
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "head")
        connection.exec_driver_sql(f"PRAGMA application_id = {file.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {file.SCHEMA_VERSION}")
    engine.dispose()


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's configuration for one connection; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    return config
