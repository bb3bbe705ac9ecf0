"""The lines of the outbox: what was read for them, and each operation in the words of the log."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final

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
from cxloop_tui.ui.render.line import Setting
from cxloop_tui.ui.render.log import words_of
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.row import MARK
from cxloop_tui.ui.render.when import moment
from cxloop_tui.ui.widgets.line_table import Cell, Column, Row, Tone

SHOWN_MOST: Final = 2_000
"""So many are listed, the oldest: an import in one's own outbox is no reading matter."""

_ROOMY: Final = 100
"""From this width on there is room for the whole state."""

_WORDY: Final = 1_000
"""Cells in which words are said; the table cuts them."""

_THINGS: Final[Mapping[str, str]] = {Kind.SEGMENT_PUT: "segment", Kind.PERSON_PUT: "person"}


@dataclass(frozen=True, slots=True)
class OutboxSeen:
    """The outbox as it was read at one moment, and all that is said about it."""

    everything: Sequence[Waiting]
    """In the order of making."""
    rows: Mapping[str, TicketRow]
    """The tickets it is about, by id."""
    lines: Mapping[str, Sequence[LogLine]]
    """What was done to tickets, by operation, as their log has it."""
    puts: Mapping[str, Sequence[PutLine]]
    """The same of segments, people and rules."""
    space: Organisation
    now: int
    utc_offset: int

    @property
    def listed(self) -> Sequence[Waiting]:
        """Those that have a line."""
        return self.everything[:SHOWN_MOST]

    def operation(self, operation_id: str) -> Waiting | None:
        """Return one of those that have a line."""
        return next((one for one in self.listed if one.operation.id == operation_id), None)


def read_outbox(queries: Queries) -> OutboxSeen:
    """Read all of it."""
    everything = queries.outbox()
    about: dict[str, list[Entry]] = {}
    put: set[str] = set()
    for one in everything[:SHOWN_MOST]:
        if one.operation.kind in ORGANISATION_KINDS:
            put.add(one.operation.subject)
        elif one.operation.kind != Kind.RESPONSE_RECORD:
            about.setdefault(one.operation.subject, []).append(one.entry)
    return OutboxSeen(
        everything=everything,
        rows={row.id: row for row in queries.rows(about)},
        lines=_by_operation(line for entries in about.values() for line in log_of(entries)),
        puts=_puts_by_operation(line for subject in sorted(put) for line in put_log(queries.entries(subject))),
        space=queries.organisation(),
        now=queries.now(),
        utc_offset=queries.utc_offset(),
    )


def _by_operation(lines: Iterable[LogLine]) -> Mapping[str, Sequence[LogLine]]:
    return {name: list(group) for name, group in groupby(lines, attrgetter("operation"))}


def _puts_by_operation(lines: Iterable[PutLine]) -> Mapping[str, Sequence[PutLine]]:
    return {name: list(group) for name, group in groupby(lines, attrgetter("operation"))}


def columns(width: int) -> Sequence[Column]:
    """Return the columns a line has room for."""
    return (
        Column("mark", "", 1),
        Column("when", "made", 11),
        Column("ticket", "ticket", 15 if width >= _ROOMY else 9),
        Column("what", "what"),
        Column("state", "state", 32 if width >= _ROOMY else 22),
    )


def rows(seen: OutboxSeen, marked: frozenset[str], looks: Looks) -> list[Row]:
    """Return the lines, oldest first."""
    return [
        Row(
            one.operation.id,
            {
                "mark": Cell(MARK if one.operation.id in marked else "", Tone.WAITING),
                "when": Cell(moment(one.operation.at, seen.now, seen.utc_offset), Tone.MUTED),
                "ticket": Cell(subject_of(one.operation, seen)),
                "what": Cell(words(one.operation, seen, looks)),
                "state": _state(one),
            },
        )
        for one in seen.listed
    ]


def subject_of(operation: Operation, seen: OutboxSeen) -> str:
    """Say what an operation is about: a ticket's number, its handle until it has one, a segment, a person."""
    if operation.kind in ORGANISATION_KINDS:
        return f"{_THINGS.get(operation.kind, '')} {operation.subject}".strip()
    row = seen.rows.get(operation.subject)
    return _handle(operation.subject) if row is None or row.number is None else f"#{row.number}"


def words(operation: Operation, seen: OutboxSeen, looks: Looks) -> str:
    """Say what an operation did, in the words of the log."""
    if operation.kind == Kind.RESPONSE_RECORD:
        return "survey response recorded"
    if operation.kind in ORGANISATION_KINDS:
        called = seen.space.called
        return "; ".join(change_words(line, looks.signs.becomes, called) for line in seen.puts.get(operation.id, ()))
    setting = Setting(seen.space, looks, _WORDY, seen.now, seen.utc_offset)
    return words_of(seen.lines.get(operation.id, ()), setting)


def state_words(one: Waiting) -> str:
    """Say whether an operation is sent, and if not why."""
    if one.acknowledged is not None:
        return "sent, on its way back"
    return f"held: {one.held}" if one.held else "waits"


def _state(one: Waiting) -> Cell:
    tone = Tone.WAITING if one.held else Tone.MUTED if one.acknowledged is not None else Tone.PLAIN
    return Cell(state_words(one), tone)


def _handle(subject: str) -> str:
    """Return the handle of a ticket; what a newer program is about has none."""
    try:
        return handle(subject)
    except ValueError:
        return subject
