"""The query as a value: its canonical text, its simplest form, and what filter bar and pickers do with it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.query import (
    DATE_FIELDS,
    MAY_BE_EMPTY,
    NEWEST_TEXT,
    QUESTIONS,
    TEXT_FIELDS,
    Branch,
    Comparison,
    Days,
    Duration,
    Field,
    Handle,
    NamedDay,
    Prefix,
    Query,
    Sort,
    Special,
    Term,
    Value,
)
from cxloop_tui.domain.query_parse import parse
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.vocabulary import Vocabulary

SEGMENTS = {
    "retail": "Retail",
    "none": "None",
    "a b": "A and B",
    'q"uote': "Quote",
    "x,y": "X",
    "end*": "End",
    "<1": "L",
}
PEOPLE = {"ana@shop.it": "Ana", "me": "Me", "NONE": "Nobody", "max peters": "Max", "back\\slash": "Back"}
VOCABULARY = Vocabulary(segments=SEGMENTS, people=PEOPLE, me="ana@shop.it")

said = st.text(min_size=1).filter(lambda text: bool(text.strip()))
day = st.one_of(st.dates(), st.sampled_from(NamedDay))
one_day = day.map(lambda day: Days(day, day))
duration = st.builds(Duration, st.integers(0, 99_999), st.sampled_from("mhdw"))
ticket = st.one_of(st.integers(0, 10**15 - 1), st.from_regex(r"[0-9a-z]{3,26}", fullmatch=True).map(Handle))


def is_forward(days: Days) -> bool:
    both = isinstance(days.first, date) and isinstance(days.last, date)
    return not both or days.first <= days.last  # type: ignore[operator]


days = st.one_of(
    one_day, st.builds(Days, day, day), st.builds(Days, day, st.none()), st.builds(Days, st.none(), day)
).filter(is_forward)


def chosen_values(field: Field) -> st.SearchStrategy[Value]:
    """Values that can follow `field:` without a comparison."""
    by_field: dict[Field, st.SearchStrategy[Value]] = {
        Field.STATUS: st.sampled_from(Status),
        Field.PRIORITY: st.sampled_from(Priority),
        Field.OWNER: st.one_of(st.just(Special.ME), st.sampled_from(sorted(PEOPLE))),
        Field.SEGMENT: st.builds(Branch, st.sampled_from(sorted(SEGMENTS)), st.booleans()),
        Field.SCORE: st.integers(-(10**15) + 1, 10**15 - 1),
        Field.NUMBER: ticket,
        Field.TAG: said,
        Field.CATEGORY: said,
        **dict.fromkeys(TEXT_FIELDS, st.one_of(said, said.map(Prefix))),
        **dict.fromkeys(DATE_FIELDS, days),
    }
    values = by_field[field]
    return st.one_of(values, st.just(Special.NONE)) if field in MAY_BE_EMPTY else values


def compared_values(field: Field) -> st.SearchStrategy[Value]:
    """Values that can follow `field:<`."""
    if field in DATE_FIELDS:
        return st.one_of(one_day, duration)
    return st.sampled_from(Priority) if field is Field.PRIORITY else st.integers(0, 10**15 - 1)


@st.composite
def terms(draw: st.DrawFn) -> Term:
    field = draw(st.sampled_from(Field))
    negated = draw(st.booleans())
    if field in QUESTIONS:
        return Term(field, (draw(st.sampled_from(["yes", "no"])),), negated=negated)
    ordered = field in DATE_FIELDS | {Field.PRIORITY, Field.SCORE, Field.NUMBER}
    comparison = draw(st.sampled_from(Comparison)) if ordered else Comparison.IS
    if comparison is Comparison.IS:
        return Term(field, tuple(draw(st.lists(chosen_values(field), min_size=1, max_size=3))), negated=negated)
    return Term(field, (draw(compared_values(field)),), comparison, negated)


queries = st.builds(
    Query,
    words=st.lists(said, max_size=3).map(tuple),
    terms=st.lists(terms(), max_size=4).map(tuple),
    sort=st.one_of(st.none(), st.sampled_from(Sort)),
    not_words=st.lists(said, max_size=2).map(tuple),
)


@given(queries)
def test_the_canonical_text_means_the_query(query: Query) -> None:
    assert parse(query.text(), VOCABULARY) == query


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (Query(), ""),
        (Query(words=("refund", "late delivery")), 'refund "late delivery"'),
        (Query(words=("-5", "#x", "~ab", "not:", "https://a.b", "10:30", 'a"b')),
         '"-5" "#x" "~ab" "not:" https://a.b 10:30 "a\\"b"'),
        (Query(not_words=("spam", "two words")), '-spam -"two words"'),
        (Query(terms=(Term(Field.STATUS, (Status.NEW, Status.OPEN)),)), "status:new,open"),
        (Query(terms=(Term(Field.PRIORITY, (Priority.HIGH,), Comparison.AT_LEAST),)), "priority:>=high"),
        (Query(terms=(Term(Field.NUMBER, (12, Handle("k3f9"))),)), "#12 ~k3f9"),
        (Query(terms=(Term(Field.NUMBER, (12, Handle("k3f9")), negated=True),)), "not:number:12,~k3f9"),
        (Query(terms=(Term(Field.NUMBER, (12, Special.NONE)),)), "number:12,none"),
        (Query(terms=(Term(Field.SEGMENT, (Branch("retail", below=True),)),)), "segment:retail*"),
        (Query(terms=(Term(Field.TAG, ("none", "a,b", Special.NONE)),)), 'tag:"none","a,b",none'),
        (Query(terms=(Term(Field.CREATED, (Days(date(2026, 11, 1), None),)),)), "created:2026-11-01.."),
        (Query(terms=(Term(Field.CREATED, (Days(None, NamedDay.TODAY),)),)), "created:..today"),
        (Query(sort=Sort.DUE), "sort:due"),
    ],
)  # fmt: skip
def test_canonical_text(query: Query, text: str) -> None:
    assert query.text() == text


def test_choices_for_a_field_that_has_one_value_are_one_term() -> None:
    new, opened = Term(Field.STATUS, (Status.NEW,)), Term(Field.STATUS, (Status.OPEN,))
    assert Query(terms=(new, opened)).terms == (Term(Field.STATUS, (Status.NEW, Status.OPEN)),)


def test_two_tags_both_have_to_be_there() -> None:
    both = (Term(Field.TAG, ("vip",)), Term(Field.TAG, ("refund",)))
    assert Query(terms=both).terms == both


def test_repetition_blank_words_and_empty_choices_are_left_out() -> None:
    late = Term(Field.DUE, (Duration(2, "d"),), Comparison.BELOW)
    query = Query(words=("a", " ", "a"), terms=(late, Term(Field.OWNER, ()), late), not_words=("", "b", "b"))
    assert query == Query(words=("a",), terms=(late,), not_words=("b",))


def test_values_are_the_choice_alone() -> None:
    query = parse("not:status:new priority:>=high owner:me,none", VOCABULARY)
    assert query.values(Field.OWNER) == (Special.ME, Special.NONE)
    assert query.values(Field.STATUS) == ()
    assert query.values(Field.PRIORITY) == ()


@pytest.mark.parametrize(
    ("before", "field", "values", "after"),
    [
        ("status:open owner:me", Field.STATUS, (Status.NEW,), "status:new owner:me"),
        ("status:open owner:me", Field.STATUS, (), "owner:me"),
        ("owner:me", Field.STATUS, (Status.NEW,), "owner:me status:new"),
        ("priority:>=high owner:me", Field.PRIORITY, (Priority.LOW,), "priority:low owner:me"),
        ("not:status:new status:open", Field.STATUS, (Status.RESOLVED,), "not:status:new status:resolved"),
        ("tag:a owner:me tag:b", Field.TAG, ("c",), "tag:c owner:me"),
    ],
)  # fmt: skip
def test_a_picker_replaces_what_was_asked_of_its_field(
    before: str, field: Field, values: tuple[Value, ...], after: str
) -> None:
    assert parse(before, VOCABULARY).with_values(field, values).text() == after


def test_toggling_adds_and_takes_out() -> None:
    query = Query().toggled(Field.STATUS, Status.NEW).toggled(Field.STATUS, Status.OPEN)
    assert query.text() == "status:new,open"
    assert query.toggled(Field.STATUS, Status.NEW).text() == "status:open"


@given(queries, st.sampled_from(Status))
def test_toggling_twice_leaves_the_choice_as_it_was(query: Query, status: Status) -> None:
    before = set(query.values(Field.STATUS))
    twice = query.toggled(Field.STATUS, status).toggled(Field.STATUS, status)
    assert set(twice.values(Field.STATUS)) == before


@given(queries, st.sampled_from(Field))
def test_what_is_chosen_is_what_values_tells(query: Query, field: Field) -> None:
    chosen = (Special.NONE,)
    assert query.with_values(field, chosen).values(field) == chosen
    assert query.with_values(field, ()).values(field) == ()


def test_without_a_field_nothing_is_asked_of_it() -> None:
    query = parse("a status:open not:status:new owner:me created:>1d created:today", VOCABULARY)
    assert query.without(Field.STATUS).without(Field.CREATED).text() == "a owner:me"


def test_an_order_alone_still_shows_everything() -> None:
    assert Query(sort=Sort.DUE).is_everything
    assert not Query(words=("a",)).is_everything
    assert not Query(not_words=("a",)).is_everything
    assert not Query(terms=(Term(Field.TAG, ("a",)),)).is_everything


def test_the_order_in_force() -> None:
    assert Query().order is Sort.UPDATED
    assert Query(words=("a",)).order == NEWEST_TEXT
    assert Query(not_words=("a",)).order is Sort.UPDATED
    assert Query(words=("a",)).with_sort(Sort.DUE).order is Sort.DUE
    assert Query(sort=Sort.DUE).with_sort(None).order is Sort.UPDATED


def test_durations_in_milliseconds() -> None:
    lengths = [Duration(30, "m"), Duration(2, "h"), Duration(1, "d"), Duration(1, "w")]
    assert [length.milliseconds for length in lengths] == [1_800_000, 7_200_000, 86_400_000, 604_800_000]
