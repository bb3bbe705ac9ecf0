"""One write: what is done in it is gathered, and laid down in bulk when it ends.

Reads inside the transaction see what was gathered. Nothing reaches the file before `lay_down`.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, delete, func, select

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.followup import FollowUp
from cxloop_tui.domain.mail.letter import Letter
from cxloop_tui.domain.operation import Base, Entry, Kind, Member, Operation, Replayed
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Person
from cxloop_tui.domain.policy import Policy, policy_timeline
from cxloop_tui.domain.segment import Segment
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import Ticket, reading
from cxloop_tui.store import tables
from cxloop_tui.store.beside import Beside
from cxloop_tui.store.dialect import dialect_of
from cxloop_tui.store.followups import FOLLOWUPS
from cxloop_tui.store.fulltext import document_of, documents
from cxloop_tui.store.letters import LETTERS
from cxloop_tui.store.operation_rows import OPERATION_COLUMNS, operation_values
from cxloop_tui.store.organisation_rows import read_organisation
from cxloop_tui.store.prepared import Question, insert_rows, parts_of
from cxloop_tui.store.rows import (
    ENTRY_COLUMNS,
    RESPONSE_COLUMNS,
    entry_of,
    response_values,
)
from cxloop_tui.store.tallies import Tallies
from cxloop_tui.store.text_changes import TextChanges
from cxloop_tui.store.tickets_at_hand import Held, TicketsAtHand

UNDO_REACH: Final = 500
"""How many of a person's operations undo looks back over."""

GROUP_SHOWN: Final = 20
"""How many of them belong to one group at most: however long the last one was, those before it are reached."""

_OPERATIONS: Final = tables.operations.c
_TICKETS: Final = tables.tickets.c
_ENTRY: Final = [_OPERATIONS[name] for name in ENTRY_COLUMNS]

_ENTRIES_SINCE: Final = Question(
    select(*_ENTRY)
    .where(_OPERATIONS.subject == bindparam("about"), _OPERATIONS.seq > bindparam("since"))
    .order_by(_OPERATIONS.seq)
)
_OPERATION_BY_ID: Final = Question(select(*_ENTRY).where(_OPERATIONS.id == bindparam("operation")))
_GROUP: Final = tables.operations.alias("its_group")
_NEWEST_OF_GROUP: Final = select(func.max(_GROUP.c.seq)).where(_GROUP.c.group == _OPERATIONS.group).scalar_subquery()
_DONE_BY: Final = Question(
    select(*_ENTRY)
    .where(
        _OPERATIONS.by == bindparam("email"),
        _OPERATIONS.replayed.is_(None),
        _OPERATIONS.group.is_(None) | (_OPERATIONS.seq > _NEWEST_OF_GROUP - GROUP_SHOWN),
    )
    .order_by(_OPERATIONS.seq.desc())
    .limit(UNDO_REACH)
)
_IN_GROUP: Final = _OPERATIONS.group == bindparam("whole")
_GROUP_ENTRIES: Final = Question(select(*_ENTRY).where(_IN_GROUP).order_by(_OPERATIONS.seq.desc()))
_MEMBERS: Final = Question(
    select(_OPERATIONS.id, _OPERATIONS.subject, _OPERATIONS.kind).where(_IN_GROUP).order_by(_OPERATIONS.seq.desc())
)
_POLICY_PUTS: Final = Question(
    select(*_ENTRY)
    .where(_OPERATIONS.subject == "policy", _OPERATIONS.kind == str(Kind.POLICY_PUT))
    .order_by(_OPERATIONS.seq)
)
_LAST_NUMBER: Final = select(func.coalesce(func.max(_TICKETS.number), 0)).scalar_subquery()
_LAST: Final = Question(
    select(_OPERATIONS.seq, _OPERATIONS.received_at, _LAST_NUMBER).order_by(_OPERATIONS.seq.desc()).limit(1)
)
_PLACE_OF_NUMBER: Final = Question(select(_TICKETS.place).where(_TICKETS.number == bindparam("its_number")))
_FACT: Final = Question(select(tables.facts.c.value).where(tables.facts.c.key == bindparam("its_key")))
_LISTED: Final = select(_TICKETS.id, _TICKETS.place).where(_TICKETS.withdrawn == 0)
_UNRESOLVED: Final = _TICKETS.status != Status.RESOLVED.value
_UNRESOLVED_OF: Final = Question(_LISTED.where(_TICKETS.owner == bindparam("whose"), _UNRESOLVED))
_LYING_IN: Final = Question(_LISTED.where(_TICKETS.segment == bindparam("where")))
_UNRESOLVED_FOR: Final = Question(
    _LISTED.where(_TICKETS.customer_email == bindparam("email"), _TICKETS.segment == bindparam("where"), _UNRESOLVED)
)
_LISTED_OF: Final = Question(_LISTED.where(_TICKETS.customer_email == bindparam("email")))
_RESOLVED_OF: Final = Question(
    _LISTED.where(_TICKETS.customer_email == bindparam("email"), _TICKETS.status == str(Status.RESOLVED))
)

