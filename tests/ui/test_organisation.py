"""The organisation on screen: everybody reads it, an admin changes it, and each change is one undo away."""

import pytest

from cxloop_tui.domain.query import Branch, Field
from cxloop_tui.services.desk import Sitting
from cxloop_tui.ui.screens.confirm import ConfirmScreen
from cxloop_tui.ui.screens.organisation import OrganisationScreen
from cxloop_tui.ui.screens.organisation_log import LogScreen
from cxloop_tui.ui.screens.picker import PickerScreen
from cxloop_tui.ui.widgets.key_bar import KeyBar
from cxloop_tui.ui.widgets.organisation_bar import PagesBar
from tests.builders import ADA, BEA, EVE, GIA, LEA, MAX, OLA, TOM
from tests.ui.desk_host import AtDesk, desk, no_tickets, plenty

SIZES = [(80, 24), (120, 40)]


def screen(at: AtDesk) -> OrganisationScreen:
    assert isinstance(at.app.screen, OrganisationScreen), at.seen
    return at.app.screen


async def go_to(at: AtDesk, row_id: str) -> None:
    """Bring the cursor to a line."""
    table = screen(at).table
    places = [row.id for row in table.rows]
    table.home()
    table.move(places.index(row_id))
    await at.settled()


def line_of(at: AtDesk, word: str) -> str:
    return next(line for line in at.lines if word in line)


# Reading ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_segments_are_a_tree_with_managers_and_counts_their_own_and_of_all_below(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        await at.press("O")
        assert [row.id for row in screen(at).table.rows] == [
            "italy", "north", "turin", "milan", "south", "bari", "naples", "spain", "madrid",
        ]  # fmt: skip
        cells = {row.id: row.cells for row in screen(at).table.rows}
        assert cells["bari"]["name"].text == "    Bari"
        assert cells["north"]["managers"].text == "Ola, Max"
        assert (cells["italy"]["open"].text, cells["italy"]["all_open"].text) == ("1", "9")
        assert (cells["spain"]["open"].text, cells["spain"]["all_open"].text) == ("1", "2")
        assert "Italy" in at.seen
        assert "Lea Lead" in at.lines[-2]


