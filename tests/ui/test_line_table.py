"""The table of lines: it shows what it is given, keeps its cursor, and a step repaints two lines."""

from typing import Any

import pytest
from rich.cells import cell_len
from textual.strip import Strip

from cxloop_tui.ui.widgets.line_table import Cell, Column, LineTable, Row, Tone
from tests.ui.conftest import HOSTILE, WidgetHost, screen_text


def columns(_width: int) -> tuple[Column, ...]:
    return (Column("name", "name"), Column("count", "count", 7, "right"))


def rows(count: int, name: str = "row") -> list[Row]:
    return [Row(str(at), {"name": Cell(f"{name} {at}"), "count": Cell(f"{at:,}", Tone.MUTED)}) for at in range(count)]


async def test_rows_stand_under_their_titles_and_numbers_at_the_right_edge() -> None:
    table = LineTable()
    async with WidgetHost(table).run_test(size=(40, 8)) as pilot:
        table.show(columns, rows(3))
        await pilot.pause()
        lines = screen_text(pilot.app).splitlines()
        assert lines[0].split() == ["name", "count"]
        assert lines[1].startswith("▌row 0")
        assert lines[3].rstrip().endswith("2")
        assert {cell_len(line) for line in lines} == {40}


async def test_the_cursor_keeps_its_row_when_rows_come_and_go_and_else_its_place() -> None:
    table = LineTable()
    async with WidgetHost(table).run_test(size=(40, 8)):
        table.show(columns, rows(50))
        table.move(30)
        table.show(columns, [*rows(50)[:10], *rows(50)[20:]], cursor_id="30")
        assert table.cursor_id == "30"
        table.show(columns, rows(5), cursor_id="30")
        assert table.cursor_id == "4"


async def test_without_rows_it_says_what_it_was_told_to() -> None:
    table = LineTable()
    async with WidgetHost(table).run_test(size=(40, 8)) as pilot:
        table.show(columns, [], empty=("Nothing here yet.",))
        await pilot.pause()
        assert table.cursor_id is None
        assert "Nothing here yet." in screen_text(pilot.app)


@pytest.mark.parametrize("step", ["move", "page", "end", "home"])
async def test_the_cursor_is_always_in_sight(step: str) -> None:
    table = LineTable()
    async with WidgetHost(table).run_test(size=(40, 9)) as pilot:
        table.show(columns, rows(100))
        for _ in range(12):
            {
                "move": lambda: table.move(7),
                "page": lambda: table.page(1),
                "end": table.end,
                "home": table.home,
            }[step]()
            await pilot.pause()
            assert f"▌row {table.cursor_id} " in screen_text(pilot.app)
        await pilot.resize_terminal(40, 5)
        await pilot.pause()
        assert f"▌row {table.cursor_id} " in screen_text(pilot.app)


async def test_a_step_repaints_two_lines_of_five_thousand() -> None:
    drawn: list[int] = []

    class Counting(LineTable):
        def _row(self, place: int, *rest: Any) -> Strip:
            drawn.append(place)
            return super()._row(place, *rest)

    table = Counting()
    async with WidgetHost(table).run_test(size=(80, 24)) as pilot:
        table.show(columns, rows(5000))
        table.move(2500)
        await pilot.pause()
        drawn.clear()
        table.move(-1)
        await pilot.pause()
        assert sorted(drawn) == [2499, 2500]


@pytest.mark.parametrize("text", HOSTILE)
async def test_text_from_outside_keeps_its_line_and_width(text: str) -> None:
    table = LineTable()
    async with WidgetHost(table).run_test(size=(40, 6)) as pilot:
        table.show(columns, [Row("1", {"name": Cell(text), "count": Cell(text)})])
        await pilot.pause()
        assert {cell_len(line) for line in screen_text(pilot.app).splitlines()} == {40}


async def test_a_click_selects_a_row_and_a_second_one_opens_it() -> None:
    opened: list[str] = []

    class Host(WidgetHost):
        def on_line_table_opened(self, message: LineTable.Opened) -> None:
            opened.append(message.row_id)

    table = LineTable()
    async with Host(table).run_test(size=(40, 9)) as pilot:
        table.show(columns, rows(5))
        await pilot.click(table, offset=(3, 4))
        assert (table.cursor_id, opened) == ("3", [])
        await pilot.click(table, offset=(3, 4), times=2)
        assert opened == ["3"]
