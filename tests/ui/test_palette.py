"""The palette: every action by its name, done as by its key."""

import pytest
from textual.command import CommandPalette

from cxloop_tui.ui.actions import ACTIONS, Scope
from cxloop_tui.ui.screens.form import FormScreen
from tests.ui.desk_host import AtDesk, desk, no_tickets

WIDE = (120, 30)


async def found(at: AtDesk, typed: str) -> None:
    """Open the palette, type, and wait until it has searched."""
    await at.press("ctrl+p")
    await at.write(typed)
    for _ in range(50):
        await at.pilot.pause()
        if at.app.screen.query("CommandList") and "No matches" not in at.seen and at.app.screen.query_one("CommandList").option_count:  # type: ignore[attr-defined]
            return


@pytest.mark.parametrize("key", ["ctrl+p", "colon"])
async def test_it_opens_and_esc_leaves_it(key: str) -> None:
    async with desk(WIDE) as at:
        await at.press(key)
        assert isinstance(at.app.screen, CommandPalette)
        assert "What do you want to do?" in at.seen
        await at.press("escape")
        await at.pilot.pause()
        assert at.app.screen is at.inbox


@pytest.mark.parametrize(("typed", "title"), [("escal", "Escalate #12"), ("cause, act", "Resolve #12"), ("new tick", "New ticket")])
async def test_what_is_found_by_name_or_help_is_done(typed: str, title: str) -> None:
    async with desk(WIDE) as at:
        await found(at, typed)
        await at.press("enter")
        await at.pilot.pause()
        await at.settled()
        if isinstance(at.app.screen, CommandPalette):
            await at.press("enter")
            await at.pilot.pause()
            await at.settled()
        assert isinstance(at.app.screen, FormScreen)
        assert title in at.seen


async def test_it_begins_with_everything_that_can_be_done() -> None:
    async with desk((120, 90)) as at:
        await found(at, "")
        for action in ACTIONS:
            if action.scope in {Scope.DESK, Scope.TICKET, Scope.APP, Scope.EVERYWHERE}:
                assert action.help in at.seen, action.id


async def test_what_needs_a_ticket_is_not_offered_without_one() -> None:
    async with desk((120, 90), tickets=no_tickets) as at:
        await found(at, "")
        assert "a new ticket" in at.seen
        for action in ACTIONS:
            if action.scope is Scope.TICKET:
                assert action.help not in at.seen, action.id


async def test_what_is_typed_is_no_markup() -> None:
    async with desk(WIDE) as at:
        await at.press("ctrl+p")
        await at.write("[/foo] [red]x [@click=app.quit]y")
        await at.pilot.pause()
        assert at.app.is_running
        assert isinstance(at.app.screen, CommandPalette)
        await at.press("escape")


async def test_it_is_not_there_while_a_form_is_open() -> None:
    async with desk(WIDE) as at:
        await at.press("c", "ctrl+p", "colon")
        assert isinstance(at.app.screen, FormScreen)
        assert at.form.values == {"comment": ":"}
