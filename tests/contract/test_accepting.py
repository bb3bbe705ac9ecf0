"""What others send: each operation has one fate, whatever is sent again, and the rules are asked anew."""

from collections.abc import Callable, Sequence

import pytest

from cxloop_tui.domain.identity import derived
from cxloop_tui.domain.operation import Base, Change, Kind, Operation, Origin
from cxloop_tui.domain.receipt import Outcome, Receipt, receipt_from_wire, receipt_to_wire
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.accepting import Accepting
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.performing import Done, Put
from cxloop_tui.services.ports import AuthorityTransaction
from tests.builders import ADA, BEA, CREATED, EVE, GIA, MAX, OLD, TOM, seeded_ids
from tests.contract.house import House


class _NotHere(Exception):
    """Ends a transaction in which operations were made that are to be sent, not kept."""


def made(
    house: House, *verbs: Callable[[Sitting], Done | Put | Operation | None], by: str = BEA, seed: int = 99
) -> list[Operation]:
    """Make operations as a laptop does that has seen all there is and is offline now."""
    found: list[Operation] = []

    def work(tx: AuthorityTransaction) -> None:
        sitting = Sitting(tx, by, house.clock, seeded_ids(seed))
        for verb in verbs:
            done = verb(sitting)
            assert done is not None
            found.append(done if isinstance(done, Operation) else done.operation)
        raise _NotHere

    with pytest.raises(_NotHere):
        house.store.transact_authority(work)
    return found


def sent(house: House, operations: Sequence[Operation], by: str = BEA) -> list[Receipt]:
    return list(Accepting(house.store, house.clock).accept(operations, by=by))


def outcomes(receipts: Sequence[Receipt]) -> list[Outcome]:
    return [receipt.outcome for receipt in receipts]


@pytest.fixture
def ticket(house: House) -> Ticket:
    return house.create()


def test_what_was_made_elsewhere_is_carried_out_and_has_its_place(house: House, ticket: Ticket) -> None:
    before = house.reader.seq()
    operations = made(
        house,
        lambda sitting: sitting.comment(ticket.id, "from the train"),
        lambda sitting: sitting.change(ticket.id, {"priority": "critical", "category": "Refund"}),
        lambda sitting: sitting.create(CREATED, "another one"),
    )
    receipts = sent(house, operations)
    assert outcomes(receipts) == [Outcome.APPLIED] * 3
    assert [receipt.seq for receipt in receipts] == [before + 1, before + 2, before + 3]
    now = house.ticket(ticket.id)
    assert (now.status, str(now.priority), now.category) == (Status.OPEN, "critical", "Refund")
    assert house.ticket(operations[2].subject).number == 2
    assert house.numbers("train") == [1]


def test_what_is_sent_again_is_there_once(house: House, ticket: Ticket) -> None:
    operations = made(house, lambda sitting: sitting.comment(ticket.id, "once"))
    first, *_ = sent(house, operations)
    house.act(lambda sitting: sitting.comment(ticket.id, "meanwhile"))
    assert sent(house, operations * 2) == [Receipt(operations[0].id, Outcome.ALREADY, first.seq)] * 2
    view = house.reader.ticket_view(ticket.id)
    assert view is not None
    assert [entry.operation.comment for entry in view.entries] == ["Late refund", "once", "meanwhile"]


def test_a_batch_that_has_one_operation_twice_keeps_it_once(house: House, ticket: Ticket) -> None:
    (comment,) = made(house, lambda sitting: sitting.comment(ticket.id, "once"))
    receipts = sent(house, [comment, comment])
    assert outcomes(receipts) == [Outcome.APPLIED, Outcome.ALREADY]
    assert receipts[0].seq == receipts[1].seq


def test_another_operation_with_the_same_id_is_refused(house: House, ticket: Ticket) -> None:
    (comment,) = made(house, lambda sitting: sitting.comment(ticket.id, "this"))
    sent(house, [comment])
    (receipt,) = sent(house, [comment._replace(comment="that")])
    assert (receipt.outcome, receipt.reason) == (Outcome.REJECTED, "there is another operation with this id")
    assert sent(house, [comment])[0].outcome is Outcome.ALREADY


