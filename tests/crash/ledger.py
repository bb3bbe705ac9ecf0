"""What the writers said they had kept, held against what the store has kept."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.store import doctor
from tests.crash.writer_process import BATCH

_SHOWN = 5
"""How many ids a problem names; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """One transaction of which a writer said that it is on disk."""

    operations: tuple[str, ...]
    synced: int | None = None
    """Bytes of the write-ahead log that were on the disk by then; None without the shim."""


def read(said: Path) -> list[Acknowledged]:
    """Read what one writer printed, in the form that `writer_process` has; a line without its end is left out."""
    *lines, _unfinished = said.read_text(encoding="ascii").split("\n")
    return [_acknowledged(line) for line in lines]


def _acknowledged(line: str) -> Acknowledged:
    ids, _, synced = line.partition("\t")
    return Acknowledged(tuple(ids.split(" ")), int(synced) if synced else None)


def kept(store: Path) -> list[str]:
    """Return the ids of all operations in the store's order, read from the table itself and not from an index.

    Raises sqlite3.DatabaseError when the file cannot be read.
    """
    with closing(sqlite3.connect(store)) as connection:
        return [str(row[0]) for row in connection.execute("SELECT id FROM operations NOT INDEXED ORDER BY seq")]


def number_kept(store: Path) -> int:
    """Return how many operations a store has, 0 when it cannot be read; `problems` says why."""
    try:
        return len(kept(store))
    except sqlite3.DatabaseError:
        return 0


def problems(store: Path, acknowledged: Iterable[Acknowledged]) -> list[str]:
    """Hold a store against what was acknowledged; an empty list means: all of it is there, once, and whole."""
    try:
        in_store = Counter(kept(store))
        return [
            *_lost_or_doubled(in_store, acknowledged),
            *_damaged(store),
            *_half_groups(store),
            *doctor.examine(store).findings,
        ]
    except (sqlite3.DatabaseError, CxloopError) as trouble:
        return [f"the store cannot be read: {trouble}"]


def _lost_or_doubled(in_store: Counter[str], acknowledged: Iterable[Acknowledged]) -> list[str]:
    said = Counter(operation for one in acknowledged for operation in one.operations)
    lost = [operation for operation in said if operation not in in_store]
    doubled = [operation for operation, times in in_store.items() if times > 1]
    repeated = [operation for operation, times in said.items() if times > 1]
    return [
        *_counted("acknowledged and lost", lost),
        *_counted("in the store more than once", doubled),
        *_counted("acknowledged more than once", repeated),
    ]


def _damaged(store: Path) -> list[str]:
    with closing(sqlite3.connect(store)) as connection:
        answers = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    return [f"integrity_check: {answer}" for answer in answers if answer != "ok"]


def _half_groups(store: Path) -> list[str]:
    """Every group is made in one transaction, so all of it is there or nothing."""
    groups = (
        "SELECT json_extract(wire, '$.group') AS named, count(*) FROM operations WHERE named IS NOT NULL GROUP BY 1"
    )
    with closing(sqlite3.connect(store)) as connection:
        return _counted(
            "a group that is not whole", [str(name) for name, n in connection.execute(groups) if n != BATCH]
        )


def _counted(what: str, ids: Sequence[str]) -> list[str]:
    more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
    return [f"{what}: {', '.join(ids[:_SHOWN])}{more}"] if ids else []
