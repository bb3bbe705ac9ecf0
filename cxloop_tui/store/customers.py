"""All that is on record of one customer, read by index: their tickets, their responses, the attempts to reach them.

Plain SQL for the standard library's sqlite3, part of the read path.
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from cxloop_tui.domain.customer import contacts_of, customer_of
from cxloop_tui.domain.folding import match_words
from cxloop_tui.domain.operation import Entry, Kind
from cxloop_tui.domain.survey import SurveyResponse, response_of
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import COLLEAGUES_MOST, CUSTOMER_MOST, SCORES_BEFORE_MOST, Contact, Customer
from cxloop_tui.store.rows import WHOLE_ENTRY, WHOLE_TICKET, entry_of, ticket_of
from cxloop_tui.store.selection_sql import Clause, Value

Run = Callable[[str, Sequence[Value]], sqlite3.Cursor]
"""Carries out one statement."""

_TEXTS_MOST: Final = 5000
"""How many texts that name an account are looked at."""

_WHO: Final = {
    "@": "t.customer_email = ?",
    "+": "t.customer_email IS NULL AND t.customer_phone = ?",
    "#": "t.customer_email IS NULL AND t.customer_phone IS NULL AND t.respondent = ?",
}
"""By the sign a customer's key begins with; each has a partial index of the same condition."""


def tickets_of(key: str) -> Clause:
    """Return the condition on `tickets t` that holds for one customer's, those withdrawn left out."""
    return Clause(f"{_WHO[key[0]]} AND t.withdrawn = 0", (key[1:],))


def read_customer(run: Run, key: str) -> Customer:
    """Read what is on record of a customer, newest first; nobody's is empty."""
    who = tickets_of(key)
    tickets = _tickets(run, who, "DESC", CUSTOMER_MOST)
    responses = _responses(run, key, "DESC", CUSTOMER_MOST)
    heard = [ticket.created_at for ticket in _tickets(run, who, "ASC", 1)]
    heard += [response.at for response in (*responses, *_responses(run, key, "ASC", 1))]
    found = Customer(
        key=key,
        tickets=tuple(tickets),
        ticket_count=_count(run, f"tickets t WHERE {who.sql}", who.values),
        responses=tuple(sorted(responses, key=lambda response: -response.at)),
        response_count=_count(run, "responses r WHERE r.customer = ?", (key,)),
        contacts=_contacts(run, tickets),
        since=min(heard, default=None),
    )
    account = found.known("account")
    return found if account is None else replace(found, colleagues=_colleagues(run, key, account))


def read_scores_before(run: Run, ticket: Ticket, place: int) -> tuple[int, ...]:
    """Read what a ticket's customer last answered to the same kind of question before it, oldest first.

    `place` is the ticket's. A score is taken from the response that gave it, or from a ticket that came from none.
    """
    key = customer_of(ticket)
    if key is None or ticket.score_kind is None:
        return ()
    who = tickets_of(key)
    found = run(
        "SELECT score FROM (SELECT r.score, r.seq FROM responses r WHERE r.customer = ? AND r.seq < ? "
        "AND r.score_kind = ? AND r.id IS NOT ? UNION ALL "
        f"SELECT t.score, t.place FROM tickets t WHERE {who.sql} AND t.place < ? AND t.score_kind = ? "
        "AND t.response IS NULL) WHERE score IS NOT NULL ORDER BY seq DESC LIMIT ?",
        (key, place, ticket.score_kind, ticket.response, *who.values, place, ticket.score_kind, SCORES_BEFORE_MOST),
    )
    return tuple(reversed([int(score) for (score,) in found]))


def _tickets(run: Run, who: Clause, order: str, limit: int) -> list[Ticket]:
    sql = f"SELECT {WHOLE_TICKET} FROM tickets t WHERE {who.sql} ORDER BY t.place {order} LIMIT {limit}"
    return [ticket_of(found) for found in run(sql, who.values)]


def _responses(run: Run, key: str, order: str, limit: int) -> list[SurveyResponse]:
    sql = (
        f"SELECT {WHOLE_ENTRY} FROM responses r JOIN operations o ON o.seq = r.seq WHERE r.customer = ? "
        f"ORDER BY r.seq {order} LIMIT {limit}"
    )
    return [response_of(entry_of(found)) for found in run(sql, (key,))]


def _contacts(run: Run, tickets: Sequence[Ticket]) -> tuple[Contact, ...]:
    """Read contacts and whatever takes something back or brings it back, which `contacts_of` sorts out."""
    entries: list[Entry] = []
    sql = (
        f"SELECT {WHOLE_ENTRY} FROM operations o WHERE o.subject = ? "
        f"AND (o.kind = '{Kind.CONTACT_LOG}' OR instr(o.wire, '\"undoes\":') > 0)"
    )
    for ticket in tickets:
        entries.extend(map(entry_of, run(sql, (ticket.id,))))
    return contacts_of(entries, {ticket.id: ticket.number for ticket in tickets})


def _colleagues(run: Run, key: str, account: str) -> int:
    """Count the tickets of other people of an account.

    Accounts have no index, but the texts that make tickets name them. Of a very common word only the newest texts
    are looked at.
    """
    expression = match_words((account,), prefix_last=False)
    if not expression:
        return 0
    texts = f"SELECT rowid FROM fulltext WHERE fulltext MATCH ? ORDER BY rowid DESC LIMIT {_TEXTS_MOST}"
    sql = (
        f"(SELECT DISTINCT t.place FROM ({texts}) f "
        "JOIN texts x ON x.seq = f.rowid JOIN tickets t ON t.place = x.place "
        f"WHERE casefold(t.account) = ? AND t.withdrawn = 0 AND NOT coalesce(({_WHO[key[0]]}), 0) "
        f"LIMIT {COLLEAGUES_MOST})"
    )
    return _count(run, sql, (expression, account.casefold(), key[1:]))


def _count(run: Run, what: str, values: Sequence[Value]) -> int:
    return int(run(f"SELECT count(*) FROM {what}", values).fetchone()[0])
