"""The desk and its hub: what the companion tells comes on screen, what happened here wakes it, news are told.

It begins behind the first paint. A desk that follows no hub has none of it.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, Protocol

from textual.app import App
from textual.screen import ModalScreen

from cxloop_tui.domain.identity import handle
from cxloop_tui.domain.news import Why
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.text import clean_line
from cxloop_tui.services.news import Told
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.services.syncing import Phase, State
from cxloop_tui.ui.companion import Companion
from cxloop_tui.ui.conflicts import Decisions
from cxloop_tui.ui.messages import HubMoved
from cxloop_tui.ui.render.hub import HubStanding, hub_words
from cxloop_tui.ui.widgets.top_line import HubWords

NEWS_MOST: Final = 3
"""News that are told one by one; of more it is told how many."""

_WORDS_MOST: Final = 60
"""Characters of somebody's words in a piece of news."""

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
        self._told_until: int | None = None
        """Up to where in the hub's order news are told; None while everything comes for the first time."""
        self._untold: list[str] = []
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
        await self._desk.guarded(self._begin)
        async for state in self._companion.states():
            await self._desk.guarded(partial(self._take, state))

    async def look(self) -> None:
        """Read again what waits and what is to be decided."""
        await self._desk.guarded(self._read)

    async def _begin(self) -> None:
        await self._read()
        if self._standing.synced_at is not None:
            self._told_until = await self._session.ask(lambda queries: queries.seen())

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
        if state.phase is Phase.SYNCED:
            await self._hear()
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

    async def _hear(self) -> None:
        """Tell what came in that I should hear of; what came for the first time is no news."""
        until = self._told_until
        if until is None:
            self._told_until = await self._session.ask(lambda queries: queries.seen())
            return

        def ask(queries: Queries) -> tuple[Sequence[Told], Organisation, int]:
            # After a restore the order may be shorter than it was.
            heard = queries.news_since(min(until, queries.seen()))
            return heard.told, queries.organisation(), heard.seq

        told, space, self._told_until = await self._session.ask_aside(ask)
        if told:
            self._app.bell()
            self._untold += [news_words(one, space) for one in told]
            self._tell()

    def _tell(self) -> None:
        """Tell what is untold; who is filling in a form reads it when the form is left."""
        if not self._untold or isinstance(self._app.screen, ModalScreen):
            return
        more = len(self._untold) - NEWS_MOST
        lines = [*self._untold[:NEWS_MOST], *([f"and {more:,} more"] if more > 0 else [])]
        self._untold.clear()
        self._app.notify("\n".join(lines), markup=False)

    # --- on screen --------------------------------------------------------------------------------------------------

    def _say(self) -> None:
        self._desk.say_hub(hub_words(self._standing, self._session.now()))

    def time_passes(self, now: int) -> None:
        """It is later: say how old what is here has become, and what could not be told before."""
        self._desk.say_hub(hub_words(self._standing, now))
        self._tell()


def news_words(told: Told, space: Organisation) -> str:
    """Say a piece of news in one line."""
    news, row = told
    name = handle(row.id) if row.number is None else f"#{row.number}"
    who = clean_line(space.called(news.by), _WORDS_MOST)
    said = clean_line(row.said, _WORDS_MOST)
    match news.why:
        case Why.YOURS:
            return f"{name} is yours now: {said}"
        case Why.ESCALATED if news.to_me:
            return f"{name} is escalated to you by {who}: {said}"
        case Why.ESCALATED:
            return f"{name} of yours was escalated by {who}: {said}"
    return f"{who} asks you about {name}: {clean_line(news.words, _WORDS_MOST)}"
