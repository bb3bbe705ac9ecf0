"""What somebody hears of at once: what became theirs, what of theirs was escalated, who asks them by name."""

import json

import pytest

from cxloop_tui.domain.news import News, Why, may_concern, news_of
from cxloop_tui.domain.operation import Kind, Operation, to_wire
from cxloop_tui.domain.people import Person
from tests.builders import ADA, BEA, GIA, operation, sets

ME = Person(BEA, "Bea Bari")


def heard(*operations: Operation, owner: str | None = BEA, me: Person = ME) -> list[News]:
    """Return the news; nothing that is news may be left out by the look at the text."""
    found = list(news_of(operations, me, lambda _: owner))
    concerns = may_concern(me)
    read = [one for one in operations if concerns(json.dumps(to_wire(one), ensure_ascii=False))]
    assert list(news_of(read, me, lambda _: owner)) == found
    return found


def by_ada(**fields: object) -> Operation:
    return operation(**{"by": ADA, "subject": "t", **fields})  # type: ignore[arg-type]


def test_a_ticket_that_became_mine() -> None:
    given = by_ada(set=sets(owner=(GIA, BEA)))
    made = by_ada(kind=Kind.TICKET_CREATE, subject="u", set=sets(owner=(None, BEA), status=(None, "new")))
    assert heard(given, made) == [News(Why.YOURS, "t", ADA), News(Why.YOURS, "u", ADA)]


def test_what_was_mine_already_or_went_on_to_somebody_else_is_no_news() -> None:
    assert heard(by_ada(set=sets(owner=(BEA, BEA)))) == []
    assert heard(by_ada(set=sets(owner=(GIA, BEA))), owner=GIA) == []


def test_nobody_hears_of_what_they_did_themselves() -> None:
    asked = operation(kind=Kind.COMMENT_ADD, by=BEA, comment="@Bea Bari: call back")
    assert heard(operation(by=BEA, set=sets(owner=(GIA, BEA))), asked) == []


def test_an_escalation_to_me_from_me_and_of_one_that_stays_mine() -> None:
    to_me = by_ada(set=sets(status=("open", "escalated"), owner=(GIA, BEA)))
    assert heard(to_me) == [News(Why.ESCALATED, "t", ADA, to_me=True)]
    from_me = by_ada(set=sets(status=("open", "escalated"), owner=(BEA, GIA)))
    assert heard(from_me, owner=GIA) == [News(Why.ESCALATED, "t", ADA)]
    assert heard(by_ada(set=sets(status=("open", "escalated")))) == [News(Why.ESCALATED, "t", ADA, to_me=True)]
    assert heard(by_ada(set=sets(status=("open", "escalated"))), owner=GIA) == []


def test_of_a_ticket_that_was_given_and_escalated_the_escalation_is_told() -> None:
    given, escalated = by_ada(set=sets(owner=(GIA, BEA))), by_ada(set=sets(status=("open", "escalated")))
    assert [news.why for news in heard(given, escalated)] == [Why.ESCALATED]


@pytest.mark.parametrize(
    "words",
    [
        "@bea can you call?",
        "please @Bea Bari, call",
        "@bea@desk.example",
        "(@BEA)",
        "twice: @bea.",
        "Wait for @Bea Bari",
    ],
)
def test_who_is_asked_by_name_hears_of_it_on_any_ticket(words: str) -> None:
    asked = by_ada(kind=Kind.COMMENT_ADD, comment=words)
    assert heard(asked, owner=GIA) == [News(Why.ASKED, "t", ADA, words=words)]


@pytest.mark.parametrize(
    "words", ["bea called", "@beatrice", "x@bea.it", "@bea@other.example", "@bea.maria", "@bea-trix", "@@beamer", ""]
)
def test_other_names_and_addresses_are_somebody_else(words: str) -> None:
    assert heard(by_ada(kind=Kind.COMMENT_ADD, comment=words), owner=GIA) == []


def test_a_customers_words_ask_nobody() -> None:
    made = by_ada(kind=Kind.TICKET_CREATE, comment="@bea", set=sets(owner=(None, GIA)))
    assert heard(made, owner=GIA) == []


def test_the_reason_of_an_escalation_may_ask_as_well() -> None:
    both = by_ada(set=sets(status=("open", "escalated"), owner=(BEA, GIA)), comment="@bea knows more")
    assert [news.why for news in heard(both, owner=GIA)] == [Why.ESCALATED, Why.ASKED]


def test_names_with_accents_quotes_and_signs_are_found_however_they_are_written() -> None:
    me = Person(BEA, 'Zoë "Z" O\'Neil+')
    decomposed = 'ask @Zoe\u0308 "Z" O\'Neil+ now'
    assert len(heard(by_ada(kind=Kind.COMMENT_ADD, comment=decomposed), owner=GIA, me=me)) == 1


def test_each_ticket_is_told_once_for_each_reason_the_last_time() -> None:
    asked = [by_ada(kind=Kind.COMMENT_ADD, comment=f"@bea {place}") for place in range(3)]
    assert [news.words for news in heard(*asked, owner=GIA)] == ["@bea 2"]
