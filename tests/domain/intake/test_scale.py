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
        ("nps 1-10", [1, 7, 10], Asked(), "nps", Scale(1, 10)),
        ("NPS (0-10)", [0, 7.5, 10], Asked(), "nps", Scale(0, 10)),
        ("Satisfaction, 1 to 7", [1, 7], Asked(), "csat", Scale(1, 7)),
        ("Zufriedenheit von 1 bis 10", [1, 10], Asked(), "csat", Scale(1, 10)),
        ("Satisfaction (1 = very satisfied, 5 = very dissatisfied)", [1, 1, 5], Asked(), "csat", CSAT_LOW),
        ("Zufriedenheit (1 = sehr zufrieden bis 5 = sehr unzufrieden)", [1, 5], Asked(), "csat", CSAT_LOW),
        ("Q1", ["★★★★☆", "★☆☆☆☆"], Asked(), "csat", Scale(1, 5)),
        ("Q1", ["5 stars", "1 star", "4,5 stars"], Asked(), "csat", Scale(1, 5)),
        ("Valoración", ["4,5/5", "1/5"], Asked(), "csat", Scale(1, 5)),
        ("Soddisfazione", ["5,0 su 5", "2,0 su 5"], Asked(), "csat", Scale(1, 5)),
        ("NPS", ["10/10", "0/10"], Asked(), "nps", Scale(0, 10)),
        ("Satisfaction", ["85%", "0%"], Asked(scale=Scale(0, 100)), "csat", Scale(0, 100)),
        ("How likely are you to recommend us to a friend?", [0, 9, 10], Asked(), "nps", Scale(0, 10)),
        ("Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?", [0, 10], Asked(), "nps", Scale(0, 10)),
        ("Quelle est la probabilité que vous nous recommandiez ?", [0, 10], Asked(), "nps", Scale(0, 10)),
        ("¿Qué probabilidad hay de que nos recomiende?", [0, 10], Asked(), "nps", Scale(0, 10)),
        ("Con quale probabilità ci consiglierebbe a un amico?", [0, 10], Asked(), "nps", Scale(0, 10)),
        ("De 0 a 10, quanto recomendaria a nossa loja?", [0, 10], Asked(), "nps", Scale(0, 10)),
        ("Hoe waarschijnlijk is het dat u ons aanbeveelt of gaat aanbevelen?", [0, 10], Asked(), "nps", Scale(0, 10)),
        ("Czy polecisz nas znajomym?", [0, 10], Asked(), "nps", Scale(0, 10)),
        ("Wie zufrieden sind Sie?", [1, 5], Asked(), "csat", Scale(1, 5)),
        (
            "Q1",
            ["1 - very easy", "4 - difficult", "5 - very difficult"],
            Asked(),
            "ces",
            Scale(1, 7, low_is_good=True),
        ),
        ("CSAT", ["1 - very good", "5 - very poor"], Asked(), "csat", CSAT_LOW),
        ("CSAT", ["5 (very satisfied)", "1 (very dissatisfied)"], Asked(), "csat", Scale(1, 5)),
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
        ("CSAT", ["8/10", "2/10"], Asked(), "whether from 0 or from 1 on", ["csat 0..10", "csat 0..10,low-is-good"]),
        ("CSAT", ["85%", "10%"], Asked(), "its scale is 0..100", ["csat 0..100", "csat 0..100,low-is-good"]),
        ("NPS", ["4/5", "1/5"], Asked(), "its scale is 1..5", ["nps 1..5"]),
        ("CSAT", ["4/5", "3/5", "9/10"], Asked(), "out of 5 and some out of 10", CSAT_EITHER),
        ("CSAT", [1, 2] * 15 + [5], Asked(), "30 of 31 answers are at the low end", CSAT_EITHER[::-1]),
        (
            "NPS",
            ["0 - good", "1 - very good", "10 - very bad"],
            Asked(),
            "a low score is a good one",
            ["nps 0..10,low-is-good", "nps 0..10"],
        ),
        (
            "CSAT",
            [1, 2, 5, "very satisfied"],
            Asked(),
            "1 of its answers are words, such as 'very satisfied'",
            CSAT_EITHER[::-1],
        ),
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


