"""A desk under another authority: what it has of that, what waits on top, and what is seen, on every store."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from random import Random

import pytest

from cxloop_tui.domain.clock import MINUTE
from cxloop_tui.domain.digest import digest
from cxloop_tui.domain.feed import START, WAITING_FROM, BrokenPage, Cursor, Page
from cxloop_tui.domain.identity import derived
from cxloop_tui.domain.mail.letter import Letter, State
from cxloop_tui.domain.operation import Entry, Kind
from cxloop_tui.domain.receipt import Outcome, Receipt
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.accepting import Accepting
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.leaving import leave_hub
from cxloop_tui.services.mail.composing import compose
from cxloop_tui.store import doctor
from cxloop_tui.store.postgresql.writer import PostgresqlWriter
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.sql_store import SqlStore
from cxloop_tui.store.writer import Writer
from cxloop_tui.sync.ports import Replica
from cxloop_tui.sync.settling import settle
from cxloop_tui.sync.taking import rewind, take_page
from tests import postgresql as own_server
from tests.builders import ADA, BEA, CREATED, GIA, FakeClock, found_house, seeded_ids
from tests.fakes import MemoryStore
from tests.simulation.people import Chance, do_something
from tests.simulation.replica import ReplicaMemory


@dataclass
class Pair:
    """A hub in memory, and the store of somebody's laptop, with a twin in memory that has the same done to it."""

    hub: MemoryStore
    laptop: SqlStore
    reader: ReadPath
    twin: ReplicaMemory
    address: object
    clock: FakeClock
    seeds: Iterator[int] = field(default_factory=lambda: count(1, 100))

    def on_both(self, work: Callable[[ReplicaMemory | SqlStore], object]) -> None:
        """Do something to the laptop and to its twin."""
        for store in (self.laptop, self.twin):
            work(store)

    def sit(self, work: Callable[[Sitting], object], by: str = BEA) -> None:
        """Let somebody work at the laptop."""
        now, seed = self.clock.now, next(self.seeds)
        for store in (self.laptop, self.twin):
            self.clock.now = now
            Desk(store, self.clock, seeded_ids(seed)).sit(by, work)

    def at_hub(self, work: Callable[[Sitting], object], by: str = ADA) -> None:
        """Let somebody work at the hub."""
        Desk(self.hub, self.clock, seeded_ids(next(self.seeds))).sit(by, work)

    def page(self) -> Page:
        """Return all that comes next."""
        entries = self.hub._held.entries
        here = self.twin.held.cursor.seq
        return Page(tuple(entries[here:]), self.end(len(entries)), more=False)

    def end(self, seq: int) -> Cursor:
        return Cursor("memory", seq, self.hub._held.entries[seq - 1].operation.id if seq else "")

    def pull(self) -> None:
        page = self.page()
        self.on_both(lambda store: store.transact_replica(lambda replica: take_page(replica, page)))

    def push(self, by: str = BEA) -> list[Receipt]:
        """Send all that waits and take in what the hub says."""
        sent = [one.operation for one in self.twin.held.waiting if one.acknowledged is None and not one.held]
        receipts = Accepting(self.hub, self.clock).accept(sent, by=by)
        told = {receipt.operation: receipt for receipt in receipts}
        self.on_both(lambda store: store.transact_replica(lambda replica: settle(replica, told)))
        return list(receipts)

    def check(self) -> None:
        """The store is as its twin is, and as the doctor wants it."""
        held = self.twin.held
        assert self.laptop.transact_replica(lambda one: (one.cursor(), list(one.waiting()))) == (
            held.cursor,
            held.waiting,
        )
        for ticket_id in {one.operation.subject for one in held.entries}:
            view = self.reader.ticket_view(ticket_id)
            assert (None if view is None else view.ticket) == held.tickets.get(ticket_id)
            base = self.laptop.transact_replica(partial(_base, ticket_id=ticket_id))
            assert base == held.bases.get(ticket_id)
            assert self.reader.entries(ticket_id) == tuple(held.about[ticket_id])
        assert self.laptop.transact_replica(lambda one: one.digest()) == digest(held.bases.values())
        space, wanted = self.reader.organisation(), held.organisation
        assert (space.tree.ever, space.people, space.policy) == (wanted.tree.ever, wanted.people, wanted.policy)
        assert doctor.examine(self.address).findings == []  # type: ignore[arg-type]


def _base(replica: Replica, ticket_id: str) -> Ticket | None:
    return replica.ticket_base(ticket_id)


@pytest.fixture(params=["sqlite", "postgresql"])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pair]:
    laptop: SqlStore
    if request.param == "sqlite":
        address: object = tmp_path / "laptop.db"
        laptop = Writer.create(tmp_path / "laptop.db")
    else:
        server = own_server.server()
        address = server.store()
        laptop = PostgresqlWriter.open(address)
    laptop.follow()
    reader = ReadPath.open(address)  # type: ignore[arg-type]
    clock = FakeClock(step=1000)
    hub = MemoryStore()
    made = Pair(hub, laptop, reader, ReplicaMemory(), address, clock)
    made.at_hub(found_house)
    made.at_hub(lambda sitting: sitting.create(CREATED, "hello"))
    made.pull()
    yield made
    reader.close()
    laptop.close()
    if request.param == "postgresql":
        server.drop(address)  # type: ignore[arg-type]


