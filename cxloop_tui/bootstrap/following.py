"""Following a hub: who stands behind the ports when a desk syncs with one, finds it elsewhere, and leaves it."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from random import random
from typing import Final, NamedTuple

from cxloop_tui.bootstrap import Progress, new_id, open_store, wall_clock
from cxloop_tui.domain.address import StoreAddress
from cxloop_tui.domain.errors import CxloopError, NotSpoken, Refused, RemoteTrouble, SignedOut, StoreTrouble
from cxloop_tui.domain.feed import Cursor
from cxloop_tui.domain.following import Following
from cxloop_tui.remotes.diagnosis import Finding, diagnose
from cxloop_tui.remotes.hello import Hello
from cxloop_tui.remotes.hub import HubRemote
from cxloop_tui.remotes.hub_address import hub_address
from cxloop_tui.remotes.tokens import TokenKeeper, checked_token
from cxloop_tui.services.leaving import leave_hub
from cxloop_tui.services.news import Ear
from cxloop_tui.services.syncing import Phase, State, Syncing
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.sql_store import SqlStore
from cxloop_tui.sync.round import Summary
from cxloop_tui.sync.schedule import MOST_SECONDS, Retries


def sync(address: StoreAddress, me: str | None, progress: Progress) -> Summary:
    """Sync once. Raises RemoteTrouble; Refused for a desk that follows no hub."""

    async def synced() -> Summary:
        async with _line(address, me) as line:
            return await once(line.store, line.remote, line.person, progress)

    return asyncio.run(synced())


async def once(store: SqlStore, remote: HubRemote, me: str, progress: Progress, *, at_once: int = 1) -> Summary:
    """Sync once with the hub at the other end. Raises RemoteTrouble, Refused; `at_once` as `Round` has it."""
    hello = await _recognised(store, remote, me)

    def took(cursor: Cursor) -> None:
        progress("syncing", cursor.seq, max(hello.seq, cursor.seq))

    return await Syncing(store, remote, me, wall_clock).once(took, at_once=at_once)


async def _recognised(store: SqlStore, remote: HubRemote, me: str) -> Hello:
    """Return who the hub says it is. Raises Refused for another hub, or for a token of somebody else."""
    hello = await remote.hello()
    _demand_person(hello.person, me)
    space = store.transact_replica(lambda tx: tx.space())
    if space and hello.space != space:
        raise Refused(
            "this is another hub than the one that this desk follows, or it has lost everything: nothing was sent or "
            "taken in; `cxloop remote move` names the right address"
        )
    return hello


async def greeted(hub: str, token: str) -> Hello:
    """Return who a hub says a token's is. Raises RemoteTrouble, SignedOut."""
    async with HubRemote(hub, token) as remote:
        return await remote.hello()


def keep_syncing(address: StoreAddress, me: str | None, tell: Callable[[State], None], *, with_desk: bool) -> None:
    """Sync again and again until interrupted.

    With a desk at the other end of standard input each line there wakes it, and the end of it is the end.
    """

    async def kept() -> None:
        wake = asyncio.Event()
        tasks = [asyncio.create_task(_watched(address, me, tell, wake))]
        if with_desk:
            tasks.append(asyncio.create_task(_told_by_desk(wake)))
        done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        for task in done:
            task.result()

    asyncio.run(kept())


async def _watched(address: StoreAddress, me: str | None, tell: Callable[[State], None], wake: asyncio.Event) -> None:
    """Sync again and again, wherever the hub goes; without a token tell so, and look now and then for another one."""
    has_followed = False
    with closing(ReadPath.open(address)) as reader:
        ear = Ear(reader, me or reader.whose())
        while True:
            try:
                async with _line(address, me) as line:
                    has_followed = True
                    await _until_moved(reader, line.url, _kept_in_step(line, tell, ear, wake))
                continue
            except SignedOut as trouble:
                tell(State(Phase.SIGNED_OUT, str(trouble)))
            except Refused as trouble:
                if not has_followed:
                    raise
                tell(State(Phase.FAILED, str(trouble)))
            wake.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(wake.wait(), MOST_SECONDS)


async def _until_moved(reader: ReadPath, url: str, keeping: Coroutine[object, object, None]) -> None:
    """Let something go on until it ends, or until the store is told of another address of its hub, or of none."""
    task = asyncio.create_task(keeping)
    try:
        while not (await asyncio.wait([task], timeout=_LOOKED_EVERY_SECONDS))[0]:
            with suppress(StoreTrouble):
                following = reader.following()
                if following is None or following.url != url:
                    return
        task.result()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


