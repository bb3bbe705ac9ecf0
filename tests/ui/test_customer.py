"""The Customer and Survey tabs: what they say at every width, and the way to another ticket and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cxloop_tui.domain.clock import DAY, HOUR
from cxloop_tui.domain.operation import Origin
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.survey import SurveyResponse
from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.view import CUSTOMER_MOST, Contact, Customer, Past
from cxloop_tui.services.queries import Queries
from cxloop_tui.ui.render.customer import CustomerLines, customer_strips, scores_over_time
from cxloop_tui.ui.render.looks import ASCII_SIGNS
from cxloop_tui.ui.render.score import scale_of, score_line
from cxloop_tui.ui.render.survey import survey_strips
from cxloop_tui.ui.screens.picker import PickerScreen
from tests.builders import ADA, BEA
from tests.ui.conftest import HOSTILE, NOW, screen_text
from tests.ui.desk_host import AtDesk, Making, desk
from tests.ui.test_detail import LOOKS, SPACE, WIDTHS, Host, escalated, setting, style_of, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxloop_tui.domain.operation import Json
    from cxloop_tui.domain.ticket import Ticket

ANA = "ana@shop.example"


def a_ticket(place: int = 1, **changes: Any) -> Ticket:
    """A ticket of Ana's, resolved; those of higher places are older."""
    made = replace(
        escalated().ticket,
        id=f"t{place}",
        number=1000 - place,
        status=Status.RESOLVED,
        priority=Priority.HIGH,
        segment="bari",
        owner="bea@desk.example",
        customer_email=ANA,
        score=None,
        account=None,
        response=None,
        comment=f"words {place}",
        created_at=NOW - place * DAY,
        resolved_at=NOW - place * DAY + HOUR,
        due_at=None,
        root_cause="bank",
        action_taken="paid",
        told="by mail",
    )
    return replace(made, **changes)


def a_response(place: int, score: int | None = 9, **changes: Any) -> SurveyResponse:
    made = SurveyResponse(id=f"r{place}", recorded_at=NOW - place * DAY, by=ADA, score=score, score_kind="nps")
    return replace(made, **changes)


def ana(*tickets: Ticket, responses: Sequence[SurveyResponse] = (), **changes: Any) -> Customer:
    made = Customer(
        key=f"@{ANA}", tickets=tickets, ticket_count=len(tickets), responses=tuple(responses),
        response_count=len(responses), since=NOW - 400 * DAY,
    )  # fmt: skip
    return replace(made, **changes)


def drawn(customer: Customer | None, ticket: Ticket, width: int = 76, **how: Any) -> CustomerLines:
    return customer_strips(customer, ticket, setting(width), **how)


def said(customer: Customer | None, ticket: Ticket, width: int = 76, **how: Any) -> list[str]:
    return text(drawn(customer, ticket, width, **how).strips).splitlines()


# --- scores -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "kind", "scale", "ascii_scale", "band"),
    [
        (3, "nps", "■■■·······", "###.......", "dissatisfied"),
        (0, "nps", "··········", "..........", "dissatisfied"),
        (8, "nps", "■■■■■■■■··", "########..", "neutral"),
        (10, "nps", "■■■■■■■■■■", "##########", "satisfied"),
        (1, "csat", "■····", "#....", "dissatisfied"),
        (7, "ces", "■■■■■■■", "#######", "satisfied"),
        (3, "mood", "", "", ""),
        (99, "csat", "■■■■■", "#####", "satisfied"),
    ],
)
def test_a_score_is_read_off_its_scale_without_colour(
    score: int, kind: str, scale: str, ascii_scale: str, band: str
) -> None:
    assert scale_of(score, kind, setting()) == scale
    assert scale_of(score, kind, setting(looks=replace(LOOKS, signs=ASCII_SIGNS))) == ascii_scale
    words = "".join(piece for piece, _ in score_line(score, kind, setting())).split()
    assert words == [kind.upper(), str(score), *([scale] if scale else []), *([band] if band else [])]


def test_scores_over_time_count_a_response_and_its_ticket_once() -> None:
    of_response = a_ticket(1, response="r1", score=3, score_kind="nps")
    by_hand = a_ticket(2, score=5, score_kind="csat")
    lost = a_ticket(4, response="not here", score=2, score_kind="nps")
    customer = ana(of_response, by_hand, lost, responses=[a_response(1, 3), a_response(3, 9), a_response(5, None)])
    points = [(point.score, point.kind, point.ticket and point.ticket.id) for point in scores_over_time(customer)]
    assert points == [(3, "nps", "t1"), (5, "csat", "t2"), (9, "nps", None), (2, "nps", "t4")]


