"""A ticket as JSON values: what the command line prints and what an export writes; docs/json.md lists every key.

Values are lower case words; a segment is its code, an owner an e-mail; instants are RFC 3339 in UTC.
"""

from typing import Final

from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.history import comments_of, log_of
from cxloop_tui.domain.identity import handle
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import Comment, LogLine, TicketView

Record = dict[str, Json]

TICKET_KEYS: Final = (
    "id", "number", "handle", "status", "priority", "segment", "owner", "customer_email", "customer_name",
    "customer_phone", "comment", "score", "score_kind", "channel", "touchpoint", "account", "category", "tags",
    "root_cause", "action_taken", "told", "origin_segment", "created_at", "updated_at", "due_at", "resolved_at",
    "reopened", "pending",
)  # fmt: skip
"""The keys of `ticket_record`, in its order."""


def ticket_record(ticket: Ticket) -> Record:
    """Return a ticket as it stands."""
    return {
        "id": ticket.id,
        "number": ticket.number,
        "handle": handle(ticket.id),
        "status": str(ticket.status),
        "priority": str(ticket.priority),
        "segment": ticket.segment,
        "owner": ticket.owner,
        "customer_email": ticket.customer_email,
        "customer_name": ticket.customer_name,
        "customer_phone": ticket.customer_phone,
        "comment": ticket.comment,
        "score": ticket.score,
        "score_kind": ticket.score_kind,
        "channel": ticket.channel,
        "touchpoint": ticket.touchpoint,
        "account": ticket.account,
        "category": ticket.category,
        "tags": list(ticket.tags),
        "root_cause": ticket.root_cause,
        "action_taken": ticket.action_taken,
        "told": ticket.told,
        "origin_segment": ticket.origin_segment,
        "created_at": to_rfc3339(ticket.created_at),
        "updated_at": to_rfc3339(ticket.updated_at),
        "due_at": _instant(ticket.due_at),
        "resolved_at": _instant(ticket.resolved_at),
        "reopened": ticket.reopened,
        "pending": False,
    }


def view_record(view: TicketView) -> Record:
    """Return a ticket with all that was said about it and done to it."""
    return {
        **ticket_record(view.ticket),
        "comments": [_comment_record(comment) for comment in comments_of(view.ticket, view.entries)],
        "log": [_log_record(line) for line in log_of(view.entries)],
    }


def _comment_record(comment: Comment) -> Record:
    return {
        "id": comment.id,
        "at": to_rfc3339(comment.at),
        "by": comment.by,
        "kind": comment.kind,
        "body": comment.body,
    }


def _log_record(line: LogLine) -> Record:
    return {
        "at": to_rfc3339(line.at),
        "by": line.by,
        "field": line.field,
        "old": line.old,
        "new": line.new,
        "operation": line.operation,
        "undone": line.undone,
    }


def _instant(instant: int | None) -> str | None:
    return None if instant is None else to_rfc3339(instant)
