"""A store in memory that keeps the same promises as the one on disk, said in plain Python.

Both ports in one object. It is slow and obvious on purpose: the contract suite runs over it and over the real store,
and whatever differs between the two is a mistake in one of them.
"""

import re
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import TypeVar

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.domain.card import Card
from cxloop_tui.domain.customer import contacts_of, customer_key, customer_of
from cxloop_tui.domain.device import Device
from cxloop_tui.domain.errors import NotFound, Refused, Unusable
from cxloop_tui.domain.feed import WAITING_FROM, Waiting
from cxloop_tui.domain.folding import document, phrases
from cxloop_tui.domain.following import Following
from cxloop_tui.domain.followup import FollowUp
from cxloop_tui.domain.identity import handle, uuid7
from cxloop_tui.domain.mail.delivery import IMPORTED, Delivery, Fate, Telling
from cxloop_tui.domain.mail.letter import Letter, State
from cxloop_tui.domain.matching import has_phrase, holds, value_of
from cxloop_tui.domain.operation import Base, Entry, Json, Kind, Member, Operation, Origin, Replayed
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_puts import ORGANISATION_KINDS
from cxloop_tui.domain.policy import Policy, policy_timeline
from cxloop_tui.domain.receipt import Receipt
from cxloop_tui.domain.recorded import Recorded
from cxloop_tui.domain.segment import SegmentTree
from cxloop_tui.domain.selection import Condition, Selection, Unread
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.survey import SurveyResponse, response_of
from cxloop_tui.domain.ticket import Columns, Ticket, undone_ids
from cxloop_tui.domain.ticket_view import (
    COLLEAGUES_MOST,
    CUSTOMER_MOST,
    EARLIER_MOST,
    PLAIN_KINDS,
    SCORES_BEFORE_MOST,
    Customer,
    StoredDraft,
    TicketView,
)
from cxloop_tui.domain.view import LOOKED_FROM, LOOKED_SHELF, SAID_LENGTH, Counts, Load, Standing, TicketRow, Window
from cxloop_tui.services.correspondence import Correspondence
from cxloop_tui.services.desk import Desk
from cxloop_tui.services.devices import Devices
from cxloop_tui.services.ports import AuthorityTransaction
from cxloop_tui.services.queries import Queries

T = TypeVar("T")

UNDO_REACH = 500
GROUP_SHOWN = 20

Value = str | int | None


class TickingClock:
    """A clock that moves on by a second whenever somebody looks."""

    def __init__(self, now: int = 1_800_000_000_000) -> None:
        self.now = now

    def __call__(self) -> int:
        self.now += 1_000
        return self.now


class CountingIds:
    """UUIDs of version 7 that are the same in every run."""

    def __init__(self) -> None:
        self._made = 0

    def __call__(self) -> str:
        self._made += 1
        return uuid7(1_700_000_000_000 + self._made, lambda bits: (self._made * 2_654_435_761) % (1 << bits))


@dataclass
class Held:
    """All that a store holds. A transaction works on a copy, which takes its place when it ends well."""

    entries: list[Entry] = field(default_factory=list)
    operations: dict[str, Operation] = field(default_factory=dict)
    about: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    """Entries by what they are about."""
    tickets: dict[str, Ticket] = field(default_factory=dict)
    """By id, in the order in which they were made."""
    responses: dict[str, Entry] = field(default_factory=dict)
    organisation: Organisation = field(default_factory=lambda: Organisation(SegmentTree({}), {}))
    numbers: int = 0
    """The last number given to a ticket."""
    arrived_at: int = 0
    """When the last operation came in."""
    refusals: dict[str, Receipt] = field(default_factory=dict)
    epochs: dict[str, int] = field(default_factory=dict)
    """Former epochs, and up to where their order is this one's."""
    epoch: str = "memory"
    devices: dict[str, Device] = field(default_factory=dict)
    """By the hash of their token."""
    letters: dict[str, Letter] = field(default_factory=dict)
    followups: dict[str, FollowUp] = field(default_factory=dict)
    tellings: list[Telling] = field(default_factory=list)
    deliveries: dict[tuple[str, str], Delivery] = field(default_factory=dict)
    """By letter and recipient."""
    mail_is_stopped: bool = False

    def copy(self) -> "Held":
        """Return one that can be changed without changing this one."""
        return replace(
            self,
            entries=list(self.entries),
            operations=dict(self.operations),
            about=dict(self.about),
            tickets=dict(self.tickets),
            responses=dict(self.responses),
            refusals=dict(self.refusals),
            epochs=dict(self.epochs),
            devices=dict(self.devices),
            letters=dict(self.letters),
            followups=dict(self.followups),
            tellings=list(self.tellings),
            deliveries=dict(self.deliveries),
        )

    def of(self, subject: str) -> tuple[Entry, ...]:
        """Return the entries about one subject, in order."""
        return self.about.get(subject, ())

    def place(self, ticket_id: str) -> int:
        """Return the sequence number of the operation that made a ticket."""
        return self.of(ticket_id)[0].seq


