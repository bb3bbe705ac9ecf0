"""Replaying one operation out of another store's history: as it was, with what it leads to.

Nobody asks again whether it was legal: it was asked where it was done, by the rules and with the people of that day.
What is asked is whether it fits: each operation follows the one that preceded it there, so that a ticket is here what
it is there (docs/decisions/0016-exchange-format.md).
"""

from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.exchange import Passage
from cxloop_tui.domain.operation import Entry, Operation, Replayed, to_wire
from cxloop_tui.domain.organisation_puts import check_put, organisation_after
from cxloop_tui.domain.people import Act
from cxloop_tui.domain.ticket import Ticket, after
from cxloop_tui.services.performing import keep_standing_alone
from cxloop_tui.services.ports import Transaction


def replay(tx: Transaction, passage: Passage, *, above: int, by: str, now: int) -> Entry | None:
    """Keep an operation with the time and the number it had there; None when it is on record already.

    `by` is who imports, an admin; `now` this store's clock, milliseconds. A number another ticket has here is given
    anew, above all here and `above`. Raises Refused.
    """
    tx.organisation().demand(by, Act.ADMINISTER)
    known = tx.operation(passage.operation.id)
    if known is not None:
        demand_same(known, passage.operation)
        return None
    if passage.is_of_organisation:
        return _put(tx, passage, by, now)
    if passage.stands_alone:
        entry = _append(tx, passage, None, now)
        keep_standing_alone(tx, entry)
        return entry
    if passage.is_response:
        entry = _append(tx, passage, None, now)
        tx.put_response(entry)
        return entry
    return _put_ticket(tx, passage, above, now)


def demand_same(known: Operation, asked: Operation) -> None:
    """Let pass an operation that is on record as it is. Raises Refused."""
    if to_wire(known) != to_wire(asked):
        raise Refused(f"operation {asked.id} is on record here with another content, and nothing is overwritten")


def _put(tx: Transaction, passage: Passage, by: str, now: int) -> Entry:
    before = tx.organisation()
    check_put(passage.operation._replace(by=by), before)
    entry = _append(tx, passage, None, now)
    tx.put_organisation(organisation_after(before, entry), passage.operation)
    return entry


def _put_ticket(tx: Transaction, passage: Passage, above: int, now: int) -> Entry:
    operation = passage.operation
    ticket = tx.ticket(operation.subject)
    if _last_operation(tx, ticket) != passage.previous:
        raise Refused(f"the history of ticket {operation.subject} here is not the one that goes on there")
    earlier = tx.entries(operation.subject) if operation.undoes is not None else ()
    entry = _append(tx, passage, _number(tx, passage, above), now)
    left = after(ticket, entry, tx.policy_at, earlier)
    if left is None:
        raise Refused(f"nothing made ticket {operation.subject}")
    tx.put_ticket(ticket, left, entry, earlier)
    return entry


def _last_operation(tx: Transaction, ticket: Ticket | None) -> str | None:
    return None if ticket is None else tx.entries_since(ticket.id, ticket.seq - 1)[-1].operation.id


def _number(tx: Transaction, passage: Passage, above: int) -> int | None:
    if not passage.makes_ticket:
        return None
    taken = passage.number is None or tx.number_taken(passage.number)
    return max(tx.last_number(), above) + 1 if taken else passage.number


def _append(tx: Transaction, passage: Passage, number: int | None, now: int) -> Entry:
    was = passage.number if passage.number != number else None
    replayed = Replayed(arrived_at=now, policy=passage.policy, number=was)
    return tx.replay(passage.operation, passage.received_at, replayed, number)
