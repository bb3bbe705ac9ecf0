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
    """A garbage collector that notes what it is asked for; it has to look through `objects`."""

    def __init__(self, objects: int) -> None:
        self.asked: asyncio.Queue[str] = asyncio.Queue()
        asks = [partial(self.asked.put_nowait, what) for what in ("collect", "keep", "keep nothing")]
        self.garbage = Garbage(asks[0], lambda: objects, *asks[1:])

    async def asked_for(self, *wanted: str) -> None:
        """Wait until it was asked for just this."""
        async with asyncio.timeout(waiting.PATIENCE):
            assert tuple([await self.asked.get() for _ in wanted]) == wanted
        assert self.asked.empty()


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(left_behind, "AFTER_SECONDS", 0)
    monkeypatch.setattr(left_behind, "AT_REST_SECONDS", 0)


async def test_several_that_leave_at_once_are_collected_once_and_later_ones_again() -> None:
    noting = Noting(0)
    behind = LeftBehind(noting.garbage, lambda: True)
    for _ in range(2):
        behind.collect_soon()
        behind.collect_soon()
        assert noting.asked.empty()
        await noting.asked_for("collect")


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize(
    ("objects", "is_alone", "is_kept"), [(30_001, True, True), (30_000, True, False), (30_001, False, False)]
)
async def test_what_lasts_is_kept_when_it_is_much(objects: int, is_alone: bool, is_kept: bool) -> None:
    noting = Noting(objects)
    LeftBehind(noting.garbage, lambda: is_alone).collect_soon()
    await noting.asked_for("collect", *["keep"] * is_kept)


@pytest.mark.usefixtures("_at_once")
async def test_what_was_kept_often_is_looked_through_when_nobody_touched_the_desk_and_it_is_alone() -> None:
    noting, alone = Noting(30_001), [True] * left_behind.KEPT_MOST + [False, True]
    behind = LeftBehind(noting.garbage, lambda: alone.pop(0))
    for _ in range(left_behind.KEPT_MOST):
        behind.wait_for_rest()
        behind.collect_soon()
        await noting.asked_for("collect", "keep")
    behind.wait_for_rest()
    behind.wait_for_rest()
    await noting.asked_for("keep nothing", "collect", "keep")
    assert alone == []
    behind.wait_for_rest()
    would_have_begun = asyncio.Event()
    asyncio.get_running_loop().call_later(left_behind.AT_REST_SECONDS, would_have_begun.set)
    await would_have_begun.wait()
    assert noting.asked.empty()


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
