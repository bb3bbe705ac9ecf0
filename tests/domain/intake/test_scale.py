"""What the score of a survey file means, by table and by property."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.feedback import Scale, ScoreKind
from cxloop_tui.domain.intake import Asked, Field, MissingEmail, Unsettled, scale_named, settle
from tests.domain.intake.surveys import ALLOWED, CSAT_LOW, SPACE, one_column, survey_of


@pytest.mark.parametrize("scale", [Scale(1, 5), CSAT_LOW, Scale(0, 10), Scale(-3, 3)])
def test_a_scale_reads_back_as_it_is_written(scale: Scale) -> None:
    assert scale_named(str(scale)) == scale


@pytest.mark.parametrize("text", ["", "5", "5..1", "1..1", "1..5,low", "1-5", "1..5,low-is-good!", "a..b"])
def test_no_scale_is_refused(text: str) -> None:
    with pytest.raises(Unusable, match=r"1\.\.5,low-is-good"):
        scale_named(text)


@pytest.mark.parametrize(
    ("header", "values", "asked", "kind", "scale"),
    [
        ("NPS_SCORE", [0, 7, 10], Asked(), "nps", Scale(0, 10)),
        ("Likely-To-Recommend", [0, 7, 10], Asked(), "nps", Scale(0, 10)),
        ("nps 1-10", [1, 7, 10], Asked(), "nps", Scale(0, 10)),
        ("nps", [0, 3, "n/a", "?"], Asked(), "nps", Scale(0, 10)),
        ("Score", [0, 7, 10], Asked(kind=ScoreKind.NPS), "nps", Scale(0, 10)),
        ("CSAT", [1, 5], Asked(), "csat", Scale(1, 5)),
        ("Star rating", [1, 5], Asked(), "csat", Scale(1, 5)),
        ("Overall satisfaction", [1, 5], Asked(), "csat", Scale(1, 5)),
        ("CES", [1, 7], Asked(), "ces", Scale(1, 7)),
        ("It was easy", [1, 7], Asked(columns={Field.SCORE: "#1"}), "ces", Scale(1, 7)),
        ("Q1", [1, 5, 6], Asked(kind=ScoreKind.CSAT, scale=CSAT_LOW, columns={Field.SCORE: "Q1"}), "csat", CSAT_LOW),
        ("CSAT", [1, 10], Asked(scale=Scale(1, 10)), "csat", Scale(1, 10)),
    ],
)
def test_a_certain_scale_is_taken(header: str, values: list[object], asked: Asked, kind: str, scale: Scale) -> None:
    reading = settle(one_column(header, values), replace(asked, missing_email=MissingEmail.ALLOW), SPACE).reading
    assert (reading.kind, reading.scale) == (kind, scale)


UNKNOWN = "nothing says whether it is NPS, CSAT or CES"
CSAT_EITHER = ["csat 1..5", "csat 1..5,low-is-good"]
IS_CSAT, IS_NPS = Asked(kind=ScoreKind.CSAT), Asked(kind=ScoreKind.NPS)


@pytest.mark.parametrize(
    ("header", "values", "asked", "said", "ways"),
    [
        ("Score", [0, 9, 10], Asked(), UNKNOWN, ["nps 0..10", "csat 0..10", "csat 0..10,low-is-good"]),
        ("Score", [1, 4, 5], Asked(), UNKNOWN, CSAT_EITHER),
        ("Score", [1, 1, 2], Asked(), UNKNOWN, CSAT_EITHER[::-1]),
        ("Score", [1, 2, 7, 7], Asked(), UNKNOWN, ["ces 1..7", "ces 1..7,low-is-good"]),
        ("Score", [1, 5], Asked(scale=Scale(1, 5)), UNKNOWN, ["csat 1..5", "nps 1..5", "ces 1..5"]),
        ("Score", [1, 1, 5], IS_CSAT, "which end is the good one", ["csat 1..5,low-is-good", "csat 1..5"]),
        ("Effort", [1, 2, 7], Asked(), "which end is the good one", ["ces 1..7,low-is-good", "ces 1..7"]),
        ("CSAT", [2, 5, 10], Asked(), "1 of 3 answers (10) lie outside", ["csat 0..10", "csat 0..10,low-is-good"]),
        ("NPS", [0, 50, 100], Asked(), "2 of 3 answers (50, 100) lie outside 0..10", ["nps 0..100"]),
        ("NPS", [0, 3, 5, 9, 12], Asked(), "1 of 5 answers (12) lie outside 0..10", ["nps 0..10"]),
        ("CSAT", [1, 5], IS_NPS, "the header says CSAT, not NPS", [*CSAT_EITHER, "nps 0..10"]),
        ("NPS", [1, 4, 5] * 10, Asked(), "none of 30 answers is above 5", [*CSAT_EITHER, "nps 0..10"]),
    ],
)
def test_an_uncertain_scale_is_refused_with_every_way_to_read_it_the_likelier_first(
    header: str, values: list[object], asked: Asked, said: str, ways: list[str]
) -> None:
    with pytest.raises(Unsettled) as open_question:
        settle(one_column(header, values), replace(asked, missing_email=MissingEmail.ALLOW), SPACE)
    assert said in open_question.value.why
    assert [f"{way.asked.kind} {way.asked.scale}" for way in open_question.value.ways] == ways


def test_codes_beside_the_scale_make_it_uncertain_and_the_share_says_that_low_is_good() -> None:
    values = ["1"] * 60 + ["2"] * 20 + ["5"] * 12 + ["7"] * 8
    with pytest.raises(Unsettled) as open_question:
        settle(one_column("Categorical answer", values), Asked(), SPACE)
    first, second = open_question.value.ways
    assert "8 of 100 answers (7) lie outside 1..5" in open_question.value.why
    assert "no column holds e-mail" in open_question.value.why
    assert first.asked == Asked(
        {Field.SCORE: "Categorical answer"}, ScoreKind.CSAT, CSAT_LOW, None, MissingEmail.ALLOW
    )
    assert second.asked == replace(first.asked, scale=Scale(1, 5))
    assert "likelier: 80 of 100 answers are at the low end" in first.because


WORDS_OF = {0: "Detractor", 5: "Detractor", 7: "Passive", 9: "Promoter", 10: "Promoter"}


def test_words_that_agree_say_that_it_is_nps() -> None:
    survey = survey_of(["Score", "Group"], *([str(number), word] for number, word in WORDS_OF.items()))
    reading = settle(survey, ALLOWED, SPACE).reading
    assert (reading.kind, reading.scale) == ("nps", Scale(0, 10))
    assert "'Group' agrees" in reading.because


def test_words_that_say_the_opposite_are_not_overruled() -> None:
    survey = survey_of(["NPS", "Group"], *([str(10 - number), word] for number, word in WORDS_OF.items()))
    with pytest.raises(Unsettled, match="by 'Group' a low score is a good one") as open_question:
        settle(survey, ALLOWED, SPACE)
    assert open_question.value.ways[0].asked.scale == Scale(0, 10, low_is_good=True)


def test_words_that_contradict_the_bands_are_not_overruled() -> None:
    survey = survey_of(["NPS", "Group"], *[["5", "Promoter"], ["2", "Detractor"], ["10", "Promoter"]])
    with pytest.raises(Unsettled, match="'Group' contradicts 'NPS' in 1 of 3 rows"):
        settle(survey, ALLOWED, SPACE)


def test_words_settle_which_end_is_the_good_one() -> None:
    rows = [["1", "Very satisfied"], ["2", "Satisfied"], ["5", "Dissatisfied"]]
    asked = replace(ALLOWED, kind=ScoreKind.CSAT, columns={Field.SCORE: "Q1"})
    assert settle(survey_of(["Q1", "Answer"], *rows), asked, SPACE).reading.scale == CSAT_LOW


@given(
    header=st.sampled_from(["NPS", "CSAT", "Score", "Effort", "rating", "answer", "Q1", "ease"]),
    values=st.lists(st.integers(0, 12) | st.sampled_from([100, 50, -1]), min_size=1, max_size=40),
    kind=st.none() | st.sampled_from(ScoreKind),
    scale=st.none() | st.just(Scale(1, 5)),
)
def test_every_way_that_is_named_is_a_way(
    header: str, values: list[int], kind: ScoreKind | None, scale: Scale | None
) -> None:
    survey = one_column(header, values)
    asked = Asked(columns={Field.SCORE: "#1"}, kind=kind, scale=scale)
    with pytest.raises(Unsettled) as open_question:
        settle(survey, asked, SPACE)
    ways = open_question.value.ways
    assert ways
    assert len({str(way.asked) for way in ways}) == len(ways)
    for way in ways:
        layout = settle(survey, way.asked, SPACE)
        assert layout.reading.kind == (way.asked.kind or layout.reading.kind)
        assert layout.missing_email is MissingEmail.ALLOW
