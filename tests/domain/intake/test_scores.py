"""What a cell of a score column says, by table and by property."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.feedback import Scale, ScoreKind, standard_score
from cxloop_tui.domain.intake.scores import answer_of, number_of, shown, standard_of

SCALES = [Scale(0, 10), Scale(1, 10), Scale(1, 5), Scale(1, 7), Scale(0, 100), Scale(-3, 3)]


@pytest.mark.parametrize(
    ("text", "number", "out_of", "label"),
    [
        ("7", 7, None, ""),
        (" 7.0 ", 7, None, ""),
        ("4,5", Fraction(9, 2), None, ""),
        ("-3", -3, None, ""),
        ("85%", 85, 100, ""),
        ("85 %", 85, 100, ""),
        ("4/5", 4, 5, ""),
        ("4,5/5", Fraction(9, 2), 5, ""),
        ("4.5 / 5", Fraction(9, 2), 5, ""),
        ("5,0 su 5", 5, 5, ""),
        ("4 von 5 Sternen", 4, 5, ""),
        ("3.0 out of 5 stars", 3, 5, ""),
        ("2,0 sur 5 étoiles", 2, 5, ""),
        ("1,0 de 5 estrellas", 1, 5, ""),
        ("8 points", 8, None, ""),
        ("1 Stern", 1, None, ""),
        ("★★★★☆", 4, 5, ""),
        ("⭐️⭐️", 2, None, ""),
        ("★★½", Fraction(5, 2), None, ""),
        ("9 - very likely", 9, None, "very likely"),
        ("9 – sehr wahrscheinlich", 9, None, "sehr wahrscheinlich"),
        ("1=good", 1, None, "good"),
        ("10 (extremely likely)", 10, None, "extremely likely"),
        ("0 Not at all likely", 0, None, "Not at all likely"),
        ("Extremely likely - 10", 10, None, "Extremely likely"),
        ("Very likely (9)", 9, None, "Very likely"),
    ],
)
def test_a_score_is_read_with_what_stands_around_it(
    text: str, number: Fraction | int, out_of: int | None, label: str
) -> None:
    answer = answer_of(text)
    assert answer is not None
    assert (answer.number, answer.out_of, answer.label) == (number, out_of, label)


@pytest.mark.parametrize(
    "text",
    [
        "", "n/a", "null", "?", "#N/A", "Yes", "no", "Promoter", "nine", "3 times", "12.05.2020", "7/2/2020", "10:30",
        "1,234", "5/4", "4/1", "Q1", "2020-01", "7 7", "1e1", "٧", "ana@shop.example", "x" * 90,
    ],
)  # fmt: skip
def test_what_is_no_score_is_none(text: str) -> None:
    assert answer_of(text) is None


@pytest.mark.parametrize("text", ["Very satisfied", "strongly disagree", "Sehr zufrieden", "muy insatisfecho"])
def test_words_have_no_number_without_their_ladder(text: str) -> None:
    answer = answer_of(text)
    assert answer is not None
    assert (answer.number, answer.label, number_of(answer, None)) == (None, text, None)


WRITTEN = [
    "{0}", " {0} ", "{0}.0", "{0} - likely", "{0} – very likely", "{0} (fine)", "{0}: ok", "fine ({0})", "{0} points",
]  # fmt: skip


@given(scale=st.sampled_from(SCALES), data=st.data(), form=st.sampled_from(WRITTEN))
def test_any_way_to_write_a_score_of_a_scale_reads_as_that_score(
    scale: Scale, data: st.DataObject, form: str
) -> None:
    number = data.draw(st.integers(scale.low, scale.high))
    answer = answer_of(form.format(number))
    assert answer is not None
    assert answer.number == number


@given(
    high=st.sampled_from([5, 7, 10]), data=st.data(), word=st.sampled_from(["/", " / ", " su ", " von ", " out of "])
)
def test_a_score_out_of_another_says_both(high: int, data: st.DataObject, word: str) -> None:
    tenths = data.draw(st.integers(0, 10 * high))
    number = Fraction(tenths, 10)
    mark = data.draw(st.sampled_from([".", ","]))
    answer = answer_of(f"{tenths // 10}{mark}{tenths % 10}{word}{high}")
    assert answer is not None
    assert (answer.number, answer.out_of) == (number, high)


@given(full=st.integers(0, 10), hollow=st.integers(0, 10))
def test_stars_are_counted(full: int, hollow: int) -> None:
    answer = answer_of("★" * full + "☆" * hollow)
    if full + hollow == 0:
        assert answer is None
        return
    assert answer is not None
    assert answer.number == full
    assert answer.out_of == (full + hollow if hollow else None)


@given(kind=st.sampled_from(ScoreKind), scale=st.sampled_from(SCALES), low_is_good=st.booleans(), data=st.data())
def test_whole_numbers_are_carried_over_as_everywhere_else(
    kind: ScoreKind, scale: Scale, low_is_good: bool, data: st.DataObject
) -> None:
    number = data.draw(st.integers(scale.low, scale.high))
    on = Scale(scale.low, scale.high, low_is_good)
    assert standard_of(Fraction(number), kind, on) == standard_score(number, kind, on)


@pytest.mark.parametrize(
    ("number", "kind", "scale", "standard"),
    [
        ("4.5", ScoreKind.CSAT, Scale(1, 5), 5),
        ("2.5", ScoreKind.CSAT, Scale(1, 5), 3),
        ("2.4", ScoreKind.CSAT, Scale(1, 5), 2),
        ("2.5", ScoreKind.CSAT, Scale(1, 5, low_is_good=True), 4),
        ("6.5", ScoreKind.NPS, Scale(1, 10), 7),
        ("65", ScoreKind.NPS, Scale(0, 100), 7),
        ("64", ScoreKind.NPS, Scale(0, 100), 6),
        ("0", ScoreKind.CSAT, Scale(0, 100), 1),
    ],
)
def test_halves_are_rounded_up_on_the_standard_scale(
    number: str, kind: ScoreKind, scale: Scale, standard: int
) -> None:
    assert standard_of(Fraction(number), kind, scale) == standard


def test_numbers_are_shown_as_people_write_them() -> None:
    assert [shown(Fraction(7)), shown(Fraction(9, 2))] == ["7", "4.5"]
