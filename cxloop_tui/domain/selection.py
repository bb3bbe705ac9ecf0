"""From a query to what the store can look up: primitive conditions on columns of a ticket, and an order.

Everything that depends on the moment and on who looks (`today`, `me`, `retail*`) is settled here, so a selection says
the same wherever it is carried out. Times are milliseconds since the epoch, UTC.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final, Literal, TypeAlias

from cxloop_tui.domain.clock import DAY, MINUTE
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.query import (
    DATE_FIELDS,
    NEWEST_TEXT,
    TEXT_FIELDS,
    Branch,
    Comparison,
    Days,
    Duration,
    Field,
    Handle,
    NamedDay,
    Prefix,
    Query,
    Sort,
    Special,
    Term,
    Value,
    value_text,
)
from cxloop_tui.domain.status import Priority
from cxloop_tui.domain.text import normal_email

Column: TypeAlias = Literal[
    "status", "priority", "owner", "segment", "score", "due_at", "category", "root_cause",
    "customer_email", "customer_name",
    "customer_phone", "account", "touchpoint", "channel", "number", "handle", "created_at", "updated_at",
    "resolved_at", "waiting_until",
]  # fmt: skip
"""The columns of a ticket row that conditions and orders name. `priority` is a rank, 0 for low to 3 for critical."""


@frozen
class OneOf:
    """The column holds one of `values`; with `or_empty`, or it is empty. Without either it holds for no ticket.

    Values of FOLDED_COLUMNS are `folded` and meet the column folded the same way.
    """

    column: Column
    values: tuple[str | int, ...]
    or_empty: bool = False
    negated: bool = False


@frozen
class StartsWith:
    """The column, one of FOLDED_COLUMNS, begins with `prefix` when folded. Nothing in `prefix` is a wildcard."""

    column: Column
    prefix: str
    negated: bool = False


@frozen
class Between:
    """The column is at least `low` and less than `high`; None leaves that side open. An empty column is not."""

    column: Column
    low: int | None
    high: int | None
    negated: bool = False


@frozen
class HasTag:
    """The ticket has one of `tags`; with `or_empty`, or it has no tag at all."""

    tags: tuple[str, ...]
    or_empty: bool = False
    negated: bool = False


@frozen
class Unread:
    """Somebody else did something to the ticket after a person, by e-mail, last looked at it."""

    by: str
    negated: bool = False


@frozen
class Among:
    """The ticket is one of these, by id, however many."""

    ids: tuple[str, ...]
    negated: bool = False


@frozen
class AnyOf:
    """At least one of several conditions holds; used only where one condition cannot say it."""

    conditions: "tuple[Primitive, ...]"
    negated: bool = False


Primitive: TypeAlias = OneOf | StartsWith | Between | HasTag | Unread | Among
Condition: TypeAlias = Primitive | AnyOf
"""What a ticket must fulfil. `negated` is the exact opposite: what an empty column does not fulfil, it then does."""


@frozen
class Order:
    """The order of a list: by a column, empty ones last either way, equal ones newest first.

    With `by_text` the ticket whose matching text is newest comes first, and `column` says the rest.
    """

    column: Column
    descending: bool
    by_text: bool = False


@frozen
class Selection:
    """Which tickets, in which order: the text has all `words`, no `not_words`, and every condition holds.

    Words are as typed, not folded; one with spaces is a phrase.
    """

    words: tuple[str, ...]
    not_words: tuple[str, ...]
    conditions: tuple[Condition, ...]
    order: Order


@frozen
class Context:
    """Who looks, when and from where. `below` gives the code of a segment and of every segment under it."""

    now_ms: int
    me: str | None
    below: Callable[[str], Iterable[str]]
    utc_offset_minutes: int = 0
    heir: Callable[[str], str] = str
    """Gives the segment that has taken the place of one that was given up, the same for all others."""


FOLDED_COLUMNS: Final[frozenset[Column]] = frozenset(
    {"root_cause", "customer_email", "customer_name", "customer_phone", "account", "touchpoint", "channel"}
)
"""Columns compared without regard to case."""


def folded(column: Column, text: str) -> str:
    """Return the form in which texts of one of FOLDED_COLUMNS are compared."""
    return normal_email(text) if column == "customer_email" else text.casefold()


def select(query: Query, context: Context) -> Selection:
    """Return the selection that `query` means to the person and at the moment of `context`."""
    conditions = tuple(_condition(term, context) for term in query.terms)
    return Selection(query.words, query.not_words, conditions, order_of(query))


_ORDERS: Final[Mapping[Sort | Literal["newest text"], Order]] = {
    NEWEST_TEXT: Order("updated_at", descending=True, by_text=True),
    Sort.UPDATED: Order("updated_at", descending=True),
    Sort.CREATED: Order("created_at", descending=True),
    Sort.DUE: Order("due_at", descending=False),
    Sort.PRIORITY: Order("priority", descending=True),
    Sort.NUMBER: Order("number", descending=True),
    Sort.CUSTOMER: Order("customer_name", descending=False),
}


def order_of(query: Query) -> Order:
    """Return the order in which the list of a query stands."""
    return _ORDERS[query.order]


# One term --------------------------------------------------------------------------------------------------------

_COLUMNS: Final[Mapping[Field, Column]] = {
    Field.STATUS: "status",
    Field.PRIORITY: "priority",
    Field.OWNER: "owner",
    Field.SEGMENT: "segment",
    Field.SCORE: "score",
    Field.DUE: "due_at",
    Field.OVERDUE: "due_at",
    Field.WAITING: "waiting_until",
    Field.CATEGORY: "category",
    Field.CAUSE: "root_cause",
    Field.EMAIL: "customer_email",
    Field.CUSTOMER: "customer_name",
    Field.PHONE: "customer_phone",
    Field.ACCOUNT: "account",
    Field.TOUCHPOINT: "touchpoint",
    Field.CHANNEL: "channel",
    Field.NUMBER: "number",
    Field.CREATED: "created_at",
    Field.UPDATED: "updated_at",
    Field.RESOLVED: "resolved_at",
}


def _condition(term: Term, context: Context) -> Condition:
    alternatives = tuple(_alternatives(term, context))
    if len(alternatives) > 1:
        return AnyOf(alternatives, negated=term.negated)
    return replace(alternatives[0], negated=alternatives[0].negated != term.negated)


def _alternatives(term: Term, context: Context) -> Iterator[Primitive]:
    """Yield the conditions of which one has to hold for the term, its negation aside; at least one."""
    if term.field is Field.TAG:
        yield HasTag(tuple(str(tag) for tag in term.values if tag is not Special.NONE), or_empty=_or_empty(term))
    elif term.field is Field.OVERDUE:
        yield Between("due_at", None, context.now_ms, negated=term.values == ("no",))
    elif term.field is Field.WAITING:
        yield Between("waiting_until", context.now_ms + 1, None, negated=term.values == ("no",))
    elif term.field is Field.UNREAD:
        yield Unread(context.me or "", negated=term.values == ("no",))
    elif term.field in DATE_FIELDS:
        yield from (_time(term, value, context) for value in term.values)
    elif term.comparison is not Comparison.IS:
        yield _compared(term)
    elif term.field is Field.NUMBER:
        yield from _numbers(term)
    elif term.field in TEXT_FIELDS:
        yield from _texts(term)
    else:
        chosen = dict.fromkeys(_choices(term, context))
        yield OneOf(_COLUMNS[term.field], tuple(chosen), or_empty=_or_empty(term))


def _or_empty(term: Term) -> bool:
    return Special.NONE in term.values


def _choices(term: Term, context: Context) -> Iterator[str | int]:
    """Yield the values as the column holds them. When nobody is set up, `me` is nobody's ticket."""
    for value in term.values:
        match value:
            case Special.ME:
                yield from (context.me,) if context.me is not None else ()
            case Branch(code, below=True):
                yield from context.below(context.heir(code))
            case Branch(code):
                yield context.heir(code)
            case int() | str():
                yield _rank(value) if term.field is Field.PRIORITY else value
            case _:
                continue


