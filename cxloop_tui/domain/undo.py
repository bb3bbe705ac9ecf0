"""Undo and redo: an operation that takes another one back. Undoing an undo is redo; nothing is ever erased."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.operation import RULES, STANDING_ALONE, Change, Entry, Json, Kind, Operation, Origin
from cxloop_tui.domain.ticket import PolicyAt, Ticket, differences, fold_without, scalar

_WITHDRAWALS: Final[Mapping[str, Kind]] = {
    Kind.TICKET_CREATE: Kind.TICKET_WITHDRAW,
    Kind.COMMENT_ADD: Kind.COMMENT_WITHDRAW,
    Kind.CONTACT_LOG: Kind.COMMENT_WITHDRAW,
    Kind.REPLY_WRITE: Kind.COMMENT_WITHDRAW,
    Kind.RESPONSE_ADD: Kind.COMMENT_WITHDRAW,
}


def undoing(target: Operation, ticket: Ticket, entries: Sequence[Entry], policy_at: PolicyAt) -> Draft:
    """Return the operation that takes `target` back.

    Implied changes go back only as far as they would not have happened without it: a ticket with another comment
    stays open when the one that opened it is withdrawn.
    """
    explicit = {name: change.reversed() for name, change in target.set.items() if name not in target.implied}
    implied: dict[str, Change] = {}
    shadow = fold_without(entries, target.id, policy_at)
    if shadow is not None and target.implied:
        back = differences(ticket, shadow)
        implied = {name: back[name] for name in target.implied if name in back}
    withdraws = target.kind == Kind.TICKET_CREATE
    return Draft(
        kind=_WITHDRAWALS.get(target.kind, Kind.TICKET_CHANGE),
        subject=target.subject,
        set={} if withdraws else {**explicit, **implied},
        add={} if withdraws else _tags(target.remove),
        remove={} if withdraws else _tags(target.add),
        implied=tuple(implied),
    )


def _tags(sets: object) -> dict[str, tuple[str, ...]]:
    tags = sets.get("tags", ()) if isinstance(sets, dict) else ()
    return {"tags": tags} if tags else {}


_GIVEN_UP: Final = Change(seen=True, wanted=False)


def undoing_put(target: Operation, earlier: Sequence[Entry]) -> Draft:
    """Return the operation that takes a change of segments, people or policy back.

    `earlier` are the entries of the subject before it. A segment or person it made cannot be unmade, for others may
    name them: they are given up, and redo takes them up again.
    """
    made = target.kind != Kind.POLICY_PUT and not earlier
    back = {"active": _GIVEN_UP} if made else _reversed(target)
    return Draft(kind=Kind(target.kind), subject=target.subject, set=back)


PLAINLY_UNDONE: Final = frozenset({*STANDING_ALONE, Kind.LETTER_CHANGE})
"""Kinds of which an undo sets every field back to what its maker had seen, and nothing follows."""


def undoing_plainly(target: Operation) -> Draft:
    """Return the operation that takes one of PLAINLY_UNDONE back."""
    return Draft(kind=Kind(target.kind), subject=target.subject, set=_reversed(target))


def _reversed(target: Operation) -> dict[str, Change]:
    return {name: change.reversed() for name, change in target.set.items()}


def demand_unchanged_put(target: Operation, back: Mapping[str, Change], stands: Mapping[str, Json]) -> None:
    """Let pass an undo of a put while every field is as `target` left it. Raises Refused, naming the field."""
    for name, change in back.items():
        if stands.get(name) != change.seen:
            raise Refused(
                f"{name.replace('_', ' ')} of {target.subject} was changed since; undo would overwrite that"
            )


def demand_takes_back(operation: Operation, target: Operation, draft: Draft) -> None:
    """Let pass an operation that says it takes `target` back, if it does what `draft` does. Raises Refused.

    What came along may be something else by now than its maker saw; its value is not the maker's to say.
    """
    explicit = {name: change for name, change in operation.set.items() if name not in operation.implied}
    wanted = {name: change for name, change in draft.set.items() if name not in draft.implied}
    says = (operation.kind, operation.subject, explicit, dict(operation.add), dict(operation.remove))
    if says != (draft.kind, draft.subject, wanted, dict(draft.add), dict(draft.remove)):
        raise Refused("it takes back something else than it says")
    if operation.comment is not None or not set(operation.implied) <= set(target.implied):
        raise Refused("it does more than to take something back")


def demand_unchanged(target: Operation, ticket: Ticket, entries: Sequence[Entry]) -> None:
    """Let pass an undo while every field still has the value that `target` set. Raises Refused, naming the field.

    What a rule on arrival set of a new ticket in `entries` goes with the ticket.
    """
    left = {name: change.wanted for name, change in target.set.items() if name not in target.implied}
    if target.kind == Kind.TICKET_CREATE:
        ruled = (entry.operation.set for entry in entries if RULES in entry.operation.add)
        left |= {name: change.wanted for fields in ruled for name, change in fields.items() if name in left}
    for name, value in left.items():
        if scalar(ticket, name) != value:
            raise Refused(f"{name.replace('_', ' ')} was changed since; undo would overwrite that")


def last_done(mine: Iterable[Operation], skip: frozenset[str] = frozenset()) -> tuple[Operation, ...]:
    """Return my last operation, or its whole group, that is not taken back; `mine` comes newest first."""
    undone = set(skip)
    found: list[Operation] = []
    for operation in mine:
        if found and operation.group != found[0].group:
            break
        if operation.id in undone:
            continue
        if operation.undoes is not None:
            undone.add(operation.undoes)
        elif operation.origin == Origin.DESK:
            found.append(operation)
            if operation.group is None:
                break
    return tuple(found)


def last_undone(
    mine: Iterable[Operation], find: Callable[[str], Operation | None], skip: frozenset[str] = frozenset()
) -> tuple[Operation, ...]:
    """Return my last undo, or its whole group, unless I did something else since; `mine` comes newest first.

    `find` finds an operation by its id: what an undo is about tells it from a redo.
    """
    undone = set(skip)
    found: list[Operation] = []
    for operation in mine:
        if found and operation.group != found[0].group:
            break
        if operation.id in undone:
            continue
        if operation.undoes is None:
            if operation.origin == Origin.DESK:
                break
            continue
        target = find(operation.undoes)
        if target is not None and target.undoes is not None:
            undone.add(target.id)
            continue
        found.append(operation)
        if operation.group is None:
            break
    return tuple(found)
