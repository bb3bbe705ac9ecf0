"""What a hub answers, and what else answers in its place, as bytes over a transport that is no network."""

import json
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence

import httpx

from cxloop_tui.domain.operation import Base, Json, Kind, Operation
from cxloop_tui.remotes.hub import HubRemote
from tests.builders import BEA, NOON

URL = "https://hub.example:8765"
TOKEN = "canary-0123456789abcdefghijklmnop"
"""What must never be seen."""

SPOKEN = {"Cxloop-Protocol": "1", "Cache-Control": "no-store"}

PORTAL = "<html><body>Please accept the terms of the guest network</body></html>"

Answering = Callable[[httpx.Request], httpx.Response]


class Chunks(httpx.AsyncByteStream):
    """A body that comes in pieces, and may break off."""

    def __init__(self, chunks: Iterable[bytes], then: Exception | None = None) -> None:
        self._chunks = chunks
        self._then = then
        self.is_closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            yield chunk
        if self._then is not None:
            raise self._then

    async def aclose(self) -> None:
        self.is_closed = True


def said(value: Json, status: int = 200, **headers: str) -> httpx.Response:
    """Answer JSON as a hub does."""
    kind = {"Content-Type": "application/json"}
    return httpx.Response(status, content=json.dumps(value), headers={**SPOKEN, **kind, **headers})


def problem(
    status: int, name: str = "failed", headers: Mapping[str, str] | None = None, **more: Json
) -> httpx.Response:
    """Refuse as a hub does."""
    body = {"type": f"urn:cxloop:problem:{name}", "title": name, "status": status, "detail": "a detail", **more}
    kind = {"Content-Type": "application/problem+json"}
    return httpx.Response(status, content=json.dumps(body), headers={**SPOKEN, **kind, **(headers or {})})


def lines(
    chunks: Iterable[bytes],
    kind: str = "application/x-ndjson",
    then: Exception | None = None,
    headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    """Answer lines as a hub does."""
    kinds = {**SPOKEN, "Content-Type": kind, **(headers or {})}
    return httpx.Response(200, stream=Chunks(chunks, then), headers=kinds)


def remote(answering: Answering, token: str | None = TOKEN, url: str = URL) -> HubRemote:
    """Return a remote whose requests are answered by a function."""
    return HubRemote(url, token, transport=httpx.MockTransport(answering))


def comment(number: int, text: str = "hello") -> Operation:
    """Make an operation."""
    return Operation(f"op-{number}", Kind.COMMENT_ADD, "ticket-1", BEA, NOON, Base("e", 1), comment=text)


def sent(request: httpx.Request) -> Sequence[str]:
    """Return the ids of the operations that a push sent."""
    return [wire["id"] for wire in json.loads(request.content)["operations"]]


def placed(ids: Iterable[str]) -> Mapping[str, Json]:
    """Answer that operations have a place."""
    receipts: Json = [
        {"operation": one, "outcome": "applied", "seq": place} for place, one in enumerate(ids, start=1)
    ]
    return {"epoch": "e", "receipts": receipts}
