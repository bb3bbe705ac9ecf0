"""Queries: counted as they are listed, the same in every store, and exact about what is empty or negated."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.view import Counts
from tests.builders import BEA, CREATED
from tests.contract.house import AT_HAND, House, built, furnish
from tests.contract.searches import QUERIES


@pytest.mark.parametrize("text", QUERIES)
def test_counts_are_what_is_listed_and_by_status_without_the_status_terms(furnished: House, text: str) -> None:
    counts = furnished.reader.counts(furnished.selection(text))
    rows = furnished.listed(text)
    others = " ".join(word for word in text.split() if "status:" not in word)
    by_status = {status: sum(row.status is status for row in furnished.listed(others)) for status in Status}
    assert counts == Counts(len(rows), len(furnished.listed("")), by_status)


def test_the_stores_agree_on_every_query(tmp_path: Path) -> None:
    houses = []
    closings = []
    for maker in AT_HAND:
        house, close = built(maker, tmp_path)
        furnish(house)
        houses.append(house)
        closings.append(close)
    found = 0
    for text in QUERIES:
        first, *others = ([row.id for row in house.listed(text)] for house in houses)
        found += bool(first)
        assert all(other == first for other in others), text
    assert found > len(QUERIES) * 0.8
    for close in closings:
        close()


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("not:owner:me", lambda ticket: ticket.owner != BEA),
        ("not:owner:none", lambda ticket: ticket.owner is not None),
        ("not:score:6", lambda ticket: ticket.score != 6),
        ("score:none", lambda ticket: ticket.score is None),
        ("not:category:Refund", lambda ticket: ticket.category != "Refund"),
        ("tag:vip", lambda ticket: "vip" in map(str.casefold, ticket.tags)),
        ("not:tag:vip", lambda ticket: "vip" not in map(str.casefold, ticket.tags)),
        ("tag:none", lambda ticket: not ticket.tags),
        ("not:tag:none", lambda ticket: bool(ticket.tags)),
        ("email:none", lambda ticket: ticket.customer_email is None),
        ("email:BOB@shop.example", lambda ticket: ticket.customer_email == "bob@shop.example"),
        ("not:email:ana*", lambda ticket: not (ticket.customer_email or "").startswith("ana")),
        ("due:none", lambda ticket: ticket.due_at is None),
        ("not:due:none", lambda ticket: ticket.due_at is not None),
    ],
)
def test_empty_values_and_negations_are_exact_opposites(
    furnished: House, text: str, holds: Callable[[Ticket], bool]
) -> None:
    everything = list(furnished.reader.tickets(furnished.selection("sort:number"), None))
    wanted = {ticket.number for ticket in everything if holds(ticket)}
    assert set(furnished.numbers(text)) == wanted
    assert 0 < len(wanted) < len(everything)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("\N{KELVIN SIGN}elvin", "kelvin"),
        ("\N{LATIN SMALL LIGATURE FI}ne", "fine"),
        ("la\N{LATIN SMALL LETTER LONG S}t", "last"),
        ("stra\N{LATIN SMALL LETTER SHARP S}e", "strasse"),
        ("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}zmir", "i\N{COMBINING DOT ABOVE}zmir"),
        ('A\\B"%_', 'a\\b"%_'),
    ],
)
def test_folded_texts_are_found_whatever_they_are_folded_from(house: House, written: str, typed: str) -> None:
    made = house.desk.sit(
        BEA, lambda sitting: sitting.create({**CREATED, "account": written}, "words", tags=[written]).ticket
    )
    quoted = typed.upper() if typed.isascii() else typed
    quoted = quoted.replace("\\", "\\\\").replace('"', '\\"')
    for text in (f'account:"{quoted}"', f'tag:"{quoted}"', f"account:{typed[0]}*"):
        assert house.numbers(text) == [made.number], text
