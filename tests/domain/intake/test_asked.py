"""What was asked for about a file, kept for the next file with these headers."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.feedback import Scale, ScoreKind
from cxloop_tui.domain.intake import Asked, DateOrder, Field, MissingEmail
from cxloop_tui.domain.operation import Json

scales = st.builds(
    lambda low, steps, low_is_good: Scale(low, low + steps, low_is_good),
    st.integers(-9, 9),
    st.integers(1, 100),
    st.booleans(),
)
asked_strategy = st.builds(
    Asked,
    columns=st.dictionaries(st.sampled_from(Field), st.text(max_size=8)),
    kind=st.none() | st.sampled_from(ScoreKind),
    scale=st.none() | scales,
    segment=st.none() | st.text(min_size=1, max_size=8),
    missing_email=st.none() | st.sampled_from(MissingEmail),
    dates=st.none() | st.sampled_from(DateOrder),
    encoding=st.none() | st.sampled_from(["cp1252", "big5"]),
)


@given(asked_strategy)
def test_what_is_remembered_is_what_was_asked(asked: Asked) -> None:
    assert Asked.from_json(json.loads(json.dumps(asked.to_json()))) == asked


def test_what_was_left_open_is_not_written() -> None:
    assert Asked().to_json() == {}
    assert Asked.from_json({}) == Asked()


def test_what_a_newer_program_remembers_besides_is_passed_over() -> None:
    assert Asked.from_json({"kind": "nps", "mood": "good"}) == Asked(kind=ScoreKind.NPS)


@pytest.mark.parametrize(
    "remembered",
    [[], "nps", {"kind": "joy"}, {"kind": 3}, {"scale": "5..1"}, {"columns": ["score"]}, {"columns": {"scor": "x"}},
     {"columns": {"score": 3}}, {"dates": "noon-first"}, {"missing_email": "maybe"}],
)  # fmt: skip
def test_what_is_no_mapping_is_refused(remembered: Json) -> None:
    with pytest.raises(Unusable):
        Asked.from_json(remembered)


@given(asked_strategy, asked_strategy)
def test_what_is_asked_now_goes_before_what_is_remembered(asked: Asked, remembered: Asked) -> None:
    filled = asked.filled_from(remembered)
    assert filled.columns == {**remembered.columns, **asked.columns}
    assert filled.kind == (asked.kind or remembered.kind)
    assert Asked().filled_from(remembered) == remembered
    assert asked.filled_from(Asked()) == asked
