"""A companion that a test plays, and a store that follows a hub: with what waits and what was refused."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Final

from cxloop_tui.domain import intent
from cxloop_tui.domain.feed_lines import read_pages
from cxloop_tui.services.accepting import Accepting
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.feeding import Feeding
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.syncing import State
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.sql_store import SqlStore
from cxloop_tui.store.writer import Writer
from cxloop_tui.sync.settling import settle
from cxloop_tui.sync.taking import take_page
from tests.builders import seeded_ids
from tests.pictures import NOW

OTHER: Final = "kai@harbour.example"
"""An admin, who works at the hub meanwhile."""

LEAVER: Final = "leo@harbour.example"
"""An agent, who leaves meanwhile."""


class PlayedCompanion:
    """A companion that tells what a test says."""

    def __init__(self, *told: State) -> None:
        """`told` is told as soon as somebody listens."""
        self.told: asyncio.Queue[State] = asyncio.Queue()
        self.woken = 0
        self.is_listened_to = False
        self.is_closed = False
        for state in told:
            self.told.put_nowait(state)

    async def states(self) -> AsyncIterator[State]:
        """Tell one after the other."""
        self.is_listened_to = True
        while True:
            yield await self.told.get()

    def wake(self) -> None:
        """Note it."""
        self.woken += 1

    async def aclose(self) -> None:
        """Note it."""
        self.is_closed = True


def make_following(path: Path, hub: Path) -> None:
    """Make the store of somebody who follows a hub, which is a copy of another store, and was offline for a while."""
    copied = path.with_name("hub.db")
    shutil.copy(hub, copied)
    authority, laptop = Writer.open(copied), Writer.create(path)
    reader = ReadPath.open(copied)
    try:
        me = reader.local_person(None)
        _sitting(authority, me, 10)(_two_more_people)
        laptop.follow()
        laptop.set_up(me)
        exchange = partial(_exchange, authority, reader, laptop, me)
        exchange()
        _disagree(Queries(reader, lambda: NOW, me, lambda: 0), authority, laptop, me)
        exchange()
        _wait(Queries(reader, lambda: NOW, me, lambda: 0), laptop, me)
    finally:
        reader.close()
        authority.close()
        laptop.close()
        copied.unlink()


def _two_more_people(sitting: Sitting) -> None:
    sitting.put_person(OTHER, {"name": "Kai Berg", "role": "admin"})
    sitting.put_person(LEAVER, {"name": "Leo Moss", "role": "agent"})


def _exchange(authority: Writer, reader: ReadPath, laptop: SqlStore, me: str) -> None:
    waiting = laptop.transact_replica(lambda tx: [one.operation for one in tx.waiting()])
    told = {receipt.operation: receipt for receipt in Accepting(authority, lambda: NOW).accept(waiting, by=me)}
    laptop.transact_replica(lambda tx: settle(tx, told))
    feeding = Feeding(reader)
    while True:
        page = feeding.page(laptop.transact_replica(lambda tx: tx.cursor()))
        for read in read_pages(page.lines.splitlines(keepends=True)):
            if read.entries:
                laptop.transact_replica(partial(take_page, page=read))
        if not page.more:
            return


def _disagree(queries: Queries, authority: Writer, laptop: SqlStore, me: str) -> None:
    """Let me and somebody else change the same fields, and let a rule say no to something of mine."""
    first, second, *_ = queries.window(queries.parse("status:open"), limit=10).rows
    mine = {"priority": "critical", "category": "Refund", "owner": OTHER}
    here, there = _sitting(laptop, me, 11), _sitting(authority, OTHER, 12)
    here(lambda sitting: sitting.do(first.id, lambda now, _: intent.change(now, mine, note="The bank knows more.")))
    there(lambda sitting: sitting.change(first.id, {"priority": "low", "category": "Delay that the bank explains"}))
    here(lambda sitting: sitting.change(second.id, {"owner": LEAVER}))
    there(lambda sitting: sitting.put_person(LEAVER, {"active": False}))


def _wait(queries: Queries, laptop: SqlStore, me: str) -> None:
    """Do what is not sent yet."""
    (row,) = queries.window(queries.parse("status:open"), limit=1).rows
    here = _sitting(laptop, me, 13)
    here(lambda sitting: sitting.comment(row.id, "Called again, nobody there."))
    here(lambda sitting: sitting.change(row.id, {"category": "Delivery"}))
    wanted = {"customer_email": "new@shop.example", "segment": row.segment, "owner": me}
    here(lambda sitting: sitting.create(wanted, "Made on the train"))


def _sitting(store: SqlStore, by: str, seed: int) -> Callable[[Callable[[Sitting], object]], object]:
    return partial(Desk(store, lambda: NOW, seeded_ids(seed)).sit, by)
