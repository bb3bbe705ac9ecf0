"""The Customer tab: what it says of scores, tickets and attempts to reach somebody, at every width."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cxloop_tui.domain.clock import HOUR
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.ticket_view import CUSTOMER_MOST, Contact
from cxloop_tui.ui.render.customer import scores_over_time
from cxloop_tui.ui.render.looks import ASCII_SIGNS
from cxloop_tui.ui.render.score import scale_of, score_line
from cxloop_tui.ui.render.survey import survey_strips
from tests.ui.conftest import HOSTILE, NOW
from tests.ui.customers import ANA, a_response, a_ticket, ana, drawn, said
from tests.ui.drawn_ticket import LOOKS, WIDTHS, setting, style_of

# Scores ------------------------------------------------------------------------------------------------------------


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


# The customer ------------------------------------------------------------------------------------------------------


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


def test_how_their_words_sound_and_what_they_are_about_is_told_where_they_say_something() -> None:
    said_before = ("the courier was rude", "a friendly courier, thank you", "the courier has a van")
    responses = [a_response(place, comment=words) for place, words in enumerate(said_before)]
    strips = drawn(ana(a_ticket(0, comment="x"), responses=responses), a_ticket(0)).strips
    lines = [strip.text.rstrip() for strip in strips]
    assert lines[1:3] == ["their words  1 positive  1 negative  1 neutral  1 unknown", "about  courier 3"]
    assert style_of(strips, "1 negative").color == LOOKS.alarm.color
    assert style_of(strips, "1 positive").color == LOOKS.done.color


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


# Any text, any width, of the Survey tab too ------------------------------------------------------------------------


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
    going_on = other._replace(id="t2", status=Status.OPEN, due_at=NOW)
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
