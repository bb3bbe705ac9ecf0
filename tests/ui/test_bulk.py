"""The verbs on all that is marked: asked once, foretold, done as one, taken back as one; what is refused stays."""

import asyncio
import gc

import pytest

from cxloop_tui.domain.status import Status
from cxloop_tui.ui.screens.confirm import Choice, ConfirmScreen
from cxloop_tui.ui.screens.foreseeing import ForeseeingPicker
from cxloop_tui.ui.screens.form import FormScreen
from cxloop_tui.ui.screens.progress import Progress
from cxloop_tui.ui.watching import watched
from tests.builders import ADA, BEA, GIA, LEA, MAX, TOM
from tests.ui.desk_host import AtDesk, desk, plenty
from tests.ui.test_marking import marked, meant

LOW, WIDE = (80, 24), (120, 30)
TEN = plenty(10)


def owners(at: AtDesk) -> set[str | None]:
    return {at.ticket(number).owner for number in at.listed}


# Without anything refused: the picker is the question --------------------------------------------------------------


@pytest.mark.parametrize("size", [LOW, WIDE])
async def test_ten_tickets_get_another_owner_in_four_key_presses(size: tuple[int, int]) -> None:
    async with desk(size, tickets=TEN, me=LEA) as at:
        await at.press("*", "a", "g")
        assert "Owner of 10 marked tickets" in at.seen
        assert "10 given to Gia South" in at.seen
        await at.press("enter")
        assert at.no_dialog()
        assert owners(at) == {GIA}
        assert at.said == ["10 given to Gia South; z takes it back"]
        assert marked(at) == set()
        await at.press("z")
        assert owners(at) == {BEA}


async def test_a_priority_has_its_own_key() -> None:
    async with desk(LOW) as at:
        numbers = at.listed[:2]
        await at.press("space", "space", "p", "4")
        assert [str(at.ticket(number).priority) for number in numbers] == ["critical"] * 2


async def test_a_move_takes_the_owners_along_as_the_rule_has_it() -> None:
    async with desk(LOW, query="segment:bari") as at:
        numbers = at.listed
        await at.press("*", "M", *"naples")
        assert f"{len(numbers)} moved to Naples" in at.seen
        await at.press("enter")
        assert {(at.ticket(number).segment, at.ticket(number).owner) for number in numbers} == {("naples", GIA)}


async def test_open_is_one_key_and_resolved_leads_to_its_form() -> None:
    async with desk(LOW, query="status:new") as at:
        numbers = at.listed
        await at.press("space", "space", "s", "2")
        assert {at.ticket(number).status for number in numbers[:2]} == {Status.OPEN}
        await at.press("g", "j", "j", "space", "s", "4")
        assert "Resolve 1 marked ticket" in at.seen


async def test_spread_evenly_says_who_gets_how_many() -> None:
    async with desk(LOW, tickets=TEN) as at:
        await at.press("*", "a", *"spread")
        assert "10 as wanted" in at.seen, "bea is alone in bari"
        await at.press("escape")
        at.colleague(ADA, lambda sitting: sitting.put_person("cal@desk.example", {
            "name": "Cal Bari", "role": "agent", "segments": ["bari"]}))  # fmt: skip
        await at.press("a", *"spread")
        assert "Bea 5, Cal 5" in at.seen
        await at.press("enter")
        assert sorted(str(at.ticket(number).owner) for number in at.listed).count(BEA) == 5


async def test_a_comment_opens_all_of_them() -> None:
    async with desk(LOW, query="status:new") as at:
        numbers = at.listed[:2]
        await at.press("space", "space", "c")
        assert "Comment on 2 marked tickets" in at.seen
        await at.write("We know; it is being looked into.")
        await at.press("ctrl+s")
        assert [at.comments(number)[-1].body for number in numbers] == ["We know; it is being looked into."] * 2
        assert {at.ticket(number).status for number in numbers} == {Status.OPEN}
        assert at.said[-1] == "2 commented on; z takes it back"


async def test_tags_and_category_are_edited_together() -> None:
    async with desk(LOW) as at:
        numbers = at.listed[:2]
        await at.press("space", "space", "e", "ctrl+s")
        assert "nothing is filled in" in at.seen
        await at.write("vip late")
        await at.press("tab", "tab")
        await at.write("cards")
        await at.press("ctrl+s")
        found = [at.ticket(number) for number in numbers]
        assert {(ticket.tags, ticket.category) for ticket in found} == {(("late", "vip"), "cards")}


# With some refused: one question, no is the default -----------------------------------------------------------------


