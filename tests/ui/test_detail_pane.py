"""The pane of a ticket: how it scrolls, folds, changes tabs, and keeps its place."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual import events
from textual.geometry import Region

from cxloop_tui.domain.clock import HOUR
from cxloop_tui.ui.tabs import TABS
from cxloop_tui.ui.themes import LIGHT
from tests.ui.conftest import NOW, screen_text
from tests.ui.drawn_ticket import escalated, style_of
from tests.ui.pane_host import Host, talkative

# What is painted ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (58, 30), (120, 40), (24, 6), (10, 3)])
@pytest.mark.parametrize("tab", TABS)
async def test_what_is_painted_is_what_was_drawn(size: tuple[int, int], tab: str) -> None:
    app = Host()
    async with app.run_test(size=size) as pilot:
        view = talkative().view(first_contact_at=NOW)
        app.show(view)
        app.pane.select_tab(1 + TABS.index(tab))
        await pilot.pause()
        lines = screen_text(app).splitlines()
    assert len(lines) == size[1]
    assert all(cell_len(line) == size[0] for line in lines)
    assert lines[0].startswith("┃ #1042 e")


async def test_a_part_of_the_pane_is_the_same_part_of_the_whole() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(talkative().view())
        await pilot.pause()
        whole = app.pane.render_lines(Region(0, 0, 80, 24))
        part = app.pane.render_lines(Region(3, 2, 20, 5))
        assert [strip.text for strip in part] == [strip.crop(3, 23).text for strip in whole[2:7]]


async def test_a_message_stands_where_there_is_no_ticket() -> None:
    app = Host()
    async with app.run_test(size=(58, 24)) as pilot:
        app.show(escalated().view())
        app.pane.show_message(["loading #1042 …", "[red]x[/] \x1b[2J"])
        await pilot.pause()
        shown = screen_text(app)
        assert "loading #1042 …" in shown
        assert "[red]x[/] ␛[2J" in shown
        assert "escalated" not in shown
        assert app.pane.ticket_id is None
        await pilot.click(offset=(5, 7))
        app.pane.toggle_folded()
        app.pane.toggle_status_only()
        app.pane.page(1)
        await pilot.pause()


async def test_the_edge_says_whether_keys_go_here() -> None:
    app = Host()
    async with app.run_test(size=(58, 24)) as pilot:
        app.show(escalated().view())
        await pilot.pause()
        assert all(line.startswith("┃") for line in screen_text(app).splitlines())
        app.set_focus(None)
        await pilot.pause()
        assert all(line.startswith("│") for line in screen_text(app).splitlines())
        app.ascii_only = True
        app.refresh_css()
        app.pane.focus()
        await pilot.pause()
        assert all(line.startswith("|") for line in screen_text(app).splitlines())


async def test_deadlines_are_drawn_again_when_a_minute_has_passed() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(escalated().view(first_contact_at=NOW))
        app.pane.tick(NOW + 1)
        app.pane.tick(NOW + 3 * HOUR)
        await pilot.pause()
        assert "1h left to resolve" in screen_text(app)


async def test_another_theme_is_drawn_in_its_own_colours() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(escalated().view())
        await pilot.pause()
        dark = style_of(app.pane.render_lines(Region(0, 0, 80, 24)), "critical")
        app.theme = LIGHT.name
        await pilot.pause()
        light = style_of(app.pane.render_lines(Region(0, 0, 80, 24)), "critical")
        assert dark.color != light.color
        assert dark.bgcolor != light.bgcolor


# Scrolling ---------------------------------------------------------------------------------------------------------


async def test_the_header_stays_while_the_body_scrolls() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(talkative().view(), draft="Dear Ana")
        app.pane.toggle_folded()
        await pilot.pause()
        before = screen_text(app).splitlines()
        app.pane.scroll_by(1)
        await pilot.pause()
        after = screen_text(app).splitlines()
        assert before[:8] == after[:8]
        assert [line[:78] for line in before[9:]] == [line[:78] for line in after[8:-1]]
        app.pane.end()
        await pilot.pause()
        assert "draft Dear Ana" in screen_text(app).splitlines()[-1]
        assert "#1042" in screen_text(app).splitlines()[0]
        app.pane.home()
        await pilot.pause()
        assert screen_text(app).splitlines() == before


async def test_pages_keep_a_line_in_sight_and_stop_at_the_ends() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(talkative().view())
        app.pane.toggle_folded()
        await pilot.pause()
        last = screen_text(app).splitlines()[-1][:78]
        app.pane.page(1)
        await pilot.pause()
        assert screen_text(app).splitlines()[8][:78] == last
        app.pane.half_page(-1)
        app.pane.page(-1)
        app.pane.page(-1)
        assert app.pane.top == 0
        app.pane.scroll_by(10**6)
        bottom = app.pane.top
        app.pane.page(1)
        assert app.pane.top == bottom > 0


async def test_the_wheel_scrolls_and_a_mark_shows_where_it_is() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(talkative().view())
        app.pane.toggle_folded()
        await pilot.pause()
        assert screen_text(app).splitlines()[8].endswith("▐")
        assert not screen_text(app).splitlines()[-1].endswith("▐")
        await pilot._post_mouse_events([events.MouseScrollDown], widget=app.pane, offset=(5, 12))
        await pilot.pause()
        assert app.pane.top == 3
        app.pane.end()
        await pilot.pause()
        assert screen_text(app).splitlines()[-1].endswith("▐")


# Tabs and folds ----------------------------------------------------------------------------------------------------


async def test_tabs_are_chosen_by_number_by_turn_and_by_mouse_and_told() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(escalated().view())
        app.pane.select_tab(2)
        await pilot.pause()
        assert "newest first" in screen_text(app)
        app.pane.select_tab(7)
        app.pane.next_tab(1)
        app.pane.next_tab(-1)
        await pilot.pause()
        row = next(place for place, line in enumerate(screen_text(app).splitlines()) if "1 Comments" in line)
        await pilot.click(offset=(5, row))
        await pilot.click(offset=(5, row))
        await pilot.click(offset=(75, row))
        await pilot.pause()
        assert app.changed == ["logs", "customer", "logs", "comments"]


async def test_a_click_on_the_fold_shows_every_comment_and_a_key_folds_them_again() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(talkative().view())
        await pilot.pause()
        row = next(place for place, line in enumerate(screen_text(app).splitlines()) if "· 198 more ·" in line)
        await pilot.click(offset=(4, row))
        await pilot.pause()
        assert "more ·" not in screen_text(app)
        assert "third call; refund stuck" in screen_text(app).splitlines()[row + 1]
        app.pane.toggle_folded()
        await pilot.pause()
        assert "· 198 more ·" in screen_text(app)


async def test_status_only_goes_to_the_log_and_back_to_all_of_it() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(escalated().view())
        app.pane.toggle_status_only()
        await pilot.pause()
        assert app.pane.tab == "logs"
        assert "status changes only" in screen_text(app)
        app.pane.toggle_status_only()
        await pilot.pause()
        assert "status changes only" not in screen_text(app)


# Keeping its place -------------------------------------------------------------------------------------------------


async def test_a_refresh_of_the_same_ticket_moves_nothing() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        ticket = talkative()
        app.show(ticket.view())
        app.pane.scroll_by(5)
        await pilot.pause()
        before = screen_text(app).splitlines()[8:]
        ticket.raw("comment.add", comment="just came in")
        app.show(ticket.view())
        await pilot.pause()
        assert [line[:78] for line in screen_text(app).splitlines()[8:19]] == [line[:78] for line in before[:11]]
        app.pane.select_tab(2)
        app.pane.scroll_by(5)
        await pilot.pause()
        before = screen_text(app).splitlines()[8:]
        ticket.raw("comment.add", comment="and another")
        app.show(ticket.view())
        await pilot.pause()
        assert [line[:78] for line in screen_text(app).splitlines()[8:]] == [line[:78] for line in before]


async def test_another_ticket_starts_at_its_top_on_the_same_tab() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.show(talkative().view())
        app.pane.select_tab(2)
        await pilot.pause()
        app.pane.scroll_by(50)
        app.show(talkative().view(id="another"))
        await pilot.pause()
        assert (app.pane.top, app.pane.tab, app.pane.ticket_id) == (0, "logs", "another")
