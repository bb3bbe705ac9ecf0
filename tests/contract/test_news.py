"""What somebody should hear of is found in every store, in its order, with the tickets as they are now."""

from cxloop_tui.domain import intent
from cxloop_tui.domain.news import Why
from cxloop_tui.services.news import news_since
from tests.builders import ADA, BEA, GIA
from tests.contract.house import House


def test_news_come_after_a_place_with_the_tickets_they_are_about(house: House) -> None:
    made = house.create()
    begin = house.reader.seen()
    house.act(lambda sitting: sitting.change(made.id, {"owner": GIA}), by=ADA)
    house.act(lambda sitting: sitting.comment(made.id, "@Gia South: what now?"), by=BEA)
    house.act(lambda sitting: sitting.comment(made.id, "@gia but this is mine"), by=GIA)
    heard = news_since(house.reader, GIA, begin)
    assert [(told.news.why, told.news.by, told.row.number) for told in heard.told] == [
        (Why.YOURS, ADA, made.number),
        (Why.ASKED, BEA, made.number),
    ]
    assert heard.seq == house.reader.seen()
    assert news_since(house.reader, GIA, heard.seq) == ([], heard.seq)


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
        assert (told.news.why, told.news.to_me) == (Why.ESCALATED, is_theirs)
