"""The composition root: the only place that knows which store stands behind the ports.

One function per front end. Everything below is imported when it is needed: SQLAlchemy costs as much start-up as
Textual, so the desk paints its first window through the store's read path alone.
"""

import gc
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from cxloop_tui.domain.clock import MINUTE
from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.identity import uuid7

if TYPE_CHECKING:
    from cxloop_tui.config import Config
    from cxloop_tui.services.desk import Desk
    from cxloop_tui.services.queries import Queries
    from cxloop_tui.store.doctor import Examination
    from cxloop_tui.store.read_path import ReadPath
    from cxloop_tui.store.writer import Writer


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

    path: Path
    me: str
    queries: "Queries"
    desk: Callable[[], "Desk"]
    """Returns the writing half, made at the first call: it loads SQLAlchemy."""
    close: Callable[[], None]


def open_rooms(path: Path, me: str | None, *, clock: Callable[[], int] = wall_clock) -> Rooms:
    """Open an existing store for one person, by default the one who set it up here.

    Raises StoreTrouble for a file that is foreign, newer or unreadable, Unusable when nobody is set up.
    """
    from cxloop_tui.store.read_path import ReadPath

    reader = ReadPath.open(path)
    try:
        return _rooms(path, reader.local_person(me), clock, reader=reader)
    except CxloopError:
        reader.close()
        raise


def _rooms(
    path: Path,
    me: str,
    clock: Callable[[], int],
    writer: "Writer | None" = None,
    reader: "ReadPath | None" = None,
) -> Rooms:
    from cxloop_tui.services.queries import Queries
    from cxloop_tui.store.read_path import ReadPath

    readable = reader or ReadPath.open(path)
    writers = [] if writer is None else [writer]

    def desk() -> "Desk":
        from cxloop_tui.services.desk import Desk
        from cxloop_tui.store.writer import Writer

        if not writers:
            writers.append(Writer.open(path))
        return Desk(writers[0], clock, new_id)

    def close() -> None:
        for opened in writers:
            opened.close()
        readable.close()

    return Rooms(path, me, Queries(readable, clock, me, local_offset), desk, close)


def create_rooms(path: Path, me: str) -> Rooms:
    """Make a fresh store for a person and open it; the desk is theirs to set up. Raises StoreTrouble.

    A store that nobody has set up, because that was cut short, is taken as it is.
    """
    from cxloop_tui.store.read_path import ReadPath
    from cxloop_tui.store.writer import Writer

    was_cut_short = path.exists() and not _people(ReadPath.open(path))
    writer = Writer.open(path) if was_cut_short else Writer.create(path)
    writer.set_up(me)
    return _rooms(path, me, wall_clock, writer)


def _people(reader: "ReadPath") -> int:
    """Count the people of a store, and let go of it."""
    people = len(reader.organisation().people)
    reader.close()
    return people


def examine(path: Path) -> "Examination":
    """Check a store file against its own operations. Raises Unusable or StoreTrouble when it cannot be opened."""
    from cxloop_tui.store import doctor

    return doctor.examine(path)


Progress: TypeAlias = Callable[[str, int, int], None]
"""Is told what is being done, and how much of how much of it is."""


def build_demo(path: Path, tickets: int, seed: int, progress: Progress) -> None:
    """Make a store of lifelike example tickets; when that is cut short, nothing is left of it.

    Raises StoreTrouble when there is a file already.
    """
    from cxloop_tui.services.demo import build, demo_desk, history
    from cxloop_tui.store.filling import filling

    with filling(path, partial(progress, "indexing")) as store:
        now = wall_clock()
        desk, clock = demo_desk(store, seed, now - history(tickets))
        made = build(desk, clock, tickets=tickets, seed=seed, now=now, progress=partial(progress, "making tickets"))
        store.set_up(made.me)


def run_desk(path: Path, me: str | None, query: str, config: "Config") -> None:
    """Open the desk on a store, at a query. Raises what `open_rooms` does, Unusable for a query with a mistake."""
    # As in `__main__`: what is loaded here lives as long as the desk.
    gc.disable()
    from cxloop_tui.services.session import Session
    from cxloop_tui.ui.app import DeskApp
    from cxloop_tui.ui.opening import read_opening

    gc.freeze()
    gc.enable()
    rooms = open_rooms(path, me)
    session = Session(rooms.queries, rooms.desk)
    try:
        opening = read_opening(rooms.queries, rooms.queries.parse_argument(query))
        app = DeskApp(session, opening, config, _copying(config))
        app.run()
        if app.crash is not None:
            raise app.crash
    finally:
        session.close()
        rooms.close()


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
