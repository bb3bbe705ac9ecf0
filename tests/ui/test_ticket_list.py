"""The list on a screen: what is painted is what the data say, wherever the user goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual import on
from textual.color import Color
from textual.content import Content
from textual.events import MouseScrollDown
from textual.filter import LineFilter

from cxloop_tui.domain.clock import DAY, HOUR, MINUTE
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.view import TicketRow, Window
from cxloop_tui.ui.render import painter
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.row import Columns, Cursor, Sheet, first_names, header_strip, row_strip
from cxloop_tui.ui.themes import LIGHT
from cxloop_tui.ui.widgets.ticket_list import TicketList
from tests.ui.conftest import HOSTILE, NOW, WidgetHost, screen_text, ticket_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.segment import Segment
    from textual.geometry import Region
    from textual.message import Message
    from textual.strip import Strip

NAMES = {"max@desk.example": "Max Riva", "south": "South"}


class SpiedList(TicketList):
    """Remembers what it was asked to repaint: None for everything."""

    def __init__(self) -> None:
        super().__init__()
        self.repainted: list[tuple[int, ...] | None] = []

    def refresh(self, *regions: Region, **options: Any) -> Any:
        self.repainted.append(tuple(region.y for region in regions) or None)
        return super().refresh(*regions, **options)


class Desk(WidgetHost):
    """Feeds a list from rows in memory, as the screen does from the store."""

    def __init__(self, rows: Sequence[TicketRow], *, answers: bool = True) -> None:
        self.tickets = SpiedList()
        super().__init__(self.tickets)
        self.rows = list(rows)
        self.answers = answers
        self.heard: list[Message] = []

    def window(self, start: int, end: int) -> Window:
        start, end = max(start, 0), min(end, len(self.rows))
        return Window(tuple(self.rows[start:end]), at_start=start == 0, at_end=end == len(self.rows))

    def show(self, start: int, end: int, cursor_id: str | None = None) -> None:
        self.tickets.show(self.window(start, end), cursor_id=cursor_id, position=max(start, 0), names=NAMES, now=NOW)
        self.tickets.total = len(self.rows)

    @on(TicketList.NeedRows)
    def give_rows(self, need: TicketList.NeedRows) -> None:
        self.heard.append(need)
        if not self.answers:
            return
        if need.after is not None:
            start = self.rows.index(need.after) + 1
            self.tickets.extend(self.window(start, start + need.limit), need)
        elif need.before is not None:
            end = self.rows.index(need.before)
            self.tickets.extend(self.window(end - need.limit, end), need)

    @on(TicketList.NeedEnd)
    def give_end(self) -> None:
        self.show(len(self.rows) - self.tickets.rows_at_first, len(self.rows), self.rows[-1].id)

    @on(TicketList.NeedStart)
    def give_start(self) -> None:
        self.show(0, self.tickets.rows_at_first, self.rows[0].id)

    @on(TicketList.Highlighted)
    @on(TicketList.Opened)
    def hear(self, message: TicketList.Highlighted | TicketList.Opened) -> None:
        self.heard.append(message)

    def told(self, kind: type[TicketList.Highlighted | TicketList.Opened]) -> list[str]:
        return [message.ticket_id for message in self.heard if isinstance(message, kind)]

    def expected(self, top: int, *, ticket_width: int = 6) -> str:
        """Draw the screen again from the data alone."""
        width, height = self.tickets.size
        columns = Columns.for_width(width, self.size.width, ticket_width=ticket_width)
        sheet = Sheet(columns, Looks.from_variables(self.theme_variables), names=NAMES, owners=first_names(NAMES))
        lines = [header_strip(sheet).text]
        for row in self.rows[top : top + height - 1]:
            cursor = Cursor.HERE if row is self.tickets.cursor_row else Cursor.NONE
            lines.append(row_strip(row, sheet, cursor=cursor, now=NOW).text)
        lines += [" " * width] * (height - len(lines))
        return "\n".join(line[:-1] for line in lines)

    def painted(self) -> str:
        """Return the screen without its last column, where the position mark is."""
        return "\n".join(line[:-1] for line in screen_text(self).splitlines())


def many(count: int) -> list[TicketRow]:
    said = [*HOSTILE, "a plain complaint", "très long " * 30]
    return [
        ticket_row(place, said=said[place % len(said)], status=list(Status)[place % 4], reopened=place % 3)
        for place in range(count)
    ]


@pytest.mark.parametrize("width", [50, 65, 80, 100, 140, 200])
async def test_the_painted_screen_is_the_data(width: int) -> None:
    desk = Desk(many(40))
    async with desk.run_test(size=(width, 24)) as pilot:
        desk.show(0, 40)
        await pilot.pause()
        assert desk.painted() == desk.expected(0)
        desk.tickets.move(30)
        await pilot.pause()
        assert desk.painted() == desk.expected(8)


async def test_all_of_five_thousand_rows_can_be_walked_through_and_back() -> None:
    desk = Desk(many(5000))
    async with desk.run_test(size=(90, 40)) as pilot:
        desk.show(0, desk.tickets.rows_asked)
        await pilot.pause()
        seen = {0}
        for direction, last in ((1, 4999), (-1, 0)):
            pages = 0
            while desk.tickets.cursor_position != last:
                desk.tickets.page(direction)
                pages += 1
                if pages % 8 == 0 or desk.tickets.cursor_row in (desk.tickets.rows[0], desk.tickets.rows[-1]):
                    await pilot.pause()
                position = desk.tickets.cursor_position
                assert position is not None
                assert desk.tickets.cursor_row is desk.rows[position]
                seen.add(position)
            await pilot.pause()
            assert desk.painted() == desk.expected(4961 if last else 0)
            assert len(desk.tickets.rows) < 600
        assert len(seen) > 5000 / 39


@pytest.mark.parametrize("height", [24, 250])
async def test_the_next_screen_is_drawn_before_somebody_turns_to_it(
    height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: dict[str, bool] = {}

    def drawing(row: TicketRow, sheet: Sheet, **options: Any) -> Strip:
        drawn[row.id] = options["has_thumb"]
        return row_strip(row, sheet, **options)

    monkeypatch.setattr(painter, "row_strip", drawing)
    desk, screen = Desk(many(1000)), height - 1
    async with desk.run_test(size=(80, height)) as pilot:
        desk.show(0, 1000)
        for _ in range(500):
            await pilot.pause(0.01)
            if len(drawn) == 2 * screen:
                break
        assert drawn.keys() == {row.id for row in desk.rows[: 2 * screen]}
        for turned, top in ((1, screen - 1), (-1, 0)):
            drawn.clear()
            desk.tickets.page(turned)
            await pilot.pause()
            assert desk.painted() == desk.expected(top)
            below_cursor = {row.id for row in desk.rows[top + 1 : top + screen]}
            anew = {row for row, has_thumb in drawn.items() if not has_thumb}
            assert len(below_cursor & anew) <= 1, "the row that had the cursor"


async def test_nothing_is_drawn_ahead_of_the_first_paint() -> None:
    desk = Desk(many(200))
    desk.tickets.display = False
    async with desk.run_test(size=(80, 24)) as pilot:
        desk.show(0, 200)
        assert desk.tickets._drawing is None, "it would begin after a moment"
        desk.tickets.display = True
        await pilot.pause()
        assert desk.painted() == desk.expected(0)


async def test_start_and_end_are_asked_for_when_they_are_far() -> None:
    desk = Desk(many(5000))
    async with desk.run_test(size=(80, 24)) as pilot:
        desk.show(0, 70)
        desk.tickets.end()
        await pilot.pause()
        await pilot.pause()
        assert desk.tickets.cursor_row is desk.rows[-1]
        assert desk.painted() == desk.expected(5000 - 23)
        assert screen_text(desk).splitlines()[-1].endswith("▐")
        desk.tickets.home()
        await pilot.pause()
        await pilot.pause()
        assert desk.tickets.cursor_row is desk.rows[0]
        assert desk.painted() == desk.expected(0)
        assert screen_text(desk).splitlines()[1].endswith("▐")


async def test_start_and_end_that_are_loaded_are_not_asked_for() -> None:
    desk = Desk(many(30))
    async with desk.run_test(size=(80, 24)) as pilot:
        desk.show(0, 30)
        desk.tickets.end()
        assert desk.tickets.cursor_row is desk.rows[-1]
        desk.tickets.home()
        assert desk.tickets.cursor_row is desk.rows[0]
        await pilot.pause()
        assert not [message for message in desk.heard if not isinstance(message, TicketList.Highlighted)]


async def test_a_move_on_the_screen_repaints_two_rows() -> None:
    desk = Desk(many(100))
    async with desk.run_test(size=(80, 24)) as pilot:
        desk.show(0, 100)
        await pilot.pause()
        desk.tickets.repainted.clear()
        desk.tickets.move(3)
        assert desk.tickets.repainted == [(1, 4)]
        await pilot.pause()
        assert desk.painted() == desk.expected(0)
        desk.tickets.repainted.clear()
        desk.tickets.move(-99)
        desk.tickets.move(-1)
        assert desk.tickets.repainted == [(4, 1)]
        desk.tickets.repainted.clear()
        desk.tickets.move(23)
        assert desk.tickets.repainted == [None]


async def test_a_refresh_leaves_cursor_and_screen_where_they_are() -> None:
    desk = Desk(many(200))
    async with desk.run_test(size=(80, 24)) as pilot:
        desk.show(0, 100)
        desk.tickets.move(50)
        await pilot.pause()
        before, ticket = screen_text(desk), desk.rows[50]
        desk.rows[:0] = [ticket_row(place) for place in range(1000, 1005)]
        desk.show(0, 120, ticket.id)
        await pilot.pause()
        assert desk.tickets.cursor_row is ticket
        assert [line[:-1] for line in before.splitlines()] == desk.painted().splitlines()
        assert desk.told(TicketList.Highlighted)[-1] == ticket.id


async def test_a_ticket_that_left_the_list_is_followed_by_the_next() -> None:
    desk = Desk(many(60))
    async with desk.run_test(size=(80, 24)) as pilot:
        desk.show(0, 60)
        desk.tickets.move(7)
        await pilot.pause()
        gone = desk.rows.pop(7)
        desk.show(0, 59, gone.id)
        await pilot.pause()
        assert desk.tickets.cursor_row is desk.rows[7]
        assert desk.told(TicketList.Highlighted)[-1] == desk.rows[7].id


async def test_rows_are_asked_for_once_and_before_they_run_out() -> None:
    desk = Desk(many(500), answers=False)
    async with desk.run_test(size=(80, 21)) as pilot:
        desk.show(0, 60)
        await pilot.pause()
        assert not desk.heard[1:]
        for _ in range(50):
            desk.tickets.move(1)
        await pilot.pause()
        needs = [message for message in desk.heard if isinstance(message, TicketList.NeedRows)]
        assert [(need.after, need.before, need.limit) for need in needs] == [(desk.rows[59], None, 60)]


async def test_an_answer_to_an_old_question_is_ignored() -> None:
    desk = Desk(many(500), answers=False)
    async with desk.run_test(size=(80, 21)) as pilot:
        desk.show(0, 30)
        await pilot.pause()
        old = next(message for message in desk.heard if isinstance(message, TicketList.NeedRows))
        desk.show(100, 130, desk.rows[100].id)
        await pilot.pause()
        desk.tickets.extend(desk.window(30, 90), old)
        assert desk.tickets.rows == tuple(desk.rows[100:130])


async def test_the_place_the_cursor_came_to_rest_is_told() -> None:
    desk = Desk(many(100))
    async with desk.run_test(size=(80, 24)) as pilot:
        desk.show(0, 100)
        await pilot.pause()
        for _ in range(5):
            desk.tickets.move(1)
        await pilot.pause()
        desk.tickets.move(0)
        await pilot.pause()
        assert desk.told(TicketList.Highlighted) == [desk.rows[0].id, desk.rows[5].id]


async def test_enter_on_nothing_opens_nothing() -> None:
    desk = Desk([])
    async with desk.run_test(size=(80, 24)) as pilot:
        desk.show(0, 0)
        desk.tickets.open()
        for movement in (desk.tickets.move, desk.tickets.page, desk.tickets.half_page):
            movement(1)
            movement(-1)
        desk.tickets.home()
        desk.tickets.end()
        await pilot.pause()
        assert desk.tickets.cursor_row is None
        assert desk.heard == []


async def test_a_click_selects_and_a_click_on_the_current_row_opens() -> None:
    desk = Desk(many(100))
    async with desk.run_test(size=(80, 24)) as pilot:
        desk.show(0, 100)
        await pilot.click(TicketList, offset=(20, 5))
        assert desk.tickets.cursor_row is desk.rows[4]
        assert desk.told(TicketList.Opened) == []
        await pilot.click(TicketList, offset=(40, 9))
        await pilot.click(TicketList, offset=(40, 0))
        assert desk.tickets.cursor_row is desk.rows[8]
        await pilot.double_click(TicketList, offset=(40, 12))
        assert desk.told(TicketList.Opened) == [desk.rows[11].id]


async def test_a_double_click_on_the_current_row_opens_it_once() -> None:
    desk = Desk(many(10))
    async with desk.run_test(size=(80, 24)) as pilot:
        desk.show(0, 10)
        await pilot.double_click(TicketList, offset=(40, 1))
        assert desk.told(TicketList.Opened) == [desk.rows[0].id]
        await pilot.click(TicketList, offset=(40, 20))
        assert desk.told(TicketList.Opened) == [desk.rows[0].id]
        assert desk.tickets.cursor_row is desk.rows[0]


async def test_the_wheel_scrolls_and_the_cursor_stays_behind_until_a_key() -> None:
    desk = Desk(many(300))
    async with desk.run_test(size=(80, 24)) as pilot:
        desk.show(0, 70)
        for _ in range(20):
            await pilot._post_mouse_events([MouseScrollDown], TicketList, offset=(10, 10), button=0)
        await pilot.pause()
        assert desk.tickets.cursor_row is desk.rows[0]
        assert desk.painted() == desk.expected(60)
        desk.tickets.move(1)
        await pilot.pause()
        assert desk.painted() == desk.expected(1)


async def test_focus_elsewhere_is_seen_on_the_cursors_bar() -> None:
    desk = Desk(many(10))
    async with desk.run_test(size=(80, 24)) as pilot:
        desk.show(0, 10)
        await pilot.pause()
        looks = Looks.from_variables(desk.theme_variables)
        assert _bar(desk) == looks.here.color
        desk.set_focus(None)
        await pilot.pause()
        assert _bar(desk) == looks.muted.color


def _bar(desk: Desk) -> Any:
    first = next(iter(desk.screen._compositor.render_strips()[1]))
    assert first.text.startswith("▌")
    assert first.style
    return first.style.color


async def test_another_theme_repaints_in_its_colours() -> None:
    desk = Desk(many(10))
    async with desk.run_test(size=(80, 24)) as pilot:
        desk.show(0, 10)
        await pilot.pause()
        dark = screen_text(desk)
        desk.theme = LIGHT.name
        await pilot.pause()
        assert screen_text(desk) == dark
        assert Color.from_rich_color(_bar(desk)) == Color.parse(LIGHT.primary)


async def test_a_resize_keeps_the_cursor_in_sight() -> None:
    desk = Desk(many(100))
    async with desk.run_test(size=(80, 40)) as pilot:
        desk.show(0, 100)
        desk.tickets.move(35)
        await pilot.resize_terminal(60, 12)
        await pilot.pause()
        assert desk.tickets.cursor_row is desk.rows[35]
        assert desk.painted() == desk.expected(25)
        await pilot.resize_terminal(160, 30)
        await pilot.pause()
        assert desk.painted() == desk.expected(25)


async def test_deadlines_count_down_with_the_clock() -> None:
    desk = Desk([ticket_row(due_at=NOW + 2 * HOUR)])
    async with desk.run_test(size=(80, 24)) as pilot:
        desk.show(0, 1)
        await pilot.pause()
        assert "2h left" in screen_text(desk)
        desk.tickets.tick(NOW + HOUR + MINUTE)
        await pilot.pause()
        assert "59m left" in screen_text(desk)
        desk.tickets.tick(NOW + DAY)
        await pilot.pause()
        assert "22h over" in screen_text(desk)


async def test_words_stand_where_no_rows_are() -> None:
    desk = Desk(many(10))
    async with desk.run_test(size=(60, 24)) as pilot:
        desk.show(0, 10)
        desk.tickets.show_message(
            [Content("Nothing found."), Content(f"[b]{clean_line(HOSTILE[0])}[/b] F clears the query, " + "m " * 30)]
        )
        await pilot.pause()
        lines = screen_text(desk).splitlines()
        assert lines[2].rstrip() == "     Nothing found."
        assert lines[3].startswith("     [b]␛[2J␛[H[/b] F clears the query, m m")
        assert lines[4].startswith("     m")
        assert {len(line) for line in lines} == {60}
        assert desk.tickets.cursor_row is None
        desk.show(0, 10)
        await pilot.pause()
        assert desk.painted() == desk.expected(0)


async def test_a_long_number_widens_its_column_for_good() -> None:
    desk = Desk([ticket_row(0), ticket_row(1, number=12_345_678)], answers=False)
    async with desk.run_test(size=(80, 24)) as pilot:
        desk.show(0, 1)
        await pilot.pause()
        assert desk.painted().splitlines()[1] == desk.expected(0).splitlines()[1]
        desk.show(0, 2)
        await pilot.pause()
        assert desk.painted() == desk.expected(0, ticket_width=9)
        assert "#12345678 " in screen_text(desk)


async def test_attributes_change_how_rows_look() -> None:
    desk = Desk([ticket_row(said="x" * 200)])
    async with desk.run_test(size=(80, 24)) as pilot:
        desk.show(0, 1)
        desk.ascii_only = True
        desk.refresh_css()
        desk.tickets.by_segment = True
        await pilot.pause()
        assert screen_text(desk).isascii()
        assert screen_text(desk).splitlines()[1].split()[-3:] == ["South", "2d", "left"]


class Shout(LineFilter):
    """A filter whose work can be seen."""

    def apply(self, segments: list[Segment], _background: Color) -> list[Segment]:
        return [segment._replace(text=segment.text.upper()) for segment in segments]


async def test_the_apps_line_filters_see_every_line() -> None:
    desk = Desk(many(10))
    async with desk.run_test(size=(80, 24)) as pilot:
        desk._filters.append(Shout())
        desk.show(0, 10)
        await pilot.pause()
        assert "CUSTOMER 1" in screen_text(desk)
        assert "Customer 1" not in screen_text(desk)
