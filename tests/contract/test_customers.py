"""Customers: who is the same person, and all that is on record of them."""

from itertools import count

import pytest

from cxloop_tui.domain import intent
from cxloop_tui.domain.customer import ALSO_MOST
from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.operation import Base, Json, Origin
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import CUSTOMER_MOST, EARLIER_MOST, Customer
from cxloop_tui.services.desk import Sitting
from tests.builders import ADA, BEA, CREATED, drafted
from tests.contract.house import House


def imported(house: House, name: str, **fields: Json) -> None:
    """Keep a response."""
    house.act(lambda sitting: sitting.record_response(name, fields, "words"), ADA)


def test_without_an_email_the_phone_says_who_the_customer_is_and_else_the_respondent(house: House) -> None:
    def made(**fields: Json) -> Ticket:
        blank: dict[str, Json] = {"segment": "bari", "owner": BEA}
        return house.desk.sit(
            ADA, lambda sitting: sitting.create({**blank, **fields}, "x", origin=Origin.IMPORT).ticket
        )

    by_phone = [made(customer_phone="+39"), made(customer_phone="+39", respondent="r1")]
    by_respondent = [made(respondent="r1"), made(respondent="r1")]
    alone = made()

    def earlier(ticket: Ticket) -> list[str]:
        view = house.reader.ticket_view(ticket.id)
        assert view is not None
        return [row.id for row in view.earlier]

    assert earlier(by_phone[1]) == [by_phone[0].id]
    assert earlier(by_respondent[1]) == [by_respondent[0].id]
    assert earlier(alone) == []


def test_a_customer_is_all_that_is_on_record_of_them_newest_first(house: House) -> None:
    ana = "ana@shop.example"
    first, second = house.create("first"), house.create("second", account="Shop Ltd", customer_name="Ana")
    house.create("somebody else's", customer_email="bob@shop.example", account="shop ltd")
    gone = house.create("gone")
    house.act(lambda sitting: sitting.undo(gone.id))
    for place, (name, score) in enumerate((("r1", 9), ("r2", 3))):
        at = f"2020-01-0{2 - place}T00:00:00Z"
        imported(house, name, score=score, score_kind="nps", customer_email=ana, answered_at=at)
    imported(house, "r3", score=1, score_kind="nps", customer_email="bob@shop.example")
    customer = house.queries().customer(f"@{ana}")
    assert [ticket.id for ticket in customer.tickets] == [second.id, first.id]
    assert [(one.id, one.score) for one in customer.responses] == [("r1", 9), ("r2", 3)]
    assert customer.responses[0].comment == "words"
    assert (customer.ticket_count, customer.response_count) == (2, 2)
    assert customer.since == customer.responses[-1].at < first.created_at
    assert (customer.known("customer_name"), customer.known("account"), customer.known("touchpoint")) == (
        "Ana", "Shop Ltd", None,
    )  # fmt: skip
    assert customer.colleagues == 1


def test_nobodys_record_is_empty(house: House) -> None:
    for key in ("@nobody@shop.example", "+1", "#r"):
        assert house.queries().customer(key) == Customer(key=key)


def test_the_customers_of_three_kinds_of_key_are_kept_apart(house: House) -> None:
    def made(**fields: Json) -> str:
        blank: dict[str, Json] = {"segment": "bari", "owner": BEA}
        ticket = house.desk.sit(
            ADA, lambda sitting: sitting.create({**blank, **fields}, "x", origin=Origin.IMPORT).ticket
        )
        imported(house, f"of {ticket.id}", score=1, score_kind="nps", **fields)
        return ticket.id

    ids = {
        "@ana@x.example": made(customer_email="ana@x.example", customer_phone="+39", respondent="7"),
        "+39": made(customer_phone="+39", respondent="7"),
        "#7": made(respondent="7"),
    }
    for key, wanted in ids.items():
        customer = house.reader.customer(f"+{key}" if key == "+39" else key)
        assert [ticket.id for ticket in customer.tickets] == [wanted]
        assert [response.id for response in customer.responses] == [f"of {wanted}"]


def test_contacts_of_all_tickets_are_listed_but_not_those_taken_back(house: House) -> None:
    first, second = house.create("first"), house.create("second")
    house.act(lambda sitting: sitting.contact(first.id, "call", "no-answer", "voicemail"))
    house.act(lambda sitting: sitting.contact(second.id, "mail", "reached"))
    house.act(lambda sitting: sitting.contact(second.id, "call", "reached", "wrong number"))
    house.act(lambda sitting: sitting.undo())
    house.act(lambda sitting: sitting.contact(first.id, "met", "reached", "in the shop"))
    house.act(lambda sitting: sitting.undo())
    house.act(lambda sitting: sitting.redo())
    contacts = house.reader.customer("@ana@shop.example").contacts
    assert [(one.number, one.kind, one.note) for one in contacts] == [
        (first.number, "met reached", "in the shop"),
        (second.number, "mail reached", ""),
        (first.number, "call no-answer", "voicemail"),
    ]
    assert contacts[0].by == BEA


