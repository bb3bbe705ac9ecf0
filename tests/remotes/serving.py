"""A server on this computer that behaves as a test wants it to, over real connections."""

import asyncio
import json
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from cxloop_tui.domain.operation import Json

Behaviour = Callable[["Visitor"], Awaitable[None]]


class Visitor:
    """One connection to the server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self.writer = writer

    async def request(self) -> bytes:
        """Read a request, head and body; raises IncompleteReadError when there is none any more."""
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        return head + await self._reader.readexactly(length)

    async def say(self, said: bytes) -> None:
        """Send some bytes."""
        self.writer.write(said)
        await self.writer.drain()

    async def hold(self) -> None:
        """Keep still until the other side hangs up."""
        await self._reader.read()


class Served:
    """What became of a server."""

    def __init__(self) -> None:
        self.port = 0
        self.requests: list[bytes] = []


@asynccontextmanager
async def serving(behave: Behaviour, context: ssl.SSLContext | None = None) -> AsyncIterator[Served]:
    """Serve on a free port; every connection is hung up on when `behave` returns."""
    served = Served()

    async def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visitor = Visitor(reader, writer)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await behave(visitor)
        writer.transport.abort()

    server = await asyncio.start_server(visit, "127.0.0.1", 0, ssl=context)
    served.port = server.sockets[0].getsockname()[1]
    before = asyncio.all_tasks()
    try:
        yield served
    finally:
        server.close()
        for task in asyncio.all_tasks() - before - {asyncio.current_task()}:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await server.wait_closed()


def answering(answer: Callable[[bytes], bytes], served: list[bytes]) -> Behaviour:
    """Answer one request after the other, noting each."""

    async def behave(visitor: Visitor) -> None:
        while True:
            request = await visitor.request()
            served.append(request)
            await visitor.say(answer(request))

    return behave


def http(
    body: bytes, kind: str = "application/json", status: str = "200 OK", headers: str = "Cxloop-Protocol: 1"
) -> bytes:
    """Write an answer."""
    lines = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{headers}"
    return f"{lines.rstrip()}\r\n\r\n".encode() + body


def http_json(value: Json) -> bytes:
    """Write an answer of a hub."""
    return http(json.dumps(value).encode())


class Certificates:
    """An authority of our own, and certificates for `localhost` and 127.0.0.1 in every state."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.authority = directory / "authority.pem"
        self._openssl("req", "-x509", *_KEY, "-keyout", "authority.key", "-out", "authority.pem", *_AUTHORITY)

    def served(self, *, names: str = "DNS:localhost,IP:127.0.0.1", days: int = 2) -> ssl.SSLContext:
        """Return what a server serves with; a negative number of days has expired."""
        (self._directory / "names").write_text(f"subjectAltName={names}\n", encoding="utf-8")
        self._openssl("req", *_KEY, "-keyout", "hub.key", "-out", "hub.request", "-subj", "/CN=hub")
        self._openssl("x509", "-req", "-in", "hub.request", "-CA", "authority.pem", "-CAkey", "authority.key",
                      "-CAcreateserial", "-days", str(days), "-extfile", "names", "-out", "hub.pem")  # fmt: skip
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._directory / "hub.pem", self._directory / "hub.key")
        return context

    def _openssl(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self._directory, check=True, capture_output=True)


_AUTHORITY = ("-subj", "/CN=tests", "-days", "2")
_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
