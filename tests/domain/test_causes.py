"""Causes: shares of all that name one, the most frequent first, and the tickets behind each."""

from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.causes import By, Share, behind, pareto
from cxloop_tui.domain.query import Query
from cxloop_tui.domain.query_parse import parse
from cxloop_tui.domain.vocabulary import Vocabulary

COUNTS = st.lists(st.tuples(st.text(max_size=4), st.integers(1, 1000)), max_size=20, unique_by=lambda one: one[0])


def test_shares_and_their_sum() -> None:
    assert pareto([("tone", 2), ("late", 6), ("Late", 1), ("price", 1)], By.CAUSE) == [
        Share("late", 7, 0.7, 0.7),
        Share("tone", 2, 0.2, 0.9),
        Share("price", 1, 0.1, 1.0),
    ]


def test_categories_are_told_apart_by_case_as_a_query_does() -> None:
    assert [share.word for share in pareto([("Billing", 2), ("billing", 1)], By.CATEGORY)] == ["Billing", "billing"]


def test_nothing_is_counted_of_nothing() -> None:
    assert pareto([], By.CAUSE) == []


@given(COUNTS)
def test_every_ticket_is_in_one_bar(counts: list[tuple[str, int]]) -> None:
    for by in By:
        found = pareto(counts, by)
        assert sum(share.tickets for share in found) == sum(tickets for _, tickets in counts)
        assert [share.tickets for share in found] == sorted((share.tickets for share in found), reverse=True)
        assert not found or abs(found[-1].cumulative - 1) < 1e-9


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=20).filter(str.strip))
def test_what_lies_behind_a_bar_can_be_typed(word: str) -> None:
    query = behind(Query(), By.CAUSE, word)
    assert parse(query.text(), Vocabulary()) == query


def test_a_bar_takes_the_place_of_another_one_in_the_query() -> None:
    first = behind(Query(words=("refund",)), By.CAUSE, "late")
    assert behind(first, By.CAUSE, "tone").text() == "refund cause:tone"


def test_an_area_is_what_stands_before_the_slash_and_finds_all_its_categories() -> None:
    counts = [("product/website", 3), ("Product/defect", 1), ("product", 1), ("service/tone", 2)]
    first, second = pareto(counts, By.AREA)
    assert (first.word, first.tickets) == ("product", 5)
    assert (second.word, second.tickets, second.words) == ("service", 2, ("service/tone",))
    query = behind(Query(), By.AREA, first.word, first.words)
    assert query.text() == "category:Product/defect,product,product/website"
