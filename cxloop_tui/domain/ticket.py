"""The ticket: its operations applied in order, and nothing else.

`after` is one step, `fold` is all of them; the stored row is what `fold` gives (`cxloop doctor` compares).
Undo needs no second history: what an undone operation had led to is what the ticket would be without it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple, TypeAlias

from cxloop_tui.domain.clock import from_rfc3339, to_rfc3339
from cxloop_tui.domain.operation import Change, Entry, Json, Kind, Operation, Origin
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.status import Priority, Status

PolicyAt = Callable[[int], Policy]
"""From a sequence number to the policy in force at it."""


class Waiting(NamedTuple):
    """That a ticket is set aside, for whom, and until when; without either that it is not any more."""

    whom: str | None = None
    """One of WAITING_FOR."""
    until: int | None = None

    @property
    def fields(self) -> dict[str, Json]:
        """What an operation sets."""
        return {"waiting_for": self.whom, "waiting_until": None if self.until is None else to_rfc3339(self.until)}


class Ticket(NamedTuple):
    """A ticket as it stands. Instants are milliseconds since the epoch."""

    id: str
    number: int | None
    status: Status
    priority: Priority
    segment: str
    owner: str | None
    customer_email: str | None
    customer_name: str | None
    customer_phone: str | None
    score: int | None
    score_kind: str | None
    channel: str | None
    touchpoint: str | None
    account: str | None
    category: str | None
    root_cause: str | None
    action_taken: str | None
    told: str | None
    """How the customer was told what was done."""
    origin_segment: str | None
    response: str | None
    """The id of the survey response it came from."""
    respondent: str | None
    tags: tuple[str, ...]
    comment: str
    """The customer's own words, or the marked system text."""
    waiting_for: str | None
    """Whom it is set aside for, one of WAITING_FOR; None when nobody is waited for."""
    waiting_until: int | None
    """Until when, if they do not answer before."""

    created_at: int
    updated_at: int
    resolved_at: int | None
    reopened: int
    first_contact_at: int | None
    clock_from: int
    """What the time limits count from: arrival, or the last reopening."""
    contact_due_at: int
    resolve_due_at: int
    """With the time added for which it waited for the customer."""
    paused: int
    """That time, since `clock_from`: milliseconds as deadlines count them."""
    due_at: int | None
    """The earliest unmet deadline; None when nothing is due."""
    return_segment: str | None
    """Where an escalated ticket goes when it is handed back."""
    return_owner: str | None
    withdrawn: bool
    """Its making was undone: it is in no list, count or search."""
    seq: int
    """The last operation that touched it."""


TICKET_FIELDS: Final = Ticket._fields

BLANK: Final[Mapping[str, Any]] = {
    **dict.fromkeys(TICKET_FIELDS),
    "status": Status.NEW,
    "priority": Priority.MEDIUM,
    "tags": (),
    "comment": "",
    "reopened": 0,
    "paused": 0,
    "withdrawn": False,
}
"""The fields of a ticket of which nothing is known."""

SCALAR_FIELDS: Final = (
    "status", "priority", "segment", "owner", "customer_email", "customer_name", "customer_phone", "score",
    "score_kind", "channel", "touchpoint", "account", "category", "root_cause", "action_taken", "told",
    "origin_segment", "response", "respondent", "waiting_for", "waiting_until",
)  # fmt: skip
"""What an operation's `set` may name."""

_SCALARS: Final = frozenset(SCALAR_FIELDS)
_TALK: Final = frozenset({Kind.COMMENT_ADD, Kind.CONTACT_LOG, Kind.REPLY_WRITE})

_UNDERSTOOD: Final = frozenset({*_TALK, Kind.TICKET_CHANGE, Kind.RESPONSE_ADD})
"""Kinds that change a ticket; one of a newer program is kept and shown, its effect is not guessed."""

_FOLLOWING: Final = (
    "resolved_at", "reopened", "first_contact_at", "clock_from", "contact_due_at", "resolve_due_at",
    "return_segment", "return_owner", "paused", "waiting_for", "waiting_until",
)  # fmt: skip
"""What follows from the history of the ticket rather than from one operation's `set`."""


