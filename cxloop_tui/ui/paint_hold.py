"""Holding the paint for a moment, so that what belongs together is seen together, and sooner.

Textual paints at once, then not again before the second of its next sixtieths of a second: a frame that shows little
makes the one that shows what was asked for 15 to 30 ms late. So who reads another list holds the paint until it is
there; if that takes longer than somebody notices, it is painted without.
"""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Final, Protocol, runtime_checkable

from textual.app import App

PATIENCE: Final = 0.03
"""Seconds that the paint is held at the most: two frames."""

HANDOVER: Final = 0.005
"""Seconds that whoever ends a dialog holds it, so that who asked can go on holding."""


_TURNS: Final = 2
"""Turns of the event loop until a screen knows which of its widgets look different."""


class PaintHold:
    """The paint of one app: held by the last who said so."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._held: ExitStack | None = None
        self._letting_go: asyncio.TimerHandle | None = None
        self._turn = 0

    def begin(self, seconds: float) -> Callable[[], None]:
        """Hold the paint; return what lets go of it. Whoever holds it later takes it over, time and all."""
        if self._held is None:
            self._held = ExitStack()
            self._held.callback(self._paint)
            self._held.enter_context(self._app.batch_update())
        elif self._letting_go is not None:
            self._letting_go.cancel()
        self._letting_go = asyncio.get_running_loop().call_later(seconds, self._let_go)
        self._turn = turn = self._turn + 1
        return lambda: self._let_go() if turn == self._turn else None

    def _paint(self, turns: int = _TURNS) -> None:
        """Paint what was held, now: Textual's own timer has passed over it and comes back a frame or two later."""
        if turns:
            asyncio.get_running_loop().call_soon(self._paint, turns - 1)
            return
        screen = self._app.screen
        screen.call_next(screen._on_timer_update)  # noqa: SLF001 - a test sees to it that it paints

    def _let_go(self) -> None:
        if self._letting_go is not None:
            self._letting_go.cancel()
        held, self._held, self._letting_go = self._held, None, None
        if held is not None:
            held.close()


@runtime_checkable
class _HasPaintHold(Protocol):
    paint_hold: PaintHold


def hold_paint(app: App[Any], seconds: float | None = None) -> Callable[[], None]:
    """Hold the paint of an app, if it can be held; return what lets go of it."""
    if isinstance(app, _HasPaintHold):
        return app.paint_hold.begin(PATIENCE if seconds is None else seconds)
    return lambda: None
