"""A house over each of the stores that keep the contract, empty or furnished."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cxloop_tui.domain import intent
from cxloop_tui.domain.operation import Json, Origin
from cxloop_tui.domain.selection import Selection
from cxloop_tui.domain.status import Priority
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.ports import AuthorityStore, Reader
from cxloop_tui.services.queries import Queries
from cxloop_tui.store.postgresql.writer import PostgresqlWriter
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from tests import postgresql as own_server
from tests.builders import ADA, BEA, CREATED, GIA, TOM, FakeClock, found_house, seeded_ids
from tests.fakes import MemoryStore

Maker = Callable[[Path], tuple[AuthorityStore, Reader, Callable[[], None]]]
"""Makes a store in a directory: what writes it, what reads it, and what closes both."""


def sqlite(directory: Path) -> tuple[AuthorityStore, Reader, Callable[[], None]]:
    """Make the store of the program, a file."""
    writer = Writer.create(directory / "store.db")
    reader = ReadPath.open(directory / "store.db")

    def close() -> None:
        reader.close()
        writer.close()

    return writer, reader, close


def memory(_directory: Path) -> tuple[AuthorityStore, Reader, Callable[[], None]]:
    """Make the store that other tests use in its stead."""
    store = MemoryStore()
    return store, store, lambda: None


def postgresql(_directory: Path) -> tuple[AuthorityStore, Reader, Callable[[], None]]:
    """Make the store of a team, a database on a server; skip the test where there is no server."""
    server = own_server.server()
    database = server.store()
    writer = PostgresqlWriter.open(database)
    reader = ReadPath.open(database)

    def close() -> None:
        reader.close()
        writer.close()
        server.drop(database)

    return writer, reader, close


MAKERS: tuple[Maker, ...] = (sqlite, memory, postgresql)
"""Every store that keeps the contract."""

AT_HAND: tuple[Maker, ...] = MAKERS if own_server.programs() else (sqlite, memory)
"""Those whose database is here, to compare with each other."""


@dataclass
class House:
    """A store with the organisation of the builders, and the desk over it."""

    store: AuthorityStore
    reader: Reader
    clock: FakeClock
    desk: Desk

    def queries(self, me: str = BEA) -> Queries:
        """Return what somebody asks through, in UTC."""
        return Queries(self.reader, self.clock, me, lambda: 0)

    def selection(self, text: str, me: str = BEA) -> Selection:
        """Return what a query in words selects for somebody."""
        queries = self.queries(me)
        return queries.selection(queries.parse(text))

    def listed(self, text: str) -> list[TicketRow]:
        """Return all rows of a query in words."""
        return list(self.reader.window(self.selection(text), after=None, before=None, limit=1000).rows)

    def listed_by(self, me: str) -> list[TicketRow]:
        """Return all rows, as somebody sees them."""
        queries = self.queries(me)
        return list(queries.window(queries.parse(""), limit=1000).rows)

    def numbers(self, text: str) -> list[int | None]:
        """Return the numbers of the tickets of a query in words."""
        return [row.number for row in self.listed(text)]

    def create(self, words: str = "Late refund", by: str = BEA, **fields: Json) -> Ticket:
        """Make the ticket of the builders, with other fields where they are given."""
        return self.desk.sit(by, lambda sitting: sitting.create({**CREATED, **fields}, words).ticket)

    def act(self, work: Callable[[Sitting], object], by: str = BEA) -> None:
        """Let somebody do something."""
        self.desk.sit(by, work)

    def ticket(self, ticket_id: str) -> Ticket:
        """Return a ticket as it is now."""
        view = self.reader.ticket_view(ticket_id)
        assert view is not None
        return view.ticket


def built(maker: Maker, directory: Path) -> tuple[House, Callable[[], None]]:
    """Build an empty house over a store; also return what closes it."""
    store, reader, close = maker(directory)
    clock = FakeClock(step=1)
    desk = Desk(store, clock, seeded_ids())
    desk.sit(ADA, found_house)
    return House(store, reader, clock, desk), close


def furnish(house: House) -> None:
    """Make 40 tickets with many ties and empty fields, in every status."""

    def work(sitting: Sitting) -> None:
        for place in range(40):
            house.clock.step = 0 if place % 3 else 1000
            _furnish_one(sitting, place)

    house.desk.sit(ADA, work)
    house.clock.step = 1


def _furnish_one(sitting: Sitting, place: int) -> None:
    fields: dict[str, Json] = {
        "customer_email": [None, "ana@shop.example", "Bob@Shop.example", "zoé@müller.example"][place % 4],
        "customer_name": [None, "Ana Conti", "ana conti", "Émile", "Zoë"][place % 5],
        "customer_phone": [None, "+39 1"][place % 2],
        "segment": ["bari", "naples", "turin", "south"][place % 4],
        "owner": [None, BEA, GIA, TOM][place // 2 % 4],
        "priority": list(map(str, Priority))[place // 3 % 4],
        "score": [None, 0, 6, 9][place % 4],
        "score_kind": [None, "nps", "nps", "nps"][place % 4],
        "category": [None, "Refund", "refund", "Delay"][place // 5 % 4],
        "account": [None, "Müller GmbH", "müller gmbh"][place % 3],
        "respondent": f"r{place % 6}",
    }
    words = ["Late refund", "refund came late", "Perché così tardi?", "房间很吵", ""][place % 5]
    tags = [(), ("vip",), ("VIP", "late")][place % 3]
    ticket_id = sitting.create(fields, words, tags=tags, origin=Origin.IMPORT).ticket.id
    if place % 4 == 1:
        sitting.comment(ticket_id, f"we look into it, number {place}")
    if place % 7 == 2:
        sitting.resolve(ticket_id, root_cause="bank", action_taken="paid late refund", told="call")
    if place % 7 == 4:
        sitting.do(ticket_id, lambda now, space: intent.escalate(now, "italy", "why", space, by=ADA))
    if place % 13 == 7:
        sitting.undo(sitting.create(CREATED, "late refund, withdrawn", tags=["vip"]).ticket.id)
