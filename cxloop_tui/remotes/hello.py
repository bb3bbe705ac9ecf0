"""What a hub says of itself, and of whoever asks."""

from collections.abc import Mapping
from typing import Final

from cxloop_tui.domain.clock import from_rfc3339
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.operation import Json


@frozen
class Limits:
    """What a hub takes and gives at once, at most."""

    operations: int = 200
    """In one push."""
    bytes: int = 1 << 20
    """Of JSON in one push."""
    page: int = 1_000
    """Operations in one page of its order."""


LIMITS: Final = Limits()
"""Those of every hub of this protocol."""


@frozen
class Hello:
    """What a hub answers first. To who sends no token it says what it is, but not the rest."""

    protocols: tuple[int, ...]
    """The versions of the protocol that it speaks."""
    program: str
    time: int
    """Its clock, milliseconds since the epoch."""
    epoch: str = ""
    """What it calls its order."""
    seq: int = 0
    """How long that is."""
    person: str = ""
    """The e-mail of whose token was sent; empty without a token."""
    role: str = ""
    device: str = ""
    """What the hub knows the token by."""
    limits: Limits = LIMITS


def hello_from_wire(wire: Mapping[str, Json]) -> Hello:
    """Read what a hub says of itself. Raises Unusable, naming what is missing."""
    protocols = wire.get("protocol")
    if not isinstance(protocols, list) or not all(type(one) is int for one in protocols):
        raise Unusable("protocol is no list of versions")
    try:
        time = from_rfc3339(_text(wire, "time"))
    except (ValueError, OverflowError):
        raise Unusable("time is no time") from None
    known = Hello(tuple(protocols), _text(wire, "program"), time)
    if "person" not in wire:
        return known
    return Hello(
        known.protocols,
        known.program,
        known.time,
        epoch=_text(wire, "epoch"),
        seq=_number(wire, "seq"),
        person=_text(wire, "person"),
        role=_text(wire, "role"),
        device=_text(wire, "device"),
        limits=_limits(wire.get("limits")),
    )


def _limits(wire: Json) -> Limits:
    if not isinstance(wire, Mapping):
        raise Unusable("limits are no object")
    return Limits(_number(wire, "operations"), _number(wire, "bytes"), _number(wire, "page"))


def _text(wire: Mapping[str, Json], name: str) -> str:
    value = wire.get(name)
    if not isinstance(value, str):
        raise Unusable(f"{name} is no text")
    return value


def _number(wire: Mapping[str, Json], name: str) -> int:
    value = wire.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Unusable(f"{name} is no number")
    return value
