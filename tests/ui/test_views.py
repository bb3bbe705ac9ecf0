"""Saved views at the screen: going to one, saving what is shown, sharing, removing."""

from cxloop_tui.domain.query import Query
from cxloop_tui.services.views import SHELF
from cxloop_tui.ui.screens.picker import PickerScreen
from tests.builders import ADA
from tests.ui.desk_host import desk

WIDE = (120, 40)
LOW = (80, 24)


async def test_v_and_a_number_go_to_a_view_everybody_has() -> None:
    async with desk(LOW) as at:
        await at.press("v")
        assert isinstance(at.app.screen, PickerScreen)
        await at.press("1")
        assert {row.owner for row in at.inbox.list.rows} == {ADA}
        assert "my work" in at.lines[0]


async def test_what_is_shown_is_saved_under_a_name_and_found_again_by_its_first_letters() -> None:
    async with desk(WIDE, query="refund") as at:
        await at.press("v", *"save")
        await at.press("enter")
        await at.write("Refunds")
        await at.press("ctrl+s")
        assert at.rooms.queries.kept(SHELF) == {"Refunds": "refund"}
        await at.press("F", "v", *"ref")
        await at.press("enter")
        assert at.inbox.shown.query == Query(words=("refund",))


async def test_a_name_that_cannot_be_is_said_in_the_form_and_nothing_is_lost() -> None:
    async with desk(LOW, query="refund") as at:
        await at.press("v", *"save")
        await at.press("enter")
        await at.write("overdue")
        await at.press("ctrl+s")
        assert "everybody has" in at.seen
        assert "refund" in at.seen
        assert at.rooms.queries.kept(SHELF) == {}


async def test_a_view_of_mine_is_removed_and_its_words_are_told() -> None:
    async with desk(WIDE) as at:
        await at.session.put_on_shelf(SHELF, {"late": "overdue:yes"})
        await at.press("v", *"remove")
        await at.press("enter", "enter")
        assert at.rooms.queries.kept(SHELF) == {}
        assert "removed the view late = overdue:yes" in at.said[-1]


async def test_a_view_is_copied_as_text_for_a_colleague() -> None:
    async with desk(WIDE) as at:
        await at.session.put_on_shelf(SHELF, {"late": "overdue:yes"})
        await at.press("v", *"copy")
        await at.press("enter", "enter")
        assert at.app.clipboard == "late = overdue:yes"


async def test_leaving_the_picker_changes_nothing() -> None:
    async with desk(LOW, query="refund") as at:
        await at.press("v", "escape")
        assert at.inbox.shown.query == Query(words=("refund",))
