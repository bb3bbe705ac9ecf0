"""Lists: in the order that was asked for, wherever a window into them begins."""

from dataclasses import replace

import pytest

from cxloop_tui.domain.ticket import Ticket
from tests.contract.house import House
from tests.contract.searches import FILTERS, ORDERS


def sorted_by_hand(house: House, order: str) -> list[Ticket]:
    """All listed tickets, in the order the design gives: empty ones last, equal ones newest first."""
    tickets = list(house.reader.tickets(house.selection("sort:created"), None))
    places = {ticket.id: int(ticket.number or 0) for ticket in tickets}
    newest_first = sorted(tickets, key=lambda ticket: -places[ticket.id])
    match order:
        case "sort:created":
            return sorted(newest_first, key=lambda ticket: -ticket.created_at)
        case "sort:due":
            return sorted(newest_first, key=lambda ticket: (ticket.due_at is None, ticket.due_at or 0))
        case "sort:priority":
            return sorted(newest_first, key=lambda ticket: -ticket.priority.rank)
        case "sort:number":
            return sorted(newest_first, key=lambda ticket: -int(ticket.number or 0))
        case "sort:customer":
            names = {one.id: (one.customer_name or one.customer_email or "").casefold() for one in tickets}
            return sorted(newest_first, key=lambda ticket: (not names[ticket.id], names[ticket.id]))
        case _:
            return sorted(newest_first, key=lambda ticket: -ticket.updated_at)


@pytest.mark.parametrize("order", ORDERS)
def test_a_list_is_in_its_order(furnished: House, order: str) -> None:
    wanted = [ticket.id for ticket in sorted_by_hand(furnished, order)]
    assert [row.id for row in furnished.listed(order)] == wanted
    assert [ticket.id for ticket in furnished.reader.tickets(furnished.selection(order), None)] == wanted
    assert len(wanted) > 30


@pytest.mark.parametrize("text", [*ORDERS, *FILTERS])
def test_windows_are_slices_of_the_whole_list_wherever_they_begin(furnished: House, text: str) -> None:
    whole = furnished.listed(text)
    selection = furnished.selection(text)
    assert len(whole) > 4
    for limit in (1, 3, 100):
        for at, anchor in enumerate(whole):
            following = furnished.reader.window(selection, after=anchor, before=None, limit=limit)
            assert list(following.rows) == whole[at + 1 : at + 1 + limit]
            assert (following.at_start, following.at_end) == (False, at + 1 + limit >= len(whole))
            preceding = furnished.reader.window(selection, after=None, before=anchor, limit=limit)
            assert list(preceding.rows) == whole[max(0, at - limit) : at]
            assert (preceding.at_start, preceding.at_end) == (at <= limit, False)
        first = furnished.reader.window(selection, after=None, before=None, limit=limit)
        assert list(first.rows) == whole[:limit]
        assert (first.at_start, first.at_end) == (True, limit >= len(whole))
        last = furnished.reader.window_at_end(selection, limit)
        assert list(last.rows) == whole[-limit:]
        assert (last.at_start, last.at_end) == (limit >= len(whole), True)


@pytest.mark.parametrize("text", [*ORDERS, *FILTERS])
def test_a_window_around_a_ticket_is_a_slice_of_the_whole_list(furnished: House, text: str) -> None:
    whole, selection = furnished.listed(text), furnished.selection(text)
    for at, row in enumerate(whole):
        around = furnished.reader.window_around(selection, row.id, 2)
        assert around is not None
        assert list(around.rows) == whole[max(0, at - 2) : at + 3]
        assert (around.at_start, around.at_end) == (at <= 2, at + 3 >= len(whole))
    absent = [row.id for row in furnished.listed("") if row.id not in {one.id for one in whole}]
    assert all(furnished.reader.window_around(selection, one, 2) is None for one in [*absent, "nobody"])


def test_rows_are_read_many_at_once(furnished: House) -> None:
    some = furnished.listed("sort:number")[:5]
    read = furnished.reader.rows([*(row.id for row in some), "nobody"])
    assert sorted(read, key=lambda row: -int(row.number or 0)) == [replace(row, key=None) for row in some]


@pytest.mark.parametrize("text", [*ORDERS, *FILTERS])
def test_a_position_is_the_place_in_the_whole_list(furnished: House, text: str) -> None:
    selection = furnished.selection(text)
    whole = furnished.listed(text)
    assert [furnished.reader.position(selection, row) for row in whole] == list(range(len(whole)))


def test_whole_tickets_come_as_many_as_asked(furnished: House) -> None:
    some = list(furnished.reader.tickets(furnished.selection("sort:due"), 7))
    assert [ticket.id for ticket in some] == [row.id for row in furnished.listed("sort:due")[:7]]
    assert some[0] == furnished.ticket(some[0].id)


def test_a_row_says_of_its_ticket_what_the_ticket_says(furnished: House) -> None:
    for row in furnished.listed("sort:number"):
        ticket = furnished.ticket(row.id)
        assert row.said == ticket.comment[:300]
        for name in ("number", "status", "priority", "segment", "owner", "customer_email", "customer_name", "score",
                     "score_kind", "created_at", "updated_at", "due_at", "reopened"):  # fmt: skip
            assert getattr(row, name) == getattr(ticket, name)
        assert furnished.reader.row(row.id) == replace(row, key=None)
