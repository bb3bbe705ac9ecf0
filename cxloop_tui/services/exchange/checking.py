"""The first reading: the whole file is held against what is on record here, and nothing is written."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, takewhile
from typing import Final

from cxloop_tui.domain.errors import CxloopError, Refused
from cxloop_tui.domain.exchange import Passage
from cxloop_tui.domain.operation import Entry, Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_puts import check_put, organisation_after
from cxloop_tui.domain.people import Role
from cxloop_tui.services.exchange.file import NOTHING_DONE, ExchangeFile, Placed, Progress, Watch
from cxloop_tui.services.exchange.findings import Findings
from cxloop_tui.services.ports import Reader
from cxloop_tui.services.replaying import demand_same

BATCH: Final = 500
"""Operations that are looked up together."""


class Check:
    """One reading of one file against one store, for the admin who imports."""

    def __init__(self, file: ExchangeFile, reader: Reader, me: str) -> None:
        self._file = file
        self._reader = reader
        self._me = me
        self._findings = Findings(file.size, file.changed_at)

    def run(self, watch: Watch) -> Findings:
        """Read all of it. Raises Unusable or Refused, naming the line."""
        passages = self._file.passages()
        rest = self._check_organisation(passages)
        while batch := list(islice(rest, BATCH)):
            self._check_batch(batch)
            watch(Progress("checking", self._file.octets, self._file.size))
        if self._findings.tickets != self._file.tickets:
            promised = f"it promises {self._file.tickets:,} tickets and has {self._findings.tickets:,}"
            raise self._file.unusable(1, promised)
        return self._findings

    # The organisation -----------------------------------------------------------------------------------------------

    def _check_organisation(self, passages: Iterator[Placed]) -> Iterator[Placed]:
        """Check what comes before the tickets, and return what follows it."""
        after: list[Placed] = []

        def is_of_organisation(placed: Placed) -> bool:
            if not placed.passage.is_of_organisation:
                after.append(placed)
            return placed.passage.is_of_organisation

        puts = list(takewhile(is_of_organisation, passages))
        known = self._reader.operations([placed.passage.operation.id for placed in puts])
        self._demand_same(puts, known)
        self._findings.kept = self._kept(puts)
        self._put(
            [at for at in puts if at.passage.operation.id not in known and not self._findings.is_left(at.passage)]
        )
        return _chained(after, passages)

    def _kept(self, puts: Sequence[Placed]) -> frozenset[tuple[str, str]]:
        """Return what is here by other operations than the file's; what an earlier import began is gone on with."""
        ids = {placed.passage.operation.id for placed in puts}
        own = {
            (entry.operation.kind, entry.operation.subject)
            for entry in self._reader.organisation_history()
            if entry.operation.id not in ids
        }
        return frozenset(_subject(placed.passage) for placed in puts) & own

    def _put(self, puts: Sequence[Placed]) -> None:
        """Carry changes of the organisation out in mind."""
        before = space = self._reader.organisation()
        for placed in puts:
            operation = placed.passage.operation
            try:
                check_put(operation._replace(by=self._me), space)
                space = organisation_after(space, Entry(operation=operation, seq=0, received_at=0))
            except CxloopError as trouble:
                raise type(trouble)(self._told(placed, str(trouble))) from trouble
            except (TypeError, ValueError) as trouble:
                raise self._file.unusable(placed.line, f"it cannot be carried out: {trouble}") from trouble
            self._findings.operations[operation.kind] += 1
        self._note_made(before, space)

    def _note_made(self, before: Organisation, space: Organisation) -> None:
        findings = self._findings
        findings.segments = tuple(code for code in space.tree.ever if code not in before.tree)
        findings.people = tuple(email for email in space.people if email not in before.people)
        admins = (email for email in findings.people if space.people[email].role is Role.ADMIN)
        findings.admins = tuple(email for email in admins if space.people[email].active)

    # Tickets and responses ------------------------------------------------------------------------------------------

    def _check_batch(self, batch: Sequence[Placed]) -> None:
        """Tell what is on record from what is new."""
        operations = [placed.passage.operation for placed in batch]
        previous = [placed.passage.previous for placed in batch if placed.passage.previous is not None]
        known = self._reader.operations([operation.id for operation in operations] + previous)
        self._demand_same(batch, known)
        new = [placed for placed in batch if placed.passage.operation.id not in known]
        last = self._reader.last_operations({placed.passage.operation.subject for placed in new})
        self._findings.tickets += sum(placed.passage.makes_ticket for placed in batch)
        self._findings.highest = max(self._findings.highest, *(placed.passage.number or 0 for placed in batch))
        for placed in new:
            self._note_new(placed, known, last)

    def _note_new(self, placed: Placed, known: Mapping[str, Operation], last: Mapping[str, str]) -> None:
        passage, findings = placed.passage, self._findings
        subject = passage.operation.subject
        if passage.makes_ticket:
            self._note_ticket(placed, last)
        elif passage.previous in known and subject not in findings.apart:
            # The first operation that is new on a ticket that is here: does it follow what happened last?
            if last.get(subject) == passage.previous:
                findings.continued += 1
            else:
                row = self._reader.row(subject)
                findings.apart[subject] = None if row is None else row.number
        if not findings.is_left(passage):
            findings.operations[passage.operation.kind] += 1

    def _note_ticket(self, placed: Placed, last: Mapping[str, str]) -> None:
        subject = placed.passage.operation.subject
        if subject in last:
            raise Refused(self._told(placed, f"there is a ticket {subject} here that was made by another operation"))
        self._findings.made += 1
        number = placed.passage.number
        self._findings.renumbered += number is not None and self._reader.find(f"#{number}") is not None

    def _demand_same(self, batch: Sequence[Placed], known: Mapping[str, Operation]) -> None:
        for placed in batch:
            operation = placed.passage.operation
            try:
                if operation.id in known:
                    demand_same(known[operation.id], operation)
            except Refused as trouble:
                raise Refused(self._told(placed, str(trouble))) from trouble

    def _told(self, placed: Placed, what: str) -> str:
        return f"{self._file.path}: line {placed.line:,}: {what}; {NOTHING_DONE}"


def _subject(passage: Passage) -> tuple[str, str]:
    return passage.operation.kind, passage.operation.subject


def _chained(first: Sequence[Placed], rest: Iterator[Placed]) -> Iterator[Placed]:
    yield from first
    yield from rest
