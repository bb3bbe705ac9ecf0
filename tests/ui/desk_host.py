"""The real desk over a store in memory: same clock, same ids, same tickets in every run.

`async with desk(...) as at:` opens it. Keys go through `at.press`, words through `at.write`; both return when
everything they led to is done and on screen. `at.colleague` does what somebody else does meanwhile.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeVar

from textual.events import Paste
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.config import Config
from cxloop_tui.domain.clock import DAY, HOUR, SECOND
from cxloop_tui.domain.history import comments_of, log_of
from cxloop_tui.domain.operation import Entry, Json
from cxloop_tui.domain.status import Priority
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import Comment, LogLine, StoredDraft, TicketView
from cxloop_tui.services.correspondence import Correspondence
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.ui.app import DeskApp
from cxloop_tui.ui.companion import Companion
from cxloop_tui.ui.left_behind import Garbage
from cxloop_tui.ui.opening import Opening, read_opening
from cxloop_tui.ui.screens.form import FormScreen
from cxloop_tui.ui.screens.inbox import InboxScreen
from cxloop_tui.ui.widgets.bar import Bar
from tests import waiting
from tests.builders import ADA, BEA, EVE, GIA, MAX, NOON, TOM, FakeClock, found_house, seeded_ids
from tests.fakes import MemoryStore, memory_rooms
from tests.ui.conftest import screen_text
from tests.ui.pressing import send_key

T = TypeVar("T")

QUIET: Final = Config(refresh_seconds=3600.0)
"""A desk that looks for changes by others only when a test says so."""

PATIENCE: Final = 20_000
"""Rounds of the event loop after which a desk that is still at work counts as stuck."""

CALM: Final = 3
"""Rounds in which nothing was left to run, after which the desk is at rest."""


# What lies on the desk -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Making:
    """An empty house with its people, for whoever puts tickets into it."""

    desk: Desk
    clock: FakeClock

    def ticket(self, email: str, words: str, hours_ago: float = 24, **fields: Json) -> str:
        """Make a ticket in bari, owned by BEA unless said otherwise; its id. Time only goes forward."""
        self.clock.now = max(self.clock.now, NOON - int(hours_ago * HOUR))
        wanted = {"customer_email": email, "segment": "bari", "owner": BEA, **fields}
        return self.desk.sit(ADA, lambda sitting: sitting.create(wanted, words)).ticket.id

    def by(self, person: str, work: Callable[[Sitting], object]) -> None:
        """Let somebody do something, a second later."""
        self.clock.now += SECOND
        self.desk.sit(person, work)


Tickets = Callable[[Making], None]
"""Puts tickets into an empty house."""


def no_tickets(_making: Making) -> None:
    """A desk on its first day."""


def a_days_queue(making: Making) -> None:
    """Twelve tickets in every state, of every priority, some overdue."""
    ana = making.ticket(
        "ana@shop.example", "The refund is three weeks late.", 90, priority="high", customer_name="Ana Rossi",
        customer_phone="+39 080 1234", score=2, score_kind="nps",
    )  # fmt: skip
    making.by(BEA, lambda sitting: sitting.comment(ana, "Asked the bank for the receipt."))
    making.by(BEA, lambda sitting: sitting.contact(ana, "call", "no-answer"))
    bo = making.ticket("bo@shop.example", "Parcel arrived open and wet.", 80, priority="critical", owner=TOM,
                       segment="turin", customer_name="Bo Li", score=0, score_kind="nps")  # fmt: skip
    making.by(TOM, lambda sitting: sitting.escalate(bo, "north", "He asks for somebody who can decide."))
    cy = making.ticket("cy@shop.example", "Nobody picked up the phone.", 70, owner=GIA, segment="south")
    making.by(
        GIA,
        lambda sitting: sitting.resolve(cy, root_cause="short of staff", action_taken="called back", told="by call"),
    )
    making.ticket(
        "dora@shop.example", "房间很吵,空调坏了。", 60, owner=EVE, segment="madrid", customer_name="Dora 李"
    )
    ed = making.ticket("ed@shop.example", "The lamp flickers.", 50, priority="low", owner=MAX, segment="north")
    making.by(MAX, lambda sitting: sitting.comment(ed, "A new lamp is on its way."))
    making.ticket("flo@shop.example", "Refund to the wrong card.", 40, priority="critical", owner=ADA,
                  segment="italy")  # fmt: skip
    gus = making.ticket("gus@shop.example", "The shop was closed at noon.", 30, owner=TOM, segment="milan")
    making.by(TOM, lambda sitting: sitting.change(gus, {"category": "opening hours"}))
    making.ticket("hal@shop.example", "The chair wobbles.", 20, owner=ADA, segment="naples", priority="high")
    ida = making.ticket("ida@shop.example", "The invoice has the wrong name.", 15, owner=BEA)
    making.by(
        BEA, lambda sitting: sitting.resolve(ida, root_cause="typing error", action_taken="sent anew", told="by mail")
    )
    making.by(BEA, lambda sitting: sitting.reopen(ida, "The new one is wrong as well."))
    making.ticket("jo@shop.example", "Very friendly, but slow.", 10, owner=GIA, segment="south", priority="low")
    making.ticket("kim@shop.example", "Where is my refund?", 5, owner=ADA, segment="spain")
    making.ticket("lou@shop.example", "Delivered to the neighbour.", 1, owner=BEA, segment="naples")


def plenty(count: int) -> Tickets:
    """As many tickets as asked, a minute apart."""

    def make(making: Making) -> None:
        priorities = list(Priority)
        for place in range(count):
            making.ticket(
                f"c{place}@shop.example", f"Words of customer {place}.", (count - place) / 60,
                priority=str(priorities[place % 4]), customer_name=f"Customer {place}",
            )  # fmt: skip

    return make


# The desk --------------------------------------------------------------------------------------------------------


class WatchedSession(Session):
    """A session of which it is known whether anybody waits for an answer."""

    under_way = 0

    async def load(self, *modules: str) -> None:
        with self._waiting():
            await super().load(*modules)

    async def ask(self, question: Callable[[Queries], T]) -> T:
        with self._waiting():
            return await super().ask(question)

    async def ask_aside(self, question: Callable[[Queries], T]) -> T:
        with self._waiting():
            return await super().ask_aside(question)

    async def ask_at_length(self, question: Callable[[Queries], T]) -> T:
        with self._waiting():
            return await super().ask_at_length(question)

    async def work_at_length(self, work: Callable[[Callable[[], Desk]], T]) -> T:
        with self._waiting():
            return await super().work_at_length(work)

    async def act(self, work: Callable[[Sitting], T]) -> T:
        with self._waiting():
            return await super().act(work)

    async def correspond(self, work: Callable[[Correspondence], T]) -> T:
        with self._waiting():
            return await super().correspond(work)

    async def keep(self, draft: StoredDraft) -> None:
        with self._waiting():
            await super().keep(draft)

    async def put_on_shelf(self, shelf: str, things: Mapping[str, Json]) -> None:
        with self._waiting():
            await super().put_on_shelf(shelf, things)

    async def answered(self) -> None:
        """Wait until everything asked before is answered."""
        for thread in (self._writing, self._at_length):
            await asyncio.wrap_future(thread.submit(_nothing))
        for line in (self._reading, self._counting):
            await line.ask(_nothing)

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        self.under_way += 1
        try:
            yield
        finally:
            self.under_way -= 1


def _nothing() -> None:
    """Be done once everything asked before is."""


@dataclass
class AtDesk:
    """A person at the desk, and the store behind it."""

    app: DeskApp
    pilot: Pilot[None]
    rooms: Rooms
    session: WatchedSession
    clock: FakeClock
    said: list[str] = field(default_factory=list)
    """Every piece of news the desk told, oldest first."""
    collected: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the desk let go of what screens left behind."""

    # what is done ------------------------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Press keys, and wait for all they lead to after each."""
        for key in keys:
            self.send(key)
            await self.settled()

    async def press_at_once(self, *keys: str) -> None:
        """Press keys before any of them is answered, and wait for all they lead to."""
        for key in keys:
            self.send(key)
        await self.settled()

    def send(self, key: str) -> None:
        """Press a key and wait for nothing."""
        send_key(self.app, key)

    async def write(self, text: str) -> None:
        """Put words where the cursor is, as the terminal pastes them."""
        assert self.app._driver is not None
        self.app._driver.send_message(Paste(text))
        await self.settled()

    async def click(self, widget: Widget, x: int, y: int) -> None:
        """Click a cell of a widget."""
        await self.pilot.click(widget, offset=(x, y))
        await self.settled()

    async def click_piece(self, bar: Bar, action: str) -> None:
        """Click the first piece of a bar that does an action."""
        for y, line in enumerate(bar._lines()):
            for hit in line.hits:
                if hit.action == action:
                    return await self.click(bar, hit.start, y)
        raise AssertionError(f"nothing on {bar} does {action}")

    async def look_again(self) -> None:
        """Let the time come at which the desk looks for changes by others."""
        await self.inbox._look_for_changes()
        await self.settled()

    async def settled(self) -> None:
        """Wait until nothing can run any more before somebody does something, or time passes."""
        loop, quiet = asyncio.get_running_loop(), 0
        for _ in range(PATIENCE):
            await asyncio.sleep(0)
            if self.session.under_way:
                await self.session.answered()
            is_quiet = not loop._ready  # type: ignore[attr-defined]
            quiet = quiet + 1 if is_quiet else 0
            if is_quiet:
                self.inbox._beside.rest()
                self.app.screen._on_timer_update()
            if quiet > CALM:
                return
        raise AssertionError(f"the desk does not come to rest: {list(self.app.workers)}")

    def colleague(self, email: str, work: Callable[[Sitting], T]) -> T:
        """Let somebody else do something at another screen, a minute later."""
        self.clock.now += 60 * SECOND
        return self.rooms.desk().sit(email, work)

    def colleague_says(self, by: str, number: int, *texts: str) -> None:
        """Let somebody else comment on a ticket."""
        ticket = self.view(number).ticket.id
        for text in texts:
            self.colleague(by, partial(Sitting.comment, ticket_id=ticket, text=text))

    # what is seen ------------------------------------------------------------------------------------------------

    @property
    def screen(self) -> Screen[object]:
        """The screen in front."""
        return self.app.screen

    @property
    def inbox(self) -> InboxScreen:
        """The desk itself, also behind a dialog."""
        found = next(screen for screen in self.app.screen_stack if isinstance(screen, InboxScreen))
        assert isinstance(found, InboxScreen)
        return found

    @property
    def form(self) -> FormScreen:
        """The form in front."""
        assert isinstance(self.app.screen, FormScreen), self.seen
        return self.app.screen

    @property
    def seen(self) -> str:
        """The screen in front as text."""
        return screen_text(self.app)

    @property
    def lines(self) -> list[str]:
        """The same, line by line."""
        return self.seen.splitlines()

    def no_dialog(self) -> bool:
        """Say whether the desk itself is in front."""
        return isinstance(self.app.screen, InboxScreen)

    def list_is_shown(self) -> bool:
        """Say whether the list is on screen."""
        return self.inbox.list.display

    def detail_is_shown(self) -> bool:
        """Say whether the detail is on screen."""
        return self.inbox.detail.display

    def tab(self) -> str:
        """Return which tab of the detail is chosen."""
        return self.inbox.detail.tab

    def focused(self) -> str | None:
        """Return the id of what takes the keys."""
        focused = self.app.screen.focused
        return None if focused is None else focused.id

    @property
    def cursor(self) -> str | None:
        """The id of the ticket under the cursor."""
        row = self.inbox.list.cursor_row
        return None if row is None else row.id

    @property
    def listed(self) -> list[int]:
        """The numbers of the loaded rows, in order."""
        return [row.number or 0 for row in self.inbox.list.rows]

    # what is on record -------------------------------------------------------------------------------------------

    def view(self, number: int) -> TicketView:
        """Return a ticket by its number."""
        return self.rooms.queries.view(self.rooms.queries.ticket_id(str(number)))

    def ticket(self, number: int) -> Ticket:
        """Return a ticket by its number."""
        return self.view(number).ticket

    def entries(self, number: int) -> tuple[Entry, ...]:
        """Return all that happened to a ticket."""
        return self.view(number).entries

    def log(self, number: int) -> tuple[LogLine, ...]:
        """Return the log of a ticket, oldest first."""
        return log_of(self.entries(number))

    def last(self, number: int) -> dict[str, tuple[str | int | None, str | int | None]]:
        """Return the log lines of the last operation on a ticket: from what to what, by field."""
        log = self.log(number)
        return {line.field: (line.old, line.new) for line in log if line.operation == log[-1].operation}

    def comments(self, number: int) -> tuple[Comment, ...]:
        """Return what was said about a ticket, oldest first."""
        view = self.view(number)
        return comments_of(view.ticket, view.entries)

    def draft(self, form: str, number: int | None = None) -> Mapping[str, str] | None:
        """Return what is kept of a form."""
        ticket = "" if number is None else self.rooms.queries.ticket_id(str(number))
        kept: StoredDraft | None = self.rooms.queries.draft(ticket, form)
        return None if kept is None else kept.fields