class MemoryTransaction:
    """The `Transaction` port over what a MemoryStore holds."""

    def __init__(self, held: Held) -> None:
        self.held = held

    def base(self) -> Base:
        return Base(self.held.epoch, self.held.entries[-1].seq if self.held.entries else 0)

    def organisation(self) -> Organisation:
        return self.held.organisation

    def policy_at(self, seq: int) -> Policy:
        return policy_timeline(self.held.of("policy"))(seq)

    def prefetch(
        self,
        *,
        tickets: Collection[str] = (),
        entries: Collection[str] = (),
        responses: Collection[str] = (),
        operations: Collection[str] = (),
    ) -> None:
        """Everything is at hand already."""

    def ticket(self, ticket_id: str) -> Ticket | None:
        return self.held.tickets.get(ticket_id)

    def entries(self, ticket_id: str) -> Sequence[Entry]:
        return self.held.of(ticket_id)

    def entries_since(self, ticket_id: str, seq: int) -> Sequence[Entry]:
        return tuple(entry for entry in self.held.of(ticket_id) if entry.seq > seq)

    def operation(self, operation_id: str) -> Operation | None:
        return self.held.operations.get(operation_id)

    def done_by(self, email: str) -> Sequence[Operation]:
        newest_first = (entry.operation for entry in reversed(self.held.entries) if entry.replayed is None)
        shown: Counter[str] = Counter()
        found = []
        for operation in newest_first:
            if operation.by == email:
                shown[operation.group or operation.id] += 1
                found += [operation] if shown[operation.group or operation.id] <= GROUP_SHOWN else []
        return tuple(found[:UNDO_REACH])

    def group(self, group_id: str) -> Sequence[Operation]:
        newest_first = (entry.operation for entry in reversed(self.held.entries))
        return tuple(operation for operation in newest_first if operation.group == group_id)

    def members(self, group_id: str) -> Sequence[Member]:
        return [Member(operation.id, operation.subject, operation.kind) for operation in self.group(group_id)]

    def unresolved_of(self, owner: str) -> Sequence[str]:
        return [ticket.id for ticket in self._listed() if ticket.owner == owner and _is_unresolved(ticket)]

    def lying_in(self, segment: str) -> Sequence[str]:
        return [ticket.id for ticket in self._listed() if ticket.segment == segment]

    def resolved_of(self, customer_email: str) -> str | None:
        theirs = (ticket for ticket in self._listed() if ticket.customer_email == customer_email)
        found = [ticket.id for ticket in theirs if ticket.status is Status.RESOLVED]
        return found[-1] if found else None

    def unresolved_for(self, customer_email: str, segment: str) -> str | None:
        found = [
            ticket.id
            for ticket in self._listed()
            if (ticket.customer_email, ticket.segment) == (customer_email, segment) and _is_unresolved(ticket)
        ]
        return found[-1] if found else None

    def _listed(self) -> Iterator[Ticket]:
        return (ticket for ticket in self.held.tickets.values() if not ticket.withdrawn)

    def has_others(self, customer_email: str, ticket_id: str) -> bool:
        return any(one.customer_email == customer_email and one.id != ticket_id for one in self._listed())

    def is_authority(self) -> bool:
        return True

    def response_exists(self, response_id: str) -> bool:
        return response_id in self.held.responses

    def append(self, operation: Operation, received_at: int) -> Entry:
        is_new_ticket = operation.kind == Kind.TICKET_CREATE
        entry = Entry(
            operation=operation,
            seq=len(self.held.entries) + 1,
            received_at=max(received_at, self.held.arrived_at),
            number=self.held.numbers + 1 if is_new_ticket else None,
        )
        return self._placed(entry, entry.received_at)

    def replay(self, operation: Operation, received_at: int, replayed: Replayed, number: int | None) -> Entry:
        arrived = replayed._replace(arrived_at=max(replayed.arrived_at, self.held.arrived_at))
        seq = len(self.held.entries) + 1
        entry = Entry(operation=operation, seq=seq, received_at=received_at, number=number, replayed=arrived)
        return self._placed(entry, arrived.arrived_at)

    def _placed(self, entry: Entry, arrived_at: int) -> Entry:
        operation = entry.operation
        if operation.id in self.held.operations:
            raise Unusable(f"there is an operation {operation.id} already")
        self.held.arrived_at = arrived_at
        self.held.numbers = max(self.held.numbers, entry.number or 0)
        self.held.entries.append(entry)
        self.held.operations[operation.id] = operation
        self.held.about[operation.subject] = (*self.held.of(operation.subject), entry)
        return entry

    def number_taken(self, number: int) -> bool:
        return any(ticket.number == number for ticket in self.held.tickets.values())

    def last_number(self) -> int:
        return self.held.numbers

    def put_ticket(self, before: Ticket | None, after: Ticket, entry: Entry, earlier: Sequence[Entry]) -> None:
        assert before == self.held.tickets.get(after.id)
        assert entry == self.held.of(after.id)[-1]
        assert tuple(earlier) in ((), self.held.of(after.id)[:-1])
        self.held.tickets[after.id] = after

    def put_organisation(self, after: Organisation, operation: Operation) -> None:
        assert self.operation(operation.id) == operation
        self.held.organisation = after

    def letter(self, letter_id: str) -> Letter | None:
        return self.held.letters.get(letter_id)

    def put_letter(self, letter: Letter) -> None:
        self.held.letters[letter.id] = letter

    def followup(self, followup_id: str) -> FollowUp | None:
        return self.held.followups.get(followup_id)

    def put_followup(self, followup_id: str, after: FollowUp | None, seq: int) -> None:
        assert after is None or after.seq == seq
        if after is None:
            self.held.followups.pop(followup_id, None)
        else:
            self.held.followups[followup_id] = after

    def is_leaving(self, letter_id: str) -> bool:
        return any(one.fate is not Fate.READY for one in self.mail.deliveries(letter_id).values())

    def tell(self, entry: Entry) -> None:
        is_imported = entry.operation.origin == Origin.IMPORT
        subject = IMPORTED if is_imported else entry.operation.subject
        before = next((one for one in self.held.tellings if one.subject == subject == IMPORTED), None)
        first = entry.seq if before is None else before.seq
        self.held.tellings = [one for one in self.held.tellings if one is not before]
        self.held.tellings.append(Telling(first, entry.seq, subject, entry.received_at))

    @property
    def mail(self) -> "MemoryMail":
        return MemoryMail(self.held)

    def entries_between(self, first: int, last: int) -> Sequence[Entry]:
        return [entry for entry in self.held.entries if first <= entry.seq <= last]

    def mail_is_stopped(self) -> bool:
        return self.held.mail_is_stopped

    def let_mail_go(self) -> None:
        self.held.mail_is_stopped = False

    def put_response(self, entry: Entry) -> None:
        self.held.responses[entry.operation.subject] = entry

    def entry(self, operation_id: str) -> Entry | None:
        return next((entry for entry in self.held.entries if entry.operation.id == operation_id), None)

    def refusal(self, operation_id: str) -> Receipt | None:
        return self.held.refusals.get(operation_id)

    def keep_digests(self) -> None:
        """They are made when they are asked for."""

    def put_refusal(self, receipt: Receipt) -> None:
        self.held.refusals[receipt.operation] = receipt

    def seen(self, base: Base) -> int:
        return base.seq if base.epoch == self.held.epoch else min(base.seq, self.held.epochs.get(base.epoch, 0))

    def begin_epoch(self, epoch: str) -> None:
        last = self.base()
        untils = {**self.held.epochs, last.epoch: last.seq}
        self.held.epochs = {name: min(until, last.seq) for name, until in untils.items()}
        self.held.epoch = epoch
        self.held.mail_is_stopped = True

    def put_device(self, device: Device, hashed: str) -> None:
        assert device.id not in {known.id for known in self.held.devices.values()}
        self.held.devices[hashed] = device

    def revoke_device(self, device_id: str, at: int) -> Device | None:
        def signed_out(device: Device) -> Device:
            return device if device.revoked_at is not None else device._replace(revoked_at=at)

        return self._changed(device_id, signed_out)

    def touch_device(self, device_id: str, at: int) -> None:
        self._changed(device_id, lambda device: device._replace(used_at=max(at, device.used_at or at)))

    def _changed(self, device_id: str, change: Callable[[Device], Device]) -> Device | None:
        for hashed, device in self.held.devices.items():
            if device.id == device_id:
                self.held.devices[hashed] = change(device)
                return self.held.devices[hashed]
        return None


