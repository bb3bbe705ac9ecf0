"""`customer`: who a customer is, what they answered, and what became of their tickets."""

from collections.abc import Iterator
from typing import Final

import click

from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.cli.sheet import moment, ticket_label
from cxloop_tui.cli.table import Column, table
from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.customer import Consent, Particulars, account_query
from cxloop_tui.domain.errors import NotFound, Unusable
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.sentiment.heard import felt, heard_of
from cxloop_tui.domain.survey import SurveyResponse
from cxloop_tui.domain.text import clean_block
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import Contact, Customer
from cxloop_tui.services.records import Record

_WHO: Final = {
    "customer_name": "name",
    "customer_email": "email",
    "customer_phone": "phone",
    "account": "account",
    "respondent": "respondent",
}
"""The key of what is known of a customer, by field."""

_TICKET_COLUMNS: Final = (
    Column("ticket", right=True),
    Column("created"),
    Column("status"),
    Column("priority"),
    Column("segment", most=14),
    Column("score", right=True),
    Column("how it ended", most=60),
    Column("said"),
)
_CONTACT_COLUMNS: Final = (Column("when"), Column("ticket", right=True), Column("by"), Column("how"), Column("note"))

_RESPONSE_FIELDS: Final = (
    "score", "score_kind", "answer", "scale", "answered", "segment", "touchpoint", "channel", "source_id", "comment",
)  # fmt: skip


@click.command(cls=DeskCommand)
@click.argument("who", metavar="EMAIL|ID")
@click.option("--consent", type=click.Choice([str(one) for one in Consent]), help="Whether they may be written to.")
@click.option("--language", metavar="CODE", help="The language they are written to in, as de.")
@click.option("--same-as", metavar="EMAIL|ID", help="They are the same person as this customer.")
@click.option("--apart", is_flag=True, help="They are none of those they were said to be the same as.")
@pass_invocation
def customer(
    invocation: Invocation, *, who: str, consent: str | None, language: str | None, same_as: str | None, apart: bool
) -> None:
    """Show a customer: their tickets, how those ended, what they answered, who tried to reach them.

    EMAIL is the customer's, ID names a ticket of theirs. With an option that is put on record before.
    """
    wanted = {name: value for name, value in (("consent", consent), ("language", language)) if value is not None}
    if same_as is not None and apart:
        raise Unusable("--same-as and --apart say the opposite of each other")
    with invocation.rooms() as rooms:
        key = rooms.queries.customer_key(who)
        found = rooms.queries.customer(key)
        if not found.ticket_count and not found.response_count:
            raise NotFound(f"nothing is on record of {who}; `cxloop tickets` finds customers by any word")
        if wanted:
            rooms.desk().sit(rooms.me, lambda sitting: sitting.put_customer(key, wanted))
        if apart:
            rooms.desk().sit(rooms.me, lambda sitting: sitting.part_customer(key))
        if same_as is not None:
            other = rooms.queries.customer_key(same_as)
            if other == key:
                raise Unusable(f"{who} and {same_as} are one customer already")
            rooms.desk().sit(rooms.me, lambda sitting: sitting.join_customers(key, other))
        if apart or same_as is not None:
            found = rooms.queries.customer(key)
        known = rooms.queries.particulars(key)
        if invocation.json:
            invocation.out.record(customer_record(found, known))
        else:
            invocation.out.lines(_sheet(found, known, rooms.queries.organisation(), invocation.out.width))


def customer_record(found: Customer, known: Particulars) -> Record:
    """Return what is on record of a customer, newest first; docs/json.md lists the keys."""
    heard = heard_of(found)
    return {
        "key": found.key,
        **{key: found.known(name) for name, key in _WHO.items()},
        "language": known.language or _language(found),
        "consent": None if known.consent is None else str(known.consent),
        "consent_by": known.said_by,
        "consent_at": _instant(known.said_at),
        "since": _instant(found.since),
        "ticket_count": found.ticket_count,
        "response_count": found.response_count,
        "account_tickets": found.colleagues,
        "also": [one[1:] for one in found.also],
        "feelings": [{"feeling": str(feeling), "texts": count} for feeling, count in heard.feelings.items()],
        "key_words": [{"word": word.word, "texts": word.texts} for word in heard.words],
        "tickets": [_ticket_record(ticket) for ticket in found.tickets],
        "responses": [_response_record(response) for response in found.responses],
        "contacts": [_contact_record(contact) for contact in found.contacts],
    }


def _ticket_record(ticket: Ticket) -> Record:
    same = ("segment", "owner", "score", "score_kind", "comment", "root_cause", "action_taken", "told", "reopened")
    values: dict[str, Json] = {name: getattr(ticket, name) for name in same}
    return {
        "id": ticket.id,
        "number": ticket.number,
        "status": str(ticket.status),
        "priority": str(ticket.priority),
        **values,
        "created_at": to_rfc3339(ticket.created_at),
        "resolved_at": _instant(ticket.resolved_at),
    }


