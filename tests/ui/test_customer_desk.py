"""What lies behind a ticket, at the desk: read when its tab is open, and the way to another ticket and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cxloop_tui.domain.chronicle import Chronicle
from cxloop_tui.domain.operation import Origin
from cxloop_tui.domain.ticket_view import Past
from cxloop_tui.services.queries import Queries
from cxloop_tui.ui.screens.picker import PickerScreen
from tests.builders import ADA, BEA
from tests.ui.conftest import NOW, screen_text
from tests.ui.customers import ANA, a_response, a_ticket, ana
from tests.ui.desk_host import AtDesk, Making, desk
from tests.ui.drawn_ticket import SPACE, escalated
from tests.ui.pane_host import Host

if TYPE_CHECKING:
    from cxloop_tui.domain.operation import Json

# The pane ----------------------------------------------------------------------------------------------------------


async def test_the_pane_says_that_it_reads_until_it_is_given_what_lies_behind() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        view = escalated().view()
        app.pane.select_tab(3)
        app.show(view)
        await pilot.pause()
        assert "reading" in screen_text(app)
        app.pane.show(Chronicle.of(view), SPACE, now=NOW, utc_offset=0, past=Past(ana(view.ticket, a_ticket(1)), ()))
        await pilot.pause()
        assert "reading" not in screen_text(app)
        assert "#999" in screen_text(app)
        app.pane.next_tab()
        await pilot.pause()
        assert "The response this ticket came from is not on record here" in screen_text(app)


async def test_unfolding_shows_all_scores_and_folds_them_again() -> None:
    app = Host()
    async with app.run_test(size=(80, 60)) as pilot:
        view = escalated().view()
        customer = ana(view.ticket, responses=[a_response(place) for place in range(1, 31)])
        app.pane.select_tab(3)
        app.pane.show(Chronicle.of(view), SPACE, now=NOW, utc_offset=0, past=Past(customer, ()))
        await pilot.pause()
        row = next(place for place, line in enumerate(screen_text(app).splitlines()) if " more ·" in line)
        await pilot.click(offset=(4, row))
        await pilot.pause()
        assert screen_text(app).count(" NPS ") >= 30
        app.pane.toggle_folded()
        await pilot.pause()
        assert screen_text(app).count(" NPS ") < 10


# The tabs at the desk ----------------------------------------------------------------------------------------------
SIZES = [(80, 24), (120, 30)]


def with_a_past(making: Making) -> None:
    """Ana has three tickets, the first resolved, and two responses; Bo has one ticket of his own."""
    low: dict[str, Json] = {"customer_email": ANA, "score": 2, "score_kind": "nps"}
    first = making.ticket(ANA, "The first complaint.", 90, customer_name="Ana Rossi")
    making.by(BEA, lambda at: at.contact(first, "call", "no-answer", "voicemail"))
    making.by(BEA, lambda at: at.resolve(first, root_cause="bank", action_taken="paid", told="by mail"))
    making.ticket("bo@shop.example", "Parcel arrived wet.", 80)
    making.by(ADA, lambda at: at.record_response("r1", {**low, "score": 9}, "fine now"))
    making.by(ADA, lambda at: at.record_response("r2", {**low, "answers": [["Store", "Bari"]]}, "late again"))
    making.ticket(ANA, "late again", 70, **{**low, "response": "r2"})
    making.ticket(ANA, "The third complaint.", 60)


QUERY = "sort:number"
"""Newest first: Ana's 4 and 3, Bo's 2, Ana's 1."""


async def in_customer_tab(at: AtDesk) -> None:
    await at.press("enter", "3")
    assert at.tab() == "customer"


@pytest.mark.parametrize("size", SIZES)
async def test_3_and_4_show_what_lies_behind_the_ticket(size: tuple[int, int]) -> None:
    async with desk(size, tickets=with_a_past, query=QUERY) as at:
        await at.press("j", "3")
        assert "3 tickets, 2 responses" in at.seen
        assert "before 9" in at.seen
        await at.press("4")
        assert "NPS   2  ■■········  dissatisfied" in at.seen
        assert any("Store" in line and "Bari" in line for line in at.lines)
        await at.press("right_square_bracket")
        assert at.tab() == "comments"
        await at.press("left_square_bracket", "left_square_bracket")
        assert "3 tickets, 2 responses" in at.seen


async def test_the_tabs_follow_the_cursor_and_answer_to_the_mouse() -> None:
    async with desk((120, 30), tickets=with_a_past, query=QUERY) as at:
        row = next(place for place, line in enumerate(at.lines) if "3 Customer" in line)
        await at.pilot.click(offset=(at.lines[row].index("3 Customer") + 3, row))
        await at.settled()
        assert "3 tickets, 2 responses" in at.seen
        await at.press("J", "J")
        assert "1 ticket, 0 responses" in at.seen
        assert "No other ticket of this customer." in at.seen
        assert "account:shop.example" in at.seen


