"""What undo and redo take back, and taking it back: of one person, inside one transaction."""

import itertools
from collections.abc import Callable, Collection, Sequence
from typing import Final, NamedTuple

from cxloop_tui.domain import legality, undo
from cxloop_tui.domain.errors import NotFound, Refused
from cxloop_tui.domain.operation import Member, Operation
from cxloop_tui.domain.organisation_puts import ORGANISATION_KINDS
from cxloop_tui.domain.text import storable
from cxloop_tui.domain.ticket import Ticket, undone_ids
from cxloop_tui.services.making import Maker
from cxloop_tui.services.performing import Done, Performer, Put, Turning, demand_findable
from cxloop_tui.services.ports import Transaction

NOTHING_TO_UNDO: Final = "there is nothing of yours to undo"
NOTHING_TO_REDO: Final = "there is nothing to redo"


class Turn(NamedTuple):
    """What an undo or a redo is about."""

    group: str | None
    """The group it belongs to; None for a single operation."""
    members: Sequence[Member]
    """Newest first."""


class Undoing:
    """Undo and redo of one person."""

    def __init__(self, tx: Transaction, maker: Maker, performer: Performer) -> None:
        self._tx = tx
        self._maker = maker
        self._performer = performer

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

    # A part at a time, for `turning_back` ---------------------------------------------------------------------------

    def last_turn(self, *, redo: bool, beyond: Collection[str] = ()) -> Turn:
        """Return what redo takes back, or undo, `beyond` these groups."""
        targets = self._last_undone(beyond) if redo else self._last_done(None, beyond)
        group = targets[0].group if targets else None
        if group is not None:
            return Turn(group, self._tx.members(group))
        return Turn(None, [Member(one.id, one.subject, one.kind) for one in targets])

    def take_back_whole(self, members: Sequence[Member]) -> tuple[Done | Put, ...]:
        """Take back operations, all of them or none. Raises Refused."""
        return self._take_back([self._named(member.operation)[0] for member in members])

    def unfinished(self) -> Turn | None:
        """Return the undo of a long group that was cut short: the group that it is, and what is left to take back."""
        last = next(iter(self._tx.done_by(self._maker.by)), None)
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
                demand_findable(turning, self._tx.organisation())
            except Refused as refusal:
                refusals.append(refusal)
            else:
                done.append(self._performer.turn(turning))
        return done, refusals

    # How it is taken back -------------------------------------------------------------------------------------------

    def _take_back(self, targets: Sequence[Operation]) -> tuple[Done | Put, ...]:
        group = self._maker.new_id() if len(targets) > 1 else None
        before = {target.subject: self._tx.ticket(target.subject) for target in targets}
        done = tuple(self._take_back_one(target, group) for target in targets)
        for one in done:
            if isinstance(one, Put):
                self._performer.demand_empty(one.operation)
            else:
                self._demand_at_home(before[one.ticket.id])
        return done

    def _take_back_one(self, target: Operation, group: str | None) -> Done | Put:
        if target.kind in ORGANISATION_KINDS:
            return self._put_back(target, group)
        if target.kind in undo.PLAINLY_UNDONE:
            return self._put_back_plainly(target, group)
        return self._performer.turn(self._turning(target, group))

    def _turning(self, target: Operation, group: str | None) -> Turning:
        """Make the operation that takes back what was done to a ticket, and ask whether it is legal."""
        ticket, entries = self._performer.ticket(target.subject), self._tx.entries(target.subject)
        draft = undo.undoing(target, ticket, entries, self._tx.policy_at)
        return self._performer.demand_turnable(self._maker.operation(draft, group=group, undoes=target.id), target)

    def _put_back(self, target: Operation, group: str | None) -> Put:
        """Take a change of the organisation back."""
        entries = self._tx.entries(target.subject)
        earlier = list(itertools.takewhile(lambda at: at.operation.id != target.id, entries))
        draft = undo.undoing_put(target, earlier)
        operation = self._maker.operation(draft, group=group, undoes=target.id)
        self._performer.demand_put_back(operation, target)
        return self._performer.put(operation)

    def _put_back_plainly(self, target: Operation, group: str | None) -> Put:
        """Take back what was done to a letter, or what was put on record of a customer."""
        operation = self._maker.operation(undo.undoing_plainly(target), group=group, undoes=target.id)
        return self._performer.put_back_plainly(operation, target)

    def _demand_at_home(self, before: Ticket | None) -> None:
        """Refuse to bring a ticket back to where nobody would find it: to whom has left, to what was given up."""
        if before is None:
            return
        reason = legality.why_lost(self._performer.ticket(before.id), self._tx.organisation())
        if reason and not legality.why_lost(before, self._tx.organisation()):
            raise Refused(f"undo would leave the ticket where nobody finds it: {reason}")

    # What is taken back ---------------------------------------------------------------------------------------------

    def _whole(self, targets: Sequence[Operation]) -> Sequence[Operation]:
        """Return the whole of a group of which undo's reach may have shown a part only, newest first."""
        group = targets[0].group if targets else None
        return targets if group is None else self._tx.group(group)

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
        mine = [operation for operation in self._tx.done_by(self._maker.by) if operation.group not in beyond]
        return self._first_left(lambda passed: undo.last_undone(mine, self._tx.operation, passed), goes_on=True)

    def _last_done(self, ticket_id: str | None, beyond: Collection[str] = ()) -> Sequence[Operation]:
        """Find what undo takes back, as far as its reach shows; what somebody took back already is passed over."""
        done = self._tx.done_by(self._maker.by) if ticket_id is None else self._done_to(ticket_id)
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
        return [operation for operation in here if operation.by == self._maker.by]
