"""The conflicts on screen: a card for each ticket, decided field by field, all at once, or later."""

from collections.abc import Mapping
from functools import partial
from itertools import cycle

import pytest

from cxloop_tui.domain import intent
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.desk import Sitting
from cxloop_tui.ui.screens.conflicts import ConflictsScreen
from cxloop_tui.ui.screens.picker import PickerScreen
from cxloop_tui.ui.widgets.card_pane import CardPane
from cxloop_tui.ui.widgets.line_table import LineTable
from tests.builders import ADA, BEA, GIA, LEA
from tests.ui.conftest import HOSTILE
from tests.ui.hub_desk import AtHubDesk, Sides, hub_desk

SIZES = [(80, 24), (120, 40)]

WORDS = "She knows the bank, I do not."


def one_quarrel(sides: Sides) -> None:
    """Three fields and a comment of mine; two of the fields were set by somebody else."""
    ana = sides.ticket(1)
    mine = {"priority": "critical", "category": "Refund", "owner": GIA}
    sides.here(lambda sitting: sitting.do(ana, lambda now, _: intent.change(now, mine, note=WORDS, add_tags=["vip"])))
    sides.at_hub(ADA, lambda sitting: sitting.change(ana, {"priority": "low", "category": "Delay"}))
    sides.exchange()


def two_quarrels(sides: Sides) -> None:
    """The same, and a resolution of another ticket that was escalated meanwhile."""
    ida = sides.ticket(9)
    one_quarrel(sides)
    sides.here(lambda sitting: sitting.resolve(ida, root_cause="the bank", action_taken="paid", told="by call"))
    sides.at_hub(
        ADA,
        lambda sitting: sitting.do(
            ida, lambda now, space: intent.escalate(now, "south", "why", space, by=ADA, owner=GIA)
        ),
    )
    sides.exchange()


def screen(at: AtHubDesk) -> ConflictsScreen:
    assert isinstance(at.app.screen, ConflictsScreen), at.seen
    return at.app.screen


def line_of(at: AtHubDesk, word: str) -> str:
    return next(line for line in at.lines if word in line)


def made(at: AtHubDesk) -> list[dict[str, object]]:
    """Return what waits: which fields are set to what."""
    waiting = at.sides.laptop.held.waiting
    return [{name: change.wanted for name, change in one.operation.set.items()} for one in waiting]


# What is shown ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_a_card_shows_what_was_seen_mine_and_theirs_with_who_and_when(size: tuple[int, int]) -> None:
    async with hub_desk(size, before=one_quarrel) as at:
        assert "1 conflict" in at.top
        await at.press("C")
        assert "#1  Ana Rossi  The refund is three weeks late." in at.seen
        assert "You did this today 08:01; somebody else decided otherwise. Nothing is lost." in at.seen
        assert line_of(at, "priority  ").split() == ["▌", "priority", "high", "○", "critical", "○", "low"]
        assert line_of(at, "category  ").split()[:4] == ["category", "–", "○", "Refund"]
        assert line_of(at, "owner  ").split() == ["owner", "Bea", "Bari", "●", "Gia", "South", "○", "Bea", "Bari"]
        assert "Ada Admin, today" in at.seen
        assert "nobody touched it" in at.seen
        assert "to decide: priority, category; esc leaves it for later" in at.lines[-2]
        await at.press("pagedown")
        assert "kept either way" in at.seen
        assert WORDS in at.seen
        assert "+vip" in at.seen


async def test_one_card_has_no_list_above_it_and_several_have() -> None:
    async with hub_desk((120, 40), before=one_quarrel) as at:
        await at.press("C")
        assert not screen(at).query_one(LineTable).display
    async with hub_desk((120, 40), before=two_quarrels) as at:
        assert "2 conflicts" in at.top
        await at.press("C")
        assert "1 of 2" in at.top
        assert [row.cells["state"].text for row in screen(at).query_one(LineTable).rows] == [
            "2 of 3 to decide",
            "1 of 4 to decide",
        ]


async def test_nothing_to_decide_is_said() -> None:
    async with hub_desk() as at:
        await at.press("C")
        assert at.no_dialog()
        assert "nothing is to be decided" in at.said[-1]


async def test_it_is_opened_by_the_mouse() -> None:
    async with hub_desk(before=one_quarrel) as at:
        await at.click_piece(at.top_line, "hub.conflicts")
        assert screen(at)


async def test_long_words_are_shown_whole_and_the_field_under_the_cursor_is_in_sight() -> None:
    long = " ".join(f"word{place}" for place in range(200))

    def quarrel(sides: Sides) -> None:
        ida = sides.ticket(9)
        sides.here(lambda sitting: sitting.resolve(ida, root_cause=long, action_taken="paid", told="by call"))
        sides.at_hub(ADA, lambda sitting: sitting.resolve(ida, root_cause="shop", action_taken="no", told="by mail"))
        sides.exchange()

    async with hub_desk((80, 24), before=quarrel) as at:
        await at.press("C")
        seen = at.seen
        for _ in range(20):
            await at.press("pagedown")
            seen += at.seen
        assert all(f"word{place}" in seen for place in range(200))
        await at.press("j", "j")
        assert "by call" in at.seen
        await at.press("k", "k", "k")
        assert "word0" in at.seen


