"""Undo: z takes back what one did last and Z does it again, on the record and on the screen."""

from cxloop_tui.domain.status import Status
from tests.builders import EVE
from tests.ui.desk_host import desk, no_tickets
from tests.ui.forms import opened, write_into

WIDE = (120, 30)


async def test_z_takes_back_and_capital_z_does_again() -> None:
    async with desk(WIDE) as at:
        await opened(at, "escalate")
        await at.write("He is right.")
        before = at.ticket(1)
        await at.press("ctrl+s", "p", "4")
        await at.press("z")
        assert at.said[-1] == "undone: #1 priority changed"
        await at.press("z")
        assert at.said[-1] == "undone: #1 is open again"
        now = at.ticket(1)
        assert (now.status, now.segment, now.owner, now.priority) == (
            before.status,
            before.segment,
            before.owner,
            before.priority,
        )
        await at.press("Z", "Z")
        assert (at.ticket(1).status, at.ticket(1).priority) == (Status.ESCALATED, "critical")
        assert at.cursor == at.ticket(1).id


async def test_nothing_to_take_back_is_said() -> None:
    async with desk(WIDE, me=EVE) as at:
        await at.press("z")
        assert at.said[-1] == "there is nothing of yours to undo"
        await at.press("Z")
        assert at.said[-1] == "there is nothing to redo"


async def test_a_new_ticket_that_is_taken_back_leaves_the_list_and_comes_again() -> None:
    async with desk(WIDE, tickets=no_tickets) as at:
        await at.press("n")
        await at.write("pat@shop.example")
        await write_into(at, "comment", "The door sticks.")
        await at.press("ctrl+s", "z")
        assert at.listed == []
        assert "No tickets yet." in at.seen
        await at.press("Z")
        assert at.listed == [1]


async def test_a_comment_that_is_taken_back_is_in_no_sight_any_more() -> None:
    async with desk(WIDE) as at:
        await opened(at, "comment")
        await at.write("Wrong ticket, sorry")
        await at.press("ctrl+s")
        assert "Wrong ticket, sorry" in at.seen
        await at.press("z")
        assert "Wrong ticket, sorry" not in at.seen
        await at.press("2")
        assert "Wrong ticket, sorry" not in at.seen
