"""Documents as PostgreSQL keeps them: found by exactly the phrases they have, however long they are."""

from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.folding import Phrase, document
from cxloop_tui.store.postgresql import server, vectors
from cxloop_tui.store.postgresql.vectors import (
    OCTETS_MAX,
    POSITIONS_MAX,
    REPEATS_MAX,
    document_of,
    passages_of,
    query_of,
    vector_of,
)
from tests import postgresql


@pytest.fixture(scope="module")
def connection() -> Iterator[psycopg.Connection]:
    own = postgresql.server()
    database = own.empty_database()
    with server.connect(database) as opened:
        yield opened
    own.drop(database)


def found(connection: psycopg.Connection, held: str, phrases: list[Phrase]) -> bool:
    body, folded = vector_of(held)
    row = connection.execute("SELECT %s::tsvector @@ %s::tsquery", (body, query_of(phrases))).fetchone()
    assert row is not None
    return bool(row[0]) and (folded is None or all(passage in folded for passage in passages_of(phrases)))


def expected(held: str, phrases: list[Phrase]) -> bool:
    """Say it by hand: the tokens of every phrase follow each other, the last one perhaps only begun."""
    tokens = held.split(" ")

    def is_at(place: int, phrase: Phrase) -> bool:
        there = tokens[place : place + len(phrase.tokens)]
        if len(there) < len(phrase.tokens) or there[:-1] != list(phrase.tokens[:-1]):
            return False
        last = phrase.tokens[-1]
        return there[-1].startswith(last) if phrase.is_prefix else there[-1] == last

    return all(any(is_at(place, phrase) for place in range(len(tokens))) for phrase in phrases)


words = st.sampled_from(["no", "not", "房间", "间", "refund", "x" * 500])
wanted = st.lists(
    st.builds(Phrase, st.lists(words, min_size=1, max_size=3).map(tuple), st.booleans()), min_size=1, max_size=3
)


@given(tokens=st.lists(words, min_size=1, max_size=12), phrases=wanted, repeats=st.sampled_from([1, REPEATS_MAX]))
def test_a_document_is_found_by_the_phrases_it_has(
    connection: psycopg.Connection, tokens: list[str], phrases: list[Phrase], repeats: int
) -> None:
    held = " ".join(tokens * repeats)
    assert found(connection, held, phrases) == expected(held, phrases)


@pytest.mark.parametrize(
    ("held", "is_long"),
    [
        (" ".join(f"w{place}" for place in range(POSITIONS_MAX)), False),
        (" ".join(f"w{place}" for place in range(POSITIONS_MAX + 1)), True),
        ("no " * (REPEATS_MAX - 1) + "no", False),
        ("no " * REPEATS_MAX + "no", True),
        (" ".join(f"{place:0500}" for place in range(OCTETS_MAX // 501)), False),
        (" ".join(f"{place:0500}" for place in range(OCTETS_MAX // 501 + 1)), True),
        (" ".join("🀀" * 499 + chr(0x20000 + place) for place in range(390)), False),
    ],
    ids=["positions", "one more", "repeats", "one more", "octets", "more", "wide"],
)
def test_what_a_tsvector_holds_it_holds_whole(connection: psycopg.Connection, held: str, is_long: bool) -> None:
    body, folded = vector_of(held)
    assert (folded is not None) == is_long
    words = "SELECT array_agg(w.lexeme ORDER BY p.place) FROM unnest(%s::tsvector) w, unnest(w.positions) p (place)"
    row = connection.execute(words, (body,)).fetchone()
    assert row is not None
    same = document_of(row[0], folded) == held
    assert same, "compared apart, to keep what is printed short"
    tokens = held.split(" ")
    for at in (0, len(tokens) // 2, len(tokens) - 2):
        assert found(connection, held, [Phrase(tuple(tokens[at : at + 2]), is_prefix=False)])
    assert not found(connection, held, [Phrase((tokens[-1], tokens[0], tokens[-1]), is_prefix=False)]) or "no" in held


@given(st.text())
def test_nothing_folded_is_read_as_syntax(connection: psycopg.Connection, text: str) -> None:
    held = document(text)
    if held:
        assert found(connection, held, [Phrase(tuple(held.split(" ")), is_prefix=False)])
        assert vectors._LONG not in held
