"""All that is on record of one customer, read by index: their tickets, their responses, the attempts to reach them.

Plain SQL, part of the read path.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from cxloop_tui.domain.customer import contacts_of, customer_of
from cxloop_tui.domain.operation import Entry, Kind
from cxloop_tui.domain.survey import SurveyResponse, response_of
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import COLLEAGUES_MOST, CUSTOMER_MOST, SCORES_BEFORE_MOST, Contact, Customer
from cxloop_tui.store.connection import Run
from cxloop_tui.store.rows import WHOLE_ENTRY, WHOLE_TICKET, entry_of, ticket_of
from cxloop_tui.store.selection_sql import LISTED_NUMBERS, Clause, FullText, Value

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


def read_customer(run: Run, texts: FullText, key: str) -> Customer:
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
    return found if account is None else replace(found, colleagues=_colleagues(run, texts, key, account))


def read_scores_before(run: Run, ticket: Ticket, place: int) -> tuple[int, ...]:
    """Read what a ticket's customer last answered to the same kind of question before it, oldest first.

    `place` is the ticket's. A score is taken from the response that gave it, or from a ticket that came from none.
    """
    key, kind = customer_of(ticket), ticket.score_kind
    if key is None or kind is None:
        return ()
    who = tickets_of(key)
    found = run(
        "SELECT score FROM (SELECT r.score, r.seq FROM responses r WHERE r.customer = ? AND r.seq < ? "
        "AND r.score_kind = ? AND r.id <> ? UNION ALL "
        f"SELECT t.score, t.place FROM tickets t WHERE {who.sql} AND t.place < ? AND t.score_kind = ? "
        "AND t.response IS NULL) before WHERE score IS NOT NULL ORDER BY seq DESC LIMIT ?",
        (key, place, kind, ticket.response or "", *who.values, place, kind, SCORES_BEFORE_MOST),
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
        f"AND (o.kind IN ('{Kind.CONTACT_LOG}', '{Kind.REPLY_WRITE}') OR o.wire LIKE '%\"undoes\":%')"
    )
    for ticket in tickets:
        entries.extend(map(entry_of, run(sql, (ticket.id,))))
    return contacts_of(entries, {ticket.id: ticket.number for ticket in tickets})


def _colleagues(run: Run, texts: FullText, key: str, account: str) -> int:
    """Count the tickets of other people of an account.

    Accounts have no index, but the texts that make tickets name them. Of a very common word only the newest texts
    are looked at.
    """
    newest = islice(texts.walk((account,), prefix_last=False), _TEXTS_MOST)
    sql = (
        f"(SELECT 1 FROM tickets t WHERE t.place IN ({LISTED_NUMBERS}) AND casefold(t.account) = ? "
        f"AND t.withdrawn = 0 AND ({_WHO[key[0]]}) IS NOT TRUE LIMIT {COLLEAGUES_MOST}) colleagues"
    )
    places = {place for _, place in newest}
    return _count(run, sql, (json.dumps(list(places)), account.casefold(), key[1:]))


def _count(run: Run, what: str, values: Sequence[Value]) -> int:
    return int(run(f"SELECT count(*) FROM {what}", values).fetchone()[0])
