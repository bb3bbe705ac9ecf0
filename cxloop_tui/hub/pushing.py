"""A push: operations out of a body, carried out together, with a receipt each."""

from collections.abc import Callable, Sequence

from cxloop_tui.domain.errors import CxloopError, Unusable
from cxloop_tui.domain.operation import Json, Operation, from_wire
from cxloop_tui.domain.receipt import Outcome, Receipt
from cxloop_tui.hub.bodies import json_of
from cxloop_tui.hub.ports import Accept
from cxloop_tui.hub.problems import Problem


def operations_of(body: bytes, most: int) -> Sequence[Operation]:
    """Read the body of a push. Raises Problem, naming the operation that is none by its place."""
    pushed = json_of(body)
    wires: Json = pushed.get("operations") if isinstance(pushed, dict) else None
    if not isinstance(wires, list):
        raise Problem("malformed", 'an object with a list "operations" is expected')
    if len(wires) > most:
        raise Problem("too-large", f"at most {most} operations are taken at once: send the others afterwards")
    return [_operation(place, wire) for place, wire in enumerate(wires)]


def _operation(place: int, wire: Json) -> Operation:
    if not isinstance(wire, dict):
        raise Problem("malformed", f"operations[{place}]: this is no JSON object")
    try:
        return from_wire(wire)
    except Unusable as wrong:
        raise Problem("malformed", f"operations[{place}]: {wrong}") from wrong


def accepted(
    accept: Accept, operations: Sequence[Operation], by: str, trouble: Callable[[str], None]
) -> Sequence[Receipt]:
    """Carry operations out. Raises StoreTrouble.

    One that this program stumbles over must not hold up all that its maker does after it: the others are carried out
    without it, and it stays where it was made. `trouble` is told the kind of the error.
    """
    try:
        return accept(operations, by=by)
    except CxloopError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is
        trouble(type(error).__name__)
        if len(operations) > 1:
            return [receipt for one in operations for receipt in accepted(accept, [one], by, trouble)]
        reason = "this hub stumbles over it; its log says why"
        return [Receipt(operations[0].id, Outcome.UNSUPPORTED, reason=reason)]
