"""Putting a backup in the place of a store file, under a new name of its order.

Whoever followed the store saw what is not in the backup: by the new name they notice, and send it again. What was
there is kept beside. The file itself stays, only its content changes, in one transaction: a file that took its place
could be taken for it by somebody who opened the old one just before, and SQLite would write the log of the one into
the other (sqlite.org, "How To Corrupt An SQLite Database File", 2.4).
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cxloop_tui.domain.backup import Restored
from cxloop_tui.domain.errors import CxloopError, Refused, StoreTrouble, Unusable
from cxloop_tui.store import file
from cxloop_tui.store.backup import Watch, copy, copy_aside, copy_pages, opened
from cxloop_tui.store.filling import Filling
from cxloop_tui.store.lock import locked
from cxloop_tui.store.migrate import run_steps
from cxloop_tui.store.writer import engine_of

_SignedOut = Sequence[tuple[str, int]]
"""Devices by their ids, each with when it was signed out."""

_SIGNED_OUT: Final = (
    "SELECT t.id, coalesce(t.revoked_at, ?) FROM tokens t LEFT JOIN people p ON p.email = t.person "
    "WHERE t.revoked_at IS NOT NULL OR coalesce(p.active, 0) = 0"
)
"""Devices that may not speak; who has left since the backup is back with it, but not through the old ones."""

_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def restore(path: Path, backup: Path, *, epoch: str, now: int, watch: Watch) -> Restored:
    """Put a backup in the place of a store, the one that is there aside, and call its order `epoch`.

    `now` is in milliseconds since the epoch. Raises Unusable for what is no backup, Refused when another process has
    the store open or the backup is of one that follows a hub, StoreTrouble; nothing has changed when it does.
    """
    if path.exists() and backup.exists() and path.samefile(backup):
        raise Unusable(f"{backup} is the store itself: name a backup that `cxloop hub backup` made")
    demand_closed(path)
    making = _prepared(path, backup, epoch, watch)
    kept = path.with_name(f"{path.name}.before-restore-{datetime.fromtimestamp(now / 1000, tz=UTC):%Y%m%dT%H%M%SZ}")
    try:
        with locked(path):
            return _put(making, path, kept, Restored(None, 0, epoch), now, watch)
    finally:
        making.unlink(missing_ok=True)


def demand_closed(path: Path) -> None:
    """Let pass a store that no process on this machine has open, one that there is not too. Raises Refused."""
    with _alone(path):
        pass


def _prepared(path: Path, backup: Path, epoch: str, watch: Watch) -> Path:
    """Return a file beside the store that holds the backup at the newest schema, its order under another name."""
    with closing(opened(backup)) as source:
        version = file.recognise(source, backup)
        making = file.reserve(path.with_name(f"{path.name}.restoring"))
        try:
            copy(source, making, watch)
            if version < file.SCHEMA_VERSION:
                run_steps(making)
            with closing(Filling(making, engine_of(making, file.tell_filling))) as store:
                store.transact_authority(lambda tx: tx.begin_epoch(epoch))
            file.settle(making)
        except BaseException:
            making.unlink(missing_ok=True)
            raise
    return making


def _put(making: Path, path: Path, kept: Path, done: Restored, now: int, watch: Watch) -> Restored:
    """Put the file that was prepared in the place of the store; the caller holds the lock."""
    with _alone(path) as present:
        signed_out = None if present is None else _signed_out(present, now)
        stay_out = None if signed_out is None else _sign_out(making, signed_out)
        if present is not None and _is_kept(present, kept, watch):
            _overwrite(present, making, kept, watch)
            return done._replace(kept=kept, signed_out=stay_out)
    was_there = path.exists()
    if was_there:
        _move_aside(path, kept)
    file.give_name(making, path)
    return done._replace(kept=kept if was_there else None, signed_out=stay_out if was_there else 0)


@contextmanager
def _alone(path: Path) -> Iterator[sqlite3.Connection | None]:
    """Have a store for oneself; None when there is none, or it is so damaged that SQLite does not know it.

    Raises Refused when another process has it open, StoreTrouble when it is no store of ours or a newer one.
    """
    if not path.exists():
        yield None
        return
    with closing(file.connect(path)) as present:
        yield present if _is_taken(present, path) else None


def _is_taken(present: sqlite3.Connection, path: Path) -> bool:
    """Take a store for oneself until it is closed; False when it is damaged.

    Whoever has it open holds a lock on it that excludes this one, even when they do nothing.
    """
    try:
        present.execute("PRAGMA busy_timeout = 0")
        present.execute("PRAGMA locking_mode = EXCLUSIVE")
        present.execute("BEGIN EXCLUSIVE")
        present.execute("COMMIT")
    except sqlite3.DatabaseError as trouble:
        if trouble.sqlite_errorcode & 0xFF in _BUSY:
            raise Refused(
                f"{path} is open in another cxloop: stop the hub and close every desk on it first"
            ) from trouble
        return False
    file.recognise(present, path)
    return True


def _signed_out(present: sqlite3.Connection, now: int) -> _SignedOut | None:
    """Return the devices that may not speak, None when that cannot be read."""
    try:
        has_devices = present.execute("SELECT 1 FROM sqlite_schema WHERE name = 'tokens'").fetchone()
        return present.execute(_SIGNED_OUT, (now,)).fetchall() if has_devices else ()
    except sqlite3.DatabaseError:
        return None


def _sign_out(making: Path, devices: _SignedOut) -> int:
    """Let these devices be signed out in a file that nobody has yet; return how many of them it knows."""
    with closing(sqlite3.connect(making, isolation_level=None)) as store:
        file.tell(store)
        store.execute("BEGIN")
        store.executemany(
            "UPDATE tokens SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?", [(at, one) for one, at in devices]
        )
        known = {str(one) for (one,) in store.execute("SELECT id FROM tokens WHERE revoked_at IS NOT NULL")}
        store.execute("COMMIT")
    file.settle(making)
    return len(known & {one for one, _ in devices})


def _is_kept(present: sqlite3.Connection, kept: Path, watch: Watch) -> bool:
    """Copy the store aside; False when it is too damaged for that. Raises StoreTrouble when there is no room."""
    try:
        copy_aside(present, kept, watch)
    except CxloopError as trouble:
        cause = trouble.__cause__
        if isinstance(cause, sqlite3.DatabaseError) and cause.sqlite_errorcode & 0xFF in _DAMAGED:
            return False
        raise StoreTrouble(f"the store could not be kept beside, so nothing was changed: {trouble}") from trouble
    return True


def _overwrite(present: sqlite3.Connection, making: Path, kept: Path, watch: Watch) -> None:
    """Give the store the content of another file, all of it or nothing."""
    file.tell(present)
    try:
        with closing(sqlite3.connect(making, isolation_level=None)) as source:
            copy_pages(source, present, watch)
    except sqlite3.Error as trouble:
        kept.unlink(missing_ok=True)
        raise StoreTrouble(f"the backup could not be put in place, nothing was changed: {trouble}") from trouble


def _move_aside(path: Path, kept: Path) -> None:
    """Give a file that is no store any more another name, its log first: the next store must not find that."""
    try:
        for ending in ("-shm", "-wal", ""):
            found = path.with_name(path.name + ending)
            if found.exists():
                found.rename(kept.with_name(kept.name + ending))
    except OSError as trouble:
        raise StoreTrouble(f"{path} could not be kept as {kept}: {trouble.strerror}") from trouble
