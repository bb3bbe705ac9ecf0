"""What was said about a ticket, as lines: the customer's own words first, the newest last, the middle folded."""

from typing import Final, NamedTuple

from rich.style import Style
from textual.strip import Strip

from cxloop_tui.domain import history
from cxloop_tui.domain.operation import Operation
from cxloop_tui.domain.text import clean_block
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import Comment, TicketView
from cxloop_tui.ui.render.cells import cut
from cxloop_tui.ui.render.line import (
    Line,
    Setting,
    called,
    cells_of,
    first_that_fits,
    given_name,
    shown,
    strip,
    wrapped,
)
from cxloop_tui.ui.render.looks import BOLD, Looks
from cxloop_tui.ui.render.when import moment

NEWEST_SHOWN: Final = 3
"""Comments that follow the customer's own words while the middle is folded."""

BODY_LENGTH_MAX: Final = 20_000
"""Code points shown of one comment, some 300 lines; what is stored is whole."""


class Comments(NamedTuple):
    """The lines of the comments tab."""

    strips: list[Strip]
    fold: int | None = None
    """The line that says how many comments are folded away; a click on it unfolds them."""


def folded_of(count: int) -> int:
    """Return how many of so many comments to fold away: none where that would hide but one."""
    hidden = count - 1 - NEWEST_SHOWN
    return hidden if hidden > 1 else 0


def comment_strips(view: TicketView, setting: Setting, *, folded: int = 0, draft: str | None = None) -> Comments:
    """Return what was said, the customer's own words first; `folded` comments after them are counted, not shown.

    `draft` are words of mine that wait unsent; they end it.
    """
    comments = history.comments_of(view.ticket, view.entries)
    operations = {entry.operation.id: entry.operation for entry in view.entries}
    strips: list[Strip] = []
    fold, dot = None, setting.signs.dot
    for place, comment in enumerate(comments):
        if 1 <= place <= folded:
            continue
        if folded and place == folded + 1:
            fold = len(strips)
            strips += [strip([(f"{dot} {folded:,} more {dot}", setting.looks.muted)], setting), strip([], setting)]
        strips += _comment(comment, operations.get(comment.id), view.ticket, setting)
        strips.append(strip([], setting))
    if draft is not None:
        strips.append(_draft(draft, setting))
    return Comments(strips, fold)


def _comment(comment: Comment, operation: Operation | None, ticket: Ticket, setting: Setting) -> list[Strip]:
    looks = setting.looks
    body = clean_block(comment.body, BODY_LENGTH_MAX).strip("\n")
    lines: list[Line] = []
    if body.strip():
        lines = [_body_line(line, comment, setting) for line in wrapped(body, setting.width - 1)]
    elif comment.kind == history.CUSTOMER:
        lines = [[("no words", looks.muted)]]
    return [strip(line, setting) for line in (_head(comment, operation, ticket, setting), *lines)]


def _head(comment: Comment, operation: Operation | None, ticket: Ticket, setting: Setting) -> Line:
    """Say who, when, and what came with the words; of the name stays what there is room for."""
    looks, width = setting.looks, setting.width
    when = moment(comment.at, setting.now, setting.utc_offset)
    owner = operation.wanted("owner") if operation is not None else None
    new_owner = None if owner is None else str(owner)

    def head(name: str, to: str) -> Line:
        deed, style = _deed(comment, operation, ticket, to, looks)
        return [(name, looks.plain + BOLD), (f"  {when}", looks.muted), (f"  {deed}" if deed else "", style)]

    name = _author(comment, ticket, setting)
    to = given_name(new_owner, setting) if new_owner else ""
    room = max(width - cells_of(head("", to)), 8)
    return first_that_fits(
        width,
        head(name, called(new_owner, setting) if new_owner else ""),
        head(name, to),
        head(cut(name, room, setting.signs.ellipsis), to),
    )


def _author(comment: Comment, ticket: Ticket, setting: Setting) -> str:
    if comment.by is not None:
        return called(comment.by, setting)
    return shown(ticket.customer_name) or shown(ticket.customer_email).rpartition("@")[0] or "the customer"


def _body_line(line: str, comment: Comment, setting: Setting) -> Line:
    label, colon, said = line.partition(": ")
    if comment.kind == history.RESOLVED and label in history.RESOLUTION_LABELS.values() and colon:
        return [(label.ljust(7), setting.looks.muted), (said, setting.looks.plain)]
    return [(line, setting.looks.plain)]


def _deed(comment: Comment, operation: Operation | None, ticket: Ticket, to: str, looks: Looks) -> tuple[str, Style]:
    """Say what came with the words, in its colour; `to` is whom the ticket was given to."""
    given = f" to {to}" if to else ""
    changed = shown(history.said_by_undo(operation)).replace("_", " ")
    deeds = {
        history.CUSTOMER: (_occasion(ticket), looks.muted),
        history.COMMENT: ("", looks.muted),
        history.ESCALATED: (f"escalated{given}", looks.alarm),
        history.HANDED_BACK: (f"handed back{given}", looks.here),
        history.RESOLVED: ("resolved", looks.done),
        history.REOPENED: ("reopened", looks.waiting),
        history.CHANGED: (f"changed {changed}", looks.here),
        history.NEWER: (history.NEWER, looks.waiting),
    }
    reached = looks.done if comment.kind.endswith(" reached") else looks.waiting
    return deeds.get(comment.kind) or (contact_words(comment.kind), reached)


def _occasion(ticket: Ticket) -> str:
    """Say where the customer's own words come from."""
    if ticket.response:
        return "in the survey"
    return f"by {shown(ticket.channel)}" if ticket.channel else ""


def _draft(draft: str, setting: Setting) -> Strip:
    return strip([("draft ", setting.looks.waiting), (shown(draft.strip()), setting.looks.muted)], setting)


_CONTACTS: Final = {"mail reached": "mailed", "met reached": "met"}


def contact_words(kind: str) -> str:
    """Put `call no-answer` as people say it."""
    return _CONTACTS.get(kind) or shown(kind.replace(" ", ", ", 1).replace("-", " "))