async def test_what_is_refused_is_said_before_and_stays_marked() -> None:
    async with desk(WIDE, me=BEA) as at:
        numbers = at.listed
        mine = {number for number in numbers if at.ticket(number).owner == BEA or at.ticket(number).segment == "bari"}
        wanted = {number for number in numbers if str(at.ticket(number).priority) != "critical"}
        refused = wanted - mine
        await at.press("*", "p", "4")
        assert isinstance(at.screen, ConfirmScreen)
        assert f"{len(wanted & mine)} set to priority critical" in at.seen
        assert f"{len(refused)}: it is neither your ticket nor in your segments" in at.seen
        assert "z takes all of it back" in at.seen
        await at.press("enter")
        assert at.no_dialog(), "no is the default"
        assert criticals(at) == set(numbers) - wanted
        assert len(marked(at)) == len(numbers)
        await at.press("p", "4", "y")
        assert criticals(at) == set(numbers) - refused
        assert marked(at) == refused
        assert f"{len(refused)} refused, still marked; z takes it back" in at.said[-1]
        await at.press("z")
        assert criticals(at) == set(numbers) - wanted


def criticals(at: AtDesk) -> set[int]:
    return {number for number in at.listed if str(at.ticket(number).priority) == "critical"}


@pytest.mark.parametrize("no", ["n", "escape", "enter"])
async def test_no_changes_nothing(no: str) -> None:
    async with desk(LOW, me=BEA) as at:
        before = at.rooms.queries.seq()
        await at.press("*", "p", "4", no)
        assert at.no_dialog()
        assert at.rooms.queries.seq() == before


@pytest.mark.parametrize("way", [["y"], ["left", "enter"], ["tab", "enter"]])
async def test_yes_does_it(way: list[str]) -> None:
    async with desk(LOW, me=BEA) as at:
        before = at.rooms.queries.seq()
        await at.press("*", "p", "4", *way)
        assert at.rooms.queries.seq() > before


async def test_a_click_answers_too() -> None:
    async with desk(LOW, me=BEA) as at:
        before = at.rooms.queries.seq()
        await at.press("*", "p", "4")
        await at.click_piece(at.screen.query_one(Choice), "form.cancel")
        assert at.rooms.queries.seq() == before
        await at.press("p", "4")
        await at.click_piece(at.screen.query_one(Choice), "form.submit")
        assert at.rooms.queries.seq() > before


@pytest.mark.parametrize(("query", "refused", "is_yes"), [("number:1,3", 1, True), ("number:1,3,5", 2, False)])
async def test_one_refusal_leaves_yes_the_default_and_more_do_not(query: str, refused: int, is_yes: bool) -> None:
    async with desk(LOW, query=query, me=BEA) as at:
        await at.press("*", "p", "4")
        assert len(at.listed) == refused + 1
        assert at.screen.query_one(Choice).is_yes is is_yes


async def test_when_nothing_would_change_it_is_said_and_nothing_asked() -> None:
    async with desk(LOW, query="status:resolved") as at:
        before = at.rooms.queries.seq()
        await at.press("*", "d")
        await at.write("cause")
        await at.press("tab")
        await at.write("action")
        await at.press("ctrl+s")
        assert isinstance(at.screen, FormScreen)
        assert "it is resolved already" in at.seen
        await at.press("escape")
        assert at.rooms.queries.seq() == before


async def test_a_resolve_form_says_before_who_is_refused_and_asks_once_more() -> None:
    async with desk(WIDE, me=LEA) as at:
        everything = at.listed
        resolved = {number for number in everything if at.ticket(number).status is Status.RESOLVED}
        foreign = {number for number in everything if at.ticket(number).segment in {"madrid", "spain"}}
        count = len(everything) - len(resolved) - len(foreign)
        await at.press("*", "d")
        assert f"Resolve {len(everything)} marked tickets" in at.seen
        assert f"{count} resolved" in at.seen
        assert "1: it is resolved already" in at.seen
        await at.write("bank")
        await at.press("tab")
        await at.write("wired")
        await at.press("ctrl+s")
        assert isinstance(at.screen, ConfirmScreen)
        await at.press("n")
        assert isinstance(at.screen, FormScreen), "what was typed is still there"
        assert "nothing was changed" in at.seen
        await at.press("ctrl+s", "y")
        assert at.no_dialog()
        assert marked(at) == resolved | foreign
        for number in set(everything) - foreign:
            assert at.ticket(number).status is Status.RESOLVED
        await at.press("z")
        assert {number for number in everything if at.ticket(number).status is Status.RESOLVED} == resolved
        assert at.rooms.queries.draft("", "resolve-many") is None


async def test_reopen_takes_several() -> None:
    async with desk(LOW, query="status:resolved") as at:
        (number,) = at.listed
        await at.press("*", "X", "ctrl+s")
        assert at.ticket(number).status is Status.OPEN


# Which tickets are meant -------------------------------------------------------------------------------------------


async def test_taking_many_is_asked_and_names_those_out_of_sight() -> None:
    async with desk(LOW, tickets=TEN) as at:
        await at.press("*", "slash")
        await at.write("#4")
        await at.press("enter")
        assert at.listed == [4]
        await at.press("i")
        assert "Give to Ada Admin: 10 marked tickets, 9 out of sight" in at.seen
        assert at.screen.query_one(Choice).is_yes
        await at.press("enter", "F")
        assert owners(at) == {ADA}


async def test_in_the_detail_verbs_are_about_the_ticket_that_is_read() -> None:
    async with desk(LOW) as at:
        first, _, third = at.listed[:3]
        await at.press("space", "space", "enter", "p", "4")
        assert str(at.ticket(third).priority) == "critical"
        assert str(at.ticket(first).priority) != "critical"