# Deciding --------------------------------------------------------------------------------------------------------


async def test_field_by_field_becomes_one_operation_with_the_words() -> None:
    async with hub_desk((120, 40), before=one_quarrel) as at:
        await at.press("C", "m")
        assert line_of(at, "priority  ").split() == ["priority", "high", "●", "critical", "○", "low"]
        assert line_of(at, "category  ").startswith("▌")
        await at.press("t")
        assert "all decided; ctrl+s does it, esc leaves it for later" in at.seen
        await at.press("ctrl+s")
        assert at.no_dialog()
        assert at.said[-1] == "all decided"
        assert made(at) == [{"priority": "critical", "owner": GIA}]
        (waiting,) = at.sides.laptop.held.waiting
        assert (waiting.operation.comment, waiting.operation.add) == (WORDS, {"tags": ("vip",)})
        assert at.companion.woken > 0
        assert "conflict" not in at.top
        await at.sync()
        assert at.sides.laptop.cards() == []
        assert (str(at.ticket(1).priority), at.ticket(1).category, at.ticket(1).owner) == ("critical", "Delay", GIA)


async def test_what_is_not_decided_is_named() -> None:
    async with hub_desk((120, 40), before=one_quarrel) as at:
        await at.press("C", "m", "ctrl+s")
        assert at.said[-1] == "not decided yet: category; m mine, t theirs, e edit"
        assert made(at) == []
        assert screen(at)


async def test_all_mine_and_all_theirs_with_one_key() -> None:
    async with hub_desk((120, 40), before=one_quarrel) as at:
        await at.press("C", "M", "ctrl+s")
        assert made(at) == [{"priority": "critical", "category": "Refund", "owner": GIA}]
    async with hub_desk((120, 40), before=one_quarrel) as at:
        await at.press("C", "T", "ctrl+s")
        assert made(at) == [{}]
        assert at.sides.laptop.held.waiting[0].operation.comment == WORDS


async def test_what_nobody_touched_gives_way_with_the_rest() -> None:
    async with hub_desk((120, 40), before=two_quarrels) as at:
        await at.press("C", "J", "t")
        assert line_of(at, "root cause  ").count("●") == 1
        assert line_of(at, "root cause  ").index("●") > line_of(at, "root cause  ").index("○")
        await at.press("ctrl+s")
        assert at.said[-1] == "#9: what you decided waits to be sent"
        (kept,) = at.sides.laptop.held.waiting
        assert kept.operation.comment == "cause: the bank\naction: paid\ntold: by call"
        assert "#1" in at.lines[1]


async def test_another_value_is_chosen_where_there_are_choices_and_typed_where_there_are_none() -> None:
    async with hub_desk((120, 40), before=one_quarrel) as at:
        await at.press("C", "e")
        assert type(at.screen) is PickerScreen
        await at.press("2")
        assert "instead" in at.seen
        assert line_of(at, "● medium")
        await at.press("e")
        assert at.form
        await at.press("ctrl+u")
        await at.write(" that came late")
        await at.press("ctrl+s")
        assert screen(at)
        await at.press("ctrl+s")
        (only,) = made(at)
        assert only["priority"] == "medium"
        assert str(only["category"]).endswith("that came late")


async def test_later_loses_nothing_also_not_what_was_decided_already() -> None:
    async with hub_desk((120, 40), before=one_quarrel) as at:
        await at.press("C", "m", "escape")
        assert at.no_dialog()
        assert "1 conflict" in at.top
        await at.press("C")
        assert "to decide: category" in at.seen


async def test_cards_are_gone_through_and_the_last_ends_it() -> None:
    async with hub_desk((80, 24), before=two_quarrels) as at:
        await at.press("C", "J")
        assert "2 of 2" in at.top
        await at.press("J")
        assert "1 of 2" in at.top
        await at.press("K", "T", "ctrl+s")
        assert "#1  Ana Rossi" in at.seen
        await at.press("T", "ctrl+s")
        assert at.no_dialog()
        assert at.said[-1] == "all decided"


async def test_a_field_and_a_card_are_clicked() -> None:
    async with hub_desk((120, 40), before=two_quarrels) as at:
        await at.press("C")
        await at.click(screen(at).query_one(LineTable), 3, 2)
        assert "2 of 2" in at.top
        pane = screen(at).query_one(CardPane)
        line = next(place for place, line in enumerate(at.lines) if "action" in line and "paid" in line)
        await at.click(pane, 5, line - pane.region.y)
        assert line_of(at, "action  ").startswith("▌")


