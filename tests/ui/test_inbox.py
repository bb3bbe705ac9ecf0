"""The desk itself: what is found is what bar, filters and counts say, and nothing but the user moves anything."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxloop_tui.domain.query import Field, Query
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.view import Counts
from cxloop_tui.ui.screens.keys import KeysScreen
from cxloop_tui.ui.widgets.filter_bar import FilterBar
from cxloop_tui.ui.widgets.key_bar import KeyBar
from cxloop_tui.ui.widgets.search_bar import QueryBox, SearchHint
from cxloop_tui.ui.widgets.top_line import TopLine
from tests.builders import BEA, GIA, LEA, TOM
from tests.ui.desk_host import AtDesk, desk, no_tickets, plenty

LOW, WIDE = (80, 24), (120, 30)


def demand_agreement(at: AtDesk) -> None:
    """Fail unless search bar, filter bar, counts, top line and list all tell of one query."""
    query, queries = at.inbox.shown.query, at.rooms.queries
    counts = queries.counts(query)
    assert queries.parse(at.inbox.query_one(QueryBox).value) == query
    assert painted_counts(at) == counts
    wanted = [row.number for row in queries.window(query, limit=500).rows]
    assert at.listed == wanted
    assert len(wanted) == counts.found
    for status in Status:
        alone = query.with_values(Field.STATUS, [status])
        assert counts.by_status[status] == queries.counts(alone).found
    chosen = query.values(Field.STATUS)
    assert counts.found == sum(counts.by_status[status] for status in Status if not chosen or status in chosen)


def painted_counts(at: AtDesk) -> Counts:
    """Read the counts off the filter bar."""
    line = at.inbox.query_one(FilterBar)._lines()[-1].strip.text
    by_status = [int(number) for number in re.findall(r"[1-4] [A-Z]\w+ (\d+)", line)]
    found = re.search(r"(\d+)(?: of (\d+))? · ", line)
    assert found
    return Counts(int(found[1]), int(found[2] or found[1]), dict(zip(Status, by_status, strict=True)))


# Search ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [LOW, WIDE])
async def test_every_letter_typed_narrows_the_list(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        lengths = [len(at.listed)]
        await at.press("slash")
        for letter in "refund":
            await at.press(letter)
            demand_agreement(at)
            lengths.append(len(at.listed))
        assert lengths == sorted(lengths, reverse=True)
        assert at.listed == [11, 6, 1]
        await at.press("enter")
        assert at.focused() == "list"
        assert "found tickets" in at.lines[0]
        assert "/ refund" in at.lines[1]


async def test_an_address_is_found_in_two_presses_besides_its_letters() -> None:
    async with desk(LOW) as at:
        await at.press("slash", *"hal@shop.example", "enter")
        assert at.listed == [8]
        assert at.focused() == "list"


async def test_slash_selects_the_last_query_so_that_typing_replaces_it() -> None:
    async with desk(LOW, query="refund") as at:
        await at.press("slash", *"chair", "enter")
        assert at.inbox.shown.query == Query(words=("chair",))
        assert at.listed == [8]


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("statuss:open ", "did you mean status?"),
        ("status:opne ", "did you mean open?"),
        ("segment:bary ", "did you mean bari?"),
        ("owner:bae ", "did you mean bea@desk.example?"),
        ("created:yestrday ", "did you mean yesterday?"),
    ],
)
async def test_a_mistake_names_the_nearest_word_and_keeps_the_list(typed: str, nearest: str) -> None:
    async with desk(WIDE, query="refund") as at:
        before = at.listed
        await at.press("slash")
        await at.write(typed)
        hint = at.inbox.query_one(SearchHint)
        assert hint.display
        assert nearest in hint._lines()[0].strip.text
        assert nearest in at.seen
        assert at.listed == before
        assert at.inbox.shown.query == Query(words=("refund",))


async def test_a_word_that_becomes_a_field_is_no_longer_looked_for() -> None:
    async with desk(WIDE) as at:
        await at.press("slash", *"refund stat")
        assert at.listed == []
        await at.press(*"us:")
        assert at.listed == [11, 6, 1]
        assert at.inbox.shown.query == Query(words=("refund",))
        await at.press("escape")
        assert at.inbox.query_one(QueryBox).value.strip() == "refund"
        demand_agreement(at)


async def test_a_mistake_that_is_mended_finds_at_once() -> None:
    async with desk(WIDE) as at:
        await at.press("slash")
        await at.write("status:opne ")
        assert len(at.listed) == 12
        await at.press(*["backspace"] * 3, "e", "n")
        assert at.listed == [9, 5, 1]
        assert "did you mean" not in at.seen


async def test_the_hint_makes_way_for_the_filters_again() -> None:
    async with desk(WIDE) as at:
        height = at.inbox.list.size.height
        await at.press("slash", *"stat")
        assert at.inbox.query_one(SearchHint).display
        assert at.inbox.list.size.height == height
        await at.press("escape")
        assert not at.inbox.query_one(SearchHint).display
        assert at.inbox.query_one(FilterBar).size.height == 2


@pytest.mark.parametrize("way_out", ["escape", "down"])
async def test_leaving_a_mistake_leaves_the_query_that_is_shown(way_out: str) -> None:
    async with desk(WIDE, query="refund") as at:
        await at.press("slash")
        await at.write("statuss:open ")
        await at.press(way_out)
        assert at.focused() == "list"
        demand_agreement(at)
        assert at.inbox.query_one(QueryBox).value == "refund"


async def test_enter_on_a_mistake_stays_with_it() -> None:
    async with desk(WIDE) as at:
        await at.press("slash", *"statuss:open ", "enter")
        assert at.focused() == "query"
        assert "did you mean status?" in at.seen


async def test_tab_completes_a_field_and_then_its_value() -> None:
    async with desk(WIDE) as at:
        await at.press("slash", *"seg", "tab")
        assert at.inbox.query_one(QueryBox).value == "segment:"
        await at.press(*"nap", "tab", "enter")
        assert at.inbox.query_one(QueryBox).value == "segment:naples"
        assert at.listed == [12, 8]


async def test_escape_never_clears_the_query() -> None:
    async with desk(WIDE) as at:
        await at.press("slash", *"refund", "escape", "escape", "escape")
        assert at.inbox.shown.query == Query(words=("refund",))
        demand_agreement(at)
        await at.press("F")
        assert at.inbox.shown.query.is_everything
        demand_agreement(at)


async def test_letters_typed_in_the_search_are_never_verbs() -> None:
    async with desk(WIDE) as at:
        before = at.rooms.queries.seq()
        await at.press("slash", *"iqzEdcnFm!?:")
        assert at.no_dialog()
        assert at.inbox.query_one(QueryBox).value == "iqzEdcnFm!?:"
        assert at.rooms.queries.seq() == before


# Filters ---------------------------------------------------------------------------------------------------------

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


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
        assert at.inbox.query_one(QueryBox).value == "sort:due"
        assert "first due first" in at.seen
        assert at.listed[:4] == [2, 6, 1, 4]
        assert at.listed[-1] == 3


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


# What others do --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [LOW, WIDE])
async def test_a_change_by_somebody_else_patches_its_row_and_moves_nothing(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        await at.press("j", "j", "j")
        before, cursor, lines = at.listed, at.cursor, at.lines
        other = at.view(1).ticket.id
        at.colleague(LEA, lambda sitting: sitting.change(other, {"priority": "critical"}))
        at.colleague(LEA, lambda sitting: sitting.escalate(other, "south", "He is right.", owner=GIA))
        await at.look_again()
        assert at.listed == before
        assert at.cursor == cursor
        changed = [number for number, line in enumerate(at.lines) if line[:45] != lines[number][:45]]
        row = next(number for number, line in enumerate(at.lines) if "#1 " in line)
        assert changed == [3, row]
        assert painted_counts(at) == at.rooms.queries.counts(Query())
        assert "esc" in at.lines[row]


async def test_a_ticket_made_by_somebody_else_is_counted_and_shown_when_the_list_is_asked_for() -> None:
    async with desk(LOW) as at:
        await at.press("j")
        cursor, wanted = at.cursor, {"customer_email": "new@shop.example", "segment": "bari", "owner": BEA}
        at.colleague(BEA, lambda sitting: sitting.create(wanted, "Just came in."))
        await at.look_again()
        assert at.cursor == cursor
        assert 13 not in at.listed
        assert painted_counts(at).found == 13
        await at.press("f5")
        assert at.listed[0] == 13
        assert at.cursor == cursor


async def test_a_ticket_that_left_the_filter_keeps_its_row_until_the_list_is_asked_for() -> None:
    async with desk(LOW, query="status:open") as at:
        other = at.view(5).ticket.id
        at.colleague(LEA, lambda sitting: sitting.resolve(other, root_cause="a", action_taken="b", told="by mail"))
        await at.look_again()
        assert at.listed == [9, 5, 1]
        assert painted_counts(at).found == 2
        await at.press("f5")
        assert at.listed == [9, 1]


async def test_my_own_change_moves_nothing_either() -> None:
    async with desk(LOW) as at:
        await at.press("j", "j", "j", "j")
        before, cursor = at.listed, at.cursor
        await at.press("p", "4")
        assert at.ticket(8).priority == "critical"
        assert (at.listed, at.cursor) == (before, cursor)
        assert at.lines[at.listed.index(8) + 5].startswith("▌!")


async def test_what_is_typed_in_the_search_survives_a_refresh() -> None:
    async with desk(WIDE) as at:
        await at.press("slash", *"status:esc")
        at.colleague(BEA, lambda sitting: sitting.comment(at.view(1).ticket.id, "Called again."))
        await at.look_again()
        assert at.inbox.query_one(QueryBox).value == "status:esc"
        assert at.listed == [2]


async def test_a_new_ticket_of_mine_is_shown_where_it_stands() -> None:
    async with desk(WIDE, query="status:resolved") as at:
        await at.press("n")
        await at.write("pat@shop.example")
        await at.press("tab")
        await at.write("The door sticks.")
        await at.press("ctrl+s")
        assert at.inbox.list.cursor_row is not None
        assert at.inbox.list.cursor_row.number == 13
        assert "The door sticks." in at.seen
        assert at.inbox.shown.query.is_everything
        demand_agreement(at)


# Nothing to show -------------------------------------------------------------------------------------------------


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


# Widths and panes ------------------------------------------------------------------------------------------------


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


# The mouse -------------------------------------------------------------------------------------------------------


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


async def test_what_the_bars_offer_can_be_clicked() -> None:
    async with desk(WIDE) as at:
        top, keys = at.inbox.query_one(TopLine), at.inbox.query_one(KeyBar)
        await at.click_piece(top, "find.overdue")
        assert at.listed == [6, 4, 2, 1]
        await at.click_piece(top, "find.mine")
        assert "my work" in at.lines[0]
        await at.click_piece(keys, "ticket.comment")
        assert "Comment on #" in at.seen
        await at.press("escape")
        await at.click_piece(keys, "app.keys")
        assert isinstance(at.app.screen, KeysScreen)


async def test_the_key_bar_always_ends_in_the_key_of_all_keys() -> None:
    for width in (40, 60, 80, 100, 120, 200):
        async with desk((width, 24), tickets=no_tickets) as at:
            assert at.lines[-1].rstrip().endswith("? keys"), width


async def test_another_theme_is_one_action_and_paints_everything_anew() -> None:
    async with desk(WIDE) as at:
        dark = at.app.theme
        await at.app.run_action("app.do('app.theme')")
        await at.press("down", "enter")
        assert at.app.theme != dark
        grounds = {
            segment.style.bgcolor.name
            for strip in at.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.bgcolor
        }
        variables = at.app.theme_variables
        allowed = {variables[name].lower() for name in ("background", "panel", "cursor-row")}
        assert grounds <= allowed
