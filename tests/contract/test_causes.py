"""Causes, over every store: counted of any query; found without regard to case, by their beginning, where none is."""

from functools import partial

import pytest

from cxloop_tui.domain.causes import By
from cxloop_tui.services.desk import Sitting
from tests.builders import ADA
from tests.contract.house import House


@pytest.fixture
def told(house: House) -> House:
    """Five resolved tickets, three of them late parcels in one way or another, and one that is open."""
    for place, cause in enumerate(("Late parcel", "late parcel", "Late parcel, again", "tone", "ÜBER Nacht")):
        ticket = house.create(customer_email=f"c{place}@x.example", category="delivery" if place < 2 else None)
        house.act(partial(resolved, ticket.id, cause), ADA)
    house.create()
    return house


def resolved(ticket_id: str, cause: str, sitting: Sitting) -> None:
    sitting.resolve(ticket_id, root_cause=cause, action_taken="sent anew", told="call")


def counted(house: House, text: str, by: By = By.CAUSE) -> dict[str, int]:
    queries = house.queries(ADA)
    return {share.word: share.tickets for share in queries.counted_by(queries.parse(text), by)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {"Late parcel": 2, "Late parcel, again": 1, "tone": 1, "ÜBER Nacht": 1}),
        ("status:resolved", {"Late parcel": 2, "Late parcel, again": 1, "tone": 1, "ÜBER Nacht": 1}),
        ("status:new", {}),
        ("email:c3@x.example", {"tone": 1}),
        ("parcel", {"Late parcel": 2, "Late parcel, again": 1}),
        ("cause:late*", {"Late parcel": 2, "Late parcel, again": 1}),
        ("owner:me", {}),
    ],
)
def test_counted_of_any_query(told: House, text: str, found: dict[str, int]) -> None:
    assert counted(told, text) == found


def test_categories_are_counted_too(told: House) -> None:
    assert counted(told, "", By.CATEGORY) == {"delivery": 2}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('cause:"LATE parcel"', 2), ("cause:late*", 3), ("cause:none", 1), ('cause:"über nacht"', 1),
        ('not:cause:"late parcel"', 4), ('cause:"late parcel",tone', 3), ('"late parcel" cause:"late parcel"', 2),
    ],
)  # fmt: skip
def test_what_lies_behind_a_cause_is_found(told: House, text: str, count: int) -> None:
    queries = told.queries(ADA)
    query = queries.parse(text)
    assert queries.counts(query).found == count
    assert len(list(queries.tickets(query))) == count
