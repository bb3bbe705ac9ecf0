"""The outbox as it is read for people: what waits, the tickets it is about, and what the log says of it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final

from cxloop_tui.domain.beside import BESIDE, about_beside, words_beside
from cxloop_tui.domain.feed import Waiting
from cxloop_tui.domain.history import log_of
from cxloop_tui.domain.identity import handle
from cxloop_tui.domain.operation import Entry, Kind, Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_log import PutLine, change_words, put_log
from cxloop_tui.domain.organisation_puts import ORGANISATION_KINDS
from cxloop_tui.domain.ticket_view import LogLine
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.services.queries import Queries

_THINGS: Final[Mapping[str, str]] = {Kind.SEGMENT_PUT: "segment", Kind.PERSON_PUT: "person"}


@dataclass(frozen=True, slots=True)
class OutboxSeen:
    """The outbox as it was read at one moment, and all that is said about it."""

    everything: Sequence[Waiting]
    """In the order of making."""
    listed: Sequence[Waiting]
    """The oldest of it, of which all that follows is known."""
    rows: Mapping[str, TicketRow]
    """The tickets it is about, by id."""
    lines: Mapping[str, Sequence[LogLine]]
    """What was done to tickets, by operation, as their log has it."""
    puts: Mapping[str, Sequence[PutLine]]
    """The same of segments, people and rules."""
    nobodys: Collection[str]
    """Tickets of which nobody's making is on record: the hub has lost them, or not got them yet."""
    space: Organisation
    now: int
    utc_offset: int

    def operation(self, operation_id: str) -> Waiting | None:
        """Return one of those that are listed."""
        return next((one for one in self.listed if one.operation.id == operation_id), None)


def read_outbox(queries: Queries, most: int | None = None) -> OutboxSeen:
    """Read all of it, and of so many, the oldest, what they did."""
    everything = queries.outbox()
    listed = everything[:most]
    about: dict[str, list[Entry]] = {}
    put: set[str] = set()
    for one in listed:
        if one.operation.kind in ORGANISATION_KINDS:
            put.add(one.operation.subject)
        elif one.operation.kind not in {Kind.RESPONSE_RECORD, *BESIDE}:
            about.setdefault(one.operation.subject, []).append(one.entry)
    rows = {row.id: row for row in queries.rows(about)}
    return OutboxSeen(
        everything=everything,
        listed=listed,
        rows=rows,
        lines=_by_operation(line for entries in about.values() for line in log_of(entries)),
        puts=_puts_by_operation(line for subject in sorted(put) for line in put_log(queries.entries(subject))),
        nobodys={one for one in about.keys() - rows.keys() if not _is_made(queries.entries(one))},
        space=queries.organisation(),
        now=queries.now(),
        utc_offset=queries.utc_offset(),
    )


def _is_made(entries: Sequence[Entry]) -> bool:
    return any(entry.operation.kind == Kind.TICKET_CREATE for entry in entries)


def _by_operation(lines: Iterable[LogLine]) -> Mapping[str, Sequence[LogLine]]:
    return {name: list(group) for name, group in groupby(lines, attrgetter("operation"))}


def _puts_by_operation(lines: Iterable[PutLine]) -> Mapping[str, Sequence[PutLine]]:
    return {name: list(group) for name, group in groupby(lines, attrgetter("operation"))}


def subject_of(operation: Operation, seen: OutboxSeen) -> str:
    """Say what an operation is about: a ticket's number, its handle until it has one, a segment, a person."""
    if operation.kind in ORGANISATION_KINDS:
        return f"{_THINGS.get(operation.kind, '')} {operation.subject}".strip()
    if operation.kind in BESIDE:
        return about_beside(operation)
    row = seen.rows.get(operation.subject)
    return _handle(operation.subject) if row is None or row.number is None else f"#{row.number}"


def words_of_what(
    operation: Operation, seen: OutboxSeen, of_ticket: Callable[[Sequence[LogLine]], str], becomes: str
) -> str:
    """Say what an operation did; `of_ticket` says it of a ticket's log, `becomes` stands between two values."""
    if operation.kind == Kind.RESPONSE_RECORD:
        return "survey response recorded"
    if operation.kind in BESIDE:
        return words_beside(operation, seen.space.called)
    if operation.kind in ORGANISATION_KINDS:
        lines = seen.puts.get(operation.id, ())
        return "; ".join(change_words(line, becomes, seen.space.called) for line in lines)
    return of_ticket(seen.lines.get(operation.id, ()))


def how_many(count: int) -> str:
    """Say how many changes."""
    return "1 change" if count == 1 else f"{count:,} changes"


def state_words(one: Waiting, seen: OutboxSeen) -> str:
    """Say whether an operation is sent, and if not why."""
    if one.acknowledged is not None:
        return "sent, on its way back"
    if one.held:
        return f"held: {one.held}"
    return "waits: no such ticket at the hub, or not yet" if one.operation.subject in seen.nobodys else "waits"


def _handle(subject: str) -> str:
    """Return the handle of a ticket; what a newer program is about has none."""
    try:
        return handle(subject)
    except ValueError:
        return subject