_LOOKED_EVERY_SECONDS: Final = 2.0
"""So often it is looked whether `cxloop remote move`, in another terminal, has named another address."""


async def _kept_in_step(line: "_Line", tell: Callable[[State], None], ear: Ear, wake: asyncio.Event) -> None:
    await _recognised_at_last(line.store, line.remote, line.person, tell, wake)
    await Syncing(line.store, line.remote, line.person, wall_clock, tell, ear).watch(wake, Retries(random))


async def _recognised_at_last(
    store: SqlStore, remote: HubRemote, me: str, tell: Callable[[State], None], wake: asyncio.Event
) -> None:
    """Wait until the hub that is to be followed answers; tell why it does not. Raises SignedOut."""
    retries = Retries(random)
    while True:
        try:
            await _recognised(store, remote, me)
        except SignedOut:
            raise
        except NotSpoken as trouble:
            tell(State(Phase.NOT_SPOKEN, str(trouble)))
        except RemoteTrouble as trouble:
            tell(State(Phase.OFFLINE, str(trouble)))
        except CxloopError as trouble:
            tell(State(Phase.FAILED, str(trouble)))
        else:
            return
        wake.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(wake.wait(), retries.after_failure())


async def _told_by_desk(wake: asyncio.Event) -> None:
    """Wake at each line on standard input, and return at its end: the desk is gone then, whatever became of it."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.readline():
        wake.set()


class _Line(NamedTuple):
    """A store that is open, and its hub."""

    store: SqlStore
    remote: HubRemote
    person: str
    """Whose desk it is."""
    url: str


@asynccontextmanager
async def _line(address: StoreAddress, me: str | None) -> AsyncIterator[_Line]:
    """Open a store and speak to its hub. Raises Refused when it follows none, SignedOut without token."""
    following, person = _standing(address, me)
    token = TokenKeeper(os.environ).token(following.url, person)
    if token is None:
        raise SignedOut(_no_token(following.url))
    store = open_store(address)
    try:
        async with HubRemote(following.url, token) as remote:
            yield _Line(store, remote, person, following.url)
    finally:
        store.close()


def _standing(address: StoreAddress, me: str | None) -> tuple[Following, str]:
    reader = ReadPath.open(address)
    try:
        following, person = reader.following(), me or reader.whose()
    finally:
        reader.close()
    if following is None:
        raise Refused("this desk follows no hub: `cxloop remote add hub URL`")
    return following, person


def renew(address: StoreAddress, me: str | None, token: str) -> str:
    """Keep another token for the hub of a store, once the hub knows it; return its address. Raises RemoteTrouble."""
    following, person = _standing(address, me)
    hello = asyncio.run(greeted(following.url, checked_token(token)))
    _demand_person(hello.person, person)
    TokenKeeper(os.environ).keep(following.url, person, token)
    return following.url


def move(address: StoreAddress, me: str | None, url: str) -> str:
    """Find the same hub at another address from now on; return that. Raises RemoteTrouble; Refused for another."""
    following, person = _standing(address, me)
    hub, keeper = hub_address(url).url, TokenKeeper(os.environ)
    token = keeper.token(hub, person) or keeper.token(following.url, person)
    if token is None:
        raise SignedOut(_no_token(following.url))
    hub_token = token

    async def look(store: SqlStore) -> None:
        async with HubRemote(hub, hub_token) as remote:
            await _recognised(store, remote, person)

    with closing(open_store(address)) as store:
        asyncio.run(look(store))
        store.transact_replica(lambda tx: tx.put_fact("remote", hub))
    if not os.environ.get("CXLOOP_TOKEN"):
        keeper.keep(hub, person, token)
    return hub


def _demand_person(theirs: str, mine: str) -> None:
    if theirs != mine:
        raise Refused(f"the token is {theirs}'s, and this desk is {mine}'s: ask for one of your own")


def _no_token(hub: str) -> str:
    return f"no token for {hub} is kept here: ask its administrator for one, then `cxloop remote token`"


def leave(address: StoreAddress) -> int:
    """Let a store be its own authority again; return how much that the hub never got has its place there now."""
    with closing(open_store(address)) as store:
        return leave_hub(store, wall_clock, new_id)


def diagnosed(address: StoreAddress, me: str | None, url: str | None) -> Sequence[Finding]:
    """Try everything that following a hub needs, up to what fails."""
    if url is None or not isinstance(address, Path) or address.exists():
        following, person = _standing(address, me)
        url = url or following.url
    else:
        person = me or ""
    token = TokenKeeper(os.environ).token(hub_address(url).url, person)
    return asyncio.run(diagnose(url, token, clock=wall_clock, timer=time.monotonic))
