"""The server: how it is reached, how a store in one of its databases is recognised, what it says when it refuses."""

from typing import Final

import psycopg
from psycopg import conninfo

from cxloop_tui.domain.address import Database
from cxloop_tui.domain.errors import StoreTrouble, Unusable
from cxloop_tui.store.file import SCHEMA_VERSION

_DEFAULTS: Final = {"connect_timeout": "10", "application_name": "cxloop"}

_SETTINGS: Final = {
    "client_encoding": "UTF8",
    "synchronous_commit": "on",  # acknowledged means on disk
    "jit": "off",  # to compile a window takes longer than to read it
    "random_page_cost": "1.1",  # what is asked for often lies in memory, or on a disk without arms
    "plan_cache_mode": "force_custom_plan",  # a rare word and a common one are found in different ways
}

_TABLES: Final = frozenset({"facts", "operations", "alembic_version"})
"""Tables that every store has, among others."""


def connect(database: Database) -> psycopg.Connection:
    """Connect to the server, every statement its own transaction. Raises StoreTrouble, saying what to look at."""
    try:
        given = conninfo.conninfo_to_dict(database.url)
        told = conninfo.make_conninfo("", **{**_DEFAULTS, **given})
    except psycopg.ProgrammingError:
        # What the driver says about an address that it cannot read repeats it, with the password.
        raise StoreTrouble(f"{database} is no address PostgreSQL's driver can read: look at its options") from None
    try:
        connection = psycopg.connect(told, autocommit=True)
    except psycopg.Error as trouble:
        said = _without(given.get("password"), said_by(trouble)).removeprefix("connection failed: ")
        raise StoreTrouble(
            f"{database} cannot be opened: {said}; look at the server, the database "
            "(`createdb` makes one), name and password (PGPASSWORD, ~/.pgpass)"
        ) from None
    calls = ", ".join("set_config(%s, %s, false)" for _ in _SETTINGS)
    connection.execute(f"SELECT {calls}", [word for setting in _SETTINGS.items() for word in setting])
    return connection


def _without(password: object, said: str) -> str:
    return said.replace(str(password), "…") if password else said


def said_by(trouble: BaseException) -> str:
    """Return what the server said, in one line."""
    if isinstance(trouble, psycopg.Error) and trouble.diag.message_primary:
        return trouble.diag.message_primary
    return " ".join(str(trouble).partition("\n")[0].split())


def version(connection: psycopg.Connection, database: Database) -> int | None:
    """Return the schema version of the store in a database, None when the database is empty.

    Raises StoreTrouble when what is there is no store of ours, or a newer one.
    """
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    names = {str(name) for (name,) in found}
    if not names:
        return None
    revision = _revision(connection) if names >= _TABLES else ""
    if not revision.isdecimal():
        raise StoreTrouble(f"{database} holds something else than a cxloop store: name another with --store")
    if int(revision) > SCHEMA_VERSION:
        raise StoreTrouble(
            f"{database} was written by a newer cxloop (schema {int(revision)}, this one knows {SCHEMA_VERSION}): "
            "update cxloop"
        )
    return int(revision)


def _revision(connection: psycopg.Connection) -> str:
    found = connection.execute("SELECT max(version_num) FROM alembic_version").fetchone()
    return str(found[0]) if found else ""


def check(connection: psycopg.Connection, database: Database) -> None:
    """Make sure that a database holds a store this program can use.

    Raises Unusable when it is empty, StoreTrouble for a store that is foreign, newer or older.
    """
    found = version(connection, database)
    if found is None:
        raise Unusable(f"there is no store in {database}: `cxloop init --name NAME --email EMAIL` makes one")
    if found < SCHEMA_VERSION:
        raise StoreTrouble(
            f"{database} was written by an older cxloop (schema {found}, this one needs {SCHEMA_VERSION}): export "
            "its tickets with that one and import them into a new store"
        )
