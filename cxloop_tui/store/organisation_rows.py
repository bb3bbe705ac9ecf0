"""Segments, people and policy as rows, read into one value."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Person, Role
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.segment import Segment, SegmentTree
from cxloop_tui.store.connection import Run

Rows = Callable[[str], Iterable[Any]]
"""Runs a statement without parameters and returns its rows."""


def read_organisation(rows: Rows) -> Organisation:
    """Read the whole space."""
    segments = {
        code: Segment(code, name, parent, tuple(json.loads(managers)), bool(active), merged_into)
        for code, name, parent, managers, active, merged_into in rows(
            "SELECT code, name, parent, managers, active, merged_into FROM segments ORDER BY position"
        )
    }
    people = {
        email: Person(email, name, Role(role), tuple(json.loads(codes)), bool(active), away_until, deputy)
        for email, name, role, codes, active, away_until, deputy in rows(
            "SELECT email, name, role, segments, active, away_until, deputy FROM people ORDER BY position"
        )
    }
    policy = {key: json.loads(value) for key, value in rows("SELECT key, value FROM policy")}
    return Organisation(SegmentTree(segments), people, Policy(policy))


def read_fact(run: Run, key: str) -> str | None:
    """Return a fact of this store, None when it is not known."""
    found = run("SELECT value FROM facts WHERE key = ?", (key,)).fetchone()
    return None if found is None else str(found[0])
