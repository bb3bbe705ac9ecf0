"""The call sheet: all that is needed in sight, what came of it in one key more, and nothing forgotten on leaving."""

import pytest

from cxloop_tui.domain.clock import HOUR, to_rfc3339
from cxloop_tui.ui.screens.call import CallScreen
from cxloop_tui.ui.screens.form import FormScreen
from tests.builders import ADA, BEA
from tests.ui.desk_host import AtDesk, desk
from tests.ui.forms import go_to

LOW, WIDE = (80, 24), (120, 40)


async def calling(at: AtDesk, number: int = 1) -> None:
    await go_to(at, number)
    await at.press("T")
    assert isinstance(at.screen, CallScreen)


@pytest.mark.parametrize("size", [LOW, WIDE])
async def test_number_words_promises_and_an_opening_are_in_sight(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        about = at.view(1).ticket.id
        due = to_rfc3339(at.clock.now + HOUR)
        wanted = {"ticket": about, "text": "Ask the bank", "owner": BEA, "due_at": due}
        at.rooms.desk().sit(ADA, lambda sitting: sitting.put_followup(None, wanted))
        await calling(at)
        words = "The refund is three weeks late."
        for said in ("+39 080 1234", "Ana Rossi", "NPS 2", words, "Ask the bank", "no answer"):
            assert said in at.seen, said
        assert "Hello, this is Ada Admin." in at.seen


async def test_what_came_of_it_is_one_key_more() -> None:
    async with desk(WIDE) as at:
        await calling(at)
        await at.press("3")
        assert at.no_dialog()
        assert at.comments(1)[-1].kind == "call voicemail"
        assert at.said[-1] == "#1 contact logged; z takes it back"


async def test_leaving_it_asks_what_came_of_it() -> None:
    async with desk(WIDE) as at:
        await calling(at)
        await at.press("escape")
        assert isinstance(at.screen, FormScreen)
        await at.press("escape")
        assert at.no_dialog()
        assert at.comments(1)[-1].kind == "call no-answer"


async def test_in_another_language_it_says_what_the_opening_means() -> None:
    async with desk(WIDE) as at:
        at.rooms.desk().sit(ADA, lambda sitting: sitting.put_customer("@ana@shop.example", {"language": "fr"}))
        await calling(at)
        assert "Ada Admin à l'appareil." in at.seen
        assert "Hello, this is Ada Admin." in at.seen


async def test_without_a_number_it_says_so() -> None:
    async with desk(WIDE) as at:
        await calling(at, 5)
        assert "no number is known" in at.seen
