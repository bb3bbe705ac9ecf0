"""Keeping a desk in step with its hub: one round, or round after round for as long as somebody works.

Nothing of it is in the way of a key: it runs in a process of its own, beside the desk (docs/decisions/0032). What it
cannot do now it tries again later, after a time that grows, and tells in a sentence why.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from cxloop_tui.domain.clock import MINUTE
from cxloop_tui.domain.errors import CxloopError, NotSpoken, RemoteTrouble, SignedOut, Unusable
from cxloop_tui.domain.feed import BrokenPage, Cursor
from cxloop_tui.services.news import Heard, Told
from cxloop_tui.services.ports import Clock, FollowingStore
from cxloop_tui.sync.ports import Remote
from cxloop_tui.sync.round import Astray, Different, Round, Summary
from cxloop_tui.sync.schedule import Retries

POLL_SECONDS: Final = 30.0
"""How often to ask when the hub does not say that something happened."""

NOTED_AFTER: Final = MINUTE
"""After so long it is noted again that both have the same, when nothing else is to be written."""

COMPARED_AFTER: Final = 10 * MINUTE
"""After so long checksums are compared though nothing moved."""


class Phase(StrEnum):
    """How it stands with the hub."""

    SYNCING = "syncing"
    SYNCED = "synced"
    OFFLINE = "offline"
    """It cannot be reached; what is done here waits."""
    SIGNED_OUT = "signed-out"
    """It does not know this desk's token any more."""
    NOT_SPOKEN = "not-spoken"
    """It speaks a newer protocol, or an older one."""
    FAILED = "failed"
    """It answers, but what it says cannot be taken in."""


class State(NamedTuple):
    """What is to be told of it."""

    phase: Phase
    said: str = ""
    """A sentence where something is wrong."""
    sent: int = 0
    refused: int = 0
    taken: int = 0
    """Since the last state that was not `syncing`."""
    synced_at: int | None = None
    """When both had the same last, milliseconds since the epoch."""
    news: Sequence[Told] = ()
    """What came in that whoever sits there should hear of; of much the first."""
    more_news: int = 0
    """How much more there was."""


_NOTHING: Final = Heard((), 0, 0)

_DIFFERENT: Final = (
    "everything is sent and taken in, but the hub says that it has other tickets, also when all is fetched anew: "
    "whoever looks after it should run `cxloop doctor` there"
)


class LiveRemote(Remote, Protocol):
    """A hub that can say when something happened."""

    def moved(self, cursor: Cursor) -> AsyncIterator[int]:
        """Yield the place that the order has reached whenever it grows; end when that is not to be had."""


class Hearing(Protocol):
    """What hears of news for somebody."""

    def hear(self) -> Heard:
        """Return what came in since this was asked last."""


class Syncing:
    """Syncs one desk with its hub."""

    def __init__(
        self,
        store: FollowingStore,
        remote: LiveRemote,
        me: str,
        clock: Clock,
        tell: Callable[[State], None] = lambda _state: None,
        ear: Hearing | None = None,
    ) -> None:
        """`me` is whose token it is; `tell` is told at every turn, with what `ear` heard for whoever sits there."""
        self._store = store
        self._remote = remote
        self._me = me
        self._clock = clock
        self._tell = tell
        self._ear = ear
        self._reached = asyncio.Event()
        """Set when the hub has answered."""
        self._noted_at: int | None = None
        self._compared_at: int | None = None
        self._is_different = False
        """Whether the hub had other tickets when they were compared last, even after all was fetched anew."""
        self._synced_at: int | None = None

    async def once(self, took: Callable[[Cursor], None] = lambda _cursor: None, *, at_once: int = 1) -> Summary:
        """Sync once, as `Round` does. Raises RemoteTrouble; Unusable when what the hub says cannot be taken in."""
        now = self._clock()
        compare = self._compared_at is None or now - self._compared_at >= COMPARED_AFTER
        next_round = Round(self._store, self._remote, self._me, took, at_once, mends=not self._is_different)
        try:
            summary = await next_round.run(compare=compare)
        except Different as different:
            # To fetch everything anew again and again would help nobody.
            self._is_different = True
            self._compared_at = now
            raise Unusable(_DIFFERENT) from different
        except (BrokenPage, Astray) as wrong:
            raise Unusable(f"the hub sent what does not fit: {wrong}; nothing of it was taken in") from wrong
        if compare or summary.moved:
            self._compared_at, self._is_different = now, False
        self._note_synced(summary)
        return summary

    def _note_synced(self, summary: Summary) -> None:
        self._synced_at = now = self._clock()
        if summary.moved or self._noted_at is None or now - self._noted_at >= NOTED_AFTER:
            self._store.transact_replica(lambda tx: tx.put_fact("synced_at", str(now)))
            self._noted_at = now

    async def watch(self, wake: asyncio.Event, retries: Retries) -> None:
        """Sync again and again, at once when `wake` is set, until this is cancelled.

        Raises SignedOut: another token is needed, and nothing gets better by asking with this one again.
        """
        listening = asyncio.create_task(self._listen(wake))
        try:
            while True:
                wake.clear()
                pause = await self._attempt(retries)
                with suppress(TimeoutError):
                    await asyncio.wait_for(wake.wait(), pause)
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    async def _attempt(self, retries: Retries) -> float:
        """Sync once, tell what came of it, and return after how many seconds to look again."""
        try:
            summary = await self.once(lambda _cursor: self._told(Phase.SYNCING))
            news, more, _ = self._ear.hear() if self._ear is not None else _NOTHING
        except SignedOut:
            raise
        except NotSpoken as trouble:
            self._told(Phase.NOT_SPOKEN, str(trouble))
            return retries.after_failure()
        except RemoteTrouble as trouble:
            self._told(Phase.OFFLINE, str(trouble))
            return retries.after_failure(trouble.retry_after or 0.0)
        except CxloopError as trouble:
            self._told(Phase.FAILED, str(trouble))
            return retries.after_failure()
        retries.succeeded()
        self._reached.set()
        self._tell(
            State(Phase.SYNCED, "", summary.sent, summary.refused, summary.taken, self._synced_at, news, more),
        )
        return POLL_SECONDS

    def _told(self, phase: Phase, said: str = "") -> None:
        self._tell(State(phase, said, synced_at=self._synced_at))

    async def _listen(self, wake: asyncio.Event) -> None:
        """Wake whenever the hub says that its order has grown; while it does not say, polling goes on."""
        retries = Retries(lambda: 0.5)
        while True:
            with suppress(CxloopError):
                cursor = self._store.transact_replica(lambda tx: tx.cursor())
                async for _seq in self._remote.moved(cursor):
                    retries.succeeded()
                    wake.set()
            self._reached.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._reached.wait(), retries.after_failure())
