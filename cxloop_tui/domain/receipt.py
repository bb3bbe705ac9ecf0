"""What an authority says of an operation that was sent to it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from cxloop_tui.domain.clash import Clash
from cxloop_tui.domain.clock import from_rfc3339, to_rfc3339
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.operation import Json


class Outcome(StrEnum):
    """What became of an operation."""

    APPLIED = "applied"
    """It has its place in the authority's order."""
    ALREADY = "already"
    """It had one before: it was sent again."""
    CONFLICT = "conflict"
    """Somebody else decided otherwise meanwhile; nothing was changed, and its maker decides what now."""
    REJECTED = "rejected"
    """A rule says no."""
    UNSUPPORTED = "unsupported"
    """This authority cannot take such an operation; it stays where it was made."""
    UNKNOWN = "unknown"
    """Nobody knows; it is to be sent again."""


class Receipt(NamedTuple):
    """The outcome of one operation."""

    operation: str
    """Its id."""
    outcome: Outcome
    seq: int | None = None
    """Its place in the authority's order, if it has one."""
    reason: str = ""
    """A sentence, where it was refused."""
    clashes: tuple[Clash, ...] = ()
    """What stands at the authority, where it is a conflict."""


def receipt_to_wire(receipt: Receipt) -> dict[str, Json]:
    """Write a receipt as JSON values; `receipt_from_wire` gives back an equal one."""
    wire: dict[str, Json] = {"operation": receipt.operation, "outcome": str(receipt.outcome)}
    if receipt.seq is not None:
        wire["seq"] = receipt.seq
    if receipt.reason:
        wire["reason"] = receipt.reason
    if receipt.clashes:
        wire["clashes"] = [_clash_to_wire(clash) for clash in receipt.clashes]
    return wire


def _clash_to_wire(clash: Clash) -> dict[str, Json]:
    wire: dict[str, Json] = {
        "field": clash.field,
        "seen": clash.seen,
        "wanted": clash.wanted,
        "stands": clash.stands,
        "by": clash.by,
        "at": None if clash.at is None else to_rfc3339(clash.at),
    }
    if clash.turned is not None:
        wire["turned"] = clash.turned
    return wire


def receipt_from_wire(wire: Json) -> Receipt:
    """Read a receipt. Raises Unusable for what is none; an outcome of a newer program is UNKNOWN."""
    try:
        said = _object(wire)
        outcome = said["outcome"]
        return Receipt(
            operation=_text(said["operation"]),
            outcome=Outcome(str(outcome)) if outcome in _OUTCOMES else Outcome.UNKNOWN,
            seq=_place(said.get("seq")),
            reason=_text(said.get("reason", "")),
            clashes=tuple(map(_clash_from_wire, _list(said.get("clashes", [])))),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise Unusable(f"this is no receipt: {wrong}") from wrong


def _clash_from_wire(wire: Json) -> Clash:
    said = _object(wire)
    by, at, turned = said["by"], said["at"], said.get("turned")
    return Clash(
        field=_text(said["field"]),
        seen=said["seen"],
        wanted=said["wanted"],
        stands=said["stands"],
        by=None if by is None else _text(by),
        at=None if at is None else from_rfc3339(_text(at)),
        turned=None if turned is None else _text(turned),
    )


_OUTCOMES: Final = frozenset(Outcome)


def _object(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise TypeError(f"{type(value).__name__} is no object")
    return value


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise TypeError(f"{type(value).__name__} is no list")
    return value


def _place(value: Json) -> int | None:
    if value is not None and type(value) is not int:
        raise TypeError(f"{type(value).__name__} is no place in an order")
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} is no text")
    return value
