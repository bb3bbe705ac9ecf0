"""The hub on a socket: where it may listen, and how it ends.

Plain http stays on this computer. What ends the hub lets it answer what is under way, sends everybody who only waits
away, and leaves the store closed.
"""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from ssl import SSLError
from types import FrameType
from typing import Any, Final

import uvicorn

from cxloop_tui.domain.errors import CxloopError, Unusable
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.hub.app import HubApp

_HERE: Final = {"localhost": "127.0.0.1", "127.0.0.1": "127.0.0.1", "::1": "::1"}
"""The names of this computer for itself, and the address that each is."""

_STOPPED_WITHIN: Final = 30
"""Seconds that what is under way has, once the hub is told to stop."""

_KEPT_ALIVE: Final = 75
"""Seconds that a connection without requests stays open."""


@frozen
class Certificate:
    """What a server shows that it is who it is."""

    chain: Path
    key: Path


@frozen
class Place:
    """Where a hub listens."""

    host: str
    port: int
    """0: any that is free."""
    certificate: Certificate | None = None

    def check(self) -> None:
        """Let pass where a hub may listen. Raises Unusable."""
        if self.certificate is None and self.host not in _HERE:
            raise Unusable(
                f"plain http is for this computer alone, and {self.host} is not: name --tls-cert and --tls-key, "
                "or let a proxy that speaks TLS pass on to 127.0.0.1 (docs/hub.md)"
            )

    def url(self, port: int) -> str:
        """Return how it is called, on the port it was given."""
        scheme = "http" if self.certificate is None else "https"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{port}"


def serve(app: HubApp, place: Place, listening: Callable[[str], None]) -> None:
    """Answer requests until SIGTERM or ctrl+c; `listening` is told the address when it does so.

    Raises Unusable for a certificate that cannot be used, CxloopError where nothing can listen.
    """
    config = _configured(app, place)
    listener = _bound(place)
    url = place.url(listener.getsockname()[1])
    server = _Server(config, app, lambda: listening(url))
    _keep_quiet()
    # uvicorn raises the signal that ended it once more when it has ended: then it finds these.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, server.told_to_stop)
    try:
        server.run(sockets=[listener])
    finally:
        app.close()


class _Server(uvicorn.Server):
    """uvicorn, which tells when it listens and lets the hub send away who only waits before it ends."""

    def __init__(self, config: uvicorn.Config, app: HubApp, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._app = app
        self._listening = listening

    def told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        """End as soon as possible; once it has ended, nothing."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        asyncio.get_running_loop().set_exception_handler(self._tell_trouble)
        await super().startup(sockets)
        self._listening()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what is under way, and end."""
        self._app.stop()
        await super().shutdown(sockets)

    def _tell_trouble(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Tell of an error that nobody waits for, by its kind: its words may be a customer's."""
        self._app.log.trouble(type(context.get("exception")).__name__)


def _configured(app: HubApp, place: Place) -> uvicorn.Config:
    certificate = place.certificate
    config = uvicorn.Config(
        app,
        interface="asgi3",
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_KEPT_ALIVE,
        timeout_graceful_shutdown=_STOPPED_WITHIN,
        ssl_certfile=None if certificate is None else certificate.chain,
        ssl_keyfile=None if certificate is None else certificate.key,
    )
    try:
        config.load()
    except (OSError, SSLError) as trouble:
        chain = "" if certificate is None else f" {certificate.chain}"
        raise Unusable(
            f"the certificate{chain} or its key cannot be used: {trouble.strerror or trouble}"
        ) from trouble
    return config


def _bound(place: Place) -> socket.socket:
    host = _HERE.get(place.host, place.host)
    try:
        family, _, protocol, _, address = socket.getaddrinfo(host, place.port, type=socket.SOCK_STREAM)[0]
        # asyncio sends what it has at once (TCP_NODELAY) only where a socket says that it is TCP; without that the
        # second part of every answer waits some 40 ms for the other side to acknowledge the first.
        listener = socket.socket(family, socket.SOCK_STREAM, protocol)
    except OSError as trouble:
        raise CxloopError(f"the hub cannot listen at {place.host}: {trouble.strerror}") from trouble
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as trouble:
        listener.close()
        raise CxloopError(
            f"the hub cannot listen at {place.host}, port {place.port}: {trouble.strerror}; --port names another"
        ) from trouble
    listener.set_inheritable(False)
    return listener


def _keep_quiet() -> None:
    """Let uvicorn write nothing: its words for an error hold what was sent. The hub has its own log."""
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi"):
        logger = logging.getLogger(name)
        logger.handlers = [logging.NullHandler()]
        logger.propagate = False
