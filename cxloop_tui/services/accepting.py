"""What an authority does with operations that were made elsewhere: the rules of the desk, asked again.

Whoever sends an operation may send it again, because an answer was lost; so each has one fate, whatever happens in
between. Where it has a place in the order it keeps that; where it was refused, that is remembered. Only what is about
something that nobody has sent yet is not decided: it may come, from somebody who was offline longer. What cannot be
stored at all (`domain.soundness`) is refused before anything is looked up by it, and remembered by nobody.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from typing import Final

from cxloop_tui.domain import undo
from cxloop_tui.domain.errors import Clashing, CxloopError, NotFound, Refused, Unusable
from cxloop_tui.domain.mail.letter import LETTER_KINDS
from cxloop_tui.domain.operation import Kind, Operation, Origin
from cxloop_tui.domain.organisation_puts import ORGANISATION_KINDS
from cxloop_tui.domain.people import Act
from cxloop_tui.domain.receipt import Outcome, Receipt
from cxloop_tui.domain.soundness import demand_sound
from cxloop_tui.services.performing import Performer, demand_findable
from cxloop_tui.services.ports import AuthorityStore, AuthorityTransaction, Clock

_KNOWN: Final = frozenset(Kind)

_MADE_HERE_ALONE: Final = frozenset({Origin.RULE.value, Origin.ADOPT.value})
"""Origins that are the authority's own to give."""


class Accepting:
    """Takes operations into this store's order."""

    def __init__(self, store: AuthorityStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def accept(self, operations: Sequence[Operation], *, by: str) -> Sequence[Receipt]:
        """Take operations that `by` sends, in their order and one transaction; each has a receipt.

        One that is refused leaves nothing and is in nobody's way.
        """
        (receipts,) = self.accept_together([(operations, by)])
        return receipts

    def accept_together(self, pushes: Sequence[tuple[Sequence[Operation], str]]) -> Sequence[Sequence[Receipt]]:
        """Take what several send, each in their order, in one transaction; nobody is in another one's way."""

        def judged(tx: AuthorityTransaction) -> Sequence[Sequence[Receipt]]:
            found = []
            for operations, by in pushes:
                judge = _Judge(tx, self._clock, by)
                found.append([judge.receipt_of(operation) for operation in operations])
            return found

        return self._store.transact_authority(judged)


class _Judge:
    """Decides about operations of one sender, inside one transaction."""

    def __init__(self, tx: AuthorityTransaction, clock: Clock, sender: str) -> None:
        self._tx = tx
        self._sender = sender
        self._performer = Performer(tx, clock)
        self._beside_tickets: Mapping[str, Callable[[Operation], object]] = {
            Kind.RESPONSE_RECORD: self._performer.record,
            Kind.CUSTOMER_PUT: self._performer.put_customer,
            Kind.FOLLOWUP_PUT: self._performer.put_followup,
            Kind.LETTER_CHANGE: self._change_letter,
        }
        """How is carried out what is about neither a ticket nor the organisation."""

    def receipt_of(self, operation: Operation) -> Receipt:
        """Carry an operation out, or refuse it; if that was done before, say so."""
        try:
            demand_sound(operation)
        except Unusable as unsound:
            return Receipt(operation.id, Outcome.REJECTED, reason=str(unsound))
        before = self._tx.entry(operation.id)
        if before is not None and before.operation != operation and operation.origin != Origin.IMPORT:
            return Receipt(operation.id, Outcome.REJECTED, reason="there is another operation with this id")
        if before is not None:
            return Receipt(operation.id, Outcome.ALREADY, before.seq)
        return self._tx.refusal(operation.id) or self._judged(operation)

    def _judged(self, operation: Operation) -> Receipt:
        try:
            self._carry_out(operation)
        except NotFound as missing:
            return Receipt(operation.id, Outcome.UNKNOWN, reason=f"{missing}, or not yet")
        except Clashing as clashing:
            receipt = Receipt(operation.id, Outcome.CONFLICT, reason=str(clashing), clashes=clashing.clashes)
        except CxloopError as refusal:
            receipt = Receipt(operation.id, Outcome.REJECTED, reason=str(refusal))
        else:
            return Receipt(operation.id, Outcome.APPLIED, self._tx.base().seq)
        self._tx.put_refusal(receipt)
        return receipt

    def _carry_out(self, operation: Operation) -> None:
        self._check_origin(operation)
        if operation.undoes is not None:
            self._take_back(operation, operation.undoes)
        elif operation.kind not in _KNOWN:
            self._performer.keep_unknown(operation)
        elif operation.kind in ORGANISATION_KINDS:
            self._performer.demand_empty(operation)
            self._performer.put(operation)
        elif operation.kind in self._beside_tickets:
            self._beside_tickets[operation.kind](operation)
        elif operation.kind in LETTER_KINDS:
            raise Refused("only the authority itself writes letters, and says what became of them")
        elif operation.kind == Kind.TICKET_CREATE:
            if self._tx.ticket(operation.subject) is not None:
                raise Refused("there is a ticket with this id already, made by another operation")
            self._performer.perform(operation, None)
        else:
            ticket = self._performer.ticket(operation.subject)
            self._performer.perform(operation, ticket, seen=self._tx.seen(operation.base))

    def _check_origin(self, operation: Operation) -> None:
        if operation.by != self._sender:
            raise Refused(f"it was made by {operation.by}, and {self._sender} sent it")
        if operation.origin in _MADE_HERE_ALONE:
            raise Refused(f"nobody sends what is of origin {operation.origin}")
        here = self._tx.base()
        if operation.base.epoch == here.epoch and operation.base.seq > here.seq:
            raise Refused(f"it says its maker had seen {operation.base.seq}, and the order ends at {here.seq}")
        space = self._tx.organisation()
        if operation.origin == Origin.IMPORT or operation.kind == Kind.RESPONSE_RECORD:
            space.demand(operation.by, Act.ADMINISTER)
        elif not space.person(operation.by).active:
            raise Refused(f"{operation.by} is not active any more")

    def _change_letter(self, operation: Operation) -> None:
        if self._tx.letter(operation.subject) is None:
            # Only from here can anybody know a letter: this one is of an order that is no more.
            raise Refused("there is no such letter any more")
        self._performer.change_letter(operation)

    def _take_back(self, operation: Operation, target_id: str) -> None:
        target = self._tx.operation(target_id)
        if target is None:
            raise NotFound("what it takes back is not on record here")
        entries = self._tx.entries(target.subject)
        if target.kind in ORGANISATION_KINDS:
            earlier = list(takewhile(lambda one: one.operation.id != target.id, entries))
            undo.demand_takes_back(operation, target, undo.undoing_put(target, earlier))
            self._performer.demand_put_back(operation, target)
            self._performer.demand_empty(operation)
            self._performer.put(operation)
            return
        if target.kind in undo.PLAINLY_UNDONE:
            undo.demand_takes_back(operation, target, undo.undoing_plainly(target))
            self._performer.put_back_plainly(operation, target)
            return
        ticket = self._performer.ticket(target.subject)
        undo.demand_takes_back(operation, target, undo.undoing(target, ticket, entries, self._tx.policy_at))
        turning = self._performer.demand_turnable(operation, target)
        demand_findable(turning, self._tx.organisation())
        self._performer.turn(turning)
