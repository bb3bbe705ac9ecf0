"""The comments of a ticket: the customer first, then who said and did what, the middle folded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cxloop_tui.domain.chronicle import Chronicle
from cxloop_tui.ui.render.comments import comment_strips, folded_of
from tests.domain.test_history import BEA
from tests.ui.drawn_ticket import PEOPLE, SPACE, WORDS, Ticket, comments, escalated, setting, text, the_time


def test_the_customers_words_come_first_and_whole() -> None:
    lines = comments(Ticket().view()).splitlines()
    assert lines[0].startswith("Ana Conti  ")
    assert lines[0].endswith("  in the survey")
    assert " ".join(lines[1:3]) == WORDS


def test_every_comment_says_who_when_and_what_they_did() -> None:
    ticket = escalated()
    ticket.contact("call", "no-answer", "Voicemail. Will try at 15:00.")
    ticket.contact("mail", "reached")
    ticket.hand_back("all yours")
    ticket.resolve("bank", "refunded", "call")
    ticket.change("vip", category="billing", customer_name="Ana B. Conti")
    ticket.reopen("again")
    ticket.raw("reply.send", comment="Dear Ana")
    heads = [line for line in comments(ticket.view(), width=76).splitlines() if line.startswith("Bea Costa")]
    time = f"Bea Costa  today {the_time()}"
    assert heads == [
        f"{time}  escalated to Max Riva",
        f"{time}  call, no answer",
        f"{time}  mailed",
        f"{time}  handed back to Bea Costa",
        f"{time}  resolved",
        f"{time}  changed category, customer name",
        f"{time}  reopened",
        f"{time}  newer than this program",
    ]
    assert "cause  bank\naction refunded\ntold   call\n" in comments(ticket.view())


def test_a_long_name_gives_way_to_what_was_done() -> None:
    people = {**PEOPLE, BEA: replace(PEOPLE[BEA], name="Beatrice Alessandra Costa di Montefiore")}
    strips = comment_strips(Chronicle.of(escalated().view()), setting(40, space=replace(SPACE, people=people))).strips
    assert f"Beatrice…  today {the_time()}  escalated to Max" in text(strips)


def test_no_words_are_said_to_be_none() -> None:
    assert "no words" in comments(Ticket("   ").view(comment=""))


@pytest.mark.parametrize(("count", "folded"), [(0, 0), (1, 0), (4, 0), (5, 0), (6, 2), (200, 196)])
def test_the_middle_is_folded_when_that_hides_more_than_one(count: int, folded: int) -> None:
    assert folded_of(count) == folded


def test_folded_comments_are_counted_between_the_first_and_the_newest() -> None:
    ticket = Ticket()
    for place in range(1, 200):
        ticket.raw("comment.add", comment=f"note {place}.")
    shown = comments(ticket.view(), folded=196)
    assert "\n\n· 196 more ·\n\n" in shown
    assert [f"note {place}." in shown for place in (1, 196, 197, 199)] == [False, False, True, True]
    unfolded = comments(ticket.view())
    assert all(f"note {place}." in unfolded for place in range(1, 200))


def test_a_draft_ends_the_comments() -> None:
    assert comments(Ticket().view(), draft="Dear Ana,\nI am sorry").endswith("\n\ndraft Dear Ana, I am sorry")
