"""What can be asked of a hub: one method for each route, in the order of the protocol."""

import json
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from typing import Final, TypeVar

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from cxloop_tui import __version__
from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.errors import Refused, Unusable
from cxloop_tui.domain.feed import Cursor, Forked
from cxloop_tui.domain.feed_lines import MEDIA_TYPE, Written
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.people import Role
from cxloop_tui.domain.receipt import receipt_to_wire
from cxloop_tui.hub.asked import cursor_asked, whole_asked
from cxloop_tui.hub.bodies import json_of, read_body
from cxloop_tui.hub.bootstrapping import Packer, all_pages, takes_gzip
from cxloop_tui.hub.callers import Caller, Callers
from cxloop_tui.hub.description import description
from cxloop_tui.hub.gathering import Gathering
from cxloop_tui.hub.joining import brought_in, passages_of
from cxloop_tui.hub.lanes import Lanes
from cxloop_tui.hub.limits import PATIENCE, Limits
from cxloop_tui.hub.live import Live
from cxloop_tui.hub.ports import Answering, Joins, Reader
from cxloop_tui.hub.problems import PROTOCOL, Problem, forked
from cxloop_tui.hub.pushing import operations_of
from cxloop_tui.services.feeding import Feeding
from cxloop_tui.services.organisation_records import directory_record
from cxloop_tui.services.ports import Clock

T = TypeVar("T")

OPERATIONS: Final = "cxloop.operations"
"""Under this name the number of operations that were sent stands in the scope of a request, for the log."""

_JOINS: Final = "a desk with tickets of its own joins with a token of an admin"

_STILL_HERE: Final = b": still here\n\n"