class MemoryMail:
    """The `MailQueue` port over what a MemoryStore holds."""

    def __init__(self, held: Held) -> None:
        self._held = held

    def tellings(self, most: int) -> Sequence[Telling]:
        return sorted(self._held.tellings, key=lambda one: (one.subject != IMPORTED, one.seq))[:most]

    def forget(self, told: Iterable[Telling]) -> None:
        gone = {one.seq for one in told}
        self._held.tellings = [one for one in self._held.tellings if one.seq not in gone]

    def due(self, until: int) -> Sequence[Letter]:
        waiting = (one for one in self._held.letters.values() if one.state is State.WAITING and one.due_at <= until)
        return sorted(waiting, key=lambda letter: letter.due_at)

    def deliveries(self, letter_id: str) -> Mapping[str, Delivery]:
        return {who: one for (letter, who), one in self._held.deliveries.items() if letter == letter_id}

    def put_delivery(self, delivery: Delivery) -> None:
        self._held.deliveries[delivery.letter, delivery.recipient] = delivery


class MemoryLetters:
    """The `LetterReader` port over what a MemoryStore holds."""

    def __init__(self, held: Held) -> None:
        self._held = held

    def newest(self, limit: int, states: Sequence[State]) -> Sequence[Letter]:
        found = [letter for letter in reversed(self._held.letters.values()) if letter.state in states]
        return found[:limit]

    def of_ticket(self, ticket_id: str) -> Sequence[Letter]:
        return [letter for letter in self._held.letters.values() if letter.ticket == ticket_id]

    def beginning(self, start: str, limit: int) -> Sequence[Letter]:
        return [self._held.letters[one] for one in sorted(self._held.letters) if one.startswith(start)][:limit]

    def untold(self) -> int:
        return len(self._held.tellings)

    def said(self, letter_id: str) -> Mapping[str, str]:
        deliveries = MemoryMail(self._held).deliveries(letter_id)
        return {who: one.said for who, one in deliveries.items() if one.fate is not Fate.GONE and one.said}

    def server(self) -> str | None:
        return None

    def is_stopped(self) -> bool:
        return self._held.mail_is_stopped


