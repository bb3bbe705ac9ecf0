"""The doctor: whether everything that follows from the operations is what it should be.

Refolds every ticket and the organisation and compares them with the rows, counts the counters anew, and reads the
full text back token by token. Changes nothing.

A store may be larger than memory, and as long as somebody looks at one state of it, what others write cannot be put
in its place. So a slice is read at a time, in one state, and that is let go of before the next. What is compared
within a slice is of one moment. What is added up over many, the words of the full text, is put right before each
slice by what came since the last: work that goes on meanwhile is never taken for damage.
"""

import json
from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from functools import reduce
from itertools import count, groupby, repeat
from operator import attrgetter, itemgetter, xor
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from cxloop_tui.domain.address import StoreAddress
from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.feed import WAITING_FROM
from cxloop_tui.domain.operation import Entry, Kind
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_puts import ORGANISATION_KINDS, organisation_after
from cxloop_tui.domain.policy import policy_timeline
from cxloop_tui.domain.segment import SegmentTree
from cxloop_tui.domain.ticket import PolicyAt, Ticket, fold
from cxloop_tui.store import sqlite_patient
from cxloop_tui.store.connection import Rows
from cxloop_tui.store.fulltext import documents
from cxloop_tui.store.list_rows import WORDS_COUNTED
from cxloop_tui.store.organisation_rows import read_organisation
from cxloop_tui.store.rows import (
    COPIED_COLUMNS,
    ENTRY_COLUMNS,
    RESPONSE_COLUMNS,
    TICKET_COLUMNS,
    entry_of,
    response_values,
    ticket_values,
)
from cxloop_tui.store.selection_sql import EVERYTHING, NOTHING, Clause, Value, joined

Progress: TypeAlias = Callable[[str, int, int], None]
"""Is told what is being done, and how much of how much of it; of 0 when nobody knows."""

MOST_FINDINGS: Final = 200
"""After this many the rest is only counted: a store this damaged needs its backup, not a longer list."""

OPERATIONS_AT_ONCE: Final = 1_000
"""How many operations, and at most how many rows of anything else, a slice has; a ticket is never cut."""

PLACES_AT_ONCE: Final = 250_000
"""After so many places of words a slice of the full text ends, with the last place of a word."""

WORD_GROUPS: Final = 1 << 20
"""In how many groups the words are added up: below so many operations, each has its own."""

_BEFORE_ALL: Final = -(1 << 63)
"""No sequence number is lower: damage may have made them negative."""


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


class Patient(Protocol):
    """A store under examination, while others write to it."""

    words_apart: bool
    """Whether the words lie in an index of their own, in its order, and not beside the text they are of."""

    def still(self) -> AbstractContextManager[None]:
        """Keep to one state of the store until the end."""

    def run(self, sql: str, values: Sequence[Value] = (), /) -> Rows:
        """Carry out one statement."""

    def at_length(self, sql: str) -> Sequence[Any]:
        """Carry out a statement that looks at a whole table and finds little; ctrl+c breaks it off."""

    def damage(self) -> Iterator[str]:
        """Yield what the database itself finds wrong with its files, as far as it can tell."""

    def texts_of(self, places: Sequence[int]) -> Iterable[tuple[int, int, str]]:
        """Yield texts of tickets: sequence number, place of the ticket, and the folded words if these are there."""

    def words(self, beyond: str) -> Generator[tuple[str, int, int], None, None]:
        """Yield the words apart that come after one, in order: each with its text and its offset in that."""


def examine(address: StoreAddress, progress: Progress | None = None) -> Examination:
    """Examine a store. Raises Unusable or StoreTrouble when it cannot even be opened."""
    with _laid_open(address) as patient:
        return _Round(patient, progress or (lambda _doing, _done, _of: None)).made()


def _laid_open(address: StoreAddress) -> AbstractContextManager[Patient]:
    if isinstance(address, Path):
        return sqlite_patient.laid_open(address)
    from cxloop_tui.store.postgresql import patient  # noqa: PLC0415 - loads psycopg, which may not be there

    return patient.laid_open(address)


