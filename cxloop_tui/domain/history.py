"""What happened to a ticket, for people to read: its comments and its log, both made of its operations.

Words that were taken back are in neither; the log still says who said something, and when.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxloop_tui.domain.operation import RULES, TICKET_KINDS, TOLD, Entry, Json, Kind, Operation
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import SCALAR_FIELDS, Ticket, contact_of, undone_ids
from cxloop_tui.domain.ticket_view import Comment, LogLine, TicketView

if TYPE_CHECKING:
    from cxloop_tui.domain.mail.letter import Letter

CUSTOMER: Final = "customer"
COMMENT: Final = "comment"
RESPONSE: Final = "response"
REMINDER: Final = "reminder"
"""That somebody was reminded of it, or let know: whom, and why."""
RULE: Final = "rule"
"""The rule on arrival that did it."""
LETTER: Final = "letter"
REPLY: Final = "reply"
"""A letter to the customer."""
ESCALATED: Final = "escalated"
HANDED_BACK: Final = "handed-back"
RESOLVED: Final = "resolved"
REOPENED: Final = "reopened"
CHANGED: Final = "changed"

NEWER: Final = "newer than this program"
"""The kind of a comment and the field of a log line that a later program made and this one cannot explain."""

_WORDLESS: Final = frozenset(
    {"status", "priority", "segment", "owner", "score", "score_kind", "origin_segment"}
    | {"ticket", "response", "contact", "undo", "redo", NEWER}
)
"""Fields of a log line whose values no person typed: the log shows them even when they were taken back."""

_SAID_AS: Final[Mapping[str, str]] = {
    Kind.TICKET_CREATE: CUSTOMER,
    Kind.COMMENT_ADD: COMMENT,
    Kind.REPLY_WRITE: REPLY,
    Kind.RESPONSE_ADD: RESPONSE,
}
"""The kind of the comment that an operation is, where all of a kind are one."""

_UNDONE_AS: Final[Mapping[str, str]] = {**_SAID_AS, Kind.TICKET_CREATE: "ticket", Kind.CONTACT_LOG: "contact"}
"""What an undo takes back, where all of a kind are one."""

_SAID_PLAINLY: Final[Mapping[str, str]] = {"reminders": REMINDER, RULES: RULE, TOLD: REMINDER}
"""Sets whose words the log tells as they are, and the field of its line."""

RESOLUTION_LABELS: Final = {"root_cause": "cause", "action_taken": "action", "told": "told"}
"""The field of a resolution, and the label before its line in the comment that tells it."""


def comments_of(ticket: Ticket, entries: Sequence[Entry]) -> tuple[Comment, ...]:
    """Return what was said about a ticket, oldest first; the customer's own words begin it.

    `entries` are all the ticket's, in order. A contact is there even without a note, for it was an attempt.
    """
    gone = undone_ids(entries)
    stands: dict[str, Json] = {}
    said: list[Comment] = []
    for entry in entries:
        operation = entry.operation
        stands.update((name, change.wanted) for name, change in operation.set.items())
        if operation.undoes is None and operation.id not in gone:
            said.extend(_said_by(operation, ticket, stands))
    return tuple(said)


def log_with_letters(view: TicketView) -> tuple[LogLine, ...]:
    """Return the log of a ticket in which each letter stands with what it tells of first."""
    telling: dict[str, list[Letter]] = {}
    for letter in view.letters:
        telling.setdefault(letter.operations[0], []).append(letter)
    log = log_of(view.entries)
    if not telling:
        return log
    last = {line.operation: place for place, line in enumerate(log)}
    lines: list[LogLine] = []
    for place, line in enumerate(log):
        lines.append(line)
        if last[line.operation] == place:
            lines.extend(_letter_line(letter, line) for letter in telling.get(line.operation, ()))
    return tuple(lines)


def _letter_line(letter: Letter, about: LogLine) -> LogLine:
    """Say to whom a letter goes or went, and who did not get it."""
    missed = "".join(f"; not {who}: {why}" for who, why in letter.missed.items())
    said = f"{letter.state} to {', '.join(letter.recipients.everybody)}{missed}"
    return LogLine(letter.due_at, letter.author or about.by, LETTER, None, said, about.operation)


def log_of(entries: Sequence[Entry]) -> tuple[LogLine, ...]:
    """Return every change of a ticket, oldest first, one line a field; every operation has at least one line."""
    gone = undone_ids(entries)
    past = _Past()
    lines: list[LogLine] = []
    for entry in entries:
        operation = entry.operation
        about = past.take(operation)
        is_gone = about.target is not None and about.target.id in gone
        silent = operation.id in gone or about.takes_back or is_gone
        lines.extend(
            LogLine(
                at=operation.at,
                by=operation.by,
                field=field,
                old=None if silent and field not in _WORDLESS else old,
                new=None if silent and field not in _WORDLESS else new,
                operation=operation.id,
                undone=operation.id in gone,
            )
            for field, old, new in _lines(operation, about, past.stands)
        )
        past.stands.update((name, change.wanted) for name, change in operation.set.items())
    return tuple(lines)


def why_escalated(entries: Sequence[Entry]) -> Comment | None:
    """Return who escalated a ticket, when and why; None when its status was last turned to something else."""
    return _turned_to(Status.ESCALATED, entries)


def how_resolved(entries: Sequence[Entry]) -> Comment | None:
    """Return who resolved a ticket and when; None when its status was last turned to something else."""
    return _turned_to(Status.RESOLVED, entries)


def said_by_undo(target: Operation | None) -> str | None:
    """Return in a word what an undo of `target` takes back; None when `target` is not on hand."""
    if target is None:
        return None
    if target.kind in _UNDONE_AS:
        return _UNDONE_AS[target.kind]
    turned = _turn_of(target)
    return turned or ", ".join(dict.fromkeys([*target.set, *target.add, *target.remove])) or None


def _said_by(operation: Operation, ticket: Ticket, stands: Mapping[str, Json]) -> Iterator[Comment]:
    """Yield what an operation says, if anything; `stands` are the fields as it left them."""
    kind, words = _kind_of(operation), operation.comment or ""
    if kind == CUSTOMER:
        yield Comment(operation.id, operation.at, None, kind, ticket.comment)
        return
    if kind == RESPONSE:
        yield Comment(operation.id, operation.at, None, kind, words)
        return
    body = "\n".join(filter(None, (_resolution(stands), words))) if kind == RESOLVED else words
    if kind == REPLY:
        body = f"{_title_of(operation)}\n\n{words}"
    if body or operation.kind == Kind.CONTACT_LOG:
        yield Comment(operation.id, operation.at, operation.by, kind, body)


def _kind_of(operation: Operation) -> str:
    if operation.kind in _SAID_AS:
        return _SAID_AS[operation.kind]
    if operation.kind == Kind.CONTACT_LOG:
        return " ".join(contact_of(operation))
    return (_turn_of(operation) or CHANGED) if operation.kind == Kind.TICKET_CHANGE else NEWER


def _turn_of(operation: Operation) -> str | None:
    """Return what a change of status amounts to; None for a change of something else."""
    change = operation.set.get("status")
    if change is None or "status" in operation.implied:
        return None
    match change.seen, change.wanted:
        case _, Status.ESCALATED:
            return ESCALATED
        case _, Status.RESOLVED:
            return RESOLVED
        case Status.ESCALATED, Status.OPEN:
            return HANDED_BACK
        case Status.RESOLVED, Status.OPEN:
            return REOPENED
    return None


def _title_of(reply: Operation) -> str:
    return "" if reply.preview is None else reply.preview.title


def _resolution(stands: Mapping[str, Json]) -> str:
    """Return why, what was done and how it was told, a line each: also those that a former resolution set."""
    return "\n".join(f"{label}: {stands[name]}" for name, label in RESOLUTION_LABELS.items() if stands.get(name))


def _turned_to(status: Status, entries: Sequence[Entry]) -> Comment | None:
    gone = undone_ids(entries)
    for entry in reversed(entries):
        operation = entry.operation
        lives = operation.undoes is None and operation.id not in gone
        if lives and "status" in operation.set and "status" not in operation.implied:
            if operation.wanted("status") != status:
                return None
            return Comment(operation.id, operation.at, operation.by, str(status), operation.comment or "")
    return None


@dataclass(frozen=True, slots=True)
class _About:
    """What an operation is about in the end: itself, or what a chain of undo and redo leads to."""

    takes_back: bool
    """It is an undo; the undo of an undo is a redo."""
    target: Operation | None
    """None when it is not on hand."""


class _Past:
    """What a walk through a ticket's operations has met so far; a later one cannot be what an undo is about."""

    def __init__(self) -> None:
        self.stands: dict[str, Json] = {}
        self._met: dict[str, _About] = {}

    def take(self, operation: Operation) -> _About:
        if operation.undoes is None:
            about = _About(takes_back=False, target=operation)
        else:
            undone = self._met.get(operation.undoes, _About(takes_back=False, target=None))
            about = _About(takes_back=not undone.takes_back, target=undone.target)
        self._met[operation.id] = about
        return about


