"""The desk: the one path by which anything is written.

A `Sitting` is one person in one transaction. Each verb makes one operation of what the person wants
(`domain.intent`), asks whether it is legal (`domain.legality`), gives it its place in the order and keeps what it
leads to.
"""

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeVar

from cxloop_tui.domain import intent, legality, undo
from cxloop_tui.domain.errors import NotFound, Refused
from cxloop_tui.domain.exchange import Passage
from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.operation import Base, Change, Entry, Json, Kind, Member, Operation, Origin
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_puts import ORGANISATION_KINDS, check_put, fields_of, organisation_after
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.text import storable
from cxloop_tui.domain.ticket import Ticket, after, undone_ids
from cxloop_tui.domain.ticket_view import StoredDraft
from cxloop_tui.services.pacing import collected_seldom
from cxloop_tui.services.ports import Clock, Ids, Store, Transaction
from cxloop_tui.services.replaying import replay

T = TypeVar("T")

NOTHING_TO_UNDO: Final = "there is nothing of yours to undo"
NOTHING_TO_REDO: Final = "there is nothing to redo"


@dataclass(frozen=True, slots=True)
class Done:
    """An operation that is on record, and the ticket it left."""

    operation: Operation
    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Put:
    """A change of segments, people or policy that is on record."""

    operation: Operation


class Turn(NamedTuple):
    """What an undo or a redo is about."""

    group: str | None
    """The group it belongs to; None for a single operation."""
    members: Sequence[Member]
    """Newest first."""


class _Turning(NamedTuple):
    """An undo that is legal: what it finds, and what happened to the ticket before."""

    operation: Operation
    ticket: Ticket
    entries: Sequence[Entry]


