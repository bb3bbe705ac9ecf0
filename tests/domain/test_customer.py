"""Who a customer is: their key, the queries that find them, the attempts to reach them."""

import pytest

from cxloop_tui.domain.customer import account_query, contacts_of, customer_key, customer_of, customer_query
from cxloop_tui.domain.query_parse import parse
from cxloop_tui.domain.vocabulary import Vocabulary
from tests.builders import ticket
from tests.domain.test_history import Past


@pytest.mark.parametrize(
    ("email", "phone", "respondent", "key"),
    [
        ("ana@x.example", "+39 1", "r1", "@ana@x.example"),
        (None, "+39 1", "r1", "++39 1"),
        (None, None, "r1", "#r1"),
        (None, None, None, None),
    ],
)
def test_a_customer_is_known_by_the_surest_thing_there_is(
    email: str | None, phone: str | None, respondent: str | None, key: str | None
) -> None:
    assert customer_key(email, phone, respondent) == key
    assert customer_of(ticket(customer_email=email, customer_phone=phone, respondent=respondent)) == key


@pytest.mark.parametrize(
    ("key", "text"),
    [("@ana@x.example", "email:ana@x.example"), ("++39 1", 'phone:"+39 1"'), ("#r1", None), ("", None)],
)
def test_the_query_that_finds_a_customer_can_be_typed(key: str, text: str | None) -> None:
    query = customer_query(key)
    assert (query.text() if query else None) == text
    assert query is None or parse(query.text(), Vocabulary()) == query


@pytest.mark.parametrize("account", ["acme.example", "Müller, Söhne", "none", 'the "best"', "acme*"])
def test_the_query_of_an_account_can_be_typed(account: str) -> None:
    query = account_query(account)
    assert parse(query.text(), Vocabulary()) == query


def test_attempts_are_told_newest_first_without_those_taken_back() -> None:
    past = Past()
    past.contact("call", "no-answer", "voicemail")
    gone = past.contact("call", "reached", "wrong number")
    taken_back = past.undo(gone)
    again = past.contact("met", "reached")
    past.undo(past.undo(again))
    past.comment("not an attempt")
    told = contacts_of(reversed(past.entries), {"ticket": 7})
    assert [(one.kind, one.note, one.number) for one in told] == [
        ("met reached", "", 7),
        ("call no-answer", "voicemail", 7),
    ]
    past.undo(taken_back)
    assert [one.kind for one in contacts_of(past.entries, {})] == ["met reached", "call reached", "call no-answer"]
