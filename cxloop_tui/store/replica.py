"""The write of a store whose authority is elsewhere: what the desk does waits, what the authority sends is kept.

Operations of the authority lie at their places, those that wait beyond WAITING_FROM, in one table; a ticket's row is
what people see. Of a ticket on which something waits `bases` has what the authority has; of all others that is their
row (docs/decisions/0029-a-store-under-a-hub.md).
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import BindParameter, Connection, Table, bindparam, delete, func, select, update

from cxloop_tui.domain.card import RefusedOperation
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.feed import WAITING_FROM, BrokenPage, Cursor, Waiting
from cxloop_tui.domain.operation import Base, Entry, Kind, Operation, Replayed, from_wire, to_wire
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_puts import ORGANISATION_KINDS, organisation_after
from cxloop_tui.domain.policy import Policy, policy_timeline
from cxloop_tui.domain.receipt import Receipt, receipt_from_wire, receipt_to_wire
from cxloop_tui.domain.segment import SegmentTree
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.store import tables
from cxloop_tui.store.bases import Bases
from cxloop_tui.store.dialect import dialect_of
from cxloop_tui.store.digests import Digests
from cxloop_tui.store.fulltext import documents
from cxloop_tui.store.operation_rows import OPERATION_COLUMNS, encoded, operation_values
from cxloop_tui.store.prepared import Question, insert_rows, parts_of, remove_rows
from cxloop_tui.store.rows import ENTRY_COLUMNS, RESPONSE_COLUMNS, entry_of, response_values
from cxloop_tui.store.transaction import Remembered, SqlTransaction, person_values, put_aliases, segment_values

_OPERATIONS: Final = tables.operations.c
_WAITING: Final = tables.waiting.c
_ENTRY: Final = [_OPERATIONS[name] for name in ENTRY_COLUMNS]
_IDS: Final[BindParameter[str]] = bindparam("ids", expanding=True)
_CONFIRMED: Final = _OPERATIONS.seq < WAITING_FROM

_LAST_WAITING: Final = Question(select(func.max(_WAITING.place)))
_LAST_NUMBER: Final = Question(
    select(
        select(func.coalesce(func.max(tables.tickets.c.number), 0)).scalar_subquery(),
        select(func.coalesce(func.max(tables.aliases.c.number), 0)).scalar_subquery(),
    )
)
_CONFIRMED_SINCE: Final = Question(
    select(*_ENTRY).where(_OPERATIONS.seq > bindparam("until"), _CONFIRMED).order_by(_OPERATIONS.seq)
)
_CONFIRMED_OF: Final = Question(
    select(*_ENTRY).where(_OPERATIONS.subject == bindparam("about"), _CONFIRMED).order_by(_OPERATIONS.seq)
)
_HERE: Final = select(_OPERATIONS.seq, _OPERATIONS.kind, _OPERATIONS.subject, _OPERATIONS.id).where(
    _OPERATIONS.id.in_(_IDS)
)
_LAID: Final = select(_WAITING.place, _WAITING.acknowledged, _WAITING.held, *_ENTRY).join(
    tables.operations, _OPERATIONS.seq == _WAITING.place
)
_ALL_WAITING: Final = Question(_LAID.order_by(_WAITING.place))
_WAITING_ON: Final = _LAID.where(_OPERATIONS.subject.in_(_IDS), _OPERATIONS.seq >= WAITING_FROM).order_by(
    _WAITING.place
)
_UNSENT: Final = Question(
    _LAID.where(_WAITING.place > bindparam("beyond"), _WAITING.acknowledged.is_(None), _WAITING.held == "")
    .order_by(_WAITING.place)
    .limit(bindparam("most"))
)
_REFUSED: Final = Question(
    select(tables.cards.c.wire, tables.cards.c.receipt)
    .where(tables.cards.c.subject == bindparam("about"))
    .order_by(tables.cards.c.at, tables.cards.c.operation)
)
_PUT_SUBJECTS: Final = select(tables.segments.c.code).union_all(select(tables.people.c.email))
_POLICY: Final = "policy"

_WAITING_COLUMNS: Final = ("place", "acknowledged", "held")


class _Laid(NamedTuple):
    """An operation that is on disk, as far as it takes to take it off."""

    place: int
    kind: str
    subject: str


class _Shown(NamedTuple):
    """A ticket as people saw it before this write."""

    ticket: Ticket | None
    place: int | None
    entries: Sequence[Entry]


class SqlReplicaTransaction(SqlTransaction):
    """The `Transaction` and the `Replica` port over one SQLAlchemy connection with a write transaction open."""

    def __init__(self, connection: Connection, remembered: Remembered, cursor: Cursor) -> None:
        super().__init__(connection, remembered)
        self._cursor = cursor
        self._digests = Digests(connection)
        self._made: list[Waiting] = []
        self._is_moved = False
        """Whether anything is another than it was."""
        self._before: dict[str, _Shown] = {}
        self._bases = Bases(connection)
        """Of tickets on which something waits, or that are to be shown anew: what the authority has."""
        self._put_now: set[str] = set()
        """What changes of the organisation are about that came in this write."""

    # What the desk does ---------------------------------------------------------------------------------------------

    def base(self) -> Base:
        """Return up to where the authority's order is here."""
        return Base(self._cursor.epoch, self._cursor.seq)

    def append(self, operation: Operation, received_at: int) -> Entry:
        """Let an operation wait; until the authority has it, it has its maker's time and no number."""
        del received_at
        waiting = Waiting(operation, self._last_place()[0] + 1)
        self._made.append(waiting)
        return self._placed_last(waiting.entry, 0, 0)

    def replay(self, operation: Operation, received_at: int, replayed: Replayed, number: int | None) -> Entry:
        """Raise Refused: the order of what others took first is the authority's to give."""
        del operation, received_at, replayed, number
        raise Refused("this desk follows a hub: another store's history is taken in there")

    def put_ticket(self, before: Ticket | None, after: Ticket, entry: Entry, earlier: Sequence[Entry]) -> None:
        """Keep the state an entry led to, over what the authority has."""
        self._bases.look_up([after.id])
        if after.id not in self._bases:
            self._bases.put(after.id, before)
        super().put_ticket(before, after, entry, earlier)

    def policy_at(self, seq: int) -> Policy:
        """Return the policy in force at a place in the authority's order, or beyond its end."""
        if self._policy_at is None:
            put = (one for one in self.entries(_POLICY) if one.operation.kind == Kind.POLICY_PUT)
            self._policy_at = policy_timeline(put)
        return self._policy_at(seq)

    def last_number(self) -> int:
        """Return the highest number a ticket has or had elsewhere, 0 when there is none."""
        return int(max(_LAST_NUMBER.first(self._connection) or (0,)))

    def _last_place(self) -> tuple[int, int, int]:
        if self._last is None:
            last = (_LAST_WAITING.first(self._connection) or (None,))[0]
            self._last = (WAITING_FROM - 1 if last is None else last, 0, 0)
        return self._last

    def _organisation_version(self, operation: Operation) -> str:
        return operation.id

    # What the authority has -----------------------------------------------------------------------------------------

    def cursor(self) -> Cursor:
        """Return up to where the authority's order is here."""
        return self._cursor

    def put_cursor(self, cursor: Cursor) -> None:
        """Keep that."""
        self._cursor, self._is_moved = cursor, True
        self.put_fact("cursor", json.dumps(cursor))
        self.put_fact("epoch", cursor.epoch)

    def confirm(self, entries: Sequence[Entry]) -> Collection[str]:
        """Keep operations in the authority's order; return the tickets among their subjects that are covered."""
        waited = self._waited([entry.operation.id for entry in entries])
        subjects = list(dict.fromkeys(entry.operation.subject for entry in entries))
        self._bases.look_up(subjects)
        covered = [subject for subject in subjects if subject in self._bases]
        self._remember(covered)
        self._tickets.prefetch(subjects)
        self._take_off(waited)
        remove_rows(self._connection, tables.cards, "operation", [(entry.operation.id,) for entry in entries])
        self._lay(entries)
        return covered

    def _waited(self, ids: Sequence[str]) -> list[_Laid]:
        """Return those operations that wait here. Raises BrokenPage when one is confirmed."""
        waited = []
        for part in parts_of(ids):
            for *laid, operation in self._connection.execute(_HERE, {"ids": part}):
                if laid[0] < WAITING_FROM:
                    raise BrokenPage(f"operation {operation} is here already")
                waited.append(_Laid(*laid))
        return waited

    def unconfirm(self, until: int) -> Sequence[Entry]:
        """Forget what comes after a place in the authority's order; return it, in that order."""
        lost = [entry_of(row) for row in _CONFIRMED_SINCE.rows(self._connection, until=until)]
        # Who looks through the order while it grows could not tell otherwise that its end is another one now.
        self.put_fact("rewound", str(int(self._fact("rewound") or 0) + 1))
        self._remember({entry.operation.subject for entry in lost})
        self._take_off([_Laid(one.seq, one.operation.kind, one.operation.subject) for one in lost])
        return lost

    def confirmed(self, subject: str) -> Sequence[Entry]:
        """Return what the authority has about a subject, in its order."""
        return [entry_of(row) for row in _CONFIRMED_OF.rows(self._connection, about=subject)]

    def ticket_base(self, ticket_id: str) -> Ticket | None:
        """Return a ticket as the authority has it, None when it has none."""
        self._bases.look_up([ticket_id])
        return self._bases[ticket_id] if ticket_id in self._bases else self.ticket(ticket_id)

    def advance(self, before: Ticket | None, after: Ticket, entry: Entry, earlier: Sequence[Entry]) -> None:
        """Keep a ticket as the authority has it after one more of its operations."""
        self._digests.move(before, after)
        if after.id in self._bases:
            self._bases.put(after.id, after)
        else:
            super().put_ticket(before, after, entry, earlier)

    def put_base(self, ticket_id: str, ticket: Ticket | None) -> None:
        """Keep a ticket as the authority has it, which is to be shown anew."""
        self._digests.move(self.ticket_base(ticket_id), ticket)
        self._bases.put(ticket_id, ticket)

    def digest(self) -> Mapping[str, str]:
        """Return a checksum of the tickets of each segment as the authority has them."""
        return self._digests.sums()

    def organisation_changes(self) -> Sequence[Entry]:
        """Return every change of segments, people and policy that the authority has, in its order."""
        named = [*self._put_now, _POLICY]
        statement = (
            select(*_ENTRY)
            .where(
                _OPERATIONS.subject.in_(_PUT_SUBJECTS) | _OPERATIONS.subject.in_(named),
                _OPERATIONS.kind.in_(ORGANISATION_KINDS),
                _CONFIRMED,
            )
            .order_by(_OPERATIONS.seq)
        )
        return [entry_of(tuple(row)) for row in self._connection.execute(statement)]

    def put_organisation_changes(self, changes: Sequence[Entry]) -> None:
        """Make segments, people and policy what all changes of them, in order, lead to."""
        space = Organisation(SegmentTree({}), {})
        for entry in changes:
            space = organisation_after(space, entry)
        self._organisation, self._policy_at = space, None
        policy = [{"key": key, "value": json.dumps(value)} for key, value in space.policy.changed.items()]
        self._put_anew(tables.segments, list(_in_order(map(segment_values, space.tree.ever.values()))))
        self._put_anew(tables.people, list(_in_order(map(person_values, space.people.values()))))
        self._put_anew(tables.policy, policy)
        last = changes[-1].operation.id if changes else ""
        self.put_fact("organisation_seq", f"{len(changes)} {last}")

    def _put_anew(self, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
        """Let a table have these rows and no others."""
        self._connection.execute(delete(table))
        if rows:
            insert_rows(self._connection, table, tuple(rows[0]), [tuple(row.values()) for row in rows])

    # What waits -----------------------------------------------------------------------------------------------------

    def waiting(self) -> Sequence[Waiting]:
        """Return what waits, in the order in which it was made."""
        return list(map(_waiting_of, _ALL_WAITING.rows(self._connection)))

    def waiting_on(self, subjects: Collection[str]) -> Mapping[str, Sequence[Waiting]]:
        """Return what waits on each of some subjects, in that order."""
        found: dict[str, list[Waiting]] = {}
        for part in parts_of(subjects):
            for row in self._connection.execute(_WAITING_ON, {"ids": part}):
                one = _waiting_of(tuple(row))
                found.setdefault(one.operation.subject, []).append(one)
        return found

    def unsent(self, after: int, limit: int) -> Sequence[Waiting]:
        """Return what is to be sent next after a place: neither acknowledged nor held."""
        return list(map(_waiting_of, _UNSENT.rows(self._connection, beyond=after, most=limit)))

    def acknowledge(self, places: Mapping[str, int | None]) -> None:
        """Keep where the authority said some of what waits is, by the id of the operation."""
        its_place = select(_OPERATIONS.seq).where(_OPERATIONS.id == bindparam("its_id")).scalar_subquery()
        statement = update(tables.waiting).where(_WAITING.place == its_place).values(acknowledged=bindparam("said"))
        said = [{"its_id": operation, "said": place} for operation, place in places.items()]
        if said:
            self._is_moved = True
            self._connection.execute(statement, said)

    def put_waiting(self, operations: Sequence[Waiting]) -> None:
        """Let these wait, in this order, and nothing else; what they are about is to be shown anew."""
        wanted = {one.place: one for one in operations}
        laid = {one.place: one for one in self.waiting()}
        gone = [one for place, one in laid.items() if not _is_same(one, wanted.get(place))]
        come = [one for place, one in wanted.items() if not _is_same(one, laid.get(place))]
        self._is_moved = True
        self._remember({one.operation.subject for one in (*gone, *come)})
        self._take_off([_Laid(one.place, one.operation.kind, one.operation.subject) for one in gone])
        self._lay([one.entry for one in come])
        insert_rows(self._connection, tables.waiting, _WAITING_COLUMNS, [_waiting_values(one) for one in come])
        kept = [one for place, one in wanted.items() if _is_same(one, laid.get(place)) and one != laid[place]]
        statement = update(tables.waiting).where(_WAITING.place == bindparam("its_place"))
        for one in kept:
            values = {"its_place": one.place, "acknowledged": one.acknowledged, "held": one.held}
            self._connection.execute(statement, values)
        self._last = None

    # What people see ------------------------------------------------------------------------------------------------

    def show(self, ticket_id: str, ticket: Ticket | None, history: Sequence[Entry]) -> None:
        """Make a ticket what people see of it, None when there is none (any more); `history` led to it."""
        self._remember((ticket_id,))
        before = self._before[ticket_id]
        place = history[0].seq if ticket is not None else None
        was = {} if before.ticket is None else documents(before.ticket, before.entries)
        now = {} if ticket is None else documents(ticket, history)
        self._texts.show(place or before.place or 0, was, now, is_moved=place != before.place)
        self._tallies.move(before.ticket, ticket)
        if place != before.place:
            self._tickets.take_away(ticket_id)
        if ticket is not None:
            self._tickets.put(ticket, made_at=place if place != before.place else None)
        self._before[ticket_id] = _Shown(ticket, place, history)
        if not history or history[-1].seq < WAITING_FROM:
            self._bases.drop(ticket_id)

    # What was refused -----------------------------------------------------------------------------------------------

    def put_refused(self, operation: Operation, receipt: Receipt) -> None:
        """Keep an operation that the authority refused for its maker to decide about."""
        card = {
            "subject": operation.subject,
            "wire": encoded(to_wire(operation)),
            "receipt": encoded(receipt_to_wire(receipt)),
            "at": operation.at,
        }
        put = dialect_of(self._connection).insert(tables.cards).values(operation=operation.id, **card)
        self._connection.execute(put.on_conflict_do_update(index_elements=["operation"], set_=card))

    def space(self) -> str:
        """Return which authority this store follows, whatever becomes of its order; empty where nobody said."""
        return self._fact("space") or ""

    def refused(self, subject: str) -> Sequence[RefusedOperation]:
        """Return what was refused about a subject and nobody has decided about, in the order of its making."""
        rows = _REFUSED.rows(self._connection, about=subject)
        return [
            RefusedOperation(from_wire(json.loads(wire)), receipt_from_wire(json.loads(receipt)))
            for wire, receipt in rows
        ]

    def take_off_card(self, operation_id: str) -> None:
        """Forget a refused operation: its maker has decided."""
        self._is_moved = True
        remove_rows(self._connection, tables.cards, "operation", [(operation_id,)])

    def forget_mail(self) -> None:
        """Forget what was still to be told and sent: from now on the authority does that."""
        self._connection.execute(delete(tables.tellings))
        self._connection.execute(delete(tables.deliveries))

    def leave(self, epoch: str) -> None:
        """Forget that there was an authority elsewhere: from the next write on this store has its own order."""
        facts = tables.facts
        gone = ("cursor", "remote", "synced_at", "moves")
        self._connection.execute(delete(facts).where(facts.c.key.in_(gone)))
        self.put_fact("epoch", epoch)
        self.put_fact("digested", "yes")
        self._remembered.epoch = ""
        self._is_moved = False

    # Laying it down -------------------------------------------------------------------------------------------------

    def lay_down(self) -> None:
        """Write everything gathered."""
        for beside in (self._letters, self._followups):
            beside.refold()
        super().lay_down()
        insert_rows(self._connection, tables.waiting, _WAITING_COLUMNS, list(map(_waiting_values, self._made)))
        self._bases.lay_down()
        self._digests.lay_down()
        if self._is_moved or self._made:
            self.put_fact("moves", str(int(self._fact("moves") or 0) + 1))

    def _lay(self, entries: Sequence[Entry]) -> None:
        """Write operations at their places, and what follows from them at once."""
        insert_rows(self._connection, tables.operations, OPERATION_COLUMNS, list(map(operation_values, entries)))
        responses = [entry for entry in entries if entry.operation.kind == Kind.RESPONSE_RECORD]
        insert_rows(self._connection, tables.responses, RESPONSE_COLUMNS, list(map(response_values, responses)))
        put_aliases(self._connection, entries)
        self._note((one.operation.kind, one.operation.subject) for one in entries)
        self._put_now |= {one.operation.subject for one in entries if one.operation.kind in ORGANISATION_KINDS}
        if any(one.operation.kind == Kind.POLICY_PUT for one in entries):
            self._policy_at = None

    def _take_off(self, laid: Sequence[_Laid]) -> None:
        """Remove operations, and what followed from them at once."""
        places = [(one.place,) for one in laid]
        remove_rows(self._connection, tables.operations, "seq", places)
        remove_rows(self._connection, tables.waiting, "place", places)
        made = [(one.subject,) for one in laid if one.kind == Kind.TICKET_CREATE]
        remove_rows(self._connection, tables.aliases, "ticket", made)
        responses = [(one.subject,) for one in laid if one.kind == Kind.RESPONSE_RECORD]
        remove_rows(self._connection, tables.responses, "id", responses)
        self._note((one.kind, one.subject) for one in laid)
        self._policy_at, self._last = None, None

    def _note(self, operations: Iterable[tuple[str, str]]) -> None:
        """Note of which letters and follow-ups operations came, went or stand elsewhere."""
        for kind, subject in operations:
            for beside in (self._letters, self._followups):
                beside.note(kind, subject)

    def _remember(self, subjects: Iterable[str]) -> None:
        """Look at tickets as people see them, before that is changed."""
        for subject in subjects:
            if subject not in self._before:
                held = self._tickets.get(subject)
                self._before[subject] = (
                    _Shown(None, None, ()) if held is None else _Shown(held.ticket, held.place, self.entries(subject))
                )


def _in_order(rows: Iterable[dict[str, object]]) -> Iterable[dict[str, object]]:
    return ({**row, "position": place} for place, row in enumerate(rows, start=1))


def _is_same(one: Waiting, other: Waiting | None) -> bool:
    return other is not None and one.operation.id == other.operation.id


def _waiting_of(values: tuple[Any, ...]) -> Waiting:
    place, acknowledged, held, *row = values
    entry = entry_of(tuple(row))
    if entry.replayed is None:
        return Waiting(entry.operation, place, acknowledged, held)
    return Waiting(entry.operation, place, acknowledged, held, entry.received_at, entry.replayed)


def _waiting_values(one: Waiting) -> tuple[object, ...]:
    return (one.place, one.acknowledged, one.held)
