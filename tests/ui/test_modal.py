"""What lies over the desk ends once, whatever is pressed in the same moment."""

import pytest

from cxloop_tui.ui.screens.picker import PickerScreen
from tests.ui.desk_host import desk


@pytest.mark.parametrize("keys", [("enter", "escape"), ("enter", "enter"), ("enter", "escape", "escape")])
async def test_keys_of_one_moment_end_a_picker_and_not_the_desk_below(keys: tuple[str, ...]) -> None:
    async with desk((120, 30)) as at:
        await at.press("S")
        assert isinstance(at.app.screen, PickerScreen)
        await at.press_at_once(*keys)
        assert at.no_dialog()
