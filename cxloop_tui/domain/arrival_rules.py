"""How rules on arrival are written, and reading them.

    score:<=2 touchpoint:checkout => priority:critical tag:checkout
    refund sentiment:negative => notify:managers
    again:yes => segment:care notify:nora@desk.example

Before the arrow stands a query in the language of every list, and what can be asked of a ticket that arrives only:
how its words sound, and whether its customer had one before. Behind it stands what is done.
"""

import re
from typing import Final

from cxloop_tui.domain.arrival import MANAGERS, OWNER, Rule, Then, When
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.query import FIELD_PREFIX, Field, Query, Sort, Term
from cxloop_tui.domain.query_names import choice_meant
from cxloop_tui.domain.query_parse import Word, read_piece
from cxloop_tui.domain.query_pieces import Piece, QueryMistake, cut_pieces
from cxloop_tui.domain.query_values import ANSWERS, person_named, segment_named
from cxloop_tui.domain.sentiment.feeling import Feeling
from cxloop_tui.domain.status import Priority
from cxloop_tui.domain.vocabulary import Vocabulary, vocabulary_of

RULES_MOST: Final = 50
"""The most rules there can be: each is judged for every ticket of an import."""

ARROW: Final = "=>"
"""What stands between the condition and what is done."""

BETWEEN: Final = "; "
"""What stands between two rules in one line."""

_BETWEEN: Final = re.compile(r"[;\n]")
_EXAMPLE: Final = f"score:<=2 {ARROW} priority:critical"
_THEN: Final = "segment:, owner:, priority:, tag:, notify:"
_NOT_ON_ARRIVAL: Final = frozenset({Field.UNREAD, Field.OVERDUE, Field.WAITING, Field.RESOLVED, Field.UPDATED})
"""What is not known of a ticket before anybody did something to it."""


def read_rules(text: str, space: Organisation) -> tuple[Rule, ...]:
    """Read rules with a semicolon or a new line between two. Raises Unusable, naming the rule and what is wrong."""
    written = written_rules(text)
    if len(written) > RULES_MOST:
        raise Unusable(f"there are {len(written)} rules on arrival; at most {RULES_MOST} are kept")
    vocabulary = vocabulary_of(space)
    return tuple(read_rule(one, vocabulary) for one in written)


def written_rules(text: str) -> tuple[str, ...]:
    """Cut rules apart, as they are written."""
    return tuple(one.strip() for one in _BETWEEN.split(text) if one.strip())


def read_rule(text: str, vocabulary: Vocabulary) -> Rule:
    """Read one rule. Raises Unusable, saying what is wrong with it."""
    condition, arrow, deeds = text.partition(ARROW)
    if not arrow:
        raise Unusable(f"the rule {text!r} has no {ARROW} before what is done, as in {_EXAMPLE}")
    try:
        rule = Rule(text.strip(), _when(condition, vocabulary), _then(deeds, vocabulary))
    except QueryMistake as mistake:
        raise Unusable(f"in the rule {text!r}: {mistake}") from mistake
    if rule.then == Then():
        raise Unusable(f"the rule {text!r} does nothing; it can do {_THEN} as in {_EXAMPLE}")
    return rule


def _when(text: str, vocabulary: Vocabulary) -> When:
    words: list[str] = []
    not_words: list[str] = []
    terms: list[Term] = []
    feeling: Feeling | None = None
    again: bool | None = None
    for piece in cut_pieces(text):
        name, values = _named(piece)
        if name == "sentiment":
            feeling = Feeling(choice_meant(values, "sentiment", {str(one): str(one) for one in Feeling}))
        elif name == "again":
            again = choice_meant(values, "answer for again", {one: one for one in ANSWERS}) == "yes"
        else:
            match read_piece(piece, vocabulary):
                case Sort():
                    raise piece.mistake("a rule has no order")
                case Term(field) if field in _NOT_ON_ARRIVAL:
                    raise piece.mistake(f"{field} says nothing of a ticket that has just come")
                case Term() as term:
                    terms.append(term)
                case Word(word, negated):
                    (not_words if negated else words).append(word)
    return When(Query(tuple(words), tuple(terms), None, tuple(not_words)), feeling, again)


def _then(text: str, vocabulary: Vocabulary) -> Then:
    segment: str | None = None
    owner: str | None = None
    priority: Priority | None = None
    tags: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    for piece in cut_pieces(text):
        name, values = _named(piece)
        parts = [part for part in values.parts() if part.text.strip()]
        if name is not None and not parts:
            raise piece.mistake(f"{name} needs a value")
        match name:
            case "segment":
                segment = segment_named(values, vocabulary)
            case "owner":
                owner = person_named(values, vocabulary)
            case "priority":
                priority = Priority(choice_meant(values, "priority", {str(one): str(one) for one in Priority}))
            case "tag":
                tags = (*tags, *(part.text for part in parts))
            case "notify":
                notify = (*notify, *(_who(part, vocabulary) for part in parts))
            case _:
                raise piece.mistake(f"{piece.text!r} is nothing a rule can do; there are {_THEN}")
    return Then(segment, owner, priority, tags, notify)


def _named(piece: Piece) -> tuple[str | None, Piece]:
    """Cut a piece at its colon; without one it has no name."""
    prefix = FIELD_PREFIX.match(piece.shape)
    return (None, piece) if prefix is None else (piece.text[: prefix.end(1)].lower(), piece.cut(prefix.end()))


def _who(part: Piece, vocabulary: Vocabulary) -> str:
    return part.text.lower() if part.shape.lower() in (OWNER, MANAGERS) else person_named(part, vocabulary)