class MemoryFollowUps:
    """The `FollowUpReader` port over what a MemoryStore holds."""

    def __init__(self, held: Held) -> None:
        self._held = held

    def open(self, owner: str | None, limit: int) -> Sequence[FollowUp]:
        wanted = [one for one in self._held.followups.values() if not one.done and owner in (None, one.owner)]
        return sorted(wanted, key=lambda one: (one.due_at is None, one.due_at or 0))[:limit]

    def falling_due(self, owner: str, after: int, until: int, limit: int) -> Sequence[FollowUp]:
        mine = self.open(owner, len(self._held.followups))
        return [one for one in mine if one.due_at is not None and after < one.due_at <= until][:limit]

    def of_ticket(self, ticket_id: str) -> Sequence[FollowUp]:
        return [one for one in self._held.followups.values() if one.ticket == ticket_id]

    def beginning(self, start: str, limit: int) -> Sequence[FollowUp]:
        return [self._held.followups[one] for one in sorted(self._held.followups) if one.startswith(start)][:limit]


class MemoryStore:
    """The `Store` and the `Reader` port in memory."""

    def __init__(self, epoch: str = "memory") -> None:
        self._held = Held(epoch=epoch)
        self._drafts: dict[tuple[str, str, str], StoredDraft] = {}
        self._shelves: dict[tuple[str, str], dict[str, Json]] = {}
        self._alone = RLock()
        self._me = ""

    @property
    def letters(self) -> MemoryLetters:
        return MemoryLetters(self._held)

    @property
    def followups(self) -> MemoryFollowUps:
        return MemoryFollowUps(self._held)

    # Store -------------------------------------------------------------------------------------------------------

    def transact(self, work: Callable[[AuthorityTransaction], T]) -> T:
        with self._alone:
            transaction = MemoryTransaction(self._held.copy())
            result = work(transaction)
            self._held = transaction.held
            return result

    def transact_authority(self, work: Callable[[AuthorityTransaction], T]) -> T:
        return self.transact(work)

    @contextmanager
    def at_length(self) -> Iterator[None]:
        yield

    def save_draft(self, draft: StoredDraft) -> None:
        key = (draft.ticket, draft.form, draft.by)
        self._drafts.pop(key, None)
        if any(draft.fields.values()):
            self._drafts[key] = draft

    def keep(self, by: str, shelf: str, things: Mapping[str, Json]) -> None:
        kept = {**self._shelves.get((by, shelf), {}), **things}
        self._shelves[by, shelf] = {name: thing for name, thing in kept.items() if thing is not None}

    # Reader ------------------------------------------------------------------------------------------------------

    def look_as(self, email: str) -> None:
        self._me = email

    def organisation(self) -> Organisation:
        return self._held.organisation

    def epoch(self) -> str:
        return self._held.epoch

    def seq(self) -> int:
        return len(self._held.entries)

    def seen(self) -> int:
        return len(self._held.entries)

    def following(self) -> Following | None:
        return None

    def outbox(self) -> Sequence[Waiting]:
        return ()

    def cards(self) -> Sequence[Card]:
        return ()

    def device_of(self, hashed: str) -> Device | None:
        return self._held.devices.get(hashed)

    def devices(self) -> Sequence[Device]:
        return sorted(self._held.devices.values(), key=lambda device: (device.made_at, device.id))

    def window(
        self, selection: Selection, *, after: TicketRow | None, before: TicketRow | None, limit: int
    ) -> Window:
        if before is not None:
            rows = self._rows(selection)[: self.position(selection, before)]
            return Window(tuple(rows[-limit:]), at_start=len(rows) <= limit, at_end=False)
        rows = self._rows(selection)
        if after is not None:
            rows = [row for row in rows if self._is_before(selection, after, row)]
        return Window(tuple(rows[:limit]), at_start=after is None, at_end=len(rows) <= limit)

    def window_at_end(self, selection: Selection, limit: int) -> Window:
        rows = self._rows(selection)
        return Window(tuple(rows[-limit:]), at_start=len(rows) <= limit, at_end=True)

    def window_around(self, selection: Selection, ticket_id: str, limit: int) -> Window | None:
        rows = self._rows(selection)
        at = next((at for at, row in enumerate(rows) if row.id == ticket_id), None)
        if at is None:
            return None
        first, last = max(at - limit, 0), at + limit + 1
        return Window(tuple(rows[first:last]), at_start=first == 0, at_end=last >= len(rows))

    def position(self, selection: Selection, row: TicketRow) -> int:
        return sum(self._is_before(selection, other, row) for other in self._rows(selection))

    def ids(
        self, selection: Selection, *, first: TicketRow | None = None, last: TicketRow | None = None
    ) -> Sequence[str]:
        return [
            row.id
            for row in self._rows(selection)
            if (first is None or not self._is_before(selection, row, first))
            and (last is None or not self._is_before(selection, last, row))
        ]

    def found_among(self, selection: Selection, ids: Collection[str]) -> frozenset[str]:
        return frozenset(ticket.id for ticket in self._found(selection)) & frozenset(ids)

    def row(self, ticket_id: str) -> TicketRow | None:
        ticket = self._held.tickets.get(ticket_id)
        return None if ticket is None or ticket.withdrawn else self._row(ticket, None)

    def rows(self, ids: Collection[str]) -> Sequence[TicketRow]:
        return [row for row in map(self.row, ids) if row is not None]

    def counts_at_once(self, selection: Selection) -> Counts | None:
        return self.counts(selection)

    def interrupt(self) -> None:
        """Nothing here takes long enough."""

    def counts(self, selection: Selection) -> Counts:
        others = tuple(
            condition for condition in selection.conditions if getattr(condition, "column", None) != "status"
        )
        tally = Counter(ticket.status for ticket in self._found(replace(selection, conditions=others)))
        return Counts(
            found=len(self._found(selection)),
            everything=sum(not ticket.withdrawn for ticket in self._held.tickets.values()),
            by_status={status: tally[status] for status in Status},
        )

    def standing(self, email: str, now: int) -> Standing:
        listed = [ticket for ticket in self._held.tickets.values() if not ticket.withdrawn]
        mine = [ticket for ticket in listed if ticket.owner == email]
        return Standing(
            mine=sum(ticket.status is not Status.RESOLVED for ticket in mine),
            overdue=sum(_is_overdue(ticket, now) for ticket in mine),
            overdue_everywhere=sum(_is_overdue(ticket, now) for ticket in listed),
            to_do=sum(one.is_over(now) for one in self.followups.open(email, 1000)),
        )

    def loads(self, now: int) -> Mapping[str, Load]:
        owned: dict[str, list[Ticket]] = {}
        for ticket in self._held.tickets.values():
            if not ticket.withdrawn and ticket.owner and ticket.status is not Status.RESOLVED:
                owned.setdefault(ticket.owner, []).append(ticket)
        return {
            owner: Load(len(tickets), sum(_is_overdue(ticket, now) for ticket in tickets))
            for owner, tickets in owned.items()
        }

    def find(self, name: str) -> str | None:
        wanted = name.strip()
        number = re.fullmatch(r"#?(\d{1,15})", wanted)
        for ticket in self._held.tickets.values():
            if number and ticket.number == int(number[1]):
                return ticket.id
            if wanted in {ticket.id, handle(ticket.id)}:
                return ticket.id
        return next(iter(self._numbered_elsewhere(wanted)), None)

    def once_numbered(self, name: str) -> Sequence[str]:
        found = self.find(name)
        return [ticket for ticket in self._numbered_elsewhere(name.strip()) if ticket != found]

    def _numbered_elsewhere(self, name: str) -> list[str]:
        return sorted(
            (
                ticket.id
                for ticket in self._held.tickets.values()
                for replayed in [self._held.of(ticket.id)[0].replayed]
                if replayed is not None and replayed.number and name.removeprefix("#") == str(replayed.number)
                if replayed.number != ticket.number
            ),
            reverse=True,
        )

    def ticket_view(self, ticket_id: str, newest: int | None = None) -> TicketView | None:
        ticket = self._held.tickets.get(ticket_id)
        if ticket is None:
            return None
        entries, gap = self._held.of(ticket_id), 0
        if newest is not None and len(entries) > newest:
            made, *others = [one for one in entries[:-newest] if one.operation.kind not in PLAIN_KINDS]
            turns = [made, *others[max(len(others) - newest + 1, 0) :]]
            entries, gap = (*turns, *entries[-newest:]), len(turns)
        letters = tuple(self.letters.of_ticket(ticket_id))
        to_do = tuple(one for one in self.followups.open(None, 1000) if one.ticket == ticket_id)
        return TicketView(
            ticket, entries, self._earlier(ticket), self._scores_before(ticket), self.seen(), gap, letters, to_do
        )

    def customer(self, key: str) -> Customer:
        tickets = self._tickets_of(key)
        everything = [response_of(entry) for entry in reversed(self._held.responses.values())]
        theirs = [one for one in everything if _key_of(one) == key]
        shown = tickets[:CUSTOMER_MOST]
        accounts = [ticket.account for ticket in shown] + [one.account for one in theirs]
        account = next(filter(None, accounts), None)
        first = [ticket.created_at for ticket in tickets[-1:]] + [one.at for one in theirs[:CUSTOMER_MOST]]
        return Customer(
            key=key,
            tickets=tuple(shown),
            ticket_count=len(tickets),
            responses=tuple(sorted(theirs[:CUSTOMER_MOST], key=lambda one: -one.at)),
            response_count=len(theirs),
            contacts=contacts_of(
                [entry for ticket in shown for entry in self._held.of(ticket.id)],
                {ticket.id: ticket.number for ticket in shown},
            ),
            since=min(first + [one.at for one in theirs[-1:]], default=None),
            colleagues=self._colleagues(key, account),
        )

    def tickets(self, selection: Selection, limit: int | None) -> Iterator[Ticket]:
        rows = self._rows(selection)
        yield from (self._held.tickets[row.id] for row in (rows if limit is None else rows[:limit]))

    def columns(self, selection: Selection, names: Sequence[str]) -> Iterator[Columns]:
        for ticket in self.tickets(selection, None):
            yield [[getattr(ticket, name)] for name in names]

    def history(self, selection: Selection, *, responses: bool) -> Iterator[tuple[Recorded, str | None]]:
        found = {ticket.id for ticket in self._found(selection)}
        for entry in self._held.entries:
            recorded = responses and entry.operation.kind == Kind.RESPONSE_RECORD
            if recorded or entry.operation.subject in found:
                before = [one.operation.id for one in self._held.of(entry.operation.subject) if one.seq < entry.seq]
                yield Recorded.of(entry), before[-1] if before else None

    def recorded_after(self, seq: int, limit: int) -> Sequence[Recorded]:
        confirmed = (entry for entry in self._held.entries if seq < entry.seq < WAITING_FROM)
        return [Recorded.of(entry) for entry in confirmed][:limit]

    def organisation_history(self) -> Sequence[Entry]:
        return [entry for entry in self._held.entries if entry.operation.kind in ORGANISATION_KINDS]

    def operations(self, ids: Sequence[str]) -> Mapping[str, Operation]:
        return {one: self._held.operations[one] for one in ids if one in self._held.operations}

    def last_operations(self, subjects: Collection[str]) -> Mapping[str, str]:
        return {one: self._held.of(one)[-1].operation.id for one in subjects if self._held.of(one)}

    @contextmanager
    def apart(self) -> Iterator["MemoryStore"]:
        still = copy(self)
        still._held = self._held.copy()
        yield still

    def draft(self, ticket_id: str, form: str, by: str) -> StoredDraft | None:
        return self._drafts.get((ticket_id, form, by))

    def kept(self, by: str, shelf: str) -> Mapping[str, Json]:
        return dict(sorted(self._shelves.get((by, shelf), {}).items()))

    def entries(self, subject: str) -> Sequence[Entry]:
        return self._held.of(subject)

    def segment_loads(self, now: int) -> Mapping[str, Load]:
        lying: dict[str, list[Ticket]] = {}
        for ticket in self._held.tickets.values():
            if not ticket.withdrawn and _is_unresolved(ticket):
                lying.setdefault(ticket.segment, []).append(ticket)
        return {
            segment: Load(len(tickets), sum(_is_overdue(ticket, now) for ticket in tickets))
            for segment, tickets in lying.items()
        }

    def counted_by(self, selection: Selection, column: str) -> Sequence[tuple[str, int]]:
        named = (getattr(ticket, column) for ticket in self._found(selection))
        return list(Counter(word for word in named if word is not None).items())

    def words_used(self, field: str, beginning: str, limit: int) -> Sequence[tuple[str, int]]:
        values = [
            value
            for ticket in self._held.tickets.values()
            if not ticket.withdrawn and (value := getattr(ticket, field)) is not None
        ]
        begun = Counter(str(value) for value in values if str(value).casefold().startswith(beginning.casefold()))
        return sorted(begun.items(), key=lambda item: (-item[1], item[0]))[:limit]

    # How a selection is carried out ------------------------------------------------------------------------------

    def _rows(self, selection: Selection) -> list[TicketRow]:
        keyed = [self._row(ticket, self._key(selection, ticket)) for ticket in self._found(selection)]
        keyed.sort(key=lambda row: row.place, reverse=True)
        keyed.sort(key=lambda row: _sortable(row.key), reverse=selection.order.descending)
        return [row for row in keyed if row.key is not None] + [row for row in keyed if row.key is None]

    def _is_before(self, selection: Selection, row: TicketRow, other: TicketRow) -> bool:
        """Say whether `row` comes before `other` in the list, wherever either is now."""
        if row.key == other.key:
            return row.place > other.place
        if row.key is None or other.key is None:
            return other.key is None
        smaller = _sortable(row.key) < _sortable(other.key)
        return smaller is not selection.order.descending

    def _row(self, ticket: Ticket, key: int | str | None) -> TicketRow:
        same = ("id", "number", "status", "priority", "segment", "owner", "customer_email", "customer_name", "score",
                "score_kind", "created_at", "updated_at", "due_at", "reopened", "waiting_until")  # fmt: skip
        return TicketRow(
            **{name: getattr(ticket, name) for name in same},
            said=ticket.comment[:SAID_LENGTH],
            has_draft=any((about, by) == (ticket.id, self._me) for about, _, by in self._drafts),
            is_unread=self._is_unread(ticket, self._me),
            place=self._held.place(ticket.id),
            key=key,
        )

    def _holds(self, condition: Condition, ticket: Ticket) -> bool:
        if isinstance(condition, Unread):
            return self._is_unread(ticket, condition.by) is not condition.negated
        return holds(condition, ticket)

    def _is_unread(self, ticket: Ticket, by: str) -> bool:
        looked = self._shelves.get((by, LOOKED_SHELF), {})
        seen = looked.get(ticket.id, looked.get(LOOKED_FROM, ticket.seq))
        assert isinstance(seen, int)
        return ticket.seq > seen and self._held.of(ticket.id)[-1].operation.by != by

    def _key(self, selection: Selection, ticket: Ticket) -> int | str | None:
        if selection.order.by_text:
            return max(self._matching(selection.words, ticket, prefix_last=True))
        if selection.order.column == "customer_name":
            return (ticket.customer_name or ticket.customer_email or "").casefold() or None
        return value_of(ticket, selection.order.column)

    def _found(self, selection: Selection) -> list[Ticket]:
        return [ticket for ticket in self._held.tickets.values() if self._is_found(selection, ticket)]

    def _is_found(self, selection: Selection, ticket: Ticket) -> bool:
        if ticket.withdrawn or not all(self._holds(one, ticket) for one in selection.conditions):
            return False
        if any(self._matching((word,), ticket, prefix_last=False) for word in selection.not_words):
            return False
        return not selection.words or bool(self._matching(selection.words, ticket, prefix_last=True))

    def _matching(self, words: Sequence[str], ticket: Ticket, *, prefix_last: bool) -> list[int]:
        """Return the sequence numbers of the ticket's texts that have all the words."""
        wanted = phrases(words, prefix_last=prefix_last)
        return [
            seq
            for seq, tokens in self._texts(ticket)
            if wanted and all(has_phrase(tokens, phrase) for phrase in wanted)
        ]

    def _texts(self, ticket: Ticket) -> Iterator[tuple[int, list[str]]]:
        """Yield the tokens of each text of a ticket: what made it with who the customer is, then every other."""
        entries = self._held.of(ticket.id)
        undone = undone_ids(entries)
        for entry in entries:
            operation = entry.operation
            if operation.id in undone or operation.undoes is not None:
                continue
            if operation.kind == Kind.TICKET_CREATE:
                texts = [str(ticket.number), ticket.customer_email, ticket.customer_name, ticket.customer_phone,
                         ticket.account, ticket.respondent, ticket.comment]  # fmt: skip
            else:
                set_words = [operation.wanted(name) for name in ("root_cause", "action_taken", "told")]
                texts = [operation.comment, *(str(words) for words in set_words if words)]
            yield entry.seq, document("\n".join(filter(None, texts))).split()

    def _earlier(self, ticket: Ticket) -> tuple[TicketRow, ...]:
        others = (other for other in self._tickets_of(customer_of(ticket)) if other.id != ticket.id)
        return tuple(self._row(other, None) for other in others)[:EARLIER_MOST]

    def _colleagues(self, key: str, account: str | None) -> int:
        listed = (ticket for ticket in self._held.tickets.values() if not ticket.withdrawn)
        same = [
            ticket
            for ticket in listed
            if account and customer_of(ticket) != key and (ticket.account or "").casefold() == account.casefold()
        ]
        return min(len(same), COLLEAGUES_MOST)

    def _scores_before(self, ticket: Ticket) -> tuple[int, ...]:
        key, place = customer_of(ticket), self._held.place(ticket.id)
        given = [
            (entry.seq, one.score)
            for entry in self._held.responses.values()
            if (one := response_of(entry)).id != ticket.response
            and (_key_of(one), one.score_kind) == (key, ticket.score_kind)
        ]
        given += [
            (self._held.place(other.id), other.score)
            for other in self._tickets_of(key)
            if other.score_kind == ticket.score_kind and other.response is None
        ]
        if key is None or ticket.score_kind is None:
            return ()
        return tuple(score for seq, score in sorted(given) if seq < place and score is not None)[-SCORES_BEFORE_MOST:]

    def _tickets_of(self, key: str | None) -> list[Ticket]:
        """Return a customer's tickets, newest first."""
        listed = (ticket for ticket in reversed(self._held.tickets.values()) if not ticket.withdrawn)
        return [ticket for ticket in listed if key is not None and customer_of(ticket) == key]


