"""A desk whose authority is a hub: how it stands is said, what came in is shown and told, what was done is sent."""

from dataclasses import replace
from functools import partial

import pytest

from cxloop_tui.config import Config
from cxloop_tui.domain import intent
from cxloop_tui.domain.clock import DAY, HOUR, MINUTE, SECOND
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.syncing import Phase
from cxloop_tui.ui.render.hub import HubStanding, age, hub_words
from cxloop_tui.ui.widgets.line_table import LineTable
from tests.builders import ADA, BEA, GIA, TOM
from tests.ui.desk_host import desk
from tests.ui.hub_desk import AtHubDesk, Sides, hub_desk, seated_at_hub

SIZES = [(80, 24), (120, 40)]
NOW = 1_800_000_000_000


# Words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [(-5, "now"), (9 * SECOND, "now"), (12 * SECOND, "10 s"), (59 * SECOND, "50 s"), (MINUTE, "1 min"),
     (59 * MINUTE, "59 min"), (HOUR, "1 h"), (23 * HOUR, "23 h"), (5 * DAY, "5 d"), (4000 * DAY, "4,000 d")],
)  # fmt: skip
def test_ages_are_told_in_their_largest_unit(milliseconds: int, words: str) -> None:
    assert age(milliseconds) == words


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        (Phase.SYNCED, "hub 3 min, 2 waiting"),
        (Phase.SYNCING, "hub 3 min, 2 waiting"),
        (Phase.OFFLINE, "offline 3 min, 2 waiting"),
        (Phase.SIGNED_OUT, "signed out, 2 waiting"),
        (Phase.NOT_SPOKEN, "hub too new, 2 waiting"),
        (Phase.FAILED, "hub error, 2 waiting"),
    ],
)
def test_every_phase_has_its_words(phase: Phase, said: str) -> None:
    standing = HubStanding(phase, synced_at=NOW - 3 * MINUTE, waiting=2)
    words = hub_words(standing, NOW)
    assert words.ways[0] == said
    alone = said.removesuffix(", 2 waiting")
    assert words.ways[-1] == alone.removesuffix(" 3 min")
    assert hub_words(replace(standing, waiting=0), NOW).ways[0] == alone


def test_before_the_first_time_there_is_no_age() -> None:
    assert hub_words(HubStanding(), NOW).ways[0] == "hub, first sync"
    assert hub_words(HubStanding(Phase.OFFLINE, waiting=1), NOW).ways == ("offline, 1 waiting", "offline")


def test_conflicts_are_counted() -> None:
    said = [hub_words(HubStanding(conflicts=count), NOW).conflicts for count in (0, 1, 2)]
    assert said == ["", "1 conflict", "2 conflicts"]


# The top line ----------------------------------------------------------------------------------------------------


async def test_a_desk_without_a_hub_says_so_where_one_asks_and_is_as_it_was() -> None:
    async with desk((120, 30)) as at:
        assert "this computer" in at.lines[0]
        for key in "RBC":
            await at.press(key)
            assert at.no_dialog()
            assert at.said[-1] == "this desk follows no hub: `cxloop remote add hub URL` lets it"


@pytest.mark.parametrize("size", SIZES)
async def test_the_top_line_follows_the_companion_and_what_waits(size: tuple[int, int]) -> None:
    async with hub_desk(size) as at:
        assert at.top.rstrip().endswith("● hub now")
        await at.press("p", "4")
        assert at.top.rstrip().endswith("● hub now, 1 waiting")
        at.clock.now += 2 * HOUR
        await at.tell(Phase.OFFLINE, "the hub cannot be reached")
        assert at.top.rstrip().endswith("○ offline 2 h, 1 waiting")
        await at.tell(Phase.SIGNED_OUT, "sign in again: `cxloop remote add hub URL`")
        assert at.top.rstrip().endswith("! signed out, 1 waiting")
        assert at.said[-1] == "sign in again: `cxloop remote add hub URL`"
        await at.sync()
        assert at.top.rstrip().endswith("● hub now")


async def test_trouble_that_somebody_must_mend_is_told_once_and_being_offline_not_at_all() -> None:
    async with hub_desk() as at:
        for _ in range(2):
            await at.tell(Phase.OFFLINE, "not reached")
            await at.tell(Phase.FAILED, "the hub sent what does not fit")
            await at.tell(Phase.FAILED, "the hub sent what does not fit")
        assert at.said == ["the hub sent what does not fit"] * 2


