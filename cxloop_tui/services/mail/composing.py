"""Making letters of what was done: all of a minute on one ticket is one letter, an import is one a person.

To whom a letter goes is decided now, by who owns the ticket and who manages its segment now, whatever its maker saw
in a preview. Letters are operations of the authority itself, so every desk sees them and can change them in time.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final

from cxloop_tui.domain.mail.delivery import IMPORTED, Telling
from cxloop_tui.domain.mail.letter import Letter, Purpose, State, letter_after, letter_id, queued
from cxloop_tui.domain.mail.recipients import Recipients, managers, recipients
from cxloop_tui.domain.mail.summary import Brought, summary_body, summary_title
from cxloop_tui.domain.mail.wording import body_of, title_of
from cxloop_tui.domain.operation import AUTHORITY, Entry, Kind, Operation, Origin
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.ports import AuthorityStore, AuthorityTransaction, Clock, Ids

_AT_ONCE: Final = 500
"""Tellings that one transaction looks at: others come to write in between."""

_READ_AT_ONCE: Final = 5_000
"""Operations of an import that are read together."""


def compose(store: AuthorityStore, clock: Clock, ids: Ids) -> int:
    """Make letters of all that was gathered long enough; return how many."""
    return store.transact_authority(lambda tx: Composer(tx, clock, ids).compose())


class Composer:
    """Makes letters inside one transaction."""

    def __init__(self, tx: AuthorityTransaction, clock: Clock, ids: Ids) -> None:
        self._tx = tx
        self._now = clock()
        self._ids = ids
        self._space = tx.organisation()

    def compose(self) -> int:
        """Make letters of what was gathered long enough; return how many."""
        tellings = self._tx.mail.tellings(_AT_ONCE)
        by_subject = sorted(tellings, key=attrgetter("subject", "seq"))
        made = 0
        for subject, group in groupby(by_subject, key=attrgetter("subject")):
            about = list(group)
            if not self._is_gathered(subject, about):
                continue
            letters = self._summaries(about) if subject == IMPORTED else self._notice(subject, about)
            for letter in letters:
                made += self._queue(letter)
            self._tx.mail.forget(about)
        return made

    def _is_gathered(self, subject: str, about: Sequence[Telling]) -> bool:
        """Of a ticket, so long after the first; an import is over so long after the last."""
        since = about[-1].at if subject == IMPORTED else about[0].at
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

    # About an import ------------------------------------------------------------------------------------------------

    def _summaries(self, about: Sequence[Telling]) -> Iterator[Letter]:
        """Yield a letter for everybody whom an import brought something; it tells of the first operation by name."""
        first: Operation | None = None
        brought: dict[str, Brought] = {}
        for entry in self._imported(about):
            operation = entry.operation
            first = first or operation
            for email in self._concerned(operation):
                brought.setdefault(email, Brought(Counter(), Counter())).add(operation)
        for email, what in sorted(brought.items()):
            if first is not None:
                title, body = summary_title(what), summary_body(what, self._space)
                yield self._letter(Purpose.SUMMARY, [first], None, Recipients((email,)), title, body)

    def _imported(self, about: Sequence[Telling]) -> Iterator[Entry]:
        for one in about:
            for start in range(one.seq, one.until + 1, _READ_AT_ONCE):
                stretch = self._tx.entries_between(start, min(start + _READ_AT_ONCE - 1, one.until))
                yield from (entry for entry in stretch if entry.operation.origin == Origin.IMPORT)

    def _concerned(self, operation: Operation) -> Iterator[str]:
        """Yield who gets a ticket that an import made: its owner, and the managers of its segment."""
        owner, segment = operation.wanted("owner"), operation.wanted("segment")
        of_segment = managers(segment, self._space) if isinstance(segment, str) else ()
        owners = (owner,) if isinstance(owner, str) else ()
        for email in dict.fromkeys((*owners, *of_segment)):
            if email != operation.by and self._space.is_active(email):
                yield email
