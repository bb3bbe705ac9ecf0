"""One write: what is done in it is gathered, and laid down in bulk when it ends.

Reads inside the transaction see what was gathered. Nothing reaches the file before `lay_down`.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.operation import Base, Entry, Kind, Operation, Replayed
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.policy import Policy, policy_timeline
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.store import tables
from cxloop_tui.store.fulltext import document_of, documents
from cxloop_tui.store.organisation_rows import read_organisation
from cxloop_tui.store.rows import (
    ENTRY_COLUMNS,
    TICKET_COLUMNS,
    CounterKey,
    counter_key,
    entry_of,
    operation_values,
    response_values,
    ticket_of,
    ticket_values,
    words_of,
)

UNDO_REACH: Final = 500
"""How many of a person's operations undo looks back over."""

_ENTRY = [tables.operations.c[name] for name in ENTRY_COLUMNS]
_TICKET = [tables.tickets.c[name] for name in TICKET_COLUMNS]

# What is asked once a ticket: made once, for making a statement takes longer than carrying it out.
_TICKET_BY_ID = select(*_TICKET).where(tables.tickets.c.id == bindparam("ticket"))
_ENTRIES_SINCE = (
    select(*_ENTRY)
    .where(tables.operations.c.subject == bindparam("about"), tables.operations.c.seq > bindparam("since"))
    .order_by(tables.operations.c.seq)
)


@dataclass(frozen=True, slots=True)
class _Document:
    """One document of the full text: the place of its ticket, what is indexed on disk, what shall be."""

    place: int
    was: str
    now: str


