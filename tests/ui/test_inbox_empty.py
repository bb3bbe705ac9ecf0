"""Nothing to show: the desk says what to do, every key is harmless, and the first ticket is shown."""

import pytest

from tests.builders import BEA
from tests.ui.agreement import demand_agreement
from tests.ui.desk_host import desk, no_tickets

LOW, WIDE = (80, 24), (120, 30)


@pytest.mark.parametrize("size", [LOW, WIDE])
async def test_an_empty_store_welcomes_and_every_key_is_harmless(size: tuple[int, int]) -> None:
    async with desk(size, tickets=no_tickets) as at:
        assert "No tickets yet." in at.seen
        assert "cxloop import responses FILE" in at.seen
        for key in (*"jkGgctEdspaiMeHXyYzxJKN!FmF[]", "ctrl+d", "pagedown"):
            await at.press(key)
            assert at.no_dialog(), key
        assert "No tickets yet." in at.seen


async def test_the_first_ticket_takes_the_place_of_the_welcome() -> None:
    async with desk(LOW, tickets=no_tickets) as at:
        await at.press("n")
        await at.write("pat@shop.example")
        await at.press("tab")
        await at.write("The door sticks.")
        await at.press("ctrl+s")
        assert at.listed == [1]
        assert "No tickets yet." not in at.seen


async def test_the_first_ticket_of_somebody_else_takes_the_place_of_the_welcome() -> None:
    async with desk(LOW, tickets=no_tickets) as at:
        wanted = {"customer_email": "new@shop.example", "segment": "bari", "owner": BEA}
        at.colleague(BEA, lambda sitting: sitting.create(wanted, "Just came in."))
        await at.look_again()
        assert at.listed == [1]
        assert "Just came in." in at.seen


async def test_nothing_found_says_how_to_go_back() -> None:
    async with desk(WIDE) as at:
        await at.press("slash", *"xylophone", "enter")
        assert "Nothing found." in at.seen
        assert "all tickets again" in at.seen
        assert "No ticket here." in at.seen
        demand_agreement(at)
        await at.press("c", "enter")
        assert at.no_dialog()
        await at.press("F")
        assert len(at.listed) == 12
