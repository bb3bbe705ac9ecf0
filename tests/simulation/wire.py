"""The way to a hub over HTTP: the program's own client, and between it and the application a bad line.

What the line does to a request it does to its bytes: it loses, doubles and delays it, answers in the hub's stead, and
cuts, chops and garbles the answer.
"""

import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Mapping, Sequence
from random import Random
from typing import Any, Final, NamedTuple

import httpx

from cxloop_tui.domain.exchange import Passage
from cxloop_tui.domain.feed import Cursor, Page
from cxloop_tui.domain.operation import Operation
from cxloop_tui.domain.receipt import Receipt, receipt_from_wire
from cxloop_tui.remotes.hub import HubRemote
from tests.simulation.network import Weather
from tests.simulation.served import ServedHub

URL: Final = "http://127.0.0.1:8765"

_PUSH: Final = "/v1/push"

_OF_THE_HUB: Final = ((429, "busy"), (500, "failed"), (503, "stopping"), (401, "signed-out"), (403, "forbidden"))
"""What a hub says when it cannot, or will not now; an operation stays where it was made all the same."""

_OF_OTHERS: Final = (302, 400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504)
"""What a proxy says, a portal, a router: whatever it is, it is not from a hub."""

_NO_HUB: Final = b"<!doctype html><title>Welcome</title>Accept our terms to go on."

_PIECES_MOST: Final = 6


class _Answer(NamedTuple):
    """What the hub answers, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Wire(httpx.AsyncBaseTransport):
    """What carries requests of one laptop to the application, badly."""

    def __init__(self, hub: ServedHub, random: Random) -> None:
        self.weather = Weather()
        self.said: list[tuple[str, Receipt]] = []
        self.late: list[httpx.Request] = []
        self.faults = 0
        self.happen: Callable[[], None] = lambda: None
        self._hub = hub
        self._application = httpx.ASGITransport(hub)
        self._random = random

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Carry a request to the hub and its answer back, or fail to."""
        if self._happens(self.weather.request_lost):
            raise httpx.ConnectError("the request is lost", request=request)
        if self._happens(self.weather.refused):
            if self._random.random() < 0.5:
                await self.arrive(request)
            return self._answered_by_another()
        answer = await self._carried(request)
        if self._happens(self.weather.meanwhile):
            self.happen()
        if self._happens(self.weather.answer_lost):
            raise httpx.ReadError("the answer is lost", request=request)
        return self._spoiled(request, answer)

    async def _carried(self, request: httpx.Request) -> "_Answer":
        """Let a request arrive, perhaps twice, perhaps at a bad time, perhaps once more much later."""
        is_push = request.url.path == _PUSH
        if is_push and self._happens(self.weather.fails):
            self._hub.store.refuses = True
        answer = await self.arrive(request)
        if self._happens(self.weather.doubled):
            answer = await self.arrive(request)
        if is_push and self._happens(self.weather.late):
            self.late.append(request)
        return answer

    def _spoiled(self, request: httpx.Request, answer: "_Answer") -> httpx.Response:
        """Bring an answer, garbled or cut off, in pieces."""
        status, headers, body = answer
        end = None
        if self._happens(self.weather.garbled):
            headers, body = self._garbled(request, headers, body)
        if self._happens(self.weather.cut):
            body = body[: self._random.randrange(len(body) + 1)]
            end = self._random.choice((httpx.RemoteProtocolError("it broke off", request=request), None))
        return httpx.Response(status, headers=headers, stream=_Pieces(self._chopped(body), end))

    async def arrive(self, request: httpx.Request) -> "_Answer":
        """Let a request arrive; return what the hub answers, and note what it says of operations."""
        answer = await self._application.handle_async_request(request)
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        body = b"".join([part async for part in answer.stream])
        if request.url.path == _PUSH and answer.status_code == 200:
            said = json.loads(body)
            self.said += ((said["epoch"], receipt_from_wire(receipt)) for receipt in said["receipts"])
        return _Answer(answer.status_code, dict(answer.headers.items()), body)

    async def deliver_late(self) -> None:
        """Let a request arrive that was under way for long."""
        if self.late:
            await self.arrive(self.late.pop(self._random.randrange(len(self.late))))

    def _answered_by_another(self) -> httpx.Response:
        if self._random.random() < 0.5:
            status, name = self._random.choice(_OF_THE_HUB)
            headers = {"Cxloop-Protocol": "1", "Content-Type": "application/problem+json"}
            wait = {"Retry-After": "1"} if status in {429, 503} else {}
            problem = {"type": f"urn:cxloop:problem:{name}", "status": status, "detail": "not now"}
            return httpx.Response(status, headers={**headers, **wait}, content=json.dumps(problem).encode())
        status = self._random.choice(_OF_OTHERS)
        return httpx.Response(status, headers={"Content-Type": "text/html"}, content=_NO_HUB)

    def _garbled(
        self, request: httpx.Request, headers: Mapping[str, str], body: bytes
    ) -> tuple[Mapping[str, str], bytes]:
        """Change an answer: to a page of somebody else's, to noise, or a page of the order in one of its bytes."""
        kind = self._random.randrange(3)
        if kind == 0:
            return {"Content-Type": "text/html"}, _NO_HUB
        if kind == 1 or request.url.path == _PUSH or not body or "digest" in request.url.path:
            return headers, self._random.randbytes(self._random.randrange(200))
        place = self._random.randrange(len(body))
        return headers, body[:place] + bytes([body[place] ^ 1 << self._random.randrange(8)]) + body[place + 1 :]

    def _chopped(self, body: bytes) -> Sequence[bytes]:
        """Cut an answer into the pieces in which it comes."""
        places = sorted(self._random.randrange(len(body) + 1) for _ in range(self._random.randrange(_PIECES_MOST)))
        return [body[start:end] for start, end in zip([0, *places], [*places, len(body)], strict=True)]

    def _happens(self, chance: float) -> bool:
        happens = self._random.random() < chance
        self.faults += happens
        return happens