def test_a_clash_says_what_stands_who_set_it_and_when_and_changes_nothing(house: House, ticket: Ticket) -> None:
    operations = made(
        house,
        lambda sitting: sitting.change(ticket.id, {"priority": "low", "category": "Late"}),
        lambda sitting: sitting.comment(ticket.id, "kept in any case"),
    )
    house.act(lambda sitting: sitting.change(ticket.id, {"priority": "critical"}), by=ADA)
    clash, comment = sent(house, operations)
    assert (clash.outcome, comment.outcome) == (Outcome.CONFLICT, Outcome.APPLIED)
    (priority,) = clash.clashes
    assert (priority.field, priority.seen, priority.wanted, priority.stands, priority.by, priority.turned) == (
        "priority", "medium", "low", "critical", ADA, None,
    )  # fmt: skip
    now = house.ticket(ticket.id)
    assert (str(now.priority), now.category) == ("critical", None)
    assert priority.at is not None
    assert priority.at < now.updated_at
    assert receipt_from_wire(receipt_to_wire(clash)) == clash


def test_a_refusal_is_final_whatever_is_true_later(house: House, ticket: Ticket) -> None:
    operations = made(house, lambda sitting: sitting.change(ticket.id, {"priority": "low"}))
    house.act(lambda sitting: sitting.change(ticket.id, {"priority": "critical"}), by=ADA)
    first = sent(house, operations)
    house.act(lambda sitting: sitting.change(ticket.id, {"priority": "low"}), by=ADA)
    house.act(lambda sitting: sitting.change(ticket.id, {"priority": "medium"}), by=ADA)
    assert sent(house, operations) == first
    assert str(house.ticket(ticket.id).priority) == "medium"


def test_two_who_want_the_same_are_in_nobodys_way(house: House, ticket: Ticket) -> None:
    operations = made(house, lambda sitting: sitting.change(ticket.id, {"priority": "critical"}))
    house.act(lambda sitting: sitting.change(ticket.id, {"priority": "critical"}), by=ADA)
    assert outcomes(sent(house, operations)) == [Outcome.APPLIED]


def test_whoever_decides_otherwise_without_knowing_of_a_resolution_is_asked(house: House, ticket: Ticket) -> None:
    operations = made(house, lambda sitting: sitting.change(ticket.id, {"owner": TOM}))
    house.act(lambda sitting: sitting.resolve(ticket.id, root_cause="x", action_taken="y", told="call"), by=ADA)
    (receipt,) = sent(house, operations)
    assert receipt.outcome is Outcome.CONFLICT
    (owner,) = receipt.clashes
    assert (owner.field, owner.by, owner.turned) == ("owner", ADA, "resolved")


@pytest.mark.parametrize(
    ("forged", "reason"),
    [
        ({"by": ADA}, "it was made by ada@desk.example, and bea@desk.example sent it"),
        ({"origin": Origin.RULE}, "nobody sends what is of origin rule"),
        ({"origin": Origin.ADOPT}, "nobody sends what is of origin adopt"),
        ({"origin": Origin.IMPORT}, "admin"),
        (
            {"set": {"owner": Change(BEA, "nobody@desk.example")}, "implied": (), "kind": Kind.TICKET_CHANGE},
            "there is nobody with",
        ),
    ],
)
def test_what_nobody_may_send_is_refused(
    house: House, ticket: Ticket, forged: dict[str, object], reason: str
) -> None:
    (comment,) = made(house, lambda sitting: sitting.comment(ticket.id, "hello"))
    before = house.reader.seq()
    (receipt,) = sent(house, [comment._replace(**forged)])  # type: ignore[arg-type]
    assert receipt.outcome is Outcome.REJECTED
    assert reason in receipt.reason
    assert house.reader.seq() == before


@pytest.mark.parametrize(
    "early",
    [{"subject": "0190c0de-0000-7000-8000-00000000000a"}, {"undoes": "unknown", "kind": Kind.COMMENT_WITHDRAW}],
)
def test_what_is_about_something_that_nobody_has_sent_yet_is_not_decided(
    house: House, ticket: Ticket, early: dict[str, object]
) -> None:
    (comment,) = made(house, lambda sitting: sitting.comment(ticket.id, "hello"))
    before = house.reader.seq()
    (receipt,) = sent(house, [comment._replace(**early)])  # type: ignore[arg-type]
    assert (receipt.outcome, receipt.seq) == (Outcome.UNKNOWN, None)
    assert house.reader.seq() == before
    assert sent(house, [comment])[0].outcome is Outcome.APPLIED


def test_who_has_left_sends_nothing(house: House, ticket: Ticket) -> None:
    (comment,) = made(house, lambda sitting: sitting.comment(ticket.id, "hello"))
    (receipt,) = sent(house, [comment._replace(by=OLD)], by=OLD)
    assert "not active any more" in receipt.reason


