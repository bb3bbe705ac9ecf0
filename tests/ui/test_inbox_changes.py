"""Changes, by others and by me: they are shown where they are, and nothing but the user moves anything."""

import pytest

from cxloop_tui.domain.query import Query
from tests.builders import BEA, GIA, LEA
from tests.ui.agreement import demand_agreement, painted_counts
from tests.ui.desk_host import desk

LOW, WIDE = (80, 24), (120, 30)


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


async def test_a_ticket_made_by_somebody_else_comes_and_the_cursor_keeps_its_ticket() -> None:
    async with desk(LOW) as at:
        await at.press("j")
        cursor, wanted = at.cursor, {"customer_email": "new@shop.example", "segment": "bari", "owner": BEA}
        at.colleague(BEA, lambda sitting: sitting.create(wanted, "Just came in."))
        await at.look_again()
        assert at.cursor == cursor
        assert at.listed[0] == 13
        assert painted_counts(at).found == 13
        await at.look_again()
        assert at.listed.count(13) == 1
        await at.press("f5")
        assert (at.listed[0], at.cursor) == (13, cursor)


async def test_in_another_order_it_comes_when_the_list_is_asked_for_unless_it_belongs_before_all_that_is_loaded() -> (
    None
):
    async with desk(LOW, query="sort:due") as at:
        wanted = {"customer_email": "new@shop.example", "segment": "bari", "owner": BEA}
        before = at.listed
        at.colleague(BEA, lambda sitting: sitting.create({**wanted, "priority": "low"}, "Takes its time."))
        await at.look_again()
        assert at.listed == before
        await at.press("f5")
        assert set(at.listed) == {*before, 13}


async def test_what_the_filter_does_not_find_does_not_come() -> None:
    async with desk(LOW, query="status:resolved") as at:
        before = at.listed
        wanted = {"customer_email": "new@shop.example", "segment": "bari", "owner": BEA}
        at.colleague(BEA, lambda sitting: sitting.create(wanted, "Just came in."))
        await at.look_again()
        assert at.listed == before


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
