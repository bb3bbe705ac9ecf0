"""What was left is forgotten: a desk that is open all day does not grow."""

import asyncio
import gc
import weakref

import pytest
from textual.widget import Widget

from tests.ui.desk_host import desk

PATIENCE = 5.0
"""Seconds of keys after which a loop holds nothing of what was.

A cancelled timer, as of the blink of a caret, stays in its heap until it would have been due, half a second later,
and the context it was set in stays with it.
"""


@pytest.mark.parametrize("key", ["c", "question_mark", "S", "d"])
async def test_nothing_of_a_screen_that_was_left_is_kept(key: str) -> None:
    async with desk((120, 40)) as at:
        await at.press(key, "escape", key)
        assert at.app.screen.is_modal
        widgets = [*at.app.screen.walk_children(Widget, with_self=True)]
        kept = [weakref.ref(thing) for widget in widgets for thing in (widget, widget._styles_cache)]
        await at.press("escape")
        assert at.no_dialog()
        del widgets
        # A loop lets go of the messages it has handed on only when it hands on others.
        loop = asyncio.get_running_loop()
        last = loop.time() + PATIENCE
        while any(thing() for thing in kept) and loop.time() < last:
            await at.press("j", "k")
            gc.collect()
        assert [found for thing in kept if (found := thing()) is not None] == []
