"""Handing tickets over: to whom, with a note and what is to be done; the page is copied, one undo takes it back."""

import pytest

from cxloop_tui.domain.clock import HOUR, to_rfc3339
from cxloop_tui.domain.history import comments_of
from tests.builders import ADA, TOM
from tests.ui.desk_host import AtDesk, desk
from tests.ui.forms import foretold, go_to

LOW, WIDE = (80, 24), (120, 40)


async def hand_over(at: AtDesk, note: str) -> None:
    await at.press("greater_than_sign")
    await at.press(*"Tom")
    await at.press("tab")
    await at.write(note)
    await at.press("ctrl+s")


def asked_of_me(at: AtDesk, number: int, text: str) -> None:
    due = to_rfc3339(at.clock.now + HOUR)
    wanted = {"ticket": at.view(number).ticket.id, "text": text, "owner": ADA, "due_at": due}
    at.rooms.desk().sit(ADA, lambda sitting: sitting.put_followup(None, wanted))


def owners(at: AtDesk, *numbers: int) -> list[str | None]:
    return [at.view(number).ticket.owner for number in numbers]


@pytest.mark.parametrize("size", [LOW, WIDE])
async def test_marked_tickets_change_hands_with_what_is_to_be_done(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        asked_of_me(at, 6, "Call her back")
        await go_to(at, 8)
        await at.press("space")
        await go_to(at, 6)
        await at.press("space", "greater_than_sign")
        await at.press(*"Tom")
        assert foretold(at)["then"] == "they are Tom Turin's, and 1 to do of yours"
        await at.press("tab")
        await at.write("The bank answers tomorrow.")
        await at.press("ctrl+s")
        assert at.no_dialog()
        assert owners(at, 6, 8) == [TOM, TOM]
        assert [one.text for one in at.rooms.queries.followups.open(TOM, 9)] == ["Call her back"]
        view = at.view(8)
        assert comments_of(view.ticket, view.entries)[-1].body == "The bank answers tomorrow."
        page = at.app.clipboard
        assert page.startswith("Handed over by Ada Admin to Tom Turin, ")
        assert "2 tickets: 2 new" in page
        assert "The bank answers tomorrow." in page
        assert "Call her back" in page
        await at.press("z")
        assert owners(at, 6, 8) == [ADA, ADA]
        assert [one.text for one in at.rooms.queries.followups.open(ADA, 9)] == ["Call her back"]


async def test_one_ticket_is_handed_over_from_its_detail() -> None:
    async with desk(WIDE) as at:
        await go_to(at, 6)
        await at.press("enter")
        await hand_over(at, "")
        assert owners(at, 6) == [TOM]
        assert "1 handed over to Tom Turin; the page is copied; z takes it back" in at.said


async def test_without_somebody_nothing_is_done_and_the_note_stays() -> None:
    async with desk(WIDE) as at:
        await go_to(at, 6)
        await at.press("greater_than_sign", "tab")
        await at.write("Mind the dog.")
        await at.press("shift+tab")
        await at.press(*"Zzz")
        await at.press("ctrl+s")
        assert owners(at, 6) == [ADA]
        assert at.form.values["note"] == "Mind the dog."


async def test_what_of_mine_breaks_before_work_ends() -> None:
    async with desk(WIDE) as at:
        await at.press("dollar_sign")
        assert at.inbox.shown.query.text() == "owner:me due:<480m sort:due"
        assert 8 in at.listed
        assert 11 not in at.listed
        await at.press("dollar_sign")
        assert at.inbox.shown.query.text() == "owner:me"
