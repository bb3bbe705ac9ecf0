"""List and detail: side by side or one at a time, and the keys and clicks that go between them."""

import asyncio

import pytest

from cxloop_tui.ui.widgets.covered import Covered
from cxloop_tui.ui.widgets.ticket_list import TicketList
from tests.builders import BEA
from tests.ui.desk_host import desk, plenty

LOW, WIDE = (80, 24), (120, 30)


async def test_the_detail_follows_while_rows_of_the_list_are_still_being_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with desk(WIDE) as at:
        come = asyncio.Event()

        async def wait(_asked: TicketList.NeedRows) -> None:
            await come.wait()

        monkeypatch.setattr(at.inbox._listing, "feed", wait)
        at.inbox.list.post_message(TicketList.NeedRows(at.inbox.list.rows[-1], None, 10))
        await at.press("j")
        assert at.inbox.detail.ticket_id == at.cursor
        come.set()


# Widths ------------------------------------------------------------------------------------------------------------


async def test_below_100_columns_the_detail_takes_the_whole_width() -> None:
    async with desk(LOW) as at:
        assert not at.detail_is_shown()
        await at.press("j", "enter")
        assert at.inbox.detail.size.width == 80
        assert not at.list_is_shown()
        assert "kim@shop.example" in at.seen
        await at.press("escape")
        assert at.list_is_shown()
        assert at.focused() == "list"


async def test_from_100_columns_on_they_stand_beside_each_other() -> None:
    async with desk(WIDE) as at:
        assert at.list_is_shown()
        assert at.detail_is_shown()
        await at.press("enter")
        assert at.list_is_shown()
        assert at.focused() == "detail"


@pytest.mark.parametrize("size", [LOW, WIDE, (99, 12), (40, 10)])
async def test_nothing_is_in_sight_of_what_others_lie_upon(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        for key in ("f", "escape", "enter"):
            cells = {(x, y) for x in range(size[0]) for y in range(size[1])}
            drawn = {at.app.screen.get_widget_at(x, y)[0] for x, y in cells}
            assert not any(isinstance(widget, Covered) for widget in drawn)
            await at.press(key)


async def test_a_window_that_is_resized_shows_what_fits() -> None:
    async with desk(WIDE) as at:
        await at.pilot.resize_terminal(99, 24)
        await at.settled()
        assert not at.detail_is_shown()
        await at.pilot.resize_terminal(100, 24)
        await at.settled()
        assert at.detail_is_shown()
        assert at.inbox.detail.ticket_id == at.cursor


async def test_a_detail_that_has_the_keys_stays_in_sight_when_the_window_narrows() -> None:
    async with desk(WIDE) as at:
        await at.click(at.inbox.detail, 10, 20)
        assert at.focused() == "detail"
        await at.pilot.resize_terminal(80, 24)
        await at.settled()
        focused = at.inbox.focused
        assert focused is not None
        assert focused.display


# Keys --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [LOW, WIDE])
@pytest.mark.parametrize(
    ("there", "back"), [("tab", "tab"), ("enter", "escape"), ("enter", "0"), ("enter", "q"), ("tab", "shift+tab")]
)
async def test_from_pane_to_pane_and_back(size: tuple[int, int], there: str, back: str) -> None:
    async with desk(size) as at:
        await at.press(there)
        assert at.focused() == "detail"
        await at.press(back)
        assert at.focused() == "list"
        assert at.app.is_running
        assert at.list_is_shown()


async def test_q_in_the_list_quits() -> None:
    async with desk(WIDE) as at:
        await at.press("enter", "q")
        assert not at.app._exit
        await at.pilot.press("q")
        assert at.app._exit


@pytest.mark.parametrize("size", [LOW, WIDE])
async def test_capital_letters_move_the_other_pane(size: tuple[int, int]) -> None:
    async with desk(size, tickets=plenty(8)) as at:
        at.colleague_says(BEA, 8, *("word\n" * length for length in range(4, 10)))
        await at.press("f5", "g", "enter")
        cursor = at.cursor
        await at.press("j", "j")
        assert (at.inbox.detail.top, at.cursor) == (2, cursor)
        await at.press("k")
        assert at.inbox.detail.top == 1
        await at.press("J")
        assert at.cursor != cursor
        assert at.inbox.detail.ticket_id == at.cursor
        assert at.focused() == "detail"
        await at.press("K")
        assert at.cursor == cursor


async def test_in_the_list_capital_letters_scroll_the_detail() -> None:
    async with desk(WIDE, tickets=plenty(8)) as at:
        at.colleague_says(BEA, 8, *("word\n" * length for length in range(4, 10)))
        await at.press("f5", "g")
        cursor = at.cursor
        await at.press("J", "J", "K")
        assert (at.inbox.detail.top, at.cursor, at.focused()) == (1, cursor, "list")


@pytest.mark.parametrize("size", [LOW, WIDE])
async def test_one_and_two_choose_the_tab_and_open_the_ticket_where_it_hides(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        await at.press("G", "2")
        assert at.detail_is_shown()
        assert at.tab() == "logs"
        assert "created" in at.seen
        await at.press("2")
        assert "status changes only" in at.seen
        await at.press("2")
        assert "status changes only" not in at.seen
        await at.press("1")
        assert at.tab() == "comments"
        assert "Asked the bank" in at.seen
        await at.press("right_square_bracket")
        assert at.tab() == "logs"
        await at.press("left_square_bracket")
        assert at.tab() == "comments"


async def test_far_rows_are_read_when_they_are_needed() -> None:
    async with desk(LOW, tickets=plenty(400)) as at:
        await at.press("G")
        assert at.inbox.list.cursor_row is not None
        assert at.inbox.list.cursor_row.number == 1
        await at.press("g")
        assert at.inbox.list.cursor_row.number == 400
        for _ in range(12):
            await at.press("pagedown")
        assert at.inbox.list.cursor_row.number == 400 - 12 * 17
        await at.press("ctrl+u", "pageup", "ctrl+d")
        assert at.inbox.list.cursor_row.number == 400 - 11 * 17


# The mouse ---------------------------------------------------------------------------------------------------------


async def test_a_click_selects_a_row_and_a_second_one_opens_it() -> None:
    async with desk(LOW) as at:
        await at.click(at.inbox.list, 30, 5)
        assert at.inbox.list.cursor_row is not None
        assert at.inbox.list.cursor_row.number == 8
        assert not at.detail_is_shown()
        await at.click(at.inbox.list, 30, 5)
        assert at.detail_is_shown()
        assert "hal@shop.example" in at.seen


async def test_a_click_on_a_tab_shows_it() -> None:
    async with desk(WIDE) as at:
        y = next(number for number, line in enumerate(at.lines) if "2 Logs" in line)
        x = at.lines[y].index("2 Logs")
        await at.pilot.click(offset=(x + 1, y))
        await at.settled()
        assert at.tab() == "logs"
