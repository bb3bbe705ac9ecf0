"""The ticket that a response makes."""

from dataclasses import replace

from cxloop_tui.domain.intake import read_row, ticket_comment, ticket_fields
from cxloop_tui.domain.legality import TEXT_LENGTH
from cxloop_tui.domain.people import Person
from tests.domain.intake.surveys import BEA, SPACE, layout_of, row


def test_a_ticket_has_what_the_response_says_and_the_lead_as_its_owner() -> None:
    response = read_row(row(NPS="0", Name="x" * 400, Segment="Süd"), layout_of())
    fields = ticket_fields(response, "response-1", SPACE, "2026-11-21")
    assert fields["customer_name"] == "x" * 299 + "…"
    assert {name: fields[name] for name in ("segment", "owner", "priority", "score", "score_kind", "response")} == {
        "segment": "south",
        "owner": BEA,
        "priority": "high",
        "score": 0,
        "score_kind": "nps",
        "response": "response-1",
    }


def test_while_the_lead_is_away_their_deputy_owns_new_tickets() -> None:
    bea = replace(SPACE.people[BEA], away_until="2026-12-01", deputy="max@desk.example")
    people = {BEA: bea, "max@desk.example": Person("max@desk.example", "Max")}
    response = read_row(row(), layout_of())
    away = replace(SPACE, people=people)
    owners = [ticket_fields(response, "response-1", away, day)["owner"] for day in ("2026-11-21", "2026-12-24")]
    assert owners == ["max@desk.example", BEA]


def test_a_ticket_without_words_says_so() -> None:
    assert ticket_comment(read_row(row(Why="  "), layout_of())) == "(no comment; NPS 3)"


def test_more_words_than_a_ticket_holds_are_cut_and_stay_whole_in_the_response() -> None:
    response = read_row(row(Why="x" * (TEXT_LENGTH + 1)), layout_of())
    comment = ticket_comment(response)
    assert len(comment) == TEXT_LENGTH
    assert comment.endswith("the response has all of it]")
    assert response.comment is not None
    assert len(response.comment) == TEXT_LENGTH + 1