async def test_the_age_moves_when_the_desk_looks_and_paints_nothing_between_the_steps() -> None:
    async with hub_desk() as at:
        painted: list[int] = []
        repaint = at.top_line.repaint

        def counting() -> None:
            painted.append(1)
            repaint()

        at.top_line.repaint = counting  # type: ignore[method-assign]
        for _ in range(4):
            at.clock.now += 2 * SECOND
            await at.look_again()
        assert (painted, at.top.rstrip()[-7:]) == ([], "hub now")
        at.clock.now += 2 * SECOND
        await at.look_again()
        assert (painted, at.top.rstrip()[-8:]) == ([1], "hub 10 s")


async def test_a_low_screen_shortens_the_hub_before_it_drops_anything() -> None:
    def quarrel(sides: Sides) -> None:
        ticket = sides.ticket(1)
        sides.here(lambda sitting: sitting.change(ticket, {"priority": "critical"}))
        sides.at_hub(ADA, lambda sitting: sitting.change(ticket, {"priority": "low"}))
        sides.exchange()

    async with hub_desk((80, 24), before=quarrel) as at:
        at.clock.now += 5 * DAY
        await at.tell(Phase.OFFLINE)
        assert at.top.rstrip().endswith("overdue   1 conflict   ○ offline 5 d")
        await at.press("f", "1", "escape", "p", "1")
        assert at.top.startswith(" cxloop  filtered tickets")
        assert at.top.rstrip().endswith("overdue   1 conflict   ○ offline")


async def test_hub_and_conflicts_are_clicked() -> None:
    async with hub_desk() as at:
        await at.click_piece(at.top_line, "hub.outbox")
        assert "Outbox" in at.top
        await at.press("escape")
        assert at.no_dialog()


async def test_ascii_has_signs_of_its_own() -> None:
    async with hub_desk(config=Config(refresh_seconds=3600.0, ascii=True)) as at:
        assert at.top.rstrip().endswith("* hub now")
        await at.tell(Phase.OFFLINE)
        assert at.top.rstrip().endswith("o offline now")


# Listening -------------------------------------------------------------------------------------------------------


async def test_nothing_is_listened_to_before_the_first_paint_and_the_companion_ends_with_the_desk() -> None:
    with seated_at_hub() as (app, at_desk):
        async with app.run_test(size=(120, 40)) as pilot:
            at = at_desk(pilot)
            await at.settled()
            assert at.companion.is_listened_to
            assert not at.companion.is_closed
        assert at.companion.is_closed


async def test_what_came_in_shows_and_the_cursor_stays() -> None:
    async with hub_desk() as at:
        await at.press("j", "j")
        before = at.cursor
        await at.at_hub(ADA, lambda sitting: sitting.change(at.sides.ticket(9), {"priority": "critical"}))
        assert at.cursor == before
        assert any("!" in line and "#9 " in line for line in at.lines)


async def test_what_was_made_here_gets_its_number_where_it_stands() -> None:
    async with hub_desk() as at:
        wanted = {"customer_email": "new@shop.example", "segment": "bari", "owner": BEA}
        at.sides.here(lambda sitting: sitting.create(wanted, "Made offline"))
        await at.look_again()
        await at.press("f5", "g")
        assert "~" in next(line for line in at.lines if "Made offline" in line)
        await at.sync()
        assert "#13" in next(line for line in at.lines if "Made offline" in line)


async def test_every_change_of_mine_wakes_it_and_so_does_the_key() -> None:
    async with hub_desk() as at:
        await at.press("p", "4")
        assert at.companion.woken == 1
        await at.press("z")
        assert at.companion.woken == 2
        await at.press("R")
        assert at.companion.woken == 3
        await at.sync()
        assert at.said[-1] == "the hub has what you did, and you have what it has"
        await at.press("R")
        await at.tell(Phase.OFFLINE, "the hub cannot be reached")
        assert at.said[-1] == "the hub cannot be reached"


