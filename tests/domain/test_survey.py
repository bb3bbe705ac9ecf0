"""A response as it was recorded is read back whole, and what is malformed in it harms nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.clock import from_rfc3339
from cxloop_tui.domain.intent import add_response
from cxloop_tui.domain.operation import Change, Entry, Json, Kind
from cxloop_tui.domain.survey import SurveyResponse, response_ids, response_of
from tests.builders import NOON, operation
from tests.domain.test_history import Past


def recorded(**fields: Json) -> SurveyResponse:
    sets = {name: Change(None, value) for name, value in fields.items()}
    made = operation(Kind.RESPONSE_RECORD, subject="r1", set=sets, comment="late")
    return response_of(Entry(operation=made, seq=1, received_at=NOON))


def test_all_that_was_recorded_is_there() -> None:
    response = recorded(
        score=3, score_kind="nps", answer="3", scale="0..10", customer_email="ana@x.example", source_id="77",
        answered_at="2026-01-02T03:04:05Z", answered="2/1/2026", answers=[["Q1", "yes"], ["Q1", "no"]],
        questions=[["score", "How likely?"]],
    )  # fmt: skip
    assert (response.id, response.score, response.comment, response.source_id) == ("r1", 3, "late", "77")
    assert response.at == response.answered_at == from_rfc3339("2026-01-02T03:04:05Z")
    assert response.answers == (("Q1", "yes"), ("Q1", "no"))
    assert (response.question("score"), response.question("comment")) == ("How likely?", None)


def test_without_a_date_it_is_as_old_as_its_record() -> None:
    assert recorded().at == NOON


@pytest.mark.parametrize(
    ("fields", "read"),
    [
        ({"answered_at": "yesterday"}, None),
        ({"answered_at": "2026-01-02"}, None),
        ({"answered_at": 7}, None),
        ({"answered_at": "0001-01-01T00:00:00+23:59"}, None),
        ({"answers": "text", "score": "many"}, None),
        ({"answers": [["Q"], "QA", 7, None]}, None),
    ],
)
def test_what_is_malformed_is_left_out(fields: dict[str, Json], read: int | None) -> None:
    response = recorded(**fields)
    assert (response.answers, response.score) == ((), None)
    assert response.answered_at is read or isinstance(response.answered_at, int)


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["score", "answers", "questions", "answered_at", "account"]), json))
def test_whatever_was_recorded_can_be_read(fields: dict[str, Json]) -> None:
    assert isinstance(recorded(**fields), SurveyResponse)


@pytest.mark.parametrize("header", ["Language", "lang", " Sprache "])
def test_the_language_is_found_among_the_answers(header: str) -> None:
    assert recorded(answers=[["Q", "x"], [header, "it"]]).language == "it"
    assert recorded(answers=[["Which language do you teach?", "it"]]).language is None


def test_a_ticket_knows_the_response_it_came_from_and_those_added_since() -> None:
    past = Past(response="r1")
    past.do(lambda ticket: add_response(ticket, "r2", "again"))
    gone = past.do(lambda ticket: add_response(ticket, "r3", "mistaken"))
    past.undo(gone)
    past.do(lambda ticket: add_response(ticket, "r1", "twice"))
    assert response_ids(past.ticket, past.entries) == ("r1", "r2")
    assert response_ids(Past().ticket, Past().entries) == ()
