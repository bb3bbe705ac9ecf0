"""The desk and its hub: what the companion tells comes on screen, what happened here wakes it, news are told.

It begins behind the first paint. A desk that follows no hub has none of it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Final, Protocol

from textual.app import App
from textual.screen import ModalScreen

from cxloop_tui.domain.text import clean_line
from cxloop_tui.services.news import TOLD_MOST, Told, news_words
from cxloop_tui.services.session import Session
from cxloop_tui.services.syncing import Phase, State
from cxloop_tui.ui.companion import Companion
from cxloop_tui.ui.conflicts import Decisions
from cxloop_tui.ui.messages import HubMoved
from cxloop_tui.ui.render.hub import HubStanding, hub_words
from cxloop_tui.ui.widgets.top_line import HubWords

_TROUBLES: Final = frozenset({Phase.SIGNED_OUT, Phase.NOT_SPOKEN, Phase.FAILED})
"""Phases that somebody has to do something about: they are told, once."""


class Desk(Protocol):
    """What this needs of the desk on screen."""

    def say_hub(self, words: HubWords) -> None:
        """Say how it stands with the hub."""

    def look_again(self) -> None:
        """Read again what is on screen."""

    async def guarded(self, work: Callable[[], Awaitable[None]]) -> None:
        """Say on screen what a person can act on."""


class Corresponding:
    """What one desk on screen knows of its hub."""

    def __init__(self, app: App[None], desk: Desk, session: Session, companion: Companion) -> None:
        self._app = app
        self._desk = desk
        self._session = session
        self._companion = companion
        self._standing = HubStanding()
        self.decisions = Decisions()
        """What was decided about conflicts and not applied yet."""
        self._untold: list[Told] = []
        self._more_untold = 0
        self._is_asked = False

    @property
    def words(self) -> str:
        """How it stands with the hub, in a few words; where something is wrong, in a sentence."""
        return self._standing.said or hub_words(self._standing, self._session.now()).ways[0]

    def wake(self) -> None:
        """Something was done here: let it be sent."""
        self._companion.wake()

    def sync(self) -> None:
        """Somebody wants to know: sync now, and tell what came of it."""
        self._is_asked = True
        self._companion.wake()

    async def listen(self) -> None:
        """Follow what the companion tells for as long as the desk is there."""
        await self._desk.guarded(self._read)
        async for state in self._companion.states():
            await self._desk.guarded(partial(self._take, state))

    async def look(self) -> None:
        """Read again what waits and what is to be decided."""
        await self._desk.guarded(self._read)

    async def _read(self) -> None:
        following = await self._session.ask(lambda queries: queries.following())
        if following is None:
            return
        times = [at for at in (following.synced_at, self._standing.synced_at) if at is not None]
        self._standing = replace(
            self._standing,
            waiting=following.waiting,
            conflicts=following.cards,
            synced_at=max(times, default=None),
        )
        self._say()
        for screen in self._app.screen_stack:
            screen.post_message(HubMoved())

    async def _take(self, state: State) -> None:
        before = self._standing.phase
        self._standing = replace(self._standing, phase=state.phase, said=state.said)
        if state.synced_at is not None:
            self._standing = replace(self._standing, synced_at=state.synced_at)
        if state.phase is Phase.SYNCING:  # pages are coming in; the list looks at its own times
            self._say()
            return
        await self._read()
        if state.taken or state.sent or state.refused:
            self._desk.look_again()
        self._hear(state)
        self._answer(before)

    def _answer(self, before: Phase) -> None:
        """Tell what came of it to whoever asked; trouble that is new is told unasked."""
        now, said = self._standing.phase, clean_line(self._standing.said)
        if said and (self._is_asked or (now in _TROUBLES and now is not before)):
            self._app.notify(said, severity="warning", markup=False)
        elif self._is_asked and now is Phase.SYNCED:
            self._app.notify("the hub has what you did, and you have what it has", markup=False)
        self._is_asked = False

    # --- news -------------------------------------------------------------------------------------------------------

    def _hear(self, state: State) -> None:
        """Tell what came in that I should hear of."""
        if state.news:
            self._app.bell()
            self._untold += state.news
            self._more_untold += state.more_news
            self._tell()

    def _tell(self) -> None:
        """Tell what is untold; who is filling in a form reads it when the form is left."""
        if not self._untold or isinstance(self._app.screen, ModalScreen):
            return
        told, more = self._untold[:TOLD_MOST], len(self._untold[TOLD_MOST:]) + self._more_untold
        self._untold, self._more_untold = [], 0
        lines = [*map(news_words, told), *([f"and {more:,} more"] if more else [])]
        self._app.notify("\n".join(lines), markup=False)

    # --- on screen --------------------------------------------------------------------------------------------------

    def _say(self) -> None:
        self._desk.say_hub(hub_words(self._standing, self._session.now()))

    def time_passes(self, now: int) -> None:
        """It is later: say how old what is here has become, and what could not be told before."""
        self._desk.say_hub(hub_words(self._standing, now))
        self._tell()
