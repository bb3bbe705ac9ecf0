"""A hub as a desk sees it: the port `sync.ports.Remote` over HTTP, and what else a hub can be asked.

What is sent may be sent again, what breaks off is asked for again from what was kept: the caller does that, in its
time (`sync/schedule.py`). Here nothing is tried twice.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Final, Self

import httpx

from cxloop_tui.domain import feed_lines
from cxloop_tui.domain.errors import NotSpoken, RemoteTrouble, SignedOut, Unusable
from cxloop_tui.domain.exchange import Passage
from cxloop_tui.domain.feed import Cursor, Page
from cxloop_tui.domain.feed_lines import PageReader
from cxloop_tui.domain.json_text import json_line
from cxloop_tui.domain.operation import Json, Operation
from cxloop_tui.domain.receipt import Receipt
from cxloop_tui.remotes import live_events
from cxloop_tui.remotes.conversation import (
    PROTOCOL,
    Conversation,
    Malformed,
    TooLarge,
)
from cxloop_tui.remotes.hello import LIMITS, Hello, hello_from_wire
from cxloop_tui.remotes.hub_address import hub_address
from cxloop_tui.remotes.live_events import LiveEvents
from cxloop_tui.remotes.patience import PATIENCE, Patience
from cxloop_tui.remotes.pushing import (
    Written,
    adoption_of,
    batches,
    body_of,
    fits_alone,
    receipts_of,
    too_large,
    unreadable,
    written,
)

_HELLO: Final = "/v1/hello"
_PUSH: Final = "/v1/push"
_CHANGES: Final = "/v1/changes"
_BOOTSTRAP: Final = "/v1/bootstrap"
_DIGEST: Final = "/v1/digest"
_DIRECTORY: Final = "/v1/directory"
_LIVE: Final = "/v1/live"
_ADOPT: Final = "/v1/adopt"
_BRING: Final = "/v1/adopt/organisation"

_WAIT_SECONDS: Final = 25
"""How long a hub is asked to wait for something new before it answers that there is nothing."""

_LINES_MOST: Final = 10 * LIMITS.page
"""Lines without the end of a page: what sends more is no hub."""


class HubRemote:
    """One hub, asked with one token. Close it with `aclose`, or use it in an `async with`.

    Everything raises RemoteTrouble when the hub cannot be reached or does not answer as one, SignedOut when it does
    not know the token, NotSpoken when it speaks another protocol; what asks with a cursor raises Forked when the
    hub's order is another one.
    """

    def __init__(
        self,
        url: str,
        token: str | None,
        *,
        ca_file: Path | None = None,
        patience: Patience = PATIENCE,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Without a `token` only `hello` is answered. `ca_file` names the authorities to trust in place of the usual.

        Raises Unusable for an address, a token, a file or a proxy that cannot be used. `transport` is for tests.
        """
        self._hub = Conversation(hub_address(url), token, ca_file=ca_file, patience=patience, transport=transport)
        self._has_live = True
        """Whether the hub's events came through, as far as is known: what stands between may hold them back."""

    def __repr__(self) -> str:
        return f"HubRemote({self._hub.address.url!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Hang up."""
        await self._hub.aclose()

    async def hello(self) -> Hello:
        """Ask what the hub is, and who this desk is to it."""
        answer = await self._hub.get(_HELLO)
        try:
            hello = hello_from_wire(answer)
        except Unusable as wrong:
            raise self._hub.not_whole(str(wrong)) from None
        if PROTOCOL not in hello.protocols:
            raise self._hub.not_spoken(list(hello.protocols))
        if self._hub.has_token and not hello.person:
            raise self._hub.signed_out()
        return hello

    async def directory(self) -> Mapping[str, Json]:
        """Ask for the organisation: `segments`, `people` and `policy`, as the command line lists them in JSON."""
        answer = await self._hub.get(_DIRECTORY)
        for name, kind in (("segments", list), ("people", list), ("policy", Mapping)):
            if not isinstance(answer.get(name), kind):
                raise self._hub.not_whole(f"it has no {name}")
        return answer

    async def digest(self, cursor: Cursor) -> Mapping[str, str] | None:
        """Ask for the checksum of the tickets of each segment at a cursor; None when the hub is past that."""
        sums = (await self._hub.get(_DIGEST, cursor)).get("digest", "")
        if sums is None:
            return None
        if not isinstance(sums, Mapping):
            raise self._hub.not_whole("it has no checksums")
        texts = {segment: checksum for segment, checksum in sums.items() if isinstance(checksum, str)}
        if len(texts) < len(sums):
            raise self._hub.not_whole("a checksum of it is no text")
        return texts

    # Sending --------------------------------------------------------------------------------------------------------

    async def push(self, operations: Sequence[Operation]) -> Sequence[Receipt]:
        """Send operations, in order, as many at once as a hub takes; return the receipts that there are.

        One that is too large for a hub, or that it cannot read, is UNSUPPORTED and in nobody's way. After a failure
        nothing more is sent: what follows may build on what was not taken.
        """
        receipts: list[Receipt] = []
        for batch in batches([written(operation) for operation in operations]):
            receipts += await self._sent(batch)
        return receipts

    async def adopt(self, passages: Sequence[Passage], above: int) -> Sequence[Receipt]:
        """Send a part of the history of a desk that joins, in order; return the receipts that there are.

        `above` is the highest number of that desk. Raises RemoteTrouble for who is no administrator there.
        """
        try:
            answer = await self._hub.post(_ADOPT, adoption_of(passages, above))
            return receipts_of(answer, {passage.operation.id for passage in passages})
        except Unusable as wrong:
            raise self._hub.not_whole(str(wrong)) from None
        except (TooLarge, Malformed):
            if len(passages) == 1:
                return [unreadable(written(passages[0].operation))]
        middle = len(passages) // 2
        return [*await self.adopt(passages[:middle], above), *await self.adopt(passages[middle:], above)]

    async def bring(self, segments: Sequence[Mapping[str, Json]], people: Sequence[Mapping[str, Json]]) -> int:
        """Let the hub make segments and people that it has not; return how many. Raises RemoteTrouble."""
        body = json_line({"segments": list(segments), "people": list(people)}).encode()
        try:
            made = (await self._hub.post(_BRING, body)).get("made")
        except (TooLarge, Malformed) as refusal:
            raise Unusable(f"the hub cannot take the segments and people of this desk: {refusal}") from None
        return made if isinstance(made, int) else 0

    async def _sent(self, operations: Sequence[Written]) -> Sequence[Receipt]:
        """Send some operations at once; where that is refused as a whole, each half of them on its own."""
        first = operations[0]
        is_alone = len(operations) == 1
        if is_alone and not fits_alone(first):
            return [too_large(first)]
        try:
            answer = await self._hub.post(_PUSH, body_of(operations))
            return receipts_of(answer, {one.id for one in operations})
        except Unusable as wrong:
            raise self._hub.not_whole(str(wrong)) from None
        except TooLarge as refusal:
            if is_alone and not refusal.by_hub:
                raise
            if is_alone:
                return [too_large(first)]
        except Malformed:
            if is_alone:
                return [unreadable(first)]
        middle = len(operations) // 2
        return [*await self._sent(operations[:middle]), *await self._sent(operations[middle:])]

    # Receiving ------------------------------------------------------------------------------------------------------

    async def pull(self, cursor: Cursor) -> AsyncGenerator[Page, None]:
        """Yield what comes after a cursor, page by page, to the end.

        Whoever begins, or is more than a page behind, gets the rest in one answer. When that breaks off, what was
        yielded is good, and the caller asks again from there.
        """
        path = _BOOTSTRAP if cursor.seq == 0 else _CHANGES
        more = True
        while more:
            more = False
            async with aclosing(self._pages(path, cursor)) as pages:
                async for page in pages:
                    if page.more and page.cursor.seq <= cursor.seq:
                        raise self._hub.not_whole("there is more, but nothing comes")
                    cursor, more = page.cursor, page.more
                    yield page
            path = _BOOTSTRAP

    async def _pages(self, path: str, cursor: Cursor, **wanted: int) -> AsyncGenerator[Page, None]:
        """Yield the pages of one answer: one at least, and nothing after the one that is the last."""
        reader = PageReader()
        begun = 1  # a page is owed before its first line is here
        async with self._hub.lines(path, feed_lines.MEDIA_TYPE, cursor, waits="wait" in wanted, **wanted) as lines:
            async for line in lines:
                page = self._taken(reader, line)
                begun += 1
                if page is not None:
                    begun = 0
                    yield page
                    if not page.more:
                        return
                elif begun > _LINES_MOST:
                    raise self._hub.not_whole("a page of it has no end")
        if begun:
            raise self._hub.not_whole()

    def _taken(self, reader: PageReader, line: bytes) -> Page | None:
        try:
            return reader.take(line)
        except Unusable as wrong:
            raise self._hub.not_whole(str(wrong)) from None

    # Waiting for something new --------------------------------------------------------------------------------------

    async def moved(self, cursor: Cursor) -> AsyncIterator[int]:
        """Yield how long the hub's order is whenever it has grown; ask anew when that ends, with the cursor of then.

        Where the hub's events do not come through, this waits for one answer instead, yields at most once, and ends.
        """
        if self._has_live:
            is_heard = False
            try:
                async with self._hub.lines(_LIVE, live_events.MEDIA_TYPE, cursor, waits=True) as lines:
                    events = LiveEvents()
                    async for line in lines:
                        is_heard = True
                        if (seq := events.take(line)) is not None:
                            yield seq
            except (SignedOut, NotSpoken):
                raise
            except RemoteTrouble as trouble:
                if is_heard or trouble.retry_after is not None:
                    raise
            if is_heard:
                return
        async with aclosing(self._pages(_CHANGES, cursor, limit=1, wait=_WAIT_SECONDS)) as pages:
            async for page in pages:
                self._has_live = False
                if page.cursor.seq > cursor.seq:
                    yield page.cursor.seq
                return
