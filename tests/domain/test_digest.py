"""A checksum of tickets by segment."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.digest import digest, mark
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.ticket import Ticket
from tests.builders import EVE, ticket

TICKETS = [ticket(id=f"t{place}", number=place, segment=["bari", "south"][place % 2]) for place in range(6)]


@given(st.permutations(TICKETS))
def test_the_order_of_tickets_does_not_matter(tickets: list[Ticket]) -> None:
    assert digest(tickets) == digest(TICKETS)


def test_it_says_in_which_segment_something_differs() -> None:
    changed = [*TICKETS[:-1], TICKETS[-1]._replace(owner=EVE)]
    ours, theirs = digest(TICKETS), digest(changed)
    assert ours["bari"] == theirs["bari"]
    assert ours["south"] != theirs["south"]
    assert ours["south"].startswith("3:")


def test_every_field_of_a_ticket_counts() -> None:
    one = TICKETS[0]
    others: dict[str, Any] = {
        "status": Status.RESOLVED, "priority": Priority.CRITICAL, "tags": ("x",), "reopened": 5, "withdrawn": True,
    }  # fmt: skip
    for name in one._fields:
        wanted: dict[str, Any] = {name: others.get(name, "another")}
        other = one._replace(**wanted)
        assert mark(other) != mark(one), name
