"""What a letter says: plain lines that a person can read on a telephone, and change before it goes.

Words of customers and colleagues are cleaned as for the screen, and stand indented, so that nobody takes them for
the desk's own. A title names the ticket, who and where; it never quotes anybody.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.history import COMMENT, CUSTOMER, log_of
from cxloop_tui.domain.identity import number_or_handle
from cxloop_tui.domain.operation import TOLD, Entry, Kind, Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.segment import SEPARATOR
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.text import clean_block, clean_line
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import LogLine

INDENT: Final = "    "
"""Before each line that somebody else wrote."""

QUOTED_MOST: Final = 4_000
"""Characters of one text that a letter quotes."""

_DEEDS: Final[Mapping[str, str]] = {
    Kind.TICKET_WITHDRAW: "withdrawn",
    Kind.COMMENT_ADD: "commented",
    Kind.COMMENT_WITHDRAW: "comment withdrawn",
    Kind.CONTACT_LOG: "customer contacted",
    Kind.REPLY_WRITE: "customer written to",
    Kind.RESPONSE_ADD: "the customer answered again",
    Kind.REMINDER_SEND: "overdue, reminded",
}
_BY_STATUS: Final[Mapping[str, str]] = {Status.ESCALATED: "escalated", Status.RESOLVED: "resolved"}


def name_of(ticket: Ticket) -> str:
    """Return what a ticket is called: its number, or its handle until it has one."""
    return number_or_handle(ticket.id, ticket.number)


def title_of(ticket: Ticket, done: Sequence[Operation], space: Organisation) -> str:
    """Return the subject line of a letter about what was done."""
    where = space.tree.name(ticket.segment)
    newest = done[-1]
    return clean_line(f"[{name_of(ticket)}] {_deed(newest, ticket)} by {space.called(newest.by)}, {where}")


def body_of(ticket: Ticket, entries: Sequence[Entry], done: Sequence[Operation], space: Organisation) -> str:
    """Return the text of a letter: what was done, how the ticket stands, what its customer said.

    `entries` are all that happened to the ticket; `done` is what the letter tells of.
    """
    ids = {operation.id for operation in done}
    lines = [line for line in log_of(entries) if line.operation in ids]
    blocks = [
        *(_deed_block(one, [line for line in lines if line.operation == one.id], ticket, space) for one in done),
        list(_standing(ticket, space)),
        list(_customer_said(ticket)),
        [f"`cxloop show {name_of(ticket)}` shows all of it. Answers to this letter are read by nobody."],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _deed(operation: Operation, ticket: Ticket) -> str:
    """Say in a few words what was done."""
    if operation.kind == Kind.TICKET_CREATE:
        return "new ticket" if ticket.score is None else f"new ticket, {_score(ticket)}"
    if TOLD in operation.add:
        return "new, and you are to know of it"
    if operation.kind in _DEEDS:
        return _DEEDS[operation.kind]
    if operation.undoes is not None:
        return "taken back"
    status = operation.wanted("status")
    if isinstance(status, str) and "status" not in operation.implied:
        return _BY_STATUS.get(status, f"now {status}")
    return f"{_listed(operation.set)} changed" if operation.set else "changed"


def _score(ticket: Ticket) -> str:
    return f"{(ticket.score_kind or '').upper()} {ticket.score}".strip()


def _listed(names: Mapping[str, object]) -> str:
    words = [name.replace("_", " ") for name in names]
    return ", ".join(words[:3]) + (" and more" if len(words) > 3 else "")


def _deed_block(operation: Operation, lines: Sequence[LogLine], ticket: Ticket, space: Organisation) -> Sequence[str]:
    if operation.kind == Kind.TICKET_CREATE:
        return [f"{space.called(operation.by)}, {_moment(operation.at)}: {_deed(operation, ticket)}"]
    said = [line for line in lines if line.field == COMMENT]
    changed = [f"  {line.field.replace('_', ' ')}: {_change(line, space)}" for line in lines if line.field != COMMENT]
    quoted = [part for line in said for part in ("", *_quoted(str(line.new)))]
    return [f"{space.called(operation.by)}, {_moment(operation.at)}: {_deed(operation, ticket)}", *changed, *quoted]


def _change(line: LogLine, space: Organisation) -> str:
    new = _value(line.field, line.new, space)
    return new if line.old is None else f"{_value(line.field, line.old, space)} → {new}"


def _value(field: str, value: str | int | None, space: Organisation) -> str:
    if value is None:
        return "nothing"
    if field == "owner":
        return space.called(str(value))
    return clean_line(space.tree.name(str(value)) if field == "segment" else str(value), QUOTED_MOST)


def _standing(ticket: Ticket, space: Organisation) -> Iterator[str]:
    path = SEPARATOR.join(
        space.tree.name(code) for code in reversed((ticket.segment, *space.tree.above(ticket.segment)))
    )
    reach = [ticket.customer_name, ticket.customer_email, ticket.customer_phone]
    yield f"{name_of(ticket)} is {'withdrawn' if ticket.withdrawn else ticket.status}, {ticket.priority}, in {path}"
    yield f"  owner: {space.called(ticket.owner)}"
    if any(reach):
        yield f"  customer: {', '.join(clean_line(part) for part in reach if part)}"
    if ticket.due_at is not None:
        yield f"  due: {_moment(ticket.due_at)}"


def _customer_said(ticket: Ticket) -> Iterator[str]:
    score = "" if ticket.score is None else f" ({_score(ticket)})"
    yield f"What the {CUSTOMER} said{score}:"
    yield ""
    yield from _quoted(ticket.comment)


def _quoted(text: str) -> Iterator[str]:
    yield from (f"{INDENT}{line}" for line in clean_block(text, QUOTED_MOST).splitlines())


def _moment(instant: int) -> str:
    """Write an instant for people in any place: to the minute, in UTC and said so."""
    return f"{to_rfc3339(instant)[:16].replace('T', ' ')} UTC"