def _ticket(pair: Pair) -> str:
    return next(iter(pair.hub._held.tickets))


def test_what_the_authority_has_is_seen(pair: Pair) -> None:
    pair.check()
    assert pair.reader.find("#1") == _ticket(pair)


def test_own_words_wait_in_sight_and_come_back_in_their_place(pair: Pair) -> None:
    ticket = _ticket(pair)
    pair.sit(lambda sitting: sitting.comment(ticket, "from the train"))
    pair.check()
    assert [one.place for one in pair.twin.held.waiting] == [WAITING_FROM]
    assert [receipt.outcome for receipt in pair.push()] == [Outcome.APPLIED]
    pair.check()
    pair.pull()
    pair.check()
    assert pair.twin.held.waiting == []


def test_a_ticket_made_offline_has_no_number_until_it_comes_back(pair: Pair) -> None:
    pair.sit(lambda sitting: sitting.comment(sitting.create(CREATED, "mine").ticket.id, "and more"))
    pair.check()
    (made,) = pair.twin.held.tickets.keys() - pair.hub._held.tickets.keys()
    assert pair.twin.held.tickets[made].number is None
    pair.push()
    pair.at_hub(lambda sitting: sitting.change(made, {"customer_name": "Another"}))
    pair.pull()
    pair.check()
    assert pair.reader.find("#2") == made


def test_what_is_refused_is_seen_no_more_and_lies_on_a_card(pair: Pair) -> None:
    ticket = _ticket(pair)
    pair.sit(lambda sitting: sitting.change(ticket, {"priority": "critical"}))
    pair.sit(lambda sitting: sitting.comment(ticket, "stays"))
    pair.at_hub(lambda sitting: sitting.change(ticket, {"priority": "low"}))
    assert [one.outcome for one in pair.push()] == [Outcome.CONFLICT, Outcome.APPLIED]
    pair.check()
    pair.pull()
    pair.check()


def test_a_page_with_what_is_here_already_changes_nothing(pair: Pair) -> None:
    again = pair.hub._held.entries[-1]
    bad = again._replace(seq=again.seq + 1)
    page = Page((bad,), Cursor("memory", bad.seq, bad.operation.id), more=False)
    with pytest.raises(BrokenPage):
        pair.laptop.transact_replica(lambda replica: take_page(replica, page))
    pair.check()


def test_what_the_authority_lost_waits_again_if_it_is_mine(pair: Pair) -> None:
    ticket, common = _ticket(pair), pair.end(len(pair.hub._held.entries))
    pair.sit(lambda sitting: sitting.comment(ticket, "mine"))
    pair.sit(lambda sitting: sitting.create(CREATED, "made here"))
    pair.push()
    pair.at_hub(lambda sitting: sitting.change(ticket, {"owner": GIA}))
    pair.pull()
    pair.sit(lambda sitting: sitting.comment(ticket, "later"))
    pair.on_both(lambda store: store.transact_replica(lambda replica: rewind(replica, common, BEA)))
    pair.check()
    assert len(pair.twin.held.waiting) == 3


def test_all_can_be_fetched_anew(pair: Pair) -> None:
    pair.sit(lambda sitting: sitting.comment(_ticket(pair), "waits"))
    pair.on_both(lambda store: store.transact_replica(lambda replica: rewind(replica, START, BEA)))
    pair.check()
    pair.pull()
    pair.check()


def test_an_undo_from_elsewhere_takes_its_words_out_of_the_search(pair: Pair) -> None:
    ticket = _ticket(pair)
    pair.at_hub(lambda sitting: sitting.comment(ticket, "secret"))
    pair.pull()
    pair.at_hub(lambda sitting: sitting.undo(ticket))
    pair.pull()
    pair.check()


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_store_and_twin_stay_the_same(pair: Pair, seed: int) -> None:
    random = Random(seed)
    for _ in range(25):
        known = list(pair.twin.held.tickets)
        move = random.random()
        if move < 0.45:
            drawn, now, ids = random.getrandbits(32), pair.clock.now, next(pair.seeds)
            for store in (pair.laptop, pair.twin):
                pair.clock.now = now
                desk = Desk(store, pair.clock, seeded_ids(ids))
                do_something(desk, BEA, known, Chance(Random(drawn), BEA))
        elif move < 0.65:
            desk = Desk(pair.hub, pair.clock, seeded_ids(next(pair.seeds)))
            do_something(desk, ADA, list(pair.hub._held.tickets), Chance(Random(random.getrandbits(32)), ADA))
        elif move < 0.8:
            pair.push()
        elif move < 0.95:
            pair.pull()
        else:
            common = pair.end(random.randint(0, pair.twin.held.cursor.seq))
            common = START if common.seq == 0 else common
            pair.on_both(
                lambda store, common=common: store.transact_replica(  # type: ignore[misc]
                    lambda replica: rewind(replica, common, BEA)
                )
            )
        pair.check()