@pytest.mark.parametrize(
    ("header", "words", "kind", "scale"),
    [
        ("Overall satisfaction", ["very satisfied", "neutral", "dissatisfied"], "csat", Scale(1, 5)),
        ("Q1", ["Sehr zufrieden", "zufrieden", "unzufrieden"], "csat", Scale(1, 5)),
        ("Q1", ["muy insatisfecho", "satisfecho"], "csat", Scale(1, 5)),
        ("Q1", ["Très satisfait", "pas du tout satisfait"], "csat", Scale(1, 5)),
        ("Q1", ["ottimo", "buono", "pessimo"], "csat", Scale(1, 5)),
        ("Q1", ["zeer tevreden", "ontevreden"], "csat", Scale(1, 5)),
        ("Q1", ["bardzo zadowolony", "niezadowolony"], "csat", Scale(1, 5)),
        ("Q1", ["muito satisfeito", "insatisfeito"], "csat", Scale(1, 5)),
        ("Q1", ["excellent", "very good", "good", "fair", "poor"], "csat", Scale(1, 5)),
        ("Q1", ["very satisfied", "satisfied", "slightly satisfied", "dissatisfied"], "csat", Scale(1, 7)),
        ("It was easy", ["strongly agree", "disagree"], "ces", Scale(1, 5)),
        ("Q1", ["very difficult", "easy", "very easy"], "ces", Scale(1, 5)),
    ],
)
def test_words_are_a_scale_of_their_own(header: str, words: list[str], kind: str, scale: Scale) -> None:
    asked = replace(ALLOWED, columns={Field.SCORE: "#1"})
    reading = settle(one_column(header, words), asked, SPACE).reading
    assert (reading.kind, reading.scale, reading.ladder is not None) == (kind, scale, True)


@pytest.mark.parametrize(
    ("header", "words", "said", "ways"),
    [
        ("Q1", ["strongly agree", "disagree"], "CSAT or CES", ["csat 1..5", "csat 1..5,low-is-good"]),
        ("Recommend", ["very likely", "unlikely"], "NPS is asked from 0 to 10", ["csat 1..5", "nps 1..5"]),
        (
            "Effort",
            ["strongly agree", "disagree"],
            "whether it is good to agree",
            ["ces 1..5", "ces 1..5,low-is-good"],
        ),
    ],
)
def test_words_that_do_not_say_their_question_are_asked_about(
    header: str, words: list[str], said: str, ways: list[str]
) -> None:
    asked = replace(ALLOWED, columns={Field.SCORE: "#1"})
    with pytest.raises(Unsettled, match=said) as open_question:
        settle(one_column(header, words), asked, SPACE)
    assert [f"{way.asked.kind} {way.asked.scale}" for way in open_question.value.ways] == ways
    for way in open_question.value.ways:
        assert settle(one_column(header, words), way.asked, SPACE).reading.ladder is not None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["excellent", "good", "fair", "poor"], "may mean several things"),
        (["slightly satisfied", "very satisfied"], "may mean several things"),
        (["Neutral"], "may mean several things"),
        (["very satisfied", "strongly agree"], "stand on no scale known here"),
        (["very satisfied", "extremely satisfied", "dissatisfied"], "stand on no scale known here"),
    ],
)
def test_words_that_may_mean_several_things_are_refused(words: list[str], said: str) -> None:
    asked = replace(ALLOWED, columns={Field.SCORE: "#1"})
    with pytest.raises(Unusable, match=said):
        settle(one_column("Satisfaction", words), asked, SPACE)


def test_words_take_no_scale_of_numbers() -> None:
    survey = one_column("Satisfaction", ["satisfied", "dissatisfied"])
    with pytest.raises(Unusable, match="leave --scale out"):
        settle(survey, replace(ALLOWED, scale=Scale(0, 10)), SPACE)


def test_who_ignores_contradicting_words_is_told_how() -> None:
    survey = survey_of(["NPS", "Group"], ["5", "Promoter"], ["2", "Detractor"], ["7", "Passive"])
    with pytest.raises(Unsettled) as open_question:
        settle(survey, ALLOWED, SPACE)
    assert open_question.value.ways[0].asked.columns[Field.BAND] == ""
    assert not settle(survey, open_question.value.ways[0].asked, SPACE).has_bands


@pytest.mark.parametrize("values", [["Yes", "No"], ["Promoter", "Detractor"], ["soon", "n/a"]])
def test_what_is_no_score_is_refused_whatever_was_asked_for(values: list[str]) -> None:
    asked = replace(ALLOWED, columns={Field.SCORE: "#1"}, kind=ScoreKind.NPS, scale=Scale(0, 10))
    with pytest.raises(Unusable, match=f"'{values[0]}' is none"):
        settle(one_column("Q1", values), asked, SPACE)


def test_a_column_without_any_answer_is_read_as_its_header_says() -> None:
    asked = replace(ALLOWED, columns={Field.SCORE: "#1"})
    assert settle(one_column("NPS", ["n/a", "?"]), asked, SPACE).reading.kind is ScoreKind.NPS
