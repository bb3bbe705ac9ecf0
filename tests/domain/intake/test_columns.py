"""Which column of a survey file is which field, by table."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.feedback import ScoreKind
from cxloop_tui.domain.intake import (
    Asked,
    Field,
    Unsettled,
    column_reference,
    columns_named,
    header_words,
    match_columns,
    whole_number,
)
from tests.domain.intake.surveys import ALLOWED, survey_of


def matched(header: Sequence[str], *rows: Sequence[str], asked: Asked = ALLOWED) -> dict[str, str]:
    survey = survey_of(header, *rows)
    places = match_columns(survey.columns, asked, {"inbox": "inbox", "süd": "south"})
    return {str(field): header[place] for field, place in places.items()}


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("NPS_SCORE", {"nps", "score"}),
        ("npsScore", {"nps", "score"}),
        ("NPSScore", {"nps", "score"}),
        ("Likely-To-Recommend", {"likely", "to", "recommend"}),
        ("Customer E-Mail", {"customer", "email"}),
        ("Q1: score?", {"q", "score"}),
        ("Größe", {"grosse"}),
        ("", set()),
    ],
)
def test_headers_are_cut_into_words(header: str, words: set[str]) -> None:
    assert header_words(header) == words


def test_columns_are_found_by_header_and_values() -> None:
    header = ["Response ID", "Respondent ID", "Submit date", "Customer name", "E-mail", "Mobile", "Segment",
              "Journey stage", "Company", "NPS score", "NPS rating", "Why?"]  # fmt: skip
    row = ["77", "c-9", "2026-11-01", "Ana Rossi", "ana@shop.example", "+39 080 123456", "Süd", "Delivery", "Rossi",
           "3", "Detractor", "The courier never came, twice"]  # fmt: skip
    assert matched(header, row) == {
        "response": "Response ID",
        "respondent": "Respondent ID",
        "date": "Submit date",
        "name": "Customer name",
        "email": "E-mail",
        "phone": "Mobile",
        "segment": "Segment",
        "touchpoint": "Journey stage",
        "account": "Company",
        "score": "NPS score",
        "band": "NPS rating",
        "comment": "Why?",
    }


@pytest.mark.parametrize(
    ("header", "value", "field"),
    [
        ("Email opt in", "yes", "email"),
        ("Agent email", "max@desk.example", "email"),
        ("Phone model", "Pixel 9", "phone"),
        ("Comment ID", "C-12", "comment"),
        ("Comment sentiment", "4", "comment"),
        ("Developer reply text", "Thank you for the review", "comment"),
        ("Package name", "org.shop.app", "name"),
        ("Region", "Moon", "segment"),
        ("Score date", "3", "date"),
    ],
)
def test_a_header_alone_does_not_make_a_field(header: str, value: str, field: str) -> None:
    assert field not in matched(["NPS", header], ["3", value])


def test_addresses_are_an_email_column_whatever_its_header() -> None:
    assert matched(["NPS", "Kontakt"], ["3", "ana@shop.example"])["email"] == "Kontakt"


def test_of_two_columns_of_prose_the_better_named_and_longer_is_the_comment() -> None:
    found = matched(["FFT answer", "Free answer", "NPS"], ["Good", "The nurse was kind and quick", "9"])
    assert found["comment"] == "Free answer"


def test_what_is_mapped_wins() -> None:
    asked = replace(ALLOWED, columns={Field.SCORE: "q7", Field.COMMENT: "#3"})
    found = matched(["NPS", "q7", "more"], ["3", "9", "well"], asked=asked)
    assert (found["score"], found["comment"]) == ("q7", "more")


def test_an_empty_column_says_that_there_is_none() -> None:
    asked = replace(ALLOWED, columns={Field.COMMENT: ""})
    assert "comment" not in matched(["NPS", "comment"], ["3", "late again"], asked=asked)


def test_a_name_that_differs_in_case_only_is_found() -> None:
    assert matched(["nps ", "x"], ["3", "y"], asked=replace(ALLOWED, columns={Field.SCORE: "NPS"}))["score"] == "nps "


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("NPS_SCOR", "did you mean 'NPS_SCORE'?"),
        ("zzzzzz", "there are 'NPS_SCORE', 'Why', 'Why'"),
        ("#9", "there is no column '#9'"),
        ("#0", "there is no column '#0'"),
        ("Why", "2 columns; say which by its place: #2 or #3"),
    ],
)
def test_a_column_there_is_not_is_refused_with_the_nearest(column: str, said: str) -> None:
    asked = replace(ALLOWED, columns={Field.COMMENT: column})
    with pytest.raises(Unusable, match=r"column|columns") as refused:
        matched(["NPS_SCORE", "Why", "Why"], ["3", "a", "b"], asked=asked)
    assert said in str(refused.value)


def test_a_column_is_named_by_its_place_when_its_header_does_not_do() -> None:
    survey = survey_of(["Why", "why ", "", "\x1b[2J", "NPS"])
    references = [column_reference(column, survey.columns) for column in survey.columns]
    assert references == ["#1", "#2", "#3", "#4", "NPS"]
    assert [match_columns(survey.columns, replace(ALLOWED, columns={Field.SCORE: name}), {})[Field.SCORE]
            for name in references] == [0, 1, 2, 3, 4]  # fmt: skip


def test_no_score_is_said_with_the_columns_there_are() -> None:
    with pytest.raises(Unusable, match=r"--map score=COLUMN, one of 'city', 'age'"):
        matched(["city", "age"], ["Bari", "40"])


def test_columns_that_may_both_be_the_score_are_asked_about() -> None:
    with pytest.raises(Unsettled) as open_question:
        matched(["Food rating", "Room rating"], ["3", "5"], ["4", "1"])
    assert [way.asked.columns[Field.SCORE] for way in open_question.value.ways] == ["Food rating", "Room rating"]


def test_columns_that_hold_the_same_are_one() -> None:
    assert matched(["Star Rating", "star_rating"], ["3", "3"], ["4", "4"])["score"] == "Star Rating"


def test_the_kind_asked_for_decides_between_scores() -> None:
    header, rows = ["NPS score", "CSAT score"], (["9", "5"], ["3", "1"])
    assert matched(header, *rows, asked=replace(ALLOWED, kind=ScoreKind.CSAT))["score"] == "CSAT score"
    assert matched(header, *rows, asked=replace(ALLOWED, kind=ScoreKind.NPS))["score"] == "NPS score"


@pytest.mark.parametrize(
    ("maps", "said"),
    [
        (["scor=x"], "did you mean score?"),
        (["zzz=x"], "use one of score, band, email"),
        (["score"], "write FIELD=COLUMN"),
        (["score=a", "Score=b"], "score was mapped already"),
    ],
)
def test_a_mapping_amiss_is_refused_with_what_is_right(maps: list[str], said: str) -> None:
    with pytest.raises(Unusable) as refused:
        columns_named(maps)
    assert said in str(refused.value)


def test_a_column_name_may_hold_an_equals_sign() -> None:
    assert columns_named(["score=a=b"]) == {Field.SCORE: "a=b"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        (" 7 ", 7),
        ("7.0", 7),
        ("-1", -1),
        ("7.5", None),
        ("7/10", None),
        ("", None),
        ("٧", None),
        ("1e1", None),
    ],
)
def test_whole_numbers(text: str, number: int | None) -> None:
    assert whole_number(text) == number
