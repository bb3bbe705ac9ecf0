"""Marks on the screen: drawn, counted, kept; a range is as long as the way one goes, loaded or not."""

import pytest

from cxloop_tui.services.desk import Sitting
from cxloop_tui.ui.widgets.key_bar import KeyBar
from cxloop_tui.ui.widgets.top_line import TopLine
from tests.builders import ADA, BEA
from tests.ui.desk_host import AtDesk, desk, plenty

LOW, WIDE = (80, 24), (120, 30)
MANY = plenty(700)


def marked(at: AtDesk) -> set[int]:
    """Return the numbers of the rows that are drawn as marked."""
    tickets = at.inbox.list
    return {row.number or 0 for row in tickets.rows if tickets._looks_marked(row)}


def drawn(at: AtDesk) -> int:
    """Count the rows on screen that show the sign."""
    return sum(line[:80].lstrip("▌ ")[1:3].strip() == "*" for line in at.lines if "#" in line)


def said(at: AtDesk) -> str:
    """Return what the top line says."""
    return at.inbox.query_one(TopLine)._lines()[0].strip.text


async def meant(at: AtDesk) -> list[int]:
    """Return the numbers of the tickets a verb would be about now."""
    batch = await at.inbox._marking.batch()
    views = [at.rooms.queries.view(ticket_id) for ticket_id in batch.ids]
    return sorted(view.ticket.number or 0 for view in views)


