"""`call`: what to have in sight before one calls a customer."""

import os
from collections.abc import Iterator

import click

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.cli.giving import ticket_argument
from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.cli.sheet import moment, ticket_label
from cxloop_tui.domain.call import CallSheet, call_sheet
from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.text import clean_block, clean_line
from cxloop_tui.services.records import Record


@click.command(cls=DeskCommand)
@ticket_argument
@pass_invocation
def call(invocation: Invocation, ticket: str) -> None:
    """Show the call sheet of a ticket: the number, what they said, what was promised, words to begin with.

    `cxloop contact` logs what came of the call.
    """
    with invocation.rooms() as rooms:
        sheet = _sheet_of(invocation, rooms, ticket)
        if invocation.json:
            invocation.out.record(_record(sheet))
        else:
            invocation.out.lines(_lines(sheet, rooms.queries.organisation()))


def _sheet_of(invocation: Invocation, rooms: Rooms, name: str) -> CallSheet:
    queries = rooms.queries
    view = queries.view(queries.ticket_id(name))
    agent, own = queries.organisation().called(rooms.me), invocation.config().writes_in(os.environ)
    return call_sheet(view, queries.past(view), agent, queries.written_to_in(view.ticket), own)


def _record(sheet: CallSheet) -> Record:
    ticket = sheet.ticket
    return {
        "ticket": ticket.id,
        "number": ticket.number,
        "name": ticket.customer_name,
        "phone": ticket.customer_phone,
        "score": ticket.score,
        "comment": ticket.comment,
        "scores_before": list(sheet.scores_before),
        "promised": [
            {"text": one.text, "owner": one.owner, "due_at": None if one.due_at is None else to_rfc3339(one.due_at)}
            for one in sheet.promised
        ],
        "contacts": [
            {"at": to_rfc3339(one.at), "by": one.by, "kind": one.kind, "note": one.note} for one in sheet.contacts
        ],
        "opening": sheet.opening,
        "means": sheet.means,
    }


def _lines(sheet: CallSheet, space: Organisation) -> Iterator[str]:
    ticket = sheet.ticket
    who = clean_line(ticket.customer_name or ticket.customer_email or "unknown customer")
    yield f"{ticket_label(ticket)}  {who}  {clean_line(ticket.customer_phone or 'no number is known')}"
    score = "" if ticket.score is None else f"{(ticket.score_kind or '').upper()} {ticket.score}".strip()
    before = f"before: {', '.join(map(str, sheet.scores_before))}" if sheet.scores_before else ""
    if score or before:
        yield f"  {'  '.join(filter(None, (score, before)))}"
    yield ""
    yield from (f"  {line}" for line in clean_block(ticket.comment).splitlines())
    yield ""
    for one in sheet.promised:
        due = "" if one.due_at is None else f", {moment(one.due_at)}"
        yield f"  to do: {clean_line(one.text)} ({space.called(one.owner)}{due})"
    for tried in sheet.contacts:
        who = space.called(tried.by)
        yield f"  tried: {moment(tried.at)}  {who}  {tried.kind}  {clean_line(tried.note)}".rstrip()
    yield f"  say: {sheet.opening}"
    if sheet.means is not None:
        yield f"       {sheet.means}"
