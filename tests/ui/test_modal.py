"""What lies over the desk: it ends once, whatever is pressed in the same moment, and draws what is behind once."""

from collections.abc import Mapping

import pytest
from rich.console import RenderableType
from textual.geometry import Region

from cxloop_tui.ui.screens import modal
from cxloop_tui.ui.screens.modal import gone_grey
from cxloop_tui.ui.screens.picker import PickerScreen
from tests.ui.desk_host import desk


@pytest.mark.parametrize("keys", [("enter", "escape"), ("enter", "enter"), ("enter", "escape", "escape")])
async def test_keys_of_one_moment_end_a_picker_and_not_the_desk_below(keys: tuple[str, ...]) -> None:
    async with desk((120, 30)) as at:
        await at.press("S")
        assert isinstance(at.app.screen, PickerScreen)
        await at.press_at_once(*keys)
        assert at.no_dialog()


async def test_what_is_behind_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[object] = []

    def grey(behind: RenderableType, variables: Mapping[str, str]) -> RenderableType:
        drawn.append(variables)
        return gone_grey(behind, variables)

    monkeypatch.setattr(modal, "gone_grey", grey)
    async with desk((100, 30)) as at:
        await at.press("c", *"half a word", "tab", "left")
        assert len(drawn) == 1
        at.app.theme = "cxloop-light"
        await at.settled()
        assert len(drawn) == 2
        await at.pilot.resize_terminal(90, 30)
        await at.settled()
        assert len(drawn) == 3


async def test_what_is_behind_is_in_few_pieces() -> None:
    async with desk((100, 30)) as at:
        listed = [strip.text for strip in at.inbox._compositor.render_strips()]
        await at.press("S")
        behind = at.app.screen.render_lines(Region(0, 0, 100, 30))
        assert [strip.text for strip in behind] == listed
        assert all(piece.text.endswith("  ") for strip in behind for piece in list(strip)[:-1])
