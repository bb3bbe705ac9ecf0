"""Who is told by mail what was done to a ticket.

To its owner, copied to the managers of its segment (how far up, the policy says). An escalation also tells the
managers of the segment it left, a reassignment the owner it had. Nobody is told of what they did themselves, nobody
is told twice, and who is not active any more is told nothing. A rule on arrival names whom it lets know.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from cxloop_tui.domain.clock import day_of
from cxloop_tui.domain.operation import TICKET_KINDS, TOLD, Kind, Operation, Origin
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.overdue import is_for_owner_alone
from cxloop_tui.domain.policy import Policy, Reach
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import Ticket

_ABOUT_REPLIES: Final = frozenset({Kind.REPLY_WRITE, Kind.COMMENT_WITHDRAW})
"""Kinds that write a reply, or may take one back or bring one back."""

_SUMMED_UP: Final = frozenset({Kind.TICKET_CREATE})
"""What a summary of an import counts."""

_TOLD_AT_ONCE: Final = frozenset({Origin.DESK, Origin.RULE})
"""Origins of what gets letters of its own; of what was adopted nobody is told."""


class Recipients(NamedTuple):
    """To whom a letter goes: e-mails of people who work here, each once."""

    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()

    @property
    def everybody(self) -> tuple[str, ...]:
        """All of them, who it is addressed to first."""
        return (*self.to, *self.cc)

    def __bool__(self) -> bool:
        return bool(self.to or self.cc)


def is_told(operation: Operation) -> bool:
    """Say whether people are told of what was done; of imports they are, in one summary a person."""
    return is_told_at_once(operation) or (operation.origin == Origin.IMPORT and operation.kind in _SUMMED_UP)


def causes_mail(operation: Operation, policy: Policy) -> bool:
    """Say whether letters may come of an operation: to those who work here, or to the customer."""
    if operation.kind in _ABOUT_REPLIES and is_told_at_once(operation):
        return True
    if is_greeted(operation, policy) or is_surveyed(operation, policy):
        return True
    return policy.tells_by_mail and is_told(operation)


def is_greeted(operation: Operation, policy: Policy) -> bool:
    """Say whether the customer of a new ticket is told at once that they were heard; of imports nobody is."""
    return policy.greets and operation.kind == Kind.TICKET_CREATE and is_told_at_once(operation)


def is_surveyed(operation: Operation, policy: Policy) -> bool:
    """Say whether the customer is asked how it is now, for their ticket was resolved."""
    is_resolved = operation.wanted("status") == Status.RESOLVED and operation.undoes is None
    return bool(policy.survey_link) and is_resolved and is_told_at_once(operation)


def is_told_at_once(operation: Operation) -> bool:
    """Say whether people get a letter about it each time it is done."""
    return operation.kind in TICKET_KINDS and operation.origin in _TOLD_AT_ONCE


def recipients(operations: Sequence[Operation], ticket: Ticket, space: Organisation) -> Recipients:
    """Return who is told of what was done to a ticket, which is now as `ticket` says.

    Of several operations somebody is told when any of them was somebody else's.
    """
    concerned = {email for operation in operations for email in _concerned(operation, ticket, space)}
    owners = dict.fromkeys(_owner(operation, ticket, space) for operation in operations)
    to = tuple(email for email in owners if email is not None and email in concerned)
    copied = dict.fromkeys(
        email for operation in operations for email in _copied(operation, ticket, space) if email in concerned
    )
    return Recipients(to, tuple(email for email in copied if email not in to))


def _concerned(operation: Operation, ticket: Ticket, space: Organisation) -> Iterator[str]:
    """Yield who hears of one operation, whether as owner or as a copy."""
    for email in (_owner(operation, ticket, space), *_copied(operation, ticket, space)):
        if email is not None and email != operation.by and space.is_active(email):
            yield email


def _owner(operation: Operation, ticket: Ticket, space: Organisation) -> str | None:
    """Return who hears of an operation as the owner; of a reminder whoever stands in for one who is away."""
    if TOLD in operation.add:
        return next(iter(operation.add[TOLD]), None)
    if operation.kind != Kind.REMINDER_SEND or ticket.owner is None:
        return ticket.owner
    return space.stand_in(ticket.owner, day_of(operation.at))


def _copied(operation: Operation, ticket: Ticket, space: Organisation) -> Iterator[str]:
    if TOLD in operation.add:
        yield from operation.add[TOLD]
        return
    if operation.kind == Kind.REMINDER_SEND and is_for_owner_alone(operation):
        return
    yield from managers(ticket.segment, space)
    if operation.wanted("status") == Status.ESCALATED and "segment" in operation.set:
        yield from managers(str(operation.set["segment"].seen), space)
    if operation.kind != Kind.TICKET_CREATE and "owner" in operation.set:
        former = operation.set["owner"].seen
        if isinstance(former, str):
            yield former


def managers(segment: str, space: Organisation) -> Sequence[str]:
    """Return the managers who are copied on a segment's letters, those of the segment itself first.

    A segment without an active manager has those of the next segment above that has one.
    """
    if segment not in space.tree:
        return ()
    path = (segment, *space.tree.above(segment))
    match space.policy.mail_reach:
        case Reach.SEGMENT:
            active = ([email for email in space.tree[code].managers if space.is_active(email)] for code in path)
            return next(filter(None, active), ())
        case Reach.ABOVE:
            return _of(path, space)
        case Reach.ALL:
            return _of((*path, *(each.code for each in space.tree)), space)


def _of(codes: Iterable[str], space: Organisation) -> Sequence[str]:
    found = dict.fromkeys(email for code in codes for email in space.tree[code].managers)
    return [email for email in found if space.is_active(email)]
