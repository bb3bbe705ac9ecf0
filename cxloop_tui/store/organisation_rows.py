"""Segments, people and policy as rows, read into one value."""

import json
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Person, Role
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.segment import Segment, SegmentTree

Rows = Callable[[str], Iterable[Any]]
"""Runs a statement without parameters and returns its rows."""


def read_organisation(rows: Rows) -> Organisation:
    """Read the whole space."""
    segments = {
        code: Segment(code, name, parent, tuple(json.loads(managers)))
        for code, name, parent, managers in rows(
            "SELECT code, name, parent, managers FROM segments ORDER BY position"
        )
    }
    people = {
        email: Person(email, name, Role(role), tuple(json.loads(codes)), bool(active))
        for email, name, role, codes, active in rows(
            "SELECT email, name, role, segments, active FROM people ORDER BY position"
        )
    }
    policy = {key: json.loads(value) for key, value in rows("SELECT key, value FROM policy")}
    return Organisation(SegmentTree(segments), people, Policy(policy))


def read_fact(connection: sqlite3.Connection, key: str) -> str | None:
    """Return a fact of this file, None when it is not known."""
    found = connection.execute("SELECT value FROM facts WHERE key = ?", (key,)).fetchone()
    return None if found is None else str(found[0])
