"""Which rules on arrival a new ticket meets, in the transaction that makes it; which would have been met so far."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from cxloop_tui.domain.arrival import Deed, Rule, deeds, fits
from cxloop_tui.domain.arrival_rules import read_rule, written_rules
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.query import Query, Sort
from cxloop_tui.domain.selection import Context, select
from cxloop_tui.domain.ticket import Ticket, fold
from cxloop_tui.domain.vocabulary import vocabulary_of
from cxloop_tui.services.ports import Reader, Transaction


class Arriving:
    """The rules of one space, read once for all tickets of a transaction."""

    def __init__(self, space: Organisation) -> None:
        self.space = space
        self._rules = tuple(readable_rules(space))

    def fitting(self, ticket: Ticket, tx: Transaction) -> Sequence[Rule]:
        """Return the rules that a ticket meets as it came, in their order."""

        def is_known() -> bool:
            return ticket.customer_email is not None and tx.has_others(ticket.customer_email, ticket.id)

        return [rule for rule in self._rules if fits(rule, ticket, self.space, is_known)]


def readable_rules(space: Organisation) -> Iterator[Rule]:
    """Yield the rules that mean something; one that names who was erased since is left out."""
    vocabulary = vocabulary_of(space)
    for written in written_rules(space.policy.arrival_rules):
        with suppress(Unusable):
            yield read_rule(written, vocabulary)


class Foretold(NamedTuple):
    """What a rule would have done to a ticket that is on record."""

    ticket: Ticket
    """As it came."""
    deed: Deed


def foretold(reader: Reader, rules: Sequence[Rule], last: int, now: int) -> Iterator[Foretold]:
    """Yield what rules would have done to the newest `last` tickets when they came; nothing is done."""
    space = reader.organisation()
    newest = select(Query(sort=Sort.CREATED), Context(now, None, space.tree.below))
    for ticket in reader.tickets(newest, last):
        came = fold(reader.entries(ticket.id)[:1], lambda _: space.policy)
        if came is None:
            continue
        for rule in rules:
            if fits(rule, came, space, partial(_was_known, reader, came)):
                yield from (Foretold(came, deed) for deed in deeds(rule, came, space))


def _was_known(reader: Reader, came: Ticket) -> bool:
    if came.customer_email is None:
        return False
    return any(one.created_at < came.created_at for one in reader.customer(f"@{came.customer_email}").tickets)
