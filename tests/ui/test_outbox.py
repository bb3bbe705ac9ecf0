"""The outbox on screen: what waits is seen in the words of the log, held back, let go, given up."""

from functools import partial

import pytest

from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.syncing import Phase
from cxloop_tui.sync.outgoing import HELD
from cxloop_tui.sync.taking import rewind
from cxloop_tui.ui.screens.confirm import ConfirmScreen
from cxloop_tui.ui.screens.outbox import OutboxScreen
from cxloop_tui.ui.screens.outbox_lines import SHOWN_MOST
from tests.builders import ADA, BEA
from tests.ui.conftest import HOSTILE
from tests.ui.desk_host import no_tickets
from tests.ui.hub_desk import AtHubDesk, Sides, hub_desk

SIZES = [(80, 24), (120, 40)]


def some_work(sides: Sides) -> None:
    """A change, a comment, and a ticket with something said about it; nothing of it is sent."""
    one, wanted = sides.ticket(1), {"customer_email": "new@shop.example", "segment": "bari", "owner": BEA}
    sides.here(lambda sitting: sitting.change(one, {"priority": "critical"}))
    sides.here(lambda sitting: sitting.comment(one, "Asked [b]again[/b]"))
    sides.here(lambda sitting: sitting.comment(sitting.create(wanted, "Made offline").ticket.id, "and more"))


def screen(at: AtHubDesk) -> OutboxScreen:
    assert isinstance(at.app.screen, OutboxScreen), at.seen
    return at.app.screen


def cells(at: AtHubDesk, column: str) -> list[str]:
    return [row.cells[column].text for row in screen(at).table.rows]


def waiting(at: AtHubDesk) -> list[str]:
    """Return why each of what waits is held; empty where it is not."""
    return [one.held for one in at.sides.laptop.held.waiting]


@pytest.mark.parametrize("size", SIZES)
async def test_everything_that_waits_is_listed_oldest_first_in_the_words_of_the_log(size: tuple[int, int]) -> None:
    async with hub_desk(size, before=some_work) as at:
        await at.press("B")
        assert cells(at, "what") == [
            "priority high → critical",
            "comment Asked [b]again[/b]",
            "ticket created",
            "status new → open; comment and more",
        ]
        tickets = cells(at, "ticket")
        assert tickets[:2] == ["#1", "#1"]
        assert tickets[2] == tickets[3]
        assert tickets[2].startswith("~")
        assert set(cells(at, "state")) == {"waits"}
        assert cells(at, "when") == ["today 08:01", "today 08:02", "today 08:03", "today 08:03"]
        assert "4 waiting" in at.top
        assert "Asked [b]again[/b]" in at.seen


async def test_what_was_done_to_a_ticket_that_the_hub_has_lost_says_so() -> None:
    def lost(sides: Sides) -> None:
        before = sides.laptop.held.cursor
        wanted = {"customer_email": "new@shop.example", "segment": "bari", "owner": BEA}
        sides.at_hub(ADA, lambda sitting: sitting.create(wanted, "Made by somebody else"))
        sides.exchange()
        (made,) = [one for one in sides.laptop.held.tickets.values() if one.comment == "Made by somebody else"]
        sides.here(lambda sitting: sitting.comment(made.id, "Called her"))
        sides.here(lambda sitting: sitting.comment(sides.ticket(1), "Called him"))
        sides.laptop.transact_replica(partial(rewind, common=before, me=BEA))

    async with hub_desk(before=lost) as at:
        await at.press("B")
        assert [text.split(": ")[0] for text in cells(at, "state")] == ["waits", "waits"]
        assert "waits: no such ticket at the hub, or not yet   " in at.seen
        await at.press("j")
        assert "no such ticket at the hub, or not yet   " not in at.seen


async def test_nothing_waits() -> None:
    async with hub_desk((80, 24)) as at:
        await at.press("B")
        assert "Nothing waits: everything you did is at the hub." in at.seen
        assert "hold" not in at.lines[-1]
        await at.press("h", "x", "enter", "space", "j", "G")
        assert screen(at)
        await at.press("q")
        assert at.no_dialog()


async def test_a_change_is_held_back_and_let_go() -> None:
    async with hub_desk((80, 24), before=some_work) as at:
        await at.press("B", "j", "h")
        assert waiting(at) == ["", HELD, "", ""]
        assert cells(at, "state")[1] == "held: you hold it back"
        assert screen(at).table.cursor_id == screen(at).table.rows[1].id
        at.sides.exchange()
        assert len(waiting(at)) == 1
        await at.press("h")
        assert waiting(at) == [""]


