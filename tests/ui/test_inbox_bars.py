"""The bars around the desk: what they offer can be clicked, and they obey width and theme."""

from cxloop_tui.ui.screens.keys import KeysScreen
from cxloop_tui.ui.widgets.key_bar import KeyBar
from cxloop_tui.ui.widgets.top_line import TopLine
from tests.ui.desk_host import desk, no_tickets

WIDE = (120, 30)


async def test_what_the_bars_offer_can_be_clicked() -> None:
    async with desk(WIDE) as at:
        top, keys = at.inbox.query_one(TopLine), at.inbox.query_one(KeyBar)
        await at.click_piece(top, "find.overdue")
        assert at.listed == [6, 4, 2, 1]
        await at.click_piece(top, "find.mine")
        assert "my work" in at.lines[0]
        await at.click_piece(keys, "ticket.comment")
        assert "Comment on #" in at.seen
        await at.press("escape")
        await at.click_piece(keys, "app.keys")
        assert isinstance(at.app.screen, KeysScreen)


async def test_the_key_bar_always_ends_in_the_key_of_all_keys() -> None:
    for width in (40, 60, 80, 100, 120, 200):
        async with desk((width, 24), tickets=no_tickets) as at:
            assert at.lines[-1].rstrip().endswith("? keys"), width


async def test_where_there_is_no_room_for_the_order_how_many_there_are_is_kept() -> None:
    for width in range(56, 100, 4):
        async with desk((width, 24)) as at:
            counts = at.lines[3].rstrip()
            assert counts.endswith(("  12", " 12 · newest activity first")), (width, counts)


async def test_another_theme_is_one_action_and_paints_everything_anew() -> None:
    async with desk(WIDE) as at:
        dark = at.app.theme
        await at.app.run_action("app.do('app.theme')")
        await at.press("down", "enter")
        assert at.app.theme != dark
        grounds = {
            segment.style.bgcolor.name
            for strip in at.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.bgcolor
        }
        variables = at.app.theme_variables
        allowed = {variables[name].lower() for name in ("background", "panel", "cursor-row")}
        assert grounds <= allowed
