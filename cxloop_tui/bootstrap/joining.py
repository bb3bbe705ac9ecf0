"""Joining a hub: a new store follows it, or one that was used goes up to it with all that is in it."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from cxloop_tui.bootstrap import Progress, open_store, wall_clock
from cxloop_tui.bootstrap.following import greeted, once
from cxloop_tui.domain.address import StoreAddress
from cxloop_tui.domain.errors import Refused, Unusable
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Person, Role
from cxloop_tui.remotes.hello import Hello
from cxloop_tui.remotes.hub import HubRemote
from cxloop_tui.remotes.hub_address import hub_address
from cxloop_tui.remotes.tokens import TokenKeeper, checked_token
from cxloop_tui.services.adopting import Agree, foretold
from cxloop_tui.services.pacing import collected_seldom
from cxloop_tui.store.backup import back_up
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.replica import SqlReplicaTransaction
from cxloop_tui.store.sql_store import SqlStore
from cxloop_tui.sync.adopting import begin_adoption
from cxloop_tui.sync.round import Summary


class Joined(NamedTuple):
    """What came of joining a hub."""

    url: str
    person: str
    role: str
    adopted: int
    """Operations of this desk that went up."""
    taken: int
    """Operations that came from the hub, its own and those."""


def join(address: StoreAddress, url: str, token: str | None, agree: Agree, progress: Progress) -> Joined:
    """Follow a hub with a store, which is made if there is none, and sync for the first time.

    Without a `token` the environment's is taken. A store that was used goes up to the hub with all that is in it,
    once `agree` has let that pass. Raises RemoteTrouble, SignedOut, Unusable; Refused when it follows one already.
    """
    hub, keeper = hub_address(url).url, TokenKeeper(os.environ)
    given = keeper.token(hub, "") if token is None else checked_token(token)
    if given is None:
        raise Unusable("there is no token for this hub: `cxloop hub token add EMAIL` there prints one")
    hello = asyncio.run(greeted(hub, given))
    own = _own_organisation(address)
    if own is not None:
        agree(_foretold(own, hub, given, hello))
    if token is not None:
        keeper.keep(hub, hello.person, given)
    adopted = _follow(address, own, hub, given, hello)
    with closing(open_store(address)) as store:
        summary = asyncio.run(_first(store, hub, given, hello.person, progress))
    return Joined(hub, hello.person, hello.role, adopted, summary.taken)


def _own_organisation(address: StoreAddress) -> Organisation | None:
    """Return the organisation of a store that was used, None for a new one. Raises Refused for one that follows."""
    try:
        reader = ReadPath.open(address)
    except Unusable:
        return None
    with closing(reader):
        following = reader.following()
        if following is not None:
            raise Refused(f"this desk follows {following.url} already; `cxloop remote remove` ends that")
        return reader.organisation() if reader.seq() else None


def _foretold(own: Organisation, hub: str, token: str, hello: Hello) -> Sequence[str]:
    """Say what joining with a used desk will do. Raises Refused for who may not."""
    if hello.role != Role.ADMIN:
        raise Refused(
            "this desk has tickets of its own, which only an administrator of the hub can let in, and "
            f"{hello.person} is {hello.role} there: join with their token, or name a new --store"
        )
    return foretold(own, asyncio.run(_directory(hub, token)), hub)


def _follow(address: StoreAddress, own: Organisation | None, hub: str, token: str, hello: Hello) -> int:
    """Let the store follow the hub from now on; return how much of its own waits for that."""
    adopted: list[int] = []

    def adopt(replica: SqlReplicaTransaction) -> None:
        replica.put_fact("me", hello.person)
        adopted.append(begin_adoption(replica, Person(hello.person, hello.person, Role(hello.role))))

    if own is None:
        with closing(_empty(address)) as store:
            store.follow(hub, hello.space, adopt)
        return 0
    asyncio.run(_bring(own, hub, token))
    if isinstance(address, Path):
        back_up(address, address.with_name(f"{address.name}.before-joining-{wall_clock()}"), lambda _done, _of: None)
    with closing(open_store(address)) as store:
        store.follow(hub, hello.space, adopt)
    return adopted[0]


def _empty(address: StoreAddress) -> SqlStore:
    """Return a store in which nothing is, made if there is none."""
    try:
        return open_store(address)
    except Unusable:
        return open_store(address, new=True)


async def _directory(hub: str, token: str) -> Mapping[str, Json]:
    async with HubRemote(hub, token) as remote:
        return await remote.directory()


async def _bring(own: Organisation, hub: str, token: str) -> None:
    segments = [{"code": one.code, "name": one.name, "parent": one.parent} for one in own.tree.ever.values()]
    people = [{"email": one.email, "name": one.name, "segments": list(one.segments)} for one in own.people.values()]
    async with HubRemote(hub, token) as remote:
        await remote.bring(segments, people)


async def _first(store: SqlStore, hub: str, token: str, me: str, progress: Progress) -> Summary:
    async with HubRemote(hub, token) as remote:
        with store.at_length(), collected_seldom():
            return await once(store, remote, me, progress, at_once=_FIRST_AT_ONCE)


_FIRST_AT_ONCE: Final = 10_000
"""Operations that one transaction takes in while nobody works here yet."""
