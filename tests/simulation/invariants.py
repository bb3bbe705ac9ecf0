"""What must hold in every world: nothing lost or twice, nothing overwritten unseen, everybody the same in the end.

Numbers in brackets are those of the list of invariants in docs/decisions/0027-sync.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cxloop_tui.domain.operation import Entry, Json, Kind, Operation
from cxloop_tui.domain.policy import Policy, policy_timeline
from cxloop_tui.domain.receipt import Outcome
from cxloop_tui.domain.status import FOLLOWERS, Status
from cxloop_tui.domain.ticket import Ticket, fold, scalar, undone_ids
from tests.fakes import Held
from tests.simulation.world import Laptop, World

_REFUSED: Final = frozenset({Outcome.CONFLICT, Outcome.REJECTED})


class Violated(AssertionError):
    """Something that must hold does not."""


def always(world: World) -> None:
    """Check what holds at any moment. Raises Violated."""
    for problem in _at_any_moment(world):
        raise Violated(problem)


def in_the_end(world: World) -> None:
    """Check what holds when everybody has synced and nothing goes wrong any more. Raises Violated."""
    always(world)
    for problem in _at_the_end(world):
        raise Violated(problem)


def _at_any_moment(world: World) -> Iterator[str]:
    hub = world.hub.held
    for laptop in world.laptops:
        held = laptop.held
        places = [entry.seq for entry in held.confirmed]
        if places != list(range(1, len(places) + 1)) or held.cursor.seq != len(places):
            yield f"{laptop.name} has {places[-3:]} up to {held.cursor.seq} [8]"
        if held.cursor.epoch == hub.epoch and held.confirmed != hub.entries[: len(places)]:
            yield f"{laptop.name} has another order than the hub [6]"
        yield from _seen_as_made(laptop)


def _seen_as_made(laptop: Laptop) -> Iterator[str]:
    """What is seen is what all that is here leads to, own words first of all [9, 12]."""
    held = laptop.held
    policy_at = policy_timeline(held.of("policy"))
    for subject in _tickets_of(held):
        seen, history = held.tickets.get(subject), held.of(subject)
        if seen != fold(history, policy_at):
            yield f"{laptop.name} sees {subject} otherwise than its operations lead to [9]"
        base = [entry for entry in held.confirmed if entry.operation.subject == subject]
        if held.bases.get(subject) != fold(base, policy_at):
            yield f"{laptop.name} has another base of {subject} than the hub's operations lead to [12]"


def _at_the_end(world: World) -> Iterator[str]:
    hub, never_made = world.hub.held, _never_made(world)
    for laptop in world.laptops:
        held = laptop.held
        stuck = [one.operation.kind for one in held.waiting if one.operation.subject not in never_made]
        if stuck:
            yield f"{laptop.name} still waits with {stuck} [11]"
        if held.confirmed != hub.entries:
            yield f"{laptop.name} has {len(held.confirmed)} operations, the hub {len(hub.entries)} [1]"
        if held.bases != hub.tickets or held.tickets != hub.tickets:
            yield f"{laptop.name} has other tickets than the hub [1]"
        if _space(held) != _space(hub):
            yield f"{laptop.name} has another organisation than the hub [1]"
        yield from (f"{laptop.name}: {problem} [12]" for problem in laptop.disk.problems())
    yield from (f"the hub: {problem} [12]" for problem in world.hub.problems())
    yield from _each_has_one_fate(world)
    yield from _nothing_twice(hub)
    yield from _nothing_overwritten(hub)
    yield from _legal(hub)


def _each_has_one_fate(world: World) -> Iterator[str]:
    """Whatever was ever on a disk is in the order, or is kept for its maker, or was taken back by them [2, 5]."""
    placed = {entry.operation.id for entry in world.hub.held.entries}
    # Where taking something back, or doing it again, was given up or refused, it is as it was before that; unless
    # what it takes back was refused with it.
    meant = [one for one in world.made.values() if one.id in placed or not _came_to_nothing(world, one)]
    gone = _taken_back(meant) | _taken_back(list(world.made.values())) | world.given_up
    never_made = _never_made(world)
    for operation in world.made.values():
        if operation.subject in never_made:
            continue
        is_kept = _is_kept(world, operation)
        if operation.id in placed and is_kept:
            yield f"{operation.kind} of {operation.by} is in the order and refused [3]"
        if operation.id not in placed and not is_kept and operation.id not in gone:
            yield f"{operation.kind} of {operation.by} is nowhere: {operation.comment or dict(operation.set)} [2]"
    for laptop in world.laptops:
        refused = {(epoch, said.operation) for epoch, said in laptop.line.said if said.outcome in _REFUSED}
        for epoch, said in laptop.line.said:
            if said.outcome is Outcome.APPLIED and (epoch, said.operation) in refused:
                yield f"{said.operation} was refused and carried out [3]"


def _never_made(world: World) -> frozenset[str]:
    """Return tickets that the hub had and lost, and whose making was then given up, or refused when it came again.

    What is to be done about one is among them.
    What others did to one meanwhile waits with them, in sight, until they give that up too.
    """
    placed = {entry.operation.subject for entry in world.hub.held.entries}
    making = [one for one in world.made.values() if one.kind == Kind.TICKET_CREATE and one.subject not in placed]
    tickets = frozenset(one.subject for one in making if _came_to_nothing(world, one))
    to_do = (one for one in world.made.values() if one.kind == Kind.FOLLOWUP_PUT)
    return tickets | {one.subject for one in to_do if one.wanted("ticket") in tickets}


def _came_to_nothing(world: World, operation: Operation) -> bool:
    return operation.id in world.given_up or _is_kept(world, operation)


def _is_kept(world: World, operation: Operation) -> bool:
    """Say whether an operation was refused, and lies with its maker."""
    return any(one.held.is_refused(operation.id) for one in world.laptops if one.who == operation.by)


def _taken_back(operations: Sequence[Operation]) -> frozenset[str]:
    """Return what somebody took back themselves, with what took it back: nobody misses that."""
    undone = undone_ids([Entry(operation, 0, 0) for operation in operations])
    return undone | {one.id for one in operations if one.undoes is not None}


def _nothing_twice(hub: Held) -> Iterator[str]:
    ids = [entry.operation.id for entry in hub.entries]
    if len(ids) != len(set(ids)):
        yield "an operation is in the order twice [3]"
    texts = [entry.operation.comment for entry in hub.entries if entry.operation.comment]
    if len(texts) != len(set(texts)):
        yield "somebody's words are there twice [3]"


def _nothing_overwritten(hub: Held) -> Iterator[str]:
    """No change follows, unseen, another one of the same field by somebody else, unless both want the same [4]."""
    for subject in _tickets_of(hub):
        history = hub.of(subject)
        for place, entry in enumerate(history):
            operation = entry.operation
            if operation.kind != Kind.TICKET_CHANGE or operation.undoes is not None:
                continue
            seen = _seen(hub, operation)
            before = _values(history[:place])
            for name, change in operation.set.items():
                if name in operation.implied or before.get(name) == change.wanted:
                    continue
                others = [one for one in history[:place] if one.seq > seen and one.operation.by != operation.by]
                if any(name in one.operation.set for one in others):
                    yield f"{name} of {subject} was overwritten by {operation.by}, who had seen {seen} [4]"


def _seen(hub: Held, operation: Operation) -> int:
    base = operation.base
    return base.seq if base.epoch == hub.epoch else min(base.seq, hub.epochs.get(base.epoch, 0))


def _values(history: Sequence[Entry]) -> Mapping[str, Json]:
    ticket = fold(history, lambda _seq: Policy())
    return (
        {}
        if ticket is None
        else {name: scalar(ticket, name) for name in ("status", "priority", "owner", "segment", "category")}
    )


def _legal(hub: Held) -> Iterator[str]:
    """Statuses follow each other as they may; segments and owners are there [7]."""
    policy_at = policy_timeline(hub.of("policy"))
    for subject in _tickets_of(hub):
        history, before = hub.of(subject), None
        for place in range(1, len(history) + 1):
            now = fold(history[:place], policy_at)
            if now is None:
                continue
            if before is not None and not _may_follow(before, now, history[place - 1].operation):
                yield f"{subject} went from {before.status} to {now.status} [7]"
            before = now
        if before is not None and before.segment not in hub.organisation.tree.ever:
            yield f"{subject} is in {before.segment}, which nobody knows [7]"
        if before is not None and before.owner not in hub.organisation.people:
            yield f"{subject} is owned by {before.owner}, whom nobody knows [7]"


def _may_follow(before: Ticket, now: Ticket, operation: Operation) -> bool:
    same = before.status is now.status
    return same or operation.undoes is not None or now.status in FOLLOWERS[Status(before.status)]


def _space(held: Held) -> tuple[object, ...]:
    space = held.organisation
    return space.tree.ever, space.people, space.policy.changed


def _tickets_of(held: Held) -> Iterator[str]:
    """Yield the subjects that a ticket was made of, or is being."""
    for subject, entries in held.about.items():
        if any(entry.operation.kind == Kind.TICKET_CREATE for entry in entries) or subject in held.tickets:
            yield subject
