"""Making letters of what was done: all of a minute on one ticket is one letter, an import is one a person.

To whom a letter goes is decided now, by who owns the ticket and who manages its segment now, whatever its maker saw
in a preview. Letters are operations of the authority itself, so every desk sees them and can change them in time.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Final

from cxloop_tui.domain.mail.delivery import IMPORTED, Telling
from cxloop_tui.domain.mail.letter import Letter, Purpose, State, letter_after, letter_id, queued
from cxloop_tui.domain.mail.recipients import Recipients, is_told, managers, recipients
from cxloop_tui.domain.mail.summary import Brought, summary_body, summary_title
from cxloop_tui.domain.mail.wording import body_of, title_of
from cxloop_tui.domain.operation import AUTHORITY, Kind, Operation, Origin
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.ports import AuthorityStore, AuthorityTransaction, Clock, Ids

_AT_ONCE: Final = 500
"""Tellings that one transaction looks at: others come to write in between."""

_READ_AT_ONCE: Final = 5_000
"""Operations of an import that are read together."""


def compose(store: AuthorityStore, clock: Clock, ids: Ids) -> int:
    """Make letters of all that was gathered long enough; return how many."""
    made = store.transact_authority(lambda tx: Composer(tx, clock, ids).notices())
    imported = store.transact_authority(lambda tx: Composer(tx, clock, ids).finished_import())
    if imported is None:
        return made
    brought = _brought_by(store, imported)
    return made + store.transact_authority(lambda tx: Composer(tx, clock, ids).summaries(imported, brought))


def _brought_by(store: AuthorityStore, imported: Telling) -> Mapping[str, Brought]:
    """Count what an import brought everybody, part by part: it may be a million tickets, and others have to write."""
    brought: dict[str, Brought] = {}
    for start in range(imported.seq, imported.until + 1, _READ_AT_ONCE):
        end = min(start + _READ_AT_ONCE - 1, imported.until)
        store.transact_authority(partial(_count, brought, start, end))
    return brought


def _count(brought: dict[str, Brought], first: int, last: int, tx: AuthorityTransaction) -> None:
    space = tx.organisation()
    for entry in tx.entries_between(first, last):
        if entry.operation.origin == Origin.IMPORT and is_told(entry.operation):
            for email in _concerned(entry.operation, space):
                brought.setdefault(email, Brought(Counter(), Counter())).add(entry.operation)


def _concerned(operation: Operation, space: Organisation) -> Iterator[str]:
    """Yield who gets a ticket that an import made: its owner, and the managers of its segment."""
    owner, segment = operation.wanted("owner"), operation.wanted("segment")
    of_segment = managers(segment, space) if isinstance(segment, str) else ()
    owners = (owner,) if isinstance(owner, str) else ()
    for email in dict.fromkeys((*owners, *of_segment)):
        if email != operation.by and space.is_active(email):
            yield email


class Composer:
    """Makes letters inside one transaction."""

    def __init__(self, tx: AuthorityTransaction, clock: Clock, ids: Ids) -> None:
        self._tx = tx
        self._now = clock()
        self._ids = ids
        self._space = tx.organisation()

    def notices(self) -> int:
        """Make letters about tickets, of what was gathered long enough; return how many."""
        tellings = [one for one in self._tx.mail.tellings(_AT_ONCE) if one.subject != IMPORTED]
        made = 0
        for subject, group in groupby(sorted(tellings, key=_by_ticket), key=attrgetter("subject")):
            about = list(group)
            if self._is_over(about[0].at):
                made += sum(map(self._queue, self._notice(subject, about)))
                self._tx.mail.forget(about)
        return made

    def finished_import(self) -> Telling | None:
        """Return an import that nobody was told of, when its last ticket has been here long enough."""
        found = next((one for one in self._tx.mail.tellings(_AT_ONCE) if one.subject == IMPORTED), None)
        return found if found is not None and self._is_over(found.at) else None

    def summaries(self, imported: Telling, brought: Mapping[str, Brought]) -> int:
        """Make a letter for everybody whom an import brought something, unless it has gone on meanwhile."""
        if self.finished_import() != imported:
            return 0
        self._tx.mail.forget([imported])
        (first,) = self._tx.entries_between(imported.seq, imported.seq)
        letters = (self._summary(first.operation, email, what) for email, what in sorted(brought.items()))
        return sum(map(self._queue, letters))

    def _is_over(self, since: int) -> bool:
        return since + self._space.policy.gathered_for <= self._now

    def _queue(self, letter: Letter) -> bool:
        """Put a letter into the order; one that is there already is not made again."""
        if not letter.recipients or self._tx.letter(letter.id) is not None:
            return False
        operation = Operation(
            id=self._ids(),
            kind=Kind.LETTER_QUEUE,
            subject=letter.id,
            by=AUTHORITY,
            at=self._now,
            base=self._tx.base(),
            set=queued(letter),
            origin=Origin.RULE,
        )
        kept = letter_after(None, self._tx.append(operation, self._now))
        if kept is not None:
            self._tx.put_letter(kept)
        return kept is not None

    # About one ticket -----------------------------------------------------------------------------------------------

    def _notice(self, subject: str, about: Sequence[Telling]) -> Iterator[Letter]:
        ticket = self._tx.ticket(subject)
        if ticket is None:
            return
        entries = self._tx.entries(subject)
        places = {one.seq for one in about}
        done = [entry.operation for entry in entries if entry.seq in places]
        if done:
            yield self._letter(
                Purpose.NOTICE,
                done,
                ticket,
                recipients(done, ticket, self._space),
                title_of(ticket, done, self._space),
                body_of(ticket, entries, done, self._space),
            )

    def _letter(
        self,
        purpose: Purpose,
        done: Sequence[Operation],
        ticket: Ticket | None,
        told: Recipients,
        title: str,
        body: str,
    ) -> Letter:
        who = "" if ticket is not None else told.everybody[0]
        return Letter(
            id=letter_id(done[0].id, who),
            purpose=purpose,
            ticket=None if ticket is None else ticket.id,
            operations=tuple(one.id for one in done),
            to=told.to,
            cc=told.cc,
            title=title,
            body=body,
            state=State.WAITING,
            due_at=self._now + self._space.policy.held_for,
            missed={},
            seq=0,
        )

    def _summary(self, first: Operation, email: str, what: Brought) -> Letter:
        """Return what one person is told of an import that began with an operation."""
        told = Recipients((email,))
        return self._letter(
            Purpose.SUMMARY, [first], None, told, summary_title(what), summary_body(what, self._space)
        )


def _by_ticket(telling: Telling) -> tuple[str, int]:
    return telling.subject, telling.seq
