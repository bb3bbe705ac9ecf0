"""The doctor: whether everything that follows from the operations is what it should be.

Refolds every ticket and the organisation and compares them with the rows, counts the counters anew, and reads the
full text back token by token. Changes nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Protocol

from cxloop_tui.domain.address import StoreAddress
from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.operation import Entry, Kind
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_puts import ORGANISATION_KINDS, organisation_after
from cxloop_tui.domain.policy import policy_timeline
from cxloop_tui.domain.segment import SegmentTree
from cxloop_tui.domain.ticket import PolicyAt, Ticket, fold
from cxloop_tui.store import sqlite_patient
from cxloop_tui.store.connection import Rows
from cxloop_tui.store.fulltext import documents
from cxloop_tui.store.organisation_rows import read_organisation
from cxloop_tui.store.rows import (
    COPIED_COLUMNS,
    ENTRY_COLUMNS,
    RESPONSE_COLUMNS,
    TICKET_COLUMNS,
    counter_key,
    entry_of,
    response_values,
    ticket_values,
    words_of,
)
from cxloop_tui.store.selection_sql import Value

Progress = Callable[[int, int], None]
"""Told how many of how many operations are examined."""

MOST_FINDINGS: Final = 200
"""After this many the rest is only counted: a store this damaged needs its backup, not a longer list."""


@dataclass(slots=True)
class Examination:
    """What the doctor looked at and what was off."""

    tickets: int = 0
    operations: int = 0
    findings: list[str] = field(default_factory=list)
    more: int = 0
    """Findings beyond MOST_FINDINGS."""

    def found(self, what: str) -> None:
        """Note what is off."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(what)
        else:
            self.more += 1


@dataclass(slots=True)
class _Expected:
    """What the operations lead to, gathered while they are refolded."""

    counters: Counter[tuple[str, str, str, int]] = field(default_factory=Counter)
    words: Counter[tuple[str, str]] = field(default_factory=Counter)
    documents: dict[int, tuple[int, str]] = field(default_factory=dict)
    """By sequence number: the ticket's place and what the full text holds."""


class Patient(Protocol):
    """A store under examination: one state of it, whatever others write meanwhile."""

    def run(self, sql: str, values: Sequence[Value] = (), /) -> Rows:
        """Carry out one statement."""

    def stream(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Any]:
        """Carry out a statement that finds a great many rows."""

    def damage(self) -> Iterator[str]:
        """Yield what the database itself finds wrong with its files, as far as it can tell."""

    def indexed(self) -> Iterator[tuple[int, str]]:
        """Yield what the full text holds: sequence numbers, each with the folded words that are found there."""


def examine(address: StoreAddress, progress: Progress | None = None) -> Examination:
    """Examine a store. Raises Unusable or StoreTrouble when it cannot even be opened."""
    with _laid_open(address) as patient:
        return _examined(patient, progress or (lambda _done, _of: None))


def _laid_open(address: StoreAddress) -> AbstractContextManager[Patient]:
    if isinstance(address, Path):
        return sqlite_patient.laid_open(address)
    from cxloop_tui.store.postgresql import patient  # noqa: PLC0415 - loads psycopg, which may not be there

    return patient.laid_open(address)


def _examined(connection: Patient, progress: Progress) -> Examination:
    examination = Examination()
    for problem in connection.damage():
        examination.found(problem)
    examination.operations = connection.run("SELECT count(*) FROM operations").fetchone()[0]
    _examine_order(connection, examination)
    _examine_responses(connection, examination)
    policy_at = _examine_organisation(connection, examination)
    expected = _examine_tickets(connection, examination, policy_at, progress)
    _examine_counters(connection, examination, expected)
    _examine_fulltext(connection, examination, expected)
    return examination


def _examine_order(connection: Patient, examination: Examination) -> None:
    """The authority's clock never goes back as the sequence rises."""
    timed = "SELECT seq, received_at, lag(received_at) OVER (ORDER BY seq) AS earlier FROM operations"
    back = connection.run(f"SELECT seq FROM ({timed}) timed WHERE received_at < earlier")
    for (seq,) in back:
        examination.found(f"operation {seq}: arrived before the one that precedes it")


def _entries(connection: Patient, examination: Examination, condition: str, values: Sequence[str]) -> Iterator[Entry]:
    """Read operations; one that cannot be read, or whose columns say something else, is a finding."""
    columns = ", ".join(f'"{name}"' for name in (*ENTRY_COLUMNS, *COPIED_COLUMNS))
    for row in connection.stream(f"SELECT {columns} FROM operations WHERE {condition}", values):
        stored, copied = row[: len(ENTRY_COLUMNS)], row[len(ENTRY_COLUMNS) :]
        try:
            entry = entry_of(stored)
        except (CxloopError, ValueError, TypeError) as wrong:
            examination.found(f"operation {row[1]}: {wrong}")
            continue
        if copied != tuple(getattr(entry.operation, name) for name in COPIED_COLUMNS):
            examination.found(f"operation {entry.seq}: it is listed as something else than it says")
        yield entry


def _examine_responses(connection: Patient, examination: Examination) -> None:
    entries = _entries(connection, examination, "kind = ? ORDER BY seq", (Kind.RESPONSE_RECORD,))
    wanted = {entry.operation.subject: response_values(entry) for entry in entries}
    rows = connection.stream(f"SELECT {', '.join(RESPONSE_COLUMNS)} FROM responses")
    found = {str(row[0]): row for row in rows}
    for response in sorted(wanted.keys() | found.keys()):
        if found.get(response) != wanted.get(response):
            examination.found(f"response {response}: its row is not what its operation leads to")


