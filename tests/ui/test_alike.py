"""What is alike, one reply to all of it, and two addresses of one person."""

import pytest

from cxloop_tui.domain.history import comments_of
from tests.ui.desk_host import AtDesk, Making, desk
from tests.ui.forms import go_to

LOW, WIDE = (80, 24), (120, 40)


def couriers(making: Making) -> None:
    """Three that speak of a courier and a lamp, and one that does not; one customer has no name."""
    making.ticket("ana@shop.example", "The courier left the lamp in the rain", 4, customer_name="Ana Rossi")
    making.ticket("kim@shop.example", "A lamp in pieces, says the courier", 3)
    making.ticket("lee@shop.example", "The courier threw my lamp over the fence", 2, customer_name="Lee")
    making.ticket("max@shop.example", "The invoice is wrong", 1)


def said(at: AtDesk, number: int) -> str:
    view = at.view(number)
    return comments_of(view.ticket, view.entries)[-1].body


@pytest.mark.parametrize("size", [LOW, WIDE])
async def test_what_is_alike_is_listed_and_told(size: tuple[int, int]) -> None:
    async with desk(size, tickets=couriers) as at:
        await go_to(at, 1)
        await at.press("equals_sign")
        assert at.inbox.shown.query.text() == "#1 #3 #2"
        assert len(at.listed) == 3
        assert "2 alike #1 since " in at.said[-1]
        assert "courier, lamp" in at.said[-1]


async def test_where_nothing_is_alike_the_list_stays() -> None:
    async with desk(WIDE, tickets=couriers) as at:
        await go_to(at, 4)
        await at.press("equals_sign")
        assert at.said[-1] == "nothing that came within 14 days speaks of the same as #4"
        assert at.inbox.shown.query.is_everything


async def test_one_reply_goes_to_the_customer_of_each_who_is_greeted_by_name() -> None:
    async with desk(WIDE, tickets=couriers) as at:
        await go_to(at, 1)
        await at.press("equals_sign", "asterisk", "r")
        await at.write("We found the courier.")
        await at.press("ctrl+s")
        await at.press("enter")
        assert at.no_dialog()
        assert "3 written to" in at.said[-1]
        assert said(at, 1).startswith("[#1]\n\n")
        assert "Ana Rossi" in said(at, 1)
        assert "Lee" in said(at, 3)
        assert all("We found the courier." in said(at, number) for number in (1, 2, 3))
        assert not any("{" in said(at, number) for number in (1, 2, 3))
        await at.press("z")
        assert "We found" not in said(at, 1) + said(at, 2) + said(at, 3)


async def test_a_reply_to_many_with_a_gap_does_not_go() -> None:
    async with desk(WIDE, tickets=couriers) as at:
        await at.press("asterisk", "r", "ctrl+s")
        assert "text still has a gap ____ to fill in" in at.seen


async def test_another_address_of_the_same_person_brings_their_tickets_onto_the_page() -> None:
    async with desk(WIDE, tickets=couriers) as at:
        await go_to(at, 1)
        await at.press("3", "ampersand")
        await at.write("Max@shop.example")
        await at.press("ctrl+s")
        assert at.no_dialog()
        assert at.said[-1] == "max@shop.example is the same customer; z takes it back"
        assert "also max@shop.example" in at.seen
        assert "The invoice is wrong" in at.seen
        await at.press("z")
        assert "also max@shop.example" not in at.seen


@pytest.mark.parametrize(("typed", "wrong"), [("max", "is no address"), ("ana@shop.example", "the address of this")])
async def test_what_is_no_other_address_is_refused(typed: str, wrong: str) -> None:
    async with desk(WIDE, tickets=couriers) as at:
        await go_to(at, 1)
        await at.press("ampersand")
        await at.write(typed)
        await at.press("ctrl+s")
        assert wrong in at.seen