class _Round:
    """One examination, slice by slice."""

    def __init__(self, patient: Patient, progress: Progress) -> None:
        self._patient = patient
        self._progress = progress
        self._examination = Examination()
        self._space: list[Entry] = []
        """What was done to segments, people and policy."""
        self._policy_at: PolicyAt = policy_timeline(())
        self._seen = _BEFORE_ALL
        """The last operation that everything until now reckons with."""
        self._examined = 0
        self._passed = NOTHING
        """What is true of subjects that are examined."""
        self._words = _Words()
        self._read_to = ""
        """The last word of the full text that was read back."""
        self._texts_misplaced = False

    def made(self) -> Examination:
        """Examine all of it."""
        self._examine_files()
        self._examine_order()
        self._examine_subjects()
        self._examine_counts()
        self._examine_texts()
        return self._examination

    def _examine_files(self) -> None:
        self._progress("checking the files", 0, 0)
        for problem in self._patient.damage():
            self._examination.found(problem)

    # Operations in their order --------------------------------------------------------------------------------------

    def _examine_order(self) -> None:
        """The authority's clock never goes back as the sequence rises; on the way the space is put together."""
        of = self._patient.run("SELECT coalesce(max(seq), 0) FROM operations").fetchone()[0]
        is_more = True
        while is_more:
            self._progress("reading operations", self._examination.operations, of)
            with self._patient.still():
                is_more = self._examine_next()
                if not is_more:
                    self._examine_space()

    def _examine_next(self) -> bool:
        """Look at the next operations; say whether there may be more."""
        earlier = "SELECT e.received_at FROM operations e WHERE e.seq < o.seq ORDER BY e.seq DESC LIMIT 1"
        went_back = f"o.seq < {WAITING_FROM} AND o.received_at < ({earlier})"
        rows = self._patient.run(
            f"SELECT o.seq, {went_back} FROM operations o WHERE o.seq > ? ORDER BY o.seq LIMIT {OPERATIONS_AT_ONCE}",
            (self._seen,),
        ).fetchall()
        for seq, is_late in rows:
            if is_late:
                self._examination.found(f"operation {seq}: arrived before the one that precedes it")
        if rows:
            last = rows[-1][0]
            self._take_space(Clause("seq > ? AND seq <= ?", (self._seen, last)), self._examination)
            self._seen = last
        self._examination.operations += len(rows)
        return len(rows) == OPERATIONS_AT_ONCE

    def _take_space(self, among: Clause, examination: Examination) -> None:
        put = list(self._entries(joined("AND", (_OF_SPACE, among)), examination))
        if put:
            self._space += put
            self._policy_at = policy_timeline(one for one in self._space if one.operation.kind == Kind.POLICY_PUT)

    def _examine_space(self) -> None:
        try:
            space = Organisation(SegmentTree({}), {})
            for entry in self._space:
                space = organisation_after(space, entry)
            self._compare_space(read_organisation(self._patient.run), space)
        except _DAMAGED as wrong:
            self._examination.found(f"segments, people or policy: {wrong}")

    def _compare_space(self, stored: Organisation, wanted: Organisation) -> None:
        same = {
            "segments": stored.tree.ever == wanted.tree.ever,
            "people": stored.people == wanted.people,
            "policy": stored.policy.changed == wanted.policy.changed,
        }
        for name, is_same in same.items():
            if not is_same:
                self._examination.found(f"{name}: the rows are not what their operations lead to")

    def _entries(self, where: Clause, examination: Examination, order: str = "seq") -> Iterator[Entry]:
        """Read operations; one that cannot be read, or whose columns say something else, is a finding."""
        sql = f"SELECT {_ENTRY} FROM operations WHERE {where.sql} ORDER BY {order}"
        for row in self._patient.run(sql, where.values):
            stored, copied = row[: len(ENTRY_COLUMNS)], row[len(ENTRY_COLUMNS) :]
            try:
                entry = entry_of(stored)
            except (CxloopError, *_DAMAGED) as wrong:
                examination.found(f"operation {row[1]}: {wrong}")
                continue
            if copied != _copied(entry.operation):
                examination.found(f"operation {entry.seq}: it is listed as something else than it says")
            yield entry

    # Tickets and responses, by the subject of their operations ------------------------------------------------------

    def _examine_subjects(self) -> None:
        after: Value = None
        while self._passed is not EVERYTHING:
            self._progress("examining tickets", self._examined, self._examination.operations)
            with self._patient.still():
                self._catch_up()
                last = self._end_of_slice(after)
                self._examine_slice(_Span(after, last))
                self._passed = EVERYTHING if last is None else _Span(None, last).of("subject")
                after = last

    def _end_of_slice(self, after: Value) -> Value:
        """Return the subject that is the last of a slice, None for the rest: what no operation made counts too."""
        beyond = _Span(after, None)
        ends: list[str] = []
        values: list[Value] = []
        for table, column in (("operations", "subject"), ("tickets", "id"), ("responses", "id")):
            among = beyond.of(column)
            one = f"SELECT {column} AS last FROM {table} WHERE {among.sql} ORDER BY {column} LIMIT 1"
            ends.append(f"SELECT last FROM ({one} OFFSET {OPERATIONS_AT_ONCE - 1}) AS {table}_end")
            values += among.values
        sql = f"SELECT min(last) FROM ({' UNION ALL '.join(ends)}) AS ends"
        last: Value = self._patient.run(sql, values).fetchone()[0]
        return last

    def _examine_slice(self, span: "_Span") -> None:
        tickets = self._rows("tickets", TICKET_COLUMNS, span)
        responses = self._rows("responses", RESPONSE_COLUMNS, span)
        bases = self._rows("bases", ("id", "ticket"), span)
        about_them = joined("AND", (_OF_OTHERS, span.of("subject")))
        entries = self._entries(about_them, self._examination, order="subject, seq")
        expected: dict[int, tuple[int, str]] = {}
        places = []
        for subject, group in groupby(entries, key=lambda entry: entry.operation.subject):
            about = list(group)
            self._examined += len(about)
            recorded = [entry for entry in about if entry.operation.kind == Kind.RESPONSE_RECORD]
            if recorded:
                self._compare_response(subject, responses.pop(subject, None), response_values(recorded[-1]))
            history = _without_responses(about)
            if history and history[-1].seq >= WAITING_FROM:
                self._compare_base(history, bases.pop(subject, None))
            wanted = self._refolded(history) if history else None
            if wanted is None:
                continue
            self._examination.tickets += 1
            self._compare_row(wanted, tickets.pop(wanted.ticket.id, None))
            places.append(wanted.place)
            expected.update((seq, (wanted.place, words)) for seq, words in wanted.texts.items())
        for ticket_id in sorted(tickets):
            self._examination.found(f"ticket {ticket_id}: no operation made it")
        for ticket_id in sorted(bases):
            self._examination.found(f"ticket {ticket_id}: it is kept as the hub has it, and nothing waits on it")
        for response in sorted(responses):
            self._compare_response(response, responses[response], None)
        self._compare_texts(places, expected)

    def _rows(self, table: str, columns: Sequence[str], span: "_Span") -> dict[str, tuple[Any, ...]]:
        among = span.of("id")
        found = self._patient.run(f"SELECT {', '.join(columns)} FROM {table} WHERE {among.sql}", among.values)
        return {str(row[0]): row for row in found}

    def _compare_response(
        self, response: str, stored: tuple[Any, ...] | None, wanted: tuple[Any, ...] | None
    ) -> None:
        if stored != wanted:
            self._examination.found(f"response {response}: its row is not what its operation leads to")

    def _compare_base(self, history: Sequence[Entry], stored: tuple[Any, ...] | None) -> None:
        """Of a ticket on which something waits the store also has what the authority has."""
        subject = history[0].operation.subject
        try:
            base = fold((entry for entry in history if entry.seq < WAITING_FROM), self._policy_at)
        except _DAMAGED:
            return  # told when it is refolded
        wanted = None if base is None else json.dumps(ticket_values(base, 0), ensure_ascii=False)
        if stored is None or stored[1] != wanted:
            self._examination.found(f"ticket {subject}: it is not kept as the hub has it")

    def _refolded(self, history: Sequence[Entry]) -> "_Refolded | None":
        subject = history[0].operation.subject
        try:
            wanted = _refold(history, self._policy_at)
        except _DAMAGED as wrong:
            self._examination.found(f"operations on {subject}: they cannot be carried out ({wrong})")
            return None
        # What waits may be about a ticket that is still to come, and what a newer program does about something else.
        is_of_ticket = any(entry.operation.kind in _KNOWN for entry in history)
        if wanted is None and history[0].seq < WAITING_FROM and is_of_ticket:
            self._examination.found(f"operations on {subject}: nothing made this ticket")
        return wanted

    def _compare_row(self, wanted: "_Refolded", stored: tuple[Any, ...] | None) -> None:
        ticket = wanted.ticket
        name = f"#{ticket.number}" if ticket.number is not None else ticket.id
        if stored is None:
            self._examination.found(f"ticket {name}: its row is missing")
        elif stored != wanted.row:
            for column, found, right in zip(TICKET_COLUMNS, stored, wanted.row, strict=True):
                if found != right:
                    self._examination.found(f"ticket {name}: {column} is {found!r}, its operations lead to {right!r}")

    def _compare_texts(self, places: Sequence[int], expected: dict[int, tuple[int, str]]) -> None:
        stored = {seq: (place, words) for seq, place, words in self._patient.texts_of(places)} if places else {}
        if {seq: place for seq, (place, _) in stored.items()} != {seq: place for seq, (place, _) in expected.items()}:
            self._texts_misplaced = True
        for seq, (_, words) in expected.items():
            if self._patient.words_apart:
                self._words.turn(seq, words)
            elif seq in stored and stored[seq][1] != words:
                self._examination.found(_not_found_as_said(str(seq)))

    # What is counted, and what is searched --------------------------------------------------------------------------

    def _examine_counts(self) -> None:
        """The rows are what they should be, or that is told by now: so the counters have to say what is in them."""
        self._progress("counting tickets", 0, 0)
        self._compare_counts(
            "counter", "counters", ("segment", "owner", "status", "priority"),
            # In the order of an index, which then is all that is read.
            "SELECT segment, coalesce(owner, ''), status, priority, 0, count(*) FROM tickets WHERE withdrawn = 0 "
            "GROUP BY owner, status, priority, segment",
        )  # fmt: skip
        words = (
            f"SELECT '{name}', {name}, 0, count(*) FROM tickets WHERE withdrawn = 0 AND {name} IS NOT NULL "
            f"GROUP BY {name}"
            for name in WORDS_COUNTED
        )
        self._compare_counts("words used", "words_used", ("field", "word"), " UNION ALL ".join(words))

    def _compare_counts(self, name: str, table: str, key: Sequence[str], counted: str) -> None:
        columns = ", ".join(key)
        stored = f"SELECT {columns}, tickets AS says, 0 AS there FROM {table}"
        for *cell, says, there in self._patient.at_length(
            f"SELECT {columns}, sum(says), sum(there) FROM ({stored} UNION ALL {counted}) AS counts "
            f"GROUP BY {columns} HAVING sum(says) <> sum(there) ORDER BY {columns}"
        ):
            named = ", ".join(str(part) for part in cell)
            self._examination.found(f"{name} of {named}: it says {says}, there are {there}")

    def _examine_texts(self) -> None:
        self._progress("examining texts", 0, 0)
        strays = "SELECT 1 FROM texts x WHERE NOT EXISTS (SELECT 1 FROM tickets t WHERE t.place = x.place) LIMIT 1"
        if self._texts_misplaced or self._patient.at_length(strays):
            self._examination.found(
                "full text: which text belongs to which ticket is not what the operations lead to"
            )
        if self._patient.words_apart:
            self._read_words_back()
            last = self._patient.run(f"SELECT max(seq) FROM operations WHERE seq < {WAITING_FROM}").fetchone()[0] or 0
            for seqs in self._words.wrong(min(self._seen, last)):
                self._examination.found(_not_found_as_said(" or ".join(map(str, seqs))))

    def _read_words_back(self) -> None:
        of = self._words.turned
        is_more = True
        while is_more:
            self._progress("reading the full text", self._words.turned - of, of)
            with self._patient.still():
                self._catch_up()
                is_more = self._read_next_words()

    def _read_next_words(self) -> bool:
        """Read some words back, each with all its places; say whether there may be more."""
        end = self._words.turned + PLACES_AT_ONCE
        with closing(self._patient.words(self._read_to)) as places:
            for word, found in groupby(places, key=itemgetter(0)):
                self._words.turn_each(found)
                self._read_to = word
                if self._words.turned >= end:
                    return True
        return False

    # What came between two slices -----------------------------------------------------------------------------------

    def _catch_up(self) -> None:
        """Reckon with what was done since the last slice: to rules, and to words that are added up already."""
        came, last = self._patient.run(
            "SELECT count(*), max(seq) FROM operations WHERE seq > ?", (self._seen,)
        ).fetchone()
        if not came:
            return
        self._examination.operations += came
        self._take_space(Clause("seq > ?", (self._seen,)), Examination())
        if self._patient.words_apart:
            passed = joined("AND", (_OF_OTHERS, self._passed))
            # With a limit the newest are looked through, and not all subjects in their order.
            newest = f"SELECT subject, kind FROM operations WHERE seq > ? ORDER BY seq LIMIT {came}"
            sql = f"SELECT DISTINCT subject FROM ({newest}) AS newest WHERE {passed.sql}"
            for (subject,) in self._patient.run(sql, (self._seen, *passed.values)).fetchall():
                self._turn_over(subject)
        self._seen = last

    def _turn_over(self, subject: Value) -> None:
        """Add up what a ticket says now in place of what it said, as far as that is not read back yet."""
        about_it = joined("AND", (_OF_OTHERS, Clause("subject = ?", (subject,))))
        history = _without_responses(self._entries(about_it, Examination()))
        before = [entry for entry in history if entry.seq <= self._seen]
        for entries in (before, history):
            for seq, words in self._said(entries).items():
                self._words.turn(seq, words, beyond=self._read_to)

    def _said(self, history: Sequence[Entry]) -> Mapping[int, str]:
        try:
            wanted = _refold(history, self._policy_at)
        except _DAMAGED:
            return {}  # as when it was examined: what is told of it is told by then
        return {} if wanted is None else wanted.texts