def _response_record(response: SurveyResponse) -> Record:
    values: dict[str, Json] = {name: getattr(response, name) for name in _RESPONSE_FIELDS}
    return {
        "id": response.id,
        **values,
        "answered_at": _instant(response.answered_at),
        "recorded_at": to_rfc3339(response.recorded_at),
        "feeling": str(felt(response.comment or "", response.language)),
        "by": response.by,
        "questions": [{"field": name, "question": header} for name, header in response.questions],
        "answers": [{"question": header, "answer": cell} for header, cell in response.answers],
    }


def _contact_record(contact: Contact) -> Record:
    return {
        "at": to_rfc3339(contact.at),
        "by": contact.by,
        "ticket": contact.ticket,
        "number": contact.number,
        "kind": contact.kind,
        "note": contact.note,
    }


def _sheet(found: Customer, put: Particulars, space: Organisation, width: int | None) -> Iterator[str]:
    """Yield the lines about a customer."""
    yield found.known("customer_name") or found.known("customer_email") or found.key[1:]
    known = {key: found.known(name) for name, key in _WHO.items()} | {"language": put.language or _language(found)}
    known["also"] = ", ".join(one[1:] for one in found.also)
    known["consent"] = _consent(put, space)
    heard = heard_of(found)
    known["their words"] = ", ".join(f"{count:,} {feeling}" for feeling, count in heard.feelings.items())
    known["about"] = ", ".join(f"{word.word} {word.texts:,}" for word in heard.words)
    known["since"] = None if found.since is None else moment(found.since)
    yield from (f"  {label:<12} {text}" for label, text in known.items() if text)
    account = found.known("account")
    if found.colleagues and account:
        yield f"  {'colleagues':<12} {found.colleagues:,} tickets: cxloop tickets '{account_query(account).text()}'"
    if found.tickets:
        yield from ("", _counted("Tickets", len(found.tickets), found.ticket_count))
        yield from table(_TICKET_COLUMNS, (_ticket_cells(ticket, space) for ticket in found.tickets), width)
    if found.contacts:
        yield from ("", f"Contact attempts: {len(found.contacts):,}")
        yield from table(_CONTACT_COLUMNS, (_contact_cells(contact, space) for contact in found.contacts), width)
    if found.responses:
        yield from ("", _counted("Survey responses", len(found.responses), found.response_count))
        for response in found.responses:
            yield from _response_lines(response, space)


def _consent(put: Particulars, space: Organisation) -> str | None:
    if put.consent is None or put.said_at is None:
        return None
    return f"{put.consent}, says {space.called(put.said_by)} of {moment(put.said_at)}"


def _counted(what: str, listed: int, count: int) -> str:
    return f"{what}: {count:,}" + (f", the newest {listed:,}" if listed < count else "")


def _ticket_cells(ticket: Ticket, space: Organisation) -> list[str]:
    ended = " / ".join(filter(None, (ticket.root_cause, ticket.action_taken, ticket.told)))
    return [
        ticket_label(ticket),
        moment(ticket.created_at),
        str(ticket.status),
        str(ticket.priority),
        space.tree.name(ticket.segment),
        _score(ticket.score, ticket.score_kind),
        ended if ticket.resolved_at is not None else f"with {space.called(ticket.owner)}" if ticket.owner else "",
        ticket.comment,
    ]


def _contact_cells(contact: Contact, space: Organisation) -> list[str]:
    number = "" if contact.number is None else f"#{contact.number}"
    return [moment(contact.at), number, space.called(contact.by), contact.kind, contact.note]


def _response_lines(response: SurveyResponse, space: Organisation) -> Iterator[str]:
    when = moment(response.at) + ("" if response.answered_at is not None else " (recorded)")
    yield f"  {when}  {_score(response.score, response.score_kind)}  imported by {space.called(response.by)}"
    words = (("score", response.answer), ("comment", response.comment))
    asked = [(response.question(field) or field, text) for field, text in words]
    places = [("touchpoint", response.touchpoint), ("channel", response.channel), ("response id", response.source_id)]
    for question, answer in (*asked, *places, *response.answers):
        if answer:
            lines = clean_block(answer).splitlines() or [""]
            yield f"    {question}: {lines[0]}"
            yield from (f"      {line}" for line in lines[1:])


def _score(score: int | None, kind: str | None) -> str:
    return "" if score is None else f"{(kind or '').upper()} {score}".strip()


def _language(found: Customer) -> str | None:
    return next((response.language for response in found.responses if response.language), None)


def _instant(instant: int | None) -> str | None:
    return None if instant is None else to_rfc3339(instant)
