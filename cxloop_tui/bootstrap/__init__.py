"""The composition root: the only place that knows which store stands behind the ports.

One function per front end. Everything below is imported when it is needed: SQLAlchemy costs as much start-up as
Textual, so the desk paints its first window through the store's read path alone.
"""

import gc
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from cxloop_tui.domain.address import Database
from cxloop_tui.domain.clock import MINUTE
from cxloop_tui.domain.errors import CxloopError, Unusable
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.identity import uuid7

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from cxloop_tui.config import Config
    from cxloop_tui.domain.address import StoreAddress
    from cxloop_tui.domain.backup import Backup, Restored
    from cxloop_tui.services.companion import Companion, MailCarrier
    from cxloop_tui.services.correspondence import Correspondence
    from cxloop_tui.services.desk import Desk
    from cxloop_tui.services.devices import Devices
    from cxloop_tui.services.queries import Queries
    from cxloop_tui.store.examination import Examination
    from cxloop_tui.store.read_path import ReadPath
    from cxloop_tui.store.sql_store import SqlStore


def wall_clock() -> int:
    """Return the time of day in milliseconds since the epoch."""
    return time.time_ns() // 1_000_000


def local_offset() -> int:
    """Return how many minutes local time is ahead of UTC now."""
    offset = datetime.now().astimezone().utcoffset()
    return 0 if offset is None else int(offset.total_seconds() * 1000) // MINUTE


def new_id() -> str:
    """Return a fresh UUID version 7."""
    from secrets import randbits

    return uuid7(wall_clock(), randbits)


@frozen
class Rooms:
    """An opened store with both halves of the desk over it, for one person."""

    me: str
    queries: "Queries"
    desk: Callable[[], "Desk"]
    """Returns the writing half, made at the first call: it loads SQLAlchemy."""
    correspondence: Callable[[], "Correspondence"]
    """Returns what is done about what goes to the hub that this store follows, and came back from it."""
    devices: Callable[[], "Devices"]
    """Returns who may speak to the store as a hub; it loads SQLAlchemy too."""
    close: Callable[[], None]


def open_rooms(address: "StoreAddress", me: str | None, *, clock: Callable[[], int] = wall_clock) -> Rooms:
    """Open an existing store for one person, by default the one who set it up here.

    Raises StoreTrouble for a store that is foreign, newer or unreadable, Unusable when nobody is set up.
    """
    from cxloop_tui.store.read_path import ReadPath

    reader = ReadPath.open(address)
    try:
        return _rooms(address, reader.local_person(me), clock, reader=reader)
    except CxloopError:
        reader.close()
        raise


def _rooms(
    address: "StoreAddress",
    me: str,
    clock: Callable[[], int],
    writer: "SqlStore | None" = None,
    reader: "ReadPath | None" = None,
) -> Rooms:
    from cxloop_tui.services.queries import Queries
    from cxloop_tui.store.read_path import ReadPath

    readable = reader or ReadPath.open(address)
    writers = [] if writer is None else [writer]

    def written() -> "SqlStore":
        if not writers:
            writers.append(open_store(address))
        return writers[0]

    def desk() -> "Desk":
        from cxloop_tui.services.desk import Desk

        return Desk(written(), clock, new_id)

    def correspondence() -> "Correspondence":
        from cxloop_tui.services.correspondence import Correspondence

        return Correspondence.over(written(), clock, new_id)

    def devices() -> "Devices":
        from secrets import token_bytes

        from cxloop_tui.services.devices import Devices

        return Devices(written(), readable, clock, token_bytes)

    def close() -> None:
        for opened in writers:
            opened.close()
        readable.close()

    return Rooms(me, Queries(readable, clock, me, local_offset), desk, correspondence, devices, close)


def open_store(address: "StoreAddress", *, new: bool = False) -> "SqlStore":
    """Open a store for writing, or make it; that loads SQLAlchemy. Raises Unusable or StoreTrouble."""
    if isinstance(address, Path):
        from cxloop_tui.store.writer import Writer

        return Writer.create(address) if new else Writer.open(address)
    from cxloop_tui.store.postgresql.writer import PostgresqlWriter

    return PostgresqlWriter.create(address) if new else PostgresqlWriter.open(address)


