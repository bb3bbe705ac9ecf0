"""Taking in what the authority has, and laying what waits here on top of it again.

A ticket is seen as the authority has it with the waiting operations on it applied: own words stay in sight from the
key press on, through receipt and page, until they come back in their place. Nothing is ever written into what the
authority has but what it sent.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from cxloop_tui.domain.feed import WAITING_FROM, BrokenPage, Cursor, Page, Waiting
from cxloop_tui.domain.mail.letter import LETTER_KINDS
from cxloop_tui.domain.operation import STANDING_ALONE, Entry, Kind, Operation
from cxloop_tui.domain.organisation_puts import ORGANISATION_KINDS
from cxloop_tui.domain.receipt import Outcome, Receipt
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import after, fold
from cxloop_tui.sync.ports import Replica

_OF_NO_TICKET: Final = frozenset({*ORGANISATION_KINDS, *LETTER_KINDS, *STANDING_ALONE, Kind.RESPONSE_RECORD})


def take_page(replica: Replica, page: Page) -> None:
    """Take in the next page of the authority's order, all of it or, raising BrokenPage, nothing."""
    here = replica.cursor()
    _check_next(here, page)
    if page.cursor.epoch != here.epoch:
        _ask_again(replica)
    take(replica, page.entries)
    if page.cursor != here:
        replica.put_cursor(page.cursor)


def _ask_again(replica: Replica) -> None:
    """Let what was acknowledged be sent again: the authority has another order since, and it may not be in that."""
    replica.put_waiting([one._replace(acknowledged=None) for one in replica.waiting()])


def _check_next(here: Cursor, page: Page) -> None:
    """Places follow each other without a gap, so nothing can be missing without being missed."""
    expected = range(here.seq + 1, here.seq + 1 + len(page.entries))
    if [entry.seq for entry in page.entries] != list(expected):
        raise BrokenPage(f"operations after {here.seq} do not follow each other")
    last = page.entries[-1].operation.id if page.entries else here.last
    if (page.cursor.seq, page.cursor.last) != (here.seq + len(page.entries), last):
        raise BrokenPage(f"the page after {here.seq} does not end where it says")


def take(replica: Replica, entries: Sequence[Entry]) -> None:
    """Take in operations of the authority's order."""
    about_tickets = [entry for entry in entries if is_about_ticket(entry.operation)]
    waited = _ids_waiting(replica, {entry.operation.subject for entry in about_tickets})
    covered = frozenset(replica.confirm(entries))
    _note_what_needs_a_look(replica, [entry for entry in about_tickets if entry.operation.id in waited])
    for entry in about_tickets:
        _apply(replica, entry)
    operations = [entry.operation for entry in entries]
    _show_organisation_if(replica, operations)
    about = {entry.operation.subject for entry in about_tickets}
    _show_tickets(replica, (covered & about) | _judged_anew(replica, operations))


def _ids_waiting(replica: Replica, subjects: Collection[str]) -> Collection[str]:
    waiting = replica.waiting_on(subjects).values() if subjects else ()
    return {one.operation.id for on_one in waiting for one in on_one}


def _note_what_needs_a_look(replica: Replica, came_back: Sequence[Entry]) -> None:
    """What I changed went onto a ticket that somebody resolved before it arrived: nobody may have seen it there."""
    for entry in came_back:
        operation = entry.operation
        if operation.kind != Kind.TICKET_CHANGE or operation.undoes is not None or "status" in operation.set:
            continue
        unseen = [one for one in replica.confirmed(operation.subject) if operation.base.seq < one.seq < entry.seq]
        resolved = [one for one in unseen if one.operation.wanted("status") == Status.RESOLVED]
        if resolved and resolved[-1].operation.by != operation.by:
            reason = f"{resolved[-1].operation.by} resolved it before this arrived"
            replica.put_refused(operation, Receipt(operation.id, Outcome.APPLIED, entry.seq, reason))


def _apply(replica: Replica, entry: Entry) -> None:
    subject = entry.operation.subject
    before = replica.ticket_base(subject)
    earlier: Sequence[Entry] = ()
    if entry.operation.undoes is not None:
        earlier = [one for one in replica.confirmed(subject) if one.seq < entry.seq]
    now = after(before, entry, replica.policy_at, earlier)
    if now is not None:
        replica.advance(before, now, entry, earlier)


def show_anew(replica: Replica, changed: Iterable[Operation]) -> None:
    """Let people see what some operations are about as it is now, with what waits."""
    operations = list(changed)
    _show_organisation_if(replica, operations)
    about = {operation.subject for operation in operations if is_about_ticket(operation)}
    _show_tickets(replica, about | _judged_anew(replica, operations))


def _judged_anew(replica: Replica, operations: Sequence[Operation]) -> set[str]:
    """Return the tickets that are seen otherwise for what is changed: with a rule, all on which something waits."""
    if all(operation.kind != Kind.POLICY_PUT for operation in operations):
        return set()
    return {one.operation.subject for one in replica.waiting() if is_about_ticket(one.operation)}


def _show_tickets(replica: Replica, subjects: Collection[str]) -> None:
    waiting = replica.waiting_on(subjects) if subjects else {}
    for subject in sorted(subjects):
        history = list(replica.confirmed(subject))
        ticket = replica.ticket_base(subject)
        for entry in (one.entry for one in waiting.get(subject, ())):
            ticket = after(ticket, entry, replica.policy_at, history)
            history.append(entry)
        replica.show(subject, ticket, history)


def _show_organisation_if(replica: Replica, operations: Sequence[Operation]) -> None:
    if any(operation.kind in ORGANISATION_KINDS for operation in operations):
        waiting = [one.entry for one in replica.waiting() if one.operation.kind in ORGANISATION_KINDS]
        replica.put_organisation_changes([*replica.organisation_changes(), *waiting])


def rewind(replica: Replica, common: Cursor, me: str) -> None:
    """Go back to where the authority's order is still the one that is here.

    What I made comes to wait again, before what waits anyway: the authority has lost it. What others made they send
    again themselves.
    """
    lost = replica.unconfirm(common.seq)
    mine = [entry.operation for entry in lost if entry.operation.by == me]
    waiting = [*mine, *(one.operation for one in replica.waiting())]
    held = {one.operation.id: one.held for one in replica.waiting()}
    again = [Waiting(one, place, held=held.get(one.id, "")) for place, one in enumerate(waiting, start=WAITING_FROM)]
    replica.put_waiting(again)
    replica.put_cursor(common)
    for subject in {entry.operation.subject for entry in lost if is_about_ticket(entry.operation)}:
        replica.put_base(subject, fold(replica.confirmed(subject), replica.policy_at))
    show_anew(replica, [*(entry.operation for entry in lost), *waiting])


def is_about_ticket(operation: Operation) -> bool:
    """Say whether an operation belongs to the history of a ticket."""
    return operation.kind not in _OF_NO_TICKET
