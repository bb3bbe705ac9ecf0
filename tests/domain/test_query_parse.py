"""Reading query text: what it means and where it is mistaken."""

from datetime import date

import pytest
from hypothesis import example, given

from cxloop_tui.domain.query import (
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
)
from cxloop_tui.domain.query_parse import EXAMPLES, QueryMistake, parse
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.vocabulary import Vocabulary
from tests.domain.query_texts import VOCABULARY, query_or_mistake, typed

NOBODY = Vocabulary()


def term(text: str) -> Term:
    """The only term of a query text."""
    query = parse(text, VOCABULARY)
    assert query == Query(terms=query.terms)
    (only,) = query.terms
    return only


def mistake(text: str) -> QueryMistake:
    """The mistake in a query text."""
    with pytest.raises(QueryMistake) as raised:
        parse(text, VOCABULARY)
    return raised.value


def test_the_example_of_the_design() -> None:
    text = (
        'refund "late delivery" status:open,escalated priority:>=high owner:me segment:retail* score:<=6 due:<2d '
        "not:tag:vip #1042 ana@shop.it"
    )
    assert parse(text, VOCABULARY) == Query(
        words=("refund", "late delivery", "ana@shop.it"),
        terms=(
            Term(Field.STATUS, (Status.OPEN, Status.ESCALATED)),
            Term(Field.PRIORITY, (Priority.HIGH,), Comparison.AT_LEAST),
            Term(Field.OWNER, (Special.ME,)),
            Term(Field.SEGMENT, (Branch("retail", below=True),)),
            Term(Field.SCORE, (6,), Comparison.AT_MOST),
            Term(Field.DUE, (Duration(2, "d"),), Comparison.BELOW),
            Term(Field.TAG, ("vip",), negated=True),
            Term(Field.NUMBER, (1042,)),
        ),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("status:esc,done", Term(Field.STATUS, (Status.ESCALATED, Status.RESOLVED))),
        ("Status:OPEN", Term(Field.STATUS, (Status.OPEN,))),
        ("status:open,", Term(Field.STATUS, (Status.OPEN,))),
        ("-status:new", Term(Field.STATUS, (Status.NEW,), negated=True)),
        ("not:status:new", Term(Field.STATUS, (Status.NEW,), negated=True)),
        ("owner:Me,NONE", Term(Field.OWNER, (Special.ME, Special.NONE))),
        ("owner:ANA@desk.org", Term(Field.OWNER, ("ana@desk.org",))),
        ("owner:ana", Term(Field.OWNER, ("ana@desk.org",))),
        ("owner:rossi", Term(Field.OWNER, ("ana@desk.org",))),
        ("owner:BERG", Term(Field.OWNER, ("max@fleet.org",))),
        ("segment:shop", Term(Field.SEGMENT, (Branch("web"),))),
        ('owner:"max peters"', Term(Field.OWNER, ("max@desk.org",))),
        ("segment:RETAIL", Term(Field.SEGMENT, (Branch("retail"),))),
        ('segment:"online shop"*', Term(Field.SEGMENT, (Branch("web", below=True),))),
        ("score:none", Term(Field.SCORE, (Special.NONE,))),
        ("number:>#1000", Term(Field.NUMBER, (1000,), Comparison.ABOVE)),
        ("#12 number:13 ~K3F9", Term(Field.NUMBER, (12, 13, Handle("k3f9")))),
        ("#12,#13", Term(Field.NUMBER, (12, 13))),
        ("-#12", Term(Field.NUMBER, (12,), negated=True)),
        ("tag:VIP,refund,fresh", Term(Field.TAG, ("vip", "Refund", "fresh"))),
        ('tag:"none"', Term(Field.TAG, ("none",))),
        ('category:"a, b"', Term(Field.CATEGORY, ("a, b",))),
        ("email:ana*", Term(Field.EMAIL, (Prefix("ana"),))),
        ('customer:"ana*"', Term(Field.CUSTOMER, ("ana*",))),
        ("overdue:Yes", Term(Field.OVERDUE, ("yes",))),
        ("due:2d", Term(Field.DUE, (Duration(2, "d"),), Comparison.BELOW)),
        ("updated:>=030M", Term(Field.UPDATED, (Duration(30, "m"),), Comparison.AT_LEAST)),
        ("created:2026-11-01", Term(Field.CREATED, (Days(date(2026, 11, 1), date(2026, 11, 1)),))),
        ("created:2026-11-01..2026-11-05", Term(Field.CREATED, (Days(date(2026, 11, 1), date(2026, 11, 5)),))),
        ("created:..2026-11-05", Term(Field.CREATED, (Days(None, date(2026, 11, 5)),))),
        ("created:yesterday..", Term(Field.CREATED, (Days(NamedDay.YESTERDAY, None),))),
        ("resolved:today,none", Term(Field.RESOLVED, (Days(NamedDay.TODAY, NamedDay.TODAY), Special.NONE))),
    ],
)  # fmt: skip
def test_terms(text: str, expected: Term) -> None:
    assert term(text) == expected


@pytest.mark.parametrize(
    ("text", "words", "not_words"),
    [
        ("https://shop.it/a?b=c:d 10:30", ("https://shop.it/a?b=c:d", "10:30"), ()),
        ('"status:open" "-5" "#12"', ("status:open", "-5", "#12"), ()),
        ('-late not:cold -"two words"', (), ("late", "cold", "two words")),
        ("- -- --flag", ("-", "--", "--flag"), ()),
        ('say" hello"', ("say hello",), ()),
        (r'"a \"b\" \\ \n"', (r'a "b" \ \n',), ()),
        ('"" " "', (), ()),
        ("#abc #1234567890123456 ~a ~no-way", ("#abc", "#1234567890123456", "~a", "~no-way"), ()),
        ("房间\u3000perché", ("房间", "perché"), ()),
    ],
)
def test_words(text: str, words: tuple[str, ...], not_words: tuple[str, ...]) -> None:
    assert parse(text, VOCABULARY) == Query(words=words, not_words=not_words)