async def test_a_verb_for_one_ticket_says_so_and_does_nothing() -> None:
    async with desk(LOW) as at:
        await at.press("space", "E")
        assert at.no_dialog()
        assert at.said == ["escalate takes one ticket: ⏎ opens it, U takes the marks away"]


async def test_a_ticket_changed_by_somebody_else_meanwhile_is_refused() -> None:
    async with desk(LOW, tickets=TEN) as at:
        number = at.listed[4]
        ticket = at.ticket(number).id
        await at.press("*", "a", "g")
        at.colleague(LEA, lambda sitting: sitting.change(ticket, {"owner": MAX}))
        await at.press("enter")
        assert at.ticket(number).owner == MAX
        assert await meant(at) == [number]
        assert "9 given to Gia South; 1 refused, still marked" in at.said[-1]


async def test_more_than_an_agent_may_is_refused_with_the_reason() -> None:
    async with desk(LOW, tickets=plenty(101), me=BEA) as at:
        await at.press("*", "p")
        assert "101 tickets, more than 100" in at.seen
        await at.press("4")
        assert at.no_dialog()
        assert "101 tickets, more than 100: so many at once are for admins" in at.said[-1]


async def test_what_is_foretold_of_letters_typed_at_once_is_that_of_the_last() -> None:
    """A look that is overtaken before it begins leaves nothing behind: whatever does is an error of this suite."""
    async with desk(WIDE) as at:
        await at.press("asterisk", "M")
        assert isinstance(at.screen, ForeseeingPicker)
        await at.press_at_once(*"milan")
        gc.collect()
        assert "Milan" in at.seen


async def test_the_options_foretell_what_each_would_do() -> None:
    async with desk(LOW, me=BEA, query="number:1,5") as at:
        await at.press("*", "a", *"bea")
        assert isinstance(at.screen, ForeseeingPicker)
        assert "1: it lies outside your segments" in at.seen
        await at.press("backspace", "backspace", "backspace", *"max")
        assert "1 as wanted" in at.seen
        await at.press("x")
        assert "given to" not in at.seen


def test_progress_is_stopped_until_it_is_through() -> None:
    progress = Progress(total=3)
    assert progress.go_on(1)
    progress.is_stopped = True
    assert not progress.go_on(2)
    assert (progress.through, progress.is_through) == (2, False)


async def test_other_peoples_tickets_are_not_given_away() -> None:
    async with desk(LOW, me=TOM, query="owner:bea@desk.example") as at:
        before = at.rooms.queries.seq()
        await at.press("*", "a", *"max", "enter")
        assert at.rooms.queries.seq() == before
        assert "only its owner or a manager above" in at.said[-1]


# What takes its time ---------------------------------------------------------------------------------------------


async def test_what_takes_its_time_shows_how_far_it_is_and_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxloop_tui.ui.screens.progress.SHOWN_AFTER_SECONDS", 0)
    let_go, seen = asyncio.Event(), []

    async def work(progress: Progress) -> str:
        progress.go_on(200)
        await let_go.wait()
        seen.append(progress.go_on(300))
        return "done"

    async with desk(LOW) as at:
        watching = at.inbox.run_worker(watched(at.inbox, "Resolve: 400 marked tickets", 400, work))
        await at.settled()
        assert "Resolve: 400 marked tickets" in at.seen
        assert "200 of 400" in at.seen
        await at.press("escape")
        assert "stopping" in at.seen
        let_go.set()
        await at.settled()
        assert at.no_dialog()
        assert (await watching.wait(), seen) == ("done", [False])


# Again -----------------------------------------------------------------------------------------------------------


async def test_the_last_change_is_done_again_after_a_question() -> None:
    async with desk(LOW) as at:
        first, second = at.listed[:2]
        await at.press("p", "4", "j", ".")
        assert f"Change: #{second}" in at.seen
        assert "1 changed: priority critical" in at.seen
        assert str(at.ticket(second).priority) != "critical"
        await at.press("enter")
        assert str(at.ticket(second).priority) == "critical"
        await at.press("z")
        assert str(at.ticket(second).priority) != "critical"
        assert str(at.ticket(first).priority) == "critical"


async def test_it_is_done_again_to_all_that_is_marked_and_what_was_done_to_many_to_one() -> None:
    async with desk(LOW, query="status:new,open") as at:
        first, second, third = at.listed[:3]
        await at.press("space", "space", "c")
        await at.write("We know.")
        await at.press("ctrl+s", ".", "enter")
        assert at.comments(third)[-1].body == "We know."
        await at.press("i", "k", "k", "space", "space", ".", "y")
        assert [at.comments(number)[-1].body for number in (first, second)] == ["We know."] * 2


async def test_nothing_is_repeated_before_anything_was_done_and_no_undo_is() -> None:
    async with desk(LOW) as at:
        await at.press(".")
        assert at.said[-1] == "nothing was done yet that could be repeated"
        await at.press("p", "4", "z", ".")
        assert "priority critical" in at.seen, "the change, not the undo"
