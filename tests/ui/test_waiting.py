"""Setting a ticket aside: the exact time and the new deadline are said before; it shows, reminds, and goes on."""

import pytest

from cxloop_tui.domain.clock import DAY, HOUR
from tests.builders import ADA
from tests.ui.desk_host import AtDesk, desk
from tests.ui.forms import foretold, go_to

LOW, WIDE = (80, 24), (120, 40)


async def let_wait(at: AtDesk, number: int, until: str) -> None:
    await go_to(at, number)
    await at.press("w")
    await at.write(until)


@pytest.mark.parametrize("size", [LOW, WIDE])
async def test_when_it_goes_on_and_its_new_deadline_are_said_before(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        due = at.view(1).ticket.resolve_due_at
        await let_wait(at, 1, "2d")
        before = foretold(at)
        assert before["until"].endswith(" +00:00   in 2d")
        assert before["deadline"].startswith("to be resolved by ")
        await at.press("ctrl+s")
        assert at.no_dialog()
        assert "#1 waits; z takes it back" in at.said
        ticket = at.view(1).ticket
        assert (ticket.waiting_for, ticket.resolve_due_at - due) == ("customer", 2 * DAY)
        assert "wait 2d" in at.seen
        (then,) = at.rooms.queries.followups.open(ADA, 10)
        assert (then.due_at, then.text.split()[0]) == (ticket.waiting_until, "see")


async def test_one_undo_takes_back_the_wait_and_what_was_to_be_done_then() -> None:
    async with desk(WIDE) as at:
        await let_wait(at, 1, "2d")
        await at.press("ctrl+s", "z")
        assert at.view(1).ticket.waiting_for is None
        assert list(at.rooms.queries.followups.open(ADA, 10)) == []


async def test_it_goes_on_when_somebody_says_so() -> None:
    async with desk(WIDE) as at:
        due = at.view(1).ticket.resolve_due_at
        await let_wait(at, 1, "2d")
        await at.press("ctrl+s", "enter")
        assert "waits until" in at.seen
        at.clock.now += 3 * HOUR
        await at.press("w", "tab", "down", "down")
        await at.press("ctrl+s")
        ticket = at.view(1).ticket
        assert (ticket.waiting_for, ticket.resolve_due_at - due) == (None, 3 * HOUR)
        assert "#1 goes on; z takes it back" in at.said


async def test_what_is_no_time_is_asked_about_and_nothing_is_lost() -> None:
    async with desk(WIDE) as at:
        await let_wait(at, 1, "some day")
        assert foretold(at)["until"].startswith("when is 'some day'?")
        await at.press("ctrl+s")
        assert at.form.values["until"] == "some day"
        assert at.view(1).ticket.waiting_for is None


async def test_what_is_resolved_waits_for_nobody() -> None:
    async with desk(WIDE) as at:
        await go_to(at, 3)
        await at.press("w")
        assert at.no_dialog()
        assert any("there is nothing to wait for" in said for said in at.said)


async def test_marked_tickets_wait_until_the_same_moment_and_one_undo_takes_it_back() -> None:
    async with desk(WIDE) as at:
        await at.press("slash")
        await at.write("status:new")
        await at.press("enter", "asterisk")
        marked = at.listed
        await at.press("w")
        assert foretold(at)["until"].startswith("say when: ")
        await at.write("2d")
        assert foretold(at)["until"].endswith("in 2d")
        await at.press("ctrl+s")
        assert at.no_dialog()
        assert len(marked) > 1
        assert all(at.view(number).ticket.waiting_for == "customer" for number in marked)
        await at.press("z")
        assert not any(at.view(number).ticket.waiting_for for number in marked)


async def test_marked_tickets_do_not_wait_for_a_time_that_is_none() -> None:
    async with desk(WIDE) as at:
        await at.press("space", "w")
        await at.write("some day")
        await at.press("ctrl+s")
        assert at.form.values["until"] == "some day"
        assert "when is 'some day'?" in at.seen
