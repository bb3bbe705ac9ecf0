"""How an operation is carried out, whoever made it and wherever: the one gate before anything is written.

At a desk a verb has just made it; an authority gets it from elsewhere. Either way the rules are asked
(`domain.legality`), it gets its place in the order, and what it leads to is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from cxloop_tui.domain import legality, undo
from cxloop_tui.domain.customer import customer_of, particulars_fields, particulars_of
from cxloop_tui.domain.errors import NotFound, Refused
from cxloop_tui.domain.followup import demand_followup, followup_after, followup_fields
from cxloop_tui.domain.mail.changing import demand_changeable
from cxloop_tui.domain.mail.letter import Letter, State, letter_after, reply_letter_id
from cxloop_tui.domain.mail.recipients import causes_mail
from cxloop_tui.domain.operation import AUTHORITY, Entry, Kind, Operation, Origin
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_puts import check_put, fields_of, organisation_after
from cxloop_tui.domain.people import Act
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import Ticket, after, undone_ids
from cxloop_tui.services.making import Maker
from cxloop_tui.services.ports import Clock, Transaction

if TYPE_CHECKING:
    from cxloop_tui.services.arriving import Arriving


@dataclass(frozen=True, slots=True)
class Done:
    """An operation that is on record, and the ticket it left."""

    operation: Operation
    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Put:
    """A change of segments, people, policy, a letter or what is known of a customer that is on record."""

    operation: Operation


class Turning(NamedTuple):
    """An undo that is legal: what it finds, and what happened to the ticket before."""

    operation: Operation
    ticket: Ticket
    entries: Sequence[Entry]


class Performer:
    """Carries out operations inside one transaction. Raises Refused and NotFound, and keeps nothing when it does."""

    def __init__(self, tx: Transaction, clock: Clock) -> None:
        self._tx = tx
        self._clock = clock
        self._arriving: Arriving | None = None

    # What is done to a ticket ---------------------------------------------------------------------------------------

    def perform(self, operation: Operation, ticket: Ticket | None, *, seen: int | None = None) -> Done:
        """Carry out what is done to a ticket, None when it makes one; an undo is turned instead.

        `seen` is up to where in this store's order its maker had seen the ticket; None: as its base says.
        """
        reached = operation.base.seq if seen is None else seen
        if operation.kind == Kind.REPLY_WRITE and ticket is not None:
            self._demand_may_be_written_to(ticket)
        has_seen_all = ticket is not None and ticket.seq <= reached
        since = () if has_seen_all else self._tx.entries_since(operation.subject, reached)
        legality.check(operation, ticket, self._tx.organisation(), since)
        done = self._keep(ticket, self._tx.append(operation, self._clock()), earlier=())
        return self._arrived(done) if operation.kind == Kind.TICKET_CREATE else done

    def _arrived(self, done: Done) -> Done:
        """Let the rules on arrival have a new ticket, where it is this store that decides."""
        space = self._tx.organisation()
        if not space.policy.arrival_rules or not self._tx.is_authority():
            return done
        from cxloop_tui.domain.arrival import deeds  # noqa: PLC0415 - few have rules, and they load much
        from cxloop_tui.services.arriving import Arriving  # noqa: PLC0415

        if self._arriving is None or self._arriving.space is not space:
            self._arriving = Arriving(space)
        maker, ticket = Maker(self._tx, AUTHORITY, self._clock, _named_already), done.ticket
        for rule in self._arriving.fitting(done.ticket, self._tx):
            for deed in deeds(rule, ticket, space):
                operation = maker.operation(deed.draft, origin=Origin.RULE, operation_id=deed.operation)
                ticket = self.keep_own(operation, ticket).ticket
        return Done(done.operation, ticket)

    def keep_own(self, operation: Operation, ticket: Ticket) -> Done:
        """Carry out what the authority does by itself; the rules for what people may do are not asked."""
        return self._keep(ticket, self._tx.append(operation, self._clock()), earlier=())

    def demand_turnable(self, operation: Operation, target: Operation) -> Turning:
        """Return an undo of what was done to a ticket, if it is legal now."""
        ticket, entries = self.ticket(target.subject), self._tx.entries(target.subject)
        if target.id in undone_ids(entries):
            raise Refused("that was taken back already")
        if target.kind == Kind.REPLY_WRITE:
            self._demand_not_gone(target)
        legality.check_undo(operation, target, ticket, self._tx.organisation(), entries)
        return Turning(operation, ticket, entries)

    def turn(self, turning: Turning) -> Done:
        """Carry out an undo that was found legal."""
        entry = self._tx.append(turning.operation, self._clock())
        return self._keep(turning.ticket, entry, earlier=turning.entries)

    def ticket(self, ticket_id: str) -> Ticket:
        """Return a ticket as it stands. Raises NotFound."""
        ticket = self._tx.ticket(ticket_id)
        if ticket is None:
            raise NotFound(f"there is no ticket {ticket_id}")
        return ticket

    def _keep(self, ticket: Ticket | None, entry: Entry, *, earlier: Sequence[Entry]) -> Done:
        now = after(ticket, entry, self._tx.policy_at, earlier)
        if now is None:
            raise NotFound("there is no such ticket")
        self._tx.put_ticket(ticket, now, entry, earlier)
        self._tell(entry)
        return Done(entry.operation, now)

    def _tell(self, entry: Entry) -> None:
        """Let people be told by mail, if this organisation wants that; a reply goes to its customer anyway."""
        if causes_mail(entry.operation, self._tx.organisation().policy):
            self._tx.tell(entry)

    # What is written to a customer ----------------------------------------------------------------------------------

    def _demand_may_be_written_to(self, ticket: Ticket) -> None:
        """Refuse to write to somebody who wants no letters."""
        key = customer_of(ticket)
        if key is not None and not particulars_of(self._tx.entries(key)).may_be_written_to:
            raise Refused(f"{ticket.customer_email} does not want to be written to any more")

    def _demand_not_gone(self, reply: Operation) -> None:
        """Refuse to take back what the customer has, or may have."""
        letter = self._tx.letter(reply_letter_id(reply.id))
        if letter is not None and (letter.state is State.SENT or self._tx.is_leaving(letter.id)):
            raise Refused("the customer has that letter already, or will in a moment; write another one")

    def put_customer(self, operation: Operation) -> Put:
        """Put on record what is known of a customer; whoever works here may, for customers tell anybody."""
        space = self._tx.organisation()
        if not space.person(operation.by).active:
            raise Refused(f"{space.called(operation.by)} is not active any more")
        self._tx.append(operation, self._clock())
        return Put(operation)

    # What is done to the organisation -------------------------------------------------------------------------------

    def put(self, operation: Operation) -> Put:
        """Carry out a change of segments, people or policy."""
        organisation = self._tx.organisation()
        check_put(operation, organisation)
        if operation.group is None:  # of a group the other parts may take the tickets elsewhere
            self.demand_empty(operation)
        return self._keep_put(operation)

    def demand_put_back(self, operation: Operation, target: Operation) -> None:
        """Let pass an undo of such a change while every field is as the change left it."""
        entries = self._tx.entries(target.subject)
        if target.id in undone_ids(entries):
            raise Refused("that was taken back already")
        stands = fields_of(target.kind, target.subject, self._tx.organisation())
        undo.demand_unchanged_put(target, operation.set, stands)

    def demand_empty(self, operation: Operation) -> None:
        """Refuse to give up a segment or a person that tickets still depend on; `services.organising` can."""
        if operation.wanted("active") is not False:
            return
        if operation.kind == Kind.SEGMENT_PUT and (tickets := self._tx.lying_in(operation.subject)):
            raise Refused(f"{len(tickets):,} tickets lie there: `cxloop segments merge` says where they go")
        if operation.kind == Kind.PERSON_PUT and (tickets := self._tx.unresolved_of(operation.subject)):
            raise Refused(f"{len(tickets):,} open tickets are theirs: `cxloop people leave` says who takes them")

    def _keep_put(self, operation: Operation) -> Put:
        entry = self._tx.append(operation, self._clock())
        self._tx.put_organisation(organisation_after(self._tx.organisation(), entry), operation)
        return Put(operation)

    def keep_unknown(self, operation: Operation) -> None:
        """Keep an operation of a kind that this program does not know: it is shown and passed on."""
        entry = self._tx.append(operation, self._clock())
        ticket = self._tx.ticket(operation.subject)
        if ticket is not None:
            self._keep(ticket, entry, earlier=())

    # Letters --------------------------------------------------------------------------------------------------------

    def change_letter(self, operation: Operation) -> Letter:
        """Hold a letter, let it go, cancel it, or change what it says. Raises NotFound, Clashing and Refused."""
        letter = self._tx.letter(operation.subject)
        if letter is None:
            raise NotFound(f"there is no letter {operation.subject}")
        self._demand_letter_of(letter, operation.by)
        demand_changeable(operation, letter)
        if self._tx.is_leaving(letter.id):
            raise Refused("it is being handed over to the mail server already")
        changed = letter_after(letter, self._tx.append(operation, self._clock()))
        if changed is None:
            raise NotFound(f"there is no letter {operation.subject}")
        self._tx.put_letter(changed)
        return changed

    def _demand_letter_of(self, letter: Letter, email: str) -> None:
        """Let pass who may work on the ticket, who did what the letter tells of, and who gets it alone."""
        space, ticket = self._tx.organisation(), None if letter.ticket is None else self._tx.ticket(letter.ticket)
        if not space.person(email).active:
            raise Refused(f"{space.called(email)} is not active any more")
        done = (self._tx.operation(one) for one in letter.operations)
        if letter.recipients.everybody == (email,) or any(one is not None and one.by == email for one in done):
            return
        if ticket is None:
            space.demand(email, Act.ADMINISTER)
        elif reason := space.why_may_not(email, Act.WORK, ticket.owner, ticket.segment):
            raise Refused(f"this letter is about somebody else's ticket: {reason}")

    # What is to be done --------------------------------------------------------------------------------------------

    def put_followup(self, operation: Operation) -> Put:
        """Put down what is to be done about a ticket, or change it; whoever works here may."""
        space, before = self._tx.organisation(), self._tx.followup(operation.subject)
        if not space.person(operation.by).active:
            raise Refused(f"{space.called(operation.by)} is not active any more")
        demand_followup(operation, before, space)
        ticket_id = operation.wanted("ticket") if before is None else before.ticket
        if isinstance(ticket_id, str):
            self.ticket(ticket_id)
        keep_standing_alone(self._tx, self._tx.append(operation, self._clock()))
        return Put(operation)

    def put_back_plainly(self, operation: Operation, target: Operation) -> Put:
        """Carry out an undo of what was done to a letter, or put on record of a customer."""
        entries = self._tx.entries(target.subject)
        if target.id in undone_ids(entries):
            raise Refused("that was taken back already")
        if target.kind == Kind.LETTER_CHANGE:
            self.change_letter(operation)
            return Put(operation)
        if target.kind == Kind.FOLLOWUP_PUT:
            undo.demand_unchanged_put(target, operation.set, followup_fields(self._tx.followup(target.subject)))
            return self.put_followup(operation)
        undo.demand_unchanged_put(target, operation.set, particulars_fields(particulars_of(entries)))
        return self.put_customer(operation)

    # What a customer answered ---------------------------------------------------------------------------------------

    def record(self, operation: Operation) -> None:
        """Keep a survey response."""
        self._tx.put_response(self._tx.append(operation, self._clock()))


def _named_already() -> str:
    raise AssertionError("what a rule does has an id made of the rule and the ticket")


def keep_standing_alone(tx: Transaction, entry: Entry) -> None:
    """Keep what an operation leads to that is about neither a ticket nor the organisation."""
    if entry.operation.kind == Kind.FOLLOWUP_PUT:
        subject = entry.operation.subject
        tx.put_followup(subject, followup_after(tx.followup(subject), entry), entry.seq)


def demand_findable(turning: Turning, organisation: Organisation) -> None:
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
