"""Reading query text: the value it means, or the mistake in it.

The grammar, in words: pieces divided by white space. A piece is a word, `#1042`, `~k3f9` or `field:values`;
`not:` or `-` before it turns it round. Values are divided by commas, `<`, `<=`, `>` or `>=` stands before
the only one, `*` ends a beginning. `query_pieces` says what quotes do.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cxloop_tui.domain.query import (
    FIELD_PREFIX,
    ORDERED_FIELDS,
    QUESTIONS,
    Comparison,
    Days,
    Duration,
    Field,
    Handle,
    Query,
    Sort,
    Special,
    Term,
    Value,
)
from cxloop_tui.domain.query_names import choice_meant, most_similar, shown
from cxloop_tui.domain.query_pieces import Piece, QueryMistake, cut_pieces
from cxloop_tui.domain.query_values import is_ticket_names, read_value, ticket_named
from cxloop_tui.domain.vocabulary import Vocabulary

__all__ = [
    "COMPARISON",
    "EXAMPLES",
    "SORT",
    "QueryMistake",
    "Vocabulary",
    "Word",
    "body_of",
    "parse",
    "read_piece",
]

SORT: Final = "sort"
"""The word before the colon that asks for an order."""

COMPARISON: Final = re.compile(r"[<>]=?")
"""What may stand before the only value of a field with an order."""

_NEGATION: Final = re.compile(r"not:|-(?=[^-])", re.IGNORECASE)

EXAMPLES: Final[Mapping[Field, str]] = {
    Field.STATUS: "open,escalated",
    Field.PRIORITY: ">=high",
    Field.OWNER: "me",
    Field.SEGMENT: "retail*",
    Field.SCORE: "<=6",
    Field.DUE: "<2d",
    Field.OVERDUE: "yes",
    Field.WAITING: "yes",
    Field.UNREAD: "yes",
    Field.TAG: "vip",
    Field.CATEGORY: "billing",
    Field.CAUSE: "late*",
    Field.EMAIL: "ana@shop.it",
    Field.CUSTOMER: "ana*",
    Field.PHONE: "+39*",
    Field.ACCOUNT: "shop.it",
    Field.TOUCHPOINT: "checkout",
    Field.CHANNEL: "web",
    Field.NUMBER: "1042",
    Field.CREATED: "2026-11-01..",
    Field.UPDATED: "<3d",
    Field.RESOLVED: "today",
}
"""A value of every field, as messages and completions show it."""


def parse(text: str, vocabulary: Vocabulary) -> Query:
    """Return the query that `text` means.

    Raises `QueryMistake` at the first place that means nothing. Of several `sort:` the last one counts.
    """
    words: list[str] = []
    not_words: list[str] = []
    terms: list[Term] = []
    sort: Sort | None = None
    for piece in cut_pieces(text):
        match read_piece(piece, vocabulary):
            case Sort() as asked:
                sort = asked
            case Term() as term:
                terms.append(term)
            case Word(word, negated):
                (not_words if negated else words).append(word)
    return Query(tuple(words), tuple(terms), sort, tuple(not_words))


@dataclass(frozen=True, slots=True)
class Word:
    """A free word, or one that must not occur."""

    text: str
    negated: bool


def read_piece(piece: Piece, vocabulary: Vocabulary) -> Word | Term | Sort:
    """Return what one piece means. Raises QueryMistake."""
    negated, body = _without_negation(piece)
    if is_ticket_names(body):
        return Term(Field.NUMBER, tuple(ticket_named(name) for name in body.parts()), negated=negated)
    prefix = FIELD_PREFIX.match(body.shape)
    if prefix is None:
        return Word(body.text, negated)
    name, values = body.cut(0, prefix.end(1)), body.cut(prefix.end())
    if name.text.lower() != SORT:
        return _term(_field(name), body, values, vocabulary, negated=negated)
    if negated:
        raise piece.mistake("an order cannot be negated")
    if not values.text.strip():
        raise body.mistake("sort needs an order, as in sort:due")
    return Sort(choice_meant(values, "order", {str(sort): str(sort) for sort in Sort}))


def _without_negation(piece: Piece) -> tuple[bool, Piece]:
    negation = _NEGATION.match(piece.shape)
    if negation is None:
        return False, piece
    body = piece.cut(negation.end())
    if not body.text.strip():
        raise piece.mistake("not needs a word or a field, as in not:tag:vip")
    if _NEGATION.match(body.shape):
        raise piece.mistake("only one not can stand before a word")
    return True, body


def body_of(piece: Piece) -> Piece:
    """Return the piece without its negation, whatever follows."""
    negation = _NEGATION.match(piece.shape)
    return piece.cut(negation.end()) if negation else piece


def _field(name: Piece) -> Field:
    if name.text.lower() in set(Field):
        return Field(name.text.lower())
    nearest = most_similar(name.text, {known: known for known in (*Field, SORT)})
    if nearest is None:
        raise name.mistake(f"no field {shown(name)}; put the word in quotes to search for it")
    raise name.mistake(f"no field {shown(name)}; did you mean {nearest}?", nearest)


def _term(name: Field, body: Piece, values: Piece, vocabulary: Vocabulary, *, negated: bool) -> Term:
    comparison, rest = _comparison(name, values)
    items = [item for item in rest.parts() if item.text.strip()]
    if not items:
        raise body.mistake(f"{name} needs a value, as in {name}:{EXAMPLES[name]}")
    if len(items) > 1 and (comparison is not Comparison.IS or name in QUESTIONS):
        raise items[1].mistake(f"only one value can stand after {name}:{comparison}")
    read = tuple(read_value(name, item, vocabulary) for item in items)
    if comparison is Comparison.IS:
        return _choice_term(name, read, rest, negated=negated)
    if not _can_be_compared(read[0]):
        raise items[0].mistake(f"{shown(items[0])} cannot be compared")
    return Term(name, read, comparison, negated)


def _choice_term(name: Field, values: tuple[Value, ...], typed: Piece, *, negated: bool) -> Term:
    """Return a term without a comparison. A length of time needs one, and `due:2d` can only mean within two days."""
    if not any(isinstance(value, Duration) for value in values):
        return Term(name, values, negated=negated)
    if len(values) > 1:
        raise typed.mistake(f"a length of time stands alone, as in {name}:<3d")
    return Term(name, values, Comparison.BELOW, negated)


def _comparison(name: Field, values: Piece) -> tuple[Comparison, Piece]:
    sign = COMPARISON.match(values.shape)
    if sign is None:
        return Comparison.IS, values
    if name not in ORDERED_FIELDS:
        raise values.mistake(f"{name} has no order, so {sign[0]} means nothing; write {name}:{EXAMPLES[name]}")
    return Comparison(sign[0]), values.cut(sign.end())


def _can_be_compared(value: Value) -> bool:
    match value:
        case Special() | Handle():
            return False
        case Days(first, last):
            return first == last
        case _:
            return True
