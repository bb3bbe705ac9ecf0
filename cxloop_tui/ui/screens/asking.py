"""A screen on which work waits for the user: one dialog at a time, refusals said, keys typed ahead kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from textual import on
from textual.css.query import NoMatches
from textual.screen import Screen

from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.text import clean_line
from cxloop_tui.ui.actions import BY_ID
from cxloop_tui.ui.doing import Doer
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.screens.at_once import OpensAtOnce
from cxloop_tui.ui.widgets.bar import Bar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from cxloop_tui.ui.forms.option import Option
    from cxloop_tui.ui.key_gate import KeyGate

DIALOG: Final = "dialog"
"""The group of whatever waits for the user."""

READINGS: Final = frozenset({"list", "detail", "refresh", "numbers"})
"""Groups of readings: of each only the last counts."""


class AskingScreen(OpensAtOnce, Doer, Screen[None]):
    """Runs what may wait, asks, and does what is clicked on its bars."""

    def __init__(self, keys: KeyGate, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._keys = keys

    @on(Bar.Chosen)
    async def click(self, message: Bar.Chosen) -> None:
        """Do what the piece of a bar that was clicked says."""
        message.stop()
        await self.run_action(BY_ID[message.action].run)

    def begin(self, work: Callable[[], Awaitable[None]], group: str) -> None:
        """Run something that may wait; of readings of one group only the last counts, of dialogs only the first."""
        if group == DIALOG and self._is_in_dialog:
            return
        if group == DIALOG:
            self._keys.close()
        runs = self._dialogue if group == DIALOG else self.guarded
        guarded: Callable[[], Awaitable[None]] = partial(runs, work)
        self.run_worker(guarded, group=group, exclusive=group in READINGS)

    @property
    def _is_in_dialog(self) -> bool:
        """Whether something of this screen was begun that waits for the user, be it in sight yet or not."""
        return any(worker.node is self and worker.group == DIALOG and worker.is_running for worker in self.workers)

    async def guarded(self, work: Callable[[], Awaitable[None]]) -> None:
        """Say on screen what a person can act on; anything else ends the app and is reported.

        What comes back to a desk that is being left has nobody to show it to.
        """
        try:
            await work()
        except CxloopError as trouble:
            self.app.notify(str(trouble), severity="error", markup=False)
        except NoMatches:
            if self.is_attached and self.app.is_running and self.children:
                raise

    async def _dialogue(self, work: Callable[[], Awaitable[None]]) -> None:
        """Run what waits for the user; if nothing came of it, keys are for this screen again."""
        try:
            await self.guarded(work)
        finally:
            self._keys.open()

    async def pick(self, title: str, options: Sequence[Option]) -> str | None:
        """Let the user choose one of several."""
        from cxloop_tui.ui.screens.picker import PickerScreen

        return await self.app.push_screen_wait(PickerScreen(clean_line(title), options))

    def show_keys(self, in_bar: Sequence[str], *, grey: frozenset[str] = frozenset()) -> None:
        """Show the keys of these actions in the key bar, as far as they can be done now; some of them in `grey`."""
        from cxloop_tui.ui.widgets.key_bar import KeyBar

        names = names_of(self.app)
        possible = [action for action in in_bar if self.check_action("do", (action,))]
        keys = [(BY_ID[action], names.of(action)) for action in possible]
        self.query_one(KeyBar).show([(action, key) for action, key in keys if key], grey)

    def tell(self, words: str) -> None:
        """Say something."""
        self.app.notify(words, markup=False)
