"""A ticket as JSON values: what the command line prints and what an export writes; docs/json.md lists every key.

Values are lower case words; a segment is its code, an owner an e-mail; instants are RFC 3339 in UTC.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.feed import WAITING_FROM
from cxloop_tui.domain.history import comments_of, log_with_letters
from cxloop_tui.domain.identity import handle
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.ticket import Columns, Ticket, reading
from cxloop_tui.domain.ticket_view import Comment, LogLine, TicketView

Record = dict[str, Json]

TICKET_KEYS: Final = (
    "id", "number", "handle", "status", "priority", "segment", "owner", "customer_email", "customer_name",
    "customer_phone", "comment", "score", "score_kind", "channel", "touchpoint", "account", "category", "tags",
    "root_cause", "action_taken", "told", "origin_segment", "created_at", "updated_at", "due_at",
    "waiting_for", "waiting_until", "resolved_at",
    "reopened", "pending",
)  # fmt: skip
"""The keys of `ticket_record`, in its order."""


def ticket_record(ticket: Ticket) -> Record:
    """Return a ticket as it stands."""
    fields = _ALL_FIELDS(ticket)
    return {
        key: _WRITTEN[key](value) if key in _WRITTEN else value
        for key, value in zip(TICKET_KEYS, fields, strict=True)
    }


def fields_of(keys: Sequence[str]) -> tuple[str, ...]:
    """Return the fields of a ticket that keys of its record are made of."""
    return tuple(_FIELDS.get(key, key) for key in keys)


def written(keys: Sequence[str], columns: Columns) -> list[Sequence[Json]]:
    """Return the fields of many tickets, those of `fields_of(keys)`, as their records write them."""
    return [
        [*map(_WRITTEN[key], values)] if key in _WRITTEN else values
        for key, values in zip(keys, columns, strict=True)
    ]


def view_record(view: TicketView) -> Record:
    """Return a ticket with all that was said about it and done to it."""
    return {
        **ticket_record(view.ticket),
        "comments": [_comment_record(comment) for comment in comments_of(view.ticket, view.entries)],
        "log": [_log_record(line) for line in log_with_letters(view)],
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


_FIELDS: Final = {"handle": "id", "pending": "seq"}
"""The fields of a ticket that keys of another name are made of."""

_WRITTEN: Final[Mapping[str, Callable[[Any], Json]]] = {
    "handle": handle,
    "status": str,
    "priority": str,
    "tags": list,
    "created_at": to_rfc3339,
    "updated_at": to_rfc3339,
    "due_at": _instant,
    "waiting_until": _instant,
    "resolved_at": _instant,
    "pending": lambda seq: seq >= WAITING_FROM,
}
"""How fields are written that are no JSON by themselves."""

_ALL_FIELDS: Final = reading(*fields_of(TICKET_KEYS))
