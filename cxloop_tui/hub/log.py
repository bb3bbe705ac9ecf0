"""The hub's log: one JSON object a line for each request, and nothing in it that anybody wrote.

    {"time", "method", "route", "status", "ms", "device", "operations"?, "error"?}

A route is the template of a path. No query string, body, token, address or word of a customer comes here.
"""

import json
from collections.abc import Callable
from typing import Final

from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.services.ports import Clock

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})


@frozen
class Served:
    """What is told of a request."""

    method: str
    route: str | None
    """The template of its path; None for a path that there is not."""
    status: int
    """0 when the client was gone before there was an answer."""
    seconds: float
    device: str | None
    operations: int | None = None
    """How many were sent."""
    error: str | None = None
    """The kind of error of the program, never its words: they may be a customer's."""


class Log:
    """Writes lines as requests are answered."""

    def __init__(self, write: Callable[[str], object], clock: Clock) -> None:
        self._write = write
        self._clock = clock

    def served(self, request: Served) -> None:
        """Tell of a request that was answered."""
        line: dict[str, str | int | float | None] = {
            "time": to_rfc3339(self._clock()),
            "method": request.method if request.method in _METHODS else "other",
            "route": request.route,
            "status": request.status,
            "ms": round(request.seconds * 1000, 1),
            "device": request.device,
        }
        if request.operations is not None:
            line["operations"] = request.operations
        if request.error is not None:
            line["error"] = request.error
        self._put(line)

    def trouble(self, error: str) -> None:
        """Tell of an error that belongs to no request, by its kind."""
        self._put({"time": to_rfc3339(self._clock()), "error": error})

    def _put(self, line: dict[str, str | int | float | None]) -> None:
        self._write(f"{json.dumps(line)}\n")