@pytest.mark.parametrize("size", SIZES)
async def test_the_three_pages_are_reached_by_number_tab_and_mouse(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        await at.press("O", "2")
        assert "bea@desk.example" in line_of(at, "Bea Bari")
        await at.press("tab")
        assert "deadline.critical" in at.seen
        await at.press("tab")
        assert "code" in at.lines[1]
        await at.click_piece(at.app.screen.query_one(PagesBar), "organisation.people")
        assert "role" in at.lines[1]
        await at.press("escape")
        assert at.no_dialog()


async def test_who_left_and_what_was_given_up_are_shown_when_asked_for() -> None:
    async with desk((120, 40)) as at:
        at.colleague(ADA, lambda sitting: sitting.put_segment("rome", {"name": "Rome"}))
        at.colleague(ADA, lambda sitting: sitting.put_segment("rome", {"active": False}))
        await at.press("O")
        assert "Rome" not in at.seen
        await at.press("a")
        assert "not in use" in line_of(at, "Rome")
        await at.press("2")
        assert "left" in line_of(at, "Ola Away")
        await at.press("a")
        assert "Ola Away" not in at.seen


async def test_typing_finds_a_line_and_escape_shows_all_again_before_it_leaves() -> None:
    async with desk((80, 24)) as at:
        await at.press("O", "slash", *"nap")
        assert [row.id for row in screen(at).table.rows] == ["naples"]
        await at.press("enter", "escape")
        assert len(screen(at).table.rows) == 9
        await at.press("slash", *"zzz")
        assert "Nothing of that name." in at.seen
        await at.press("escape", "escape")
        assert at.no_dialog()


async def test_enter_goes_to_the_tickets_of_a_segment_and_of_a_person() -> None:
    async with desk((80, 24)) as at:
        await at.press("O")
        await go_to(at, "south")
        await at.press("enter")
        assert at.no_dialog()
        assert at.inbox.shown.query.values(Field.SEGMENT) == (Branch("south", below=True),)
        await at.press("O", "2")
        await go_to(at, TOM)
        await at.press("enter")
        assert at.inbox.shown.query.values(Field.OWNER) == (TOM,)


async def test_the_log_says_who_changed_what() -> None:
    async with desk((120, 40)) as at:
        at.colleague(ADA, lambda sitting: sitting.put_segment("bari", {"name": "Bari Vecchia", "managers": [GIA]}))
        await at.press("O")
        await go_to(at, "bari")
        await at.press("l")
        assert isinstance(at.app.screen, LogScreen)
        assert "Ada Admin" in line_of(at, "name: Bari → Bari Vecchia")
        assert "managers: nothing → Gia South" in at.seen
        await at.press("escape")
        screen(at)


async def test_what_others_change_is_seen_and_the_cursor_stays_on_its_line() -> None:
    async with desk((120, 40)) as at:
        await at.press("O")
        await go_to(at, "naples")
        at.colleague(ADA, lambda sitting: sitting.put_segment("aaa", {"name": "Another", "parent": "italy"}))
        await screen(at)._look_again()
        await at.settled()
        assert "Another" in at.seen
        assert screen(at).table.cursor_id == "naples"


@pytest.mark.parametrize("verb", ["n", "e", "m"])
async def test_who_is_no_admin_reads_only_and_is_told_why(verb: str) -> None:
    async with desk((120, 40), me=BEA) as at:
        await at.press("O")
        assert "read only: only an admin may do this" in at.lines[0]
        await at.press(verb)
        screen(at)
        assert at.said[-1] == "only an admin may do this"


async def test_a_key_of_another_page_does_nothing() -> None:
    async with desk((120, 40)) as at:
        await at.press("O", "x", "r")
        screen(at)
        keys = {action.id for action, _ in at.app.screen.query_one(KeyBar)._entries}
        assert "organisation.merge" in keys
        assert "organisation.leave" not in keys


# Segments --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_a_new_segment_is_made_below_the_cursor_and_shown_there(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        await at.press("O")
        await go_to(at, "south")
        await at.press("n")
        await at.write("Lecce")
        await at.press("tab")
        await at.write("Lecce Centro")
        await at.press("ctrl+s")
        assert screen(at).table.cursor_id == "lecce"
        made = at.rooms.queries.organisation().tree["lecce"]
        assert (made.name, made.parent) == ("Lecce Centro", "south")
        assert "z takes it back" in at.said[-1]
        await at.press("z")
        assert not at.rooms.queries.organisation().tree.is_open("lecce")


async def test_managers_are_added_reordered_and_taken_away() -> None:
    async with desk((120, 40)) as at:
        await at.press("O")
        await go_to(at, "north")
        await at.press("e", "tab", "tab", *"tom", "enter", "shift+up", "shift+up", "down", "delete", "ctrl+s")
        assert at.rooms.queries.organisation().tree["north"].managers == (TOM, MAX)
        await at.press("z")
        assert at.rooms.queries.organisation().tree["north"].managers == (OLA, MAX)


async def test_only_what_was_changed_is_set_so_that_nobody_elses_change_is_lost() -> None:
    async with desk((120, 40)) as at:
        await at.press("O")
        await go_to(at, "bari")
        await at.press("e")
        at.colleague(ADA, lambda sitting: sitting.put_segment("bari", {"managers": [EVE]}))
        await at.write(" Vecchia")
        await at.press("ctrl+s")
        segment = at.rooms.queries.organisation().tree["bari"]
        assert (segment.name, segment.managers) == ("Bari Vecchia", (EVE,))


async def test_what_a_form_may_not_is_said_in_the_form() -> None:
    async with desk((80, 24)) as at:
        await at.press("O", "n")
        await at.write("b a")
        await at.press("ctrl+s")
        assert "'b a' is not a code" in at.seen
        await at.press("escape")
        screen(at)


async def test_merging_says_what_happens_and_the_default_is_no() -> None:
    async with desk((120, 40)) as at:
        await at.press("O")
        await go_to(at, "bari")
        await at.press("m")
        assert isinstance(at.app.screen, PickerScreen)
        await at.press(*"napl", "enter")
        assert isinstance(at.app.screen, ConfirmScreen)
        for words in ("Bari is given up; Naples takes over", "2 go to Naples", "Bea Bari", "will work for Naples"):
            assert words in at.seen
        await at.press("enter")
        assert at.rooms.queries.organisation().tree.is_open("bari")
        await at.press("m", *"napl", "enter", "y")
        assert not at.rooms.queries.organisation().tree.is_open("bari")
        assert {at.ticket(1).segment, at.ticket(9).segment} == {"naples"}
        await at.press("z")
        assert {at.ticket(1).segment, at.ticket(9).segment} == {"bari"}
        await at.press("Z", "escape")
        assert at.no_dialog()
        assert at.ticket(1).segment == "naples"


async def test_what_lies_below_cannot_take_over() -> None:
    async with desk((120, 40)) as at:
        await at.press("O", "m", *"bari", "enter")
        assert isinstance(at.app.screen, PickerScreen)
        assert "Bari lies below Italy" in at.seen


# People ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_a_new_person_is_added(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        await at.press("O", "2", "n")
        await at.write("Zoe@Desk.example")
        await at.press("tab")
        await at.write("Zoe Zeta")
        await at.press("tab", "down", "tab", *"nap", "enter", "ctrl+s")
        zoe = at.rooms.queries.organisation().people["zoe@desk.example"]
        assert (zoe.name, zoe.role, zoe.segments) == ("Zoe Zeta", "manager", ("naples",))
        assert screen(at).table.cursor_id == "zoe@desk.example"


async def test_who_is_away_is_shown_with_who_stands_in_here_and_where_owners_are_chosen() -> None:
    async with desk((120, 40)) as at:
        await at.press("O", "2")
        await go_to(at, TOM)
        await at.press("e", "tab", "tab", "tab")
        await at.write("2099-12-24")
        await at.press("tab", *"max", "ctrl+s")
        person = at.rooms.queries.organisation().people[TOM]
        assert (person.away_until, person.deputy) == ("2099-12-24", MAX)
        assert "24 Dec 2099, Max" in line_of(at, "Tom Turin")
        await at.press("escape", "a", *"tom")
        assert "away until 24 Dec 2099, Max North stands in" in at.seen


async def test_a_day_that_is_none_is_told_at_its_field() -> None:
    async with desk((80, 24)) as at:
        await at.press("O", "2", "e", "tab", "tab", "tab")
        await at.write("soon")
        await at.press("tab", "ctrl+s")
        assert "'soon' is no day: write it as 20" in at.seen
        assert at.focused() == "away_until"


@pytest.mark.parametrize(
    ("keys", "owners"),
    [(["enter"], {GIA}), (["down", "enter"], {GIA}), ([*"tom t", "enter"], {TOM})],
    ids=["spread", "leads", "one person"],
)
async def test_who_leaves_gives_their_tickets_away_when_that_is_agreed_to(keys: list[str], owners: set[str]) -> None:
    async with desk((120, 40)) as at:
        await at.press("O", "2")
        await go_to(at, BEA)
        theirs = [number for number in range(1, 13) if at.ticket(number).owner == BEA]
        await at.press("x")
        assert f"Who takes the {len(theirs)} open tickets of Bea Bari?" in at.seen
        await at.press(*(key if key != " " else "space" for key in keys))
        assert isinstance(at.app.screen, ConfirmScreen)
        assert f"{len(theirs)} to {'Tom Turin' if owners == {TOM} else 'Gia South'}" in at.seen
        await at.press("enter")
        assert at.rooms.queries.organisation().is_active(BEA)
        await at.press("x", *(key if key != " " else "space" for key in keys), "y")
        assert "Bea Bari" not in at.seen.split("\n", 1)[1].rsplit("\n", 3)[0]
        assert {at.ticket(number).owner for number in theirs} == owners
        await at.press("z")
        assert {at.ticket(number).owner for number in theirs} == {BEA}
        assert at.rooms.queries.organisation().is_active(BEA)


async def test_who_owns_nothing_leaves_without_a_question_of_who_takes_over() -> None:
    async with desk((120, 40)) as at:
        await at.press("O", "2")
        await go_to(at, LEA)
        await at.press("x")
        assert isinstance(at.app.screen, ConfirmScreen)
        assert "no more: Italy" in at.seen
        await at.press("y")
        assert not at.rooms.queries.organisation().is_active(LEA)


# Policy ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_a_rule_is_changed_told_and_given_its_default_again(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        await at.press("O", "3")
        await go_to(at, "word.owner")
        await at.press("e")
        await at.write(" hero")
        await at.press("ctrl+s")
        assert at.rooms.queries.organisation().policy.word("owner") == "owner hero"
        assert "Ada" in line_of(at, "word.owner ")
        assert "changed by Ada Admin" in at.lines[-2] or size[0] < 100
        await at.press("r")
        assert at.rooms.queries.organisation().policy.changed == {}
        await at.press("z")
        assert at.rooms.queries.organisation().policy.word("owner") == "owner hero"


async def test_a_value_that_cannot_be_is_told_while_it_is_typed_and_not_taken() -> None:
    async with desk((80, 24)) as at:
        await at.press("O", "3", "j", "e")
        await at.write("x")
        assert "a number of hours above 0 is expected" in at.seen
        await at.press("ctrl+s")
        assert "the value is not taken" in at.seen
        assert at.focused() == "value"


async def test_what_becomes_of_another_bad_answer_is_chosen() -> None:
    async with desk((80, 24)) as at:
        await at.press("O", "3")
        await go_to(at, "repeat.detractor")
        await at.press("e", "down", "ctrl+s")
        assert at.rooms.queries.organisation().policy.appends_repeats


# Everything ------------------------------------------------------------------------------------------------------


async def test_names_from_outside_are_shown_and_never_obeyed() -> None:
    async with desk((120, 40)) as at:
        at.colleague(ADA, lambda sitting: sitting.put_segment("bari", {"name": "[red]Bari[/] 房间"}))
        at.colleague(ADA, lambda sitting: sitting.put_person(BEA, {"name": "[b]Bea[/b]"}))
        await at.press("O")
        assert "[red]Bari[/] 房间" in at.seen
        await go_to(at, "bari")
        await at.press("e")
        assert "[red]Bari[/] 房间" in at.seen
        await at.press("escape", "2")
        assert "[b]Bea[/b]" in at.seen


async def test_a_thousand_people_are_a_page_away() -> None:
    def many(sitting: Sitting) -> None:
        for place in range(1000):
            sitting.put_person(f"p{place:04}@desk.example", {"name": f"Person {place:04}"})

    async with desk((80, 24), tickets=no_tickets) as at:
        at.colleague(ADA, many)
        await at.press("O", "2", "G")
        assert "Tom Turin" in at.seen
        await at.press("g", "pagedown")
        assert screen(at).table.cursor_id != screen(at).table.rows[0].id
        await at.press("slash", *"0999")
        assert [row.id for row in screen(at).table.rows] == ["p0999@desk.example"]


async def test_the_palette_offers_what_the_screen_can_do_and_no_more() -> None:
    async with desk((120, 40), tickets=plenty(3)) as at:
        await at.press("O", "ctrl+p", *"merge")
        assert "give a segment up" in at.seen
        await at.press("escape", "ctrl+p", *"escalate")
        assert "hand it up" not in at.seen