def test_a_customer_with_many_tickets_is_counted_and_the_newest_are_read(house: House) -> None:
    def work(sitting: Sitting) -> list[str]:
        return [sitting.create(CREATED, f"n{place}").ticket.id for place in range(CUSTOMER_MOST + 20)]

    ids = house.desk.sit(BEA, work)
    customer = house.reader.customer("@ana@shop.example")
    assert customer.ticket_count == CUSTOMER_MOST + 20
    assert [ticket.id for ticket in customer.tickets] == ids[:19:-1]
    assert customer.since == house.ticket(ids[0]).created_at
    view = house.reader.ticket_view(ids[0])
    assert view is not None
    assert len(view.earlier) == EARLIER_MOST


def test_the_scores_before_a_ticket_come_from_responses_and_from_tickets_by_hand(house: House) -> None:
    ana: dict[str, Json] = {"customer_email": "ana@shop.example", "score_kind": "nps"}
    imported(house, "r1", score=8, **ana)
    house.create("by hand", score=5, score_kind="nps")
    imported(house, "r2", score=9, **ana)
    imported(house, "other kind", score=1, customer_email="ana@shop.example", score_kind="csat")
    imported(house, "other person", score=1, customer_email="bob@shop.example", score_kind="nps")
    imported(house, "r3", score=2, **ana)
    ticket = house.create("from r3", score=2, score_kind="nps", response="r3")
    imported(house, "later", score=10, **ana)
    later = house.create("later", score=10, score_kind="nps", response="later")

    def before(ticket: Ticket) -> tuple[int, ...]:
        view = house.reader.ticket_view(ticket.id)
        assert view is not None
        return view.scores_before

    assert before(ticket) == (8, 5, 9)
    assert before(later) == (5, 9, 2)
    assert before(house.create("no score")) == ()


def test_the_past_of_a_ticket_has_its_responses_whole_as_far_as_on_record(house: House) -> None:
    imported(house, "r1", score=2, score_kind="nps", answer="2 - bad", scale="0..10",
             questions=[["score", "How likely?"]], answers=[["Q", "a"], ["Q", "b"]])  # fmt: skip
    imported(house, "r2", score=3, score_kind="nps")
    ticket = house.create("x", response="r1")
    for name in ("r2", "lost"):
        added = drafted(intent.add_response(house.ticket(ticket.id), name, "again"), ADA, id=f"adds {name}",
                        base=Base("e", house.reader.seq()), origin=Origin.IMPORT)  # fmt: skip
        house.act(lambda sitting, added=added: sitting.perform(added), ADA)  # type: ignore[misc]
    view = house.queries().view(ticket.id)
    past = house.queries().past(view)
    assert [one.id for one in past.responses] == ["r1", "r2"]
    whole = past.responses[0]
    assert (whole.answer, whole.scale, whole.question("score")) == ("2 - bad", "0..10", "How likely?")
    assert whole.answers == (("Q", "a"), ("Q", "b"))
    assert past.customer is not None
    assert past.customer.key == "@ana@shop.example"


def test_responses_are_kept_once_and_known(house: House) -> None:
    ids = count()
    name = f"response-{next(ids)}"

    def record(sitting: Sitting) -> None:
        assert not sitting.has_response(name)
        sitting.record_response(name, {"score": 10, "score_kind": "nps", "customer_email": None}, "all good")
        assert sitting.has_response(name)

    house.desk.sit(ADA, record)
    assert house.desk.sit(ADA, lambda sitting: sitting.has_response(name))
    assert not house.desk.sit(ADA, lambda sitting: sitting.has_response("response-9"))
    with pytest.raises(CxloopError):
        house.desk.sit(ADA, lambda sitting: sitting.record_response(name, {}, None))
    assert house.numbers("") == []


def test_two_addresses_of_one_person_are_on_one_page_from_either(house: House) -> None:
    ana, work, third = (f"@{name}@shop.example" for name in ("ana", "a.conti", "ana.c"))
    first = house.create("first")
    second = house.create("second", customer_email="a.conti@shop.example")
    imported(house, "r1", score=9, score_kind="nps", customer_email="a.conti@shop.example")
    assert house.desk.sit(BEA, lambda sitting: sitting.join_customers(ana, work))
    assert not house.desk.sit(BEA, lambda sitting: sitting.join_customers(work, ana))
    assert house.desk.sit(BEA, lambda sitting: sitting.join_customers(third, work))
    for key in (ana, work, third):
        customer = house.queries().customer(key)
        assert [ticket.id for ticket in customer.tickets] == [second.id, first.id]
        assert (customer.ticket_count, customer.response_count) == (2, 1)
        assert {customer.key, *customer.also} == {ana, work, third}
    house.act(lambda sitting: sitting.undo())
    assert house.queries().customer(third).tickets == ()
    assert house.queries().customer(ana).also == (work,)
    assert house.desk.sit(BEA, lambda sitting: sitting.part_customer(work))
    assert [ticket.id for ticket in house.queries().customer(ana).tickets] == [first.id]
    assert not house.desk.sit(BEA, lambda sitting: sitting.part_customer(work))


def test_only_so_many_addresses_are_one_person(house: House) -> None:
    def join(place: int) -> bool:
        return house.desk.sit(BEA, lambda sitting: sitting.join_customers("@a@b.example", f"@{place}@b.example"))

    assert all(join(place) for place in range(ALSO_MOST))
    with pytest.raises(CxloopError, match="at most 10"):
        join(ALSO_MOST)
