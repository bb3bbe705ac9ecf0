"""The Survey tab: a response whole and in its order, or why there is none and where to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cxloop_tui.domain.clock import DAY
from cxloop_tui.domain.survey import SurveyResponse
from cxloop_tui.ui.render.survey import survey_strips
from tests.ui.conftest import NOW
from tests.ui.customers import a_response, a_ticket
from tests.ui.drawn_ticket import setting, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxloop_tui.domain.ticket import Ticket


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
