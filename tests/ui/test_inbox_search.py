"""The search: every letter narrows the list, mistakes name the nearest word, and nothing typed is a verb."""

import pytest

from cxloop_tui.domain.query import Query
from cxloop_tui.ui.widgets.filter_bar import FilterBar
from cxloop_tui.ui.widgets.search_bar import QueryBox, SearchBar, SearchHint
from tests.builders import BEA
from tests.ui.agreement import demand_agreement
from tests.ui.desk_host import desk

LOW, WIDE = (80, 24), (120, 30)

# Narrowing ---------------------------------------------------------------------------------------------------------


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


async def test_a_word_that_becomes_a_field_is_no_longer_looked_for() -> None:
    async with desk(WIDE) as at:
        await at.press("slash", *"refund stat")
        assert at.listed == []
        await at.press(*"us:")
        assert at.listed == [11, 6, 1]
        assert at.inbox.shown.query == Query(words=("refund",))
        await at.press("escape")
        assert at.inbox.query_one(SearchBar).text.strip() == "refund"
        demand_agreement(at)


async def test_tab_completes_a_field_and_then_its_value() -> None:
    async with desk(WIDE) as at:
        await at.press("slash", *"seg", "tab")
        assert at.inbox.query_one(SearchBar).text == "segment:"
        await at.press(*"nap", "tab", "enter")
        assert at.inbox.query_one(SearchBar).text == "segment:naples"
        assert at.listed == [12, 8]


# Mistakes ----------------------------------------------------------------------------------------------------------


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


async def test_a_mistake_that_is_mended_finds_at_once() -> None:
    async with desk(WIDE) as at:
        await at.press("slash")
        await at.write("status:opne ")
        assert len(at.listed) == 12
        await at.press(*["backspace"] * 3, "e", "n")
        assert at.listed == [9, 5, 1]
        assert "did you mean" not in at.seen


@pytest.mark.parametrize("way_out", ["escape", "down"])
async def test_leaving_a_mistake_leaves_the_query_that_is_shown(way_out: str) -> None:
    async with desk(WIDE, query="refund") as at:
        await at.press("slash")
        await at.write("statuss:open ")
        await at.press(way_out)
        assert at.focused() == "list"
        demand_agreement(at)
        assert at.inbox.query_one(SearchBar).text == "refund"


async def test_enter_on_a_mistake_stays_with_it() -> None:
    async with desk(WIDE) as at:
        await at.press("slash", *"statuss:open ", "enter")
        assert at.focused() == "query"
        assert "did you mean status?" in at.seen


# Around it ---------------------------------------------------------------------------------------------------------


async def test_the_hint_makes_way_for_the_filters_again() -> None:
    async with desk(WIDE) as at:
        height = at.inbox.list.size.height
        await at.press("slash", *"stat")
        assert at.inbox.query_one(SearchHint).display
        assert at.inbox.list.size.height == height
        await at.press("escape")
        assert not at.inbox.query_one(SearchHint).display
        assert at.inbox.query_one(FilterBar).size.height == 2


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
        assert at.inbox.query_one(SearchBar).text == "iqzEdcnFm!?:"
        assert at.rooms.queries.seq() == before


async def test_what_is_typed_in_the_search_survives_a_refresh() -> None:
    async with desk(WIDE) as at:
        await at.press("slash", *"status:esc")
        at.colleague(BEA, lambda sitting: sitting.comment(at.view(1).ticket.id, "Called again."))
        await at.look_again()
        assert at.inbox.query_one(SearchBar).text == "status:esc"
        assert at.listed == [2]


async def test_whoever_comes_back_to_the_box_sees_it() -> None:
    async with desk() as at:
        await at.press("slash", *"ref", "ctrl+p")
        await at.press("escape")
        box = at.inbox.query_one(QueryBox)
        assert box.has_focus
        assert box.display
        await at.press(*"und")
        assert at.inbox.query_one(SearchBar).text.endswith("und")