def test_an_undo_made_elsewhere_takes_back_what_was_done_and_nothing_else(house: House, ticket: Ticket) -> None:
    house.act(lambda sitting: sitting.change(ticket.id, {"priority": "critical"}))
    (back,) = made(house, lambda sitting: sitting.undo()[0])
    forged = back._replace(id="0190c0de-0000-7000-8000-000000000001", set={**back.set, "owner": Change(BEA, EVE)})
    assert "something else than it says" in sent(house, [forged])[0].reason
    assert outcomes(sent(house, [back])) == [Outcome.APPLIED]
    assert str(house.ticket(ticket.id).priority) == "medium"
    again = back._replace(id="0190c0de-0000-7000-8000-000000000002")
    assert "that was taken back already" in sent(house, [again])[0].reason


def test_an_undone_comment_leaves_a_ticket_open_that_somebody_else_opened_too(house: House, ticket: Ticket) -> None:
    comment, back = made(house, lambda sitting: sitting.comment(ticket.id, "mine"), lambda sitting: sitting.undo()[0])
    assert back.implied == ("status",)
    house.act(lambda sitting: sitting.comment(ticket.id, "theirs"), by=EVE)
    assert outcomes(sent(house, [comment, back])) == [Outcome.APPLIED] * 2
    assert house.ticket(ticket.id).status is Status.OPEN


def test_an_undo_of_what_somebody_changed_since_is_a_refusal(house: House, ticket: Ticket) -> None:
    house.act(lambda sitting: sitting.change(ticket.id, {"priority": "critical"}))
    (back,) = made(house, lambda sitting: sitting.undo()[0])
    house.act(lambda sitting: sitting.change(ticket.id, {"priority": "high"}), by=ADA)
    assert sent(house, [back])[0].outcome is Outcome.REJECTED
    assert str(house.ticket(ticket.id).priority) == "high"


def test_the_organisation_is_changed_by_who_may_and_an_undo_of_that_too(house: House) -> None:
    put = made(house, lambda sitting: sitting.put_segment("genoa", {"name": "Genoa", "parent": "south"}), by=ADA)
    assert outcomes(sent(house, put, by=ADA)) == [Outcome.APPLIED]
    (back,) = made(house, lambda sitting: sitting.undo()[0], by=ADA, seed=100)
    assert outcomes(sent(house, [back], by=ADA)) == [Outcome.APPLIED]
    assert not house.reader.organisation().tree["genoa"].active
    mine = [put[0]._replace(id="0190c0de-0000-7000-8000-000000000003", by=BEA)]
    assert sent(house, mine)[0].outcome is Outcome.REJECTED


def test_a_segment_to_which_tickets_came_meanwhile_is_not_given_up(house: House) -> None:
    put = made(house, lambda sitting: sitting.put_segment("turin", {"active": False}, group="g"), by=ADA)
    house.create(segment="turin", owner=MAX, by=ADA)
    (receipt,) = sent(house, put, by=ADA)
    assert "1 tickets lie there" in receipt.reason
    assert house.reader.organisation().tree["turin"].active


def test_what_a_newer_program_did_is_kept_and_passed_on(house: House, ticket: Ticket) -> None:
    (comment,) = made(house, lambda sitting: sitting.comment(ticket.id, "hello"))
    newer = comment._replace(kind="ticket.juggle", set={}, implied=(), extra={"balls": 3})
    assert outcomes(sent(house, [newer])) == [Outcome.APPLIED]
    view = house.reader.ticket_view(ticket.id)
    assert view is not None
    assert view.entries[-1].operation == newer
    assert house.ticket(ticket.id).seq == view.entries[-1].seq


def test_a_response_is_recorded_by_an_admin(house: House) -> None:
    first, second = derived("response", "1"), derived("response", "2")
    response = Operation(
        id=first, kind=Kind.RESPONSE_RECORD, subject=first, by=ADA, at=house.clock.now, base=Base("e", 0),
        set={"score": Change(None, 9)}, origin=Origin.IMPORT,
    )  # fmt: skip
    assert outcomes(sent(house, [response], by=ADA)) == [Outcome.APPLIED]
    assert house.store.transact_authority(lambda tx: tx.response_exists(first))
    assert sent(house, [response._replace(id=second, subject=second, by=GIA)], by=GIA)[0].outcome is Outcome.REJECTED


# What nobody could store -------------------------------------------------------------------------------------------