async def until(at: AtDesk, holds: Callable[[], bool]) -> None:
    """Let the desk run until something is so; its threads have their turns meanwhile."""
    end = time.monotonic() + waiting.PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(at.seen)
        await asyncio.sleep(0.001)


class TellingApp(DeskApp):
    """The desk, noting what it tells."""

    def __init__(
        self, session: Session, opening: Opening, config: Config, companion: Companion | None = None
    ) -> None:
        self.collected = asyncio.Event()
        """Set when it would have let go of what screens left behind: among all that tests hold that takes long."""
        garbage = Garbage.in_its_own_time()._replace(collect=self.collected.set)
        super().__init__(session, opening, config, companion=companion, garbage=garbage)
        self.said: list[str] = []

    def notify(self, message: str, **how: object) -> None:
        self.said.append(message)
        super().notify(message, **how)  # type: ignore[arg-type]


def furnished(tickets: Tickets = a_days_queue) -> tuple[MemoryStore, FakeClock, Callable[[], str]]:
    """Return a store with the house of `tests.builders` and these tickets, the clock at NOON, and its ids."""
    store, clock, ids = MemoryStore(), FakeClock(NOON - 30 * DAY), seeded_ids()
    making = Making(Desk(store, clock, ids), clock)
    making.desk.sit(ADA, found_house)
    tickets(making)
    clock.now = NOON
    return store, clock, ids


