"""The colours of query text, by table and by property."""

import pytest
from hypothesis import given

from cxloop_tui.domain.query_colour import spans
from cxloop_tui.domain.query_parse import QueryMistake
from tests.domain.query_texts import VOCABULARY, query_or_mistake, typed


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("", []),
        ('refund  "late delivery"', [("refund", "word"), ('"late delivery"', "word")]),
        ("not:status:open,new", [("not:status:", "field"), ("open,new", "value")]),
        ("#12 -x sort:due", [("#12", "value"), ("-x", "word"), ("sort:due", "sort")]),
        ("status:open,opn,new", [("status:", "field"), ("open,", "value"), ("opn", "mistake"), (",new", "value")]),
        ("stat:open", [("stat", "mistake"), (":", "field"), ("open", "value")]),
        ("status:", [("status:", "mistake")]),
        ('a owner:"max', [("a", "word"), ("owner:", "mistake"), ('"max', "mistake")]),
        ("sort:dew", [("sort:", "sort"), ("dew", "mistake")]),
    ],
)
def test_colours(text: str, roles: list[tuple[str, str]]) -> None:
    assert [(text[span.start : span.end], span.role) for span in spans(text, VOCABULARY)] == roles


@given(typed)
def test_colours_are_in_order_and_cover_all_but_white_space(text: str) -> None:
    end = 0
    for span in spans(text, VOCABULARY):
        assert end <= span.start < span.end
        assert not text[end : span.start].strip()
        end = span.end
    assert not text[end:].strip()


@given(typed)
def test_a_mistake_is_coloured_exactly_when_there_is_one(text: str) -> None:
    is_red = any(span.role == "mistake" for span in spans(text, VOCABULARY))
    assert is_red is isinstance(query_or_mistake(text), QueryMistake)
