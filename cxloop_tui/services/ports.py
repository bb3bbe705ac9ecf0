"""What the services need of the world: a store, a clock, ids. Whoever gives it is chosen in `bootstrap`."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from cxloop_tui.domain.card import Card, RefusedOperation
from cxloop_tui.domain.device import Device
from cxloop_tui.domain.feed import Waiting
from cxloop_tui.domain.following import Following
from cxloop_tui.domain.followup import FollowUp
from cxloop_tui.domain.mail.delivery import Delivery, Telling
from cxloop_tui.domain.mail.letter import Letter, State
from cxloop_tui.domain.operation import Base, Entry, Json, Member, Operation, Replayed
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.receipt import Receipt
from cxloop_tui.domain.recorded import Recorded
from cxloop_tui.domain.selection import Selection
from cxloop_tui.domain.ticket import Columns, Ticket
from cxloop_tui.domain.ticket_view import Customer, StoredDraft, TicketView
from cxloop_tui.domain.view import Counts, Load, Standing, TicketRow, Window
from cxloop_tui.sync.ports import Replica

T = TypeVar("T")


class Clock(Protocol):
    """The time of day, injected so that tests and the demo have their own."""

    def __call__(self) -> int:
        """Return now, in milliseconds since the epoch."""


class Ids(Protocol):
    """Where new ids come from."""

    def __call__(self) -> str:
        """Return an id nobody had before: a UUID version 7."""


class Transaction(Protocol):
    """One write: everything done through it is on disk when it ends, or nothing is."""

    def base(self) -> Base:
        """Return the epoch and the last sequence number."""

    def organisation(self) -> Organisation:
        """Return the space as it stands inside this transaction."""

    def policy_at(self, seq: int) -> Policy:
        """Return the policy in force at a sequence number."""

    def prefetch(
        self,
        *,
        tickets: Collection[str] = (),
        entries: Collection[str] = (),
        responses: Collection[str] = (),
        operations: Collection[str] = (),
    ) -> None:
        """Read together what will be asked for one by one; what comes of asking is the same.

        `entries` are the subjects of which all that happened will be asked.
        """

    def ticket(self, ticket_id: str) -> Ticket | None:
        """Return a ticket, withdrawn ones too."""

    def entries(self, ticket_id: str) -> Sequence[Entry]:
        """Return all that happened to a ticket, in order."""

    def entries_since(self, ticket_id: str, seq: int) -> Sequence[Entry]:
        """Return what happened to a ticket after a sequence number, in order."""

    def operation(self, operation_id: str) -> Operation | None:
        """Return an operation by its id."""

    def done_by(self, email: str) -> Sequence[Operation]:
        """Return what a person did last at this desk, newest first; as many as undo reaches back.

        Of a long group it is the newest operations only. What was replayed was not done here.
        """

    def group(self, group_id: str) -> Sequence[Operation]:
        """Return the operations of a group, however many, newest first."""

    def members(self, group_id: str) -> Sequence[Member]:
        """Return what a group consists of, however much, newest first."""

    def unresolved_of(self, owner: str) -> Sequence[str]:
        """Return the ids of somebody's tickets that are not resolved, oldest first."""

    def lying_in(self, segment: str) -> Sequence[str]:
        """Return the ids of all tickets of a segment, oldest first."""

    def resolved_of(self, customer_email: str) -> str | None:
        """Return the id of a customer's newest ticket that is resolved."""

    def unresolved_for(self, customer_email: str, segment: str) -> str | None:
        """Return the id of a customer's newest ticket in a segment that is not resolved."""

    def has_others(self, customer_email: str, ticket_id: str) -> bool:
        """Say whether a customer has a ticket besides this one."""

    def is_authority(self) -> bool:
        """Say whether what is done here by itself counts: this store gives operations their order."""

    def response_exists(self, response_id: str) -> bool:
        """Say whether a survey response is recorded."""

    def append(self, operation: Operation, received_at: int) -> Entry:
        """Give an operation its place in the order (and a new ticket its number) and keep it."""

    def replay(self, operation: Operation, received_at: int, replayed: Replayed, number: int | None) -> Entry:
        """Give an operation that another authority took first its place in the order, and keep it.

        Its time is the one it had there, and so is its number, which no ticket may have yet. Raises Unusable as
        `append` does.
        """

    def number_taken(self, number: int) -> bool:
        """Say whether a ticket has this number."""

    def last_number(self) -> int:
        """Return the highest number a ticket has, 0 when there is none."""

    def put_ticket(self, before: Ticket | None, after: Ticket, entry: Entry, earlier: Sequence[Entry]) -> None:
        """Keep the state an entry led to: row, counters, full text.

        `earlier` are the ticket's entries before an undo: what it takes back or brings back is found accordingly.
        """

    def put_organisation(self, after: Organisation, operation: Operation) -> None:
        """Keep what a change of segments, people or policy led to."""

    def put_response(self, entry: Entry) -> None:
        """Keep a survey response."""

    def letter(self, letter_id: str) -> Letter | None:
        """Return a letter, None when there is none."""

    def put_letter(self, letter: Letter) -> None:
        """Keep what an operation led to of a letter."""

    def followup(self, followup_id: str) -> FollowUp | None:
        """Return a follow-up, None when there is none."""

    def put_followup(self, followup_id: str, after: FollowUp | None, seq: int) -> None:
        """Keep what the operation with this place led to of a follow-up; None: there is none any more."""

    def is_leaving(self, letter_id: str) -> bool:
        """Say whether a letter has begun to be handed over, as far as this store knows."""

    def tell(self, entry: Entry) -> None:
        """Keep that nobody was told of this by mail yet, where it is this store that tells: an authority's."""


