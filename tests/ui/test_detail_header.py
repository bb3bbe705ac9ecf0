"""The header of a ticket and its tabs: read top to bottom, and shortened before anything is cut."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cxloop_tui.domain import intent
from cxloop_tui.domain.clock import DAY, HOUR
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.ticket_view import EARLIER_MOST
from cxloop_tui.ui.render.detail import header_strips, tab_at, tab_strip
from cxloop_tui.ui.render.looks import ASCII_SIGNS
from cxloop_tui.ui.tabs import TABS
from tests.ui.conftest import NOW
from tests.ui.drawn_ticket import LOOKS, SPACE, Ticket, comments, escalated, header, setting, style_of, text, the_time

# The header --------------------------------------------------------------------------------------------------------


def test_the_header_is_read_top_to_bottom() -> None:
    past = [(9, Status.RESOLVED), (8, Status.RESOLVED), (None, Status.RESOLVED)]
    view = escalated().view(earlier=past, first_contact_at=NOW)
    assert header(view).splitlines() == [
        "#1042 escalated  ! critical  4h left to resolve",
        "Ana Conti  ana.conti@shop.example  +39 080 555 0142",
        "NPS 3  before 8, 9 · 3 tickets, all resolved · order",
        "Retail › South from Bari   Max Riva (manager)",
        f"why    third call; refund stuck  Bea {the_time()}",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"due_at": NOW + 4 * HOUR}, "4h left to first contact"),
        ({"due_at": NOW - 5 * HOUR}, "5h over on first contact"),
        ({"due_at": NOW - 5 * HOUR, "first_contact_at": NOW}, "5h over on resolving"),
        ({"contact_due_at": NOW + 2 * DAY}, "4h left to resolve"),
        ({"reopened": 1}, "4h left to first contact  ↻ reopened"),
        ({"reopened": 3}, "↻ reopened 3 times"),
        ({"due_at": None}, "#1042 new  ■ medium"),
        ({"priority": Priority.LOW}, "· low"),
    ],
)
def test_the_title_says_which_deadline_is_next(changes: dict[str, Any], said: str) -> None:
    assert said in header(Ticket().view(**changes), width=76).splitlines()[0]


def test_the_title_shortens_its_words_before_it_cuts() -> None:
    view = escalated().view(reopened=1)
    titles = [header(view, width=width).splitlines()[0] for width in (76, 54, 40, 30)]
    assert titles == [
        "#1042 escalated  ! critical  4h left to first contact  ↻ reopened",
        "#1042 escalated  ! critical  4h left to first contact",
        "#1042 escalated  ! critical  4h left",
        "#1042 esc  !  4h left",
    ]


def test_a_ticket_without_a_number_shows_its_handle() -> None:
    view = Ticket().view(number=None, id="0193b1f0-0000-7000-8000-000000000000")
    assert header(view).startswith("~000000 new")


def test_how_to_reach_the_customer_goes_to_another_line_rather_than_being_cut() -> None:
    lines = header(Ticket().view(), width=40).splitlines()
    assert lines[1:3] == ["Ana Conti  ana.conti@shop.example", "+39 080 555 0142"]


def test_a_customer_nobody_knows_is_said_to_be_unknown() -> None:
    view = Ticket().view(customer_name=None, customer_email=None, customer_phone=None, score=None, response=None)
    lines = header(view).splitlines()
    assert lines[1:3] == ["no name  no e-mail", "no other ticket · order"]
    assert comments(view).startswith("the customer  ")


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        ([], "no other ticket"),
        ([(None, Status.RESOLVED)], "1 other ticket, resolved"),
        ([(None, Status.OPEN)], "1 other ticket, not resolved"),
        ([(2, Status.OPEN), (9, Status.RESOLVED)], "before 9, 2 · 2 tickets, 1 not resolved"),
        ([(1, Status.NEW), (2, Status.NEW), (3, Status.NEW), (4, Status.NEW)], "before 3, 2, 1 · 4 tickets"),
        ([(None, Status.RESOLVED)] * EARLIER_MOST, "more than 20 other tickets"),
    ],
)
def test_the_past_of_a_customer_is_told_oldest_first(earlier: list[tuple[int | None, Status]], said: str) -> None:
    assert said in header(Ticket().view(earlier=earlier))


@pytest.mark.parametrize(("score", "kind", "is_low"), [(6, "nps", True), (7, "nps", False), (2, "mood", False)])
def test_a_low_score_is_red_and_others_are_not(score: int, kind: str, *, is_low: bool) -> None:
    strips = header_strips(Ticket().view(score=score, score_kind=kind), setting())
    assert (style_of(strips, kind.upper()).color == setting().looks.alarm.color) is is_low


def test_what_a_low_score_is_follows_the_policy() -> None:
    strict = replace(SPACE, policy=Policy({"band.nps.dissatisfied": 8, "word.manager": "head"}))
    strips = header_strips(escalated().view(score=8), setting(space=strict))
    assert style_of(strips, "NPS 8").color == setting().looks.alarm.color
    assert "Max Riva (head)" in text(strips)


def test_the_place_drops_what_matters_least_first() -> None:
    places = [header(escalated().view(), width=width).splitlines() for width in (54, 42, 34, 20)]
    assert [next(line for line in lines if "South" in line and "Max" in line) for lines in places] == [
        "Retail › South from Bari   Max Riva (manager)",
        "Retail › South from Bari   Max Riva",
        "Retail › South   Max Riva",
        "South   Max Riva",
    ]


def test_a_new_ticket_says_that_its_owner_has_not_taken_it() -> None:
    assert "Retail › South › Bari   Bea Costa, not taken yet" in header(Ticket().view())
    assert "nobody" in header(Ticket().view(owner=None))


def test_a_resolved_ticket_says_why_what_and_how_it_was_told() -> None:
    ticket = Ticket()
    ticket.at = NOW
    ticket.resolve("bank transfer", "refunded", "call, she was glad")
    ticket.do(lambda seen: intent.change(seen, {"category": "billing"}, add_tags=["vip"]))
    lines = header(ticket.view(due_at=None)).splitlines()
    assert lines[0] == f"#1042 resolved  ■ medium  today {the_time()} by Bea Costa"
    assert lines[-4:] == [
        "cause  bank transfer",
        "action refunded",
        "told   call, she was glad",
        "about  billing, vip",
    ]


def test_signs_can_be_ascii() -> None:
    assert header(escalated().view(reopened=1), width=76, looks=replace(LOOKS, signs=ASCII_SIGNS)).startswith(
        "#1042 escalated  ! critical"
    )
    assert "r reopened" in header(escalated().view(reopened=1), width=76, looks=replace(LOOKS, signs=ASCII_SIGNS))


# Tabs --------------------------------------------------------------------------------------------------------------


def test_the_tabs_have_counts_and_answer_to_a_click() -> None:
    counts = dict(zip(TABS, ("1,200", "9", "20+", "1"), strict=True))
    line = tab_strip("logs", counts, setting(76)).text
    assert line.rstrip() == " 1 Comments 1,200   2 Logs 9   3 Customer 20+   4 Survey 1"
    cells = (0, line.index("Comm"), line.index("Logs"), line.index("20+"), line.index("Surv"), 70, -1)
    assert [tab_at(cell, "logs", counts, 76) for cell in cells] == [
        "comments", "comments", "logs", "customer", "survey", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (54, " 1 Comments   2 Logs 9   3 Customer   4 Survey"),
        (46, " 1 Comments   2 Logs   3 Customer   4 Survey"),
        (33, " 1   2 Logs 9   3   4"),
        (20, " 1   2 Logs   3   4"),
    ],
)
def test_tabs_shorten_their_labels_and_are_hit_where_they_are_drawn(width: int, shown: str) -> None:
    counts = dict(zip(TABS, ("1,200", "9", "20+", "1"), strict=True))
    line = tab_strip("logs", counts, setting(width)).text
    assert line.rstrip() == shown
    hit = [tab_at(line.index(str(number)), "logs", counts, width) for number in (1, 2, 3, 4)]
    assert hit == list(TABS)
