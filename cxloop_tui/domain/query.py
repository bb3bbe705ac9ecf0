"""The query: one value that says which tickets are shown and in which order.

Search bar, filter bar, saved views and the command line all hold this value. Its canonical text is what the search
bar shows; `query_parse` reads that text back and `selection` turns the value into conditions on ticket columns.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from enum import Enum, StrEnum
from typing import Final, Literal, Self, TypeAlias, TypeVar

from cxloop_tui.domain.clock import DAY, HOUR, MINUTE
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.status import Priority, Status

_T = TypeVar("_T")

NEWEST_TEXT: Final = "newest text"
"""The order of a search for words: the ticket whose matching text is newest comes first."""


class Sort(StrEnum):
    """The orders a query can ask for with `sort:`."""

    UPDATED = "updated"
    CREATED = "created"
    DUE = "due"
    PRIORITY = "priority"
    NUMBER = "number"
    CUSTOMER = "customer"


class Field(StrEnum):
    """What a term can ask about, by the name typed before the colon; the most used come first."""

    STATUS = "status"
    PRIORITY = "priority"
    OWNER = "owner"
    SEGMENT = "segment"
    SCORE = "score"
    DUE = "due"
    OVERDUE = "overdue"
    WAITING = "waiting"
    UNREAD = "unread"
    TAG = "tag"
    CATEGORY = "category"
    CAUSE = "cause"
    EMAIL = "email"
    CUSTOMER = "customer"
    PHONE = "phone"
    ACCOUNT = "account"
    TOUCHPOINT = "touchpoint"
    CHANNEL = "channel"
    NUMBER = "number"
    CREATED = "created"
    UPDATED = "updated"
    RESOLVED = "resolved"


DATE_FIELDS: Final = frozenset({Field.DUE, Field.CREATED, Field.UPDATED, Field.RESOLVED})
"""Fields whose values are days and ages."""

QUESTIONS: Final = frozenset({Field.OVERDUE, Field.WAITING, Field.UNREAD})
"""Fields that are answered with yes or no."""

TEXT_FIELDS: Final = frozenset(
    {Field.CAUSE, Field.EMAIL, Field.CUSTOMER, Field.PHONE, Field.ACCOUNT, Field.TOUCHPOINT, Field.CHANNEL}
)
"""Fields compared as text without regard to case; `*` at the end asks for the beginning only."""

ORDERED_FIELDS: Final = DATE_FIELDS | {Field.PRIORITY, Field.SCORE, Field.NUMBER}
"""Fields that can be compared with `<`, `<=`, `>` and `>=`."""

MAY_BE_EMPTY: Final = TEXT_FIELDS | {
    Field.OWNER,
    Field.SCORE,
    Field.DUE,
    Field.TAG,
    Field.CATEGORY,
    Field.NUMBER,
    Field.RESOLVED,
}
"""Fields that understand `none`."""

ALL_MUST_HOLD: Final = DATE_FIELDS | QUESTIONS | {Field.TAG}
"""Fields where two terms both have to hold, as in `tag:vip tag:refund`.

A ticket has one status, so `status:new status:open` can only mean either: terms of all other fields are one term.
"""


class Comparison(StrEnum):
    """How a term compares the field with its value."""

    IS = ""
    BELOW = "<"
    AT_MOST = "<="
    ABOVE = ">"
    AT_LEAST = ">="


class Special(Enum):
    """Words with a meaning of their own. Not strings, so that a customer named "None" is never taken for nobody."""

    ME = "me"
    NONE = "none"

    def __str__(self) -> str:
        return self.value


class NamedDay(StrEnum):
    """A day that moves with the clock, so that a saved view of today is about the day it is looked at."""

    YESTERDAY = "yesterday"
    TODAY = "today"
    TOMORROW = "tomorrow"


@frozen
class Branch:
    """A segment by its code; with `below` also every segment under it (`retail*`)."""

    code: str
    below: bool = False

    def __str__(self) -> str:
        return _plain_or_quoted(self.code) + ("*" if self.below else "")


@frozen
class Prefix:
    """The beginning of a text (`ana*`)."""

    text: str

    def __str__(self) -> str:
        return _plain_or_quoted(self.text) + "*"


@frozen
class Handle:
    """The name of a ticket that has no number yet, without its `~`; a value of `Field.NUMBER`."""

    text: str

    def __str__(self) -> str:
        return f"~{self.text}"


@frozen
class Days:
    """Whole days from `first` to `last`, both included; None leaves that side open."""

    first: date | NamedDay | None
    last: date | NamedDay | None

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first or ''}..{self.last or ''}"


@frozen
class Duration:
    """A length of time: how long ago, or for `due` how long from now. Its term always has a comparison."""

    amount: int
    unit: Literal["m", "h", "d", "w"]

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"

    @property
    def milliseconds(self) -> int:
        """The length in milliseconds; a day is 24 hours."""
        return self.amount * {"m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}[self.unit]


Value: TypeAlias = Status | Priority | str | int | Special | Branch | Prefix | Handle | Days | Duration
"""What stands after the colon: names, words and e-mails are `str`, scores and numbers `int`.

