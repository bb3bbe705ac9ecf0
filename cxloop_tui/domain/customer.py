"""Who a customer is: what tells one from another, which account they speak for, how often we tried to reach them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from operator import attrgetter
from typing import Final

from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.operation import Entry, Json, Kind
from cxloop_tui.domain.query import Field, Query, Term
from cxloop_tui.domain.ticket import Ticket, contact_of, undone_ids
from cxloop_tui.domain.ticket_view import CUSTOMER_MOST, Contact, Customer

FREE_MAIL: Final = frozenset({
    "126.com", "163.com", "aol.com", "freenet.de", "free.fr", "fastmail.com", "gmail.com", "gmx.at", "gmx.ch",
    "gmx.de", "gmx.net", "googlemail.com", "hey.com", "hotmail.com", "hotmail.fr", "hotmail.it", "icloud.com",
    "interia.pl", "laposte.net", "libero.it", "live.com", "mac.com", "mail.com", "mail.ru", "me.com", "msn.com",
    "naver.com", "o2.pl", "onet.pl", "orange.fr", "outlook.com", "pm.me", "proton.me", "protonmail.com",
    "qq.com", "rediffmail.com", "seznam.cz", "t-online.de", "tiscali.it", "uol.com.br", "virgilio.it",
    "wanadoo.fr", "web.de", "wp.pl", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.de", "yahoo.fr",
    "yahoo.it", "yandex.ru", "ymail.com", "zoho.com",
})  # fmt: skip
"""Domains that anybody can have an address at: they say nothing of where somebody works."""


CUSTOMER_SIGNS: Final = ("@", "+", "#")
"""How the keys of customers begin: known by e-mail, by telephone, by the survey's respondent id."""


def account_of(email: str) -> str | None:
    """Return the account an address speaks for: its domain, unless that is a free-mail one."""
    domain = email.rpartition("@")[2]
    return None if not domain or domain in FREE_MAIL else domain


def customer_key(email: str | None, phone: str | None, respondent: str | None) -> str | None:
    """Return what tells one customer from another: e-mail, else telephone, else the survey's respondent id."""
    for sign, name in zip(CUSTOMER_SIGNS, (email, phone, respondent), strict=True):
        if name:
            return f"{sign}{name}"
    return None


def customer_of(ticket: Ticket) -> str | None:
    """Return the key of the customer a ticket is about; None when nothing says who that is."""
    return customer_key(ticket.customer_email, ticket.customer_phone, ticket.respondent)


def account_query(account: str) -> Query:
    """Return what finds the tickets of everybody of a business account."""
    return Query(terms=(Term(Field.ACCOUNT, (account,)),))


def customer_query(key: str) -> Query | None:
    """Return what finds the tickets of a customer; None for one known by respondent id, which no query asks for."""
    field = {"@": Field.EMAIL, "+": Field.PHONE}.get(key[:1])
    return None if field is None else Query(terms=(Term(field, (key[1:],)),))


class Consent(StrEnum):
    """Whether a customer may be written to; while nobody said anything they may be answered."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    """Nothing goes to them any more."""


@frozen
class Particulars:
    """What somebody put on record of a customer by hand."""

    consent: Consent | None = None
    language: str | None = None
    """Which language they are written to in, as ISO 639-1 has it."""
    said_by: str | None = None
    """Who put their consent on record."""
    said_at: int | None = None
    """When that was, milliseconds since the epoch."""
    also: tuple[str, ...] = ()
    """Other keys of the same person; each of those says the same of the others."""

    @property
    def may_be_written_to(self) -> bool:
        """Whether letters may go to them."""
        return self.consent is not Consent.WITHDRAWN


def particulars_of(entries: Iterable[Entry]) -> Particulars:
    """Return what operations on a customer's key lead to; what is not understood changes nothing.

    What was said later counts, also where a desk that joined brought something older along.
    """
    found = Particulars()
    for operation in (entry.operation for entry in sorted(entries, key=attrgetter("received_at"))):
        if operation.kind != Kind.CUSTOMER_PUT:
            continue
        wanted = operation.wanted("consent")
        if "consent" in operation.set:
            consent = Consent(str(wanted)) if wanted in set(Consent) else None
            found = replace(found, consent=consent, said_by=operation.by, said_at=operation.at)
        if "language" in operation.set:
            language = operation.wanted("language")
            found = replace(found, language=language if isinstance(language, str) else None)
        if "also" in operation.set:
            also = operation.wanted("also")
            found = replace(found, also=tuple(map(str, also)) if isinstance(also, list | tuple) else ())
    return found


def particulars_fields(of: Particulars) -> dict[str, Json]:
    """Return what a `customer.put` may set, as it stands."""
    return {
        "consent": None if of.consent is None else str(of.consent),
        "language": of.language,
        "also": list(of.also) or None,
    }


def contacts_of(entries: Iterable[Entry], numbers: Mapping[str, int | None]) -> tuple[Contact, ...]:
    """Return the attempts to reach a customer, newest first; what was taken back is not among them.

    `entries` are the contacts on their tickets and all that was undone there, in any order; `numbers` are those
    tickets' numbers by id.
    """
    ordered = sorted(entries, key=lambda entry: entry.seq)
    gone = undone_ids(ordered)
    return tuple(
        Contact(
            at=made.at,
            by=made.by,
            ticket=made.subject,
            number=numbers.get(made.subject),
            kind=" ".join(contact_of(made)),
            note=made.comment or "",
        )
        for made in (entry.operation for entry in reversed(ordered))
        if made.kind in {Kind.CONTACT_LOG, Kind.REPLY_WRITE} and made.undoes is None and made.id not in gone
    )


ALSO_MOST: Final = 9
"""How many other keys one person has, at the most."""


def joined(customers: Sequence[Customer]) -> Customer:
    """Return several customers who are one person as one, the first of them with its key; newest first."""
    first, *others = customers
    tickets = sorted((ticket for one in customers for ticket in one.tickets), key=lambda ticket: -ticket.created_at)
    responses = sorted((said for one in customers for said in one.responses), key=lambda said: -said.at)
    contacts = sorted((contact for one in customers for contact in one.contacts), key=lambda contact: -contact.at)
    return replace(
        first,
        tickets=tuple(tickets[:CUSTOMER_MOST]),
        ticket_count=sum(one.ticket_count for one in customers),
        responses=tuple(responses[:CUSTOMER_MOST]),
        response_count=sum(one.response_count for one in customers),
        contacts=tuple(contacts),
        since=min((one.since for one in customers if one.since is not None), default=None),
        also=tuple(one.key for one in others),
    )
