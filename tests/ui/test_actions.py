"""The registry keeps its word: whatever it lists can be done, by key, by mouse, by name and on the command line."""

import shlex
from collections import Counter
from collections.abc import Iterable

import click
import pytest

from cxloop_tui.cli.commands import COMMANDS, LazyGroup
from cxloop_tui.domain.query_parse import parse
from cxloop_tui.ui.actions import ACTIONS, BY_ID, Action, Scope
from cxloop_tui.ui.keymap import checked, shown
from cxloop_tui.ui.palette import ActionProvider
from cxloop_tui.ui.screens.keys import KeysScreen
from cxloop_tui.ui.screens.organisation import OrganisationScreen
from cxloop_tui.ui.widgets.filter_bar import FilterBar
from tests.ui.desk_host import AtDesk, Tickets, a_days_queue, desk, no_tickets

LOW, WIDE = (80, 24), (120, 30)

HEARD_TOGETHER = (
    {Scope.DESK, Scope.TICKET, Scope.APP, Scope.EVERYWHERE},
    {Scope.FILTER, Scope.EVERYWHERE},
    {Scope.ORGANISATION, Scope.APP, Scope.EVERYWHERE},
    {Scope.OUTBOX, Scope.APP, Scope.EVERYWHERE},
    {Scope.CONFLICTS, Scope.APP, Scope.EVERYWHERE},
    {Scope.LETTERS, Scope.APP, Scope.EVERYWHERE},
    {Scope.FORM, Scope.EVERYWHERE},
)

WITHOUT_TWIN = {"ticket.copy_number", "ticket.copy_email"}
"""What is done to the terminal, not to a ticket."""


ENDING = {"app.leave", "app.quit"}
"""What may end the app."""


def ids(*scopes: Scope) -> set[str]:
    return {action.id for action in ACTIONS if action.scope in scopes}


# Deeds -----------------------------------------------------------------------------------------------------------


async def test_every_action_has_a_deed_where_its_scope_is() -> None:
    async with desk(WIDE) as at:
        assert set(at.app.deeds) == ids(Scope.APP, Scope.EVERYWHERE)
        assert set(at.inbox.deeds) - {"app.leave"} == ids(Scope.DESK, Scope.TICKET, Scope.FILTER) - {"app.leave"}
        assert "app.leave" in at.inbox.deeds
        await at.press("c")
        assert set(at.form.deeds) == ids(Scope.FORM)
        await at.press("escape", "O")
        assert isinstance(at.app.screen, OrganisationScreen)
        assert set(at.app.screen.deeds) == ids(Scope.ORGANISATION)


async def test_every_key_is_bound_where_it_is_heard() -> None:
    async with desk(WIDE) as at:
        assert bound(at) == keys(Scope.DESK, Scope.TICKET, Scope.APP, Scope.EVERYWHERE)
        at.inbox.set_focus(at.inbox.query_one(FilterBar))
        await at.settled()
        assert bound(at) >= keys(Scope.FILTER, Scope.EVERYWHERE)
        await at.press("escape", "c")
        assert bound(at) >= keys(Scope.FORM)


@pytest.mark.parametrize("way", [[], ["enter"], ["slash"], ["f"], ["c"], ["p"], ["question_mark"], ["ctrl+p"]])
async def test_what_can_be_done_everywhere_can_be_done_everywhere(way: list[str]) -> None:
    async with desk(LOW) as at:
        await at.press(*way)
        await at.pilot.press("ctrl+q")
        assert at.app._exit


def keys(*scopes: Scope) -> set[tuple[str, str]]:
    return {(key, action.id) for action in ACTIONS if action.scope in scopes for key in action.keys}


def bound(at: AtDesk) -> set[tuple[str, str]]:
    """Return the keys that reach an action of ours now, each with the action."""
    found = {key: active.binding.id for key, active in at.app.screen.active_bindings.items()}
    return {(key, action) for key, action in found.items() if action in BY_ID and key != "<ignore>"}


@pytest.mark.parametrize(("size", "tickets"), [(LOW, a_days_queue), (WIDE, no_tickets)])
async def test_every_action_can_be_done_from_every_pane_without_harm(size: tuple[int, int], tickets: Tickets) -> None:
    async with desk(size, tickets=tickets) as at:
        elsewhere = {
            Scope.FORM,
            Scope.ORGANISATION,
            Scope.OUTBOX,
            Scope.CONFLICTS,
            Scope.LETTERS,
            Scope.CAUSES,
            Scope.AGENDA,
        }
        harmless = [action for action in ACTIONS if action.scope not in elsewhere and action.id not in ENDING]
        for place, action in enumerate(harmless):
            await at.press(["0", "enter"][place % 2])
            await at.app.run_action(action.run)
            await at.settled()
            for _ in range(2):
                if not at.no_dialog():
                    await at.press("escape")
            assert at.no_dialog(), action.id


