"""What was said about a ticket, as lines: the customer's own words first, the newest last, the middle folded."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.style import Style
from textual.strip import Strip

from cxloop_tui.domain import history
from cxloop_tui.domain.chronicle import Chronicle
from cxloop_tui.domain.clock import day_of
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

if TYPE_CHECKING:
    from cxloop_tui.domain.followup import FollowUp

NEWEST_SHOWN: Final = 3
"""Comments that follow the customer's own words while the middle is folded."""

BODY_LENGTH_MAX: Final = 20_000
"""Code points shown of one comment, some 300 lines; what is stored is whole."""


EFFORT_MOST: Final = 22_000
"""Code points that are unfolded at once, CARE for each comment: some 200 short ones, drawn within a frame."""

CARE: Final = 100
"""What one more comment costs to draw, in code points of text."""


class Comments(NamedTuple):
    """The lines of the comments tab."""

    strips: list[Strip]
    fold: int | None = None
    """The line that says how many comments are folded away; a click on it unfolds them."""
    folded: int = 0
    """How many are: more than asked for where that was too much to draw at once."""


class Remembered:
    """The lines of comments, for as long as they would be drawn the same: what is unfolded is drawn once."""

    def __init__(self) -> None:
        self._likeness: object = None
        self._strips: dict[str, list[Strip]] = {}

    def look_like(self, likeness: object) -> None:
        """Forget everything if it would be drawn differently now; `likeness` are all things that it depends on."""
        if likeness != self._likeness:
            self._likeness = likeness
            self._strips = {}

    def __contains__(self, comment_id: object) -> bool:
        return comment_id in self._strips

    def strips(self, comment_id: str, draw: Callable[[], list[Strip]]) -> list[Strip]:
        """Return the lines of a comment, drawn now if they are not remembered."""
        if comment_id not in self._strips:
            self._strips[comment_id] = draw()
        return self._strips[comment_id]


def folded_of(count: int) -> int:
    """Return how many of so many comments to fold away: none where that would hide but one."""
    hidden = count - 1 - NEWEST_SHOWN
    return hidden if hidden > 1 else 0


def counted(count: int, view: TicketView) -> str:
    """Say how many there are, of a ticket that may not have been read to its end."""
    return f"{count:,}" if view.is_whole else f"{count:,}+"


def comment_strips(
    chronicle: Chronicle,
    setting: Setting,
    *,
    folded: int = 0,
    draft: str | None = None,
    remembered: Remembered | None = None,
) -> Comments:
    """Return what was said, the customer's own words first; `folded` comments after them are counted, not shown.

    What a brief view left out stays folded, with what is older; and not more is drawn at once than EFFORT_MOST.
    `draft` are words of mine that wait unsent; they end it.
    """
    view, comments, blank = chronicle.view, chronicle.comments, strip([], setting)
    drawn = Remembered() if remembered is None else remembered
    drawn.look_like(_likeness(view, setting))
    folded = _within_effort(comments, max(folded, chronicle.before_gap), drawn)
    strips: list[Strip] = []

    def add(some: Sequence[Comment]) -> None:
        for comment in some:
            strips.extend(drawn.strips(comment.id, partial(_comment, comment, chronicle, setting)))
            strips.append(blank)

    strips += [_to_do(one, setting) for one in view.followups]
    if view.followups:
        strips.append(blank)
    add(comments[:1])
    fold = len(strips) if folded or not view.is_whole else None
    if fold is not None:
        strips += [strip(_fold_line(folded, view, setting), setting), blank]
    add(comments[1 + folded :])
    if draft is not None:
        strips.append(_draft(draft, setting))
    return Comments(strips, fold, folded)


def _to_do(one: "FollowUp", setting: Setting) -> Strip:
    """Say what is to be done, by whom and when; what should be done by now stands out."""
    looks = setting.looks
    is_over = one.is_over(setting.now)
    due = "" if one.due_at is None else f", {moment(one.due_at, setting.now, setting.utc_offset)}"
    who = f"  {given_name(one.owner, setting)}{due}{' over' if is_over else ''}"
    head = ("to do   ", looks.waiting)
    room = max(setting.width - cells_of([head, (who, looks.muted)]), 8)
    text = cut(shown(one.text), room, setting.signs.ellipsis)
    return strip([head, (text, looks.plain + BOLD), (who, looks.alarm if is_over else looks.muted)], setting)


def _likeness(view: TicketView, setting: Setting) -> object:
    ticket = view.ticket
    who = (ticket.id, ticket.customer_name, ticket.customer_email, ticket.comment, ticket.response, ticket.channel)
    return replace(setting, now=0), day_of(setting.now, setting.utc_offset), who, view.is_whole


def _within_effort(comments: Sequence[Comment], folded: int, drawn: Remembered) -> int:
    """Return how many comments have to stay folded, `folded` at least, so that the rest is drawn at once."""
    effort = 0
    for place in range(len(comments) - 1 - NEWEST_SHOWN, folded, -1):
        if comments[place].id not in drawn:
            effort += CARE + min(len(comments[place].body), BODY_LENGTH_MAX)
            if effort > EFFORT_MOST:
                return place
    return folded


def _fold_line(folded: int, view: TicketView, setting: Setting) -> Line:
    dot = setting.signs.dot
    many = f"{counted(folded, view)} " if folded else ""
    return [(f"{dot} {many}more {dot}", setting.looks.muted)]


def _comment(comment: Comment, chronicle: Chronicle, setting: Setting) -> list[Strip]:
    looks = setting.looks
    body = clean_block(comment.body, BODY_LENGTH_MAX).strip("\n")
    lines: list[Line] = []
    if body.strip():
        lines = [_body_line(line, comment, setting) for line in wrapped(body, setting.width - 1)]
    elif comment.kind == history.CUSTOMER:
        lines = [[("no words", looks.muted)]]
    head = _head(comment, chronicle.turns.get(comment.id), chronicle.view.ticket, setting)
    return [strip(line, setting) for line in (head, *lines)]


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
    full = head(name, called(new_owner, setting) if new_owner else "")
    if cells_of(full) <= width:
        return full
    to = given_name(new_owner, setting) if new_owner else ""
    room = max(width - cells_of(head("", to)), 8)
    return first_that_fits(width, head(name, to), head(cut(name, room, setting.signs.ellipsis), to))


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
    if comment.kind == history.COMMENT:
        return "", looks.muted
    given = f" to {to}" if to else ""
    changed = shown(history.said_by_undo(operation)).replace("_", " ")
    deeds = {
        history.CUSTOMER: (_occasion(ticket), looks.muted),
        history.ESCALATED: (f"escalated{given}", looks.alarm),
        history.HANDED_BACK: (f"handed back{given}", looks.here),
        history.RESOLVED: ("resolved", looks.done),
        history.REOPENED: ("reopened", looks.waiting),
        history.CHANGED: (f"changed {changed}", looks.here),
        history.REPLY: ("wrote to the customer", looks.done),
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
