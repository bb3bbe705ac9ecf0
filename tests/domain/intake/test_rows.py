"""What one row of a survey file says, and why one is not taken."""

import pytest

from cxloop_tui.domain.feedback import Bands, ScoreKind
from cxloop_tui.domain.intake import Asked, Field, MissingEmail, Reason, Rejected, Response, read_row, settle
from tests.domain.intake.surveys import ALLOWED, CSAT_LOW, SPACE, layout_of, one_column, row


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
            "account": None,
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
        ({"NPS": "nine"}, Reason.NOT_A_NUMBER, "'nine' is not a whole number"),
        ({"NPS": "4.5"}, Reason.NOT_A_NUMBER, "'4.5' is not a whole number"),
        ({"NPS": "11"}, Reason.OUTSIDE, "11 lies outside 0..10"),
        ({"Email": ""}, Reason.NO_EMAIL, "--missing-email allow"),
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
    assert worst.is_dissatisfied(Bands(2, 3))
    assert not read_row(["1"], layout).is_dissatisfied(Bands(2, 3))