`value_text` writes any of them as it is typed.
"""


@frozen
class Term:
    """One demand on one field. Any of `values` will do; a comparison other than `IS` has exactly one."""

    field: Field
    values: tuple[Value, ...]
    comparison: Comparison = Comparison.IS
    negated: bool = False

    @property
    def is_choice(self) -> bool:
        """Whether this is a plain choice of values: neither compared nor negated."""
        return self.comparison is Comparison.IS and not self.negated

    def text(self) -> str:
        """Return the term as canonical query text."""
        if self.field is Field.NUMBER and self.is_choice and Special.NONE not in self.values:
            return " ".join(ticket_name(value) for value in self.values)
        values = ",".join(value_text(value) for value in self.values)
        return f"{'not:' if self.negated else ''}{self.field}:{self.comparison}{values}"


@frozen
class Query:
    """What is searched for: every word, no `not_words`, every term. Empty means every ticket.

    A word with spaces is a phrase. A query always holds its simplest form: repeated and blank words are gone, and
    choices for one field are one term (see `ALL_MUST_HOLD`), so `parse(query.text()) == query`.
    """

    words: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    sort: Sort | None = None
    not_words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", _distinct(word for word in self.words if word.strip()))
        object.__setattr__(self, "not_words", _distinct(word for word in self.not_words if word.strip()))
        object.__setattr__(self, "terms", _simplest(self.terms))

    def text(self) -> str:
        """Return the canonical text; parsing it gives this query again."""
        return " ".join(self._parts())

    def _parts(self) -> Iterator[str]:
        yield from (word_text(word) for word in self.words)
        yield from (f"-{word_text(word)}" for word in self.not_words)
        yield from (term.text() for term in self.terms)
        if self.sort is not None:
            yield f"sort:{self.sort}"

    def values(self, field: Field) -> tuple[Value, ...]:
        """Return the values chosen for `field`; empty when nothing is chosen or it is only compared or negated."""
        chosen = (term.values for term in self.terms if term.field is field and term.is_choice)
        return _distinct(value for values in chosen for value in values)

    def with_values(self, field: Field, values: Iterable[Value]) -> Self:
        """Return this query with `values` chosen for `field` in place of what it asked of it; negations stay.

        A comparison gives way too: who picks `low` under `priority:>=high` wants to see the low ones. Without
        values the field is no longer asked about.
        """
        wanted = (Term(field, tuple(values)),)
        replaced = [term.field is field and not term.negated for term in self.terms]
        place = replaced.index(True) if True in replaced else len(replaced)
        kept = [term for term, gone in zip(self.terms, replaced, strict=True) if not gone]
        return replace(self, terms=(*kept[:place], *wanted, *kept[place:]))

    def toggled(self, field: Field, value: Value) -> Self:
        """Return this query with `value` added to the choice for `field`, or taken out of it."""
        chosen = self.values(field)
        if value in chosen:
            return self.with_values(field, (other for other in chosen if other != value))
        return self.with_values(field, (*chosen, value))

    def without(self, field: Field) -> Self:
        """Return this query without any term about `field`."""
        return replace(self, terms=tuple(term for term in self.terms if term.field is not field))

    def with_sort(self, sort: Sort | None) -> Self:
        """Return this query in another order; None is the usual one."""
        return replace(self, sort=sort)

    @property
    def is_everything(self) -> bool:
        """Whether every ticket is shown, in whatever order."""
        return not (self.words or self.not_words or self.terms)

    @property
    def order(self) -> Sort | Literal["newest text"]:
        """The order in force: the one asked for, else newest matching text, else newest activity."""
        return self.sort or (NEWEST_TEXT if self.words else Sort.UPDATED)


FIELD_PREFIX: Final = re.compile(r"([A-Za-z][A-Za-z_]*):(?!//)")
"""How a word begins that is meant as `field:value`: letters and a colon, but no `https://`."""

_NEEDS_QUOTES: Final = re.compile(r'\s|"')
_VALUE_NEEDS_QUOTES: Final = re.compile(r'\s|[",]|^[<>]|\*$|^(?:me|none)$|^$', re.IGNORECASE)


def word_text(word: str) -> str:
    """Return a free word as it has to be typed: quoted when it would otherwise be read as something else."""
    bare = not (word.startswith(("-", "#", "~")) or FIELD_PREFIX.match(word) or _NEEDS_QUOTES.search(word))
    return word if bare else _quoted(word)


def value_text(value: Value) -> str:
    """Return a value as it has to be typed after the colon."""
    return _plain_or_quoted(value) if isinstance(value, str) else str(value)


def ticket_name(value: Value) -> str:
    """Return a number or handle as people write it: `#1042`, `~k3f9`."""
    return f"#{value}" if isinstance(value, int) else value_text(value)


def _plain_or_quoted(text: str) -> str:
    return _quoted(text) if _VALUE_NEEDS_QUOTES.search(text) else text


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _simplest(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return the terms without repetition and empty choices, choices for a one-valued field joined into one."""
    simple: list[Term] = []
    for term in terms:
        distinct = replace(term, values=_distinct(term.values))
        place = _joins(distinct, simple)
        if place is not None:
            simple[place] = replace(distinct, values=_distinct((*simple[place].values, *distinct.values)))
        elif distinct.values and distinct not in simple:
            simple.append(distinct)
    return tuple(simple)


def _joins(term: Term, terms: list[Term]) -> int | None:
    """Return the position of the choice that `term` widens, if there is one."""
    if not term.is_choice or term.field in ALL_MUST_HOLD:
        return None
    return next((at for at, other in enumerate(terms) if other.is_choice and other.field is term.field), None)


def _distinct(values: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))


MY_WORK: Final = (
    Query()
    .with_values(Field.OWNER, [Special.ME])
    .with_values(Field.STATUS, [Status.NEW, Status.OPEN, Status.ESCALATED])
)
"""What is mine to do."""
