"""Filters: what is found is what bar, filters, counts and list say, whatever is pressed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import RenderableType
from textual.screen import Screen

from cxloop_tui.domain.status import Status
from cxloop_tui.ui import paint_hold
from cxloop_tui.ui.widgets.filter_bar import FilterBar
from cxloop_tui.ui.widgets.search_bar import SearchBar
from tests.builders import GIA, LEA, TOM
from tests.ui.agreement import demand_agreement, painted_counts
from tests.ui.desk_host import desk, no_tickets

LOW, WIDE = (80, 24), (120, 30)

_TOGGLES = [["1"], ["2"], ["3"], ["4"]]
_PICKS = [
    ["p", "enter"],
    ["p", "h", "i", "enter"],
    ["g", *"south", "enter"],
    ["g", "enter"],
    ["o", *"bea", "enter"],
    ["o", "m", "e", "enter"],
    ["o", "n", "o", "b", "enter"],
    ["o", "enter"],
    ["s", *"esc", "enter"],
]
_OUTSIDE = [["!"], ["m"], ["F"], ["S", "d", "u", "enter"], ["N"]]


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([*_TOGGLES, *_TOGGLES, *_PICKS, *_OUTSIDE]), min_size=3, max_size=7))
async def test_filters_query_counts_and_list_agree_whatever_is_pressed(presses: list[list[str]]) -> None:
    async with desk(WIDE, me=GIA) as at:
        demand_agreement(at)
        for keys in presses:
            await at.press(
                *([] if keys in _OUTSIDE else ["f"]), *("exclamation_mark" if key == "!" else key for key in keys)
            )
            demand_agreement(at)
            await at.press("0")


async def test_counts_of_status_obey_every_filter_but_status() -> None:
    async with desk(LOW) as at:
        await at.press("f", "2", "3")
        assert at.listed == [9, 5, 2, 1]
        assert painted_counts(at).by_status == {
            Status.NEW: 7,
            Status.OPEN: 3,
            Status.ESCALATED: 1,
            Status.RESOLVED: 1,
        }
        assert "open,esc ▾" in at.lines[2]
        await at.press("g", *"south", "enter")
        assert at.listed == [9, 1]
        assert painted_counts(at).by_status[Status.NEW] == 3


async def test_a_status_that_is_clicked_is_toggled() -> None:
    async with desk(WIDE) as at:
        bar = at.inbox.query_one(FilterBar)
        await at.click_piece(bar, "filter.escalated")
        assert at.listed == [2]
        demand_agreement(at)
        await at.click_piece(bar, "filter.escalated")
        assert len(at.listed) == 12
        await at.click_piece(bar, "filter.priority")
        await at.press(*"crit", "enter")
        assert at.listed == [6, 2]
        demand_agreement(at)


@pytest.mark.parametrize("key", ["escape", "enter", "f", "j", "k"])
async def test_the_filter_bar_is_left_for_the_list(key: str) -> None:
    async with desk(LOW) as at:
        await at.press("f")
        assert at.focused() == "filter-bar"
        await at.press(key)
        assert at.focused() == "list"


async def test_a_picker_that_is_left_changes_nothing() -> None:
    async with desk(LOW, query="status:open") as at:
        await at.press("f", "p", *"cri", "escape")
        assert at.inbox.shown.query.text() == "status:open"


# Ready-made --------------------------------------------------------------------------------------------------------


async def test_mine_goes_from_my_work_to_my_segments_to_all() -> None:
    async with desk(WIDE, me=TOM) as at:
        await at.press("m")
        assert "my work" in at.lines[0]
        assert at.listed == [7]
        await at.press("m")
        assert at.inbox.shown.query.text() == "segment:turin*,milan*"
        await at.press("m")
        assert at.inbox.shown.query.is_everything
        await at.press("m")
        assert at.listed == [7]


async def test_mine_counts_the_segments_i_lead() -> None:
    async with desk(WIDE, me=LEA) as at:
        await at.press("m", "m")
        assert at.inbox.shown.query.text() == "segment:italy*"


async def test_overdue_shows_what_the_top_line_counts() -> None:
    async with desk(WIDE) as at:
        assert "4 overdue" in at.lines[0]
        await at.press("exclamation_mark")
        assert at.listed == [6, 4, 2, 1]
        demand_agreement(at)
        await at.press("exclamation_mark")
        assert len(at.listed) == 12


async def test_the_order_is_chosen_by_name_and_kept_by_the_bar() -> None:
    async with desk(WIDE) as at:
        await at.press("S", *"due", "enter")
        assert at.inbox.query_one(SearchBar).text == "sort:due"
        assert "first due first" in at.seen
        assert at.listed[:4] == [2, 6, 1, 4]
        assert at.listed[-1] == 3


async def test_a_picker_goes_in_the_frame_that_has_the_list_it_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paint_hold, "PATIENCE", 60)
    monkeypatch.setattr(paint_hold, "HANDOVER", 60)
    async with desk(WIDE) as at:
        old, painted, display = at.listed, list[bool](), at.app._display

        def displayed(screen: Screen[object], what: RenderableType | None) -> None:
            if at.app.screen is at.inbox and not at.app._batch_count:
                painted.append(at.listed == old)
            display(screen, what)

        await at.press("S", *"due")
        monkeypatch.setattr(at.app, "_display", displayed)
        await at.press("enter")
        assert at.listed != old
        assert painted
        assert not any(painted)


# Next --------------------------------------------------------------------------------------------------------------


async def test_next_goes_through_my_work_by_deadline_and_round_again() -> None:
    async with desk(WIDE) as at:
        seen = []
        for _ in range(4):
            await at.press("N")
            seen.append(at.listed.index(at.inbox.list.cursor_row.number))  # type: ignore[union-attr, arg-type]
        assert [at.listed[place] for place in seen] == [6, 8, 11, 6]
        assert at.inbox.shown.query.is_everything


async def test_next_shows_my_work_when_it_is_not_in_the_list() -> None:
    async with desk(WIDE, query="status:resolved") as at:
        await at.press("N")
        assert "my work" in at.lines[0]
        assert at.inbox.list.cursor_row is not None
        assert at.inbox.list.cursor_row.number == 6
        demand_agreement(at)


async def test_next_says_so_when_nothing_waits() -> None:
    async with desk(WIDE, tickets=no_tickets) as at:
        await at.press("N")
        assert at.said == ["nothing else of yours is waiting"]
