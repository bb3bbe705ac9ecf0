"""Where two people wanted different things of one field, and the second had not seen what the first did.

A change of a ticket clashes when somebody else has set the same field since the maker looked, to another value; and a
change of owner, priority or segment also when the ticket was resolved or escalated meanwhile. What both want alike,
what only came along (`implied`), and what is added to sets or taken from them is in nobody's way
(docs/decisions/0026-clashes-and-receipts.md).
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from cxloop_tui.domain.operation import Change, Entry, Json, Operation
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import Ticket, scalar

TURNED: Final = frozenset({Status.RESOLVED.value, Status.ESCALATED.value})
"""Statuses after which somebody who has not seen it would decide otherwise."""

_DECIDED_BY_STATUS: Final = frozenset({"owner", "priority", "segment"})
"""Fields that one sets otherwise, or not at all, when one knows that the ticket was resolved or escalated."""


class Clash(NamedTuple):
    """One field in which an operation would overwrite what its maker had not seen."""

    field: str
    seen: Json
    """What the maker saw."""
    wanted: Json
    """What the maker wanted."""
    stands: Json
    """What the authority has, and keeps."""
    by: str | None
    """Who set that meanwhile; None when nobody else did, and the maker saw something that was no longer so."""
    at: int | None
    """When it arrived at the authority, milliseconds since the epoch; None with `by`."""
    turned: str | None = None
    """The status that `by` gave the ticket, where that and not the field itself is what the maker had not seen."""


def clashes(operation: Operation, ticket: Ticket, since: Sequence[Entry]) -> tuple[Clash, ...]:
    """Return where a change of a ticket clashes; `since` is what happened to it that the maker had not seen."""
    return tuple(_clashes(operation, ticket, [one for one in since if one.operation.by != operation.by]))


def _clashes(operation: Operation, ticket: Ticket, unseen: Sequence[Entry]) -> Iterator[Clash]:
    turned = next((one for one in unseen if one.operation.wanted("status") in TURNED), None)
    for name, change in operation.set.items():
        stands = scalar(ticket, name)
        if stands == change.wanted or (name in operation.implied and stands != change.seen):
            continue
        setter = next((one for one in reversed(unseen) if name in one.operation.set), None)
        if setter is not None:
            yield _clash(name, change, stands, setter)
        elif turned is not None and name in _DECIDED_BY_STATUS:
            yield _clash(name, change, stands, turned)._replace(turned=str(turned.operation.wanted("status")))
        elif stands != change.seen:
            yield Clash(name, *change, stands, None, None)


def _clash(name: str, change: Change, stands: Json, other: Entry) -> Clash:
    return Clash(name, *change, stands, other.operation.by, other.received_at)


def told(clash: Clash) -> str:
    """Say a clash in a sentence."""
    if clash.turned is not None:
        return f"meanwhile {clash.by} made it {clash.turned}; look again before you change {clash.field}"
    by = f" by {clash.by}" if clash.by else ""
    return f"{clash.field.replace('_', ' ')} was changed meanwhile{by}; look again"
