"""What one row of a survey file says, and why one is not taken."""

from dataclasses import replace

import pytest

from cxloop_tui.domain.clock import from_rfc3339
from cxloop_tui.domain.feedback import Band, Bands, ScoreKind
from cxloop_tui.domain.intake import Asked, Field, MissingEmail, Reason, Rejected, Response, read_row, settle
from tests.domain.intake.surveys import ALLOWED, CSAT_LOW, SPACE, layout_of, one_column, row, survey_of


def test_a_row_says_all_that_is_recorded() -> None:
    said = row(NPS=" 3.0 ", Why=" late\n", Email="Ana@Shop.example ", Segment="SÜD", Name=" Ana ", Shop="Bari")
    response = read_row(said, layout_of())
    assert response == Response(
        score=3,
        kind=ScoreKind.NPS,
        fields={
            "score": 3,
            "score_kind": "nps",
            "answer": "3.0",
            "scale": "0..10",
            "segment": "south",
            "customer_email": "ana@shop.example",
            "customer_name": "Ana",
            "customer_phone": None,
            "respondent": None,
            "source_id": None,
            "answered": None,
            "touchpoint": None,
            "channel": None,
            "account": None,
            "answered_at": None,
            "questions": [["score", "NPS"], ["comment", "Why"]],
            "answers": [["Shop", "Bari"]],
        },
        comment=" late\n",
        replaced=0,
    )


