"""Receipts as they travel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.clash import Clash
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.receipt import Outcome, Receipt, receipt_from_wire, receipt_to_wire
from tests.builders import BEA, NOON

values = st.none() | st.text(max_size=5) | st.integers(0, 10)
clashes = st.builds(
    Clash,
    field=st.sampled_from(["owner", "priority"]),
    seen=values,
    wanted=values,
    stands=values,
    by=st.none() | st.just(BEA),
    at=st.none() | st.integers(NOON, NOON + 10**9),
    turned=st.none() | st.just("resolved"),
)
receipts = st.builds(
    Receipt,
    operation=st.uuids().map(str),
    outcome=st.sampled_from(Outcome),
    seq=st.none() | st.integers(1, 10**9),
    reason=st.text(max_size=20),
    clashes=st.lists(clashes, max_size=3).map(tuple),
)


@given(receipts)
def test_a_receipt_comes_back_as_it_was(receipt: Receipt) -> None:
    assert receipt_from_wire(receipt_to_wire(receipt)) == receipt


def test_an_outcome_of_a_newer_program_is_unknown() -> None:
    assert receipt_from_wire({"operation": "x", "outcome": "parked"}) == Receipt("x", Outcome.UNKNOWN)


@pytest.mark.parametrize(
    "wire",
    [
        None,
        [],
        {},
        {"operation": 1, "outcome": "applied"},
        {"operation": "x", "outcome": "applied", "seq": True},
        {"operation": "x", "outcome": "applied", "seq": "1"},
        {"operation": "x", "outcome": "conflict", "clashes": {}},
        {"operation": "x", "outcome": "conflict", "clashes": [{"field": "owner"}]},
        {"operation": "x", "outcome": "conflict", "clashes": [
            {"field": "owner", "seen": 1, "wanted": 1, "stands": 1, "by": None, "at": "yesterday"}]},
    ],
)  # fmt: skip
def test_what_is_no_receipt_is_refused(wire: Json) -> None:
    with pytest.raises(Unusable, match="this is no receipt"):
        receipt_from_wire(wire)