class _Refolded(NamedTuple):
    """What the operations on a ticket lead to."""

    ticket: Ticket
    place: int
    row: tuple[object, ...]
    texts: Mapping[int, str]
    """Its documents in the full text, by sequence number."""


_KNOWN: Final = frozenset(Kind)

_DAMAGED: Final = (AttributeError, KeyError, TypeError, ValueError)
"""What operations raise in which something stands that nobody could have put there."""


def _refold(history: Sequence[Entry], policy_at: PolicyAt) -> _Refolded | None:
    """Return what operations on a ticket lead to, None when nothing made it. Raises what is in _DAMAGED."""
    ticket = fold(history, policy_at)
    if ticket is None:
        return None
    place = history[0].seq
    return _Refolded(ticket, place, ticket_values(ticket, place), documents(ticket, history))


class _Span:
    """Subjects after one and up to another one; None leaves a side open."""

    def __init__(self, after: Value, last: Value) -> None:
        self._bounds = ((">", after), ("<=", last))

    def of(self, column: str) -> Clause:
        """Return the condition on a column."""
        bounds = [(sign, bound) for sign, bound in self._bounds if bound is not None]
        sql = " AND ".join(f"{column} {sign} ?" for sign, _ in bounds)
        return Clause(sql or "TRUE", tuple(bound for _, bound in bounds))


