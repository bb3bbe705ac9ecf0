"""What ought to be on the screen: the same questions answered by plain queries, without windows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

from cxloop_tui.bootstrap import open_rooms
from cxloop_tui.services.queries import Queries


@contextmanager
def questions(store: Path) -> Iterator[Queries]:
    """Ask the desk's own questions of a store, in this process."""
    rooms = open_rooms(store, None)
    try:
        yield rooms.queries
    finally:
        rooms.close()


def text_of(wire: str) -> str:
    """Return the words an operation carries, empty when none."""
    return str(json.loads(wire).get("comment") or "")


def numbers(store: Path, query: str = "", limit: int = 40) -> list[int]:
    """Return the first tickets of a list, read as one plain query."""
    with questions(store) as queries:
        found = queries.tickets(queries.parse(query), limit)
        return [ticket.number for ticket in found if ticket.number is not None]


def last_number(store: Path) -> int:
    """Return the last ticket of the list that a desk opens with."""
    order = "ORDER BY updated_at, place LIMIT 1"
    return int(_column(store, f"SELECT number FROM tickets WHERE withdrawn = 0 {order}")[0])


def some_numbers(store: Path, count: int, seed: int) -> list[int]:
    """Return tickets from anywhere."""
    known = _column(store, "SELECT number FROM tickets WHERE withdrawn = 0")
    return [int(number) for number in Random(seed).choices(known, k=count)]


def sizes(store: Path) -> tuple[int, int]:
    """Return how many tickets a store has, and how many texts."""
    tickets, texts = (_column(store, f"SELECT count(*) FROM {table}")[0] for table in ("tickets", "texts"))
    return int(tickets), int(texts)


def _column(store: Path, sql: str) -> Sequence[int]:
    with closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return [row[0] for row in connection.execute(sql)]