class MailQueue(Protocol):
    """What an authority has still to tell and to send."""

    def tellings(self, most: int) -> Sequence[Telling]:
        """Return what nobody was told of before this write: an import first, then the oldest of the rest."""

    def forget(self, told: Iterable[Telling]) -> None:
        """Forget what people were told of."""

    def due(self, until: int) -> Sequence[Letter]:
        """Return the letters that were waiting before this write and go up to an instant, the first due first."""

    def deliveries(self, letter_id: str) -> Mapping[str, Delivery]:
        """Return how far a letter has come, by recipient; who is not in it was not tried."""

    def put_delivery(self, delivery: Delivery) -> None:
        """Keep how far a letter has come."""


class AuthorityTransaction(Transaction, Protocol):
    """A write of a store that others send operations to."""

    @property
    def mail(self) -> MailQueue:
        """What is still to be told and sent."""

    def entries_between(self, first: int, last: int) -> Sequence[Entry]:
        """Return what was done from one place of the order to another, in order."""

    def mail_is_stopped(self) -> bool:
        """Say whether no letter goes: the order has another name, and nobody has said yet that mail may go again."""

    def let_mail_go(self) -> None:
        """Let letters go again."""

    def entry(self, operation_id: str) -> Entry | None:
        """Return an operation by its id, with its place in the order."""

    def refusal(self, operation_id: str) -> Receipt | None:
        """Return what was said of an operation that was refused, None when it never was."""

    def keep_digests(self) -> None:
        """Keep checksums of the tickets of each segment from now on, for those who follow this store."""

    def put_refusal(self, receipt: Receipt) -> None:
        """Keep what is said of an operation that is refused."""

    def seen(self, base: Base) -> int:
        """Return up to which sequence number of this store its maker had seen everything, if anything of it."""

    def begin_epoch(self, epoch: str) -> None:
        """Give the order another name from here on: whoever saw more of the old one saw what is no more."""

    def put_device(self, device: Device, hashed: str) -> None:
        """Keep a new device, and the hash of its token."""

    def revoke_device(self, device_id: str, at: int) -> Device | None:
        """Sign a device out and return it as it is then; None for one there is not.

        One that was signed out before stays as it is.
        """

    def touch_device(self, device_id: str, at: int) -> None:
        """Note when a device spoke last; what is noted never goes back."""