# Keys ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scopes", HEARD_TOGETHER, ids=min)
def test_no_key_has_two_meanings_where_it_is_heard(scopes: set[Scope]) -> None:
    counts = Counter(key for action in ACTIONS if action.scope in scopes for key in action.keys)
    assert [key for key, times in counts.items() if times > 1] == []


def test_ids_are_unique_and_every_scope_has_some() -> None:
    assert len(BY_ID) == len(ACTIONS)
    assert {action.scope for action in ACTIONS} == set(Scope)


def test_the_registrys_own_keys_are_keys() -> None:
    assert checked({action.id: action.keys for action in ACTIONS if action.keys}, {})[1] == []


def test_every_action_can_be_reached() -> None:
    without_key = {action.id for action in ACTIONS if not action.keys}
    assert without_key <= ids(Scope.DESK, Scope.TICKET, Scope.APP, Scope.EVERYWHERE), "only the palette reaches these"


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_words_are_short_and_plain(action: Action) -> None:
    assert 0 < len(action.title) <= 14
    assert 0 < len(action.help) <= 60
    assert not action.help.endswith(".")
    assert action.id == action.id.lower()
    assert len(action.id.split(".")) == 2


# `?` and the palette ---------------------------------------------------------------------------------------------


async def test_the_page_of_keys_lists_every_action_with_its_keys() -> None:
    async with desk((120, 280)) as at:
        await at.press("question_mark")
        assert isinstance(at.app.screen, KeysScreen)
        lines = [line.strip("│ ") for line in at.lines]
        for action in ACTIONS:
            keys_shown = "  ".join(shown(key) for key in action.keys) or "palette"
            assert any(line.startswith(keys_shown) and action.help in line for line in flattened(lines)), action.id


def flattened(lines: Iterable[str]) -> list[str]:
    """Return the lines of the frame in front, without what stands beside it."""
    return [part.strip() for line in lines for part in line.split("│")]


@pytest.mark.parametrize(
    ("typed", "only"),
    [
        ("escal reason", "hand it up"),
        ("unfold", "fold the middle"),
        ("ctrl+s", "do what the form says"),
        ("f4", "EDITOR"),
    ],
)
async def test_the_page_of_keys_can_be_searched(typed: str, only: str) -> None:
    async with desk(LOW) as at:
        await at.press("question_mark")
        await at.write(typed)
        assert only in at.seen
        assert "priority: critical" not in at.seen
        assert "scroll the detail" not in at.seen
        await at.press("escape")
        assert at.no_dialog()


async def test_the_page_of_keys_begins_with_the_signs_and_says_when_nothing_matches() -> None:
    async with desk(LOW) as at:
        await at.press("f1")
        assert "priority: critical, high, medium, low" in at.seen
        await at.press(*"xylo")
        assert "no key does that" in at.seen


async def test_the_palette_offers_every_action_of_desk_ticket_and_app() -> None:
    async with desk(WIDE) as at:
        provider = ActionProvider(at.app.screen)
        offered = {hit.display.plain async for hit in provider.discover()}  # type: ignore[union-attr]
        wanted = ids(Scope.DESK, Scope.TICKET, Scope.APP, Scope.EVERYWHERE)
        assert offered == {BY_ID[one].title for one in wanted}


# The command line ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", [action for action in ACTIONS if action.command], ids=lambda action: action.id)
def test_every_twin_exists_with_its_options(action: Action) -> None:
    assert action.command is not None
    name, *words = shlex.split(action.command)
    if name == "--help":
        return
    assert name in COMMANDS
    command = LazyGroup("cxloop").get_command(click.Context(click.Command("cxloop")), name)
    assert command is not None
    if isinstance(command, click.Group) and words:
        command, words = command.commands[words[0]], words[1:]
    options = {option for parameter in command.params for option in parameter.opts}
    arguments = [parameter for parameter in command.params if isinstance(parameter, click.Argument)]
    assert {word for word in words if word.startswith("--")} <= options
    bare = [word for word in words if not word.startswith("--")]
    assert not bare or arguments


def test_every_action_on_a_ticket_has_a_twin() -> None:
    assert {action.id for action in ACTIONS if action.scope is Scope.TICKET and not action.command} == WITHOUT_TWIN


async def test_queries_that_twins_name_are_queries() -> None:
    async with desk(WIDE) as at:
        for action in ACTIONS:
            command = shlex.split(action.command or "")
            if command[:1] == ["tickets"] and command[1:] and "ORDER" not in command[1]:
                parse(command[1], at.rooms.queries.vocabulary())
