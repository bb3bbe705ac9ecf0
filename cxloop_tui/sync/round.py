"""One round of syncing: send what waits, take in what came, and look whether both sides have the same.

Whatever breaks off in between, the next round goes on from what is kept: what was sent is sent again and is known
there, what came has its place.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import Final

from cxloop_tui.domain.feed import START, Cursor, Forked, Page, Waiting
from cxloop_tui.domain.receipt import Receipt
from cxloop_tui.sync.adopting import passages_of
from cxloop_tui.sync.ports import Remote, Replica, ReplicaStore
from cxloop_tui.sync.settling import Settled, settle
from cxloop_tui.sync.taking import rewind, take_page

SENT_AT_ONCE: Final = 200
"""Operations in one request."""

FORKS_MOST: Final = 3
"""Times that an authority may say in one round that its order is another one; then it is not to be followed."""


class Astray(Exception):
    """The authority cannot be followed: its order, or what it says its tickets are, does not hold still."""


class Different(Astray):
    """All was sent and taken in, and yet the authority says that it has other tickets."""


@dataclass(slots=True)
class Summary:
    """What a round did."""

    sent: int = 0
    refused: int = 0
    taken: int = 0
    forks: int = 0
    """How often the authority turned out to have gone on differently."""
    mended: bool = False
    """What was here was not what the authority has, and was fetched anew."""

    @property
    def moved(self) -> bool:
        """Whether anything is another here than before."""
        return bool(self.sent or self.refused or self.taken or self.forks or self.mended)


class Round:
    """Syncs a desk with its authority once."""

    def __init__(
        self,
        store: ReplicaStore,
        remote: Remote,
        me: str,
        took: Callable[[Cursor], None] = lambda _cursor: None,
        at_once: int = 1,
        *,
        mends: bool = True,
    ) -> None:
        """`took` is told after each transaction up to where the order is here.

        One takes in so many operations at least, as far as there are pages: more than a page where nobody else
        waits to write. `mends`: whether all is fetched anew when the two sides turn out to be different.
        """
        self._at_once = at_once
        self._mends = mends
        self._store = store
        self._remote = remote
        self._me = me
        self._took = took
        self.summary = Summary()

    async def run(self, *, compare: bool = True) -> Summary:
        """Send and take in, and compare; without `compare` only when something moved.

        Raises Astray, and what the remote raises; what was done until then is kept.
        """
        await self._exchange()
        if not (compare or self.summary.moved):
            return self.summary
        if not await self._is_same() and not (self._mends and await self._is_mended()):
            raise Different("tickets are not what the authority says they are, even fetched anew")
        return self.summary

    async def _is_mended(self) -> bool:
        """Fetch everything anew, and say whether both sides are the same then."""
        self._store.transact_replica(partial(rewind, common=START, me=self._me))
        self.summary.mended = True
        await self._exchange()
        return await self._is_same()

    async def _exchange(self) -> None:
        """Send and take in; again when the authority turns out to have lost what it had, for that waits again."""
        is_to_be_sent = True
        while is_to_be_sent:
            await self._push()
            epoch = self._store.transact_replica(_epoch)
            common = await self._pull()
            if common is None:
                is_to_be_sent = self._store.transact_replica(partial(_asks_again, since=epoch))
                continue
            self.summary.forks += 1
            if self.summary.forks > FORKS_MOST:
                raise Astray(f"the authority took up another order {self.summary.forks} times")
            self._store.transact_replica(partial(rewind, common=common, me=self._me))

    async def _push(self) -> None:
        """Send what waits, in its order, each once: what nobody can say yet is for the next round."""
        last = 0
        while batch := self._store.transact_replica(partial(_unsent, after=last)):
            last, epoch = batch[-1].place, self._store.transact_replica(_epoch)
            receipts = {receipt.operation: receipt for receipt in await self._send(batch)}
            ids = [one.operation.id for one in batch]
            told = {one: receipts[one] for one in ids if one in receipts}
            settled = self._store.transact_replica(partial(_settle_in, epoch=epoch, receipts=told))
            self.summary.sent += settled.placed
            self.summary.refused += settled.refused

    async def _send(self, batch: Sequence[Waiting]) -> Sequence[Receipt]:
        """Send some of what waits: all of it was made under this authority, or none of it."""
        if batch[0].replayed is None:
            return await self._remote.push([one.operation for one in batch])
        passages, above = self._store.transact_replica(
            lambda replica: (passages_of(replica, batch), replica.last_number())
        )
        return await self._remote.adopt(passages, above)

    async def _pull(self) -> Cursor | None:
        """Take in what came; return up to where the orders are the same if the authority has another one by now."""
        is_done = False
        while not is_done:
            try:
                is_done = await self._take_all()
            except Forked as fork:
                return fork.common
        return None

    async def _take_all(self) -> bool:
        """Take in all that came; False when another process took some meanwhile: then ask from where it is."""
        cursor = self._store.transact_replica(lambda replica: replica.cursor())
        pages: list[Page] = []
        async with aclosing(self._remote.pull(cursor)) as coming:
            async for page in coming:
                pages.append(page)
                if page.more and sum(len(one.entries) for one in pages) < self._at_once:
                    continue
                if not self._store.transact_replica(partial(_take_next, pages=pages, asked=cursor)):
                    return False
                cursor = page.cursor
                self.summary.taken += sum(len(one.entries) for one in pages)
                self._took(cursor)
                pages = []
        return True

    async def _is_same(self) -> bool:
        cursor, ours = self._store.transact_replica(lambda replica: (replica.cursor(), replica.digest()))
        theirs = await self._remote.digest(cursor)
        return theirs is None or theirs == ours


def _take_next(replica: Replica, pages: Sequence[Page], asked: Cursor) -> bool:
    """Take in pages if they are still what comes next here; another process may sync the same store."""
    if replica.cursor() != asked:
        return False
    for page in pages:
        take_page(replica, page)
    return True


def _epoch(replica: Replica) -> str:
    return replica.cursor().epoch


def _asks_again(replica: Replica, since: str) -> bool:
    """Say whether something is to be sent that was sent before the authority's order had the name that it has now."""
    return _epoch(replica) != since and bool(_unsent(replica, 0))


def _settle_in(replica: Replica, epoch: str, receipts: Mapping[str, Receipt]) -> Settled:
    """Take in receipts, unless another process found meanwhile that the order in which they were given is no more."""
    return settle(replica, receipts) if _epoch(replica) == epoch else Settled()


def _unsent(replica: Replica, after: int) -> Sequence[Waiting]:
    """Return what is to be sent next, as far as it goes the same way."""
    unsent = replica.unsent(after, SENT_AT_ONCE)
    return list(takewhile(lambda one: (one.replayed is None) == (unsent[0].replayed is None), unsent))
