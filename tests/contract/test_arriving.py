"""Rules on arrival, over every store: what is done to a new ticket by itself, once, and goes with it."""

import pytest

from cxloop_tui.domain.arrival import Rule
from cxloop_tui.domain.arrival_rules import read_rule
from cxloop_tui.domain.errors import Refused, Unusable
from cxloop_tui.domain.news import Why
from cxloop_tui.domain.operation import AUTHORITY, Json, Kind, Operation, Origin
from cxloop_tui.domain.receipt import Outcome
from cxloop_tui.domain.status import Priority
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.vocabulary import Vocabulary
from cxloop_tui.services import arriving
from cxloop_tui.services.arriving import Foretold, foretold, readable_rules
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.news import news_since
from tests.builders import ADA, BEA, CREATED, GIA, TOM
from tests.contract.house import House
from tests.contract.posting import Post, later, sent_by_now
from tests.contract.test_accepting import made, outcomes, sent


def rule(house: House, *rules: str) -> None:
    house.act(lambda sitting: sitting.put_policy("arrival.rules", "; ".join(rules)), ADA)


def by_rule(house: House, ticket: Ticket) -> list[Operation]:
    return [at.operation for at in house.reader.entries(ticket.id) if at.operation.origin == Origin.RULE]


def would(house: House) -> list[Foretold]:
    rules = list(readable_rules(house.reader.organisation()))
    return list(foretold(house.reader, rules, 100, house.clock.now))


def test_a_ticket_that_fits_is_raised_routed_and_tagged(house: House) -> None:
    rule(house, "refund => priority:critical segment:naples tag:money,hot", "swimming => tag:wet")
    ticket = house.create("A refund, please")
    assert (ticket.priority, ticket.segment, ticket.tags) == (Priority.CRITICAL, "naples", ("hot", "money"))
    assert ticket.owner == house.reader.organisation().lead("naples")
    assert house.ticket(ticket.id) == ticket
    (done,) = by_rule(house, ticket)
    assert (done.by, done.kind) == (AUTHORITY, Kind.TICKET_CHANGE)
    assert done.add["rules"] == ("refund => priority:critical segment:naples tag:money,hot",)


