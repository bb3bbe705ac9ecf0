"""What the hub says no with: problem documents (RFC 9457), each of a name that a client can go by."""

import json
from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

from cxloop_tui.domain.feed import Cursor
from cxloop_tui.domain.operation import Json

PROTOCOL: Final = 1
"""The version of the protocol that this hub speaks."""

MEDIA_TYPE: Final = "application/problem+json"

URN: Final = "urn:cxloop:problem:"
"""Before the name of a problem this is its type."""

PROBLEMS: Final[Mapping[str, tuple[int, str]]] = {
    "signed-out": (401, "This hub does not know the token"),
    "forbidden": (403, "This person may not do that"),
    "not-found": (404, "There is nothing here"),
    "method": (405, "This cannot be done here"),
    "forked": (409, "The order went on differently"),
    "too-large": (413, "This is more than the hub takes at once"),
    "media-type": (415, "The hub does not read this kind of body"),
    "malformed": (422, "This cannot be read"),
    "protocol": (426, "The hub speaks another version of the protocol"),
    "busy": (429, "This device asks too much at once"),
    "failed": (500, "The hub could not do this"),
    "stopping": (503, "The hub is being stopped"),
}
"""Every problem by name: its status and its title."""

_DETAIL_MOST: Final = 400
"""Characters of a detail: what a client sent may be as long as it likes, and is repeated in part."""


class Problem(Exception):
    """A request that is answered by a problem document."""

    def __init__(
        self,
        name: str,
        detail: str,
        *,
        more: Mapping[str, Json] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """`more` are further members of the document."""
        super().__init__(name)
        self.name = name
        self.detail = detail if len(detail) <= _DETAIL_MOST else f"{detail[:_DETAIL_MOST]}…"
        self.more = more or {}
        self.headers = headers or {}

    @property
    def status(self) -> int:
        """The HTTP status."""
        return PROBLEMS[self.name][0]

    def response(self) -> Response:
        """Write it down."""
        status, title = PROBLEMS[self.name]
        said = {"type": URN + self.name, "title": title, "status": status, "detail": self.detail, **self.more}
        return Response(json.dumps(said), status, dict(self.headers), MEDIA_TYPE)


def signed_out(detail: str) -> Problem:
    """A token is missing, or nobody's."""
    return Problem("signed-out", detail, headers={"WWW-Authenticate": "Bearer"})


def forked(common: Cursor) -> Problem:
    """A cursor is of an order that is this one only up to `common`."""
    detail = f"it is the same up to {common.seq}: forget what came after, and ask from there"
    return Problem("forked", detail, more={"cursor": list(common)})


def busy(seconds: float, detail: str) -> Problem:
    """A device is to ask again after some time."""
    return Problem("busy", detail, headers={"Retry-After": str(max(1, round(seconds)))})


def stopping() -> Problem:
    """The hub is about to end."""
    return Problem("stopping", "it will be back; nothing that was acknowledged is lost", headers={"Retry-After": "5"})


def failed() -> Problem:
    """Something is wrong with the hub, which its log names; what, is nobody else's business."""
    return Problem("failed", "something is wrong with the hub: its log says what; send it again later")


def not_spoken() -> Problem:
    """A client speaks another version of the protocol."""
    headers = {"Upgrade": f"cxloop/{PROTOCOL}"}  # RFC 9110 wants it with this status
    return Problem("protocol", "update cxloop, or the hub", more={"speaks": [PROTOCOL]}, headers=headers)