def _numbers(term: Term) -> Iterator[Primitive]:
    numbers = tuple(value for value in term.values if isinstance(value, int))
    handles = tuple(value_text(value) for value in term.values if isinstance(value, Handle))
    if numbers or _or_empty(term):
        yield OneOf("number", numbers, or_empty=_or_empty(term))
    if handles:
        yield OneOf("handle", handles)


def _texts(term: Term) -> Iterator[Primitive]:
    column = _COLUMNS[term.field]
    whole = tuple(folded(column, value) for value in term.values if isinstance(value, str))
    if whole or _or_empty(term):
        yield OneOf(column, whole, or_empty=_or_empty(term))
    for value in term.values:
        if isinstance(value, Prefix):
            yield StartsWith(column, folded(column, value.text))


# Ranges ----------------------------------------------------------------------------------------------------------


def _compared(term: Term) -> Between:
    """Return the condition of a comparison of whole numbers; priorities are compared by rank."""
    number = _rank(term.values[0]) if term.field is Field.PRIORITY else int(str(term.values[0]))
    return _range(_COLUMNS[term.field], term.comparison, number, number + 1)


def _rank(priority: Value) -> int:
    return Priority(str(priority)).rank


def _time(term: Term, value: Value, context: Context) -> Primitive:
    column = _COLUMNS[term.field]
    if isinstance(value, Days):
        return _range(column, term.comparison, *_bounds(value, context))
    if not isinstance(value, Duration):
        return OneOf(column, (), or_empty=True)
    if term.field is Field.DUE:
        moment = context.now_ms + value.milliseconds
        return _range(column, term.comparison, moment, moment + 1)
    moment = context.now_ms - value.milliseconds
    return _range(column, _YOUNGER_IS_LATER[term.comparison], moment, moment + 1)


