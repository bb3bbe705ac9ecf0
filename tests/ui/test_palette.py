"""The palette: every action by its name, done as by its key."""

import pytest
from textual.command import Command, CommandList, CommandPalette

from cxloop_tui.ui.actions import ACTIONS, Scope
from tests.ui.desk_host import AtDesk, desk, no_tickets

WIDE = (120, 30)
ROUNDS = 100
"""How often the palette is looked at before it counts as stuck: it searches in its own time."""


async def found(at: AtDesk, typed: str, least: int = 1) -> list[str]:
    """Open the palette, type, and wait until it has found enough; the words it shows."""
    await at.press("ctrl+p")
    await at.write(typed)
    shown: list[str] = []
    for _ in range(ROUNDS):
        await at.pilot.pause()
        options = at.app.screen.query_one(CommandList).options
        shown = [str(option.prompt) for option in options if isinstance(option, Command)]
        if len(shown) >= least:
            return shown
    raise AssertionError(shown)


async def take_first(at: AtDesk) -> None:
    """Do what was found first: the first enter may only choose it."""
    for _ in range(2):
        if isinstance(at.app.screen, CommandPalette):
            await at.press("enter")
            await at.pilot.pause()
            await at.settled()


@pytest.mark.parametrize("key", ["ctrl+p", "colon"])
async def test_it_opens_and_esc_leaves_it(key: str) -> None:
    async with desk(WIDE) as at:
        await at.press(key)
        assert isinstance(at.app.screen, CommandPalette)
        assert "What do you want to do?" in at.seen
        await at.press("escape")
        await at.pilot.pause()
        assert at.no_dialog()


@pytest.mark.parametrize(
    ("typed", "title"), [("escal", "Escalate #12"), ("cause, act", "Resolve #12"), ("new tick", "New ticket")]
)
async def test_what_is_found_by_name_or_help_is_done(typed: str, title: str) -> None:
    async with desk(WIDE) as at:
        await found(at, typed)
        await take_first(at)
        assert at.form
        assert title in at.seen


async def test_it_does_what_acts_on_the_desk_as_well() -> None:
    async with desk(WIDE) as at:
        await found(at, "what is overdue")
        await take_first(at)
        assert at.listed == [6, 4, 2, 1]


async def test_it_begins_with_everything_that_can_be_done() -> None:
    scopes = {Scope.DESK, Scope.TICKET, Scope.APP, Scope.EVERYWHERE}
    wanted = [action for action in ACTIONS if action.scope in scopes]
    async with desk(WIDE) as at:
        shown = await found(at, "", len(wanted))
        assert len(shown) == len(wanted)
        for action in wanted:
            assert any(action.title in words and action.help in words for words in shown), action.id


async def test_what_needs_a_ticket_is_not_offered_without_one() -> None:
    async with desk(WIDE, tickets=no_tickets) as at:
        shown = await found(at, "", 10)
        assert any("a new ticket" in words for words in shown)
        for action in ACTIONS:
            if action.scope is Scope.TICKET:
                assert not any(action.help in words for words in shown), action.id


async def test_what_is_typed_is_no_markup() -> None:
    async with desk(WIDE) as at:
        await at.press("ctrl+p")
        await at.write("[/foo] [red]x [@click=app.quit]y")
        for _ in range(5):
            await at.pilot.pause()
        assert at.app.is_running
        assert isinstance(at.app.screen, CommandPalette)
        assert "[/foo]" in at.seen
        await at.press("escape")


async def test_it_is_not_there_while_a_form_is_open() -> None:
    async with desk(WIDE) as at:
        await at.press("c", "ctrl+p", "colon")
        assert at.form
        assert at.form.values == {"comment": ":"}