async def test_nothing_more_is_read_while_another_tab_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def past(queries: Queries, view: Any) -> Past:
        asked.append(view.ticket.id)
        return told(queries, view)

    told = Queries.past
    monkeypatch.setattr(Queries, "past", past)
    async with desk((120, 30), tickets=with_a_past, query=QUERY) as at:
        await at.press("j", "j", "k", "2", "1")
        assert asked == []
        await at.press("3")
        assert asked == [at.cursor]
        await at.press("j")
        assert asked[1:] == [at.cursor]
        await at.press("1", "k", "j")
        assert len(asked) == 2


async def test_a_customer_of_500_tickets_is_shown_with_the_newest() -> None:
    def many(making: Making) -> None:
        for place in range(500):
            making.ticket(ANA, f"complaint {place}", 500 - place)

    async with desk((120, 30), tickets=many, query=QUERY) as at:
        assert "more than 20 other tickets" in at.seen
        await at.press("enter", "3")
        assert "500 tickets, 0 responses" in at.seen
        assert "Other tickets  499, newest first" in at.seen
        await at.press("G")
        assert f"and 400 more  email:{ANA}" in at.seen


async def test_the_ticket_of_a_customer_nobody_knows_says_how_they_get_known() -> None:
    def nobody(making: Making) -> None:
        fields: dict[str, Json] = {"segment": "bari", "owner": BEA, "score": 1, "score_kind": "nps"}
        making.by(ADA, lambda at: at.create(fields, "x", origin=Origin.IMPORT))

    async with desk((120, 30), tickets=nobody) as at:
        await at.press("3")
        assert "no e-mail, no telephone" in at.seen
        assert "e changes its fields." in at.seen


# To another ticket and back ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_enter_chooses_another_ticket_and_escape_comes_back(size: tuple[int, int]) -> None:
    async with desk(size, tickets=with_a_past, query=QUERY) as at:
        await in_customer_tab(at)
        await at.press("enter")
        assert isinstance(at.app.screen, PickerScreen)
        await at.press(*"first")
        await at.press("enter")
        assert "esc goes back to #4" in at.seen
        assert at.inbox.detail.ticket_id == at.ticket(1).id
        assert (at.tab(), at.cursor) == ("comments", at.ticket(4).id)
        await at.press("escape")
        assert "goes back" not in at.seen
        assert (at.tab(), at.inbox.detail.ticket_id, at.focused()) == ("customer", at.ticket(4).id, "detail")
        await at.press("escape")
        assert at.focused() == "list"


@pytest.mark.parametrize("size", SIZES)
async def test_a_click_on_another_ticket_goes_there(size: tuple[int, int]) -> None:
    async with desk(size, tickets=with_a_past, query=QUERY) as at:
        await in_customer_tab(at)
        await at.press("G")
        left = at.inbox.detail.region.x
        row = next(row for row, line in enumerate(at.lines) if "The first complaint." in line[left:])
        await at.pilot.click(offset=(left + 5, row))
        await at.settled()
        assert at.inbox.detail.ticket_id == at.ticket(1).id


async def test_verbs_are_about_the_ticket_that_is_seen() -> None:
    async with desk((120, 30), tickets=with_a_past, query=QUERY) as at:
        await in_customer_tab(at)
        await at.press("enter")
        await at.press(*"late")
        await at.press("enter", "i")
        assert (at.ticket(3).owner, at.ticket(4).owner) == (ADA, BEA)
        assert "goes back to #4" in at.seen
        assert at.inbox.detail.ticket_id == at.ticket(3).id


@pytest.mark.parametrize("keys", [["0"], ["tab"], ["J"], ["escape", "escape"], ["F"], ["N"]], ids=" ".join)
async def test_a_visit_ends_with_whatever_leads_back_to_the_list(keys: list[str]) -> None:
    async with desk((120, 30), tickets=with_a_past, me=BEA, query=f"{QUERY} email:{ANA}") as at:
        await in_customer_tab(at)
        await at.press("enter")
        await at.press(*"first")
        await at.press("enter")
        assert at.inbox.detail.ticket_id == at.ticket(1).id
        await at.press(*keys)
        assert "goes back" not in at.seen
        assert at.inbox.detail.ticket_id == at.cursor


async def test_a_row_that_is_clicked_during_a_visit_is_the_one_shown() -> None:
    async with desk((120, 30), tickets=with_a_past, query=QUERY) as at:
        await in_customer_tab(at)
        await at.press("enter", "enter")
        await at.click(at.inbox.list, 10, 1)
        assert at.inbox.detail.ticket_id == at.cursor == at.ticket(4).id


async def test_enter_without_another_ticket_opens_nothing() -> None:
    async with desk((120, 30), tickets=with_a_past, query="#2") as at:
        await in_customer_tab(at)
        await at.press("enter")
        assert at.no_dialog()
        assert at.inbox.detail.ticket_id == at.ticket(2).id