def test_the_older_scores_are_folded_until_they_are_asked_for() -> None:
    customer = ana(a_ticket(0), responses=[a_response(place, place % 11) for place in range(40)])
    folded = drawn(customer, a_ticket(0))
    assert folded.fold is not None
    assert folded.strips[folded.fold].text.strip() == "· 34 more ·"
    unfolded = drawn(customer, a_ticket(0), folded=False)
    assert unfolded.fold is None
    assert sum(" NPS " in strip.text for strip in unfolded.strips) == 40
    assert drawn(ana(a_ticket(0), responses=[a_response(place) for place in range(7)]), a_ticket(0)).fold is None


def test_a_low_score_is_red_and_a_high_one_green() -> None:
    strips = drawn(ana(a_ticket(0), responses=[a_response(1, 2), a_response(2, 9)]), a_ticket(0)).strips
    assert style_of(strips, "dissatisfied").color == LOOKS.alarm.color
    assert style_of([strip for strip in strips if " 9 " in strip.text], "satisfied").color == LOOKS.done.color


# --- the customer -------------------------------------------------------------------------------------------------


def test_the_customer_is_told_top_to_bottom() -> None:
    this = a_ticket(0, number=1042)
    going_on = a_ticket(2, status=Status.OPEN, resolved_at=None, due_at=NOW + 4 * HOUR)
    contact = Contact(at=NOW - HOUR, by="bea@desk.example", ticket="t1", number=999, kind="call no-answer", note="vm")
    customer = ana(this, a_ticket(1, account="Shop Ltd"), going_on, responses=[a_response(1, 9)],
                   contacts=(contact,), colleagues=3)  # fmt: skip
    lines = said(customer, this, how="enter opens one")
    day = lines[8].split("  ")[1]
    assert lines[0].startswith("3 tickets, 1 response  since ")
    assert lines[1:5] == [
        "account Shop Ltd",
        '3 more tickets of the same account  account:"Shop Ltd"',
        "",
        "Scores  1, newest first",
    ]
    assert " NPS   9  ■■■■■■■■■·  satisfied" in lines[5]
    assert lines[6:8] == ["", "Other tickets  2, newest first · enter opens one"]
    assert lines[8] == f"#999  {day}  resolved {lines[8].split('resolved ')[1].split('  ')[0]}  ▲ high  Bari"
    assert lines[9:13] == ["  words 1", "  cause  bank", "  action paid", "  told   by mail"]
    assert lines[13].startswith("#998  ")
    assert "  open  ▲ high  Bari" in lines[13]
    assert lines[14:17] == ["  words 2", "  with Bea Costa  4h left", ""]
    assert lines[17] == "Contact attempts  1, newest first"
    assert lines[18].endswith("call, no answer  #999  Bea  vm")


def test_what_this_ticket_does_not_know_is_told_from_the_others() -> None:
    this = a_ticket(0, customer_name=None, customer_phone=None)
    other = a_ticket(1, customer_name="Ana Conti", customer_phone="+39 1", respondent="r-7")
    language = a_response(1, answers=(("Language", "it"),))
    assert "name Ana Conti  phone +39 1  respondent r-7  language it" in said(
        ana(this, other, responses=[language]), this
    )
    known = said(ana(other, this), other)
    assert not any("Ana Conti" in line or "+39 1" in line for line in known)


def test_a_customer_of_one_ticket_says_what_there_is_not() -> None:
    this = a_ticket(0)
    assert said(ana(this), this)[1:] == [
        "",
        "No other ticket of this customer.",
        "",
        "Nobody has logged an attempt to reach this customer.",
    ]


def test_nobody_known_says_what_would_help() -> None:
    lines = said(None, a_ticket(0), how="e changes its fields.")
    assert " ".join(lines).endswith(
        "With one of them, their other tickets and scores are here. e changes its fields."
    )


def test_more_tickets_than_are_read_are_counted_with_the_query_that_finds_them() -> None:
    tickets = [a_ticket(place) for place in range(CUSTOMER_MOST)]
    customer = ana(*tickets, ticket_count=501)
    lines = said(customer, tickets[0])
    assert lines[2].startswith("Other tickets  500, newest first")
    assert f"and 401 more  email:{ANA}" in lines
    withdrawn = said(customer, a_ticket(900, withdrawn=True))
    assert withdrawn[2].startswith("Other tickets  501, newest first")


def test_what_does_not_fit_gives_way_before_it_is_cut() -> None:
    this = a_ticket(0, number=1042, score=3, score_kind="nps")
    scores = [said(ana(this), this, width)[3][11:].strip() for width in (60, 51, 45, 33, 20)]
    assert scores == [
        "NPS   3  ■■■·······  dissatisfied  #1042",
        "NPS   3 ■■■······· dissatisfied #1042",
        "NPS   3 ■■■······· dissatisfied",
        "NPS   3 ■■■·······",
        "NPS   3",
    ]


def test_each_line_of_another_ticket_opens_it_and_no_other_line_does() -> None:
    this, other = a_ticket(0), a_ticket(1)
    lines = drawn(ana(this, other), this)
    opens = {lines.strips[line].text.strip() for line, ticket in lines.tickets.items() if ticket == "t1"}
    assert opens >= {"words 1", "cause  bank", "action paid", "told   by mail"}
    assert 0 not in lines.tickets


