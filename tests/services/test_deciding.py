"""What becomes of what the authority refused: mine, theirs, or field by field; and no word is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest

from cxloop_tui.domain import intent
from cxloop_tui.domain.errors import NotFound, Refused
from cxloop_tui.domain.history import comments_of
from cxloop_tui.domain.operation import Kind, Operation
from cxloop_tui.domain.receipt import Outcome
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.accepting import Accepting
from cxloop_tui.services.deciding import Deciding
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.sync.settling import settle
from cxloop_tui.sync.taking import take_page
from tests.builders import ADA, BEA, CREATED, GIA, FakeClock, found_house, seeded_ids
from tests.fakes import MemoryStore
from tests.simulation.network import Authority
from tests.simulation.replica import ReplicaMemory


@dataclass
class Quarrel:
    """BEA's laptop, and the hub, at which ADA works."""

    hub: MemoryStore
    laptop: ReplicaMemory
    authority: Authority
    ids: Callable[[], str]
    clock: FakeClock
    ticket_id: str = ""

    def sit(self, work: Callable[[Sitting], object]) -> None:
        Desk(self.laptop, self.clock, self.ids).sit(BEA, work)

    def at_hub(self, work: Callable[[Sitting], object], by: str = ADA) -> None:
        Desk(self.hub, self.clock, self.ids).sit(by, work)

    def sync(self) -> None:
        sent = [one.operation for one in self.laptop.held.waiting]
        receipts = Accepting(self.hub, self.clock).accept(sent, by=BEA)
        told = {receipt.operation: receipt for receipt in receipts}
        self.laptop.transact_replica(lambda replica: settle(replica, told))
        while (page := self.authority.page(self.laptop.held.cursor)).entries:
            self.laptop.transact_replica(partial(take_page, page=page))

    @property
    def deciding(self) -> Deciding:
        return Deciding(self.laptop, self.clock, self.ids)

    def refused(self) -> list[Operation]:
        return [operation for operation, _ in self.laptop.held.refused.values()]

    @property
    def ticket(self) -> Ticket:
        return self.laptop.held.tickets[self.ticket_id]

    def said(self) -> list[str]:
        return [comment.body for comment in comments_of(self.ticket, self.laptop.held.of(self.ticket_id))]


@pytest.fixture
def quarrel() -> Quarrel:
    clock, ids = FakeClock(step=1000), seeded_ids(5)
    hub, laptop = MemoryStore(), ReplicaMemory()
    made = Quarrel(hub, laptop, Authority(clock, hub), ids, clock)
    made.at_hub(found_house)
    made.at_hub(lambda sitting: sitting.create(CREATED, "late"))
    made.sync()
    made.ticket_id = next(iter(hub._held.tickets))
    return made


def _clash(quarrel: Quarrel, work: Callable[[Sitting], object], other: Callable[[Sitting], object]) -> None:
    quarrel.sit(work)
    quarrel.at_hub(other)
    quarrel.sync()
    assert len(quarrel.refused()) == 1


def test_mine_is_one_new_operation_that_knows_what_stands(quarrel: Quarrel) -> None:
    name = quarrel.ticket_id
    _clash(
        quarrel,
        lambda sitting: sitting.change(name, {"priority": "critical", "category": "Refund"}),
        lambda sitting: sitting.change(name, {"priority": "low"}),
    )
    assert (str(quarrel.ticket.priority), quarrel.ticket.category) == ("low", None)
    (made,) = quarrel.deciding.mine(BEA, name)
    assert made.base.seq == quarrel.laptop.held.cursor.seq
    assert made.set["priority"] == ("low", "critical")
    assert quarrel.laptop.cards() == []
    quarrel.sync()
    assert quarrel.refused() == []
    assert str(quarrel.hub._held.tickets[name].priority) == "critical"
    assert quarrel.hub._held.tickets == quarrel.laptop.held.tickets


def test_theirs_keeps_the_words(quarrel: Quarrel) -> None:
    name = quarrel.ticket_id
    _clash(
        quarrel,
        lambda sitting: sitting.resolve(name, root_cause="bank", action_taken="paid twice", told="call"),
        lambda sitting: sitting.do(name, lambda now, space: intent.escalate(now, "italy", "why", space, by=ADA)),
    )
    (kept,) = quarrel.deciding.theirs(BEA, name)
    assert (kept.kind, kept.comment) == (Kind.COMMENT_ADD, "cause: bank\naction: paid twice\ntold: call")
    quarrel.sync()
    assert kept.comment in quarrel.said()
    assert quarrel.laptop.cards() == []