class SqlTransaction:
    """The `Transaction` port over one SQLAlchemy connection with a write transaction open."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._entries: list[Entry] = []
        self._by_id: dict[str, Operation] = {}
        self._about: dict[str, list[Entry]] = {}
        """The same entries by subject."""
        self._tickets: dict[str, tuple[Ticket, int]] = {}
        """What was looked at or changed, with its place."""
        self._changed: set[str] = set()
        self._counts: Counter[CounterKey] = Counter()
        self._words: Counter[tuple[str, str]] = Counter()
        """Of `words_used`: by field and word, how many tickets more or less have it."""
        self._documents: dict[int, tuple[int, str, str]] = {}
        """By sequence number: the ticket's place, what the index holds on disk, and what it shall hold."""
        self._responses: dict[str, Entry] = {}
        self._organisation: Organisation | None = None
        self._policy_at: Callable[[int], Policy] | None = None
        self._last: tuple[int, int, int] | None = None
        self._epoch = ""

    def base(self) -> Base:
        """Return the epoch and the last sequence number."""
        if not self._epoch:
            self._epoch = str(self._fact("epoch"))
        return Base(self._epoch, self._last_place()[0])

    def organisation(self) -> Organisation:
        """Return the space as it stands inside this transaction."""
        if self._organisation is None:
            self._organisation = read_organisation(lambda sql: map(tuple, self._connection.exec_driver_sql(sql)))
        return self._organisation

    def policy_at(self, seq: int) -> Policy:
        """Return the policy in force at a sequence number."""
        if self._policy_at is None:
            puts = select(*_ENTRY).where(tables.operations.c.kind == Kind.POLICY_PUT)
            changed = self._read(puts) if self.organisation().policy.changed else ()
            gathered = (entry for entry in self._entries if entry.operation.kind == Kind.POLICY_PUT)
            self._policy_at = policy_timeline([*changed, *gathered])
        return self._policy_at(seq)

    def ticket(self, ticket_id: str) -> Ticket | None:
        """Return a ticket, withdrawn ones too."""
        found = self._placed(ticket_id)
        return None if found is None else found[0]

    def entries(self, ticket_id: str) -> Sequence[Entry]:
        """Return all that happened to a ticket, in order."""
        return self.entries_since(ticket_id, 0)

    def entries_since(self, ticket_id: str, seq: int) -> Sequence[Entry]:
        """Return what happened to a ticket after a sequence number, in order."""
        if seq >= self._last_place()[0]:
            return ()
        found = self._connection.execute(_ENTRIES_SINCE, {"about": ticket_id, "since": seq})
        gathered = [entry for entry in self._about.get(ticket_id, ()) if entry.seq > seq]
        return (*(entry_of(tuple(row)) for row in found), *gathered)

    def operation(self, operation_id: str) -> Operation | None:
        """Return an operation by its id."""
        if operation_id in self._by_id:
            return self._by_id[operation_id]
        stored = select(*_ENTRY).where(tables.operations.c.id == operation_id)
        return next((entry.operation for entry in self._read(stored)), None)

    def done_by(self, email: str) -> Sequence[Operation]:
        """Return what a person did last, newest first; as many as undo reaches back."""
        columns = tables.operations.c
        here = (columns.by == email, columns.replayed.is_(None))
        stored = select(*_ENTRY).where(*here).order_by(columns.seq.desc()).limit(UNDO_REACH)
        done = (entry for entry in reversed(self._entries) if entry.replayed is None)
        gathered = [entry.operation for entry in done if entry.operation.by == email]
        return (*gathered, *(entry.operation for entry in self._read(stored)))[:UNDO_REACH]

    def group(self, group_id: str) -> Sequence[Operation]:
        """Return the operations of a group, however many, newest first."""
        columns = tables.operations.c
        stored = select(*_ENTRY).where(columns.group == group_id).order_by(columns.seq.desc())
        gathered = [entry.operation for entry in reversed(self._entries) if entry.operation.group == group_id]
        return (*gathered, *(entry.operation for entry in self._read(stored)))

    def unresolved_of(self, owner: str) -> Sequence[str]:
        """Return the ids of somebody's tickets that are not resolved, oldest first."""
        columns = tables.tickets.c
        return self._ids_where(
            lambda ticket: ticket.owner == owner and ticket.status is not Status.RESOLVED,
            columns.owner == owner,
            columns.status != Status.RESOLVED.value,
        )

    def lying_in(self, segment: str) -> Sequence[str]:
        """Return the ids of all tickets of a segment, oldest first."""
        return self._ids_where(lambda ticket: ticket.segment == segment, tables.tickets.c.segment == segment)

    def unresolved_for(self, customer_email: str, segment: str) -> str | None:
        """Return the id of a customer's newest ticket in a segment that is not resolved."""
        columns = tables.tickets.c
        found = self._ids_where(
            lambda ticket: (
                ticket.customer_email == customer_email
                and ticket.segment == segment
                and ticket.status is not Status.RESOLVED
            ),
            columns.customer_email == customer_email,
            columns.segment == segment,
            columns.status != Status.RESOLVED.value,
        )
        return found[-1] if found else None

    def _ids_where(self, holds: Callable[[Ticket], bool], *conditions: ColumnElement[bool]) -> Sequence[str]:
        """Find listed tickets, oldest first: those on disk, and those this transaction has changed or made."""
        columns = tables.tickets.c
        stored = self._connection.execute(
            select(columns.id, columns.place).where(columns.withdrawn == 0, *conditions)
        )
        places = {found.id: found.place for found in stored if found.id not in self._tickets}
        places |= {
            ticket.id: place for ticket, place in self._tickets.values() if not ticket.withdrawn and holds(ticket)
        }
        return sorted(places, key=places.__getitem__)

    def response_exists(self, response_id: str) -> bool:
        """Say whether a survey response is recorded."""
        if response_id in self._responses:
            return True
        stored = select(tables.responses.c.id).where(tables.responses.c.id == response_id)
        return self._connection.execute(stored).first() is not None

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
        return self._placed_last(entry, entry.received_at)

    def replay(self, operation: Operation, received_at: int, replayed: Replayed, number: int | None) -> Entry:
        """Give an operation that another authority took first its place in the order, and keep it."""
        seq, last_received, _ = self._last_place()
        arrived = replayed._replace(arrived_at=max(replayed.arrived_at, last_received))
        entry = Entry(operation=operation, seq=seq + 1, received_at=received_at, number=number, replayed=arrived)
        return self._placed_last(entry, arrived.arrived_at)

    def _placed_last(self, entry: Entry, arrived_at: int) -> Entry:
        if entry.operation.id in self._by_id:
            raise Unusable(f"there is an operation {entry.operation.id} already")
        self._last = (entry.seq, arrived_at, max(self._last_place()[2], entry.number or 0))
        self._entries.append(entry)
        self._about.setdefault(entry.operation.subject, []).append(entry)
        self._by_id[entry.operation.id] = entry.operation
        return entry

    def number_taken(self, number: int) -> bool:
        """Say whether a ticket has this number."""
        if any(ticket.number == number for ticket, _ in self._tickets.values()):
            return True
        stored = select(tables.tickets.c.place).where(tables.tickets.c.number == number)
        return self._connection.execute(stored).first() is not None

    def last_number(self) -> int:
        """Return the highest number a ticket has, 0 when there is none."""
        return self._last_place()[2]

    def put_ticket(self, before: Ticket | None, after: Ticket, entry: Entry, earlier: Sequence[Entry]) -> None:
        """Keep the state an entry led to: row, counters, full text."""
        placed = self._placed(after.id)
        place = entry.seq if placed is None else placed[1]
        self._tickets[after.id] = (after, place)
        self._changed.add(after.id)
        for ticket, sign in ((before, -1), (after, 1)):
            if ticket is not None and not ticket.withdrawn:
                self._counts[counter_key(ticket)] += sign
                self._words.update(dict.fromkeys(words_of(ticket), sign))
        self._replace_documents(place, *self._documents_changed(before, after, entry, earlier, place))

    def put_organisation(self, after: Organisation, operation: Operation) -> None:
        """Keep what a change of segments, people or policy led to."""
        self._organisation = after
        self._policy_at = None
        match operation.kind:
            case Kind.SEGMENT_PUT:
                segment = after.tree[operation.subject]
                values: dict[str, Any] = {
                    "code": segment.code,
                    "name": segment.name,
                    "parent": segment.parent,
                    "managers": json.dumps(segment.managers),
                    "active": int(segment.active),
                    "merged_into": segment.merged_into,
                }
                self._put(tables.segments, "code", values, position=len(after.tree.ever))
            case Kind.PERSON_PUT:
                person = after.people[operation.subject]
                values = {
                    "email": person.email,
                    "name": person.name,
                    "role": str(person.role),
                    "segments": json.dumps(person.segments),
                    "active": int(person.active),
                    "away_until": person.away_until,
                    "deputy": person.deputy,
                }
                self._put(tables.people, "email", values, position=len(after.people))
            case _:
                self._connection.execute(delete(tables.policy).where(tables.policy.c.key.in_(operation.set)))
                for key, value in after.policy.changed.items():
                    if key in operation.set:
                        self._put(tables.policy, "key", {"key": key, "value": json.dumps(value)})
        self.put_fact("organisation_seq", str(self._last_place()[0]))

    def put_response(self, entry: Entry) -> None:
        """Keep a survey response."""
        self._responses[entry.operation.subject] = entry

    def put_fact(self, key: str, value: str) -> None:
        """Keep what is true of this file alone."""
        self._put(tables.facts, "key", {"key": key, "value": value})

    def lay_down(self) -> None:
        """Write everything gathered."""
        self._lay_down(tables.operations, [operation_values(entry) for entry in self._entries])
        self._lay_down(tables.responses, [response_values(entry) for entry in self._responses.values()])
        self._lay_down_tickets()
        self._lay_down_counts()
        self._lay_down_words()
        self._lay_down_documents()

    def _lay_down(self, table: Any, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401 - any table
        if rows:
            self._connection.execute(insert(table), rows)

    def _lay_down_tickets(self) -> None:
        rows = [
            dict(zip(TICKET_COLUMNS, ticket_values(ticket, place), strict=True))
            for ticket, place in self._tickets.values()
            if ticket.id in self._changed
        ]
        if rows:
            statement = upsert(tables.tickets)
            kept = {name: statement.excluded[name] for name in TICKET_COLUMNS if name != "place"}
            self._connection.execute(statement.on_conflict_do_update(index_elements=["place"], set_=kept), rows)

    def _lay_down_counts(self) -> None:
        names = ("segment", "owner", "status", "priority", "tickets")
        rows = [dict(zip(names, (*key, delta), strict=True)) for key, delta in self._counts.items() if delta]
        if rows:
            statement = upsert(tables.counters)
            grown = {"tickets": tables.counters.c.tickets + statement.excluded.tickets}
            self._connection.execute(statement.on_conflict_do_update(index_elements=names[:4], set_=grown), rows)
            self._connection.execute(delete(tables.counters).where(tables.counters.c.tickets == 0))

    def _lay_down_words(self) -> None:
        rows = [
            {"field": field, "word": word, "folded": word.casefold(), "tickets": delta}
            for (field, word), delta in self._words.items()
            if delta
        ]
        if rows:
            statement = upsert(tables.words_used)
            grown = {"tickets": tables.words_used.c.tickets + statement.excluded.tickets}
            self._connection.execute(
                statement.on_conflict_do_update(index_elements=["field", "word"], set_=grown), rows
            )
            self._connection.execute(delete(tables.words_used).where(tables.words_used.c.tickets == 0))

    def _lay_down_documents(self) -> None:
        """An index without its own text forgets a document only when it is told what it held."""
        changed = [(seq, *body) for seq, body in sorted(self._documents.items()) if body[1] != body[2]]
        gone = [(seq, old) for seq, _, old, _ in changed if old]
        come = [(seq, new, place) for seq, place, _, new in changed if new]
        run = self._connection.exec_driver_sql
        if gone:
            run("INSERT INTO fulltext (fulltext, rowid, body) VALUES ('delete', ?, ?)", gone)
            run("DELETE FROM texts WHERE seq = ?", [(seq,) for seq, _ in gone])
        if come:
            run("INSERT INTO fulltext (rowid, body) VALUES (?, ?)", [(seq, new) for seq, new, _ in come])
            run("INSERT INTO texts (seq, place) VALUES (?, ?)", [(seq, place) for seq, _, place in come])

    def _documents_changed(
        self, before: Ticket | None, after: Ticket, entry: Entry, earlier: Sequence[Entry], place: int
    ) -> tuple[dict[int, str], dict[int, str]]:
        """Return the documents that were, and those that are now, as far as they may differ."""
        if earlier and before is not None:
            return documents(before, earlier), documents(after, [*earlier, entry])
        was: dict[int, str] = {}
        now = {entry.seq: body} if (body := document_of(after, entry)) else {}
        if before is not None and _customer(before) != _customer(after):
            made = next(iter(self._read_entries_at(place, after.id)))
            was[place], now[place] = document_of(before, made), document_of(after, made)
        return was, now

    def _replace_documents(self, place: int, was: dict[int, str], now: dict[int, str]) -> None:
        for seq in was.keys() | now.keys():
            _, on_disk, _ = self._documents.get(seq, (place, was.get(seq, ""), ""))
            self._documents[seq] = (place, on_disk, now.get(seq, ""))

    def _read_entries_at(self, seq: int, ticket_id: str) -> Iterator[Entry]:
        return (entry for entry in self.entries(ticket_id) if entry.seq == seq)

    def _placed(self, ticket_id: str) -> tuple[Ticket, int] | None:
        if ticket_id not in self._tickets:
            stored = self._connection.execute(_TICKET_BY_ID, {"ticket": ticket_id}).first()
            if stored is None:
                return None
            self._tickets[ticket_id] = (ticket_of(tuple(stored)), stored.place)
        return self._tickets[ticket_id]

    def _last_place(self) -> tuple[int, int, int]:
        """Return the last sequence number, its time of arrival, and the last ticket number."""
        if self._last is None:
            columns = tables.operations.c
            last = self._connection.execute(
                select(columns.seq, columns.received_at).order_by(columns.seq.desc()).limit(1)
            ).first()
            number = self._connection.scalar(select(func.coalesce(func.max(tables.tickets.c.number), 0)))
            self._last = (0, 0, 0) if last is None else (last.seq, last.received_at, int(number or 0))
        return self._last

    def _fact(self, key: str) -> str | None:
        return self._connection.scalar(select(tables.facts.c.value).where(tables.facts.c.key == key))

    def _read(self, statement: Any) -> Iterator[Entry]:  # noqa: ANN401 - a select of _ENTRY
        return (entry_of(tuple(row)) for row in self._connection.execute(statement))

    def _put(self, table: Any, key: str, values: dict[str, Any], *, position: int | None = None) -> None:  # noqa: ANN401
        placed = values if position is None else {**values, "position": position}
        statement = upsert(table).values(placed)
        self._connection.execute(statement.on_conflict_do_update(index_elements=[key], set_=values))


def _customer(ticket: Ticket) -> tuple[object, ...]:
    return (ticket.customer_email, ticket.customer_name, ticket.customer_phone, ticket.account, ticket.respondent)