@pytest.mark.parametrize(
    ("cells", "reason", "said"),
    [
        ({"NPS": ""}, Reason.NO_SCORE, "there is no score"),
        ({"NPS": "N/A"}, Reason.NO_SCORE, "there is no score"),
        ({"NPS": "null"}, Reason.NO_SCORE, "there is no score"),
        ({"NPS": "nine"}, Reason.NOT_A_NUMBER, "'nine' is not a number"),
        ({"NPS": "Yes"}, Reason.NOT_A_NUMBER, "'Yes' is not a number"),
        ({"NPS": "very satisfied"}, Reason.NOT_A_NUMBER, "'very satisfied' is not a number"),
        ({"NPS": "10.5"}, Reason.OUTSIDE, "10.5 lies outside 0..10"),
        ({"NPS": "4/5"}, Reason.OUTSIDE, "'4/5' is out of 5, the scale is 0..10"),
        ({"NPS": "11"}, Reason.OUTSIDE, "11 lies outside 0..10"),
        ({"Email": ""}, Reason.NO_EMAIL, "--missing-email allow"),
        ({"Email": "n/a"}, Reason.NO_EMAIL, "--missing-email allow"),
        ({"Email": "ana at shop"}, Reason.INVALID_EMAIL, "--missing-email allow"),
        ({"Segment": "Moon"}, Reason.NO_SEGMENT, "there is no segment 'Moon'; --segment CODE"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(cells: dict[str, str], reason: Reason, said: str) -> None:
    with pytest.raises(Rejected) as rejected:
        read_row(row(**cells), layout_of())
    assert rejected.value.reason is reason
    assert said in str(rejected.value)


def test_consent_takes_rows_without_an_address_and_keeps_what_stood_there() -> None:
    fields = read_row(row(Email="ana at shop"), layout_of(ALLOWED)).fields
    assert fields.get("customer_email") is None
    assert fields["email_given"] == "ana at shop"
    assert read_row(row(Email=""), layout_of(ALLOWED)).fields["email_given"] is None


def test_the_segment_asked_for_takes_the_rows_that_name_another() -> None:
    asked = Asked(columns={Field.SEGMENT: "Segment"}, segment="south")
    assert read_row(row(Segment="Moon"), layout_of(asked)).fields["segment"] == "south"
    assert read_row(row(Segment="inbox"), layout_of(asked)).fields["segment"] == "inbox"
    assert read_row(row(), layout_of()).fields["segment"] == "inbox"


def test_characters_no_database_takes_are_replaced_and_counted() -> None:
    response = read_row(row(Why="a\0b\ud800", Name="\0"), layout_of())
    assert (response.comment, response.fields["customer_name"], response.replaced) == ("a�b�", "�", 3)


def test_an_inverted_scale_is_turned_and_kept_as_answered() -> None:
    asked = Asked(kind=ScoreKind.CSAT, scale=CSAT_LOW, missing_email=MissingEmail.ALLOW)
    layout = settle(one_column("answer", [1, 5]), asked, SPACE)
    worst = read_row(["5"], layout)
    assert (worst.score, worst.fields["answer"], worst.fields["scale"]) == (1, "5", "1..5,low-is-good")
    assert worst.band(Bands(2, 3)) is Band.DISSATISFIED
    assert read_row(["1"], layout).band(Bands(2, 3)) is not Band.DISSATISFIED


@pytest.mark.parametrize(
    ("cell", "score"), [("6,4", 6), ("6.5", 7), ("8.5", 9), (" 7.0", 7), ("6 - passive?", 6), ("9/10", 9)]
)
def test_a_fraction_is_rounded_on_the_standard_scale_halves_up(cell: str, score: int) -> None:
    response = read_row(row(NPS=cell), layout_of())
    assert (response.score, response.fields["answer"]) == (score, cell.strip())


@pytest.mark.parametrize("word", ["None", "n/a", " - ", "?", "null", "Did not answer"])
def test_a_word_for_nothing_is_no_comment_and_stays_among_the_answers(word: str) -> None:
    response = read_row(row(Why=word), layout_of())
    assert response.comment is None
    assert response.fields["answers"] == [["Why", word]]


def test_words_for_nothing_are_no_name_phone_or_segment_but_some_are_names() -> None:
    assert read_row(row(Name="N/A", Segment="null"), layout_of()).fields["customer_name"] is None
    assert read_row(row(Segment="null"), layout_of()).fields["segment"] == "inbox"
    assert read_row(row(Name="Null"), layout_of()).fields["customer_name"] == "Null"


BANDED = survey_of(["NPS", "Group"], ["3", "Detractor"], ["8", "Passive"], ["9", "Promoter"])


@pytest.mark.parametrize("cells", [["3", "Promoter"], ["9", "detractor"], ["6", "Passive"], ["7", "Promoteur"]])
def test_a_score_that_its_band_contradicts_is_rejected(cells: list[str]) -> None:
    with pytest.raises(Rejected, match="is contradicted by") as rejected:
        read_row(cells, settle(BANDED, ALLOWED, SPACE))
    assert rejected.value.reason is Reason.CONTRADICTED
    ignored = replace(ALLOWED, columns={Field.BAND: ""})
    assert read_row(cells, settle(BANDED, ignored, SPACE)).score == int(cells[0])


@pytest.mark.parametrize("cells", [["6", "Detractor"], ["7", " passive"], ["10", "PROMOTER"], ["4", ""], ["4", "?"]])
def test_a_score_that_agrees_with_its_band_or_has_none_is_taken(cells: list[str]) -> None:
    assert read_row(cells, settle(BANDED, ALLOWED, SPACE)).score == int(cells[0])


NOW = from_rfc3339("2026-11-21T12:00:00Z")
DATED = survey_of(["NPS", "Date"], ["3", "2026-11-20"], ["9", "2026-10-02 10:15:00 -0700"])


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("2026-11-20", "2026-11-20T00:00:00Z"),
        ("2026-10-02 10:15:00 -0700", "2026-10-02T17:15:00Z"),
        ("2026-11-22", "2026-11-22T00:00:00Z"),
        ("2026-11-23", None),
        ("1989-12-31", None),
        ("yesterday", None),
        ("?", None),
    ],
)
def test_a_response_says_when_it_was_given_or_that_nobody_knows(cell: str, at: str | None) -> None:
    response = read_row(["3", cell], settle(DATED, ALLOWED, SPACE, NOW))
    assert response.fields["answered_at"] == at
    assert response.answered_at == (None if at is None else from_rfc3339(at))
    assert response.fields["answered"] == (None if cell == "?" else cell)


def test_words_are_read_as_the_rungs_of_their_ladder() -> None:
    survey = one_column("Satisfaction", ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied"])
    layout = settle(survey, ALLOWED, SPACE)
    scores = [read_row([word], layout).score for word in ("very  SATISFIED", "Neutral", "dissatisfied")]
    assert scores == [5, 3, 2]
    with pytest.raises(Rejected, match="'4' is none of the words of the others"):
        read_row(["4"], layout)