async def test_a_change_of_the_organisation_wakes_it_as_well() -> None:
    async with hub_desk(me=ADA) as at:
        at.rooms.desk().sit(ADA, lambda sitting: sitting.put_policy("word.owner", "hero"))
        await at.press("O", "3", "G", "G")
        table = at.app.screen.query_one(LineTable)
        table.move([row.id for row in table.rows].index("word.owner") - len(table.rows) + 1)
        assert at.companion.woken == 0
        await at.press("r")
        assert at.rooms.queries.organisation().policy.changed == {}
        assert at.companion.woken == 1


# News ------------------------------------------------------------------------------------------------------------


async def test_a_ticket_that_became_mine_is_told_with_one_bell() -> None:
    async with hub_desk() as at:
        bells = ringing(at)
        await at.at_hub(ADA, lambda sitting: sitting.change(at.sides.ticket(8), {"owner": BEA}))
        assert at.said == ["#8 is yours now: The chair wobbles."]
        assert bells == [1]
        await at.sync()
        assert (len(at.said), bells) == (1, [1])


def ringing(at: AtHubDesk) -> list[int]:
    bells: list[int] = []
    at.app.bell = lambda: bells.append(1)  # type: ignore[method-assign]
    return bells


async def test_what_was_escalated_and_who_asks_me_is_told_in_their_words() -> None:
    async with hub_desk() as at:
        ana, hal = at.sides.ticket(1), at.sides.ticket(8)
        at.sides.at_hub(
            ADA,
            lambda sitting: sitting.do(
                ana, lambda now, space: intent.escalate(now, "south", "why", space, by=ADA, owner=GIA)
            ),
        )
        await at.at_hub(TOM, partial(Sitting.comment, ticket_id=hal, text="@bea: \x1b[31mwhich\nchair?"))
        (said,) = at.said
        assert said.splitlines() == [
            "#1 of yours was escalated by Ada Admin: The refund is three weeks late.",
            "Tom Turin asks you about #8: @bea: ␛[31mwhich chair?",
        ]
        assert at.ticket(8).owner == ADA


async def test_of_many_three_are_told_and_how_many_more() -> None:
    async with hub_desk() as at:
        mine = [number for number in range(1, 13) if at.ticket(number).owner != BEA]
        for number in mine:
            at.sides.at_hub(ADA, partial(Sitting.change, ticket_id=at.sides.ticket(number), wanted={"owner": BEA}))
        bells = ringing(at)
        await at.sync()
        (said,) = at.said
        assert len(said.splitlines()) == 4
        assert said.endswith(f"and {len(mine) - 3} more")
        assert bells == [1]


async def test_what_i_did_and_what_comes_for_the_first_time_is_no_news() -> None:
    async with hub_desk(is_new=True) as at:
        assert at.top.rstrip().endswith("● hub, first sync")
        await at.sync()
        assert at.said == []
        assert "12" in at.seen
        await at.press("i")
        await at.sync()
        assert [said for said in at.said if "yours" in said] == []


async def test_who_fills_in_a_form_is_told_when_it_is_left() -> None:
    async with hub_desk() as at:
        await at.press("c")
        await at.at_hub(ADA, lambda sitting: sitting.change(at.sides.ticket(8), {"owner": BEA}))
        assert at.said == []
        await at.press("escape")
        await at.look_again()
        assert at.said == ["#8 is yours now: The chair wobbles."]


@pytest.mark.parametrize("size", SIZES)
async def test_a_comment_says_who_will_hear_of_it_while_it_is_typed(size: tuple[int, int]) -> None:
    async with hub_desk(size) as at:
        await at.press("c")
        assert "@ and a name lets somebody hear of it; the owner stays" in at.seen
        await at.press(*"ask @g")
        assert "@g: @gia Gia South" in at.seen
        await at.press(*"ia")
        assert "Gia South hears of it" in at.seen
        await at.press(*", @x")
        assert "Gia South hears of it   @x: nobody is called so" in at.seen


async def test_without_a_hub_nobody_can_be_asked_by_name() -> None:
    async with desk((80, 24)) as at:
        await at.press("c", *"@gia")
        assert "hear" not in at.seen


async def test_who_leaves_before_all_is_loaded_leaves_in_good_order() -> None:
    async with hub_desk() as at:
        app = at.app
    app.follow_hub()  # what was loaded is told when there is no screen any more
    assert app.crash is None
