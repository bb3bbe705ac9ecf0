"""The hub as an ASGI application: what it consists of, and what holds for every answer.

Every answer says which protocol it is of, so that a client tells it from what a proxy or a captive portal sends.
Every error becomes a problem document, and a line of the log.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from cxloop_tui.hub.bootstrapping import Stopped
from cxloop_tui.hub.callers import DEVICE, Callers
from cxloop_tui.hub.gathering import Gathering
from cxloop_tui.hub.lanes import Lanes
from cxloop_tui.hub.limits import Limits
from cxloop_tui.hub.live import Live
from cxloop_tui.hub.log import Log, Served
from cxloop_tui.hub.ports import Accept, Answering, Devices, Joins, OpenReader, Together
from cxloop_tui.hub.problems import PROTOCOL, Problem, failed, stopping
from cxloop_tui.hub.rates import Rates
from cxloop_tui.hub.routes import OPERATIONS, Routes
from cxloop_tui.services.ports import Clock

_HEADERS: Final = (
    (b"cxloop-protocol", str(PROTOCOL).encode()),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
)
"""What every answer says."""


@dataclass(frozen=True)
class Hub:
    """What a hub consists of."""

    accept: Accept
    together: Together
    answering: Answering
    joins: Joins
    devices: Devices
    open_reader: OpenReader
    clock: Clock
    write_log: Callable[[str], object]
    """Is given the lines of the log."""
    limits: Limits = field(default_factory=Limits)
    ticks: Callable[[], float] = monotonic
    """Seconds of a clock that never goes back."""


class HubApp:
    """A hub that answers requests, until it is told to stop."""

    def __init__(self, hub: Hub) -> None:
        self._ticks = hub.ticks
        self.log = Log(hub.write_log, hub.clock)
        self._lanes = Lanes(hub.open_reader)
        self._live = Live(lambda: self._lanes.read(lambda reader: reader.head()))
        rates = Rates(hub.limits.a_second, hub.limits.burst, hub.ticks)
        routes = Routes(
            gathering=Gathering(self._lanes, hub.accept, hub.together, hub.limits.operations, self.log.trouble),
            answering=hub.answering,
            joins=hub.joins,
            callers=Callers(self._lanes, hub.devices, rates, hub.limits),
            lanes=self._lanes,
            live=self._live,
            clock=hub.clock,
            limits=hub.limits,
        )
        self.routes = routes.table()
        self._paths = frozenset(route.path for route in self.routes)
        self._starlette = Starlette(
            routes=self.routes,
            exception_handlers={Problem: _told, HTTPException: _told_by_starlette, Exception: _told_failure},
        )
        self._starlette.router.redirect_slashes = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise RuntimeError(f"a hub answers requests, not {scope['type']}")
        began, status, error = self._ticks(), 0, None

        async def telling(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        try:
            await self._answer(scope, receive, telling)
        except ClientDisconnect:
            status = 0
        except Stopped:
            pass  # who reads the rest of it finds the connection closed in the middle
        except Exception as trouble:  # noqa: BLE001 - the last one who can tell of it
            error = type(trouble).__name__
        finally:
            self.log.served(
                Served(
                    method=scope["method"],
                    route=scope["path"] if scope["path"] in self._paths else None,
                    status=status,
                    seconds=self._ticks() - began,
                    device=scope.get(DEVICE),
                    operations=scope.get(OPERATIONS),
                    error=error,
                )
            )

    def stop(self) -> None:
        """Let everybody who waits go, and take nothing more; on the event loop."""
        self._live.stop()

    def close(self) -> None:
        """Finish what was begun, and let go of the readers; when nothing is answered any more."""
        self._lanes.close()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._live.is_stopping:
            await stopping().response()(scope, receive, send)
        else:
            await self._starlette(scope, receive, send)


async def _told(_request: Request, problem: Exception) -> Response:
    return problem.response() if isinstance(problem, Problem) else failed().response()


async def _told_by_starlette(_request: Request, refusal: Exception) -> Response:
    """Tell of a path that there is not, or of a method that it has not."""
    if isinstance(refusal, HTTPException) and refusal.status_code == 405:
        headers = dict(refusal.headers or {})
        detail = f"this path answers to {headers.get('Allow', 'nothing')}"
        return Problem("method", detail, headers=headers).response()
    return Problem("not-found", "no path of the protocol: /v1/openapi.json describes it").response()


async def _told_failure(_request: Request, _error: Exception) -> Response:
    """Tell that something went wrong; Starlette raises it again, for the log."""
    return failed().response()