async def test_what_comes_in_meanwhile_is_shown_and_what_was_decided_stays() -> None:
    async with hub_desk((120, 40), before=one_quarrel) as at:
        await at.press("C", "m")
        await at.at_hub(ADA, lambda sitting: sitting.change(at.sides.ticket(1), {"category": "Else"}))
        assert "Else" in line_of(at, "category  ")
        assert line_of(at, "priority  ").split()[2:4] == ["●", "critical"]
        assert line_of(at, "category  ").startswith("▌")


async def test_decided_at_another_screen_meanwhile() -> None:
    async with hub_desk((120, 40), before=one_quarrel) as at:
        await at.press("C", "T")
        await at.session.correspond(lambda post: post.deciding.theirs(BEA, at.sides.ticket(1)))
        await at.press("ctrl+s")
        assert at.no_dialog()
        assert at.said[-1] == "all decided"


# Rules -----------------------------------------------------------------------------------------------------------


def a_rule_said_no(sides: Sides) -> None:
    """I gave a ticket to somebody who left meanwhile."""
    ana = sides.ticket(1)
    sides.here(lambda sitting: sitting.change(ana, {"owner": LEA}))
    sides.at_hub(ADA, lambda sitting: sitting.put_person(LEA, {"active": False}))
    sides.exchange()


@pytest.mark.parametrize("size", SIZES)
async def test_what_a_rule_refused_says_the_rules_sentence(size: tuple[int, int]) -> None:
    async with hub_desk(size, before=a_rule_said_no) as at:
        await at.press("C")
        assert "The hub refused it: " in at.seen
        assert "to decide: owner" in at.seen
        await at.press("m", "ctrl+s")
        assert screen(at)
        assert len(at.sides.laptop.cards()) == 1
        await at.press("e", *"bea", "enter", "ctrl+s")
        assert at.no_dialog()
        assert at.sides.laptop.cards() == []


def a_making_was_refused(sides: Sides) -> None:
    """I made a ticket for somebody who left meanwhile, and said something about it."""
    wanted = {"customer_email": "new@shop.example", "segment": "bari", "owner": LEA}
    sides.here(lambda sitting: sitting.comment(sitting.create(wanted, "Made offline").ticket.id, "and more"))
    sides.at_hub(ADA, lambda sitting: sitting.put_person(LEA, {"active": False}))
    sides.exchange()


async def test_a_ticket_that_could_not_be_made_is_made_otherwise_or_given_up_as_a_whole() -> None:
    async with hub_desk((120, 40), before=a_making_was_refused) as at:
        await at.press("C")
        assert "new@shop.example  Made offline" in at.seen
        await at.press(*(["j"] * [one.field for one in screen(at)._here.disputes].index("owner")))
        await at.press("t")
        assert "the ticket was never made at the hub" in at.said[-1]
        await at.press("e", *"bea", "enter", "ctrl+s")
        assert at.said[-1] == "all decided", at.said
        await at.sync()
        assert at.ticket(13).owner == BEA
    async with hub_desk((120, 40), before=a_making_was_refused) as at:
        await at.press("C", "t", "ctrl+s")
        assert at.said[-1] == "all decided"
        assert made(at) == []


async def test_fields_of_the_organisation_are_decided_as_well() -> None:
    def rename(sides: Sides) -> None:
        sides.here(lambda sitting: sitting.put_segment("bari", {"parent": "north"}))
        sides.at_hub(LEA, lambda sitting: sitting.put_person(ADA, {"role": "agent"}))
        sides.exchange()

    def two_admins(sides: Sides) -> None:
        sides.at_hub(ADA, lambda sitting: sitting.put_person(LEA, {"role": "admin"}))
        sides.exchange()
        rename(sides)

    async with hub_desk((120, 40), me=ADA, before=two_admins) as at:
        await at.press("C")
        assert "  segment bari" in at.seen
        assert line_of(at, "parent  ").split() == ["▌", "parent", "south", "○", "north", "○", "south"]
        await at.press("e", "escape", "T", "ctrl+s")
        assert at.said[-1] == "all decided"


# Hostile words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_are_harmless(size: tuple[int, int]) -> None:
    def quarrel(sides: Sides) -> None:
        in_italy = cycle(number for number in range(1, 13) if number not in {4, 11})
        for number, text in zip(in_italy, [text for text in HOSTILE if text.strip()], strict=False):
            ticket = sides.ticket(number)
            mine, theirs = {"category": text[:200], "customer_name": text[:200]}, {"category": f"{text[:100]}!"}
            say = partial(_said, text=text, wanted=mine)
            sides.here(partial(Sitting.do, ticket_id=ticket, make=say))
            sides.at_hub(LEA, partial(Sitting.change, ticket_id=ticket, wanted=theirs))
        sides.exchange()

    async with hub_desk(size, me=ADA, before=quarrel) as at:
        await at.press("C")
        assert len(screen(at).query_one(LineTable).rows) > 8
        for _ in HOSTILE:
            await at.press("j", "j", "e", "escape", "J")
        assert at.app.net.caught == 0


def _said(now: Ticket, _space: Organisation, *, text: str, wanted: Mapping[str, Json]) -> intent.Draft:
    return intent.change(now, wanted, note=text)