async def test_what_is_marked_is_held_together_and_let_go_when_all_of_it_is_held() -> None:
    async with hub_desk((80, 24), before=some_work) as at:
        await at.press("B", "space", "space")
        assert cells(at, "mark") == ["*", "*", "", ""]
        assert "2 marked" in at.top
        await at.press("h")
        assert waiting(at) == [HELD, HELD, "", ""]
        assert "2 changes held back" in at.said[-1]
        await at.press("g", "space", "space", "space", "h")
        assert waiting(at) == [HELD, HELD, HELD, ""]
        await at.press("g", "space", "space", "h")
        assert waiting(at) == ["", "", HELD, ""]


async def test_giving_up_asks_says_what_is_lost_and_enter_says_no() -> None:
    async with hub_desk((80, 24), before=some_work) as at:
        await at.press("B", "j", "j", "x")
        assert isinstance(at.app.screen, ConfirmScreen)
        assert "2 changes as if never made; 1 for resting on the others" in at.seen
        assert "nothing brings that back" in at.seen
        assert "ticket created" in at.seen
        assert "comment and more" in at.seen
        await at.press("enter")
        assert len(waiting(at)) == 4
        await at.press("x", "y")
        assert cells(at, "what") == ["priority high → critical", "comment Asked [b]again[/b]"]
        assert at.said[-1] == "2 changes given up"
        await at.press("escape", "f5")
        assert "Made offline" not in at.seen


async def test_what_is_sent_already_can_neither_be_held_nor_given_up() -> None:
    def sent(sides: Sides) -> None:
        some_work(sides)
        acknowledged = {one.operation.id: 99 for one in sides.laptop.held.waiting}
        sides.laptop.transact_replica(lambda tx: tx.acknowledge(acknowledged))

    async with hub_desk((80, 24), before=sent) as at:
        await at.press("B")
        assert set(cells(at, "state")) == {"sent, on its way back"}
        await at.press("h")
        assert "it is sent already" in at.said[-1]
        await at.press("x")
        assert "it is sent already" in at.said[-1]
        assert screen(at)


async def test_enter_opens_the_ticket() -> None:
    async with hub_desk((80, 24), before=some_work) as at:
        await at.press("B", "enter")
        assert at.no_dialog()
        assert at.detail_is_shown()
        assert "Ana Rossi" in at.seen


async def test_it_follows_what_the_companion_tells_and_the_cursor_stays() -> None:
    async with hub_desk((120, 40), before=some_work) as at:
        await at.press("B", "j")
        here = screen(at).table.cursor_id
        at.sides.here(lambda sitting: sitting.comment(at.sides.ticket(1), "one more"))
        await at.tell(Phase.OFFLINE, "the hub cannot be reached")
        assert len(screen(at).table.rows) == 5
        assert screen(at).table.cursor_id == here
        assert "the hub cannot be reached" in at.top
        await at.press("R")
        assert at.companion.woken == 1
        await at.sync()
        assert screen(at).table.rows == []


async def test_segments_people_and_rules_have_lines_too() -> None:
    def organise(sides: Sides) -> None:
        sides.here(lambda sitting: sitting.put_segment("bari", {"name": "Bari Vecchia"}))
        sides.here(lambda sitting: sitting.put_person(BEA, {"name": "Bea"}))
        sides.here(lambda sitting: sitting.put_policy("word.owner", "hero"))

    async with hub_desk((120, 40), me=ADA, before=organise) as at:
        await at.press("B")
        assert cells(at, "ticket") == ["segment bari", f"person {BEA}", "policy"]
        assert cells(at, "what") == [
            "name: Bari → Bari Vecchia",
            "name: Bea Bari → Bea",
            "word.owner: default → hero",
        ]
        await at.press("enter")
        assert "no ticket to open" in at.said[-1]


async def test_of_very_much_the_oldest_are_listed_and_it_is_said() -> None:
    def much(sides: Sides) -> None:
        ticket = sides.ticket(1)

        def talk(sitting: Sitting) -> None:
            for place in range(SHOWN_MOST + 5):
                sitting.comment(ticket, f"{place}")

        sides.here(talk)

    async with hub_desk((120, 40), before=much) as at:
        await at.press("B")
        assert len(screen(at).table.rows) == SHOWN_MOST
        assert "2,005 waiting, the oldest 2,000 shown" in at.top


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_are_harmless(size: tuple[int, int]) -> None:
    def say(sides: Sides) -> None:
        ticket = sides.ticket(1)
        for text in HOSTILE:
            if text.strip():
                sides.here(partial(Sitting.comment, ticket_id=ticket, text=text))
            sides.here(partial(Sitting.change, ticket_id=ticket, wanted={"category": text[:300] or None}))

    async with hub_desk(size, before=say) as at:
        await at.press("B", *(["j"] * 2 * len(HOSTILE)), "space", "x", "escape")
        assert at.app.net.caught == 0


async def test_it_is_empty_on_a_desk_without_tickets() -> None:
    async with hub_desk((80, 24), tickets=no_tickets) as at:
        await at.press("B")
        assert "Nothing waits" in at.seen