# These take any number of ids, so SQLAlchemy makes them anew each time.
_OPERATIONS_BY_ID: Final = select(*_ENTRY).where(_OPERATIONS.id.in_(bindparam("ids", expanding=True)))
_RESPONSES_BY_ID: Final = select(tables.responses.c.id).where(
    tables.responses.c.id.in_(bindparam("ids", expanding=True))
)
_ENTRIES_OF: Final = (
    select(*_ENTRY)
    .where(_OPERATIONS.subject.in_(bindparam("ids", expanding=True)))
    .order_by(_OPERATIONS.subject, _OPERATIONS.seq)
)

_CUSTOMER: Final = reading("customer_email", "customer_name", "customer_phone", "account", "respondent")
"""What the document of the operation that made a ticket says of its customer."""


@dataclass
class Remembered:
    """What one transaction reads and the next need not read again."""

    epoch: str = ""
    version: str | None = None
    """The space that is on disk as this write begins: the last change of it."""
    organisation: tuple[str | None, Organisation] | None = None
    """The space, and the version it has."""


class SqlTransaction:
    """The `Transaction` port over one SQLAlchemy connection with a write transaction open."""

    def __init__(self, connection: Connection, remembered: Remembered | None = None) -> None:
        self._connection = connection
        self._remembered = remembered or Remembered()
        self._entries: list[Entry] = []
        self._by_id: dict[str, Operation] = {}
        self._about: dict[str, list[Entry]] = {}
        """The same entries by subject."""
        self._numbers: set[int] = set()
        """What tickets made in this transaction are called."""
        self._tickets = TicketsAtHand(connection)
        self._texts = TextChanges(connection)
        self._letters = Beside(connection, LETTERS)
        self._followups = Beside(connection, FOLLOWUPS)
        self._tallies = Tallies(connection)
        self._responses: dict[str, Entry] = {}
        self._known_responses: dict[str, bool] = {}
        """Whether there is one on disk, of those that were looked up."""
        self._known_operations: dict[str, Operation | None] = {}
        self._histories: dict[str, list[Entry]] = {}
        """What lies on disk of the subjects whose entries were looked up."""
        self._organisation: Organisation | None = None
        self._policy_at: Callable[[int], Policy] | None = None
        self._last: tuple[int, int, int] | None = None

    def base(self) -> Base:
        """Return the epoch and the last sequence number."""
        if not self._remembered.epoch:
            self._remembered.epoch = str(self._fact("epoch"))
        return Base(self._remembered.epoch, self._last_place()[0])

    def organisation(self) -> Organisation:
        """Return the space as it stands inside this transaction."""
        if self._organisation is None:
            version = self._remembered.version
            if self._remembered.organisation is None or self._remembered.organisation[0] != version:
                found = read_organisation(lambda sql: map(tuple, self._connection.exec_driver_sql(sql)))
                self._remembered.organisation = (version, found)
            self._organisation = self._remembered.organisation[1]
        return self._organisation

    def policy_at(self, seq: int) -> Policy:
        """Return the policy in force at a sequence number."""
        if self._policy_at is None:
            if seq >= self._last_place()[0]:
                return self.organisation().policy
            gathered = (entry for entry in self._entries if entry.operation.kind == Kind.POLICY_PUT)
            self._policy_at = policy_timeline([*self._read(_POLICY_PUTS), *gathered])
        return self._policy_at(seq)

    def prefetch(
        self,
        *,
        tickets: Collection[str] = (),
        entries: Collection[str] = (),
        responses: Collection[str] = (),
        operations: Collection[str] = (),
    ) -> None:
        """Read together what will be asked for one by one."""
        self._tickets.prefetch(tickets)
        for part in parts_of(entries):
            self._histories.update((subject, []) for subject in part)
            for entry in self._read_many(_ENTRIES_OF, part):
                self._histories[entry.operation.subject].append(entry)
        for part in parts_of(responses):
            found = set(self._connection.scalars(_RESPONSES_BY_ID, {"ids": part}))
            self._known_responses.update((response, response in found) for response in part)
        for part in parts_of(operations):
            on_disk = {entry.operation.id: entry.operation for entry in self._read_many(_OPERATIONS_BY_ID, part)}
            self._known_operations.update((operation, on_disk.get(operation)) for operation in part)

    def ticket(self, ticket_id: str) -> Ticket | None:
        """Return a ticket, withdrawn ones too."""
        found = self._tickets.get(ticket_id)
        return None if found is None else found.ticket

    def entries(self, ticket_id: str) -> Sequence[Entry]:
        """Return all that happened to a ticket, in order."""
        return self.entries_since(ticket_id, 0)

    def entries_since(self, ticket_id: str, seq: int) -> Sequence[Entry]:
        """Return what happened to a ticket after a sequence number, in order."""
        if seq >= self._last_place()[0]:
            return ()
        gathered = [entry for entry in self._about.get(ticket_id, ()) if entry.seq > seq]
        if ticket_id in self._histories:
            return (*(entry for entry in self._histories[ticket_id] if entry.seq > seq), *gathered)
        return (*self._read(_ENTRIES_SINCE, about=ticket_id, since=seq), *gathered)

    def operation(self, operation_id: str) -> Operation | None:
        """Return an operation by its id."""
        if operation_id in self._by_id:
            return self._by_id[operation_id]
        if operation_id not in self._known_operations:
            stored = next(self._read(_OPERATION_BY_ID, operation=operation_id), None)
            self._known_operations[operation_id] = None if stored is None else stored.operation
        return self._known_operations[operation_id]

    def done_by(self, email: str) -> Sequence[Operation]:
        """Return what a person did last, newest first; as many as undo reaches back."""
        done = (entry for entry in reversed(self._entries) if entry.replayed is None)
        gathered = [entry.operation for entry in done if entry.operation.by == email]
        shown: Counter[str] = Counter()
        found: list[Operation] = []
        for operation in (*gathered, *(entry.operation for entry in self._read(_DONE_BY, email=email))):
            shown[operation.group or operation.id] += 1
            if shown[operation.group or operation.id] <= GROUP_SHOWN:
                found.append(operation)
        return tuple(found[:UNDO_REACH])

    def group(self, group_id: str) -> Sequence[Operation]:
        """Return the operations of a group, however many, newest first."""
        gathered = [entry.operation for entry in reversed(self._entries) if entry.operation.group == group_id]
        return (*gathered, *(entry.operation for entry in self._read(_GROUP_ENTRIES, whole=group_id)))

    def members(self, group_id: str) -> Sequence[Member]:
        """Return what a group consists of, however much, newest first."""
        gathered = [entry.operation for entry in reversed(self._entries) if entry.operation.group == group_id]
        stored = _MEMBERS.rows(self._connection, whole=group_id)
        return (*(Member(one.id, one.subject, one.kind) for one in gathered), *(Member(*row) for row in stored))

    def unresolved_of(self, owner: str) -> Sequence[str]:
        """Return the ids of somebody's tickets that are not resolved, oldest first."""
        return self._ids(
            _UNRESOLVED_OF.rows(self._connection, whose=owner),
            (held for held in self._tickets if held.ticket.owner == owner and _is_unresolved(held.ticket)),
        )

    def lying_in(self, segment: str) -> Sequence[str]:
        """Return the ids of all tickets of a segment, oldest first."""
        return self._ids(
            _LYING_IN.rows(self._connection, where=segment),
            (held for held in self._tickets if held.ticket.segment == segment),
        )

    def resolved_of(self, customer_email: str) -> str | None:
        """Return the id of a customer's newest ticket that is resolved."""
        found = self._ids(
            _RESOLVED_OF.rows(self._connection, email=customer_email),
            (
                held
                for held in self._tickets.changed_of(customer_email)
                if held.ticket.customer_email == customer_email and held.ticket.status is Status.RESOLVED
            ),
        )
        return found[-1] if found else None

    def unresolved_for(self, customer_email: str, segment: str) -> str | None:
        """Return the id of a customer's newest ticket in a segment that is not resolved."""
        found = self._ids(
            _UNRESOLVED_FOR.rows(self._connection, email=customer_email, where=segment),
            (
                held
                for held in self._tickets.changed_of(customer_email)
                if (held.ticket.customer_email, held.ticket.segment) == (customer_email, segment)
                and _is_unresolved(held.ticket)
            ),
        )
        return found[-1] if found else None

    def has_others(self, customer_email: str, ticket_id: str) -> bool:
        """Say whether a customer has a ticket besides this one."""
        found = self._ids(
            _LISTED_OF.rows(self._connection, email=customer_email),
            (
                held
                for held in self._tickets.changed_of(customer_email)
                if held.ticket.customer_email == customer_email
            ),
        )
        return any(one != ticket_id for one in found)

    def is_authority(self) -> bool:
        """Say whether it is this store that gives operations their order: not unless it is made for that."""
        return False

    def _ids(self, stored: Iterable[tuple[str, int]], held: Iterable[Held]) -> Sequence[str]:
        """Put listed tickets in the order of their making: those on disk, and those this transaction has at hand."""
        places = {ticket_id: place for ticket_id, place in stored if ticket_id not in self._tickets}
        places |= {found.ticket.id: found.place for found in held if not found.ticket.withdrawn}
        return sorted(places, key=places.__getitem__)

    def response_exists(self, response_id: str) -> bool:
        """Say whether a survey response is recorded."""
        if response_id in self._responses:
            return True
        if response_id not in self._known_responses:
            self.prefetch(responses=(response_id,))
        return self._known_responses[response_id]

    def append(self, operation: Operation, received_at: int) -> Entry:
        """Give an operation its place in the order (and a new ticket its number) and keep it.

        Raises Unusable when this transaction has its id already; one that is on disk is refused by the database.
        """
        seq, last_received, number = self._last_place()
        entry = Entry(
            operation=operation,
            seq=seq + 1,
            received_at=max(received_at, last_received),
            number=number + 1 if operation.kind == Kind.TICKET_CREATE else None,
        )
        return self._placed_last(entry, entry.received_at, number)

    def replay(self, operation: Operation, received_at: int, replayed: Replayed, number: int | None) -> Entry:
        """Give an operation that another authority took first its place in the order, and keep it."""
        seq, last_received, last_number = self._last_place()
        arrived = replayed._replace(arrived_at=max(replayed.arrived_at, last_received))
        entry = Entry(operation=operation, seq=seq + 1, received_at=received_at, number=number, replayed=arrived)
        return self._placed_last(entry, arrived.arrived_at, last_number)

    def _placed_last(self, entry: Entry, arrived_at: int, last_number: int) -> Entry:
        if entry.operation.id in self._by_id:
            raise Unusable(f"there is an operation {entry.operation.id} already")
        if entry.number is not None:
            self._numbers.add(entry.number)
            last_number = max(last_number, entry.number)
        self._last = (entry.seq, arrived_at, last_number)
        self._entries.append(entry)
        self._about.setdefault(entry.operation.subject, []).append(entry)
        self._by_id[entry.operation.id] = entry.operation
        return entry

    def number_taken(self, number: int) -> bool:
        """Say whether a ticket has this number."""
        return number in self._numbers or bool(_PLACE_OF_NUMBER.rows(self._connection, its_number=number))

    def last_number(self) -> int:
        """Return the highest number a ticket has, 0 when there is none."""
        return self._last_place()[2]

    def put_ticket(self, before: Ticket | None, after: Ticket, entry: Entry, earlier: Sequence[Entry]) -> None:
        """Keep the state an entry led to: row, counters, full text."""
        place = self._tickets.put(after, made_at=entry.seq if before is None else None)
        self._tallies.move(before, after)
        if earlier and before is not None:
            self._texts.replace(place, documents(before, earlier), documents(after, [*earlier, entry]))
            return
        self._texts.add(place, entry.seq, document_of(after, entry))
        if before is not None and _CUSTOMER(before) != _CUSTOMER(after):
            made = next(entry for entry in self.entries(after.id) if entry.seq == place)
            self._texts.replace(place, {place: document_of(before, made)}, {place: document_of(after, made)})

    def put_organisation(self, after: Organisation, operation: Operation) -> None:
        """Keep what a change of segments, people or policy led to."""
        self._organisation = after
        self._policy_at = None
        match operation.kind:
            case Kind.SEGMENT_PUT:
                values = segment_values(after.tree[operation.subject])
                self._put(tables.segments, "code", values, position=len(after.tree.ever))
            case Kind.PERSON_PUT:
                values = person_values(after.people[operation.subject])
                self._put(tables.people, "email", values, position=len(after.people))
            case _:
                self._connection.execute(delete(tables.policy).where(tables.policy.c.key.in_(operation.set)))
                for key, value in after.policy.changed.items():
                    if key in operation.set:
                        self._put(tables.policy, "key", {"key": key, "value": json.dumps(value)})
        self.put_fact("organisation_seq", self._organisation_version(operation))

    def _organisation_version(self, operation: Operation) -> str:
        """Return what tells readers that the space has changed by this."""
        del operation
        return str(self._last_place()[0])

    def put_response(self, entry: Entry) -> None:
        """Keep a survey response."""
        self._responses[entry.operation.subject] = entry

    def letter(self, letter_id: str) -> Letter | None:
        """Return a letter, None when there is none."""
        return self._letters.get(letter_id)

    def put_letter(self, letter: Letter) -> None:
        """Keep what an operation led to of a letter."""
        self._letters.put(letter.id, letter, letter.seq)

    def followup(self, followup_id: str) -> FollowUp | None:
        """Return a follow-up, None when there is none."""
        return self._followups.get(followup_id)

    def put_followup(self, followup_id: str, after: FollowUp | None, seq: int) -> None:
        """Keep what an operation led to of a follow-up."""
        self._followups.put(followup_id, after, seq)

    def is_leaving(self, letter_id: str) -> bool:
        """Say no: it is the authority that hands letters over."""
        del letter_id
        return False

    def tell(self, entry: Entry) -> None:
        """Keep nothing: it is the authority that tells people by mail."""

    def put_fact(self, key: str, value: str) -> None:
        """Keep what is true of this file alone."""
        self._put(tables.facts, "key", {"key": key, "value": value})

    def lay_down(self) -> None:
        """Write everything gathered."""
        run = self._connection
        insert_rows(run, tables.operations, OPERATION_COLUMNS, [operation_values(entry) for entry in self._entries])
        put_aliases(run, self._entries)
        responses = [response_values(entry) for entry in self._responses.values()]
        insert_rows(run, tables.responses, RESPONSE_COLUMNS, responses)
        self._tickets.lay_down()
        self._tallies.lay_down()
        self._texts.lay_down()
        self._letters.lay_down()
        self._followups.lay_down()

    def _last_place(self) -> tuple[int, int, int]:
        """Return the last sequence number, its time of arrival, and the last ticket number."""
        if self._last is None:
            seq, received_at, number = _LAST.first(self._connection) or (0, 0, 0)
            self._last = (seq, received_at, number)
        return self._last

    def _fact(self, key: str) -> str | None:
        found = _FACT.first(self._connection, its_key=key)
        return None if found is None else found[0]

    def _read(self, entries: Question, **values: object) -> Iterator[Entry]:
        return map(entry_of, entries.rows(self._connection, **values))

    def _read_many(self, entries: Select[Any], ids: Sequence[str]) -> Iterator[Entry]:
        return (entry_of(tuple(row)) for row in self._connection.execute(entries, {"ids": ids}))

    def _put(self, table: Any, key: str, values: dict[str, Any], *, position: int | None = None) -> None:  # noqa: ANN401
        placed = values if position is None else {**values, "position": position}
        statement = dialect_of(self._connection).insert(table).values(placed)
        self._connection.execute(statement.on_conflict_do_update(index_elements=[key], set_=values))


def segment_values(segment: Segment) -> dict[str, Any]:
    """Write a segment as a row, but for where it stands among others."""
    return {
        "code": segment.code,
        "name": segment.name,
        "parent": segment.parent,
        "managers": json.dumps(segment.managers),
        "active": int(segment.active),
        "merged_into": segment.merged_into,
    }


def person_values(person: Person) -> dict[str, Any]:
    """Write a person as a row, but for where they stand among others."""
    return {
        "email": person.email,
        "name": person.name,
        "role": str(person.role),
        "segments": json.dumps(person.segments),
        "active": int(person.active),
        "away_until": person.away_until,
        "deputy": person.deputy,
    }


def put_aliases(connection: Connection, entries: Iterable[Entry]) -> None:
    """Keep what tickets that these entries make were called elsewhere."""
    aliases: list[tuple[object, ...]] = [
        (entry.replayed.number, entry.operation.subject)
        for entry in entries
        if entry.replayed is not None and entry.replayed.number is not None
    ]
    insert_rows(connection, tables.aliases, ("number", "ticket"), aliases)


def _is_unresolved(ticket: Ticket) -> bool:
    return ticket.status is not Status.RESOLVED