def memory_rooms(
    store: MemoryStore,
    me: str,
    *,
    clock: Callable[[], int] | None = None,
    ids: Callable[[], str] | None = None,
    stranger: bool = False,
) -> Rooms:
    """Return the desk of one person over a store in memory. Raises NotFound for an unexpected stranger."""
    clock, ids = clock or TickingClock(), ids or CountingIds()
    if not stranger and me not in store.organisation().people:
        raise NotFound(f"nobody here has the e-mail {me}; `cxloop people list` shows who does")
    queries = Queries(store, clock, me, lambda: 0)
    desk = Desk(store, clock, ids)
    devices = Devices(store, store, clock, secrets.token_bytes)

    def no_hub() -> Correspondence:
        raise Refused("this desk follows no hub")

    return Rooms(me, queries, lambda: desk, no_hub, lambda: devices, lambda: None)


def _key_of(response: SurveyResponse) -> str | None:
    return customer_key(response.customer_email, response.customer_phone, response.respondent)


def _is_unresolved(ticket: Ticket) -> bool:
    return ticket.status is not Status.RESOLVED


def _is_overdue(ticket: Ticket, now: int) -> bool:
    return ticket.due_at is not None and ticket.due_at < now


def _sortable(key: int | str | None) -> tuple[int, str]:
    """Return a key by which whole lists can be sorted; texts as UTF-8 orders them, which is by code point."""
    return (key, "") if isinstance(key, int) else (0, key or "")
