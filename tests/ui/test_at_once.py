"""Opening a screen: laid out for its size once, styled once, and anew when the window or the theme is another."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from textual.screen import Screen

from cxloop_tui.ui.screens.form import FormScreen
from tests.ui.desk_host import desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.geometry import Size

WIDE = (120, 30)


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch, method: str) -> Iterator[Counter[str]]:
    """Count calls of a method of screens meanwhile: by their class, and by whether it was for a size."""
    calls: Counter[str] = Counter()
    original = getattr(Screen, method)

    def call(self: Screen[Any], *size: Size, **named: Any) -> None:
        calls[f"{type(self).__name__}{' for a size' if size else ''}"] += 1
        original(self, *size, **named)

    with monkeypatch.context() as patched:
        patched.setattr(Screen, method, call)
        yield calls


@pytest.mark.parametrize(("key", "opened"), [("e", "FormScreen"), ("p", "PickerScreen"), ("P", "CausesScreen")])
async def test_what_opens_is_laid_out_once_and_what_is_behind_not_at_all(
    monkeypatch: pytest.MonkeyPatch, key: str, opened: str
) -> None:
    async with desk(WIDE) as at:
        with counted(monkeypatch, "_refresh_layout") as layouts:
            await at.press(key)
        assert layouts[f"{opened} for a size"] == 1
        assert not [name for name in layouts if name.startswith("InboxScreen")]


async def test_what_is_gone_again_leaves_the_screen_below_as_it_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(WIDE) as at:
        await at.press("e")
        with counted(monkeypatch, "_refresh_layout") as layouts:
            await at.press("escape")
        assert not layouts["InboxScreen"]
        assert at.no_dialog()


async def test_what_opens_gets_its_styles_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(WIDE) as at:
        with counted(monkeypatch, "update_node_styles") as updates:
            await at.press("e")
        assert isinstance(at.screen, FormScreen)
        assert not updates


async def test_another_size_lays_out_what_is_open_and_what_is_behind() -> None:
    async with desk(WIDE) as at:
        await at.press("e")
        before = at.screen.query_one("#frame").region
        await at.pilot.resize_terminal(70, 24)
        await at.settled()
        assert at.screen.query_one("#frame").region.width < before.width
        await at.press("escape")
        assert at.inbox.size == (70, 24)
        assert at.inbox.query_one("TicketList").region.right <= 70


async def test_who_comes_back_sees_the_theme_that_was_chosen_meanwhile() -> None:
    async with desk(WIDE) as at:
        ground = at.inbox.styles.background
        await at.press("e")
        at.app.theme = next(name for name in at.app.available_themes if "light" in name)
        await at.settled()
        await at.press("escape")
        assert at.inbox.styles.background != ground