def test_theirs_without_words_leaves_nothing(quarrel: Quarrel) -> None:
    name = quarrel.ticket_id
    _clash(
        quarrel,
        lambda sitting: sitting.change(name, {"owner": GIA}),
        lambda sitting: sitting.change(name, {"owner": ADA}),
    )
    assert quarrel.deciding.theirs(BEA, name) == []
    assert (quarrel.laptop.cards(), quarrel.ticket.owner) == ([], ADA)


def test_field_by_field(quarrel: Quarrel) -> None:
    name = quarrel.ticket_id
    _clash(
        quarrel,
        lambda sitting: sitting.change(name, {"priority": "critical", "category": "Refund", "owner": GIA}),
        lambda sitting: sitting.change(name, {"priority": "low", "category": "Delay"}),
    )
    (refused,) = quarrel.refused()
    wanted = {refused.id: {"category": "Refund late", "owner": GIA}}
    (made,) = quarrel.deciding.field_by_field(BEA, name, wanted)
    assert made.set == {"category": ("Delay", "Refund late"), "owner": (CREATED["owner"], GIA)}
    quarrel.sync()
    assert (str(quarrel.ticket.priority), quarrel.ticket.category) == ("low", "Refund late")


def test_field_by_field_keeps_the_words_of_what_is_given_up(quarrel: Quarrel) -> None:
    name = quarrel.ticket_id
    _clash(
        quarrel,
        lambda sitting: sitting.resolve(name, root_cause="bank", action_taken="paid twice", told="by call"),
        lambda sitting: sitting.resolve(name, root_cause="shop", action_taken="called", told="by mail"),
    )
    (refused,) = quarrel.refused()
    (made,) = quarrel.deciding.field_by_field(BEA, name, {refused.id: {"root_cause": "the bank"}})
    assert made.set == {"root_cause": ("shop", "the bank")}
    assert made.comment == "action: paid twice\ntold: by call"


def test_field_by_field_leaves_a_comment_where_only_words_are_left(quarrel: Quarrel) -> None:
    name = quarrel.ticket_id
    _clash(
        quarrel,
        lambda sitting: sitting.resolve(name, root_cause="bank", action_taken="paid twice", told="by call"),
        lambda sitting: sitting.do(name, lambda now, space: intent.escalate(now, "italy", "why", space, by=ADA)),
    )
    (refused,) = quarrel.refused()
    (kept,) = quarrel.deciding.field_by_field(BEA, name, {refused.id: {}})
    assert (kept.kind, kept.comment) == (Kind.COMMENT_ADD, "cause: bank\naction: paid twice\ntold: by call")


def test_mine_that_a_rule_still_refuses_leaves_the_card(quarrel: Quarrel) -> None:
    name = quarrel.ticket_id
    quarrel.sit(lambda sitting: sitting.change(name, {"owner": GIA}))
    quarrel.at_hub(lambda sitting: sitting.put_person(GIA, {"active": False}))
    quarrel.sync()
    assert [receipt.outcome for _, receipt in quarrel.laptop.held.refused.values()] == [Outcome.REJECTED]
    with pytest.raises(Refused):
        quarrel.deciding.mine(BEA, name)
    assert len(quarrel.laptop.cards()) == 1


def test_a_ticket_whose_making_was_refused_is_made_again(quarrel: Quarrel) -> None:
    quarrel.sit(lambda sitting: sitting.comment(sitting.create({**CREATED, "owner": GIA}, "mine").ticket.id, "more"))
    quarrel.at_hub(lambda sitting: sitting.put_person(GIA, {"active": False}))
    quarrel.sync()
    (card,) = quarrel.laptop.cards()
    assert [one.operation.kind for one in card.refused] == [Kind.TICKET_CREATE, Kind.COMMENT_ADD]
    with pytest.raises(Refused):
        quarrel.deciding.mine(BEA, card.subject)
    wanted = {card.refused[0].operation.id: {"owner": BEA}, card.refused[1].operation.id: {}}
    quarrel.deciding.field_by_field(BEA, card.subject, wanted)
    quarrel.sync()
    made = quarrel.hub._held.tickets[card.subject]
    assert (made.owner, made.comment, quarrel.laptop.cards()) == (BEA, "mine", [])


