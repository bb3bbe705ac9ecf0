"""What a screen leaves behind is let go of when it was left, and nothing else holds it."""

import asyncio
import gc
import weakref

import pytest

from cxloop_tui.ui.left_behind import LeftBehind
from tests.ui.desk_host import desk


def test_several_that_leave_at_once_are_collected_once_and_later_ones_again() -> None:
    async def left() -> list[str]:
        collected, is_done = [], asyncio.Event()

        def collect() -> None:
            collected.append("all")
            is_done.set()

        behind = LeftBehind(collect)
        for _ in range(2):
            behind.collect_soon()
            behind.collect_soon()
            assert not is_done.is_set()
            await is_done.wait()
            is_done.clear()
        return collected

    assert asyncio.run(left()) == ["all", "all"]


@pytest.mark.parametrize("key", ["S", "c", "n", "question_mark", "ctrl+p"])
async def test_a_dialog_that_was_left_is_collected_and_nothing_else_holds_it(key: str) -> None:
    async with desk() as at:
        desk_itself = at.app.screen
        await at.press(key)
        left = weakref.ref(at.app.screen)
        await at.press("escape")
        assert at.app.screen is desk_itself
        assert left() is not desk_itself
        await at.collected.wait()
        gc.collect()
        assert left() is None
