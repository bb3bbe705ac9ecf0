"""What people are told before anything is written."""

from dataclasses import replace

from cxloop_tui.domain.feedback import Scale, ScoreKind
from cxloop_tui.domain.intake import Field, MissingEmail, settle, understood
from tests.domain.intake.surveys import ALLOWED, SPACE, survey_of


def test_every_field_is_told_with_what_speaks_for_it() -> None:
    survey = survey_of(
        ["NPS", "G", "E-mail", "Response ID", "Date", "Shop", "Why", "Extra", "\x1b[2J", "City"],
        ["3", "Detractor", "ana@shop.example", "r1", "13/02/2020", "Süd", "late", "x", "y", "Bari"],
        ["9", "Promoter", "ana at shop", "r2", "01/03/2020", "inbox", "fine", "x", "y", "Pisa"],
        ["n/a", "", "", "r3", "02/03/2020", "", "", "x", "y", "Bari"],
    )
    assert list(understood(settle(survey, replace(ALLOWED, columns={Field.SEGMENT: "Shop"}), SPACE))) == [
        "score: column 'NPS', NPS, 0 to 10, higher is better, the file says NPS, and 'G' agrees (all 2 values fit)",
        "band: column 'G', compared with the score",
        "email: column 'E-mail', 1 of 2 values are addresses",
        "response: column 'Response ID', kept along",
        "date: column 'Date', day first, 2020-02-13 to 2020-03-02",
        "segment: column 'Shop', all 2 values name a segment",
        "comment: column 'Why', such as 'late' and 'fine'",
        "not used, but kept: 3 columns: 'Extra', '␛[2J', 'City'",
    ]


def test_what_is_not_there_is_told_too() -> None:
    survey = survey_of(["Q"], ["satisfied"], ["dissatisfied"], ["?!"])
    asked = replace(ALLOWED, columns={Field.SCORE: "Q"})
    score, *others = understood(settle(survey, asked, SPACE))
    assert score.startswith(
        "score: column 'Q', CSAT, words, 1 for the worst to 5, higher is better, its words say so"
    )
    assert score.endswith("(2 of 3 values fit)")
    assert others == [
        "email: no column; responses are taken without",
        "segment: no column; all belong to inbox",
    ]
    rejecting = replace(asked, missing_email=MissingEmail.REJECT)
    assert "email: no column; every row is rejected" in understood(settle(survey, rejecting, SPACE))


def test_an_inverted_scale_says_so() -> None:
    survey = survey_of(["Q1"], ["1"], ["5"])
    asked = replace(ALLOWED, columns={Field.SCORE: "Q1"}, kind=ScoreKind.CSAT, scale=Scale(1, 5, low_is_good=True))
    assert understood(settle(survey, asked, SPACE))[0] == (
        "score: column 'Q1', CSAT, 1 to 5, lower is better, as asked for (all 2 values fit)"
    )