_WORDS: Final = frozenset({"status", "priority"})
"""Fields whose values are members of an enumeration here and words in an operation."""


_INSTANTS: Final = frozenset({"waiting_until"})
"""Fields that are instants here and RFC 3339 in an operation."""


CUSTOMER: Final = "customer"
WAITING_FOR: Final = (CUSTOMER, "other")
"""Whom a ticket can wait for; the clock to its resolution stands still only while the customer is asked something."""


_PLACES: Final = {name: place for place, name in enumerate(TICKET_FIELDS)}


Columns: TypeAlias = Sequence[Sequence[Any]]
"""Some fields of many tickets: for each field its values, one a ticket."""


def resolve_due_after(ticket: Ticket, waiting: Waiting, now: int, policy: Policy) -> int:
    """Return by when a ticket must be resolved that is set aside now, or goes on."""
    set_aside = _with(ticket, waiting_for=waiting.whom, waiting_until=waiting.until)
    return _after_waiting(ticket, set_aside, now, policy).resolve_due_at


def reading(*names: str) -> Callable[[Ticket], tuple[Any, ...]]:
    """Return what reads these fields, two or more: by their places, which is faster than by their names."""
    return itemgetter(*(_PLACES[name] for name in names))


def scalar(ticket: Ticket, name: str) -> Json:
    """Return a field of SCALAR_FIELDS as an operation writes it."""
    value: Json = getattr(ticket, name)
    if name in _WORDS:
        return str(value)
    return to_rfc3339(value) if name in _INSTANTS and isinstance(value, int) else value


def fold(entries: Iterable[Entry], policy_at: PolicyAt) -> Ticket | None:
    """Apply a ticket's operations in order; None when nothing made it."""
    ticket: Ticket | None = None
    earlier: list[Entry] = []
    for entry in entries:
        ticket = after(ticket, entry, policy_at, earlier)
        earlier.append(entry)
    return ticket


def fold_without(entries: Sequence[Entry], gone: str, policy_at: PolicyAt) -> Ticket | None:
    """Return the ticket as if the operation `gone` had never been; None when nothing else made it.

    Only what counts is applied: whatever is taken back, and every undo, is left out. So the work grows with the
    length of the history, however often somebody pressed undo and redo.
    """
    undone = undone_ids(entries, gone)
    return fold((at for at in entries if at.operation.undoes is None and at.operation.id not in undone), policy_at)


def after(ticket: Ticket | None, entry: Entry, policy_at: PolicyAt, earlier: Sequence[Entry]) -> Ticket | None:
    """Apply one operation; `earlier` is only looked at when it undoes one of them."""
    operation = entry.operation
    if operation.undoes is not None:
        return _undone(ticket, entry, policy_at, earlier)
    if operation.kind == Kind.TICKET_CREATE:
        return _created(entry, _in_force(entry, policy_at))
    if ticket is None:
        return None
    if operation.kind not in _UNDERSTOOD:
        return _with(ticket, updated_at=entry.received_at, seq=entry.seq)
    return _changed(ticket, entry, _in_force(entry, policy_at))


def _in_force(entry: Entry, policy_at: PolicyAt) -> Policy:
    """Return the policy an entry is judged by: of what was replayed, the one of where it was taken first."""
    return policy_at(entry.seq) if entry.replayed is None else Policy(entry.replayed.policy)


def _created(entry: Entry, policy: Policy) -> Ticket:
    operation, now = entry.operation, entry.received_at
    values = _typed({name: change.wanted for name, change in operation.set.items() if name in _SCALARS})
    limits = policy.limits(values.get("priority", Priority.MEDIUM))
    made: dict[str, Any] = {
        "id": operation.subject,
        "number": entry.number,
        "segment": str(values["segment"]),
        "comment": operation.comment or "",
        "tags": tuple(sorted(set(operation.add.get("tags", ())))),
        "created_at": now,
        "clock_from": now,
        "contact_due_at": policy.later(now, limits.contact),
        "resolve_due_at": policy.later(now, limits.resolve),
    }
    return _as_of(entry, Ticket(**{**BLANK, **values, **made}))


