"""The schema in PostgreSQL: the tables of `store.tables`, and what only this database has beside them."""

import sys
from typing import Final

from sqlalchemy import Connection

from cxloop_tui.store import tables

_FULL_TEXT: Final = (
    'ALTER TABLE texts ADD COLUMN body tsvector NOT NULL, ADD COLUMN folded text COLLATE "C"',
    "ALTER TABLE texts ALTER COLUMN body SET STATISTICS 1000",
    "CREATE INDEX ix_texts_body ON texts USING gin (body)",
    "DROP INDEX ix_texts_place",
    "CREATE INDEX ix_texts_place ON texts (place, seq)",
)
"""The words of a text lie beside its ticket; see `vectors`.

How common a word is decides how it is looked for, so more words are counted than usual. A ticket's texts come in
their order, as they do in SQLite, where every index ends with the row id.
"""

_ME: Final = (
    "CREATE FUNCTION me() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE "
    "AS $$ SELECT coalesce(current_setting('cxloop.me', true), '') $$"
)
"""Who looks: what `look_as` told the connection."""


_JSON_EACH: Final = (
    "CREATE FUNCTION json_each(list text) RETURNS TABLE (value text) LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10 "
    "AS $$ SELECT each.value FROM jsonb_array_elements_text(list::jsonb) AS each (value) $$"
)
"""What SQLite calls so: the elements of a JSON list, here of texts alone."""


def make_schema(connection: Connection) -> None:
    """Lay out an empty store at the newest schema."""
    _limit_indexes()
    tables.metadata.create_all(connection)
    for statement in (*_FULL_TEXT, _ME, _JSON_EACH, _casefold_function(), tables.ALEMBIC_VERSION):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (%s)", (tables.REVISION,))


def _limit_indexes() -> None:
    """Let indexes that are of some rows in SQLite be of the same rows here."""
    for table in tables.metadata.sorted_tables:
        for index in table.indexes:
            index.dialect_options["postgresql"]["where"] = index.dialect_options["sqlite"]["where"]


def unmake_schema(connection: Connection) -> None:
    """Take all of it away."""
    tables.metadata.drop_all(connection)
    for what in ("TABLE alembic_version", "FUNCTION me()", "FUNCTION json_each(text)", "FUNCTION casefold(text)"):
        connection.exec_driver_sql(f"DROP {what}")


def _casefold_function() -> str:
    """Return the function that does to a text what Python's `str.casefold` does.

    Case folding looks at one character at a time, so a table of those that change says all of it. Most texts are
    ASCII, or have nothing to fold but ASCII.
    """
    folds = {character: character.casefold() for character in _characters() if character.casefold() != character}
    single = {character: folded for character, folded in folds.items() if len(folded) == 1}
    several = {character: folded for character, folded in folds.items() if len(folded) > 1}
    replaced = "".join(f"folded := replace(folded, '{one}', '{folded}'); " for one, folded in several.items())
    return f"""
        CREATE FUNCTION casefold(told text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
        DECLARE folded text := lower(told COLLATE "C");
        BEGIN
            IF octet_length(folded) = length(folded) OR folded !~ '[{"".join(folds)}]' THEN RETURN folded; END IF;
            IF folded ~ '[{"".join(several)}]' THEN {replaced}END IF;
            RETURN translate(folded, '{"".join(single)}', '{"".join(single.values())}');
        END $$"""


def _characters() -> list[str]:
    """Return every character beyond ASCII; surrogates are none."""
    return [chr(code) for code in range(0x80, sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]
