"""What is sent to a hub at once, and what its answer says became of it.

Nothing but a receipt that names an operation which was sent, and its place, ever counts as done.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.json_text import json_line
from cxloop_tui.domain.operation import Json, Operation, to_wire
from cxloop_tui.domain.receipt import Outcome, Receipt, receipt_from_wire
from cxloop_tui.domain.text import storable
from cxloop_tui.remotes.hello import LIMITS

_BEFORE: Final = b'{"operations":['
_BETWEEN: Final = b","
_AFTER: Final = b"]}"

_HAVE_A_PLACE: Final = frozenset({Outcome.APPLIED, Outcome.ALREADY})


class Written(NamedTuple):
    """An operation as it is sent."""

    id: str
    wire: bytes


def written(operation: Operation) -> Written:
    """Write an operation as JSON."""
    return Written(operation.id, json_line(to_wire(operation)).encode())


def body_of(operations: Sequence[Written]) -> bytes:
    """Return what is sent for some operations."""
    return _BEFORE + _BETWEEN.join(one.wire for one in operations) + _AFTER


def fits_alone(operation: Written) -> bool:
    """Say whether an operation is not too large for every hub."""
    return len(body_of([operation])) <= LIMITS.bytes


def batches(operations: Sequence[Written]) -> Iterator[Sequence[Written]]:
    """Cut operations, in their order, into what a hub takes at once; one that does not fit comes alone."""
    batch: list[Written] = []
    size = len(_BEFORE + _AFTER)
    for one in operations:
        added = len(one.wire) + len(_BETWEEN)
        if batch and (len(batch) == LIMITS.operations or size + added > LIMITS.bytes):
            yield batch
            batch, size = [], len(_BEFORE + _AFTER)
        batch.append(one)
        size += added
    if batch:
        yield batch


def too_large(operation: Written) -> Receipt:
    """Return what becomes of an operation that no hub takes: it stays where it was made."""
    mebibytes = len(operation.wire) / (1 << 20)
    sentence = f"it is {mebibytes:.1f} MiB long and the hub does not take that much: say it in fewer words"
    return Receipt(operation.id, Outcome.UNSUPPORTED, reason=sentence)


def unreadable(operation: Written) -> Receipt:
    """Return what becomes of an operation that the hub cannot read: it stays where it was made."""
    sentence = "the hub cannot read it: its program is older than the one that made it, or has a mistake"
    return Receipt(operation.id, Outcome.UNSUPPORTED, reason=sentence)


def receipts_of(answer: Mapping[str, Json], sent: Collection[str]) -> Sequence[Receipt]:
    """Return the receipts in an answer, of what was sent. Raises Unusable when the answer has none at all.

    What is no receipt, or of something else, is left out. What contradicts itself, or says that there is a place but
    not which, is UNKNOWN.
    """
    listed = answer.get("receipts")
    if not isinstance(listed, list):
        raise Unusable("it has no receipts")
    found: dict[str, Receipt] = {}
    for wire in listed:
        try:
            receipt = _proper(receipt_from_wire(wire))
        except (Unusable, OverflowError):
            continue
        if receipt.operation in sent:
            before = found.setdefault(receipt.operation, receipt)
            if before != receipt:
                found[receipt.operation] = Receipt(receipt.operation, Outcome.UNKNOWN)
    return tuple(found.values())


def _proper(receipt: Receipt) -> Receipt:
    if receipt.outcome in _HAVE_A_PLACE and (receipt.seq is None or receipt.seq < 1):
        return Receipt(receipt.operation, Outcome.UNKNOWN)
    return receipt._replace(reason=storable(receipt.reason)[0])
