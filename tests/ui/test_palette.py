"""The palette: every action by its name, done as by its key."""

from collections.abc import Callable

import pytest
from textual.command import Command, CommandList, CommandPalette
from textual.css.query import NoMatches
from textual.worker import WorkerFailed

from cxloop_tui.domain.errors import StoreTrouble
from cxloop_tui.ui.actions import ACTIONS, Scope
from cxloop_tui.ui.palette import DeskPalette
from cxloop_tui.ui.places import OFFERED_MOST, PlaceProvider
from cxloop_tui.ui.screens.inbox import InboxScreen
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


@pytest.mark.parametrize("action", ["page_up", "page_down"])
async def test_a_page_in_what_has_not_been_laid_out_yet_leads_nowhere(action: str) -> None:
    async with desk(WIDE) as at:
        await found(at, "ticket")
        laid_out = at.app.screen.query_one(CommandList)
        fresh = type(laid_out)(*laid_out.options)
        fresh.highlighted = 0
        getattr(fresh, f"action_{action}")()
        assert fresh.highlighted == 0


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


# Where it leads --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["5", "#5", ":5"])
@pytest.mark.parametrize("size", [(120, 30), (80, 24)])
async def test_a_number_leads_to_its_ticket(typed: str, size: tuple[int, int]) -> None:
    async with desk(size) as at:
        (shown,) = await found(at, typed)
        assert shown.startswith("#5  ed@shop.example  The lamp flickers.")
        await take_first(at)
        assert at.ticket(5).id == at.cursor
        assert at.focused() == "detail"
        assert "The lamp flickers." in at.seen
        assert len(at.listed) == 12, "the list stays where the ticket is in it"


async def test_a_number_that_is_not_in_the_list_is_shown_by_itself() -> None:
    async with desk(WIDE, query="status:resolved") as at:
        await found(at, "#5")
        await take_first(at)
        assert at.listed == [5]
        assert "#5" in at.lines[1]
        assert at.focused() == "detail"


async def test_a_number_that_no_ticket_has_is_not_offered() -> None:
    async with desk(WIDE) as at:
        provider = PlaceProvider(at.inbox)
        assert [hit async for hit in provider.search("#999")] == []
        assert [hit async for hit in provider.search("~zzzzzz")] == []


@pytest.mark.parametrize(
    ("typed", "title", "query"),
    [
        ("bea", "owner: Bea", "owner:bea@desk.example"),
        ("owner: be", "owner: Bea", "owner:bea@desk.example"),
        ("owner bea", "owner: Bea", "owner:bea@desk.example"),
        ("segment: north", "segment: North", "segment:north*"),
        ("north", "segment: North", "segment:north*"),
    ],
)
async def test_a_name_leads_to_the_tickets_of_a_person_or_segment(typed: str, title: str, query: str) -> None:
    async with desk(WIDE) as at:
        offered = [hit async for hit in PlaceProvider(at.inbox).search(typed)]
        hit = next(hit for hit in offered if str(hit.text).startswith(title))
        hit.command()
        await at.settled()
        assert at.inbox.shown.query.text() == query
        assert at.listed


async def test_what_is_named_is_offered_by_the_palette_itself() -> None:
    async with desk(WIDE) as at:
        shown = await found(at, "owner: be")
        assert any(words.startswith("owner: Bea") for words in shown)


async def test_a_kind_alone_offers_the_first_of_it_and_one_letter_not_everybody() -> None:
    async with desk(WIDE) as at:
        provider = PlaceProvider(at.inbox)
        people = [str(hit.text) async for hit in provider.search("owner:")]
        assert 0 < len(people) <= OFFERED_MOST
        assert all(title.startswith("owner: ") for title in people)
        assert [hit async for hit in provider.search("owner")] == []
        assert [hit async for hit in provider.search("xylophone")] == []


async def test_over_another_screen_no_place_is_offered() -> None:
    async with desk(WIDE) as at:
        await at.press("question_mark")
        assert [hit async for hit in PlaceProvider(at.app.screen).search("bea")] == []


# What goes wrong in it -------------------------------------------------------------------------------------------


def breaking(error: Exception) -> Callable[..., None]:
    """Return something that goes wrong, whatever it is called with."""

    def broken(*_arguments: object) -> None:
        raise error

    return broken


async def look_for_5(at: AtDesk) -> None:
    """Look for a ticket in the palette."""
    await at.press("ctrl+p", "5")
    await at.pilot.pause()
    await at.settled()


async def searched() -> None:
    """Look for a ticket in the palette, and leave the desk."""
    async with desk(WIDE) as at:
        await look_for_5(at)


async def test_an_error_of_a_search_ends_the_desk_and_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(InboxScreen, "ticket_named", breaking(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        await searched()


async def test_an_error_of_the_palette_itself_is_reported_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DeskPalette, "_refresh_command_list", breaking(ZeroDivisionError("the palette breaks")))
    with pytest.raises(WorkerFailed, match="the palette breaks"):
        await searched()


async def test_a_search_whose_list_is_gone_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DeskPalette, "_refresh_command_list", breaking(NoMatches()))
    async with desk(WIDE) as at:
        await look_for_5(at)
        assert at.app.is_running
        assert at.app.crash is None


async def test_what_a_person_can_act_on_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(InboxScreen, "ticket_named", breaking(StoreTrouble("the store cannot be read")))
    async with desk(WIDE) as at:
        await look_for_5(at)
        assert at.said[-1] == "the store cannot be read"
        assert at.app.crash is None
