"""The page of a handover: how each ticket stands, for whoever takes it on; nothing in it can do harm."""

from cxloop_tui.domain import intent
from cxloop_tui.domain.clock import HOUR
from cxloop_tui.domain.followup import FollowUp
from cxloop_tui.domain.handover import QUOTED_MOST, Handover, handover_page
from cxloop_tui.domain.ticket import CUSTOMER, Waiting
from cxloop_tui.domain.ticket_view import TicketView
from tests.builders import BEA, CREATED, NOON, TOM, Life, organisation


def view(life: Life, *followups: FollowUp) -> TicketView:
    return TicketView(
        ticket=life.ticket, entries=tuple(life.entries), earlier=(), scores_before=(), seen=9, followups=followups
    )


def page(*views: TicketView, note: str = "", now: int = NOON, offset: int = 60) -> list[str]:
    return handover_page(Handover(BEA, TOM, note, views, now), organisation(), offset).splitlines()


def test_it_says_who_what_and_by_when() -> None:
    life = Life({**CREATED, "customer_name": "Ana Conti", "customer_phone": "+39 1"}, "Late refund")
    life.do(intent.comment(life.ticket, "Asked the bank."))
    call = FollowUp("f", life.ticket.id, "Call her back", BEA, NOON + HOUR, done=False, by=BEA, seq=3)
    sent = FollowUp("g", life.ticket.id, "Send a lamp", BEA, None, done=True, by=BEA, seq=3)
    assert page(view(life, call, sent), note="Mind the dog.") == [
        "Handed over by Bea Bari to Tom Turin, 2027-01-15 09:00",
        "1 ticket: 1 open",
        "the first deadline: 2027-01-20 09:00",
        "",
        "Mind the dog.",
        "",
        "#1042  open  medium  due 2027-01-20 09:00",
        "  Ana Conti, ana@shop.example, +39 1",
        "  they said: Late refund",
        "  last, 2027-01-15 09:00, Bea Bari: Asked the bank.",
        "  to do: by 2027-01-15 10:00: Call her back",
    ]


def test_what_is_over_and_what_waits_says_so() -> None:
    late, waits = Life(), Life()
    waits.do(intent.change(waits.ticket, Waiting(CUSTOMER, NOON + 99 * HOUR).fields))
    said = page(view(late), view(waits), now=NOON + 72 * HOUR, offset=0)
    assert said[2] == "the first deadline: 2027-01-17 08:00 (over)"
    assert "#1042  new  medium  due 2027-01-17 08:00 (over)" in said
    assert "#1042  new  medium  waits for the customer until 2027-01-19 11:00" in said


def test_long_and_hostile_words_are_cut_and_cleaned() -> None:
    said = "\n".join(page(view(Life(words="x" * 999 + "\x1b[2J")), note="a\x1b]0;b\x07\nc"))
    assert "\x1b" not in said
    assert "x" * QUOTED_MOST + "…" in said
    assert "x" * (QUOTED_MOST + 1) not in said
