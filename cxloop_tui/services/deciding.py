"""Deciding about what the authority refused: mine after all, theirs, or something else; the words stay either way.

A refused operation is over. What its maker still wants of it becomes one new operation, with what they have seen by
now as its base, and goes the way of every other (DESIGN: conflicts are cards).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from cxloop_tui.domain import intent
from cxloop_tui.domain.beside import BESIDE, fields_beside
from cxloop_tui.domain.card import RefusedOperation
from cxloop_tui.domain.errors import NotFound, Refused
from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.operation import Change, Json, Kind, Operation
from cxloop_tui.domain.organisation_puts import ORGANISATION_KINDS, fields_of
from cxloop_tui.domain.ticket import Ticket, scalar
from cxloop_tui.services.making import Maker
from cxloop_tui.services.performing import Performer
from cxloop_tui.services.ports import Clock, FollowingStore, FollowingTransaction, Ids

_WORDED: Final = {"root_cause": "cause", "action_taken": "action", "told": "told"}
"""Fields whose values are words that somebody wrote, and what they are called where they stand in a comment."""


class Deciding:
    """Lets people decide about their cards."""

    def __init__(self, store: FollowingStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    def mine(self, by: str, subject: str) -> Sequence[Operation]:
        """Do again what was refused about a subject, over what stands there now; return what was made of it.

        Raises Refused when a rule still says no, and leaves the card as it is; NotFound when there is none.
        """
        return self._decide(by, subject, {})

    def theirs(self, by: str, subject: str) -> Sequence[Operation]:
        """Let stand what stands; return the comments in which the words were kept. Raises NotFound."""
        return self._decide(by, subject, None)

    def field_by_field(self, by: str, subject: str, wanted: Mapping[str, Mapping[str, Json]]) -> Sequence[Operation]:
        """Decide about each refused operation by its id: which fields shall have which values; the rest stays.

        Raises as `mine` does.
        """
        return self._decide(by, subject, wanted)

    def _decide(self, by: str, subject: str, wanted: Mapping[str, Mapping[str, Json]] | None) -> Sequence[Operation]:
        def decided(tx: FollowingTransaction) -> Sequence[Operation]:
            refused = [one for one in tx.refused(subject) if one.operation.by == by]
            if not refused:
                raise NotFound(f"there is nothing to decide about {subject}")
            decision = _Decision(tx, by, self._clock, self._ids)
            made = [decision.made_of(one, wanted) for one in refused]
            for one in refused:
                tx.take_off_card(one.operation.id)
            return [operation for operation in made if operation is not None]

        return self._store.transact_replica(decided)


class _Decision:
    """What comes of one card, inside one transaction."""

    def __init__(self, tx: FollowingTransaction, by: str, clock: Clock, ids: Ids) -> None:
        self._tx = tx
        self._maker = Maker(tx, by, clock, ids)
        self._performer = Performer(tx, clock)

    def made_of(self, refused: RefusedOperation, wanted: Mapping[str, Mapping[str, Json]] | None) -> Operation | None:
        """Return what is made of one refused operation, None when nothing needs to be."""
        if refused.needs_a_look:
            return None
        if wanted is None:
            return self._kept_words(refused.operation)
        return self._again(refused.operation, wanted.get(refused.operation.id))

    def _again(self, operation: Operation, wanted: Mapping[str, Json] | None) -> Operation | None:
        """Do it again: with these values, or as it was wanted; None when all is so already."""
        if operation.kind == Kind.TICKET_CREATE:
            return self._made_again(operation, wanted)
        if operation.kind in ORGANISATION_KINDS:
            return self._put_again(operation, wanted)
        if operation.kind in BESIDE:
            return self._beside_again(operation, wanted)
        ticket = self._performer.ticket(operation.subject)
        draft = _draft_again(operation, ticket, _values(operation) if wanted is None else wanted)
        if draft.is_empty:
            return None
        return self._performer.perform(self._maker.operation(draft), ticket).operation

    def _kept_words(self, operation: Operation) -> Operation | None:
        """Put the words of what is given up into a comment on the ticket; None where there are none, or no ticket."""
        words = _words_of(operation)
        ticket = self._tx.ticket(operation.subject)
        if not words or ticket is None or ticket.withdrawn:
            return None
        draft = intent.comment(ticket, words)
        return self._performer.perform(self._maker.operation(draft), ticket).operation

    def _made_again(self, operation: Operation, wanted: Mapping[str, Json] | None) -> Operation:
        if self._tx.ticket(operation.subject) is not None:
            raise Refused("this ticket is there already")
        fields = {**operation.set, **{name: Change(None, value) for name, value in (wanted or {}).items()}}
        draft = Draft(Kind.TICKET_CREATE, operation.subject, set=fields, add=operation.add, comment=operation.comment)
        return self._performer.perform(self._maker.operation(draft), None).operation

    def _beside_again(self, operation: Operation, wanted: Mapping[str, Json] | None) -> Operation | None:
        """Do again what is about no ticket: something to do, what is known of a customer, a letter."""
        stands = fields_beside(operation.kind, self._tx.entries(operation.subject))
        values = _values(operation) if wanted is None else wanted
        changes = {name: Change(stands.get(name), value) for name, value in values.items()}
        changes = {name: change for name, change in changes.items() if change.seen != change.wanted}
        if not changes:
            return None
        made = self._maker.operation(Draft(Kind(operation.kind), operation.subject, set=changes))
        carry_out: Mapping[str, Callable[[Operation], object]] = {
            Kind.CUSTOMER_PUT: self._performer.put_customer,
            Kind.FOLLOWUP_PUT: self._performer.put_followup,
            Kind.LETTER_CHANGE: self._performer.change_letter,
        }
        carry_out[operation.kind](made)
        return made

    def _put_again(self, operation: Operation, wanted: Mapping[str, Json] | None) -> Operation | None:
        stands = fields_of(operation.kind, operation.subject, self._tx.organisation())
        values = _values(operation) if wanted is None else wanted
        changes = {name: Change(stands.get(name), value) for name, value in values.items()}
        changes = {name: change for name, change in changes.items() if change.seen != change.wanted}
        if not changes:
            return None
        draft = Draft(Kind(operation.kind), operation.subject, set=changes)
        return self._performer.put(self._maker.operation(draft)).operation


def _values(operation: Operation) -> dict[str, Json]:
    """Return what somebody wanted, without what only came along."""
    return {name: change.wanted for name, change in operation.set.items() if name not in operation.implied}


def _draft_again(operation: Operation, ticket: Ticket, wanted: Mapping[str, Json]) -> Draft:
    """Return what is still to be done of a change; an undo is a change like any other by now.

    The words of what is not wanted any more stay, as words.
    """
    changes = {name: Change(scalar(ticket, name), value) for name, value in wanted.items()}
    changed = {name: change for name, change in changes.items() if change.seen != change.wanted}
    given_up = [name for name in _WORDED if name not in wanted and scalar(ticket, name) != operation.wanted(name)]
    words = _words_of(operation, given_up)
    if words and not changed and operation.kind == Kind.TICKET_CHANGE and not (operation.add or operation.remove):
        return intent.comment(ticket, words)
    is_talk = operation.kind in {Kind.COMMENT_ADD, Kind.CONTACT_LOG, Kind.REPLY_WRITE}
    return Draft(
        kind=Kind(operation.kind) if is_talk else Kind.TICKET_CHANGE,
        subject=operation.subject,
        set=changed,
        add=operation.add,
        remove=operation.remove,
        comment=words or None,
        preview=operation.preview,
    )


def _words_of(operation: Operation, fields: Iterable[str] = tuple(_WORDED)) -> str:
    """Return what somebody wrote in an operation: its comment, and what it sets these fields to."""
    if operation.kind == Kind.TICKET_CREATE or operation.undoes is not None:
        return ""
    worded = ((_WORDED[name], operation.wanted(name)) for name in fields)
    lines = [operation.comment or "", *(f"{label}: {words}" for label, words in worded if words)]
    return "\n".join(filter(None, lines))