def test_a_response_that_waited_is_recorded_once(pair: Pair) -> None:
    pair.sit(lambda sitting: sitting.record_response(derived("response", "1"), {"score": 3}, "late"), by=ADA)
    pair.check()
    pair.push(by=ADA)
    pair.pull()
    pair.check()
    recorded = [one for one in pair.hub._held.entries if one.operation.kind == Kind.RESPONSE_RECORD]
    assert isinstance(recorded[0], Entry)


def test_who_follows_no_longer_has_all_of_it_in_an_order_of_their_own(pair: Pair) -> None:
    pair.sit(lambda sitting: sitting.comment(_ticket(pair), "waits"))
    pair.sit(lambda sitting: sitting.create(CREATED, "mine"))
    confirmed = pair.twin.held.cursor.seq
    assert leave_hub(pair.laptop, pair.clock, lambda: "anew") == 2
    assert pair.reader.following() is None
    assert (pair.reader.epoch(), pair.reader.seq()) == ("anew", confirmed + 2)
    assert doctor.examine(pair.address).findings == []  # type: ignore[arg-type]
    Desk(pair.laptop, pair.clock, seeded_ids(next(pair.seeds))).sit(
        BEA, lambda sitting: sitting.comment(_ticket(pair), "alone")
    )
    assert pair.reader.find("#2") is not None
    assert doctor.examine(pair.address).findings == []  # type: ignore[arg-type]


def _letters(pair: Pair) -> dict[str, Letter]:
    """The letters a laptop shows, which are what its twin folds."""
    shown = {letter.id: letter for letter in pair.reader.letters.newest(100, tuple(State))}
    folded = {one: pair.twin.transact_replica(partial(_letter, letter_id=one)) for one in shown}
    assert shown == folded
    return shown


def _letter(replica: Replica, letter_id: str) -> Letter | None:
    return replica.letter(letter_id)  # type: ignore[attr-defined, no-any-return]


def _written(pair: Pair) -> str:
    """Let the hub write a letter about what was done there, and return its id."""
    pair.at_hub(lambda sitting: sitting.put_policy("mail.notices", "on"))
    pair.at_hub(lambda sitting: sitting.comment(_ticket(pair), "looked into it"))
    pair.clock.now += MINUTE
    assert compose(pair.hub, pair.clock, seeded_ids(next(pair.seeds))) == 1
    return next(iter(pair.hub._held.letters))


def test_letters_of_the_hub_are_seen_and_held_here(pair: Pair) -> None:
    letter_id = _written(pair)
    pair.pull()
    assert _letters(pair)[letter_id].state is State.WAITING
    pair.sit(lambda sitting: sitting.change_letter(letter_id, state=State.HELD))
    assert _letters(pair)[letter_id].state is State.HELD
    pair.check()
    assert [receipt.outcome for receipt in pair.push()] == [Outcome.APPLIED]
    assert pair.hub._held.letters[letter_id].state is State.HELD
    pair.pull()
    assert _letters(pair) == pair.hub._held.letters
    pair.check()


def test_what_was_done_here_is_told_by_the_hub_and_not_from_here(pair: Pair) -> None:
    pair.at_hub(lambda sitting: sitting.put_policy("mail.notices", "on"))
    pair.pull()
    pair.sit(lambda sitting: sitting.comment(_ticket(pair), "called"))
    assert pair.reader.letters.untold() == 0
    pair.push()
    assert len(pair.hub._held.tellings) == 1


def test_a_letter_of_an_order_that_is_no_more_is_gone(pair: Pair) -> None:
    before = pair.end(len(pair.hub._held.entries))
    letter_id = _written(pair)
    pair.pull()
    pair.sit(lambda sitting: sitting.change_letter(letter_id, state=State.CANCELLED))
    pair.on_both(lambda store: store.transact_replica(lambda replica: rewind(replica, before, BEA)))
    assert _letters(pair) == {}
    pair.check()
    del pair.hub._held.letters[letter_id]
    assert [receipt.outcome for receipt in pair.push()] == [Outcome.REJECTED]
    assert pair.twin.held.waiting == []
    pair.check()


def test_holding_a_letter_is_taken_back_as_anything_else(pair: Pair) -> None:
    letter_id = _written(pair)
    pair.pull()
    pair.sit(lambda sitting: sitting.change_letter(letter_id, state=State.HELD))
    pair.sit(lambda sitting: sitting.undo())
    assert _letters(pair)[letter_id].state is State.WAITING
    pair.sit(lambda sitting: sitting.redo())
    assert _letters(pair)[letter_id].state is State.HELD
    assert [receipt.outcome for receipt in pair.push()] == [Outcome.APPLIED] * 3
    pair.pull()
    assert _letters(pair) == pair.hub._held.letters
    pair.check()