_Said = tuple[str, str | int | None, str | int | None]
"""A field, what it was, what it became."""


def _lines(operation: Operation, about: _About, stands: Mapping[str, Json]) -> Iterator[_Said]:
    """Yield what an operation changed; `stands` are the fields as it found them."""
    if operation.kind not in TICKET_KINDS:
        yield NEWER, None, operation.kind
    elif operation.kind == Kind.TICKET_CREATE:
        yield "ticket", None, "created"
    elif operation.kind == Kind.TICKET_WITHDRAW:
        yield "ticket", "created", "withdrawn"
    else:
        lines = [
            *_taken_back(operation, about),
            *_fields(operation, stands),
            *_sets(operation),
            *_written(operation),
            *_words(operation),
        ]
        yield from lines or [(NEWER, None, operation.kind)]


def _taken_back(operation: Operation, about: _About) -> Iterator[_Said]:
    if operation.undoes is not None:
        yield "undo" if about.takes_back else "redo", None, said_by_undo(about.target)


def _fields(operation: Operation, stands: Mapping[str, Json]) -> Iterator[_Said]:
    """Yield the scalars set; an implied change is left out where nobody wanted it any more (`domain.ticket`)."""
    for name, change in operation.set.items():
        if name not in SCALAR_FIELDS:
            yield NEWER, None, name
        elif name not in operation.implied or stands.get(name, change.seen) == change.seen:
            yield name, _plain(change.seen), _plain(change.wanted)


def _sets(operation: Operation) -> Iterator[_Said]:
    for name, values in (*operation.add.items(), *operation.remove.items()):
        if name not in {"tags", "contacts", "responses", *_SAID_PLAINLY}:
            yield NEWER, None, name
        elif name in _SAID_PLAINLY:
            yield from ((_SAID_PLAINLY[name], None, said) for said in values)
        elif name == "responses" and values:
            yield RESPONSE, None, "added"
        elif name == "contacts" and values:
            yield "contact", None, " ".join(contact_of(operation))
    yield from (("tags", None, tag) for tag in operation.add.get("tags", ()))
    yield from (("tags", tag, None) for tag in operation.remove.get("tags", ()))


def _written(operation: Operation) -> Iterator[_Said]:
    if operation.kind == Kind.REPLY_WRITE:
        yield REPLY, None, _title_of(operation)


def _words(operation: Operation) -> Iterator[_Said]:
    if operation.comment is not None:
        yield COMMENT, None, operation.comment


def _plain(value: Json) -> str | int | None:
    return value if value is None or isinstance(value, str | int) else str(value)
