"""Scores: bands, scales carried over to the standard one, and how urgent a score is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.feedback import STANDARD_SCALES, Band, Bands, Scale, ScoreKind, priority_for, standard_score
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.status import Priority

NPS, CSAT, CES = ScoreKind
DISSATISFIED, NEUTRAL, SATISFIED = Band


@pytest.mark.parametrize(
    ("kind", "bands"),
    [
        (NPS, [DISSATISFIED] * 7 + [NEUTRAL] * 2 + [SATISFIED] * 2),
        (CSAT, [DISSATISFIED] * 2 + [NEUTRAL] + [SATISFIED] * 2),
        (CES, [DISSATISFIED] * 3 + [NEUTRAL] * 2 + [SATISFIED] * 2),
    ],
)
def test_every_score_falls_in_its_band(kind: ScoreKind, bands: list[Band]) -> None:
    scale = STANDARD_SCALES[kind]
    scores = range(scale.low, scale.high + 1)
    assert [Policy().bands(kind).of(score) for score in scores] == bands


@pytest.mark.parametrize(
    ("kind", "priorities"),
    [
        (NPS, ["high", "high", "high", "medium", "medium", "low", "low"]),
        (CSAT, ["high", "medium"]),
        (CES, ["high", "medium", "low"]),
    ],
)
def test_the_worst_third_is_high_the_middle_medium_the_rest_low(kind: ScoreKind, priorities: list[str]) -> None:
    bands = Policy().bands(kind)
    low = STANDARD_SCALES[kind].low
    assert [priority_for(score, kind, bands) for score in range(low, bands.dissatisfied + 1)] == priorities


@given(st.sampled_from(ScoreKind), st.data())
def test_no_score_alone_is_critical_and_a_worse_score_is_never_less_urgent(
    kind: ScoreKind, data: st.DataObject
) -> None:
    scale = STANDARD_SCALES[kind]
    end = data.draw(st.integers(scale.low, scale.high))
    rated = [priority_for(score, kind, Bands(end, end)) for score in range(scale.low, end + 1)]
    assert Priority.CRITICAL not in rated
    assert [priority.rank for priority in rated] == sorted((priority.rank for priority in rated), reverse=True)
    assert rated[0] is Priority.HIGH


@pytest.mark.parametrize(
    ("kind", "scale", "scores"),
    [
        (NPS, Scale(0, 10), {0: 0, 6: 6, 10: 10}),
        (NPS, Scale(1, 10), {1: 1, 6: 6, 7: 7, 10: 10}),
        (NPS, Scale(1, 5), {1: 0, 2: 3, 3: 5, 4: 8, 5: 10}),
        (CSAT, Scale(1, 5), {1: 1, 3: 3, 5: 5}),
        (CSAT, Scale(1, 5, low_is_good=True), {1: 5, 2: 4, 5: 1}),
        (CSAT, Scale(1, 7), {1: 1, 4: 3, 7: 5}),
        (CES, Scale(1, 7), {1: 1, 7: 7}),
        (CES, Scale(1, 5), {1: 1, 3: 4, 5: 7}),
    ],
)
def test_a_score_is_carried_over_to_the_standard_scale(kind: ScoreKind, scale: Scale, scores: dict[int, int]) -> None:
    assert {score: standard_score(score, kind, scale) for score in scores} == scores


scales = st.builds(
    lambda low, steps, turned: Scale(low, low + steps, turned), st.integers(-5, 5), st.integers(1, 100), st.booleans()
)


@given(st.sampled_from(ScoreKind), scales)
def test_carried_over_scores_stay_on_the_scale_and_in_order(kind: ScoreKind, scale: Scale) -> None:
    carried = [standard_score(score, kind, scale) for score in range(scale.low, scale.high + 1)]
    assert all(score in STANDARD_SCALES[kind] for score in carried)
    assert carried == sorted(carried, reverse=scale.low_is_good)


@given(st.sampled_from(ScoreKind), scales)
def test_the_best_answer_is_the_best_score(kind: ScoreKind, scale: Scale) -> None:
    best = scale.low if scale.low_is_good else scale.high
    assert standard_score(best, kind, scale) == STANDARD_SCALES[kind].high


def test_a_scale_says_how_it_is_typed() -> None:
    assert (str(Scale(1, 5)), str(Scale(1, 5, low_is_good=True))) == ("1..5", "1..5,low-is-good")
    assert 5 in Scale(1, 5)
    assert 6 not in Scale(1, 5)
