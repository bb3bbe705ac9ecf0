"""A desk that was used alone joins a hub: nothing is lost, nobody gains rights, old numbers still find theirs."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random

import pytest

from cxloop_tui.domain.digest import digest
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.exchange import Passage
from cxloop_tui.domain.people import Person, Role
from cxloop_tui.domain.receipt import Outcome, Receipt
from cxloop_tui.domain.selection import Order, Selection
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.adopting import Adopting, NewPerson, NewSegment
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.store import doctor
from cxloop_tui.store.postgresql.writer import PostgresqlWriter
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.sql_store import SqlStore
from cxloop_tui.store.writer import Writer
from cxloop_tui.sync.adopting import begin_adoption, passages_of
from cxloop_tui.sync.round import Round
from tests import postgresql as own_server
from tests.builders import ADA, BEA, CREATED, GIA, FakeClock, found_house, live_a_day, seeded_ids
from tests.fakes import MemoryStore
from tests.simulation.network import Authority, Line, Weather

MINA = "mina@desk.example"


class Joining:
    """A desk with tickets of its own, and a hub with others."""

    def __init__(self, store: SqlStore, address: object) -> None:
        self.store, self.address = store, address
        self.reader = ReadPath.open(address)  # type: ignore[arg-type]
        self.clock, self.ids, self.hub = FakeClock(step=1000), seeded_ids(31), MemoryStore("hub")
        desk = Desk(store, self.clock, self.ids)
        desk.sit(ADA, found_house)
        desk.sit(ADA, self._found_more)
        live_a_day(desk)
        self.before = {ticket.id: ticket for ticket in self.tickets()}
        hub_desk = Desk(self.hub, self.clock, self.ids)
        hub_desk.sit(ADA, found_house)
        for _ in range(3):
            hub_desk.sit(ADA, lambda sitting: sitting.create(CREATED, "the hub's"))
        self.adopting = Adopting(self.hub, self.clock, self.ids)

    def _found_more(self, sitting: Sitting) -> None:
        sitting.put_segment("attic", {"name": "Attic", "parent": "italy"})
        sitting.put_person(MINA, {"name": "Mina", "role": Role.ADMIN.value, "segments": ["attic"], "active": True})
        sitting.put_policy("deadline.medium.resolve_hours", 9)
        made = sitting.create({**CREATED, "segment": "attic", "owner": MINA}, "from the attic").ticket
        sitting.change(made.id, {"priority": "high"})

    def tickets(self) -> list[Ticket]:
        return self.found()

    def found(self, *words: str) -> list[Ticket]:
        return list(self.reader.tickets(Selection(words, (), (), Order("updated_at", descending=True)), None))

    async def adopt(self, passages: Sequence[Passage], above: int) -> Sequence[Receipt]:
        return self.adopting.adopt(ADA, passages, above)

    async def sync(self) -> None:
        line = Line(Authority(self.clock, self.hub), ADA, Random(1), Weather.fair())
        line.adopt = self.adopt  # type: ignore[method-assign]
        await Round(self.store, line, ADA).run()


@pytest.fixture(params=["sqlite", "postgresql"])
def joining(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Joining]:
    if request.param == "sqlite":
        made = Joining(Writer.create(tmp_path / "desk.db"), tmp_path / "desk.db")
    else:
        server = own_server.server()
        address = server.store()
        made = Joining(PostgresqlWriter.open(address), address)
    yield made
    made.reader.close()
    made.store.close()
    if request.param == "postgresql":
        server.drop(address)


def _brought(joining: Joining) -> None:
    segments = [NewSegment("cellar", "Cellar", "attic"), NewSegment("attic", "Attic", "italy")]
    joining.adopting.bring(ADA, segments, [NewPerson(MINA, "Mina", ("attic",)), NewPerson(BEA, "Bea", ())])


async def test_all_of_it_is_at_the_hub_and_here_as_it_was(joining: Joining) -> None:
    _brought(joining)
    joining.store.follow("hub", adopt=begin_adoption)
    for ticket in joining.tickets():
        assert ticket.number is None
        was = joining.before[ticket.id]._replace(number=None, seq=ticket.seq)
        assert ticket == was
    await joining.sync()
    assert joining.reader.outbox() == []
    assert joining.reader.cards() == []
    here = {ticket.id: ticket for ticket in joining.tickets()}
    at_hub = {ticket.id: ticket for ticket in joining.hub._held.tickets.values() if not ticket.withdrawn}
    assert here == at_hub
    assert len(here) == len(joining.before) + 3
    for was in joining.before.values():
        assert here[was.id] == was._replace(number=here[was.id].number, seq=here[was.id].seq)
    assert doctor.examine(joining.address).findings == []  # type: ignore[arg-type]
    sums = joining.store.transact_replica(lambda replica: replica.digest())
    assert sums == digest(joining.hub._held.tickets.values())


async def test_old_numbers_still_find_theirs(joining: Joining) -> None:
    _brought(joining)
    joining.store.follow("hub", adopt=begin_adoption)
    await joining.sync()
    here = {ticket.id: ticket for ticket in joining.tickets()}
    taken = {ticket.number for ticket in joining.hub._held.tickets.values()} & {1, 2, 3}
    assert taken == {1, 2, 3}
    for was in joining.before.values():
        assert was.number is not None
        found = joining.reader.find(f"#{was.number}")
        assert found == was.id or was.number in taken
        assert was.id in (found, *joining.reader.once_numbered(f"#{was.number}"))
        assert found not in joining.reader.once_numbered(f"#{was.number}")
        assert joining.hub.once_numbered(str(was.number)) == joining.reader.once_numbered(str(was.number))
        assert was.id in {ticket.id for ticket in joining.found(str(was.number))}
        assert here[was.id].number is not None


async def test_nobody_gains_rights(joining: Joining) -> None:
    _brought(joining)
    joining.store.follow("hub", adopt=begin_adoption)
    await joining.sync()
    people = joining.reader.organisation().people
    assert people == joining.hub.organisation().people
    assert people[MINA].role is Role.AGENT
    assert people[BEA].role is Role.AGENT
    assert joining.reader.organisation().policy.changed == {}
    assert {"attic", "cellar"} <= set(joining.reader.organisation().tree.ever)


async def test_joining_goes_on_where_it_broke_off(joining: Joining) -> None:
    _brought(joining)
    joining.store.follow("hub", adopt=begin_adoption)
    sent: list[Passage] = []

    async def breaks(passages: Sequence[Passage], above: int) -> Sequence[Receipt]:
        sent.extend(passages[:5])
        joining.adopting.adopt(ADA, passages[:5], above)
        raise ConnectionError

    whole, joining.adopt = joining.adopt, breaks  # type: ignore[method-assign]
    with pytest.raises(ConnectionError):
        await joining.sync()
    joining.adopt = whole  # type: ignore[method-assign]
    await joining.sync()
    assert {ticket.id for ticket in joining.tickets()} == {
        ticket.id for ticket in joining.hub._held.tickets.values() if not ticket.withdrawn
    }
    assert len(sent) == 5


async def test_a_desk_whose_joining_broke_off_before_anything_came_works_on(joining: Joining) -> None:
    _brought(joining)
    me = Person("nia@hub.example", "Nia", Role.ADMIN)
    joining.store.follow("hub", adopt=lambda replica: begin_adoption(replica, me))
    organisation = joining.reader.organisation()
    assert organisation.people[me.email] == me
    assert {GIA, MINA} <= set(organisation.people)
    assert doctor.examine(joining.address).findings == []  # type: ignore[arg-type]
    ticket = next(iter(joining.before))
    desk = Desk(joining.store, joining.clock, joining.ids)
    desk.sit(me.email, lambda sitting: sitting.comment(ticket, "meanwhile"))
    await joining.sync()
    assert me.email not in joining.reader.organisation().people
    assert doctor.examine(joining.address).findings == []  # type: ignore[arg-type]


def test_only_an_admin_may(joining: Joining) -> None:
    with pytest.raises(Refused):
        joining.adopting.bring(BEA, [], [NewPerson(MINA, "Mina", ())])
    with pytest.raises(Refused):
        joining.adopting.adopt(GIA, [], 0)


def test_what_does_not_fit_is_refused_one_by_one(joining: Joining) -> None:
    joining.store.follow("hub", adopt=begin_adoption)
    waiting = joining.store.transact_replica(lambda replica: replica.unsent(0, 3))
    passages = joining.store.transact_replica(partial(passages_of, batch=waiting))
    receipts = joining.adopting.adopt(ADA, [passages[1], passages[0]], 9)
    assert [receipt.outcome for receipt in receipts] == [Outcome.REJECTED, Outcome.APPLIED]
    again = joining.adopting.adopt(ADA, [passages[0]], 9)
    assert again[0].outcome is Outcome.ALREADY
