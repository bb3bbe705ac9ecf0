"""Holding the paint: what belongs together is seen together, at once, and never waited for long."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from rich.console import RenderableType
from textual.screen import Screen

from cxloop_tui.ui import paint_hold
from cxloop_tui.ui.paint_hold import hold_paint
from tests.ui.desk_host import AtDesk, desk

WIDE = (120, 30)
TURNS = 12
"""Turns of the event loop: far less than the sixtieth of a second that Textual's timer waits for."""


@contextmanager
def painted(at: AtDesk, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[list[int]]]:
    """Give what the list showed in each frame that was painted meanwhile."""
    frames: list[list[int]] = []
    display = at.app._display

    def displayed(screen: Screen[object], what: RenderableType | None) -> None:
        if not at.app._batch_count:
            frames.append(at.listed)
        display(screen, what)

    with monkeypatch.context() as patched:
        patched.setattr(at.app, "_display", displayed)
        yield frames


async def turns() -> None:
    for _ in range(TURNS):
        await asyncio.sleep(0)


async def test_what_is_let_go_of_is_painted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(WIDE) as at:
        with painted(at, monkeypatch) as frames:
            let_go = hold_paint(at.app)
            at.inbox.list.refresh()
            await turns()
            assert not frames
            let_go()
            await turns()
            assert len(frames) == 1


async def test_who_holds_it_later_takes_it_over(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(WIDE) as at:
        with painted(at, monkeypatch) as frames:
            first, second = hold_paint(at.app), hold_paint(at.app)
            at.inbox.list.refresh()
            first()
            await turns()
            assert not frames
            second()
            second()
            await turns()
            assert len(frames) == 1
        assert not at.app._batch_count


async def test_it_is_never_held_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paint_hold, "PATIENCE", 0.0)
    async with desk(WIDE) as at:
        with painted(at, monkeypatch) as frames:
            hold_paint(at.app)
            at.inbox.list.refresh()
            await turns()
            await turns()
            assert frames


async def test_a_letter_of_a_search_comes_in_the_frame_that_has_what_it_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(paint_hold, "PATIENCE", 60)
    async with desk(WIDE) as at:
        await at.press("/")
        old = at.listed
        with painted(at, monkeypatch) as frames:
            await at.press("r")
            assert at.listed != old
            assert frames
            assert old not in frames