class Desk:
    """Where people sit down to work; one per process, any number of people."""

    def __init__(self, store: Store, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    def sit(self, by: str, work: Callable[["Sitting"], T]) -> T:
        """Let a person do `work` in one transaction: all of it is on disk when this returns, or nothing is."""
        return self._store.transact(lambda tx: work(Sitting(tx, by, self._clock, self._ids)))

    @contextmanager
    def at_length(self) -> Iterator[None]:
        """Sit many times one after the other: it goes faster, and others come to write in between."""
        with self._store.at_length(), collected_seldom():
            yield

    def save_draft(self, draft: StoredDraft) -> None:
        """Keep words that are being typed; without any the draft is removed."""
        self._store.save_draft(draft)

    def new_group(self) -> str:
        """Return an id under which several operations are undone as one."""
        return self._ids()

    def keep(self, by: str, shelf: str, things: Mapping[str, Json]) -> None:
        """Keep what is one person's own, by name, on a shelf of theirs; a thing that is None is thrown away."""
        self._store.keep(by, shelf, things)


class Sitting:
    """One person at the desk, inside one transaction.

    Verbs on a ticket return None when the ticket is already as wanted. They raise NotFound and Refused, and leave
    everything as it was when they do. `seen` is the sequence number up to which the person had seen the ticket.
    """

    def __init__(self, tx: Transaction, by: str, clock: Clock, ids: Ids) -> None:
        self._tx = tx
        self._by = by
        self._clock = clock
        self._ids = ids

    def new_group(self) -> str:
        """Return an id under which several operations are undone as one."""
        return self._ids()

    def as_person(self, email: str) -> "Sitting":
        """Return a sitting of somebody else in the same transaction."""
        return Sitting(self._tx, email, self._clock, self._ids)

    @property
    def organisation(self) -> Organisation:
        """The space as it stands in this transaction."""
        return self._tx.organisation()

    def prefetch(
        self, *, tickets: Collection[str] = (), responses: Collection[str] = (), operations: Collection[str] = ()
    ) -> None:
        """Say what will be asked for one by one, so that it is read together."""
        self._tx.prefetch(tickets=tickets, responses=responses, operations=operations)

    def has_response(self, response_id: str) -> bool:
        """Say whether a survey response is on record."""
        return self._tx.response_exists(response_id)

    def create(
        self,
        wanted: Mapping[str, Json],
        comment: str,
        *,
        tags: Iterable[str] = (),
        ticket_id: str | None = None,
        origin: Origin = Origin.DESK,
    ) -> Done:
        """Make a ticket."""
        draft = intent.create(ticket_id or self._ids(), wanted, comment, tags)
        operation_id = None if ticket_id is None else ticket_id
        return self.perform(self._operation(draft, None, None, origin=origin, operation_id=operation_id))

    def do(
        self,
        ticket_id: str,
        make: Callable[[Ticket, Organisation], Draft],
        *,
        seen: int | None = None,
        group: str | None = None,
    ) -> Done | None:
        """Carry out what `make` makes of the ticket as it stands."""
        ticket = self._ticket(ticket_id)
        draft = make(ticket, self._tx.organisation())
        if draft.is_empty:
            return None
        return self._perform(self._operation(draft, seen, group), ticket)

    def change(
        self, ticket_id: str, wanted: Mapping[str, Json], *, seen: int | None = None, group: str | None = None
    ) -> Done | None:
        """Set fields of a ticket."""
        return self.do(ticket_id, lambda ticket, _: intent.change(ticket, wanted), seen=seen, group=group)

    def comment(self, ticket_id: str, text: str) -> Done | None:
        """Add an internal comment."""
        return self.do(ticket_id, lambda ticket, _: intent.comment(ticket, text))

    def contact(self, ticket_id: str, kind: str, outcome: str, note: str | None = None) -> Done | None:
        """Log an attempt to reach the customer."""
        return self.do(ticket_id, lambda ticket, _: intent.contact(ticket, kind, outcome, note))

    def escalate(
        self, ticket_id: str, to: str, reason: str, *, owner: str | None = None, seen: int | None = None
    ) -> Done | None:
        """Hand a ticket up, saying why."""
        return self.do(
            ticket_id,
            lambda ticket, space: intent.escalate(ticket, to, reason, space, by=self._by, owner=owner),
            seen=seen,
        )

    def hand_back(self, ticket_id: str, note: str | None = None, *, seen: int | None = None) -> Done | None:
        """End an escalation: back to the segment and owner it came from."""
        return self.do(ticket_id, lambda ticket, space: intent.hand_back(ticket, note, space), seen=seen)

    def resolve(
        self,
        ticket_id: str,
        *,
        root_cause: str | None,
        action_taken: str | None,
        told: str | None,
        seen: int | None = None,
    ) -> Done | None:
        """Close the loop."""
        return self.do(
            ticket_id,
            lambda ticket, _: intent.resolve(ticket, root_cause=root_cause, action_taken=action_taken, told=told),
            seen=seen,
        )

    def reopen(self, ticket_id: str, note: str | None = None, *, seen: int | None = None) -> Done | None:
        """Take a resolved ticket up again."""
        return self.do(ticket_id, lambda ticket, space: intent.reopen(ticket, note, space), seen=seen)

    def why_not(self, ticket_id: str, make: Callable[[Ticket, Organisation], Draft]) -> str | None:
        """Say why `do` would be refused now, None when it would be done or would change nothing."""
        try:
            ticket = self._ticket(ticket_id)
            draft = make(ticket, self._tx.organisation())
            if not draft.is_empty:
                legality.check(self._operation(draft, None, None), ticket, self._tx.organisation(), ())
        except (Refused, NotFound) as refusal:
            return str(refusal)
        return None

    def unresolved_of(self, owner: str) -> Sequence[str]:
        """Return the ids of somebody's tickets that are not resolved, oldest first."""
        return self._tx.unresolved_of(owner)

    def lying_in(self, segment: str) -> Sequence[str]:
        """Return the ids of all tickets of a segment, oldest first."""
        return self._tx.lying_in(segment)

    def unresolved_for(self, customer_email: str, segment: str) -> str | None:
        """Return the id of a customer's newest ticket in a segment that is not resolved."""
        return self._tx.unresolved_for(customer_email, segment)

    def ticket(self, ticket_id: str) -> Ticket:
        """Return a ticket as it stands. Raises NotFound."""
        return self._ticket(ticket_id)

    def undo(self, ticket_id: str | None = None, operation_id: str | None = None) -> tuple[Done | Put, ...]:
        """Take back my last operation or group (on that ticket), or the operation named, as the roles allow.

        Raises Refused when there is nothing to take back or something was changed since.
        """
        targets = self._named(operation_id) if operation_id else self._last_done(ticket_id)
        if not targets:
            raise Refused(NOTHING_TO_UNDO + (" on this ticket" if ticket_id else ""))
        return self._take_back(self._whole(targets) if ticket_id is None and operation_id is None else targets)

    def redo(self) -> tuple[Done | Put, ...]:
        """Take back my last undo. Raises Refused when the last thing I did was no undo."""
        targets = self._last_undone()
        if not targets:
            raise Refused(NOTHING_TO_REDO)
        return self._take_back(self._whole(targets))

    def last_turn(self, *, redo: bool, beyond: Collection[str] = ()) -> "Turn":
        """Return what redo takes back, or undo, `beyond` these groups."""
        targets = self._last_undone(beyond) if redo else self._last_done(None, beyond)
        group = targets[0].group if targets else None
        if group is not None:
            return Turn(group, self._tx.members(group))
        return Turn(None, [Member(one.id, one.subject, one.kind) for one in targets])

    def take_back_whole(self, members: Sequence[Member]) -> tuple[Done | Put, ...]:
        """Take back operations, all of them or none. Raises Refused."""
        return self._take_back([self._named(member.operation)[0] for member in members])

    def unfinished_undo(self) -> "Turn | None":
        """Return the undo of a long group that was cut short: the group that it is, and what is left to take back."""
        last = next(iter(self._tx.done_by(self._by)), None)
        if last is None or last.undoes is None or last.group is None:
            return None
        target = self._tx.operation(last.undoes)
        if target is None or target.undoes is not None or target.group is None:
            return None
        if self._is_undone_to_its_end(target.group):
            return None
        taken = {operation.undoes for operation in self._tx.group(last.group)}
        return Turn(last.group, [one for one in self._tx.members(target.group) if one.operation not in taken])

    def take_back(self, members: Sequence[Member], group: str) -> tuple[list[Done], list[Refused]]:
        """Take back operations on tickets, each on its own; what was taken back already is passed over in silence."""
        subjects = [member.subject for member in members]
        self._tx.prefetch(tickets=subjects, entries=subjects, operations=[member.operation for member in members])
        done: list[Done] = []
        refusals: list[Refused] = []
        for member in members:
            target = self._named(member.operation)[0]
            if target.id in undone_ids(self._tx.entries(target.subject)):
                continue
            try:
                turning = self._turning(target, group)
                _demand_findable(turning, self._tx.organisation())
            except Refused as refusal:
                refusals.append(refusal)
            else:
                done.append(self._turn(turning))
        return done, refusals

    def put_segment(self, code: str, wanted: Mapping[str, Json], *, group: str | None = None) -> Operation | None:
        """Make a segment or change what `segment_fields` names; None when it is so already."""
        return self._put(Kind.SEGMENT_PUT, code, wanted, group)

    def put_person(self, email: str, wanted: Mapping[str, Json], *, group: str | None = None) -> Operation | None:
        """Make a person or change what `person_fields` names; None when it is so already."""
        return self._put(Kind.PERSON_PUT, email, wanted, group)

    def put_policy(self, key: str, value: Json) -> Operation | None:
        """Change a rule of the organisation; None gives it its default again."""
        return self._put(Kind.POLICY_PUT, "policy", {key: value}, None)

    def record_response(self, response_id: str, fields: Mapping[str, Json], comment: str | None) -> None:
        """Keep a survey response, whatever its score."""
        draft = Draft(
            kind=Kind.RESPONSE_RECORD,
            subject=response_id,
            set={name: Change(None, value) for name, value in fields.items() if value is not None},
            comment=comment,
        )
        operation = self._operation(draft, None, None, origin=Origin.IMPORT, operation_id=response_id)
        self._tx.put_response(self._tx.append(operation, self._clock()))

    def add_response(self, ticket_id: str, response_id: str, words: str, operation_id: str) -> Done:
        """Put another response of the customer to their unresolved ticket."""
        draft = intent.add_response(self._ticket(ticket_id), response_id, words)
        return self.perform(self._operation(draft, None, None, origin=Origin.IMPORT, operation_id=operation_id))

    def replay(self, passage: Passage, above: int) -> Entry | None:
        """Keep an operation out of another store's history, with its time and number; None when it is on record.

        Whether it was legal was asked there. A number that another ticket has here is given anew, above all here and
        `above`. Only an admin may. Raises Refused for another content under the same id, or a gap in the history.
        """
        return replay(self._tx, passage, above=above, by=self._by, now=self._clock())

    def perform(self, operation: Operation) -> Done:
        """Ask whether an operation on a ticket is legal, and if so keep it and what it leads to."""
        makes_one = operation.kind == Kind.TICKET_CREATE
        return self._perform(operation, None if makes_one else self._ticket(operation.subject))

    def _perform(self, operation: Operation, ticket: Ticket | None) -> Done:
        since = self._tx.entries_since(operation.subject, operation.base.seq)
        legality.check(operation, ticket, self._tx.organisation(), since)
        entry = self._tx.append(operation, self._clock())
        return self._keep(ticket, entry, earlier=())

    def _take_back(self, targets: Sequence[Operation]) -> tuple[Done | Put, ...]:
        group = self._ids() if len(targets) > 1 else None
        before = {target.subject: self._tx.ticket(target.subject) for target in targets}
        done = tuple(self._take_back_one(target, group) for target in targets)
        for one in done:
            if isinstance(one, Put):
                self._demand_empty(one.operation)
            else:
                self._demand_at_home(before[one.ticket.id])
        return done

    def _demand_at_home(self, before: Ticket | None) -> None:
        """Refuse to bring a ticket back to where nobody would find it: to whom has left, to what was given up."""
        if before is None:
            return
        reason = legality.why_lost(self._ticket(before.id), self._tx.organisation())
        if reason and not legality.why_lost(before, self._tx.organisation()):
            raise Refused(f"undo would leave the ticket where nobody finds it: {reason}")

    def _whole(self, targets: Sequence[Operation]) -> Sequence[Operation]:
        """Return the whole of a group of which undo's reach may have shown a part only, newest first."""
        group = targets[0].group if targets else None
        return targets if group is None else self._tx.group(group)

    def _take_back_one(self, target: Operation, group: str | None) -> Done | Put:
        if target.kind in ORGANISATION_KINDS:
            return self._put_back(target, group)
        return self._turn(self._turning(target, group))

    def _turning(self, target: Operation, group: str | None) -> "_Turning":
        """Make the operation that takes back what was done to a ticket, and ask whether it is legal."""
        ticket = self._ticket(target.subject)
        entries = self._tx.entries(target.subject)
        if target.id in undone_ids(entries):
            raise Refused("that was taken back already")
        draft = undo.undoing(target, ticket, entries, self._tx.policy_at)
        operation = self._operation(draft, None, group, undoes=target.id)
        legality.check_undo(operation, target, ticket, self._tx.organisation())
        return _Turning(operation, ticket, entries)

    def _turn(self, turning: "_Turning") -> Done:
        entry = self._tx.append(turning.operation, self._clock())
        return self._keep(turning.ticket, entry, earlier=turning.entries)

    def _keep(self, ticket: Ticket | None, entry: Entry, *, earlier: Sequence[Entry]) -> Done:
        now = after(ticket, entry, self._tx.policy_at, earlier)
        if now is None:
            raise NotFound("there is no such ticket")
        self._tx.put_ticket(ticket, now, entry, earlier)
        return Done(entry.operation, now)

    def _put(self, kind: Kind, subject: str, wanted: Mapping[str, Json], group: str | None) -> Operation | None:
        seen = fields_of(kind, subject, self._tx.organisation())
        changes = {
            name: Change(seen.get(name), value)
            for name, value in wanted.items()
            if value != seen.get(name) or (not seen and value is not None)
        }
        if not changes:
            return None
        return self._keep_put(self._operation(Draft(kind=kind, subject=subject, set=changes), None, group))

    def _put_back(self, target: Operation, group: str | None) -> Put:
        """Take a change of the organisation back."""
        entries = self._tx.entries(target.subject)
        if target.id in undone_ids(entries):
            raise Refused("that was taken back already")
        earlier = list(itertools.takewhile(lambda at: at.operation.id != target.id, entries))
        draft = undo.undoing_put(target, earlier)
        stands = fields_of(target.kind, target.subject, self._tx.organisation())
        undo.demand_unchanged_put(target, draft, stands)
        return Put(self._keep_put(self._operation(draft, None, group, undoes=target.id)))

    def _keep_put(self, operation: Operation) -> Operation:
        """Ask whether a change of the organisation is legal, and if so keep it."""
        organisation = self._tx.organisation()
        check_put(operation, organisation)
        if operation.group is None:  # of a group the other parts may take the tickets elsewhere
            self._demand_empty(operation)
        entry = self._tx.append(operation, self._clock())
        self._tx.put_organisation(organisation_after(organisation, entry), operation)
        return operation

    def _demand_empty(self, operation: Operation) -> None:
        """Refuse to give up a segment or a person that tickets still depend on; `services.organising` can."""
        if operation.wanted("active") is not False:
            return
        if operation.kind == Kind.SEGMENT_PUT and (tickets := self._tx.lying_in(operation.subject)):
            raise Refused(f"{len(tickets):,} tickets lie there: `cxloop segments merge` says where they go")
        if operation.kind == Kind.PERSON_PUT and (tickets := self._tx.unresolved_of(operation.subject)):
            raise Refused(f"{len(tickets):,} open tickets are theirs: `cxloop people leave` says who takes them")

    def _ticket(self, ticket_id: str) -> Ticket:
        ticket = self._tx.ticket(ticket_id)
        if ticket is None:
            raise NotFound(f"there is no ticket {ticket_id}")
        return ticket

    def _named(self, operation_id: str) -> tuple[Operation, ...]:
        asked, changed = storable(operation_id)
        operation = None if changed else self._tx.operation(asked)
        if operation is None:
            raise NotFound(f"there is no operation {operation_id}")
        return (operation,)

    def _last_undone(self, beyond: Collection[str] = ()) -> Sequence[Operation]:
        """Find what redo takes back, as far as undo's reach shows.

        An undo that was taken back already is passed over; one of which that was cut short is not.
        """
        mine = [operation for operation in self._tx.done_by(self._by) if operation.group not in beyond]
        return self._first_left(lambda passed: undo.last_undone(mine, self._tx.operation, passed), goes_on=True)

    def _last_done(self, ticket_id: str | None, beyond: Collection[str] = ()) -> Sequence[Operation]:
        """Find what undo takes back, as far as its reach shows; what somebody took back already is passed over."""
        done = self._tx.done_by(self._by) if ticket_id is None else self._done_to(ticket_id)
        mine = [operation for operation in done if operation.group not in beyond]
        return self._first_left(lambda passed: undo.last_done(mine, passed), goes_on=False)

    def _first_left(
        self, last: Callable[[frozenset[str]], Sequence[Operation]], *, goes_on: bool
    ) -> Sequence[Operation]:
        """Return the last operations of which none is taken back; with `goes_on` also those of which not all are."""
        passed_over: set[str] = set()
        while targets := last(frozenset(passed_over)):
            undone = self._undone_of(targets)
            if not undone or (goes_on and not self._is_undone_to_its_end(targets[0].group)):
                return targets
            passed_over |= undone
        return ()

    def _undone_of(self, targets: Sequence[Operation]) -> set[str]:
        """Return those that somebody took back already."""
        return {target.id for target in targets if target.id in undone_ids(self._tx.entries(target.subject))}

    def _is_undone_to_its_end(self, group: str | None) -> bool:
        """Say whether the oldest of a group is taken back: that is where an undo of it ends."""
        if group is None:
            return True
        oldest = self._tx.members(group)[-1]
        return oldest.operation in undone_ids(self._tx.entries(oldest.subject))

    def _done_to(self, ticket_id: str) -> Sequence[Operation]:
        """Return what I did to a ticket, newest first."""
        here = (entry.operation for entry in reversed(self._tx.entries(ticket_id)) if entry.replayed is None)
        return [operation for operation in here if operation.by == self._by]

    def _operation(
        self,
        draft: Draft,
        seen: int | None,
        group: str | None,
        *,
        undoes: str | None = None,
        origin: Origin = Origin.DESK,
        operation_id: str | None = None,
    ) -> Operation:
        base = self._tx.base()
        return Operation(
            id=operation_id or self._ids(),
            kind=draft.kind,
            subject=draft.subject,
            by=self._by,
            at=self._clock(),
            base=base if seen is None else Base(base.epoch, seen),
            set=draft.set,
            add=draft.add,
            remove=draft.remove,
            implied=draft.implied,
            comment=draft.comment,
            undoes=undoes,
            group=group,
            origin=origin,
        )


def _demand_findable(turning: _Turning, organisation: Organisation) -> None:
    """Refuse to bring a ticket back to where nobody would find it: to whom has left, to what was given up."""
    wanted: dict[str, Any] = {
        name: turning.operation.wanted(name)
        for name in ("status", "segment", "owner")
        if name in turning.operation.set
    }
    if "status" in wanted:
        wanted["status"] = Status(wanted["status"])
    left = turning.ticket._replace(**wanted, withdrawn=turning.operation.kind == Kind.TICKET_WITHDRAW)
    reason = legality.why_lost(left, organisation)
    if reason and not legality.why_lost(turning.ticket, organisation):
        raise Refused(f"undo would leave the ticket where nobody finds it: {reason}")
