"""The desk of somebody whose tickets are at a hub: a laptop in memory, the hub, and a companion that a test plays.

`async with hub_desk(...) as at:` opens it. `at.at_hub` is what others do there, `at.sync` what the companion does.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial

from textual.pilot import Pilot

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.config import Config
from cxloop_tui.domain.clock import MINUTE
from cxloop_tui.services.accepting import Accepting
from cxloop_tui.services.correspondence import Correspondence
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.news import Ear, Heard
from cxloop_tui.services.syncing import Phase, State
from cxloop_tui.sync.settling import settle
from cxloop_tui.sync.taking import take_page
from cxloop_tui.ui.opening import read_opening
from cxloop_tui.ui.widgets.top_line import TopLine
from tests.builders import BEA, FakeClock
from tests.companions import PlayedCompanion
from tests.fakes import MemoryStore, memory_rooms
from tests.simulation.network import Authority
from tests.simulation.replica import ReplicaMemory
from tests.ui.desk_host import QUIET, AtDesk, TellingApp, Tickets, WatchedSession, a_days_queue, furnished

NOTHING = Heard([], 0, 0)


@dataclass
class Sides:
    """A laptop and its hub, in step; the clock is at the end of that."""

    laptop: ReplicaMemory
    hub: MemoryStore
    clock: FakeClock
    ids: Callable[[], str]
    me: str
    taken: int = 0
    """Operations that came in with the last exchange."""

    def exchange(self) -> None:
        """Send what waits, and take in what the hub has."""
        sent = [one.operation for one in self.laptop.transact_replica(lambda tx: tx.unsent(0, 1_000))]
        receipts = Accepting(self.hub, self.clock).accept(sent, by=self.me)
        told = {receipt.operation: receipt for receipt in receipts}
        self.laptop.transact_replica(lambda replica: settle(replica, told))
        self.taken = 0
        authority = Authority(self.clock, self.hub)
        while (page := authority.page(self.laptop.held.cursor)).entries:
            self.laptop.transact_replica(partial(take_page, page=page))
            self.taken += len(page.entries)
        self.laptop.transact_replica(lambda tx: tx.put_fact("synced_at", str(self.clock.now)))

    def at_hub(self, by: str, work: Callable[[Sitting], object]) -> None:
        """Let somebody else do something at the hub, a minute later."""
        self.clock.now += MINUTE
        Desk(self.hub, self.clock, self.ids).sit(by, work)

    def here(self, work: Callable[[Sitting], object]) -> None:
        """Do something on the laptop, a minute later."""
        self.clock.now += MINUTE
        Desk(self.laptop, self.clock, self.ids).sit(self.me, work)

    def ticket(self, number: int) -> str:
        """Return a ticket's id by its number."""
        return next(one.id for one in self.hub._held.tickets.values() if one.number == number)


@dataclass
class AtHubDesk(AtDesk):
    """A person at such a desk."""

    sides: Sides = field(kw_only=True)
    companion: PlayedCompanion = field(kw_only=True)

    ear: Ear = field(kw_only=True)

    async def tell(
        self, phase: Phase, said: str = "", *, taken: int = 0, sent: int = 0, heard: Heard = NOTHING
    ) -> None:
        """Let the companion tell how it stands."""
        synced_at = self.clock.now if phase is Phase.SYNCED else None
        state = State(phase, said, sent, 0, taken, synced_at, heard.told, heard.more)
        self.companion.told.put_nowait(state)
        await self.settled()

    async def sync(self) -> None:
        """Let the companion sync, and tell so."""
        self.sides.exchange()
        await self.tell(Phase.SYNCED, taken=self.sides.taken, heard=self.ear.hear())

    async def at_hub(self, by: str, work: Callable[[Sitting], object]) -> None:
        """Let somebody else do something at the hub, and the companion bring it."""
        self.sides.at_hub(by, work)
        await self.sync()

    @property
    def top(self) -> str:
        """The top line."""
        return self.lines[0]

    @property
    def top_line(self) -> TopLine:
        """The same as a widget."""
        return self.inbox.query_one(TopLine)


Before = Callable[[Sides], None]
"""What has happened on both sides before the desk is opened."""


def in_step(_sides: Sides) -> None:
    """Both have the same."""


@contextmanager
def seated_at_hub(
    tickets: Tickets = a_days_queue,
    *,
    me: str = BEA,
    before: Before = in_step,
    config: Config = QUIET,
    is_new: bool = False,
) -> Iterator[tuple[TellingApp, Callable[[Pilot[None]], AtHubDesk]]]:
    """Make the app for a person, and what gives their desk once it runs; `is_new`: nothing has come from the hub yet.

    Fails if anything that a terminal obeys came through to the screen.
    """
    hub, clock, ids = furnished(tickets)
    sides = Sides(ReplicaMemory(), hub, clock, ids, me)
    if not is_new:
        sides.exchange()
        before(sides)
    rooms = memory_rooms(sides.laptop, me, clock=clock, ids=ids, stranger=True)
    session = WatchedSession(
        rooms.queries, rooms.desk, correspondence=lambda: Correspondence.over(sides.laptop, clock, ids)
    )
    companion = PlayedCompanion()
    try:
        app = TellingApp(session, read_opening(rooms.queries, rooms.queries.parse("")), config, companion)
        yield app, partial(_at_desk, app, rooms, session, sides, companion)
    finally:
        session.close()
    assert app.net.caught == 0


def _at_desk(
    app: TellingApp,
    rooms: Rooms,
    session: WatchedSession,
    sides: Sides,
    companion: PlayedCompanion,
    pilot: Pilot[None],
) -> AtHubDesk:
    ear = Ear(sides.laptop, sides.me)
    return AtHubDesk(app, pilot, rooms, session, sides.clock, app.said, sides=sides, companion=companion, ear=ear)


@asynccontextmanager
async def hub_desk(
    size: tuple[int, int] = (120, 40),
    *,
    tickets: Tickets = a_days_queue,
    me: str = BEA,
    before: Before = in_step,
    config: Config = QUIET,
    is_new: bool = False,
) -> AsyncIterator[AtHubDesk]:
    """Open the desk for a person."""
    with seated_at_hub(tickets, me=me, before=before, config=config, is_new=is_new) as (app, at_desk):
        async with app.run_test(size=size, notifications=True) as pilot:
            at = at_desk(pilot)
            await at.settled()
            yield at