class Store(Protocol):
    """Where operations and what follows from them are kept. Every call blocks; the desk calls it off the loop."""

    def transact(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in one transaction, alone among all processes; what it raises rolls back."""

    def at_length(self) -> AbstractContextManager[None]:
        """Make ready for many transactions one after the other, between which others come to write."""

    def save_draft(self, draft: StoredDraft) -> None:
        """Keep typed words; a draft without any is removed."""

    def keep(self, by: str, shelf: str, things: Mapping[str, Json]) -> None:
        """Keep what is one person's own, by name, on a shelf of theirs; a thing that is None is thrown away."""


class AuthorityStore(Store, Protocol):
    """A store that others send operations to."""

    def transact_authority(self, work: Callable[[AuthorityTransaction], T]) -> T:
        """Run `work` in one transaction, alone among all processes; what it raises rolls back.

        Raises Refused when the authority of this store is elsewhere.
        """


class FollowingTransaction(Transaction, Replica, Protocol):
    """A write of a desk that follows an authority elsewhere, by the desk or by what syncs."""

    def space(self) -> str:
        """Return which authority this store follows, whatever becomes of its order; empty where nobody said."""

    def refused(self, subject: str) -> Sequence[RefusedOperation]:
        """Return what was refused about a subject and nobody has decided about, in the order of its making."""

    def take_off_card(self, operation_id: str) -> None:
        """Forget a refused operation: its maker has decided."""

    def put_fact(self, key: str, value: str) -> None:
        """Keep what is true of this store alone."""

    def leave(self, epoch: str) -> None:
        """Forget that there was an authority elsewhere: this store has its own order from here on, called so."""


class FollowingStore(Store, Protocol):
    """A store whose authority is elsewhere."""

    def transact_replica(self, work: Callable[[FollowingTransaction], T]) -> T:
        """Run `work` in one transaction, alone among all processes; what it raises rolls back.

        Raises Refused when this store is its own authority.
        """


class DeviceReader(Protocol):
    """What is asked about the devices that may speak to a store as a hub. Every call blocks, for milliseconds."""

    def organisation(self) -> Organisation:
        """Return the space as it stands."""

    def device_of(self, hashed: str) -> Device | None:
        """Return the device whose token has this hash, also one that was signed out; None for a stranger's."""

    def devices(self) -> Sequence[Device]:
        """Return all devices there ever were, the oldest first."""


class LetterReader(Protocol):
    """What is asked of letters. Every call blocks, for milliseconds."""

    def newest(self, limit: int, states: Sequence[State]) -> Sequence[Letter]:
        """Return letters in some states, the newest first."""

    def of_ticket(self, ticket_id: str) -> Sequence[Letter]:
        """Return all letters about a ticket, the oldest first."""

    def beginning(self, start: str, limit: int) -> Sequence[Letter]:
        """Return up to so many letters whose ids begin so."""

    def untold(self) -> int:
        """Count what was done and nobody was told of yet."""

    def said(self, letter_id: str) -> Mapping[str, str]:
        """Return what the mail server said last of each recipient who has not got a letter yet."""

    def server(self) -> str | None:
        """Return where letters are handed over, as `domain.mail.server.written` wrote it."""

    def is_stopped(self) -> bool:
        """Say whether no letter goes until somebody lets it."""


class FollowUpReader(Protocol):
    """What is asked of follow-ups."""

    def open(self, owner: str | None, limit: int) -> Sequence[FollowUp]:
        """Return what is not done, of one person or of everybody, the first due first."""

    def falling_due(self, owner: str, after: int, until: int, limit: int) -> Sequence[FollowUp]:
        """Return what a person has not done that is due after one instant and up to another, the first due first."""

    def of_ticket(self, ticket_id: str) -> Sequence[FollowUp]:
        """Return all about a ticket, the oldest first."""

    def beginning(self, start: str, limit: int) -> Sequence[FollowUp]:
        """Return up to so many whose ids begin so."""


class Reader(Protocol):
    """The read side of a store. Every call blocks, for milliseconds."""

    @property
    def letters(self) -> LetterReader:
        """What is asked of letters."""

    @property
    def followups(self) -> FollowUpReader:
        """What is asked of follow-ups."""

    def look_as(self, email: str) -> None:
        """From now on rows say what this person has typed and not sent, and has not looked at yet."""

    def organisation(self) -> Organisation:
        """Return the space as it stands."""

    def epoch(self) -> str:
        """Return the name of the authority's order that sequence numbers count in."""

    def seq(self) -> int:
        """Return a number that rises with every change by anybody."""

    def seen(self) -> int:
        """Return up to which sequence number of the authority's order everything is here."""

    def window(
        self, selection: Selection, *, after: TicketRow | None, before: TicketRow | None, limit: int
    ) -> Window:
        """Return up to `limit` rows after or before a row, from the start when neither is given."""

    def window_at_end(self, selection: Selection, limit: int) -> Window:
        """Return the last rows of a list."""

    def window_around(self, selection: Selection, ticket_id: str, limit: int) -> Window | None:
        """Return up to `limit` rows on either side of a ticket, and its own; None when the list has it not."""

    def position(self, selection: Selection, row: TicketRow) -> int:
        """Return how many rows of a list come before `row`."""

    def ids(
        self, selection: Selection, *, first: TicketRow | None = None, last: TicketRow | None = None
    ) -> Sequence[str]:
        """Return the ids of a whole list in its order; of the part from a row to a row, both with it, if given."""

    def found_among(self, selection: Selection, ids: Collection[str]) -> frozenset[str]:
        """Return which of some tickets a selection finds."""

    def row(self, ticket_id: str) -> TicketRow | None:
        """Return one row by the ticket's id, None when it is withdrawn or unknown."""

    def rows(self, ids: Collection[str]) -> Sequence[TicketRow]:
        """Return rows by their tickets' ids, in no order, without those that are withdrawn or unknown."""

    def counts(self, selection: Selection) -> Counts:
        """Count what a selection finds."""

    def counts_at_once(self, selection: Selection) -> Counts | None:
        """Return the same where no ticket has to be looked at for it, else None."""

    def standing(self, email: str, now: int) -> Standing:
        """Count a person's work."""

    def loads(self, now: int) -> Mapping[str, Load]:
        """Return how much every owner has to do."""

    def find(self, name: str) -> str | None:
        """Return the id of a ticket named by number (`#1042` or `1042`), handle or id; None when there is none."""

    def once_numbered(self, name: str) -> Sequence[str]:
        """Return the ids of tickets, but for the one `find` returns, that had a number (`#17`, `17`) elsewhere."""

    def ticket_view(self, ticket_id: str, newest: int | None = None) -> TicketView | None:
        """Return a ticket with its entries and the customer's other tickets.

        With `newest`, of a ticket that has more entries: that many of the newest; of those before them the one that
        made it and the newest that are not of PLAIN_KINDS, up to `newest` of these together.
        """

    def customer(self, key: str) -> Customer:
        """Return what is on record of the customer of a key (`domain.customer`); nobody's is empty."""

    def tickets(self, selection: Selection, limit: int | None) -> Iterator[Ticket]:
        """Yield whole tickets in the order of a selection."""

    def columns(self, selection: Selection, names: Sequence[str]) -> Iterator[Columns]:
        """Yield the fields of these names of all tickets of a selection, a page of tickets at a time, in its order.

        A million tickets are read that way in half the time that `tickets` takes.
        """

    def history(self, selection: Selection, *, responses: bool) -> Iterator[tuple[Recorded, str | None]]:
        """Yield all that happened to the tickets of a selection, in the authority's order.

        Each comes with the id of the operation before it on the same subject. With `responses` every survey response
        on record is among it, whatever became of it.
        """

    def recorded_after(self, seq: int, limit: int) -> Sequence[Recorded]:
        """Return what comes after a place of the authority's order, in order; what waits here is not in it."""

    def organisation_history(self) -> Sequence[Entry]:
        """Return every change of segments, people and policy, in the authority's order."""

    def operations(self, ids: Sequence[str]) -> Mapping[str, Operation]:
        """Return those of some operations that are on record, by id."""

    def last_operations(self, subjects: Collection[str]) -> Mapping[str, str]:
        """Return the id of the last operation on each subject that has any."""

    def apart(self) -> AbstractContextManager["Reader"]:
        """Return a reader for one long reading, on a thread of its own: it sees the store as it is at the first look.

        May be called from any thread.
        """

    def interrupt(self) -> None:
        """Break off what is being read now, from another thread; whoever asked gets an error."""

    def draft(self, ticket_id: str, form: str, by: str) -> StoredDraft | None:
        """Return the words somebody typed into a form and has not sent."""

    def kept(self, by: str, shelf: str) -> Mapping[str, Json]:
        """Return what a person keeps on a shelf, by name, in the order of the names."""

    def entries(self, subject: str) -> Sequence[Entry]:
        """Return all that happened to a ticket, a segment, a person or the policy, in order."""

    def segment_loads(self, now: int) -> Mapping[str, Load]:
        """Return how much there is to do in every segment that has something to do."""

    def following(self) -> Following | None:
        """Return how this desk stands to the hub that it follows, None when it follows none."""

    def outbox(self) -> Sequence[Waiting]:
        """Return what was made here and is not in the hub's order yet, in the order of its making."""

    def cards(self) -> Sequence[Card]:
        """Return what the hub refused and nobody has decided about, a card for each ticket."""

    def counted_by(self, selection: Selection, column: str) -> Sequence[tuple[str, int]]:
        """Count the tickets of a selection by what they have in a column; those with nothing there are left out."""

    def words_used(self, field: str, beginning: str, limit: int) -> Sequence[tuple[str, int]]:
        """Return values a field had before (root_cause, category), most used first, with how often."""
