"""The desk: the one path by which anything is written.

A `Sitting` is one person in one transaction. Each verb makes one operation of what the person wants
(`domain.intent`, `making`), and has it carried out (`performing`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from cxloop_tui.domain import intent, legality
from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.customer import ALSO_MOST, particulars_fields, particulars_of
from cxloop_tui.domain.errors import NotFound, Refused
from cxloop_tui.domain.followup import followup_put
from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.mail.changing import letter_changed
from cxloop_tui.domain.mail.letter import Letter, State
from cxloop_tui.domain.operation import Change, Entry, Json, Kind, Operation, Origin, Preview
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_puts import fields_of
from cxloop_tui.domain.soundness import demand_sound
from cxloop_tui.domain.ticket import Ticket, Waiting
from cxloop_tui.domain.ticket_view import StoredDraft
from cxloop_tui.services.making import Maker
from cxloop_tui.services.pacing import collected_seldom
from cxloop_tui.services.performing import Done, Performer, Put
from cxloop_tui.services.ports import Clock, Ids, Store, Transaction
from cxloop_tui.services.undoing import Undoing

if TYPE_CHECKING:
    from cxloop_tui.domain.exchange import Passage

T = TypeVar("T")


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

    def __init__(self, tx: Transaction, by: str, clock: Clock, ids: Ids, performer: Performer | None = None) -> None:
        """`performer` is that of another sitting in the same transaction: what it has read is not read again."""
        self._tx = tx
        self._by = by
        self._clock = clock
        self._ids = ids
        self._maker = Maker(tx, by, clock, ids)
        self._performer = performer or Performer(tx, clock)

    def new_group(self) -> str:
        """Return an id under which several operations are undone as one."""
        return self._ids()

    def as_person(self, email: str) -> "Sitting":
        """Return a sitting of somebody else in the same transaction."""
        return Sitting(self._tx, email, self._clock, self._ids, self._performer)

    @property
    def organisation(self) -> Organisation:
        """The space as it stands in this transaction."""
        return self._tx.organisation()

    def prefetch(
        self, *, tickets: Collection[str] = (), responses: Collection[str] = (), operations: Collection[str] = ()
    ) -> None:
        """Say what will be asked for one by one, so that it is read together."""
        self._tx.prefetch(tickets=tickets, responses=responses, operations=operations)

    def operation(self, operation_id: str) -> Operation | None:
        """Return an operation by its id."""
        return self._tx.operation(operation_id)

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
        return self.perform(self._maker.operation(draft, origin=origin, operation_id=operation_id))

    def do(
        self,
        ticket_id: str,
        make: Callable[[Ticket, Organisation], Draft],
        *,
        seen: int | None = None,
        group: str | None = None,
    ) -> Done | None:
        """Carry out what `make` makes of the ticket as it stands."""
        ticket = self.ticket(ticket_id)
        draft = make(ticket, self._tx.organisation())
        if draft.is_empty:
            return None
        return self._performer.perform(self._maker.operation(draft, seen=seen, group=group), ticket)

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

    def reply(self, ticket_id: str, title: str, text: str) -> Done | None:
        """Write to the customer; the authority sends it."""
        return self.do(ticket_id, lambda ticket, _: intent.reply(ticket, title, text))

    def escalate(
        self,
        ticket_id: str,
        to: str,
        reason: str,
        *,
        owner: str | None = None,
        seen: int | None = None,
        preview: Preview | None = None,
    ) -> Done | None:
        """Hand a ticket up, saying why; `preview` is the letter about it that was shown before."""

        def make(ticket: Ticket, space: Organisation) -> Draft:
            draft = intent.escalate(ticket, to, reason, space, by=self._by, owner=owner)
            return draft._replace(preview=preview)

        return self.do(ticket_id, make, seen=seen)

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
            ticket = self.ticket(ticket_id)
            draft = make(ticket, self._tx.organisation())
            if not draft.is_empty:
                legality.check(self._maker.operation(draft), ticket, self._tx.organisation(), ())
        except (Refused, NotFound) as refusal:
            return str(refusal)
        return None

    def unresolved_of(self, owner: str) -> Sequence[str]:
        """Return the ids of somebody's tickets that are not resolved, oldest first."""
        return self._tx.unresolved_of(owner)

    def lying_in(self, segment: str) -> Sequence[str]:
        """Return the ids of all tickets of a segment, oldest first."""
        return self._tx.lying_in(segment)

    def resolved_of(self, customer_email: str) -> str | None:
        """Return the id of a customer's newest ticket that is resolved."""
        return self._tx.resolved_of(customer_email)

    def unresolved_for(self, customer_email: str, segment: str) -> str | None:
        """Return the id of a customer's newest ticket in a segment that is not resolved."""
        return self._tx.unresolved_for(customer_email, segment)

    def ticket(self, ticket_id: str) -> Ticket:
        """Return a ticket as it stands. Raises NotFound."""
        return self._performer.ticket(ticket_id)

    @property
    def undoing(self) -> Undoing:
        """What this person can take back, and taking it back."""
        return Undoing(self._tx, self._maker, self._performer)

    def undo(self, ticket_id: str | None = None, operation_id: str | None = None) -> tuple[Done | Put, ...]:
        """Take back my last operation or group (on that ticket), or the operation named, as the roles allow.

        Raises Refused when there is nothing to take back or something was changed since.
        """
        return self.undoing.undo(ticket_id, operation_id)

    def redo(self) -> tuple[Done | Put, ...]:
        """Take back my last undo. Raises Refused when the last thing I did was no undo."""
        return self.undoing.redo()

    def put_segment(self, code: str, wanted: Mapping[str, Json], *, group: str | None = None) -> Operation | None:
        """Make a segment or change what `segment_fields` names; None when it is so already."""
        return self._put(Kind.SEGMENT_PUT, code, wanted, group)

    def put_person(self, email: str, wanted: Mapping[str, Json], *, group: str | None = None) -> Operation | None:
        """Make a person or change what `person_fields` names; None when it is so already."""
        return self._put(Kind.PERSON_PUT, email, wanted, group)

    def put_policy(self, key: str, value: Json) -> Operation | None:
        """Change a rule of the organisation; None gives it its default again."""
        return self._put(Kind.POLICY_PUT, "policy", {key: value}, None)

    def change_letter(
        self, letter_id: str, *, state: State | None = None, title: str | None = None, body: str | None = None
    ) -> Letter | None:
        """Hold a letter, let it go, cancel it, or change what it says; None when it is so already."""
        letter = self._tx.letter(letter_id)
        if letter is None:
            raise NotFound(f"there is no letter {letter_id}")
        draft = letter_changed(letter, state=state, title=title, body=body)
        return None if draft is None else self._performer.change_letter(self._maker.operation(draft))

    def set_aside(self, ticket_id: str, waiting: Waiting, *, then: str = "", seen: int | None = None) -> Done | None:
        """Let a ticket wait for somebody; with `then` that is to be done by me when the wait is over."""
        group = self.new_group() if then else None
        done = self.change(ticket_id, waiting.fields, seen=seen, group=group)
        if then and waiting.until is not None:
            due = to_rfc3339(waiting.until)
            self.put_followup(
                None, {"ticket": ticket_id, "text": then, "owner": self._by, "due_at": due}, group=group
            )
        return done

    def put_followup(
        self, followup_id: str | None, wanted: Mapping[str, Json], *, group: str | None = None
    ) -> Put | None:
        """Put down what is to be done about a ticket, None for a new one, or change it; None when it is so already.

        `wanted` are fields of `domain.followup.FIELDS`.
        """
        before = None if followup_id is None else self._tx.followup(followup_id)
        if followup_id is not None and before is None:
            raise NotFound(f"there is no follow-up {followup_id}")
        draft = followup_put(followup_id or self._ids(), before, wanted)
        return None if draft is None else self._performer.put_followup(self._maker.operation(draft, group=group))

    def put_customer(self, key: str, wanted: Mapping[str, Json], *, group: str | None = None) -> Put | None:
        """Put on record what is known of a customer: `consent`, `language`, `also`; None when it is so already."""
        seen = particulars_fields(particulars_of(self._tx.entries(key)))
        changes = {name: Change(seen[name], value) for name, value in wanted.items() if seen[name] != value}
        if not changes:
            return None
        operation = self._maker.operation(Draft(kind=Kind.CUSTOMER_PUT, subject=key, set=changes), group=group)
        demand_sound(operation)
        return self._performer.put_customer(operation)

    def join_customers(self, key: str, other: str) -> bool:
        """Put on record that two customers, and whoever each is already, are one person; False when it is so already.

        Each of their keys names all the others. Raises Refused for more than there can be.
        """
        keys = sorted({key, other, *self._also(key), *self._also(other)})
        if len(keys) - 1 > ALSO_MOST:
            raise Refused(
                f"these would be {len(keys)} addresses of one person; at most {ALSO_MOST + 1} can be joined"
            )
        return self._put_also({one: [another for another in keys if another != one] for one in keys})

    def part_customer(self, key: str) -> bool:
        """Put on record that a customer is none of those they were joined with; False when they were not."""
        others = self._also(key)
        left = {one: [another for another in others if another != one] for one in others}
        return bool(others) and self._put_also({key: [], **left})

    def _also(self, key: str) -> Sequence[str]:
        return particulars_of(self._tx.entries(key)).also

    def _put_also(self, wanted: Mapping[str, Sequence[str]]) -> bool:
        group = self.new_group()
        put = [self.put_customer(key, {"also": list(others) or None}, group=group) for key, others in wanted.items()]
        return any(put)

    def record_response(self, response_id: str, fields: Mapping[str, Json], comment: str | None) -> None:
        """Keep a survey response, whatever its score."""
        draft = Draft(
            kind=Kind.RESPONSE_RECORD,
            subject=response_id,
            set={name: Change(None, value) for name, value in fields.items() if value is not None},
            comment=comment,
        )
        self._performer.record(self._maker.operation(draft, origin=Origin.IMPORT, operation_id=response_id))

    def add_response(self, ticket_id: str, response_id: str, words: str, operation_id: str) -> Done:
        """Put another response of the customer to their unresolved ticket."""
        draft = intent.add_response(self.ticket(ticket_id), response_id, words)
        return self.perform(self._maker.operation(draft, origin=Origin.IMPORT, operation_id=operation_id))

    def answer_again(self, ticket_id: str, words: str, operation_id: str, *, is_well: bool) -> Done:
        """Put to a resolved ticket what its customer says of the resolution; who is not content has it reopened."""
        draft = intent.answered_again(self.ticket(ticket_id), words, self.organisation, is_well=is_well)
        return self.perform(self._maker.operation(draft, origin=Origin.IMPORT, operation_id=operation_id))

    def replay(self, passage: "Passage", above: int) -> Entry | None:
        """Keep an operation out of another store's history, with its time and number; None when it is on record.

        Whether it was legal was asked there. A number that another ticket has here is given anew, above all here and
        `above`. Only an admin may. Raises Refused for another content under the same id, or a gap in the history.
        """
        from cxloop_tui.services.replaying import replay  # noqa: PLC0415 - only another store's history needs it

        return replay(self._tx, passage, above=above, by=self._by, now=self._clock())

    def perform(self, operation: Operation) -> Done:
        """Ask whether an operation on a ticket is legal, and if so keep it and what it leads to."""
        makes_one = operation.kind == Kind.TICKET_CREATE
        return self._performer.perform(operation, None if makes_one else self.ticket(operation.subject))

    def _put(self, kind: Kind, subject: str, wanted: Mapping[str, Json], group: str | None) -> Operation | None:
        seen = fields_of(kind, subject, self._tx.organisation())
        changes = {
            name: Change(seen.get(name), value)
            for name, value in wanted.items()
            if value != seen.get(name) or (not seen and value is not None)
        }
        if not changes:
            return None
        operation = self._maker.operation(Draft(kind=kind, subject=subject, set=changes), group=group)
        return self._performer.put(operation).operation
