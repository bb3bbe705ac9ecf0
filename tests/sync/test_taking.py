"""Taking in pages, and what is seen of what waits."""

from dataclasses import dataclass

import pytest

from cxloop_tui.domain.feed import START, BrokenPage, Cursor, Page
from cxloop_tui.domain.operation import Entry
from cxloop_tui.domain.receipt import Outcome, Receipt
from cxloop_tui.domain.status import Status
from cxloop_tui.services.desk import Desk
from cxloop_tui.sync.settling import settle
from cxloop_tui.sync.taking import rewind, take_page
from tests.builders import ADA, BEA, CREATED, FakeClock, found_house, seeded_ids
from tests.fakes import MemoryStore
from tests.simulation.replica import ReplicaMemory


@dataclass
class Pair:
    """An authority with one ticket, and the laptop of BEA that has all of it."""

    hub: MemoryStore
    laptop: ReplicaMemory
    desk: Desk
    ticket: str

    def entries(self) -> list[Entry]:
        return list(self.hub._held.entries)

    def page(self, first: int, last: int | None = None) -> Page:
        """Return the hub's operations from one place to another."""
        found = tuple(self.entries()[first - 1 : last])
        return Page(found, Cursor("memory", found[-1].seq, found[-1].operation.id), more=False)

    def take(self, page: Page) -> None:
        self.laptop.transact(lambda replica: take_page(replica, page))

    def owns(self, owner: str) -> None:
        clock = FakeClock(step=1000)
        Desk(self.hub, clock, seeded_ids(len(self.entries()) + 50)).sit(
            ADA, lambda sitting: sitting.change(self.ticket, {"owner": owner})
        )


@pytest.fixture
def pair() -> Pair:
    hub, laptop = MemoryStore(), ReplicaMemory()
    desk = Desk(hub, FakeClock(step=1000), seeded_ids())
    desk.sit(ADA, found_house)
    ticket = desk.sit(ADA, lambda sitting: sitting.create(CREATED, "hello")).ticket.id
    made = Pair(hub, laptop, Desk(laptop, FakeClock(step=1000), seeded_ids(3)), ticket)
    made.take(made.page(1))
    return made


def test_what_the_authority_has_is_seen(pair: Pair) -> None:
    assert pair.laptop.held.tickets == pair.hub._held.tickets
    assert pair.laptop.organisation().tree.ever == pair.hub.organisation().tree.ever
    assert pair.laptop.held.cursor.seq == len(pair.entries())


def test_own_words_stay_in_sight_until_they_come_back_in_their_place(pair: Pair) -> None:
    pair.desk.sit(BEA, lambda sitting: sitting.comment(pair.ticket, "from the train"))
    held = pair.laptop.held
    (waits,) = held.waiting
    assert held.tickets[pair.ticket].status is Status.OPEN
    assert held.bases[pair.ticket].status is Status.NEW
    receipt = Receipt(waits.operation.id, Outcome.APPLIED, 99)
    pair.laptop.transact(lambda replica: settle(replica, {receipt.operation: receipt}))
    assert [one.acknowledged for one in pair.laptop.held.waiting] == [99]
    assert pair.laptop.held.tickets[pair.ticket].status is Status.OPEN
    pair.hub.transact(lambda tx: tx.append(waits.operation, 0))
    pair.take(pair.page(len(pair.entries())))
    assert pair.laptop.held.waiting == []
    assert pair.laptop.held.bases[pair.ticket].status is Status.OPEN


def test_what_others_did_is_below_what_waits(pair: Pair) -> None:
    pair.desk.sit(BEA, lambda sitting: sitting.change(pair.ticket, {"priority": "critical"}))
    before = len(pair.entries())
    pair.owns("gia@desk.example")
    pair.take(pair.page(before + 1))
    seen = pair.laptop.held.tickets[pair.ticket]
    assert (seen.owner, str(seen.priority)) == ("gia@desk.example", "critical")