class Routes:
    """Answers requests."""

    def __init__(  # noqa: PLR0913 - what the hub consists of
        self,
        *,
        gathering: Gathering,
        answering: Answering,
        joins: Joins,
        callers: Callers,
        lanes: Lanes,
        live: Live,
        clock: Clock,
        limits: Limits,
    ) -> None:
        self._gathering = gathering
        self._answering = answering
        self._joins = joins
        self._callers = callers
        self._lanes = lanes
        self._live = live
        self._clock = clock
        self._limits = limits

    def table(self) -> list[Route]:
        """Return the routes. Each answers to its one method: what has no answer is not asked for its head."""
        routes = [
            Route("/v1/hello", self.hello),
            Route("/v1/push", self.push, methods=["POST"]),
            Route("/v1/changes", self.changes),
            Route("/v1/bootstrap", self.bootstrap),
            Route("/v1/digest", self.digest),
            Route("/v1/directory", self.directory),
            Route("/v1/live", self.live),
            Route("/v1/responses", self.responses, methods=["POST"]),
            Route("/v1/adopt", self.adopt, methods=["POST"]),
            Route("/v1/adopt/organisation", self.adopt_organisation, methods=["POST"]),
            Route("/v1/openapi.json", self.openapi),
        ]
        for route in routes:
            (route.methods or set()).discard("HEAD")
        return routes

    async def hello(self, request: Request) -> Response:
        """Say who this is, and to whom it speaks if they say so."""
        said: dict[str, Json] = {
            "protocol": [PROTOCOL],
            "program": f"cxloop {__version__}",
            "time": to_rfc3339(self._clock()),
        }
        if "authorization" not in request.headers:
            self._callers.let_stranger(request)
            return _answer(said)
        caller = await self._callers.known(request)
        head = await self._lanes.read(lambda reader: reader.head())
        limits = {"operations": self._limits.operations, "bytes": self._limits.octets, "page": self._limits.page}
        return _answer(
            {
                **said,
                "space": await self._lanes.read(lambda reader: reader.space()),
                "epoch": head.epoch,
                "seq": head.seq,
                "person": caller.person.email,
                "role": str(caller.person.role),
                "device": caller.device.id,
                "limits": limits,
            }
        )

    async def push(self, request: Request) -> Response:
        """Take operations into the order."""
        caller = await self._callers.caller(request)
        body = await read_body(request, self._limits.octets, self._limits.body_seconds)
        operations = await self._lanes.think(lambda: operations_of(body, self._limits.operations))
        request.scope[OPERATIONS] = len(operations)
        by = caller.person.email
        receipts = await self._gathering.push(operations, by)
        self._live.nudge()
        head = await self._lanes.read(lambda reader: reader.head())
        return _answer({"epoch": head.epoch, "receipts": [receipt_to_wire(receipt) for receipt in receipts]})

    async def changes(self, request: Request) -> Response:
        """Give the next page after a cursor, and wait for one if asked to."""
        caller = await self._callers.caller(request)
        cursor = cursor_asked(request)
        limit = whole_asked(request, "limit", self._limits.page, least=1, most=self._limits.page)
        wait = whole_asked(request, "wait", 0, most=self._limits.wait)
        page = await self._page(cursor, limit)
        if wait and page.cursor.seq == cursor.seq:
            with self._callers.waiting(caller):
                await self._live.beyond(page.cursor, wait)
            page = await self._page(cursor, limit)
        return Response(page.lines, media_type=MEDIA_TYPE)

    async def bootstrap(self, request: Request) -> Response:
        """Give all pages after a cursor."""
        await self._callers.caller(request)
        limit = self._limits.page
        first = await self._page(cursor_asked(request), limit)
        is_packing = takes_gzip(request.headers.get("accept-encoding", ""))
        following = all_pages(first, self._lanes, self._live, Packer(is_packing=is_packing), limit)
        headers = {"Vary": "Accept-Encoding", **({"Content-Encoding": "gzip"} if is_packing else {})}
        return StreamingResponse(following, headers=headers, media_type=MEDIA_TYPE)

    async def digest(self, request: Request) -> Response:
        """Give the checksums of the tickets of each segment at a cursor, null where that is not the end."""
        await self._callers.caller(request)
        cursor = cursor_asked(request)
        sums = await self._lanes.read(lambda reader: Feeding(reader).digest(cursor))
        return _answer({"digest": None if sums is None else dict(sums)})

    async def directory(self, request: Request) -> Response:
        """Give segments, people and rules."""
        await self._callers.caller(request)
        return _answer(await self._lanes.read(lambda reader: directory_record(reader.organisation())))

    async def live(self, request: Request) -> Response:
        """Tell, as long as anybody listens, that the order has grown."""
        caller = await self._callers.caller(request)
        cursor = (await self._page(cursor_asked(request), 0)).cursor
        return _Events(self._events(cursor), self._callers.waiting(caller))

    async def responses(self, request: Request) -> Response:
        """Take one survey response in."""
        caller = await self._admin(request, "survey responses are taken with a token of an admin")
        body = await read_body(request, self._limits.octets, self._limits.body_seconds)
        answer = await self._lanes.think(lambda: json_of(body))
        if not isinstance(answer, dict):
            raise Problem("malformed", "a survey response is a JSON object")
        try:
            taken = await self._lanes.write(lambda: self._answering(caller.person.email, answer, self._clock()))
        except (Unusable, Refused) as wrong:
            raise Problem("malformed", str(wrong)) from wrong
        self._live.nudge()
        made = {"response": taken.response, "ticket": taken.ticket, "number": taken.number}
        return _answer(made, 201 if taken.is_new else 200)

    async def adopt(self, request: Request) -> Response:
        """Take passages of the history of a desk that joins."""
        caller = await self._admin(request, _JOINS)
        body = await read_body(request, self._limits.octets, self._limits.body_seconds)
        passages, above = await self._lanes.think(lambda: passages_of(body, self._limits.operations))
        request.scope[OPERATIONS] = len(passages)
        by = caller.person.email
        receipts = await self._lanes.write(lambda: self._joins.adopt(by, passages, above))
        self._live.nudge()
        head = await self._lanes.read(lambda reader: reader.head())
        return _answer({"epoch": head.epoch, "receipts": [receipt_to_wire(receipt) for receipt in receipts]})

    async def adopt_organisation(self, request: Request) -> Response:
        """Make the segments and people of a desk that joins, as far as they are not here."""
        caller = await self._admin(request, _JOINS)
        body = await read_body(request, self._limits.octets, self._limits.body_seconds)
        segments, people = await self._lanes.think(lambda: brought_in(body))
        try:
            made = await self._lanes.write(lambda: self._joins.bring(caller.person.email, segments, people))
        except (Unusable, Refused) as wrong:
            raise Problem("malformed", str(wrong)) from wrong
        self._live.nudge()
        return _answer({"made": len(made)})

    async def _admin(self, request: Request, otherwise: str) -> Caller:
        caller = await self._callers.caller(request)
        if caller.person.role is not Role.ADMIN:
            raise Problem("forbidden", otherwise)
        return caller

    async def openapi(self, request: Request) -> Response:
        """Describe all this."""
        self._callers.let_stranger(request)
        return _answer(description(self._limits))

    async def _page(self, cursor: Cursor, limit: int) -> Written:
        def page(reader: Reader) -> Written:
            return Feeding(reader).page(cursor, limit)

        try:
            return await self._lanes.read(page)
        except Forked as elsewhere:
            raise forked(elsewhere.common) from elsewhere

    async def _events(self, cursor: Cursor) -> AsyncIterator[bytes]:
        yield _STILL_HERE
        while not self._live.is_stopping:
            head = await self._live.beyond(cursor, PATIENCE)
            if head is not None:
                cursor = head
                yield f"event: moved\ndata: {json.dumps({'seq': head.seq})}\n\n".encode()
            elif not self._live.is_stopping:
                yield _STILL_HERE


class _Events(StreamingResponse):
    """A stream of events to somebody who counts as waiting until it ends, however it does."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncIterator[bytes], waiting: AbstractContextManager[None]) -> None:
        super().__init__(events)
        self._waiting = waiting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it. Raises Problem when too many wait."""
        with self._waiting:
            await super().__call__(scope, receive, send)


def _answer(content: Json, status: int = 200) -> Response:
    """Answer with JSON in ASCII: what is no text in any character set is written as escapes."""
    return Response(json.dumps(content), status, media_type="application/json")