def test_rules_are_read_once_for_all_who_write_in_one_transaction(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule(house, "refund => tag:money")
    read: list[str] = []

    def noted(text: str, vocabulary: Vocabulary) -> Rule:
        read.append(text)
        return read_rule(text, vocabulary)

    monkeypatch.setattr(arriving, "read_rule", noted)

    came: list[Ticket] = []

    def work(sitting: Sitting) -> None:
        for email in (ADA, BEA, ADA):
            wanted: dict[str, Json] = {"segment": "bari", "customer_email": "kim@shop.example", "owner": email}
            came.append(sitting.as_person(email).create(wanted, "A refund, please").ticket)

    house.act(work, ADA)
    assert [ticket.tags for ticket in came] == [("money",)] * 3
    assert read == ["refund => tag:money"]


ALIKE: dict[str, Json] = {
    "score": 2, "score_kind": "nps", "touchpoint": "Checkout", "category": "refund", "segment": "bari",
    "customer_email": "Kim@shop.example", "channel": "web",
}  # fmt: skip
UNLIKE: dict[str, Json] = {"segment": "turin", "score": 9, "score_kind": "nps", "channel": "web"}


@pytest.mark.parametrize(
    "condition",
    [
        "rude", '"was rude"', "score:<=2", "touchpoint:checkout", "category:refund", "segment:south*",
        "sentiment:negative", "email:kim@shop.example channel:web", "kim@shop.example", "not:swimming again:no",
    ],
)  # fmt: skip
def test_a_condition_tells_tickets_apart(house: House, condition: str) -> None:
    house.create("something else")
    rule(house, f"{condition} => tag:met")
    assert house.create("The courier was RUDE", BEA, **ALIKE).tags == ("met",)
    assert house.create("A swimming pool", BEA, **UNLIKE).tags == ()


def test_who_comes_again_is_told_apart_from_who_comes_first(house: House) -> None:
    rule(house, "again:yes => tag:again")
    assert [house.create(customer_email="kim@shop.example").tags for _ in range(3)] == [(), ("again",), ("again",)]
    assert house.create(customer_email="lee@shop.example").tags == ()


def test_two_of_one_transaction_know_of_each_other(house: House) -> None:
    rule(house, "again:yes => tag:again")
    wanted = {**CREATED, "customer_email": "kim@shop.example"}
    made_at_once = house.desk.sit(BEA, lambda sitting: [sitting.create(wanted, "x").ticket for _ in range(2)])
    assert [ticket.tags for ticket in made_at_once] == [(), ("again",)]


def test_a_priority_is_raised_and_never_lowered(house: House) -> None:
    rule(house, "x => priority:high")
    assert house.create("x", priority="low").priority is Priority.HIGH
    assert house.create("x", priority="critical").priority is Priority.CRITICAL


def test_rules_are_judged_on_the_ticket_as_it_came(house: House) -> None:
    rule(house, "x => tag:one priority:high", "tag:one => tag:two", "x => priority:critical")
    ticket = house.create("x", priority="low")
    assert (ticket.tags, ticket.priority) == (("one",), Priority.CRITICAL)


def test_who_is_to_know_is_told_by_mail_and_with_a_bell(house: House) -> None:
    house.act(lambda sitting: sitting.put_policy("mail.notices", "on"), ADA)
    rule(house, f"x => notify:{TOM},managers")
    post, begin = Post(), house.reader.seen()
    ticket = house.create("x", by=ADA)
    (reminder,) = by_rule(house, ticket)
    assert reminder.add["told"] == (TOM, GIA)
    heard = news_since(house.reader, TOM, begin)
    assert [(told.why, told.ticket, told.words) for told in heard.told] == [
        (Why.TOLD, ticket.id, f"x => notify:{TOM},managers")
    ]
    later(house)
    assert sorted(set(sent_by_now(house, post))) == sorted({BEA, GIA, TOM})


def test_nothing_is_done_by_what_happens_later(house: House) -> None:
    rule(house, "x => tag:late")
    ticket = house.create("y")
    before = house.reader.seq()
    house.act(lambda sitting: sitting.comment(ticket.id, "x"))
    assert house.reader.seq() == before + 1


def test_taking_a_ticket_back_takes_back_what_a_rule_did_but_not_what_people_did(house: House) -> None:
    rule(house, "x => priority:critical segment:naples tag:t")
    alone, touched = house.create("x"), house.create("x")
    house.act(lambda sitting: sitting.undo(alone.id))
    assert house.ticket(alone.id).withdrawn
    house.act(lambda sitting: sitting.change(touched.id, {"priority": "low"}), ADA)
    with pytest.raises(Refused, match="priority was changed since"):
        house.act(lambda sitting: sitting.undo(touched.id))


def test_what_others_send_meets_the_rules_of_the_authority(house: House) -> None:
    operations = made(house, lambda sitting: sitting.create(CREATED, "x"))
    rule(house, "x => tag:met")
    assert outcomes(sent(house, operations)) == [Outcome.APPLIED]
    assert outcomes(sent(house, operations)) == [Outcome.ALREADY]
    ticket = house.ticket(operations[0].subject)
    assert ticket.tags == ("met",)
    assert len(by_rule(house, ticket)) == 1


def test_nobody_can_pretend_to_be_a_rule(house: House) -> None:
    ticket = house.create()
    (operation,) = made(house, lambda sitting: sitting.change(ticket.id, {"category": "x"}))
    pretended = operation._replace(add={"rules": ("x => tag:y",)})
    (receipt,) = sent(house, [pretended])
    assert receipt.outcome is not Outcome.APPLIED
    assert house.ticket(ticket.id).category is None


def test_what_is_foretold_is_what_is_done_and_changes_nothing(house: House) -> None:
    kept = [house.create("x", customer_email=email) for email in ("a@b.example", "c@d.example", "a@b.example")]
    seq = house.reader.seq()
    rule(house, "again:yes x => tag:again notify:managers")
    told = would(house)
    assert [(one.ticket.id, sorted(one.deed.draft.add)) for one in told] == [
        (kept[2].id, ["rules", "tags"]),
        (kept[2].id, ["rules", "told"]),
    ]
    assert house.reader.seq() == seq + 1
    arrived = house.create("x", customer_email="a@b.example")
    same = [one.deed.operation for one in would(house) if one.ticket.id == arrived.id]
    assert same == [operation.id for operation in by_rule(house, arrived)]


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("score:<=2", "has no =>"),
        ("score:<=2 =>", "does nothing"),
        ("score:<=2 => hot", "'hot' is nothing a rule can do"),
        ("score:<=2 => segment:nowhere", "no segment"),
        ("score:<=2 => notify:nobody@x.example", "no person"),
        ("score:<=2 => priority:", "priority needs a value"),
        ("sentiment:angry => tag:x", "no sentiment"),
        ("overdue:yes => tag:x", "overdue says nothing of a ticket that has just come"),
        ("sort:due => tag:x", "a rule has no order"),
        ("nope:1 => tag:x", "no field"),
        ('"open => tag:x', "never closed"),
    ],
)
def test_a_rule_that_means_nothing_is_refused_with_the_reason(house: House, written: str, wrong: str) -> None:
    with pytest.raises(Unusable, match=wrong):
        rule(house, written)
    assert house.reader.organisation().policy.arrival_rules == ""


def test_a_rule_follows_its_segment_to_where_that_went(house: House) -> None:
    rule(house, "x => segment:naples")
    heir: dict[str, Json] = {"active": False, "merged_into": "bari"}
    house.act(lambda sitting: sitting.put_segment("naples", heir), ADA)
    assert house.create("x", segment="turin").segment == "bari"
