"""A ticket and an entry as rows: the columns in their order, and the way there and back.

Plain tuples, known to the writer and to the read path; a test compares the columns with the SQLAlchemy tables.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from cxloop_tui.domain.customer import customer_key
from cxloop_tui.domain.identity import handle
from cxloop_tui.domain.operation import Entry, Replayed, from_wire
from cxloop_tui.domain.recorded import Recorded
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.ticket import TICKET_FIELDS, Ticket
from cxloop_tui.store.list_rows import WORDS_COUNTED

TICKET_COLUMNS: Final = (*TICKET_FIELDS, "place", "handle", "customer_sort")
"""All columns of `tickets`: the fields of a ticket, then what only the store needs.

`place` is the sequence number of the operation that made it; `customer_sort` is what a list by customer sorts by.
"""

WHOLE_TICKET: Final = ", ".join(f"t.{name}" for name in TICKET_COLUMNS)
"""The same as SQL on `tickets t`."""

PLACE: Final = TICKET_COLUMNS.index("place")
"""Where among them the place is."""

ENTRY_COLUMNS: Final = ("wire", "seq", "received_at", "number", "replayed")

RECORDED_COLUMNS: Final = ("seq", "received_at", "number", "replayed", "kind", "wire")

WHOLE_ENTRY: Final = ", ".join(f"o.{name}" for name in ENTRY_COLUMNS)
"""The same as SQL on `operations o`."""

COPIED_COLUMNS: Final = ("id", "kind", "subject", "by", "group")
"""What `operations` repeats of the wire form, to look things up by."""

RESPONSE_COLUMNS: Final = ("id", "seq", "score_kind", "score", "customer_email", "customer")

_STATUS, _PRIORITY, _TAGS, _WITHDRAWN = map(TICKET_FIELDS.index, ("status", "priority", "tags", "withdrawn"))
_STATUSES: Final = {str(status): status for status in Status}
_PRIORITIES: Final = tuple(Priority)
_NO_TAGS: Final = "[]"


def ticket_values(ticket: Ticket, place: int) -> tuple[object, ...]:
    """Write a ticket as the values of TICKET_COLUMNS."""
    values: list[object] = list(ticket)
    values[_STATUS] = str(ticket.status)
    values[_PRIORITY] = ticket.priority.rank
    values[_TAGS] = json.dumps(ticket.tags, ensure_ascii=False) if ticket.tags else _NO_TAGS
    values[_WITHDRAWN] = int(ticket.withdrawn)
    sorted_by = (ticket.customer_name or ticket.customer_email or "").casefold() or None
    return (*values, place, handle(ticket.id), sorted_by)


CounterKey: TypeAlias = tuple[str, str, str, int]


def counter_key(ticket: Ticket) -> CounterKey:
    """Return the cell of `counters` a ticket is counted in."""
    return (ticket.segment, ticket.owner or "", str(ticket.status), ticket.priority.rank)


def words_of(ticket: Ticket) -> Iterator[tuple[str, str]]:
    """Yield the fields and words a ticket is counted under in `words_used`."""
    return ((field, word) for field in WORDS_COUNTED if (word := getattr(ticket, field)) is not None)


def ticket_of(values: tuple[Any, ...]) -> Ticket:
    """Read a ticket from the values of TICKET_COLUMNS."""
    fields = list(values[: len(TICKET_FIELDS)])
    fields[_STATUS] = _STATUSES[fields[_STATUS]]
    fields[_PRIORITY] = _PRIORITIES[fields[_PRIORITY]]
    fields[_TAGS] = _tags(fields[_TAGS])
    fields[_WITHDRAWN] = bool(fields[_WITHDRAWN])
    return Ticket._make(fields)


def column_of(name: str, values: Sequence[Any]) -> Sequence[Any]:
    """Read a field of many tickets from what the column of its name holds."""
    read = _READ.get(name)
    return values if read is None else [*map(read, values)]


def _tags(written: str) -> tuple[str, ...]:
    return () if written == _NO_TAGS else tuple(json.loads(written))


_READ: Final[Mapping[str, Callable[[Any], object]]] = {
    "status": _STATUSES.__getitem__,
    "priority": _PRIORITIES.__getitem__,
    "tags": _tags,
    "withdrawn": bool,
}
"""How the values of columns are read that no field holds as they are stored."""


def response_values(entry: Entry) -> tuple[object, ...]:
    """Write the entry of a survey response as the values of RESPONSE_COLUMNS."""
    operation = entry.operation
    email, phone, respondent = map(operation.wanted, ("customer_email", "customer_phone", "respondent"))
    customer = customer_key(*(name if isinstance(name, str) else None for name in (email, phone, respondent)))
    return (
        operation.subject, entry.seq, operation.wanted("score_kind"), operation.wanted("score"), email, customer,
    )  # fmt: skip


def entry_of(values: tuple[Any, ...]) -> Entry:
    """Read an entry from the values of ENTRY_COLUMNS."""
    wire, seq, arrived_at, number, first = values
    received_at, replayed = (arrived_at, None) if first is None else _replayed(arrived_at, first)
    return Entry(from_wire(json.loads(wire)), seq, received_at, number, replayed)


def recorded_of(values: Sequence[Any]) -> Recorded:
    """Read an entry from the values of RECORDED_COLUMNS, but for its operation."""
    seq, arrived_at, number, first, kind, wire = values
    received_at, replayed = (arrived_at, None) if first is None else _replayed(arrived_at, first)
    return Recorded(seq, received_at, number, replayed, kind, wire)


def _replayed(arrived_at: int, first: str) -> tuple[int, Replayed]:
    """Return when an operation was received by the authority that took it first, and what else is known of that."""
    there = json.loads(first)
    return there["received_at"], Replayed(arrived_at, there["policy"], there.get("number"))