@contextmanager
def seated(
    tickets: Tickets = a_days_queue, *, me: str = ADA, query: str = "", config: Config = QUIET
) -> Iterator[tuple[TellingApp, Callable[[Pilot[None]], AtDesk]]]:
    """Make the app for a person at a query, and what gives their desk once it runs.

    Fails if anything that a terminal obeys came through to the screen.
    """
    store, clock, ids = furnished(tickets)
    rooms = memory_rooms(store, me, clock=clock, ids=ids)
    session = WatchedSession(rooms.queries, rooms.desk)
    try:
        app = TellingApp(session, read_opening(rooms.queries, rooms.queries.parse(query)), config)
        yield app, lambda pilot: AtDesk(app, pilot, rooms, session, clock, app.said, app.collected)
    finally:
        session.close()
    assert app.net.caught == 0


@asynccontextmanager
async def desk(
    size: tuple[int, int] = (120, 30),
    *,
    tickets: Tickets = a_days_queue,
    me: str = ADA,
    query: str = "",
    config: Config = QUIET,
) -> AsyncIterator[AtDesk]:
    """Open the desk for a person at a query."""
    with seated(tickets, me=me, query=query, config=config) as (app, at_desk):
        async with app.run_test(size=size, notifications=True) as pilot:
            at = at_desk(pilot)
            await at.settled()
            yield at
