"""The desk's first moments: what is done once, and what is made later than it is asked for."""

import pytest
from textual.css.stylesheet import Stylesheet
from textual.theme import BUILTIN_THEMES

from cxloop_tui.config import Config
from cxloop_tui.ui.screens.inbox import InboxScreen
from cxloop_tui.ui.styles import DESK_STYLES, OTHER_STYLES
from cxloop_tui.ui.themes import DARK, LIGHT, THEMES
from cxloop_tui.ui.widgets.search_bar import QueryBox, SearchBar
from cxloop_tui.ui.widgets.ticket_list import TicketList
from tests.ui.conftest import WidgetHost, screen_text
from tests.ui.desk_host import QUIET, desk, seated


async def test_styles_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    again: list[Stylesheet] = []
    monkeypatch.setattr(Stylesheet, "reparse", again.append)
    async with desk():
        assert again == []


async def test_the_list_is_drawn_once_in_its_final_width(monkeypatch: pytest.MonkeyPatch) -> None:
    widths: list[int] = []
    new_painter = TicketList._new_painter

    def noting(tickets: TicketList) -> object:
        widths.append(tickets.size.width)
        return new_painter(tickets)

    monkeypatch.setattr(TicketList, "_new_painter", noting)
    async with desk((120, 30)) as at:
        assert set(widths) == {at.inbox.list.size.width}


async def test_the_desk_is_the_only_screen() -> None:
    async with desk() as at:
        assert [type(screen) for screen in at.app.screen_stack] == [InboxScreen]


@pytest.mark.parametrize(("theme", "worn"), [(None, DARK), (LIGHT.name, LIGHT)])
async def test_it_begins_in_the_theme_that_is_wanted(theme: str | None, worn: object) -> None:
    async with desk(config=Config(theme=theme, refresh_seconds=QUIET.refresh_seconds)) as at:
        assert at.app.current_theme is worn
        assert set(at.app.available_themes) >= {*BUILTIN_THEMES, *(ours.name for ours in THEMES)}


async def test_all_styles_are_read_behind_the_first_paint() -> None:
    async with desk() as at:
        for file in (*DESK_STYLES, *OTHER_STYLES):
            assert at.app.stylesheet.has_source(str(file))


async def test_a_form_that_comes_before_its_styles_brings_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(InboxScreen, "_load_behind_paint", lambda *_: None)
    async with desk() as at:
        assert not any(at.app.stylesheet.has_source(str(file)) for file in OTHER_STYLES)
        await at.press("c")
        assert at.form.query_one("#frame").styles.border_top[0] == "round"


async def test_what_is_loaded_later_is_there_when_a_key_is_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(InboxScreen, "_load_behind_paint", lambda *_: None)
    async with desk() as at:
        assert "working" not in vars(at.inbox)
        assert not at.inbox.query(QueryBox)
        await at.press("j", "J", "2", "1")
        assert "working" not in vars(at.inbox)
        await at.press("slash", *"refund")
        assert at.inbox.query_one(SearchBar).text == "refund"
        await at.press("enter", "i")
        assert "working" in vars(at.inbox)


@pytest.mark.parametrize("query", ["", "refund status:open"])
async def test_the_search_bar_draws_what_its_box_will(query: str) -> None:
    class Host(WidgetHost):
        CSS_PATH = DESK_STYLES

    bar = SearchBar()
    app = Host(bar)
    async with app.run_test(size=(100, 3)) as pilot:
        with seated(query=query) as (desk_app, _):
            bar.show(query, desk_app._opening.vocabulary)
        await pilot.pause()
        assert not bar.query(QueryBox)
        before = screen_text(app)
        bar.make_box()
        await pilot.pause()
        assert not bar.query_one(QueryBox).display
        assert screen_text(app) == before
        bar.begin()
        await pilot.pause()
        assert bar.query_one(QueryBox).value == query
        assert screen_text(app) == before
        assert before.splitlines()[0].strip().startswith(f"/ {query}")
