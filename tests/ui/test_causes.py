"""Causes: counted with a bar each; the tickets behind one; another name for one, on all its tickets."""

from collections.abc import Callable

import pytest

from cxloop_tui.domain.identity import derived
from cxloop_tui.services.desk import Sitting
from cxloop_tui.ui.screens.causes import CausesScreen
from cxloop_tui.ui.screens.form import FormScreen
from tests.builders import ADA
from tests.ui.desk_host import AtDesk, Making, desk, no_tickets

LOW, WIDE = (80, 24), (120, 40)


def resolved(making: Making) -> None:
    """Ten tickets resolved for three causes, one of them written in two ways, and one that is open."""
    causes = ["late parcel"] * 6 + ["Late parcel"] + ["tone"] * 2 + ["=cmd|' /C calc'!A1\x1b[2J"]
    for place, cause in enumerate(causes):
        found = making.ticket(f"c{place}@shop.example", f"Words {place}.", 50 - place, category="delivery")
        making.by(ADA, _resolving(found, cause))
    making.ticket("open@shop.example", "Still waiting.", 1)


def _resolving(ticket_id: str, cause: str) -> Callable[[Sitting], object]:
    def resolve(sitting: Sitting) -> object:
        return sitting.resolve(ticket_id, root_cause=cause, action_taken="x", told="by call")

    return resolve


def _answering(ticket_id: str, *, is_well: bool) -> Callable[[Sitting], object]:
    return lambda sitting: sitting.answer_again(ticket_id, "x", derived("again", ticket_id), is_well=is_well)


def lines(at: AtDesk) -> list[list[str]]:
    return [line.split() for line in at.lines[2:6]]


@pytest.mark.parametrize("size", [LOW, WIDE])
async def test_the_few_that_lie_behind_most_come_first(size: tuple[int, int]) -> None:
    async with desk(size, tickets=resolved) as at:
        await at.press("P")
        assert isinstance(at.screen, CausesScreen)
        assert "2 of 3 lie behind 80% of 10 tickets" in at.seen
        assert lines(at)[0][-6:] == ["7", "70%", "70%", "━" * 16, "late", "parcel"]
        assert lines(at)[1][:4] == ["2", "20%", "90%", "━" * 5]
        assert "\x1b" not in at.seen


async def test_the_tickets_behind_a_bar_are_one_key_away() -> None:
    async with desk(WIDE, tickets=resolved) as at:
        await at.press("P", "enter")
        assert at.no_dialog()
        assert at.inbox.shown.query.text() == 'cause:"late parcel"'
        assert len(at.listed) == 7


async def test_it_counts_what_is_listed() -> None:
    async with desk(WIDE, tickets=resolved) as at:
        await at.press("slash")
        await at.write("customer:c1*")
        await at.press("enter")
        await at.press("F", "slash")
        await at.write("email:c1@shop.example")
        await at.press("enter", "P")
        assert "of email:c1@shop.example" in at.seen
        assert lines(at)[0][0] == "▌" or lines(at)[0][0] == "1"


async def test_categories_are_the_other_page() -> None:
    async with desk(WIDE, tickets=resolved) as at:
        await at.press("P", "tab")
        assert "Categories" in at.seen
        assert "delivery" in at.seen
        await at.press("tab")
        assert "Areas" in at.seen
        await at.press("e")
        assert isinstance(at.screen, CausesScreen), "an area has no name of its own"
        await at.press("tab")
        assert "Causes" in at.seen
        await at.press("escape")
        assert at.no_dialog()


async def test_without_any_it_says_what_to_do() -> None:
    async with desk(WIDE, tickets=no_tickets) as at:
        await at.press("P")
        assert "No ticket says yet why it happened." in at.seen
        await at.press("enter", "escape")


async def test_a_cause_gets_another_name_on_all_its_tickets_and_one_undo_takes_that_back() -> None:
    async with desk(WIDE, tickets=resolved) as at:
        await at.press("P", "e")
        assert isinstance(at.screen, FormScreen)
        at.form.query_one("#name").value = "tone"  # type: ignore[attr-defined]
        await at.settled()
        assert "and are one with 2 that name tone already" in at.seen
        await at.press("ctrl+s")
        assert at.said[-1] == "7 tickets renamed; z in the list takes it back"
        assert lines(at)[0][-5:] == ["9", "90%", "90%", "━" * 16, "tone"]
        await at.press("escape", "z", "P")
        assert lines(at)[0][-6:] == ["7", "70%", "70%", "━" * 16, "late", "parcel"]


async def test_a_name_of_nothing_is_refused() -> None:
    async with desk(WIDE, tickets=resolved) as at:
        await at.press("P", "e")
        at.form.query_one("#name").value = " "  # type: ignore[attr-defined]
        await at.settled()
        await at.press("ctrl+s")
        assert "name is empty" in at.seen


async def test_who_is_content_after_the_resolution_is_told_below() -> None:
    async with desk(WIDE, tickets=resolved) as at:
        for number, is_well in ((1, True), (2, False)):
            at.rooms.desk().sit(ADA, _answering(at.ticket(number).id, is_well=is_well))
        await at.press("P")
        assert "recovered 50% of 2 asked again" in at.seen