def _examine_organisation(connection: Patient, examination: Examination) -> PolicyAt:
    marks = ", ".join("?" * len(ORGANISATION_KINDS))
    entries = list(_entries(connection, examination, f"kind IN ({marks}) ORDER BY seq", ORGANISATION_KINDS))
    try:
        space = Organisation(SegmentTree({}), {})
        for entry in entries:
            space = organisation_after(space, entry)
        _compare_organisation(read_organisation(connection.run), space, examination)
    except (ValueError, TypeError) as wrong:
        examination.found(f"segments, people or policy: {wrong}")
    return policy_timeline(entry for entry in entries if entry.operation.kind == Kind.POLICY_PUT)


def _compare_organisation(stored: Organisation, wanted: Organisation, examination: Examination) -> None:
    same = {
        "segments": stored.tree.ever == wanted.tree.ever,
        "people": stored.people == wanted.people,
        "policy": stored.policy.changed == wanted.policy.changed,
    }
    for name, is_same in same.items():
        if not is_same:
            examination.found(f"{name}: the rows are not what their operations lead to")


def _examine_tickets(
    connection: Patient, examination: Examination, policy_at: PolicyAt, progress: Progress
) -> _Expected:
    expected = _Expected()
    unexplained = {str(row[0]) for row in connection.run("SELECT id FROM tickets")}
    examined = 0
    for entries in _by_subject(connection, examination):
        ticket = _refolded(entries, policy_at, examination)
        if ticket is None:
            continue
        examination.tickets += 1
        unexplained.discard(ticket.id)
        place = entries[0].seq
        _compare_row(connection, examination, ticket, place)
        _expect(expected, ticket, entries, place)
        examined += len(entries)
        progress(examined, examination.operations)
    for ticket_id in sorted(unexplained):
        examination.found(f"ticket {ticket_id}: no operation made it")
    return expected


def _by_subject(connection: Patient, examination: Examination) -> Iterator[list[Entry]]:
    others = (*ORGANISATION_KINDS, Kind.RESPONSE_RECORD)
    marks = ", ".join("?" * len(others))
    entries = _entries(connection, examination, f"kind NOT IN ({marks}) ORDER BY subject, seq", others)
    for _, group in groupby(entries, key=lambda entry: entry.operation.subject):
        yield list(group)


def _refolded(entries: list[Entry], policy_at: PolicyAt, examination: Examination) -> Ticket | None:
    subject = entries[0].operation.subject
    try:
        ticket = fold(entries, policy_at)
    except (KeyError, ValueError, TypeError) as wrong:
        examination.found(f"operations on {subject}: they cannot be carried out ({wrong})")
        return None
    if ticket is None:
        examination.found(f"operations on {subject}: nothing made this ticket")
    return ticket


def _compare_row(connection: Patient, examination: Examination, ticket: Ticket, place: int) -> None:
    name = f"#{ticket.number}" if ticket.number is not None else ticket.id
    columns = ", ".join(TICKET_COLUMNS)
    stored = connection.run(f"SELECT {columns} FROM tickets WHERE id = ?", (ticket.id,)).fetchone()
    if stored is None:
        examination.found(f"ticket {name}: its row is missing")
        return
    for column, found, wanted in zip(TICKET_COLUMNS, stored, ticket_values(ticket, place), strict=True):
        if found != wanted:
            examination.found(f"ticket {name}: {column} is {found!r}, its operations lead to {wanted!r}")


def _expect(expected: _Expected, ticket: Ticket, entries: list[Entry], place: int) -> None:
    if not ticket.withdrawn:
        expected.counters[counter_key(ticket)] += 1
        expected.words.update(words_of(ticket))
    for seq, body in documents(ticket, entries).items():
        expected.documents[seq] = (place, body)


def _examine_counters(connection: Patient, examination: Examination, expected: _Expected) -> None:
    rows = connection.run("SELECT segment, owner, status, priority, tickets FROM counters")
    _compare_counts("counter", {tuple(key): number for *key, number in rows}, expected.counters, examination)
    words = connection.run("SELECT field, word, tickets FROM words_used")
    _compare_counts("words used", {tuple(key): number for *key, number in words}, expected.words, examination)


def _compare_counts(
    name: str, stored: Mapping[tuple[Any, ...], int], expected: Mapping[Any, int], examination: Examination
) -> None:
    for key in sorted(expected.keys() | stored.keys()):
        wanted, found = expected.get(key, 0), stored.get(key, 0)
        if wanted != found:
            named = ", ".join(str(part) for part in key)
            examination.found(f"{name} of {named}: it says {found}, there are {wanted}")


def _examine_fulltext(connection: Patient, examination: Examination, expected: _Expected) -> None:
    places = dict(connection.run("SELECT seq, place FROM texts"))
    if places != {seq: place for seq, (place, _) in expected.documents.items()}:
        examination.found("full text: which text belongs to which ticket is not what the operations lead to")
    indexed = dict(connection.indexed())
    for seq in sorted(indexed.keys() | expected.documents.keys()):
        if indexed.get(seq, "") != expected.documents.get(seq, (0, ""))[1]:
            examination.found(f"full text: what operation {seq} said is not found as it should be")
