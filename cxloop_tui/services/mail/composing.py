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

from cxloop_tui.domain import intent
from cxloop_tui.domain.customer import customer_of, particulars_of
from cxloop_tui.domain.feedback import Band
from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.mail.delivery import IMPORTED, Telling
from cxloop_tui.domain.mail.letter import (
    Letter,
    Purpose,
    State,
    let_go_again,
    letter_after,
    letter_id,
    queued,
    reply_letter_id,
)
from cxloop_tui.domain.mail.recipients import (
    Recipients,
    is_greeted,
    is_surveyed,
    is_told,
    is_told_at_once,
    managers,
    recipients,
)
from cxloop_tui.domain.mail.reply import Links, begun
from cxloop_tui.domain.mail.summary import Brought, summary_body, summary_title
from cxloop_tui.domain.mail.templates.template import Step
from cxloop_tui.domain.mail.wording import body_of, title_of
from cxloop_tui.domain.operation import AUTHORITY, Entry, Kind, Operation, Origin, Preview
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import Ticket, after, undone_ids
from cxloop_tui.services.making import Maker
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
        self._maker = Maker(tx, AUTHORITY, clock, ids)
        self._space = tx.organisation()

    def notices(self) -> int:
        """Make letters about tickets, of what was gathered long enough; return how many."""
        tellings = [one for one in self._tx.mail.tellings(_AT_ONCE) if one.subject != IMPORTED]
        made = 0
        for subject, group in groupby(sorted(tellings, key=_by_ticket), key=attrgetter("subject")):
            about = list(group)
            if self._is_over(about[0].at):
                made += sum(map(self._queue, self._about(subject, about)))
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
        """Put a letter into the order; one that is there is not made again, but goes if it was stopped from here."""
        before = self._tx.letter(letter.id)
        if before is None and letter.recipients:
            return self._put(None, Draft(kind=Kind.LETTER_QUEUE, subject=letter.id, set=queued(letter)))
        if before is not None and before.state is State.CANCELLED and before.missed:
            return self._put(
                before, Draft(kind=Kind.LETTER_SEND, subject=letter.id, set=let_go_again(before, letter))
            )
        return False

    def _put(self, before: Letter | None, draft: Draft) -> bool:
        operation = self._maker.operation(draft, origin=Origin.RULE)
        kept = letter_after(before, self._tx.append(operation, self._now))
        if kept is not None:
            self._tx.put_letter(kept)
        return kept is not None

    # To a customer --------------------------------------------------------------------------------------------------

    def _write_once(self, ticket: Ticket, made: Operation, step: Step, why: str) -> Iterator[Letter]:
        """Write to the customer of a ticket because of an operation, once: it is an operation of the authority."""
        key, operation_id = customer_of(ticket), letter_id(made.id, why)
        may_be = key is not None and particulars_of(self._tx.entries(key)).may_be_written_to
        if ticket.withdrawn or ticket.customer_email is None or not may_be or self._tx.operation(operation_id):
            return
        written = self._written(ticket, step, operation_id)
        entry = self._tx.append(written, self._now)
        now = after(ticket, entry, self._tx.policy_at, ())
        if now is not None:
            self._tx.put_ticket(ticket, now, entry, ())
            yield self._reply(now, written)

    def _written(self, ticket: Ticket, step: Step, operation_id: str) -> Operation:
        policy = self._space.policy
        language = particulars_of(self._tx.entries(str(customer_of(ticket)))).language or policy.mail_language
        text = begun(step, language, ticket, policy.mail_signature, links=Links.of(policy))
        draft = intent.reply(ticket, text.title, text.text)._replace(set={}, implied=())
        return self._maker.operation(draft, origin=Origin.RULE, operation_id=operation_id)

    # About one ticket -----------------------------------------------------------------------------------------------

    def _about(self, subject: str, about: Sequence[Telling]) -> Iterator[Letter]:
        """Yield the letters that what was done to one ticket leads to: to its customer, to who works on it."""
        ticket = self._tx.ticket(subject)
        if ticket is None:
            return
        entries = self._tx.entries(subject)
        places = {one.seq for one in about}
        done = [entry.operation for entry in entries if entry.seq in places]
        yield from (self._reply(ticket, written) for written in _replies(done, entries))
        for made in done:
            if is_greeted(made, self._space.policy):
                yield from self._write_once(ticket, made, Step.HEARD, "greeting")
            if is_surveyed(made, self._space.policy) and self._was_put_right(ticket):
                yield from self._write_once(ticket, made, Step.SURVEYED, "survey")
        told = [one for one in done if self._space.policy.tells_by_mail and is_told_at_once(one)]
        if told:
            yield self._notice(ticket, entries, told)

    def _was_put_right(self, ticket: Ticket) -> bool:
        """Say whether something was wrong, and is resolved: who was content is not asked whether all is well now."""
        band = self._space.policy.band_of(ticket.score, ticket.score_kind)
        return ticket.status is Status.RESOLVED and band in (None, Band.DISSATISFIED)

    def _notice(self, ticket: Ticket, entries: Sequence[Entry], done: Sequence[Operation]) -> Letter:
        who = recipients(done, ticket, self._space)
        title, body = title_of(ticket, done, self._space), body_of(ticket, entries, done, self._space)
        notice = self._letter(Purpose.NOTICE, done, ticket, who, title, body)
        return notice._replace(foreseen=_foreseen(done, ticket, self._space))

    def _reply(self, ticket: Ticket, written: Operation) -> Letter:
        """Return the letter to the customer as their address is now, whatever it was when it was written."""
        seen = Preview(()) if written.preview is None else written.preview
        now = Recipients(seen.to if ticket.customer_email is None else (ticket.customer_email,))
        letter = self._letter(Purpose.REPLY, [written], ticket, now, seen.title, written.comment or "")
        return letter._replace(
            id=reply_letter_id(written.id),
            state=State.HELD if ticket.customer_email is None else State.WAITING,
            author=None if written.by == AUTHORITY else written.by,
            foreseen=seen.to if now.to != seen.to else None,
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


def _replies(done: Sequence[Operation], entries: Sequence[Entry]) -> Iterator[Operation]:
    """Yield the replies among what was done, also those that were brought back; what is taken back is none."""
    known = {entry.operation.id: entry.operation for entry in entries}
    gone = undone_ids(entries)
    about = dict.fromkeys(_target(one, known).id for one in done)
    for written in (known[one] for one in about if one in known and one not in gone):
        if written.kind == Kind.REPLY_WRITE:
            yield written


def _target(operation: Operation, known: Mapping[str, Operation]) -> Operation:
    """Return what a chain of undo and redo is about in the end."""
    while operation.undoes is not None and operation.undoes in known:
        operation = known[operation.undoes]
    return operation


def _foreseen(done: Sequence[Operation], ticket: Ticket, space: Organisation) -> tuple[str, ...] | None:
    """Return whom the makers were shown as recipients, where that is not who hears of it now."""
    for one in done:
        if one.preview is not None and one.kind != Kind.REPLY_WRITE:
            shown = (*one.preview.to, *one.preview.cc)
            if set(shown) != set(recipients([one], ticket, space).everybody):
                return shown
    return None


def _by_ticket(telling: Telling) -> tuple[str, int]:
    return telling.subject, telling.seq