# One by one ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [LOW, WIDE])
async def test_space_marks_and_goes_on_and_takes_the_mark_away_again(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        first, second, third = at.listed[:3]
        await at.press("space", "space")
        assert marked(at) == {first, second}
        assert drawn(at) == 2
        assert "2 marked" in said(at)
        assert at.ticket(third).id == at.cursor
        await at.press("k", "space")
        assert marked(at) == {first}
        await at.press("g", "space")
        assert marked(at) == set()
        assert "marked" not in said(at)


async def test_esc_takes_no_mark_away_and_u_takes_all() -> None:
    async with desk(LOW) as at:
        await at.press("space", "escape", "escape")
        assert len(marked(at)) == 1
        await at.press("U")
        assert marked(at) == set()
        assert drawn(at) == 0


async def test_the_key_bar_says_what_keys_do_to_what_is_marked() -> None:
    async with desk(LOW) as at:
        bar = at.inbox.query_one(KeyBar)
        before = bar._lines()[0].strip.text
        await at.press("space")
        assert "a assign   p priority   d resolve" in bar._lines()[0].strip.text
        await at.press("enter")
        assert bar._lines()[0].strip.text == before, "in the detail keys are about the ticket that is read"
        await at.press("escape", "U")
        assert bar._lines()[0].strip.text == before


async def test_a_click_on_the_flag_marks_without_moving() -> None:
    async with desk(LOW) as at:
        second, here = at.listed[1], at.cursor
        await at.click(at.inbox.list, 3, 2)
        assert (marked(at), at.cursor) == ({second}, here)
        assert drawn(at) == 1
        await at.click(at.inbox.list, 3, 2)
        assert marked(at) == set()
        await at.click(at.inbox.list, 8, 2)
        assert at.ticket(second).id == at.cursor


# All that is found -----------------------------------------------------------------------------------------------


async def test_a_star_marks_all_that_is_found_also_what_is_not_loaded() -> None:
    async with desk(LOW, tickets=MANY) as at:
        await at.press("*")
        assert "700 marked" in said(at)
        assert len(await meant(at)) == 700
        await at.press("space", "space")
        assert "698 marked" in said(at)
        assert len(await meant(at)) == 698
        await at.press("G")
        assert len(marked(at)) == len(at.inbox.list.rows)
        await at.press("*")
        assert "700 marked" in said(at)
        await at.press("*")
        assert "marked" not in said(at)
        assert at.inbox._marking.marks.named == frozenset()


async def test_only_what_the_query_finds_is_marked() -> None:
    async with desk(LOW, query="status:new") as at:
        await at.press("*")
        assert await meant(at) == sorted(at.listed)


# Ranges ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["V", "space"])
@pytest.mark.parametrize(("way", "places"), [(["j", "j"], (3, 6)), (["k", "k"], (1, 4)), ([], (3, 4))])
async def test_a_range_is_what_lies_between_whichever_way_one_goes(
    end: str, way: list[str], places: tuple[int, int]
) -> None:
    async with desk(LOW) as at:
        wanted = set(at.listed[slice(*places)])
        await at.press("j", "j", "j", "V", *way)
        assert marked(at) == wanted
        assert drawn(at) == len(wanted)
        assert f"range of {len(wanted)}: V ends it" in said(at)
        await at.press(end)
        assert "range" not in said(at)
        await at.press("g")
        assert marked(at) == wanted
        assert await meant(at) == sorted(wanted)


async def test_a_range_shrinks_when_one_comes_back() -> None:
    async with desk(LOW) as at:
        await at.press("V", "j", "j", "j", "k", "k")
        assert marked(at) == set(at.listed[:2])
        assert drawn(at) == 2


async def test_esc_gives_the_range_up_and_leaves_the_marks() -> None:
    async with desk(LOW) as at:
        first = at.listed[0]
        await at.press("space", "V", "j", "escape")
        assert marked(at) == {first}
        assert "1 marked" in said(at)


@pytest.mark.parametrize("query", ["", "sort:customer", "sort:priority", "sort:due"])
async def test_a_range_goes_over_rows_that_were_never_loaded(query: str) -> None:
    async with desk(LOW, tickets=MANY, query=query) as at:
        start = at.listed
        await at.press("j", "j", "V", "G")
        assert at.listed[0] not in start
        assert "range of 698: V ends it" in said(at)
        assert await meant(at) == sorted(numbers_of(at, query)[2:])
        assert "698 marked" in said(at)


async def test_a_range_goes_up_from_the_end_to_the_start() -> None:
    async with desk(LOW, tickets=MANY) as at:
        await at.press("G", "k", "V", "g", "j", "V")
        assert await meant(at) == sorted(numbers_of(at, "")[1:-1])


async def test_a_range_takes_marks_back_into_everything_that_had_been_taken_out() -> None:
    async with desk(LOW) as at:
        await at.press("*", "space", "space", "g", "V", "j", "V")
        assert len(await meant(at)) == len(at.listed)


def numbers_of(at: AtDesk, query: str) -> list[int]:
    queries = at.rooms.queries
    return [row.number or 0 for row in queries.window(queries.parse(query), limit=10_000).rows]


# What marks outlast ----------------------------------------------------------------------------------------------


async def test_marks_survive_a_refresh_and_another_order() -> None:
    async with desk(LOW) as at:
        await at.press("space", "space")
        before = await meant(at)
        number = at.listed[5]
        at.colleague_says(BEA, number, "news")
        await at.look_again()
        assert await meant(at) == before
        await at.press("f5")
        assert (await meant(at), marked(at)) == (before, set(before))
        await at.press("S", *"cust", "enter")
        assert (await meant(at), marked(at)) == (before, set(before))


async def test_another_query_keeps_the_marks_and_says_how_many_are_out_of_sight() -> None:
    async with desk(LOW) as at:
        await at.press("*")
        everything = sorted(at.listed)
        await at.press("f", "1", "escape")
        new = set(at.listed)
        assert 0 < len(new) < len(everything)
        assert marked(at) == new
        assert f"{len(everything)} marked, {len(everything) - len(new)} out of sight" in said(at)
        assert await meant(at) == everything
        await at.press("*")
        assert await meant(at) == sorted(set(everything) - new), "all but what this query finds"
        await at.press("F")
        assert marked(at) == set(everything) - new
        assert "out of sight" not in said(at)


async def test_a_range_that_is_drawn_ends_where_another_query_begins() -> None:
    async with desk(LOW) as at:
        wanted = sorted(at.listed[:3])
        await at.press("V", "j", "j", "!")
        assert await meant(at) == wanted
        assert "range" not in said(at)


async def test_what_a_colleague_makes_of_a_marked_ticket_hides_it_from_nobody() -> None:
    async with desk(LOW, query="status:new") as at:
        number = at.listed[0]
        ticket = at.ticket(number).id
        await at.press("space")
        at.colleague(ADA, lambda sitting: _open(sitting, ticket))
        await at.look_again()
        assert number in marked(at), "its row still stands there"
        assert "1 marked, 1 out of sight" in said(at)
        assert await meant(at) == [number]


async def test_a_withdrawn_ticket_is_no_longer_meant() -> None:
    async with desk(LOW) as at:
        await at.press("*")
        count = len(at.listed)
        made = at.colleague(ADA, lambda sitting: sitting.create(
            {"customer_email": "x@shop.example", "segment": "bari", "owner": BEA}, "x"))  # fmt: skip
        await at.look_again()
        assert f"{count + 1} marked" in said(at)
        at.colleague(ADA, lambda sitting: sitting.undo(made.ticket.id))
        await at.look_again()
        assert f"{count} marked" in said(at)


def _open(sitting: Sitting, ticket: str) -> None:
    sitting.change(ticket, {"status": "open"})