def _changed(ticket: Ticket, entry: Entry, policy: Policy) -> Ticket:
    operation, now = entry.operation, entry.received_at
    talked = _after_contact(_with_set(ticket, operation), operation, now)
    moved = _after_status(ticket, _after_answer(talked, operation), now, policy)
    raised = _after_priority(ticket, moved, now, policy)
    return _as_of(entry, _after_waiting(ticket, raised, now, policy))


def _undone(ticket: Ticket | None, entry: Entry, policy_at: PolicyAt, earlier: Sequence[Entry]) -> Ticket | None:
    """Set back what the undone operation set; what came along or followed is as if it had never been."""
    operation = entry.operation
    if ticket is None:
        return None
    shadow = fold_without(earlier, operation.undoes or "", policy_at)
    as_if = (*_FOLLOWING, *operation.implied)
    following: dict[str, Any] = {} if shadow is None else {name: getattr(shadow, name) for name in as_if}
    return _as_of(entry, _with(_with_set(ticket, operation), **following, withdrawn=shadow is None))


def _as_of(entry: Entry, ticket: Ticket) -> Ticket:
    """Return a ticket as an entry leaves it, when all that the entry sets is in it."""
    return _with(ticket, updated_at=entry.received_at, seq=entry.seq, due_at=_due_at(ticket))


def _with(ticket: Ticket, **values: Any) -> Ticket:  # noqa: ANN401 - fields have any type
    """Return a ticket with other values in some of its fields; `_replace` goes through all of them each time."""
    fields: list[Any] = list(ticket)
    for name, value in values.items():
        fields[_PLACES[name]] = value
    return Ticket._make(fields)


def _with_set(ticket: Ticket, operation: Operation) -> Ticket:
    """Return a ticket with the fields and tags that an operation sets."""
    if not (operation.set or operation.add or operation.remove):
        return ticket
    values = _typed(_effective(ticket, operation))
    if "tags" in operation.add or "tags" in operation.remove:
        values["tags"] = _tags_after(ticket.tags, operation)
    return _with(ticket, **values) if values else ticket


def _effective(ticket: Ticket, operation: Operation) -> dict[str, Any]:
    """Return what an operation really sets: an implied change nobody wants any more is dropped."""
    return {
        name: change.wanted
        for name, change in operation.set.items()
        if name in _SCALARS and not (name in operation.implied and scalar(ticket, name) != change.seen)
    }


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """Let fields be as a ticket has them."""
    if "status" in values:
        values["status"] = Status(values["status"])
    if "priority" in values:
        values["priority"] = Priority(values["priority"])
    if values.get("waiting_until") is not None:
        values["waiting_until"] = from_rfc3339(values["waiting_until"])
    return values


def _tags_after(tags: tuple[str, ...], operation: Operation) -> tuple[str, ...]:
    added, removed = operation.add.get("tags", ()), operation.remove.get("tags", ())
    return tuple(sorted({*tags, *added} - set(removed)))


def _after_contact(ticket: Ticket, operation: Operation, now: int) -> Ticket:
    """What people say opens a new ticket; the first of it that counts meets the deadline to first contact.

    What a rule wrote is nobody's work.
    """
    if operation.kind not in _TALK or operation.origin == Origin.RULE:
        return ticket
    status = Status.OPEN if ticket.status is Status.NEW else ticket.status
    counts = operation.kind == Kind.COMMENT_ADD or contact_of(operation)[1] == REACHED
    first = ticket.first_contact_at or (now if counts else None)
    if status is ticket.status and first == ticket.first_contact_at:
        return ticket
    return _with(ticket, status=status, first_contact_at=first)


def _after_status(before: Ticket, ticket: Ticket, now: int, policy: Policy) -> Ticket:
    if before.status is ticket.status:
        return ticket
    if before.status is Status.RESOLVED:
        limits = policy.limits(ticket.priority)
        ticket = _with(
            ticket,
            resolved_at=None,
            reopened=ticket.reopened + 1,
            clock_from=now,
            contact_due_at=policy.later(now, limits.contact),
            resolve_due_at=policy.later(now, limits.resolve),
            paused=0,
        )
    if before.status is Status.ESCALATED:
        ticket = _with(ticket, return_segment=None, return_owner=None)
    if ticket.status is Status.ESCALATED:
        return _with(ticket, return_segment=before.segment, return_owner=before.owner)
    if ticket.status is Status.RESOLVED:
        return _with(ticket, resolved_at=now, waiting_for=None, waiting_until=None)
    return ticket


