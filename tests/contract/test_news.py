"""What somebody should hear of is found in every store, in its order, with the tickets as they are now."""

from cxloop_tui.domain import intent
from cxloop_tui.domain.news import Why
from cxloop_tui.services.news import TOLD_MOST, Told, news_since
from tests.builders import ADA, BEA, GIA
from tests.contract.house import House


def test_news_come_after_a_place_with_the_tickets_they_are_about(house: House) -> None:
    made = house.create()
    begin = house.reader.seen()
    house.act(lambda sitting: sitting.change(made.id, {"owner": GIA}), by=ADA)
    house.act(lambda sitting: sitting.comment(made.id, "@Gia South: what now?"), by=BEA)
    house.act(lambda sitting: sitting.comment(made.id, "@gia but this is mine"), by=GIA)
    heard = news_since(house.reader, GIA, begin)
    about = (made.id, made.number, "Late refund")
    assert heard.told == [
        Told(Why.YOURS, *about, ADA, "Ada Admin"),
        Told(Why.ASKED, *about, BEA, "Bea Bari", words="@Gia South: what now?"),
    ]
    assert (heard.more, heard.seq) == (0, house.reader.seen())
    assert news_since(house.reader, GIA, heard.seq) == ([], 0, heard.seq)


def test_of_many_the_first_are_told_and_the_others_are_counted(house: House) -> None:
    begin = house.reader.seen()
    made = [house.create() for _ in range(TOLD_MOST + 2)]
    for one in made:
        house.act(lambda sitting, ticket=one.id: sitting.change(ticket, {"owner": GIA}), by=ADA)  # type: ignore[misc]
    heard = news_since(house.reader, GIA, begin)
    assert [told.ticket for told in heard.told] == [one.id for one in made[:TOLD_MOST]]
    assert heard.more == 2


def test_an_escalation_reaches_both_sides(house: House) -> None:
    made, begin = house.create(), house.reader.seen()
    house.act(
        lambda sitting: sitting.do(
            made.id, lambda now, space: intent.escalate(now, "south", "why", space, by=ADA, owner=GIA)
        ),
        by=ADA,
    )
    for who, is_theirs in ((GIA, True), (BEA, False)):
        (told,) = news_since(house.reader, who, begin).told
        assert (told.why, told.to_me) == (Why.ESCALATED, is_theirs)
