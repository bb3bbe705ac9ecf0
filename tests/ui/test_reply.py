"""Writing to the customer: a template, the letter as it will go, a draft, and who wants no letters."""

import pytest

from cxloop_tui.domain.history import comments_of
from cxloop_tui.ui.screens.letter import LetterScreen
from cxloop_tui.ui.screens.picker import PickerScreen
from cxloop_tui.ui.widgets.text_box import TextBox
from tests.builders import ADA, BEA
from tests.ui.desk_host import AtDesk, desk
from tests.ui.forms import foretold, go_to

LOW, WIDE = (80, 24), (120, 40)


async def begun(at: AtDesk, *keys: str) -> None:
    await go_to(at, 1)
    await at.press("r", *keys)


def written(at: AtDesk) -> str:
    return at.form.query_one("#text", TextBox).text


@pytest.mark.parametrize("size", [LOW, WIDE])
async def test_a_template_is_two_keys_and_the_gap_is_where_typing_goes(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        await begun(at, "2")
        assert written(at).count("____") == 2
        await at.write("a new one")
        assert "This is what we are going to do: a new one\n" in written(at)
        assert written(at).count("____") == 1
        assert foretold(at)["to"] == "Ana Rossi <ana@shop.example>"


async def test_what_stands_in_the_form_is_what_goes() -> None:
    async with desk(WIDE) as at:
        await begun(at, "4")
        await at.write("It is on its way.")
        text = written(at)
        await at.press("ctrl+s")
        assert at.no_dialog()
        view = at.view(1)
        said = comments_of(view.ticket, view.entries)[-1]
        assert (said.kind, said.by, said.body) == ("reply", ADA, f"[#1]\n\n{text}")
        assert at.said[-1] == "#1 replied to; z takes it back"
        await at.press("z")
        assert comments_of(at.view(1).ticket, at.view(1).entries)[-1].kind != "reply"


async def test_with_a_gap_it_does_not_go() -> None:
    async with desk(WIDE) as at:
        await begun(at, "2", "ctrl+s")
        assert "text still has a gap ____ to fill in" in at.seen
        assert at.form is not None


async def test_a_draft_is_gone_on_with_whatever_template_it_began_from() -> None:
    async with desk(WIDE) as at:
        await begun(at, "2")
        await at.write("a new one")
        before = written(at)
        await at.press("escape")
        await at.press("r")
        assert written(at) == before


async def test_what_a_template_in_another_language_means_stands_beside_it() -> None:
    async with desk(WIDE) as at:
        key = f"@{at.ticket(1).customer_email}"
        at.rooms.desk().sit(BEA, lambda sitting: sitting.put_customer(key, {"language": "de"}))
        await begun(at, "1")
        assert written(at).startswith("Guten Tag")
        assert foretold(at)["means"].startswith("Thank you for telling us.")


async def test_the_letter_can_be_read_whole_before() -> None:
    async with desk(WIDE) as at:
        await begun(at, "1", "f3")
        assert isinstance(at.screen, LetterScreen)
        assert "Thank you for telling us." in at.seen
        await at.press("escape")
        assert written(at)


async def test_the_letter_that_tells_of_an_escalation_is_kept_as_it_was_shown() -> None:
    async with desk(WIDE) as at:
        at.rooms.desk().sit(ADA, lambda sitting: sitting.put_policy("mail.notices", "on"))
        await at.press("f5")
        await go_to(at, 1)
        await at.press("E")
        await at.write("They are furious.")
        await at.press("f3")
        assert isinstance(at.screen, LetterScreen)
        assert "They are furious." in at.seen
        await at.press("escape", "ctrl+s")
        preview = at.entries(1)[-1].operation.preview
        assert preview is not None
        assert preview.to
        assert "They are furious." in preview.text


async def test_a_form_that_nobody_is_written_to_about_says_so() -> None:
    async with desk(WIDE) as at:
        await go_to(at, 1)
        await at.press("c", "f3")
        assert "nobody is written to about this" in at.seen


async def test_who_wants_no_letters_gets_none_and_undo_brings_that_back() -> None:
    async with desk(WIDE) as at:
        await go_to(at, 1)
        await at.press("D", "2")
        assert at.said[-1] == "consent is withdrawn now; z takes it back"
        await at.press("r")
        assert at.no_dialog()
        assert at.said[-1] == "#1: the customer does not want to be written to any more"
        await at.press("z")
        await at.press("r")
        assert isinstance(at.screen, PickerScreen)


async def test_a_template_of_ones_own_is_offered_and_begins_the_letter_in_its_language() -> None:
    async with desk(WIDE) as at:
        own = {"refund": {"language": "de", "title": "Rückzahlung [{number}]", "text": "Das Geld ist da."}}
        at.rooms.desk().sit(ADA, lambda sitting: sitting.put_policy("mail.templates", own))
        await at.press("f5")
        await begun(at)
        await at.press(*"refund", "enter")
        assert written(at).startswith("Guten Tag")
        assert "Das Geld ist da." in written(at)
