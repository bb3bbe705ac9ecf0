"""The doctor: whether everything that follows from the operations is what it should be.

Refolds every ticket and the organisation and compares them with the rows, counts the counters anew, and reads the
full text back token by token. Changes nothing.

A store may be larger than memory, and as long as somebody looks at one state of it, what others write cannot be put
in its place. So a slice is read at a time, in one state, and that is let go of before the next. What is compared
within a slice is of one moment. What is added up over many (`adding_up.py`) is put right before each slice by what
came since the last (`examined_order.py`): work that goes on meanwhile is never taken for damage. What cannot be
followed like that is rare: then the doctor begins anew, and keeps to one state of the store to the end.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import groupby
from pathlib import Path
from typing import Any, Final, TypeAlias

from cxloop_tui.domain.address import StoreAddress
from cxloop_tui.domain.digest import sum_of
from cxloop_tui.domain.feed import WAITING_FROM
from cxloop_tui.domain.operation import Entry, Kind
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_puts import organisation_after
from cxloop_tui.domain.segment import SegmentTree
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.store import sqlite_patient
from cxloop_tui.store.adding_up import AddedUp
from cxloop_tui.store.beside import Shelf
from cxloop_tui.store.examination import Examination, Patient, Progress
from cxloop_tui.store.examined_order import OF_OTHERS, CannotFollow, ExaminedOrder
from cxloop_tui.store.followups import FOLLOWUPS
from cxloop_tui.store.letters import LETTERS
from cxloop_tui.store.list_rows import WORDS_COUNTED
from cxloop_tui.store.organisation_rows import read_organisation
from cxloop_tui.store.refolding import DAMAGED, NO_TICKET, Refolded, about_tickets, refold
from cxloop_tui.store.rows import RESPONSE_COLUMNS, TICKET_COLUMNS, response_values, ticket_values
from cxloop_tui.store.selection_sql import EVERYTHING, NOTHING, Clause, Value, joined

OPERATIONS_AT_ONCE: Final = 1_000
"""How many operations, and at most how many rows of anything else, a slice has; a ticket is never cut."""

Still: TypeAlias = Callable[[], AbstractContextManager[None]]
"""Keeps to one state of the store until the end, or does nothing where that is done already."""


def examine(address: StoreAddress, progress: Progress | None = None) -> Examination:
    """Examine a store. Raises Unusable or StoreTrouble when it cannot even be opened."""
    tell = progress or (lambda _doing, _done, _of: None)
    with _laid_open(address) as patient:
        try:
            return _Round(patient, patient.still, tell).made()
        except CannotFollow:
            tell("beginning anew: what happened meanwhile cannot be followed", 0, 0)
        with patient.still():
            return _Round(patient, nullcontext, tell).made()


def _laid_open(address: StoreAddress) -> AbstractContextManager[Patient]:
    if isinstance(address, Path):
        return sqlite_patient.laid_open(address)
    from cxloop_tui.store.postgresql import patient  # noqa: PLC0415 - loads psycopg, which may not be there

    return patient.laid_open(address)


class _Round:
    """One examination, slice by slice."""

    def __init__(self, patient: Patient, still: Still, progress: Progress) -> None:
        self._patient = patient
        self._still = still
        self._progress = progress
        self._examination = Examination()
        self._order = ExaminedOrder(patient, self._examination)
        self._added = AddedUp(texts=patient.words_apart, checksums=self._order.standing.has_checksums)
        self._examined = 0
        self._passed = NOTHING
        """What is true of subjects that are examined."""
        self._texts_misplaced = False

    def made(self) -> Examination:
        """Examine all of it."""
        self._examine_files()
        self._examine_order()
        self._examine_subjects()
        self._examine_counts()
        self._examine_texts()
        self._examine_checksums()
        return self._examination

    def _examine_files(self) -> None:
        self._progress("checking the files", 0, 0)
        for problem in self._patient.damage():
            self._examination.found(problem)

    # Operations in their order --------------------------------------------------------------------------------------

    def _examine_order(self) -> None:
        """What is wrong with the order itself; on the way the space is put together."""
        last = self._patient.run(f"SELECT max(seq) FROM operations WHERE seq < {WAITING_FROM}").fetchone()[0]
        is_more = True
        while is_more:
            self._progress("reading operations", self._examination.operations, last or 0)
            with self._still():
                is_more = self._order.read_next(OPERATIONS_AT_ONCE)
                if not is_more:
                    self._examine_space()

    def _examine_space(self) -> None:
        if self._order.is_to_come:
            return
        try:
            space = Organisation(SegmentTree({}), {})
            for entry in self._order.space:
                space = organisation_after(space, entry)
            self._compare_space(read_organisation(self._patient.run), space)
        except DAMAGED as wrong:
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

    # Tickets and responses, by the subject of their operations ------------------------------------------------------

    def _examine_subjects(self) -> None:
        after: Value = None
        while self._passed is not EVERYTHING:
            of = self._examination.operations
            self._progress("examining tickets", min(self._examined, of), of)
            with self._still():
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
        by_id = [("tickets", "id"), ("responses", "id"), *((shelf.table.name, "id") for shelf, _ in _BESIDE)]
        for table, column in (("operations", "subject"), *by_id):
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
        beside = [(shelf, what, self._rows(shelf.table.name, shelf.columns, span)) for shelf, what in _BESIDE]
        about_them = joined("AND", (OF_OTHERS, span.of("subject")))
        entries = self._order.entries(about_them, self._examination, order="subject, seq")
        expected: dict[int, tuple[int, str]] = {}
        places = []
        for subject, group in groupby(entries, key=lambda entry: entry.operation.subject):
            about = list(group)
            self._examined += len(about)
            recorded = [entry for entry in about if entry.operation.kind == Kind.RESPONSE_RECORD]
            if recorded:
                self._compare_response(subject, responses.pop(subject, None), response_values(recorded[-1]))
            self._examine_beside(subject, about, beside)
            history = about_tickets(about)
            wanted = self._refolded(history) if history else NO_TICKET
            self._added.add(subject, wanted, is_covered=_is_covered(history))
            if _is_covered(history):
                self._compare_base(subject, wanted, bases.pop(subject, None))
            if wanted.ticket is None:
                continue
            self._examination.tickets += 1
            self._compare_row(wanted.ticket, wanted.row, tickets.pop(wanted.ticket.id, None))
            places.append(wanted.place)
            expected.update((seq, (wanted.place, words)) for seq, words in wanted.texts.items())
        for ticket_id in sorted(tickets):
            self._examination.found(f"ticket {ticket_id}: no operation made it")
        for ticket_id in sorted(bases):
            self._examination.found(f"ticket {ticket_id}: it is kept as the hub has it, and nothing waits on it")
        for response in sorted(responses):
            self._compare_response(response, responses[response], None)
        self._find_made_by_nobody(beside)
        self._compare_texts(places, expected)

    def _rows(self, table: str, columns: Sequence[str], span: "_Span") -> dict[str, tuple[Any, ...]]:
        among = span.of("id")
        found = self._patient.run(f"SELECT {', '.join(columns)} FROM {table} WHERE {among.sql}", among.values)
        return {str(row[0]): row for row in found}

    def _examine_beside(self, subject: str, about: Sequence[Entry], beside: "_Kept") -> None:
        """Compare what stands beside tickets with what its operations lead to."""
        for shelf, what, kept in beside:
            row = _row_of(shelf, about)
            if row is not None:
                self._compare_beside(what, subject, kept.pop(subject, None), row)

    def _find_made_by_nobody(self, beside: "_Kept") -> None:
        for _, what, kept in beside:
            for thing_id in sorted(kept):
                self._compare_beside(what, thing_id, kept[thing_id], None)

    def _compare_beside(
        self, what: str, thing_id: str, stored: tuple[Any, ...] | None, wanted: tuple[object, ...] | None
    ) -> None:
        if stored != wanted:
            self._examination.found(f"{what} {thing_id}: its row is not what its operations lead to")

    def _compare_response(
        self, response: str, stored: tuple[Any, ...] | None, wanted: tuple[Any, ...] | None
    ) -> None:
        if stored != wanted:
            self._examination.found(f"response {response}: its row is not what its operation leads to")

    def _compare_base(self, subject: str, wanted: Refolded, stored: tuple[Any, ...] | None) -> None:
        """Of a ticket on which something waits the store also has what the authority has."""
        base = None if wanted.base is None else json.dumps(ticket_values(wanted.base, 0), ensure_ascii=False)
        if stored is None or stored[1] != base:
            self._examination.found(f"ticket {subject}: it is not kept as the hub has it")

    def _refolded(self, history: Sequence[Entry]) -> Refolded:
        subject = history[0].operation.subject
        try:
            wanted = refold(history, self._order.policy_at)
        except DAMAGED as wrong:
            self._examination.found(f"operations on {subject}: they cannot be carried out ({wrong})")
            return NO_TICKET
        # What waits may be about a ticket that is still to come, and what a newer program does about something else.
        is_of_ticket = any(entry.operation.kind in _KNOWN for entry in history)
        if wanted.ticket is None and history[0].seq < WAITING_FROM and is_of_ticket:
            self._examination.found(f"operations on {subject}: nothing made this ticket")
        return wanted

    def _compare_row(self, ticket: Ticket, wanted: tuple[object, ...], stored: tuple[Any, ...] | None) -> None:
        name = f"#{ticket.number}" if ticket.number is not None else ticket.id
        if stored is None:
            self._examination.found(f"ticket {name}: its row is missing")
        elif stored != wanted:
            for column, found, right in zip(TICKET_COLUMNS, stored, wanted, strict=True):
                if found != right:
                    self._examination.found(f"ticket {name}: {column} is {found!r}, its operations lead to {right!r}")

    def _compare_texts(self, places: Sequence[int], expected: dict[int, tuple[int, str]]) -> None:
        stored = {seq: (place, words) for seq, place, words in self._patient.texts_of(places)} if places else {}
        if {seq: place for seq, (place, _) in stored.items()} != {seq: place for seq, (place, _) in expected.items()}:
            self._texts_misplaced = True
        if self._patient.words_apart:
            return  # these are added up, to be read back
        for seq, (_, words) in expected.items():
            if seq in stored and stored[seq][1] != words:
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
            for seqs in self._added.words.wrong(self._order.last, self._order.last_waiting):
                self._examination.found(_not_found_as_said(" or ".join(map(str, seqs))))

    def _read_words_back(self) -> None:
        of = self._added.words.turned
        is_more = True
        while is_more:
            self._progress("reading the full text", self._added.words.turned - of, of)
            with self._still():
                self._catch_up()
                is_more = self._added.read_back(self._patient.words)

    def _examine_checksums(self) -> None:
        """What a store tells others of its tickets, for them to compare with theirs."""
        if not self._order.standing.has_checksums:
            return
        with self._still():
            self._catch_up()
            stored = self._patient.run("SELECT segment, tickets, marks FROM digests").fetchall()
        says = {segment: f"{tickets}:{marks}" for segment, tickets, marks in stored}
        there = self._added.checksums()
        nothing = sum_of(0, 0)
        for segment in sorted(says.keys() | there.keys()):
            if says.get(segment, nothing) != there.get(segment, nothing):
                self._examination.found(
                    f"checksum of {segment}: it says {says.get(segment, nothing)}, its tickets lead to "
                    f"{there.get(segment, nothing)}"
                )

    # What came between two slices -----------------------------------------------------------------------------------

    def _catch_up(self) -> None:
        """Reckon with what was done since the last slice: to rules, and to what is added up already."""
        since = self._order.catch_up(self._passed)
        if not self._added.is_needed:
            return
        for subject in {*since.done_to, *self._added.covered(since.left)}:
            history = self._order.history(subject)
            before = self._led_to([entry for entry in history if entry.seq <= since.last])
            self._added.replace(subject, before, self._led_to(history), is_covered=_is_covered(history))

    def _led_to(self, history: Sequence[Entry]) -> Refolded:
        try:
            return refold(history, self._order.policy_at)
        except DAMAGED:
            return NO_TICKET  # as when it was examined: what is told of it is told by then


class _Span:
    """Subjects after one and up to another one; None leaves a side open."""

    def __init__(self, after: Value, last: Value) -> None:
        self._bounds = ((">", after), ("<=", last))

    def of(self, column: str) -> Clause:
        """Return the condition on a column."""
        bounds = [(sign, bound) for sign, bound in self._bounds if bound is not None]
        sql = " AND ".join(f"{column} {sign} ?" for sign, _ in bounds)
        return Clause(sql or "TRUE", tuple(bound for _, bound in bounds))


_KNOWN: Final = frozenset(Kind)


_Kept: TypeAlias = Sequence[tuple[Shelf[Any], str, dict[str, tuple[Any, ...]]]]
"""The rows of a slice that were not compared yet, with their shelf and what one of them is called."""

_BESIDE: Final[tuple[tuple[Shelf[Any], str], ...]] = ((LETTERS, "letter"), (FOLLOWUPS, "follow-up"))
"""What stands beside tickets, and what one of it is called."""


def _row_of(shelf: Shelf[Any], about: Sequence[Entry]) -> tuple[object, ...] | None:
    """Return the row that operations on one subject lead to; None when it is nothing of this shelf."""
    made = [entry for entry in about if entry.operation.kind in shelf.kinds]
    thing = shelf.folded(made) if made else None
    return None if thing is None else shelf.write(thing, made[0].seq)


def _is_covered(history: Sequence[Entry]) -> bool:
    """Say whether something waits on a ticket."""
    return bool(history) and history[-1].seq >= WAITING_FROM


def _not_found_as_said(operation: str) -> str:
    return f"full text: what operation {operation} said is not found as it should be"