class _Pieces(httpx.AsyncByteStream):
    """A body that comes in pieces, and may break off."""

    def __init__(self, pieces: Sequence[bytes], end: Exception | None) -> None:
        self._pieces = pieces
        self._end = end

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece
        if self._end is not None:
            raise self._end


class HttpWay:
    """The way of one laptop: the program's client over a wire."""

    def __init__(
        self, hub: ServedHub, token: str, random: Random, run: Callable[[Coroutine[Any, Any, None]], object]
    ) -> None:
        self._wire = Wire(hub, random)
        self._remote = HubRemote(URL, token, transport=self._wire)
        self._run = run

    async def push(self, operations: Sequence[Operation]) -> Sequence[Receipt]:
        return await self._remote.push(operations)

    async def adopt(self, passages: Sequence[Passage], above: int) -> Sequence[Receipt]:
        return await self._remote.adopt(passages, above)

    def pull(self, cursor: Cursor) -> AsyncGenerator[Page, None]:
        return self._remote.pull(cursor)

    async def digest(self, cursor: Cursor) -> Mapping[str, str] | None:
        return await self._remote.digest(cursor)

    @property
    def weather(self) -> Weather:
        """How bad it is."""
        return self._wire.weather

    @weather.setter
    def weather(self, weather: Weather) -> None:
        self._wire.weather = weather

    def let_happen(self, meanwhile: Callable[[], None]) -> None:
        """Let something else happen now and then while a request is under way."""
        self._wire.happen = meanwhile

    @property
    def faults(self) -> int:
        """How much it spoiled."""
        return self._wire.faults

    @property
    def said(self) -> Sequence[tuple[str, Receipt]]:
        """All that the hub ever said, heard or not, and what it called its order then."""
        return self._wire.said

    @property
    def late(self) -> Sequence[httpx.Request]:
        """Requests that are still under way somewhere."""
        return self._wire.late

    def deliver_late(self) -> None:
        """Let one of them arrive."""
        self._run(self._wire.deliver_late())

    def close(self) -> None:
        """Hang up."""
        self._run(self._remote.aclose())