def test_the_last_order_counts() -> None:
    assert parse("sort:due SORT:Priority", VOCABULARY) == Query(sort=Sort.PRIORITY)


@pytest.mark.parametrize("field", list(Field))
def test_every_example_shown_to_people_is_right(field: Field) -> None:
    assert term(f"{field}:{EXAMPLES[field]}").field is field


@pytest.mark.parametrize(
    ("text", "place", "message", "suggestion"),
    [
        ("a status:opn", "opn", 'no status "opn"; did you mean open?', "open"),
        ("status:zzz", "zzz", 'no status "zzz"; there are new, open, escalated, resolved', None),
        ("status:open,opn,new", "opn", 'no status "opn"; did you mean open?', "open"),
        ("stat:open", "stat", 'no field "stat"; did you mean status?', "status"),
        ("-stat:open", "stat", 'no field "stat"; did you mean status?', "status"),
        ("Re:hello", "Re", 'no field "Re"; put the word in quotes to search for it', None),
        ("owner:anna", "anna", 'no person "anna"; did you mean ana@desk.org?', "ana@desk.org"),
        ("owner:max", "max", 'more than one person is "max": max@desk.org, max@fleet.org', "max@desk.org"),
        ("segment:North", "North", 'more than one segment is "North": retail-north, fleet-north', "retail-north"),
        ("segment:retial*", "retial", 'no segment "retial"; did you mean retail?', "retail"),
        ("segment:*", "*", "segment needs some letters before the *", None),
        ("status:", "status:", "status needs a value, as in status:open,escalated", None),
        ('a tag:"",', 'tag:"",', "tag needs a value, as in tag:vip", None),
        ("status:>open", ">open", "status has no order, so > means nothing; write status:open,escalated", None),
        ("score:<6,7", "7", "only one value can stand after score:<", None),
        ("overdue:yes,no", "no", "only one value can stand after overdue:", None),
        ("score:<none", "none", '"none" cannot be compared', None),
        ("due:<2026-11-01..", "2026-11-01..", '"2026-11-01.." cannot be compared', None),
        ("number:>~k3f9", "~k3f9", '"~k3f9" cannot be compared', None),
        ("score:six", "six", 'score takes a whole number, not "six"', None),
        ("due:1d,today", "1d,today", "a length of time stands alone, as in due:<3d", None),
        ("due:2026-13-01", "2026-13-01", 'no day "2026-13-01"; write 2026-11-01, 2026-11-01.., today or <3d', None),
        ("created:..", "..", 'no day ".."; write 2026-11-01, 2026-11-01.., today or <3d', None),
        ("created:tody", "tody", 'no day "tody"; did you mean today?', "today"),
        ("created:2026-11-05..2026-11-01", "2026-11-05..2026-11-01",
         "the last day is before the first; did you mean 2026-11-01..2026-11-05?", "2026-11-01..2026-11-05"),
        ("tag:vi*", "vi*", "tag does not take a *", None),
        ("email:*", "*", "email needs some letters before the *", None),
        ("sort:prio", "prio", 'no order "prio"; did you mean priority?', "priority"),
        ("sort:", "sort:", "sort needs an order, as in sort:due", None),
        ("-sort:due", "-sort:due", "an order cannot be negated", None),
        ("a not:", "not:", "not needs a word or a field, as in not:tag:vip", None),
        ("not:-late", "not:-late", "only one not can stand before a word", None),
        ('a "late del', '"late del', "this quote is never closed", '"late del"'),
        ('owner:"max', '"max', "this quote is never closed", '"max"'),
        ("tag:a*" + "x" * 40 + "*", "a*" + "x" * 40 + "*", "tag does not take a *", None),
    ],
)  # fmt: skip
def test_mistakes_say_what_and_where(text: str, place: str, message: str, suggestion: str | None) -> None:
    found = mistake(text)
    assert (text[found.start : found.end], found.message, found.suggestion) == (place, message, suggestion)
    assert str(found) == message


def test_a_long_name_is_shortened_in_the_message() -> None:
    assert mistake("status:" + "x" * 31).message.startswith(f'no status "{"x" * 29}…"')


@pytest.mark.parametrize("text", ["status:opn a", "owner:max", "sort:dew", 'a "b\\', "created:tomorow", "stat:open"])
def test_a_suggestion_put_in_its_place_is_no_mistake(text: str) -> None:
    found = mistake(text)
    assert found.suggestion is not None
    parse(text[: found.start] + found.suggestion + text[found.end :], VOCABULARY)


@given(typed)
@example('"\\')
@example("created:9999-12-31")
def test_any_text_is_a_query_or_a_mistake_inside_it(text: str) -> None:
    read = query_or_mistake(text)
    if isinstance(read, Query):
        assert parse(read.text(), VOCABULARY) == read
    else:
        assert 0 <= read.start < read.end <= len(text)
        assert read.message


def test_without_a_vocabulary_names_are_mistakes_and_words_are_not() -> None:
    assert parse("a owner:me tag:x", NOBODY).text() == "a owner:me tag:x"
    with pytest.raises(QueryMistake, match='no segment "web"'):
        parse("segment:web", NOBODY)