@pytest.mark.parametrize("gap", range(3))
def test_a_page_that_leaves_something_out_is_not_taken(pair: Pair, gap: int) -> None:
    before = len(pair.entries())
    for owner in ("gia@desk.example", BEA, "gia@desk.example"):
        pair.owns(owner)
    page = pair.page(before + 1)
    cut = page._replace(entries=[*page.entries[:gap], *page.entries[gap + 1 :]])
    held = pair.laptop.held
    with pytest.raises(BrokenPage):
        pair.take(cut)
    assert pair.laptop.held == held
    pair.take(page)


def test_a_page_that_comes_again_is_not_taken_again(pair: Pair) -> None:
    with pytest.raises(BrokenPage):
        pair.take(pair.page(1))


def test_what_is_refused_is_seen_no_more_and_kept_for_its_maker(pair: Pair) -> None:
    pair.desk.sit(BEA, lambda sitting: sitting.change(pair.ticket, {"priority": "critical"}))
    pair.desk.sit(BEA, lambda sitting: sitting.comment(pair.ticket, "stays"))
    first, second = pair.laptop.held.waiting
    receipt = Receipt(first.operation.id, Outcome.CONFLICT, reason="look again")
    settled = pair.laptop.transact(lambda replica: settle(replica, {receipt.operation: receipt}))
    held = pair.laptop.held
    assert (settled.refused, held.refused) == (1, {first.operation.id: (first.operation, receipt)})
    assert held.waiting == [second]
    assert (str(held.tickets[pair.ticket].priority), held.tickets[pair.ticket].status) == ("medium", Status.OPEN)


def test_who_took_their_change_back_has_nothing_to_decide(pair: Pair) -> None:
    pair.desk.sit(BEA, lambda sitting: sitting.change(pair.ticket, {"priority": "critical"}))
    pair.desk.sit(BEA, lambda sitting: sitting.undo())
    first, _ = pair.laptop.held.waiting
    receipt = Receipt(first.operation.id, Outcome.CONFLICT, reason="look again")
    pair.laptop.transact(lambda replica: settle(replica, {receipt.operation: receipt}))
    assert (pair.laptop.held.waiting, pair.laptop.held.refused) == ([], {})


def test_with_a_ticket_that_is_refused_goes_what_was_done_to_it_words_and_all(pair: Pair) -> None:
    made = pair.desk.sit(BEA, lambda sitting: sitting.create(CREATED, "mine")).ticket
    pair.desk.sit(BEA, lambda sitting: sitting.comment(made.id, "and more"))
    create, comment = pair.laptop.held.waiting
    told = {
        create.operation.id: Receipt(create.operation.id, Outcome.REJECTED, reason="no"),
        comment.operation.id: Receipt(comment.operation.id, Outcome.UNKNOWN),
    }
    pair.laptop.transact(lambda replica: settle(replica, told))
    held = pair.laptop.held
    assert (held.waiting, list(held.refused)) == ([], [create.operation.id, comment.operation.id])
    assert made.id not in held.tickets


def test_what_the_authority_lost_waits_again_if_it_is_mine_and_goes_if_it_is_not(pair: Pair) -> None:
    before = len(pair.entries())
    common = pair.laptop.held.cursor
    pair.desk.sit(BEA, lambda sitting: sitting.comment(pair.ticket, "mine"))
    (mine,) = pair.laptop.held.waiting
    pair.hub.transact(lambda tx: tx.append(mine.operation, 0))
    pair.owns("gia@desk.example")
    pair.take(pair.page(before + 1))
    pair.desk.sit(BEA, lambda sitting: sitting.comment(pair.ticket, "and later"))
    (later,) = pair.laptop.held.waiting
    pair.laptop.transact(lambda replica: rewind(replica, common, BEA))
    held = pair.laptop.held
    assert [one.operation for one in held.waiting] == [mine.operation, later.operation]
    assert held.cursor == common
    assert held.tickets[pair.ticket].owner == CREATED["owner"]
    assert held.bases[pair.ticket].status is Status.NEW


def test_at_the_very_start_nothing_is_here() -> None:
    assert ReplicaMemory().held.cursor == START
