"""How query text could go on, by table and by property."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cxloop_tui.domain.query import Field, Query
from cxloop_tui.domain.query_complete import MOST_COMPLETIONS, Completion, complete
from cxloop_tui.domain.query_parse import parse
from cxloop_tui.domain.vocabulary import Vocabulary
from tests.domain.query_texts import VOCABULARY, query_or_mistake, typed


def completed(text: str, vocabulary: Vocabulary = VOCABULARY) -> list[str]:
    """What the text becomes with each completion at the `|` in it."""
    cursor = text.index("|")
    plain = text.replace("|", "")
    return [
        plain[: offer.insert_start] + offer.replacement + plain[offer.insert_end :]
        for offer in complete(plain, cursor, vocabulary)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("st|", ["status:"]),
        ("refund so|", ["refund sort:"]),
        ("-st|", ["-status:"]),
        ("not:s|", ["not:status:", "not:segment:", "not:score:"]),
        ("sta|t:open", ["status:open"]),
        ("refund|", []),
        ('"st|"', []),
        ("status:|", ["status:new", "status:open", "status:escalated", "status:resolved"]),
        ("status:open|", []),
        ("status:op|", ["status:open"]),
        ("status:op|e a", ["status:open a"]),
        ("status:do|", ["status:resolved"]),
        ("status:open,esc|,new", ["status:open,escalated,new"]),
        ("status:new,open,|", ["status:new,open,escalated", "status:new,open,resolved"]),
        ("owner:pet|", ["owner:max@desk.org"]),
        ('owner:"max p|', ["owner:max@desk.org"]),
        ('owner:"max p|eters" a', ["owner:max@desk.org a"]),
        ("owner:m|", ["owner:me", "owner:max@desk.org", "owner:max@fleet.org"]),
        ("owner:no|", ["owner:none"]),
        ("segment:ret|", ["segment:retail", "segment:retail*", "segment:retail-north", "segment:retail-north*"]),
        ("segment:onl|", ["segment:web", "segment:web*"]),
        ("segment:retail*|", []),
        ("priority:>=h|", ["priority:>=high"]),
        ("priority:|", ["priority:critical", "priority:high", "priority:medium", "priority:low"]),
        ("due:<|", ["due:<1h", "due:<1d", "due:<3d", "due:<1w"]),
        ("due:tom|", ["due:tomorrow"]),
        ("tag:re|", ["tag:Refund"]),
        ("email:|", ["email:none"]),
        ("category:bil|", ["category:Billing"]),
        ("sort:d|", ["sort:due", "sort:updated", "sort:created"]),
        ("nosuch:|", []),
    ],
)
def test_completions(text: str, expected: list[str]) -> None:
    assert completed(text) == expected


def test_nothing_typed_offers_the_most_used_fields() -> None:
    assert completed("a |")[:3] == ["a status:", "a priority:", "a owner:"]


def test_a_completion_tells_who_is_meant() -> None:
    offers = complete("owner:", 6, VOCABULARY)
    assert offers[0] == Completion(6, 6, "me", "me", "Ana Rossi")
    assert offers[2] == Completion(6, 6, "ana@desk.org", "Ana Rossi", "ana@desk.org")


def test_names_with_signs_are_completed_in_quotes() -> None:
    vocabulary = Vocabulary(tags=("two words", "none"))
    assert completed("tag:|", vocabulary) == ['tag:"two words"', 'tag:"none"', "tag:none"]


@given(typed, st.integers(-3, 60))
def test_completions_stay_around_the_cursor_and_within_the_limit(text: str, cursor: int) -> None:
    offers = complete(text, cursor, VOCABULARY)
    assert len(offers) <= MOST_COMPLETIONS
    for offer in offers:
        assert 0 <= offer.insert_start <= min(max(cursor, 0), len(text)) <= offer.insert_end <= len(text)


@given(typed, st.sampled_from(Field))
def test_a_completed_value_is_no_mistake(before: str, field: Field) -> None:
    assume(isinstance(query_or_mistake(before), Query))
    text = f"{before} {field}:"
    for offer in complete(text, len(text), VOCABULARY):
        parse(text + offer.replacement, VOCABULARY)
