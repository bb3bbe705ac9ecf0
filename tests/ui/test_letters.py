"""Letters on screen: read before they go, held back, let go, cancelled."""

from functools import partial

import pytest

from cxloop_tui.domain.clock import MINUTE
from cxloop_tui.domain.mail.letter import State
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.mail.composing import compose
from cxloop_tui.ui.screens.letters import LettersScreen
from tests.builders import ADA, GIA, seeded_ids
from tests.ui.desk_host import AtDesk, desk

SIZES = [(80, 24), (120, 40)]


def write(at: AtDesk, *tickets: int) -> None:
    """Let somebody comment on tickets, and letters be written about that."""
    desk_of = at.rooms.desk()
    desk_of.sit(ADA, lambda sitting: sitting.put_policy("mail.notices", "on"))
    for number in tickets:
        ticket_id = at.rooms.queries.ticket_id(str(number))
        desk_of.sit(GIA, partial(_comment, ticket_id, f"Asked [b]again[/b] about {number}"))
        at.clock.now += 2 * MINUTE
        store = desk_of._store
        assert compose(store, at.clock, seeded_ids(number)) == 1  # type: ignore[arg-type]


def _comment(ticket_id: str, words: str, sitting: Sitting) -> None:
    sitting.comment(ticket_id, words)


def screen(at: AtDesk) -> LettersScreen:
    assert isinstance(at.app.screen, LettersScreen), at.seen
    return at.app.screen


def states(at: AtDesk) -> list[State]:
    return [letter.state for letter in at.rooms.queries.letters.newest(10, tuple(State))]


@pytest.mark.parametrize("size", SIZES)
async def test_letters_are_read_before_they_go(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        write(at, 1, 2)
        await at.press("L")
        assert [row.cells["ticket"].text for row in screen(at).table.rows] == ["#2", "#1"]
        assert "2 to go" in at.seen
        assert "Asked [b]again[/b] about 2" in at.seen
        await at.press("j")
        assert "Asked [b]again[/b] about 1" in at.seen
        await at.press("escape")
        assert at.no_dialog()


async def test_a_letter_is_held_let_go_and_cancelled() -> None:
    async with desk((120, 40)) as at:
        write(at, 1)
        await at.press("L", "h")
        assert states(at) == [State.HELD]
        assert "held back" in at.seen
        await at.press("h")
        assert states(at) == [State.WAITING]
        await at.press("x")
        assert states(at) == [State.CANCELLED]
        assert "No letter waits" in at.seen
        await at.press("a")
        assert "cancelled" in at.seen
        await at.press("h")
        assert states(at) == [State.WAITING]


async def test_undo_takes_it_back_as_anything_else() -> None:
    async with desk((120, 40)) as at:
        write(at, 1)
        await at.press("L", "x", "escape", "z")
        assert states(at) == [State.WAITING]
        assert "a letter is waiting again" in at.said[-1]


async def test_enter_opens_the_ticket_it_is_about() -> None:
    async with desk((120, 40)) as at:
        write(at, 2)
        await at.press("L", "enter")
        assert at.no_dialog()
        assert at.inbox.detail.ticket_id == at.rooms.queries.ticket_id("2")


async def test_nothing_waits_says_how_it_works() -> None:
    async with desk((80, 24)) as at:
        await at.press("L")
        assert "No letter waits" in at.seen
        await at.press("h", "x", "enter", "q")
        assert at.no_dialog()


async def test_a_letter_is_written_anew_before_it_goes() -> None:
    async with desk((120, 40)) as at:
        write(at, 1)
        await at.press("L", "e")
        await at.write("Please call her today.")
        await at.press("ctrl+s")
        (letter,) = at.rooms.queries.letters.newest(10, tuple(State))
        assert letter.body.endswith("Please call her today.")
        await at.press("escape", "z")
        (letter,) = at.rooms.queries.letters.newest(10, tuple(State))
        assert "Please call her" not in letter.body


async def test_what_went_is_not_written_anew() -> None:
    async with desk((120, 40)) as at:
        write(at, 1)
        await at.press("L", "x", "a", "e")
        assert isinstance(at.app.screen, LettersScreen)
        assert "nothing to write any more" in at.said[-1]


async def test_a_long_letter_is_read_to_its_end() -> None:
    async with desk((80, 24)) as at:
        write(at, 1, 2)
        await at.press("L")
        assert "Answers to this letter" not in at.seen
        await at.press(*["J"] * 20)
        assert "Answers to this letter" in at.seen
        await at.press(*["K"] * 20)
        assert "Answers to this letter" not in at.seen
        await at.press(*["J"] * 20, "j")
        assert "Answers to this letter" not in at.seen, "another letter begins at its beginning"
