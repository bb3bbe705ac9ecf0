"""Tickets as people read them in a terminal: one line, a table of many, and the whole sheet of one."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

from cxloop_tui.cli.table import Column, table
from cxloop_tui.domain.clock import DAY, HOUR, MINUTE
from cxloop_tui.domain.history import comments_of, log_with_letters
from cxloop_tui.domain.identity import handle, number_or_handle
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.text import clean_block
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import Comment, LogLine, TicketView

_COLUMNS: Final = (
    Column("ticket", right=True),
    Column("status"),
    Column("priority"),
    Column("due", right=True),
    Column("segment", most=14),
    Column("owner", most=16),
    Column("customer", most=24),
    Column("said"),
)


def ticket_label(ticket: Ticket) -> str:
    """Return what people call a ticket: its number, or its handle until it has one."""
    return number_or_handle(ticket.id, ticket.number)


def ticket_line(ticket: Ticket, space: Organisation) -> str:
    """Return a ticket in one line: what it is called, how it stands, where, whose, and whom it is about."""
    customer = ticket.customer_name or ticket.customer_email or "unknown customer"
    where = f"{space.tree.name(ticket.segment)}, {space.called(ticket.owner)}"
    return f"{ticket_label(ticket)}  {ticket.status}  {ticket.priority}  {where}  {customer}"


def ticket_table(tickets: Iterable[Ticket], space: Organisation, *, now: int, width: int | None) -> Iterator[str]:
    """Yield the lines of a list of tickets."""
    return table(_COLUMNS, (_cells(ticket, space, now) for ticket in tickets), width)


def ticket_sheet(view: TicketView, space: Organisation, *, now: int) -> Iterator[str]:
    """Yield the lines about one ticket: its fields, what was said, what was done."""
    standing = "withdrawn" if view.ticket.withdrawn else f"{view.ticket.status}  {view.ticket.priority}"
    yield f"{ticket_label(view.ticket)}  {standing}"
    for label, text in _fields(view.ticket, space, now):
        yield f"  {label:<12} {text}"
    yield ""
    yield "Comments"
    for comment in comments_of(view.ticket, view.entries):
        yield from _comment_lines(comment, space)
    yield ""
    yield "Log"
    for line in log_with_letters(view):
        yield f"  {moment(line.at)}  {space.called(line.by)}  {log_text(line)}"


def moment(instant: int) -> str:
    """Write an instant as the clock on the wall here shows it."""
    return f"{datetime.fromtimestamp(instant / 1000, tz=UTC).astimezone():%Y-%m-%d %H:%M}"


def span(milliseconds: int) -> str:
    """Write a length of time shortly: `45m`, `3h`, `12d`; with a minus when it is over."""
    sign, length = ("-", -milliseconds) if milliseconds < 0 else ("", milliseconds)
    for unit, letter in ((DAY, "d"), (HOUR, "h")):
        if length >= unit:
            return f"{sign}{length // unit}{letter}"
    return f"{sign}{length // MINUTE}m"


def _cells(ticket: Ticket, space: Organisation, now: int) -> list[str]:
    return [
        ticket_label(ticket),
        str(ticket.status),
        str(ticket.priority),
        "" if ticket.due_at is None else span(ticket.due_at - now),
        space.tree.name(ticket.segment),
        space.called(ticket.owner),
        ticket.customer_name or ticket.customer_email or "",
        ticket.comment,
    ]


def _fields(ticket: Ticket, space: Organisation, now: int) -> Iterator[tuple[str, str]]:
    """Yield what is known of a ticket, with its label."""
    known = (
        ("customer", ", ".join(filter(None, (ticket.customer_name, ticket.customer_email, ticket.customer_phone)))),
        ("account", ticket.account),
        ("segment", f"{space.tree.path(ticket.segment)} ({ticket.segment})"),
        ("owner", f"{space.called(ticket.owner)} ({ticket.owner})" if ticket.owner else "nobody"),
        ("score", None if ticket.score is None else f"{ticket.score} ({ticket.score_kind})"),
        ("touchpoint", ticket.touchpoint),
        ("channel", ticket.channel),
        ("category", ticket.category),
        ("tags", ", ".join(ticket.tags)),
        ("created", moment(ticket.created_at)),
        ("updated", moment(ticket.updated_at)),
        ("due", None if ticket.due_at is None else f"{moment(ticket.due_at)} ({span(ticket.due_at - now)})"),
        ("resolved", None if ticket.resolved_at is None else moment(ticket.resolved_at)),
        ("reopened", f"{ticket.reopened} times" if ticket.reopened else None),
        ("root cause", ticket.root_cause),
        ("action", ticket.action_taken),
        ("told", ticket.told),
        ("handle", handle(ticket.id)),
        ("id", ticket.id),
    )
    return ((label, text) for label, text in known if text)


def _comment_lines(comment: Comment, space: Organisation) -> Iterator[str]:
    by = "customer" if comment.by is None else f"{space.called(comment.by)}, {comment.kind}"
    yield f"  {moment(comment.at)}  {by}"
    yield from (f"    {line}" for line in clean_block(comment.body).splitlines())


def log_text(line: LogLine) -> str:
    """Say what became of a field."""
    change = f"{_value(line.old)} → {_value(line.new)}" if line.old is not None else _value(line.new)
    return f"{line.field}  {change}" + ("  (undone)" if line.undone else "")


def _value(value: str | int | None) -> str:
    return "nothing" if value is None else str(value)
