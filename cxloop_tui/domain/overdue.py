"""What is done about a ticket that is overdue while nobody acts: reminders, then it is handed up, each step once.

Its owner is reminded, then the managers, then it is handed up a level, and again for each level; at the top, where
nobody is above, owner and managers are reminded once a day. How long is waited before each step is policy, in working
time, and nothing is done while nobody works, or while the customer is waited for. Whoever acts meanwhile is given the
same time again.

Which steps were taken is told by their operations: the id of each is made of the ticket, its deadline and the step.
So no step is taken twice, by whatever process, after whatever crash. Another deadline (of a ticket that was reopened,
say) has steps of its own.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Final, NamedTuple, cast

from cxloop_tui.domain import intent
from cxloop_tui.domain.clock import HOUR, SECOND, day_of, to_rfc3339
from cxloop_tui.domain.identity import derived
from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.operation import AUTHORITY, Kind, Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import Ticket

LEVELS_MOST: Final = 12
"""How often a ticket is handed up for one deadline, at the most; no organisation is that high."""

_ACTED_AFTER: Final = SECOND
"""A ticket that was touched so long after a step was touched by somebody."""


class Step(StrEnum):
    """What is done, in this order."""

    OWNER = "owner"
    """Its owner is reminded, or whoever stands in."""
    MANAGERS = "managers"
    """So are the managers of its segment."""
    ESCALATION = "escalation"
    """It is handed up a level."""
    DAILY = "daily"
    """Nobody is above: owner and managers are reminded, once a day."""


class Due(NamedTuple):
    """A step that is to be taken now."""

    step: Step
    operation: str
    """The id that its operation has, whoever makes it."""
    draft: Draft
    why: str


class _Waits(NamedTuple):
    """How much working time passes before each step."""

    owner: int
    managers: int
    escalation: int

    @classmethod
    def of(cls, policy: Policy) -> "_Waits":
        """Read the policy: each is counted from the deadline there."""
        owner, managers, escalation = (
            int(cast("float", policy.value(f"overdue.{step}_hours")) * HOUR)
            for step in Step
            if step is not Step.DAILY
        )
        return cls(owner, max(managers - owner, 0), max(escalation - managers, 0))


Taken = Callable[[str], Operation | None]
"""From an id to the operation on record, if there is one."""


def is_for_owner_alone(reminder: Operation) -> bool:
    """Say whether nobody but its owner is reminded."""
    return any(said.startswith(f"{Step.OWNER}:") for said in reminder.add.get("reminders", ()))


def possible(ticket: Ticket, policy: Policy, now: int) -> Iterator[str]:
    """Yield the ids of all operations that `next_step` may ask for."""
    if ticket.due_at is not None:
        yield from (_id(ticket, step) for step in (Step.OWNER, Step.MANAGERS))
        yield from (_id(ticket, Step.ESCALATION, str(level)) for level in range(LEVELS_MOST))
        yield _id(ticket, Step.DAILY, _today(policy, now))


def next_step(ticket: Ticket, space: Organisation, now: int, taken: Taken) -> Due | None:
    """Return what is to be done about a ticket at this moment; None when nothing is."""
    policy = space.policy
    if not _is_neglected(ticket, now) or not is_at_work(policy, now):
        return None
    due_at, waits = cast("int", ticket.due_at), _Waits.of(policy)
    owner, managers = (taken(_id(ticket, step)) for step in (Step.OWNER, Step.MANAGERS))
    if owner is None and managers is None and ticket.owner is not None:
        late = policy.later(due_at, waits.owner)
        return _reminder(ticket, space, Step.OWNER, "", now) if late <= now else None
    if managers is None:
        since = due_at if owner is None else _since(ticket, owner)
        wait = waits.managers + (waits.owner if owner is None else 0)
        return _reminder(ticket, space, Step.MANAGERS, "", now) if policy.later(since, wait) <= now else None
    return _handed_up(ticket, space, now, taken, managers)


def _handed_up(ticket: Ticket, space: Organisation, now: int, taken: Taken, managers: Operation) -> Due | None:
    policy, waits = space.policy, _Waits.of(space.policy)
    last, level = managers, 0
    while level < LEVELS_MOST and (before := taken(_id(ticket, Step.ESCALATION, str(level)))) is not None:
        last, level = before, level + 1
    target = _above(ticket, space, now)
    if target is None or level == LEVELS_MOST:
        today = _today(policy, now)
        is_told = _today(policy, last.at) == today or taken(_id(ticket, Step.DAILY, today)) is not None
        return None if is_told else _reminder(ticket, space, Step.DAILY, today, now)
    wait = waits.escalation if level == 0 else waits.owner + waits.managers + waits.escalation
    if policy.later(_since(ticket, last), wait) > now:
        return None
    segment, lead = target
    why = _why(ticket, space, now)
    draft = intent.escalate(ticket, segment, why, space, by=AUTHORITY, owner=lead)
    return Due(Step.ESCALATION, _id(ticket, Step.ESCALATION, str(level)), draft, why)


def _above(ticket: Ticket, space: Organisation, now: int) -> tuple[str, str] | None:
    """Return where a ticket is handed up to and who takes it there; None at the top."""
    for segment in space.tree.above(ticket.segment) if ticket.segment in space.tree else ():
        lead = space.lead(segment, _today(space.policy, now))
        if lead not in (None, ticket.owner):
            return segment, str(lead)
    return None


def _is_neglected(ticket: Ticket, now: int) -> bool:
    is_waiting = ticket.waiting_until is not None and ticket.waiting_until > now
    is_open = ticket.status is not Status.RESOLVED and not ticket.withdrawn
    return is_open and not is_waiting and ticket.due_at is not None and ticket.due_at <= now


def is_at_work(policy: Policy, now: int) -> bool:
    """Say whether anybody works at a moment; nothing is done about a ticket while nobody does."""
    return policy.hours is None or policy.hours.is_open(now)


def _since(ticket: Ticket, step: Operation) -> int:
    """Return from when the next wait counts: from the last step, or from what somebody did after it."""
    return ticket.updated_at if ticket.updated_at - step.at > _ACTED_AFTER else step.at


def _reminder(ticket: Ticket, space: Organisation, step: Step, day: str, now: int) -> Due:
    why = _why(ticket, space, now)
    draft = Draft(Kind.REMINDER_SEND, ticket.id, add={"reminders": (f"{step}: {why}",)})
    return Due(step, _id(ticket, step, day), draft, why)


def _why(ticket: Ticket, space: Organisation, now: int) -> str:
    """Say what was to be done by when, to the minute and in UTC, and how long ago that is."""
    to_contact = ticket.first_contact_at is None and ticket.contact_due_at <= ticket.resolve_due_at
    aim = "the first contact" if to_contact else "the resolution"
    due_at = cast("int", ticket.due_at)
    late = space.policy.counted(due_at, now) // HOUR
    working = "" if space.policy.hours is None else "working "
    return f"{aim} was due {to_rfc3339(due_at)[:16].replace('T', ' ')} UTC, {late} {working}hours ago"


def _today(policy: Policy, now: int) -> str:
    return day_of(now, 0 if policy.hours is None else policy.hours.zone.offset(now))


def _id(ticket: Ticket, step: Step, part: str = "") -> str:
    return derived("overdue", ticket.id, str(ticket.due_at), step, part)