def test_a_change_that_went_onto_a_resolved_ticket_needs_a_look(quarrel: Quarrel) -> None:
    name = quarrel.ticket_id
    quarrel.sit(lambda sitting: sitting.change(name, {"category": "Refund"}))
    quarrel.at_hub(lambda sitting: sitting.resolve(name, root_cause="bank", action_taken="paid", told="call"))
    quarrel.sync()
    (card,) = quarrel.laptop.cards()
    (one,) = card.refused
    assert (one.needs_a_look, one.receipt.reason) == (True, f"{ADA} resolved it before this arrived")
    assert quarrel.ticket.category == "Refund"
    assert quarrel.deciding.mine(BEA, name) == []
    assert quarrel.laptop.cards() == []


def test_who_wants_what_stands_by_now_makes_nothing(quarrel: Quarrel) -> None:
    name = quarrel.ticket_id
    _clash(
        quarrel,
        lambda sitting: sitting.change(name, {"priority": "critical"}),
        lambda sitting: sitting.change(name, {"priority": "low"}),
    )
    quarrel.at_hub(lambda sitting: sitting.change(name, {"priority": "critical"}))
    quarrel.sync()
    assert quarrel.deciding.mine(BEA, name) == []
    assert quarrel.laptop.cards() == []


def test_nobody_decides_for_somebody_else_or_about_nothing(quarrel: Quarrel) -> None:
    name = quarrel.ticket_id
    with pytest.raises(NotFound):
        quarrel.deciding.mine(BEA, name)
    _clash(
        quarrel,
        lambda sitting: sitting.change(name, {"priority": "critical"}),
        lambda sitting: sitting.change(name, {"priority": "low"}),
    )
    with pytest.raises(NotFound):
        quarrel.deciding.theirs(GIA, name)
    assert len(quarrel.laptop.cards()) == 1


# What is about no ticket --------------------------------------------------------------------------------------------


def _to_do(quarrel: Quarrel) -> str:
    """Put something down at the hub, and let the laptop have it."""
    wanted = {"ticket": quarrel.ticket_id, "text": "Call", "owner": BEA}
    quarrel.at_hub(lambda sitting: sitting.put_followup(None, wanted))
    quarrel.sync()
    return next(iter(quarrel.hub._held.followups))


def test_something_to_do_that_two_changed_is_decided_like_a_field_of_a_ticket(quarrel: Quarrel) -> None:
    to_do = _to_do(quarrel)
    _clash(
        quarrel,
        lambda sitting: sitting.put_followup(to_do, {"text": "Write to her"}),
        lambda sitting: sitting.put_followup(to_do, {"text": "Visit her"}),
    )
    (made,) = quarrel.deciding.mine(BEA, to_do)
    assert made.set["text"] == ("Visit her", "Write to her")
    quarrel.sync()
    assert quarrel.refused() == []
    assert quarrel.hub._held.followups[to_do].text == "Write to her"


def test_theirs_leaves_what_is_to_be_done_as_it_is(quarrel: Quarrel) -> None:
    to_do = _to_do(quarrel)
    _clash(
        quarrel,
        lambda sitting: sitting.put_followup(to_do, {"text": "Write to her"}),
        lambda sitting: sitting.put_followup(to_do, {"text": "Visit her"}),
    )
    assert quarrel.deciding.theirs(BEA, to_do) == []
    assert quarrel.refused() == []


def test_a_reply_that_was_refused_can_be_sent_again_when_they_said_yes(quarrel: Quarrel) -> None:
    _clash(
        quarrel,
        lambda sitting: sitting.reply(quarrel.ticket_id, "Your order", "On its way"),
        lambda sitting: sitting.put_customer("@ana@shop.example", {"consent": "withdrawn"}),
    )
    with pytest.raises(Refused, match="does not want"):
        quarrel.deciding.mine(BEA, quarrel.ticket_id)
    quarrel.at_hub(lambda sitting: sitting.put_customer("@ana@shop.example", {"consent": "given"}))
    quarrel.sync()
    (made,) = quarrel.deciding.mine(BEA, quarrel.ticket_id)
    assert made.kind == Kind.REPLY_WRITE
    assert made.preview is not None
    assert made.preview.title == "Your order"