def create_rooms(address: "StoreAddress", me: str) -> Rooms:
    """Make a fresh store for a person and open it; the desk is theirs to set up. Raises StoreTrouble.

    A store that nobody has set up, because that was cut short, is taken as it is.
    """
    writer = open_store(address, new=not _was_cut_short(address))
    writer.set_up(me)
    return _rooms(address, me, wall_clock, writer)


def _was_cut_short(address: "StoreAddress") -> bool:
    """Say whether there is a store without anybody in it."""
    from cxloop_tui.store.read_path import ReadPath

    try:
        reader = ReadPath.open(address)
    except Unusable:
        return False
    try:
        return not reader.organisation().people
    finally:
        reader.close()


Progress: TypeAlias = Callable[[str, int, int], None]
"""Is told what is being done, and how much of how much of it is; of 0 when nobody knows how much there is."""


def examine(address: "StoreAddress", progress: Progress) -> "Examination":
    """Check a store against its own operations. Raises Unusable or StoreTrouble when it cannot be opened."""
    from cxloop_tui.store import doctor

    return doctor.examine(address, progress)


def back_up(store: Path, to: Path, progress: Progress) -> "Backup":
    """Copy a store file to a new one while others work on it. Raises Unusable, Refused or StoreTrouble."""
    from cxloop_tui.store import backup

    return backup.back_up(store, to, partial(progress, "copying"))


def look_into(backup_file: Path) -> "Backup":
    """Return what a backup holds. Raises Unusable when it is none."""
    from cxloop_tui.store import backup

    return backup.look_into(backup_file)


def restore(store: Path, backup_file: Path, progress: Progress) -> "Restored":
    """Put a backup in the place of a store file. Raises Unusable, Refused or StoreTrouble, changing nothing."""
    from cxloop_tui.store import restoring

    watch = partial(progress, "copying")
    return restoring.restore(store, backup_file, epoch=_new_epoch(), now=wall_clock(), watch=watch)


def begin_epoch(address: "StoreAddress") -> str:
    """Call the order of a store otherwise from here on, and return how. Raises Refused, Unusable or StoreTrouble."""
    if isinstance(address, Path):
        from cxloop_tui.store.restoring import demand_closed

        demand_closed(address)
    epoch = _new_epoch()
    writer = open_store(address)
    try:
        writer.transact_authority(lambda tx: tx.begin_epoch(epoch))
    finally:
        writer.close()
    return epoch


def _new_epoch() -> str:
    from secrets import token_hex

    return token_hex(8)


def build_demo(
    address: "StoreAddress",
    tickets: int,
    seed: int,
    progress: Progress,
    *,
    clock: Callable[[], int] = wall_clock,
) -> None:
    """Make a store of lifelike example tickets up to now; when that is cut short, nothing is left of it.

    Raises StoreTrouble when there is one already.
    """
    from cxloop_tui.services.demo import build, demo_desk, history

    with _filling(address, partial(progress, "indexing")) as store:
        now = clock()
        desk, moved = demo_desk(store, seed, now - history(tickets))
        made = build(desk, moved, tickets=tickets, seed=seed, now=now, progress=partial(progress, "making tickets"))
        store.set_up(made.me)


def _filling(address: "StoreAddress", watch: Callable[[int, int], None]) -> "AbstractContextManager[SqlStore]":
    """Return a store in the making; what is raised meanwhile leaves nothing of it."""
    if isinstance(address, Path):
        from cxloop_tui.store.filling import filling

        return filling(address, watch)
    from cxloop_tui.store.postgresql import writer

    return writer.filling(address)