# --- the survey ---------------------------------------------------------------------------------------------------


def survey(responses: Sequence[SurveyResponse], ticket: Ticket, of_customer: int = 0, width: int = 60) -> list[str]:
    return text(
        survey_strips(responses, ticket, of_customer, setting(width), how="3 shows the customer")
    ).splitlines()


def test_a_response_is_shown_whole_in_the_order_of_the_file() -> None:
    response = a_response(
        1, 3, answer="3 - unlikely", scale="0..10", comment="late\nagain", answered_at=NOW - DAY, answered="2/1",
        segment="bari", questions=(("comment", "Why did you give this score, in your own words please?"),),
        answers=(("Store", "Bari"), ("Would you\x1b[31m come back to us?", "no"), ("", "unnamed")),
    )  # fmt: skip
    lines = survey([response], a_ticket(response="r1"))
    assert lines[0] == "NPS   3  ■■■·······  dissatisfied"
    assert lines[1].startswith("answered ")
    assert "  imported " in lines[1]
    assert lines[2:] == [
        "",
        "score      3 - unlikely on 0..10",
        "Why did you give this score, in your own words please?",
        "  late",
        "  again",
        "answered   2/1",
        "segment    Bari",
        "Store      Bari",
        "Would you␛[31m come back to us?",
        "  no",
        "(no name)  unnamed",
    ]


def test_responses_added_later_follow_and_say_so() -> None:
    lines = survey([a_response(1, 3), a_response(0, 2, comment="again")], a_ticket(response="r1"))
    place = next(place for place, line in enumerate(lines) if line.startswith("added to this ticket"))
    assert lines[place - 1].startswith("NPS   2")
    assert lines[place - 2] == ""


@pytest.mark.parametrize(
    ("ticket", "of_customer", "ends"),
    [
        (a_ticket(), 0, "No survey answer of this customer is on record."),
        (a_ticket(), 1, "1 survey answer of this customer: 3 shows the customer."),
        (a_ticket(), 1200, "1,200 survey answers of this customer: 3 shows the customer."),
        (a_ticket(response="lost"), 0, "only the ticket came along."),
    ],
)
def test_without_a_response_it_says_why_and_where_to_look(ticket: Ticket, of_customer: int, ends: str) -> None:
    assert " ".join(survey([], ticket, of_customer)).endswith(ends)


# --- any text, any width ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [*HOSTILE, "房间很吵" * 60, "x" * 3000, "👩‍👩‍👧" * 80], ids=lambda words: ascii(words[:20])
)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_line_fills_its_width_whatever_the_text(words: str, width: int) -> None:
    texts = dict.fromkeys(
        ("customer_name", "customer_phone", "account", "respondent", "touchpoint", "channel", "score_kind"), words
    )
    response = a_response(1, 3, **texts, answer=words, scale=words, comment=words, answered=words, segment=words,
                          answers=((words, words), ("lang", words)), questions=(("score", words),))  # fmt: skip
    other = a_ticket(1, **texts, score=3, comment=words, segment=words or "bari", owner=words, root_cause=words,
                     action_taken=words, told=words)  # fmt: skip
    contact = Contact(at=NOW, by=words, ticket="t1", number=1, kind="call reached", note=words)
    this = a_ticket(0, customer_name=None, customer_phone=None)
    customer = ana(this, other, responses=[response], contacts=(contact,), colleagues=2)
    going_on = replace(other, id="t2", status=Status.OPEN, due_at=NOW)
    strips = [
        *drawn(customer, this, width).strips,
        *drawn(ana(this, going_on), this, width).strips,
        *drawn(None, this, width, how="e").strips,
        *survey_strips([response, response], this, 1, setting(width)),
        *survey_strips([], this, 1, setting(width)),
    ]
    for strip in strips:
        assert strip.cell_length == width
        assert clean_line(strip.text) == strip.text


# --- the pane -----------------------------------------------------------------------------------------------------


async def test_the_pane_says_that_it_reads_until_it_is_given_what_lies_behind() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        view = escalated().view()
        app.pane.select_tab(3)
        app.show(view)
        await pilot.pause()
        assert "reading" in screen_text(app)
        app.pane.show(view, SPACE, now=NOW, utc_offset=0, past=Past(ana(view.ticket, a_ticket(1)), ()))
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
        app.pane.show(view, SPACE, now=NOW, utc_offset=0, past=Past(customer, ()))
        await pilot.pause()
        row = next(place for place, line in enumerate(screen_text(app).splitlines()) if " more ·" in line)
        await pilot.click(offset=(4, row))
        await pilot.pause()
        assert screen_text(app).count(" NPS ") >= 30
        app.pane.toggle_folded()
        await pilot.pause()
        assert screen_text(app).count(" NPS ") < 10


# --- the desk -----------------------------------------------------------------------------------------------------

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
