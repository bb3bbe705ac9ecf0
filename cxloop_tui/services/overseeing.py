"""Overseeing what is overdue: finding what is to be done about it now, and doing it, as the authority.

What would be done can be asked for at any time and changes nothing; `act` does exactly that. Both look at a state of
the store that is read beside the work of others, and each step is asked for again in the transaction that takes it.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Final, NamedTuple, TypeVar

from cxloop_tui.domain.operation import AUTHORITY, Origin
from cxloop_tui.domain.overdue import Due, is_at_work, next_step, possible
from cxloop_tui.domain.query import Field, Query, Sort, Term
from cxloop_tui.domain.selection import Context, select
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.making import Maker
from cxloop_tui.services.performing import Performer
from cxloop_tui.services.ports import AuthorityStore, AuthorityTransaction, Clock, Ids, Reader

T = TypeVar("T")

_PAGE: Final = 500
"""Tickets whose former steps are read together."""

_AT_ONCE: Final = 50
"""Steps of one transaction: others come to write in between."""

_NEGLECTED: Final = Query(
    terms=(Term(Field.OVERDUE, ("yes",)), Term(Field.WAITING, ("no",))),
    sort=Sort.DUE,
)


class Planned(NamedTuple):
    """A step, and the ticket it is about."""

    ticket: Ticket
    due: Due


def planned(reader: Reader, now: int) -> Iterator[Planned]:
    """Yield what is to be done now, whether or not the policy wants anything done; the longest overdue first."""
    space = reader.organisation()
    if not is_at_work(space.policy, now):
        return
    selection = select(_NEGLECTED, Context(now, None, space.tree.below))
    for page in _pages(reader.tickets(selection, None), _PAGE):
        taken = reader.operations([one for ticket in page for one in possible(ticket, space.policy, now)])
        for ticket in page:
            due = next_step(ticket, space, now, taken.get)
            if due is not None:
                yield Planned(ticket, due)


class Overseer:
    """Takes the steps that are due, where the policy wants it."""

    def __init__(self, store: AuthorityStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    def act(self, reader: Reader) -> Sequence[Planned]:
        """Take what is due; return what was done. Raises Refused where the authority is elsewhere."""
        if not reader.organisation().policy.minds_the_overdue:
            return ()
        done: list[Planned] = []
        for some in _pages(planned(reader, self._clock()), _AT_ONCE):
            done += self._store.transact_authority(partial(self._take, [one.ticket.id for one in some]))
        return done

    def _take(self, ticket_ids: Sequence[str], tx: AuthorityTransaction) -> list[Planned]:
        done, now = [], self._clock()
        maker = Maker(tx, AUTHORITY, self._clock, self._ids)
        for ticket_id in ticket_ids:
            ticket = tx.ticket(ticket_id)
            due = None if ticket is None else next_step(ticket, tx.organisation(), now, tx.operation)
            if ticket is not None and due is not None:
                operation = maker.operation(due.draft, origin=Origin.RULE, operation_id=due.operation)
                Performer(tx, self._clock).keep_own(operation, ticket)
                done.append(Planned(ticket, due))
        return done


def _pages(found: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(found)
    while page := list(islice(rest, size)):
        yield page