class _Words:
    """Whether the same words are in two places, in as much memory whatever they are.

    A word at its offset in a text is a number. Each is turned when the operations say it and again when the index has
    it; what was turned twice is as if it never had been, and a group in which anything is left has something wrong.
    """

    def __init__(self) -> None:
        self._left = array("q", bytes(8 * WORD_GROUPS))
        self.turned = 0
        """How many words were turned."""

    def turn(self, seq: int, text: str, *, beyond: str = "") -> None:
        """Turn the words of a text, those that come after one."""
        words = text.split(" ")
        numbered: Iterable[tuple[str, int, int]] = zip(words, repeat(seq), count())
        if beyond:
            numbered = (one for one in numbered if one[0] > beyond)
        self._left[seq % WORD_GROUPS] ^= reduce(xor, map(hash, numbered), 0)
        self.turned += len(words)

    def turn_each(self, found: Iterable[tuple[str, int, int]]) -> None:
        """Turn a word where it was found."""
        left = self._left
        turned = 0
        for turned, one in enumerate(found, start=1):  # noqa: B007 - how many there were
            left[one[1] % WORD_GROUPS] ^= hash(one)
        self.turned += turned

    def wrong(self, last: int) -> Iterator[Sequence[int]]:
        """Yield the sequence numbers, up to the last, one of which has other words; beyond it, what is none."""
        for group, left in enumerate(self._left):
            if left:
                yield range(group, last + 1, WORD_GROUPS) or (group,)


_ENTRY: Final = ", ".join(f'"{name}"' for name in (*ENTRY_COLUMNS, *COPIED_COLUMNS))

_copied: Final = attrgetter(*COPIED_COLUMNS)

_KINDS: Final = ", ".join("?" * len(ORGANISATION_KINDS))
_OF_SPACE: Final = Clause(f"kind IN ({_KINDS})", ORGANISATION_KINDS)
_OF_OTHERS: Final = Clause(f"kind NOT IN ({_KINDS})", ORGANISATION_KINDS)


def _without_responses(entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.operation.kind != Kind.RESPONSE_RECORD]


def _not_found_as_said(operation: str) -> str:
    return f"full text: what operation {operation} said is not found as it should be"
