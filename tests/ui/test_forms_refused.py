"""Forms that are refused: they stay with every word, and go to the field that has to be mended."""

from collections.abc import Mapping

import pytest

from cxloop_tui.domain.status import Status
from tests.builders import EVE, LEA
from tests.ui.desk_host import desk
from tests.ui.forms import go_to, opened, problem, write_into

WIDE = (120, 30)


@pytest.mark.parametrize(
    ("name", "filled", "reason", "field"),
    [
        ("comment", {}, "comment is empty", "comment"),
        ("escalate", {}, "reason is empty", "reason"),
        ("resolve", {}, "root cause is empty", "root_cause"),
        ("resolve", {"root_cause": "label torn off"}, "action taken is empty", "action_taken"),
        ("new", {}, "customer e-mail is empty", "customer_email"),
        ("new", {"customer_email": "pat at shop"}, "is not an e-mail address", "customer_email"),
        ("new", {"customer_email": "pat@shop.example"}, "comment is empty", "comment"),
        ("edit", {"customer_email": "@"}, "is not an e-mail address", "customer_email"),
        ("edit", {"customer_name": "x" * 301}, "customer name has more than 300 characters", "customer_name"),
        ("edit", {"tags": "x" * 301}, "a tag has more than 300 characters", "tags"),
    ],
)
async def test_a_refusal_keeps_the_form_and_goes_to_its_field(
    name: str, filled: Mapping[str, str], reason: str, field: str
) -> None:
    async with desk(WIDE) as at:
        screen = await opened(at, name)
        for to, text in filled.items():
            await write_into(at, to, text)
        screen.set_focus(screen.query_one(f"#{at.form._form.fields[-1].name}"))
        before, values = at.rooms.queries.seq(), screen.values
        await at.press("ctrl+s")
        assert at.app.screen is screen
        assert reason in problem(at)
        assert at.focused() == field
        assert screen.values == values
        assert at.rooms.queries.seq() == before


async def test_a_refused_form_can_be_mended_and_sent() -> None:
    async with desk(WIDE) as at:
        await opened(at, "escalate")
        await at.press("ctrl+s")
        await at.write("He is right.")
        await at.press("ctrl+s")
        assert at.no_dialog()
        assert at.ticket(1).status is Status.ESCALATED


async def test_what_happened_meanwhile_refuses_and_keeps_the_words() -> None:
    async with desk(WIDE) as at:
        screen = await opened(at, "escalate")
        await at.write("He is right.")
        ticket = at.view(1).ticket.id
        at.colleague(LEA, lambda sitting: sitting.resolve(ticket, root_cause="a", action_taken="b", told="by call"))
        await at.press("ctrl+s")
        assert at.app.screen is screen
        assert "lea@desk.example" in problem(at)
        assert screen.values["reason"] == "He is right."
        await at.press("escape")
        assert at.draft("escalate", 1) is not None


async def test_a_form_is_bound_to_its_ticket_wherever_the_list_goes() -> None:
    async with desk(WIDE) as at:
        screen = await opened(at, "comment")
        await at.write("About number one.")
        at.inbox.list.move(-3)
        await at.settled()
        await at.press("ctrl+s")
        assert screen is not at.app.screen
        assert at.comments(1)[-1].body == "About number one."


@pytest.mark.parametrize(
    ("key", "number", "reason"),
    [
        ("E", 2, "neither your ticket nor in your segments"),
        ("d", 2, "only its owner or a manager above may end an escalation"),
        ("M", 6, "neither your ticket nor in your segments"),
        ("e", 6, "neither your ticket nor in your segments"),
        ("p", 6, "neither your ticket nor in your segments"),
        ("H", 2, "only its owner or a manager above may end an escalation"),
        ("H", 1, "#1 is open, not escalated"),
        ("X", 3, "neither your ticket nor in your segments"),
        ("X", 1, "#1 is open, not resolved"),
        ("d", 3, "#3 is resolved already"),
    ],
)
async def test_what_may_not_be_done_is_said_instead_of_asked(key: str, number: int, reason: str) -> None:
    async with desk(WIDE, me=EVE) as at:
        await go_to(at, number)
        await at.press(key)
        assert at.no_dialog()
        assert reason in at.said[-1]
