"""Keys and mouse in forms: few presses, letters are letters, and everything is in sight."""

import pytest

from cxloop_tui.domain.status import Status
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.talk import CONTACTS
from cxloop_tui.ui.screens.picker import PickerScreen
from cxloop_tui.ui.widgets.bar import Bar
from tests.builders import ADA, BEA
from tests.ui.desk_host import desk
from tests.ui.forms import FORMS, go_to, opened

LOW, WIDE = (80, 24), (120, 30)

# In sight ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("size", [LOW, WIDE])
async def test_every_form_fits_the_screen_with_the_comments_in_sight(name: str, size: tuple[int, int]) -> None:
    async with desk(size) as at:
        screen = await opened(at, name)
        for selector in ("#preview", "#problem", "#buttons", *([] if name == "new" else ["#comments"])):
            widget = screen.query_one(selector)
            assert screen.query_one("#frame").content_region.contains_region(widget.region), selector
            assert widget.region.bottom < size[1], selector
        focused = screen.focused
        assert focused is not None
        assert screen.query_one("#fields").region.contains_region(focused.region)
        assert "Cancel" in at.seen
        assert name == "new" or "no answer" in at.seen or FORMS[name][1] != 1


async def test_the_comments_can_be_scrolled_from_any_field() -> None:
    async with desk(LOW) as at:
        at.colleague_says(BEA, 1, *(f"word {place}" for place in range(6)))
        await opened(at, "comment")
        assert "word 5" in at.seen
        assert "word 2" not in at.seen
        await at.press("pageup", "pageup", "pageup")
        assert "word 2" in at.seen
        await at.press("pagedown", "pagedown", "pagedown")
        assert "word 5" in at.seen


# Few presses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", CONTACTS, ids=lambda option: option.value)
async def test_a_contact_is_two_keys(option: Option) -> None:
    async with desk(LOW) as at:
        await go_to(at, 1)
        assert option.key
        await at.press("t", option.key)
        assert at.no_dialog()
        assert at.last(1) == {"contact": (None, option.value)}


@pytest.mark.parametrize(("key", "priority"), [("1", "low"), ("2", "medium"), ("4", "critical")])
async def test_a_priority_is_two_keys(key: str, priority: str) -> None:
    async with desk(LOW) as at:
        await go_to(at, 1)
        await at.press("p", key)
        assert at.ticket(1).priority == priority


async def test_the_priority_it_has_changes_nothing() -> None:
    async with desk(LOW) as at:
        before = at.rooms.queries.seq()
        await go_to(at, 1)
        await at.press("p", "3")
        assert at.no_dialog()
        assert at.rooms.queries.seq() == before


@pytest.mark.parametrize(
    ("number", "key", "title"), [(1, "3", "Escalate #1"), (1, "4", "Resolve #1"), (3, "2", "Reopen #3")]
)
async def test_a_status_with_a_form_opens_it(number: int, key: str, title: str) -> None:
    async with desk(LOW) as at:
        await go_to(at, number)
        await at.press("s", key)
        assert title in at.seen
        assert at.form


async def test_a_status_without_a_form_is_set_and_one_that_cannot_be_is_not_offered() -> None:
    async with desk(LOW) as at:
        await go_to(at, 8)
        await at.press("s", "2")
        assert at.ticket(8).status is Status.OPEN
        await at.press("s")
        assert "nothing done yet" not in at.seen
        await at.press(*"new")
        assert "a ticket that is open cannot become new" in at.seen
        await at.press("enter")
        assert isinstance(at.app.screen, PickerScreen)


async def test_mine_and_copy_need_no_form() -> None:
    async with desk(WIDE) as at:
        await go_to(at, 1)
        await at.press("i")
        assert at.last(1) == {"owner": (BEA, ADA)}
        await at.press("y")
        assert at.app.clipboard == "#1"
        await at.press("Y")
        assert at.app.clipboard == "ana@shop.example"


# Typing and sending ------------------------------------------------------------------------------------------------


async def test_enter_and_tab_go_on_and_ctrl_s_sends_from_anywhere() -> None:
    async with desk(WIDE) as at:
        await opened(at, "resolve")
        trail = [at.focused()]
        for key in ("enter", "tab", "enter"):
            await at.press(key)
            trail.append(at.focused())
        assert trail == ["root_cause", "action_taken", "told", "root_cause"]
        await at.press("shift+tab")
        assert at.focused() == "told"


async def test_nothing_that_is_pasted_into_a_line_is_lost() -> None:
    async with desk(WIDE) as at:
        await opened(at, "escalate")
        await at.write("He waited\r\nthree weeks\nand nobody called.\n")
        assert at.form.values["reason"] == "He waited three weeks and nobody called."
        await at.press("shift+home")
        await at.write("He left.")
        assert at.form.values["reason"] == "He left."


async def test_letters_in_a_form_are_letters() -> None:
    async with desk(WIDE) as at:
        await opened(at, "comment")
        await at.press(*"qjEz?:1F!")
        assert at.form.values == {"comment": "qjEz?:1F!"}


async def test_the_buttons_can_be_clicked() -> None:
    async with desk(LOW) as at:
        await opened(at, "comment")
        await at.write("Called.")
        await at.click_piece(at.form.query_one("#buttons", Bar), "form.submit")
        assert at.comments(1)[-1].body == "Called."
        await opened(at, "comment")
        await at.click_piece(at.form.query_one("#buttons", Bar), "form.cancel")
        assert at.no_dialog()


async def test_ctrl_s_twice_sends_once() -> None:
    async with desk(WIDE) as at:
        await opened(at, "comment")
        await at.write("Called.")
        before = len(at.entries(1))
        at.send("ctrl+s")
        at.send("ctrl+s")
        await at.settled()
        assert len(at.entries(1)) == before + 1
