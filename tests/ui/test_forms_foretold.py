"""Forms: what they foretell is what the log then says."""

import pytest

from cxloop_tui.domain.status import Status
from cxloop_tui.ui.forms.resolution import TOLD
from tests.builders import ADA, BEA
from tests.ui.desk_host import desk
from tests.ui.forms import called, foretold, go_to, opened, said, write_into

LOW, WIDE = (80, 24), (120, 30)


@pytest.mark.parametrize("size", [LOW, WIDE])
@pytest.mark.parametrize("downs", [0, 1, 2])
async def test_escalate_foretells_path_and_owner(size: tuple[int, int], downs: int) -> None:
    async with desk(size) as at:
        await opened(at, "escalate")
        await at.write("He is right, and asks for somebody who can decide.")
        await at.press("tab", *["down"] * downs)
        before = foretold(at)
        assert before["mail"] == "off: nobody is written to"
        await at.press("ctrl+s")
        assert at.no_dialog()
        assert set(at.last(1)) == {"status", "segment", "owner", "comment"}
        assert at.last(1)["status"] == ("open", "escalated")
        assert before["path"].startswith(said(at, 1, "segment"))
        assert before["owner"].startswith(said(at, 1, "owner"))
        assert at.last(1)["comment"][1] == "He is right, and asks for somebody who can decide."
        assert at.said[-1] == "#1 escalated; z takes it back"


async def test_escalate_foretells_who_is_told_by_mail() -> None:
    async with desk(WIDE) as at:
        at.rooms.desk().sit(ADA, lambda sitting: sitting.put_policy("mail.notices", "on"))
        await at.press("f5")
        await opened(at, "escalate")
        assert foretold(at)["mail"].startswith("to ")


async def test_escalate_at_the_top_keeps_the_segment_and_says_so() -> None:
    async with desk(WIDE) as at:
        await go_to(at, 6)
        await at.press("E")
        await at.write("A card number is in it.")
        before = foretold(at)
        assert before["path"] == "Italy stays"
        await at.press("ctrl+s")
        assert "segment" not in at.last(6)
        assert before["owner"].startswith(said(at, 6, "owner"))


async def test_hand_back_foretells_status_segment_and_owner() -> None:
    async with desk(WIDE) as at:
        await opened(at, "handback")
        before = foretold(at)
        await at.write("Refund it, no need to ask.")
        await at.press("ctrl+s")
        for field in ("status", "segment", "owner"):
            assert before[field] == said(at, 2, field)
        assert set(at.last(2)) == {"status", "segment", "owner", "comment"}


async def test_resolve_foretells_the_status_and_asks_what_policy_demands() -> None:
    async with desk(WIDE) as at:
        await opened(at, "resolve")
        before = foretold(at)
        assert before["asked"] == "cause, action, told"
        await at.write("label torn off")
        await at.press("enter")
        await at.write("refunded")
        await at.press("tab", "down", "ctrl+s")
        assert before["status"] == said(at, 1, "status")
        assert at.last(1)["root_cause"] == (None, "label torn off")
        assert at.last(1)["action_taken"] == (None, "refunded")
        assert at.last(1)["told"] == (None, TOLD[1].value)


async def test_a_policy_that_demands_nothing_is_told() -> None:
    async with desk(WIDE) as at:
        at.colleague(ADA, lambda sitting: sitting.put_policy("resolve.requires", []))
        await opened(at, "resolve")
        assert foretold(at)["asked"] == "nothing"
        await at.press("ctrl+s")
        assert at.ticket(1).status is Status.RESOLVED


async def test_reopen_foretells_the_status_and_keeps_the_cause() -> None:
    async with desk(WIDE) as at:
        await opened(at, "reopen")
        before = foretold(at)
        assert before["cause"] == "short of staff"
        await at.write("She called again.")
        await at.press("ctrl+s")
        assert before["status"].startswith(said(at, 3, "status"))
        assert set(at.last(3)) == {"status", "comment"}
        assert at.ticket(3).root_cause == "short of staff"


async def test_move_foretells_the_path_and_who_takes_over() -> None:
    async with desk(WIDE) as at:
        await opened(at, "move")
        await at.press(*"naples")
        before = foretold(at)
        await at.press("ctrl+s")
        assert before["path"] == said(at, 1, "segment") == "Bari → Naples"
        assert before["owner"].startswith(said(at, 1, "owner"))
        assert before["owner"].startswith("Bea Bari → Gia South")


async def test_move_foretells_an_owner_who_stays() -> None:
    async with desk(WIDE) as at:
        await go_to(at, 7)
        await at.press("M", *"turin")
        assert foretold(at)["owner"] == "Tom Turin stays"
        await at.press("ctrl+s")
        assert set(at.last(7)) == {"segment"}


async def test_edit_foretells_what_will_be_changed_and_nothing_else() -> None:
    async with desk(WIDE) as at:
        await opened(at, "edit")
        assert foretold(at) == {"changes": "nothing yet"}
        await write_into(at, "category", "billing")
        await write_into(at, "tags", "vip refund")
        at.form.set_focus(at.form.query_one("#priority"))
        await at.press("down")
        before = foretold(at)["changes"].split(", ")
        await at.press("ctrl+s")
        log = [(line.field, line.new) for line in at.log(1) if line.operation == at.log(1)[-1].operation]
        told = [f"+{new}" if field == "tags" else field.replace("_", " ") for field, new in log]
        assert before == told
        assert set(told) == {"priority", "category", "+vip", "+refund"}


async def test_edit_of_nothing_does_nothing() -> None:
    async with desk(WIDE) as at:
        await opened(at, "edit")
        before = at.rooms.queries.seq()
        await at.press("ctrl+s")
        assert at.no_dialog()
        assert at.rooms.queries.seq() == before


async def test_new_foretells_status_and_owner() -> None:
    async with desk(WIDE, me=BEA) as at:
        await opened(at, "new")
        await at.write("pat@shop.example")
        await write_into(at, "comment", "The door sticks.\nSince Monday.")
        before = foretold(at)
        await at.press("ctrl+s")
        made = at.ticket(13)
        assert before["then"] == f"{made.status}, owned by {called(at, made.owner)}"
        assert (made.owner, made.segment, made.priority) == (BEA, "bari", "medium")
        assert made.comment == "The door sticks.\nSince Monday."


@pytest.mark.parametrize(("key", "words"), [("c", "I will call her."), ("t", "He did not pick up.")])
async def test_words_that_open_a_new_ticket_say_so_before(key: str, words: str) -> None:
    async with desk(WIDE) as at:
        await go_to(at, 8)
        await at.press(key)
        await write_into(at, "comment" if key == "c" else "note", words)
        before = foretold(at)
        await at.press("ctrl+s")
        assert before["status"] == said(at, 8, "status") == "new → open"


async def test_a_comment_says_who_will_read_it() -> None:
    async with desk(WIDE) as at:
        await opened(at, "comment")
        assert "colleagues only" in foretold(at)["read"]
        await at.write("Called twice.\nNobody there.")
        await at.press("ctrl+s")
        assert at.comments(1)[-1].body == "Called twice.\nNobody there."
        assert at.comments(1)[-1].by == ADA
        assert set(at.last(1)) == {"comment"}


async def test_contact_shows_how_to_reach_the_customer() -> None:
    async with desk(WIDE) as at:
        await opened(at, "contact")
        assert foretold(at)["reach"] == "+39 080 1234   ana@shop.example"
        await at.press("tab")
        await at.write("She was glad.")
        await at.press("ctrl+s")
        assert at.last(1) == {"contact": (None, "call reached"), "comment": (None, "She was glad.")}
