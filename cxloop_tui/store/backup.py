"""A backup of a store file, while others work on it: through SQLite, so that what is only in the log comes along."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from cxloop_tui.domain.backup import Backup
from cxloop_tui.domain.errors import CxloopError, Refused, StoreTrouble, Unusable
from cxloop_tui.store import file

Watch = Callable[[int, int], None]
"""Is told how many of how many pages are copied."""

_PAGES_AT_ONCE: Final = 4096
"""Pages copied until somebody is told, and ctrl+c is heard."""


def back_up(path: Path, to: Path, watch: Watch) -> Backup:
    """Copy a store as it is at one moment to a new file, its owner's alone, which appears whole or not at all.

    Raises Refused when there is something at `to`, Unusable when nothing can be there, StoreTrouble when the store
    cannot be read or the copy cannot be written.
    """
    demand_free(to)
    with closing(file.connect(path)) as source:
        file.recognise(source, path)
        copy_aside(source, to, watch)
    return look_into(to)


def demand_free(to: Path) -> None:
    """Let pass a name that no file has. Raises Refused, Unusable for a name that no file can have."""
    try:
        to.lstat()
    except FileNotFoundError:
        return
    except (OSError, ValueError) as trouble:
        raise Unusable(f"{to} cannot be made: {_said_by(trouble)}; name another file") from trouble
    raise Refused(f"{to} exists already and was left as it is: name another file")


def look_into(backup: Path) -> Backup:
    """Return what a backup holds. Raises Unusable when it is none."""
    with closing(opened(backup)) as source:
        try:
            number, last = source.execute("SELECT count(*), max(received_at) FROM operations").fetchone()
        except sqlite3.Error as trouble:
            raise Unusable(f"{backup} is damaged: {trouble}; take another backup") from trouble
    return Backup(backup, int(number), None if last is None else int(last))


def opened(backup: Path) -> sqlite3.Connection:
    """Open a backup, which stays as it is. Raises Unusable when it is none, or a newer program's."""
    try:
        if not backup.exists():
            raise Unusable(f"there is no file {backup}: name a backup that `cxloop hub backup` made")
        source = file.connect(backup)
    except (OSError, ValueError) as trouble:
        raise Unusable(f"{backup} cannot be read: {_said_by(trouble)}") from trouble
    except StoreTrouble as trouble:
        raise Unusable(str(trouble)) from trouble
    try:
        file.recognise(source, backup)
    except CxloopError as trouble:
        source.close()
        raise Unusable(f"{backup} cannot be restored: {trouble}") from trouble
    return source


def copy_aside(source: sqlite3.Connection, to: Path, watch: Watch) -> None:
    """Copy an open store to a new file. Raises Unusable or StoreTrouble, and leaves nothing when it does."""
    try:
        making = file.reserve(to)
    except StoreTrouble as trouble:
        raise Unusable(str(trouble)) from trouble
    try:
        copy(source, making, watch)
        file.give_name(making, to)
    finally:
        making.unlink(missing_ok=True)


def copy(source: sqlite3.Connection, making: Path, watch: Watch) -> None:
    """Copy an open store to a file that nobody has yet, and put that on disk. Raises StoreTrouble."""
    try:
        with closing(sqlite3.connect(making, isolation_level=None)) as target:
            file.tell_filling(target)
            copy_pages(source, target, watch)
        file.settle(making)
    except (sqlite3.Error, OSError) as trouble:
        raise StoreTrouble(f"{making} could not be written: {trouble}; nothing is left of it") from trouble


def copy_pages(source: sqlite3.Connection, target: sqlite3.Connection, watch: Watch) -> None:
    """Copy all pages of one moment, in one transaction of the target. Raises the driver's own errors."""
    source.execute("BEGIN")  # else it would begin anew whenever somebody writes meanwhile
    try:
        source.execute("SELECT 1 FROM sqlite_schema").fetchone()
        source.backup(
            target, pages=_PAGES_AT_ONCE, progress=lambda _, left, pages: watch(pages - left, pages), sleep=0.01
        )
    finally:
        source.rollback()


def _said_by(trouble: Exception) -> str:
    return (trouble.strerror if isinstance(trouble, OSError) else None) or str(trouble)