def run_desk(address: "StoreAddress", me: str | None, query: str, config: "Config") -> None:
    """Open the desk on a store, at a query. Raises what `open_rooms` does, Unusable for a query with a mistake."""
    # As in `__main__`: what is loaded here lives as long as the desk.
    gc.disable()
    from cxloop_tui.services.session import Session
    from cxloop_tui.ui.app import DeskApp
    from cxloop_tui.ui.left_behind import Garbage
    from cxloop_tui.ui.opening import read_opening

    gc.freeze()
    gc.enable()
    rooms = open_rooms(address, me)
    # What is loaded by then lives as long as the desk; walking it again takes the collector some frames.
    session = Session(
        rooms.queries,
        rooms.desk,
        gc.freeze,
        rooms.correspondence,
        writes_in=config.writes_in(os.environ),
        signature=config.signature,
    )
    try:
        opening = read_opening(rooms.queries, rooms.queries.parse_argument(query))
        companion = _companion(address, rooms)
        app = DeskApp(
            session,
            opening,
            config,
            _copying(config),
            companion=companion,
            garbage=Garbage.of_python(),
            carrier=None if companion else partial(_carrier, address, rooms),
        )
        app.run()
        if app.crash is not None:
            raise app.crash
    finally:
        session.close()
        rooms.close()


def _companion(address: "StoreAddress", rooms: Rooms) -> "Companion | None":
    """Return what syncs beside a desk that follows a hub; it begins when it is first asked how it stands."""
    if rooms.queries.following() is None:
        return None
    from random import random

    from cxloop_tui.services.companion import Companion

    command, environment = _beside(address, rooms, "sync", "--watch", "--json", "--with-desk")
    return Companion(command, environment, random)


def _carrier(address: "StoreAddress", rooms: Rooms) -> "MailCarrier":
    """Return what sends mail beside a desk that is its own authority."""
    from cxloop_tui.services.companion import MailCarrier

    return MailCarrier(*_beside(address, rooms, "mail", "send", "--watch", "--with-desk"))


def _beside(address: "StoreAddress", rooms: Rooms, *words: str) -> tuple[Sequence[str], dict[str, str]]:
    """Return how a command is run beside the desk, on its store and for its person: words and environment."""
    store = address.url if isinstance(address, Database) else str(address)
    # In the environment, for everybody may read the words of a command, and there may be a password.
    environment = {**os.environ, "CXLOOP_STORE": store}
    return [sys.executable, "-m", "cxloop_tui", "--as", rooms.me, *words], environment


def _copying(config: "Config") -> Callable[[str], str]:
    """Return what copies a text from the desk for other programs, and says how."""

    def copy(text: str) -> str:
        from cxloop_tui.paths import clipboard_file
        from cxloop_tui.ui.clipboard import Clipboard, run_tool, ways_of

        ways = ways_of(config.copy, os.environ, shutil.which)
        return Clipboard(ways, run_tool, clipboard_file()).copy(text)

    return copy


def configuration_problems(config: "Config") -> Sequence[str]:
    """Return what the desk cannot follow in a configuration, a sentence each with file and line."""
    from cxloop_tui.ui.taste import taste_of

    return taste_of(config).problems


def run_demo(tickets: int, seed: int, config: "Config", progress: Progress) -> None:
    """Open the desk on a throwaway store of example tickets."""
    with tempfile.TemporaryDirectory(prefix="cxloop-demo-") as directory:
        path = Path(directory) / "demo.db"
        build_demo(path, tickets, seed, progress)
        run_desk(path, None, "", config)


Listening: TypeAlias = Callable[[int, str], None]
"""Is told for how many people a hub is there, and where."""


def serve_hub(
    address: "StoreAddress", host: str, port: int, certificate: tuple[Path, Path] | None, listening: Listening
) -> None:
    """Serve a store to desks elsewhere, until SIGTERM or ctrl+c; `listening` is told when it does so.

    Raises what `open_rooms` does, Refused for a store that follows a hub itself, Unusable for a place where it may
    not listen, CxloopError where it cannot, or where the packages of the hub are missing.
    """
    try:
        from cxloop_tui.bootstrap.serving import serve_store
    except ModuleNotFoundError as missing:
        raise CxloopError(f"the hub needs the package {missing.name}: `pip install 'cxloop[hub]'`") from missing
    serve_store(address, host, port, certificate, listening)
