"""What a screen leaves behind is let go of when it was left, and nothing else holds it."""

import asyncio
import gc
import weakref
from functools import partial

import pytest

from cxloop_tui.ui import left_behind
from cxloop_tui.ui.left_behind import Garbage, LeftBehind
from tests import waiting
from tests.ui.desk_host import desk


class Noting:
    """A garbage collector that notes what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_done = asyncio.Event()
        self.garbage = Garbage(self._collect, partial(self._note, "keep"), partial(self._note, "keep nothing"))

    def _collect(self) -> None:
        self._note("collect")
        self.is_done.set()

    def _note(self, what: str) -> None:
        self.asked.append(what)

    async def leave(self, behind: LeftBehind, *, times: int = 1) -> None:
        """Leave some screens, one after the other."""
        for _ in range(times):
            behind.collect_soon()
            await self.done()

    async def done(self) -> None:
        """Wait until it was asked to collect."""
        await asyncio.wait_for(self.is_done.wait(), waiting.PATIENCE)
        self.is_done.clear()


def test_several_that_leave_at_once_are_collected_once_and_later_ones_again() -> None:
    async def left() -> list[str]:
        noting = Noting()
        behind = LeftBehind(noting.garbage, lambda: False)
        for _ in range(2):
            behind.collect_soon()
            behind.collect_soon()
            assert not noting.is_done.is_set()
            await noting.done()
        return noting.asked

    assert asyncio.run(left()) == ["collect", "collect"]


def test_what_is_there_when_the_desk_alone_is_open_is_kept() -> None:
    async def left() -> list[str]:
        noting, alone = Noting(), [False, True]
        await noting.leave(LeftBehind(noting.garbage, lambda: alone.pop(0)), times=2)
        return noting.asked

    assert asyncio.run(left()) == ["collect", "collect", "keep"]


def test_what_was_kept_often_is_looked_through_when_nobody_has_touched_the_desk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(left_behind, "AFTER_SECONDS", 0)
    monkeypatch.setattr(left_behind, "AT_REST_SECONDS", 0)

    async def left() -> list[str]:
        noting = Noting()
        behind = LeftBehind(noting.garbage, lambda: True)
        for often in (left_behind.KEPT_MOST - 1, 1):
            await noting.leave(behind, times=often)
            noting.asked.clear()
            behind.wait_for_rest()
            behind.wait_for_rest()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            if often > 1:
                assert noting.asked == []
        await noting.done()
        return noting.asked

    assert asyncio.run(left()) == ["keep nothing", "collect", "keep"]


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
