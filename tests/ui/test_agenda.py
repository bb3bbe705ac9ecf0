"""What is to be done: put down on a ticket with its exact time, seen beside it, in a list of one's own, and done."""

import pytest

from cxloop_tui.domain.clock import DAY, HOUR
from cxloop_tui.domain.errors import StoreTrouble
from cxloop_tui.ui.screens.agenda import AgendaScreen
from tests.builders import ADA, GIA
from tests.fakes import MemoryFollowUps
from tests.ui.desk_host import AtDesk, desk, no_tickets
from tests.ui.forms import foretold, go_to

LOW, WIDE = (80, 24), (120, 40)


async def put_down(at: AtDesk, number: int, text: str, when: str) -> None:
    await go_to(at, number)
    await at.press("b")
    await at.write(text)
    await at.press("tab")
    await at.write(when)


def texts(at: AtDesk, owner: str | None = ADA) -> list[str]:
    return [one.text for one in at.rooms.queries.followups.open(owner, 10)]


@pytest.mark.parametrize("size", [LOW, WIDE])
async def test_the_exact_time_is_said_before(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        await put_down(at, 1, "Call her back", "tomorrow 9am")
        before = foretold(at)["due"]
        assert " 09:00:00 +00:00   in " in before
        await at.press("ctrl+s")
        assert at.no_dialog()
        assert "put down: Call her back; z takes it back" in at.said
        (one,) = at.rooms.queries.followups.open(ADA, 10)
        assert one.due_at is not None
        assert one.due_at % DAY == 9 * HOUR
        await at.press("enter")
        assert "to do   Call her back" in at.seen


async def test_what_is_no_time_is_asked_about_and_nothing_is_lost() -> None:
    async with desk(WIDE) as at:
        await put_down(at, 1, "Call her back", "some day")
        assert foretold(at)["due"].startswith("when is 'some day'? write it as tue 9am")
        await at.press("ctrl+s")
        assert at.form.values["text"] == "Call her back"
        assert texts(at) == []


async def test_without_words_nothing_is_put_down() -> None:
    async with desk(WIDE) as at:
        await go_to(at, 1)
        await at.press("b", "ctrl+s")
        assert "text is empty" in at.seen


async def test_the_list_of_what_is_mine_leads_to_the_ticket() -> None:
    async with desk(WIDE) as at:
        await put_down(at, 2, "Later", "3d")
        await at.press("ctrl+s")
        await put_down(at, 1, "Soon", "1h")
        await at.press("ctrl+s", "A")
        assert isinstance(at.screen, AgendaScreen)
        assert "2 to do" in at.seen
        assert [line.split()[2] for line in at.lines[2:4]] == ["Soon", "Later"] or "Soon" in at.lines[2]
        await at.press("down", "enter")
        assert at.no_dialog()
        assert at.cursor == at.view(2).ticket.id


async def test_done_changed_and_taken_back() -> None:
    async with desk(WIDE) as at:
        await put_down(at, 1, "Call her back", "2h")
        await at.press("ctrl+s", "A", "x")
        assert "Nothing is to be done." in at.seen
        assert at.said[-1] == "done: Call her back; z takes it back"
        await at.press("z")
        assert "Call her back" in at.lines[2]
        await at.press("e")
        await at.write(" today")
        await at.press("ctrl+s")
        assert texts(at) == ["Call her back today"]
        await at.press("escape")
        assert at.no_dialog()


async def test_what_was_only_just_put_down_is_taken_back_from_the_list() -> None:
    async with desk(WIDE) as at:
        await put_down(at, 1, "Call her back", "2h")
        await at.press("ctrl+s", "z")
        assert "undone: to do taken back" in at.said
        assert texts(at) == []


async def test_what_is_over_stands_in_the_top_line() -> None:
    async with desk(WIDE) as at:
        await put_down(at, 1, "Call her back", "1h")
        await at.press("ctrl+s")
        assert "to do" not in at.lines[0]
        at.clock.now += 2 * HOUR
        at.colleague(GIA, lambda sitting: sitting.comment(at.view(1).ticket.id, "Any news?"))
        await at.look_again()
        assert "1 to do" in at.lines[0]
        await at.press("A")
        assert "1 to do, 1 over" in at.seen


async def test_what_becomes_overdue_while_nobody_does_anything_stands_in_the_top_line() -> None:
    async with desk(WIDE) as at:
        assert "4 overdue" in at.lines[0]
        at.clock.now += 5 * HOUR
        await at.look_again()
        assert "5 overdue" in at.lines[0]


async def test_what_falls_due_is_told_once_and_stands_in_the_top_line() -> None:
    async with desk(WIDE) as at:
        await put_down(at, 1, "Call her back", "1h")
        await at.press("ctrl+s")
        await put_down(at, 2, "Some other day", "9d")
        await at.press("ctrl+s", "j")
        at.clock.now += 2 * HOUR
        await at.look_again()
        assert "to do now, #1: Call her back; A lists it" in at.said
        assert "1 to do" in at.lines[0]
        at.said.clear()
        at.clock.now += HOUR
        await at.look_again()
        assert at.said == []


async def test_what_falls_due_while_a_form_is_filled_in_is_told_when_that_is_left() -> None:
    async with desk(WIDE) as at:
        await put_down(at, 1, "Call her back", "1h")
        await at.press("ctrl+s", "c")
        at.clock.now += 2 * HOUR
        await at.look_again()
        assert not any("Call her back" in said and "now" in said for said in at.said)
        await at.press("escape")
        await at.look_again()
        assert "to do now, #1: Call her back; A lists it" in at.said


async def test_it_is_told_later_when_the_store_is_in_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    def trouble(*_asked: object) -> None:
        raise StoreTrouble("the disk is away")

    async with desk(WIDE) as at:
        await put_down(at, 1, "Call her back", "1h")
        await at.press("ctrl+s")
        at.clock.now += 2 * HOUR
        with monkeypatch.context() as broken:
            broken.setattr(MemoryFollowUps, "falling_due", trouble)
            await at.inbox.guarded(at.inbox._look_for_changes)
        assert "the disk is away" in at.said[-1]
        await at.look_again()
        assert at.said[-1] == "to do now, #1: Call her back; A lists it"


async def test_when_much_falls_due_at_once_it_is_counted() -> None:
    async with desk(WIDE) as at:
        for number, text in enumerate(("One", "Two", "Three", "Four"), start=1):
            await put_down(at, number, text, f"{number}h")
            await at.press("ctrl+s")
        at.clock.now += DAY
        await at.look_again()
        assert "4 to do now, the first #1: One; A lists them" in at.said


@pytest.mark.parametrize("size", [LOW, WIDE])
async def test_everybodys_are_one_key_away(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        about = at.view(1).ticket.id
        at.colleague(
            GIA,
            lambda sitting: sitting.put_followup(None, {"ticket": about, "text": "Ask the bank", "owner": GIA}),
        )
        await at.press("A")
        assert "Ask the bank" not in at.seen
        await at.press("a")
        assert "Ask the bank" in at.seen
        assert "of everybody" in at.seen
        assert f"{at.rooms.queries.organisation().called(GIA)}: Ask the bank" in at.seen
        await at.press("a", "escape")


async def test_with_nothing_to_do_it_says_how_to_put_something_down() -> None:
    async with desk(LOW, tickets=no_tickets) as at:
        await at.press("A", "x", "enter", "e")
        assert "b on a ticket puts down what is, and by when." in at.seen


async def test_a_promise_in_a_comment_is_offered_and_b_begins_with_it() -> None:
    async with desk(WIDE) as at:
        await go_to(at, 1)
        await at.press("c")
        await at.write("Spoke to her. Will call back tomorrow 9am.")
        await at.press("ctrl+s")
        assert "; b puts down what is promised for " in at.said[-1]
        await at.press("b")
        assert at.form.values["text"] == "Will call back tomorrow 9am"
        assert at.form.values["due"] == "tomorrow 9am"
        await at.press("ctrl+s")
        assert texts(at) == ["Will call back tomorrow 9am"]
        await at.press("b")
        assert at.form.values["text"] == ""


async def test_words_that_promise_nothing_offer_nothing() -> None:
    async with desk(WIDE) as at:
        await go_to(at, 1)
        await at.press("c")
        await at.write("Called at 15:00.")
        await at.press("ctrl+s")
        assert at.said[-1] == "#1 commented; z takes it back"
