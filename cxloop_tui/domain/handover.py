"""The page that goes with tickets that are handed over: what whoever takes them on needs to know of each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from cxloop_tui.domain.clock import MINUTE
from cxloop_tui.domain.history import CUSTOMER, comments_of
from cxloop_tui.domain.identity import number_or_handle
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.text import clean_block, clean_line
from cxloop_tui.domain.ticket import CUSTOMER as THE_CUSTOMER
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import Comment, TicketView

QUOTED_MOST: Final = 240
"""Characters that the page quotes of what somebody said about a ticket."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Handover(NamedTuple):
    """Tickets that change hands."""

    by: str
    """E-mail of who hands them over."""
    to: str
    """E-mail of who takes them on."""
    note: str
    views: Sequence[TicketView]
    """Each ticket with what was said about it and what is to be done."""
    at: int


def handover_page(handover: Handover, space: Organisation, utc_offset: int) -> str:
    """Return the page as plain lines; times are those of the clock on the wall, `utc_offset` minutes ahead of UTC."""
    blocks = [
        list(_head(handover, space, utc_offset)),
        *([_note(handover.note)] if handover.note.strip() else []),
        *(list(_ticket(view, space, handover.at, utc_offset)) for view in handover.views),
    ]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _head(handover: Handover, space: Organisation, utc_offset: int) -> Iterator[str]:
    by, to = (clean_line(space.called(email)) for email in (handover.by, handover.to))
    yield f"Handed over by {by} to {to}, {_moment(handover.at, utc_offset)}"
    tickets = [view.ticket for view in handover.views]
    states = Counter(ticket.status for ticket in tickets)
    counts = ", ".join(f"{states[status]:,} {status}" for status in Status if states[status])
    yield f"{len(tickets):,} ticket{'s' * (len(tickets) != 1)}: {counts}"
    due = min((ticket.due_at for ticket in tickets if ticket.due_at is not None), default=None)
    if due is not None:
        yield f"the first deadline: {_moment(due, utc_offset)}{' (over)' * (due <= handover.at)}"


def _note(note: str) -> list[str]:
    return clean_block(note).splitlines()


def _ticket(view: TicketView, space: Organisation, now: int, utc_offset: int) -> Iterator[str]:
    ticket = view.ticket
    name = number_or_handle(ticket.id, ticket.number)
    yield "  ".join([name, ticket.status, ticket.priority, *_clock(ticket, now, utc_offset)])
    reach = (ticket.customer_name, ticket.customer_email, ticket.customer_phone)
    yield f"  {', '.join(clean_line(part) for part in reach if part) or 'no customer is named'}"
    yield f"  they said: {_quoted(ticket.comment)}"
    last = _last(view)
    if last is not None:
        yield f"  last, {_moment(last.at, utc_offset)}, {clean_line(space.called(last.by))}: {_quoted(last.body)}"
    for one in view.followups:
        if not one.done:
            due = "" if one.due_at is None else f"by {_moment(one.due_at, utc_offset)}: "
            yield f"  to do: {due}{clean_line(one.text)}"


def _clock(ticket: Ticket, now: int, utc_offset: int) -> Iterator[str]:
    if ticket.waiting_until is not None and ticket.waiting_until > now:
        whom = " for the customer" if ticket.waiting_for == THE_CUSTOMER else ""
        yield f"waits{whom} until {_moment(ticket.waiting_until, utc_offset)}"
    elif ticket.due_at is not None:
        yield f"due {_moment(ticket.due_at, utc_offset)}{' (over)' * (ticket.due_at <= now)}"


def _last(view: TicketView) -> Comment | None:
    said = [one for one in comments_of(view.ticket, view.entries) if one.kind != CUSTOMER and one.body]
    return max(said, key=lambda one: one.at, default=None)


def _quoted(text: str) -> str:
    line = clean_line(text, QUOTED_MOST + 1)
    return line if len(line) <= QUOTED_MOST else f"{line[:QUOTED_MOST]}…"


def _moment(at: int, utc_offset: int) -> str:
    then = _EPOCH + timedelta(milliseconds=at + utc_offset * MINUTE)
    return f"{then:%Y-%m-%d %H:%M}"
