"""Following a hub: who stands behind the ports when a desk joins one, syncs with it, and leaves it."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from random import random
from typing import NamedTuple

from cxloop_tui.bootstrap import Progress, new_id, open_store, wall_clock
from cxloop_tui.domain.address import StoreAddress
from cxloop_tui.domain.errors import Refused, SignedOut, Unusable
from cxloop_tui.domain.feed import Cursor
from cxloop_tui.domain.following import Following
from cxloop_tui.remotes.diagnosis import Finding, diagnose
from cxloop_tui.remotes.hello import Hello
from cxloop_tui.remotes.hub import HubRemote
from cxloop_tui.remotes.hub_address import hub_address
from cxloop_tui.remotes.tokens import TokenKeeper, checked_token
from cxloop_tui.services.leaving import leave_hub
from cxloop_tui.services.syncing import Phase, State, Syncing
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.sql_store import SqlStore
from cxloop_tui.sync.round import Summary
from cxloop_tui.sync.schedule import MOST_SECONDS, Retries


class Joined(NamedTuple):
    """What came of joining a hub."""

    url: str
    person: str
    role: str
    taken: int
    """Operations that are here by now."""


def join(address: StoreAddress, url: str, token: str | None, progress: Progress) -> Joined:
    """Follow a hub with a store, which is made if there is none, and sync for the first time.

    Without a `token` the environment's is taken. Raises RemoteTrouble, SignedOut, Unusable; Refused when this store
    is in use already.
    """
    hub, keeper = hub_address(url).url, TokenKeeper(os.environ)
    given = keeper.token(hub, "") if token is None else checked_token(token)
    if given is None:
        raise Unusable("there is no token for this hub: `cxloop hub token add EMAIL` there prints one")
    hello = asyncio.run(_greeted(hub, given))
    with _fresh(address) as store:
        if token is not None:
            keeper.keep(hub, hello.person, given)
        store.set_up(hello.person)
        store.follow(hub)
        summary = asyncio.run(_first(store, hub, given, hello.person, progress))
    return Joined(hub, hello.person, hello.role, summary.taken)


async def _greeted(hub: str, token: str) -> Hello:
    async with HubRemote(hub, token) as remote:
        return await remote.hello()


@contextmanager
def _fresh(address: StoreAddress) -> Iterator[SqlStore]:
    """Give a store in which nothing is yet, that stays when it follows a hub. Raises Refused for one in use."""
    store = _empty(address)
    try:
        yield store
    finally:
        store.close()


def _empty(address: StoreAddress) -> SqlStore:
    try:
        reader = ReadPath.open(address)
    except Unusable:
        return open_store(address, new=True)
    try:
        following, is_used = reader.following(), bool(reader.seq())
    finally:
        reader.close()
    if following is not None:
        raise Refused(f"this desk follows {following.url} already; `cxloop remote remove` ends that")
    if is_used:
        raise Refused(f"{address} has tickets or people of its own: name another store with --store")
    return open_store(address)


async def _first(store: SqlStore, hub: str, token: str, me: str, progress: Progress) -> Summary:
    async with HubRemote(hub, token) as remote:
        return await _once(store, remote, me, progress)


async def _once(store: SqlStore, remote: HubRemote, me: str, progress: Progress) -> Summary:
    hello = await remote.hello()
    _demand_person(hello.person, me)

    def took(cursor: Cursor) -> None:
        progress("syncing", cursor.seq, max(hello.seq, cursor.seq))

    return await Syncing(store, remote, me, wall_clock).once(took)


def sync(address: StoreAddress, me: str | None, progress: Progress) -> Summary:
    """Sync once. Raises RemoteTrouble; Refused for a desk that follows no hub."""

    async def synced() -> Summary:
        async with _line(address, me) as (store, remote, person):
            return await _once(store, remote, person, progress)

    return asyncio.run(synced())


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
    """Sync again and again; without a token tell so, and look now and then whether there is one."""
    while True:
        try:
            async with _line(address, me) as (store, remote, person):
                await Syncing(store, remote, person, wall_clock, tell).watch(wake, Retries(random))
        except SignedOut as trouble:
            tell(State(Phase.SIGNED_OUT, str(trouble)))
        wake.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(wake.wait(), MOST_SECONDS)


async def _told_by_desk(wake: asyncio.Event) -> None:
    """Wake at each line on standard input, and return at its end: the desk is gone then, whatever became of it."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.readline():
        wake.set()


@asynccontextmanager
async def _line(address: StoreAddress, me: str | None) -> AsyncIterator[tuple[SqlStore, HubRemote, str]]:
    """Give the store, its hub and whose desk it is. Raises Refused when it follows none, SignedOut without token."""
    following, person = _standing(address, me)
    token = TokenKeeper(os.environ).token(following.url, person)
    if token is None:
        raise SignedOut(_no_token(following.url))
    store = open_store(address)
    try:
        async with HubRemote(following.url, token) as remote:
            yield store, remote, person
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
    hello = asyncio.run(_greeted(following.url, checked_token(token)))
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
    hello = asyncio.run(_greeted(hub, token))
    _demand_person(hello.person, person)
    store = open_store(address)
    try:
        store.transact_replica(lambda tx: tx.put_fact("remote", hub))
    finally:
        store.close()
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
    store = open_store(address)
    try:
        return leave_hub(store, wall_clock, new_id)
    finally:
        store.close()


def diagnosed(address: StoreAddress, me: str | None, url: str | None) -> Sequence[Finding]:
    """Try everything that following a hub needs, up to what fails."""
    if url is None or not isinstance(address, Path) or address.exists():
        following, person = _standing(address, me)
        url = url or following.url
    else:
        person = me or ""
    token = TokenKeeper(os.environ).token(hub_address(url).url, person)
    return asyncio.run(diagnose(url, token, clock=wall_clock, timer=time.monotonic))
