"""Whether one ticket at hand fulfils a selection, without asking a store: the same answer a store gives.

What only a store knows, who looked at what, cannot be asked here.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from cxloop_tui.domain.folding import Phrase, phrases
from cxloop_tui.domain.identity import handle
from cxloop_tui.domain.selection import (
    FOLDED_COLUMNS,
    Among,
    AnyOf,
    Between,
    Column,
    Condition,
    HasTag,
    OneOf,
    Selection,
    StartsWith,
    Unread,
)
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.ticket import Ticket

Value: TypeAlias = str | int | None


def is_selected(selection: Selection, ticket: Ticket, document: Callable[[], Sequence[str]]) -> bool:
    """Say whether a ticket is among a selection; `document` gives the folded tokens of its one text, if need be.

    The last word must be whole: nobody is typing it any more.
    """
    if ticket.withdrawn or not all(holds(condition, ticket) for condition in selection.conditions):
        return False
    if not (selection.words or selection.not_words):
        return True
    wanted = phrases(selection.words, prefix_last=False)
    if selection.words and not wanted:
        return False
    unwanted, text = phrases(selection.not_words, prefix_last=False), document()
    return all(has_phrase(text, one) for one in wanted) and not any(has_phrase(text, one) for one in unwanted)


def holds(condition: Condition, ticket: Ticket) -> bool:
    """Say whether a condition holds for a ticket."""
    return _holds_plainly(condition, ticket) is not condition.negated


def _holds_plainly(condition: Condition, ticket: Ticket) -> bool:
    match condition:
        case OneOf(column, values, or_empty):
            value = _compared(ticket, column)
            return or_empty if value is None else value in values
        case StartsWith(column, prefix):
            value = _compared(ticket, column)
            return isinstance(value, str) and value.startswith(prefix)
        case Between(column, low, high):
            value = value_of(ticket, column)
            return isinstance(value, int) and (low is None or value >= low) and (high is None or value < high)
        case HasTag(tags, or_empty):
            wanted = {tag.casefold() for tag in tags}
            return bool(wanted & {tag.casefold() for tag in ticket.tags}) or (or_empty and not ticket.tags)
        case Unread():
            raise ValueError("what somebody looked at only a store knows")
        case Among(ids):
            return ticket.id in ids
        case AnyOf(conditions):
            return any(holds(one, ticket) for one in conditions)


def value_of(ticket: Ticket, column: Column) -> Value:
    """Return a column of a ticket's row: priority as its rank, handle as people say it."""
    if column == "handle":
        return handle(ticket.id)
    value = getattr(ticket, column)
    if isinstance(value, Priority):
        return value.rank
    return str(value) if isinstance(value, Status) else value


def _compared(ticket: Ticket, column: Column) -> Value:
    """Return a column as conditions compare it; e-mails are kept in that form already."""
    value = value_of(ticket, column)
    folds = column in FOLDED_COLUMNS and column != "customer_email"
    return value.casefold() if folds and isinstance(value, str) else value


def has_phrase(document: Sequence[str], phrase: Phrase) -> bool:
    """Say whether the tokens of a phrase stand in a row in a document, the last one perhaps only begun."""
    *before, last = phrase.tokens
    for start in range(len(document) - len(before)):
        end = start + len(before)
        is_there = document[end].startswith(last) if phrase.is_prefix else document[end] == last
        if is_there and list(document[start:end]) == before:
            return True
    return False