_YOUNGER_IS_LATER: Final[Mapping[Comparison, Comparison]] = {
    Comparison.IS: Comparison.IS,
    Comparison.BELOW: Comparison.ABOVE,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.ABOVE: Comparison.BELOW,
    Comparison.AT_LEAST: Comparison.AT_MOST,
}
"""What a comparison of ages says about times: less than three days ago is after the moment three days ago."""


def _range(column: Column, comparison: Comparison, low: int | None, high: int | None) -> Between:
    """Return the condition that a column compares so with something reaching from `low` up to, not with, `high`."""
    match comparison:
        case Comparison.IS:
            return Between(column, low, high)
        case Comparison.BELOW:
            return Between(column, None, low)
        case Comparison.AT_MOST:
            return Between(column, None, high)
        case Comparison.ABOVE:
            return Between(column, high, None)
        case Comparison.AT_LEAST:
            return Between(column, low, None)


def _bounds(days: Days, context: Context) -> tuple[int | None, int | None]:
    """Return when the days begin and when the day after them begins, where the person is."""
    low = None if days.first is None else _midnight(days.first, 0, context)
    high = None if days.last is None else _midnight(days.last, 1, context)
    return low, high


_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_FROM_TODAY: Final = {NamedDay.YESTERDAY: -1, NamedDay.TODAY: 0, NamedDay.TOMORROW: 1}


def _midnight(day: date | NamedDay, days_later: int, context: Context) -> int:
    """Return when a day, or one some days later, begins; in whole numbers, for the last date has a next day too."""
    offset = context.utc_offset_minutes * MINUTE
    if isinstance(day, NamedDay):
        number = (context.now_ms + offset) // DAY + _FROM_TODAY[day]
    else:
        number = day.toordinal() - _EPOCH_DAY
    return (number + days_later) * DAY - offset