def _after_priority(before: Ticket, ticket: Ticket, now: int, policy: Policy) -> Ticket:
    """Raised: the earlier of the old deadline and a fresh one. Lowered: from arrival (or reopening)."""
    if before.priority is ticket.priority:
        return ticket
    limits = policy.limits(ticket.priority)
    if ticket.priority.rank > before.priority.rank:
        contact = min(ticket.contact_due_at, policy.later(now, limits.contact))
        rest = 0 if ticket.waiting_for != CUSTOMER else _left(before, now, policy)
        resolve = min(ticket.resolve_due_at, policy.later(now, limits.resolve + rest))
    else:
        contact = policy.later(ticket.clock_from, limits.contact)
        resolve = policy.later(ticket.clock_from, limits.resolve + ticket.paused)
    return _with(ticket, contact_due_at=contact, resolve_due_at=resolve)


def _after_answer(ticket: Ticket, operation: Operation) -> Ticket:
    """Who has answered is not waited for any more."""
    if ticket.waiting_for != CUSTOMER or "waiting_for" in operation.set:
        return ticket
    reached = operation.kind == Kind.CONTACT_LOG and contact_of(operation)[1] == REACHED
    if reached or operation.kind == Kind.RESPONSE_ADD:
        return _with(ticket, waiting_for=None, waiting_until=None)
    return ticket


def _after_waiting(before: Ticket, ticket: Ticket, now: int, policy: Policy) -> Ticket:
    """While the customer is waited for the clock to the resolution stands still.

    It is put forward at once by all of the time until then, and back by what is left of it when it ends earlier.
    """
    more = _left(ticket, now, policy) - _left(before, now, policy)
    if not more or ticket.status is Status.RESOLVED or before.status is Status.RESOLVED:
        return ticket
    return _with(
        ticket, resolve_due_at=policy.later(ticket.resolve_due_at, more), paused=max(ticket.paused + more, 0)
    )


def _left(ticket: Ticket, now: int, policy: Policy) -> int:
    """Return how much of the time is left for which the customer is waited for."""
    if ticket.waiting_for != CUSTOMER or ticket.waiting_until is None:
        return 0
    return policy.counted(now, ticket.waiting_until)


def _due_at(ticket: Ticket) -> int | None:
    if ticket.status is Status.RESOLVED:
        return None
    met_contact = ticket.first_contact_at is not None
    return ticket.resolve_due_at if met_contact else min(ticket.contact_due_at, ticket.resolve_due_at)


REACHED: Final = "reached"
CONTACT_KINDS: Final = ("call", "mail", "met")
CONTACT_OUTCOMES: Final = (REACHED, "no-answer", "voicemail")


def contact_of(operation: Operation) -> tuple[str, str]:
    """Return how the customer was tried and what came of it, of a `contact.log` or a `reply.write`."""
    logged = next(iter(operation.add.get("contacts", ())), "call no-answer")
    kind, _, outcome = logged.partition(" ")
    return kind, outcome


def undone_ids(entries: Sequence[Entry], *gone: str) -> frozenset[str]:
    """Return the operations that are taken back now: by an undo that is not itself taken back.

    Those in `gone` are taken as taken back too.
    """
    undone = set(gone)
    for entry in reversed(entries):
        operation = entry.operation
        if operation.undoes is not None and operation.id not in undone:
            undone.add(operation.undoes)
    return frozenset(undone)


def differences(before: Ticket, now: Ticket) -> dict[str, Change]:
    """Return the scalar fields in which two states of one ticket differ, from `before` to `now`."""
    pairs = ((name, scalar(before, name), scalar(now, name)) for name in SCALAR_FIELDS)
    return {name: Change(old, new) for name, old, new in pairs if old != new}