def test_a_ticket_is_not_made_twice_by_two_operations(house: House, ticket: Ticket) -> None:
    (other,) = made(house, lambda sitting: sitting.create(CREATED, "mine"))
    (receipt,) = sent(house, [other._replace(subject=ticket.id)])
    assert (receipt.outcome, receipt.reason) == (
        Outcome.REJECTED,
        "there is a ticket with this id already, made by another operation",
    )
    assert house.ticket(ticket.id).comment == "Late refund"


def test_who_says_to_have_seen_what_is_not_there_yet_does_not_get_past_what_others_did(
    house: House, ticket: Ticket
) -> None:
    (change,) = made(house, lambda sitting: sitting.change(ticket.id, {"priority": "low"}))
    house.act(lambda sitting: sitting.change(ticket.id, {"priority": "critical"}), by=ADA)
    (receipt,) = sent(house, [change._replace(base=change.base._replace(seq=change.base.seq + 1_000))])
    assert (receipt.outcome, str(house.ticket(ticket.id).priority)) == (Outcome.REJECTED, "critical")


def test_tags_do_not_come_along_with_a_comment(house: House, ticket: Ticket) -> None:
    (comment,) = made(house, lambda sitting: sitting.comment(ticket.id, "from elsewhere"), by=EVE)
    (receipt,) = sent(house, [comment._replace(add={"tags": ("vip",)})], by=EVE)
    assert (receipt.outcome, house.ticket(ticket.id).tags) == (Outcome.REJECTED, ())


def test_a_rule_is_changed_about_the_policy_alone(house: House) -> None:
    (put,) = made(house, lambda sitting: sitting.put_policy("deadline.high.contact_hours", 1), by=ADA)
    (receipt,) = sent(house, [put._replace(subject="bari")], by=ADA)
    assert receipt.outcome is Outcome.REJECTED
    assert house.reader.organisation().policy.changed == {}


def test_what_cannot_be_stored_is_refused_each_time_and_remembered_by_nobody(house: House, ticket: Ticket) -> None:
    (comment,) = made(house, lambda sitting: sitting.comment(ticket.id, "hello"))
    bad = comment._replace(comment="a \0 and a \ud800")
    first = sent(house, [bad, bad])
    assert outcomes(first) == [Outcome.REJECTED] * 2
    assert "no store takes" in first[0].reason
    assert outcomes(sent(house, [comment])) == [Outcome.APPLIED]


# The order has another name ----------------------------------------------------------------------------------------


def test_what_was_seen_of_an_order_that_went_on_differently_counts_up_to_where_it_is_the_same(house: House) -> None:
    ticket = house.create()
    first = house.store.transact_authority(lambda tx: tx.base())
    house.store.transact_authority(lambda tx: tx.begin_epoch("second"))
    house.act(lambda sitting: sitting.comment(ticket.id, "later"))

    def look(tx: AuthorityTransaction) -> list[int]:
        asked = (
            first,
            Base(first.epoch, first.seq + 5),
            Base("second", 9),
            Base("nobody's", 9),
            Base(first.epoch, 1),
        )
        return [tx.seen(base) for base in asked]

    assert house.store.transact_authority(look) == [first.seq, first.seq, 9, 0, 1]
    assert house.reader.epoch() == "second"
    assert house.store.transact_authority(lambda tx: tx.base()) == Base("second", first.seq + 1)


def test_a_change_that_saw_what_is_no_more_clashes_with_what_came_instead(house: House) -> None:
    ticket = house.create()
    (stale,) = made(house, lambda sitting: sitting.change(ticket.id, {"priority": "low"}))
    stale = stale._replace(base=Base(stale.base.epoch, stale.base.seq + 50))
    house.store.transact_authority(lambda tx: tx.begin_epoch("second"))
    house.act(lambda sitting: sitting.change(ticket.id, {"priority": "critical"}), by=ADA)
    assert sent(house, [stale])[0].outcome is Outcome.CONFLICT


def test_an_undo_does_not_bring_a_ticket_back_to_where_nobody_finds_it(house: House) -> None:
    ticket = house.create(segment="turin", owner=MAX, by=ADA)
    house.act(lambda sitting: sitting.change(ticket.id, {"segment": "milan"}), by=ADA)
    (back,) = made(house, lambda sitting: sitting.undo()[0], by=ADA)
    house.act(lambda sitting: sitting.put_segment("turin", {"active": False}), by=ADA)
    (receipt,) = sent(house, [back], by=ADA)
    assert "nobody finds it" in receipt.reason
    assert house.ticket(ticket.id).segment == "milan"
