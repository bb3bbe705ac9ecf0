"""What is to be decided about a refused operation: each field as its maker saw it, as they wanted it, as it stands.

A refusal tells how it stood when the authority refused. What stands by now, and who set it last, is in the ticket's
own history, which has come in since: people decide about that.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cxloop_tui.domain.card import RefusedOperation
from cxloop_tui.domain.operation import Change, Entry, Json, Kind
from cxloop_tui.domain.receipt import Outcome


class Dispute(NamedTuple):
    """One field of a refused operation."""

    operation: str
    """Its id."""
    field: str
    seen: Json
    """What its maker saw."""
    seen_at: int
    """When, by their clock: milliseconds since the epoch."""
    mine: Json
    """What they wanted."""
    theirs: Json
    """What stands now."""
    by: str | None = None
    """Who set that, or turned the ticket, since its maker looked; None when nobody did."""
    at: int | None = None
    """When that arrived at the authority, milliseconds since the epoch; None with `by`."""
    turned: str | None = None
    """The status that `by` gave the ticket, where that and not the field itself is what its maker had not seen."""
    is_open: bool = True
    """Whether it must be decided: what nobody else touched goes with the rest, and so do the fields of a ticket that
    could not be made, unless its maker says otherwise."""


def disputes_of(
    refused: RefusedOperation, stands: Callable[[str], Json], entries: Sequence[Entry]
) -> Sequence[Dispute]:
    """Return the fields of a refused operation; what only came along, or is so by now, is not among them.

    `stands` says what a field is now, `entries` is all that happened to its subject, in order.
    """
    operation = refused.operation
    since = [one for one in entries if one.seq > operation.base.seq]
    return [
        _dispute(refused, name, change, stands(name), since)
        for name, change in operation.set.items()
        if name not in operation.implied and stands(name) != change.wanted
    ]


def _dispute(refused: RefusedOperation, name: str, change: Change, now: Json, since: Sequence[Entry]) -> Dispute:
    operation, receipt = refused
    plain = Dispute(operation.id, name, change.seen, operation.at, change.wanted, now)
    setters = [one for one in since if name in one.operation.set]
    # What its maker set themselves, and saw, is nobody's doing; what they set afterwards stands, and is theirs.
    setter = next((one for one in reversed(setters) if now != change.seen or one.operation.by != operation.by), None)
    clash = next((one for one in receipt.clashes if one.field == name), None)
    if setter is not None:
        plain = plain._replace(by=setter.operation.by, at=setter.received_at)
    elif clash is not None:
        plain = plain._replace(by=clash.by, at=clash.at, turned=clash.turned)
    if operation.kind == Kind.TICKET_CREATE:
        return plain._replace(is_open=False)
    is_contested = clash is not None or setter is not None or now != change.seen
    return plain._replace(is_open=is_contested or receipt.outcome is not Outcome.CONFLICT)
