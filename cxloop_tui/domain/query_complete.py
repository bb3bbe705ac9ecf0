"""How query text could go on at the cursor: names of fields, or values of the field it stands in; `complete`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cxloop_tui.domain.query import DATE_FIELDS, FIELD_PREFIX, MAY_BE_EMPTY, Branch, Field, Sort, value_text
from cxloop_tui.domain.query_parse import COMPARISON, EXAMPLES, SORT, body_of
from cxloop_tui.domain.query_pieces import Piece, QueryMistake, cut_pieces
from cxloop_tui.domain.query_values import ANSWERS, STATUS_SHORT
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.vocabulary import Vocabulary

MOST_COMPLETIONS: Final = 8
"""How many completions are offered at most."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A way to go on: put `replacement` in place of the columns `insert_start` up to `insert_end`.

    `label` and `hint` are what to show for it; they contain names from outside.
    """

    insert_start: int
    insert_end: int
    replacement: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Something that could stand at the cursor, and the names it is found by."""

    replacement: str
    label: str
    hint: str
    names: tuple[str, ...]


def complete(text: str, cursor: int, vocabulary: Vocabulary) -> list[Completion]:
    """Return how the text at `cursor` could go on: names of fields, or values of the field it stands in; best first.

    What begins with the typed letters comes before what contains them. What is already there is not offered.
    """
    cursor = max(0, min(cursor, len(text)))
    typed = _typed_before(text, cursor)
    body = body_of(typed)
    prefix = FIELD_PREFIX.match(body.shape)
    if prefix is None:
        return _field_completions(text, cursor, body, is_negated=body is not typed)
    name, values = prefix[1].lower(), body.cut(prefix.end())
    if name == SORT:
        return _offers(text, cursor, values, [_plain(sort) for sort in Sort])
    if name not in set(Field):
        return []
    return _value_completions(text, cursor, Field(name), values, vocabulary)


def _typed_before(text: str, cursor: int) -> Piece:
    """Return the piece that is being typed at the cursor, up to there; an open quote is taken as closed."""
    before = text[:cursor]
    try:
        pieces = list(cut_pieces(before))
    except QueryMistake:
        pieces = list(cut_pieces(before.rstrip("\\") + '"'))
    if pieces and pieces[-1].end >= cursor:
        return pieces[-1]
    return Piece("", "", (), cursor, cursor)


def _field_completions(text: str, cursor: int, typed: Piece, *, is_negated: bool) -> list[Completion]:
    """Return names of fields that begin with what is typed; a word only containing it is more likely just a word."""
    fields = [_Candidate(f"{name}:", name, f"{name}:{EXAMPLES[name]}", (name,)) for name in Field]
    others = [
        _Candidate("sort:", SORT, "sort:due", (SORT,)),
        _Candidate("not:", "not", "not:tag:vip", ("not",)),
    ]
    candidates = fields if is_negated else [*fields, *others]
    begun = [candidate for candidate in candidates if candidate.label.startswith(typed.shape.lower())]
    rest = re.compile(r"[A-Za-z_]*:?").match(text, cursor)
    end = rest.end() if rest and typed.text else cursor
    return _best(text, typed.start, end, typed.text, begun)


def _value_completions(
    text: str, cursor: int, name: Field, values: Piece, vocabulary: Vocabulary
) -> list[Completion]:
    sign = COMPARISON.match(values.shape)
    *chosen, stem = (values.cut(sign.end()) if sign else values).parts()
    taken = {text[item.start : item.end] for item in chosen}
    candidates = _compared(name) if sign else _candidates(name, vocabulary)
    return _offers(text, cursor, stem, [offer for offer in candidates if offer.replacement not in taken])


def _offers(text: str, cursor: int, stem: Piece, candidates: Iterable[_Candidate]) -> list[Completion]:
    return _best(text, stem.start, _end_of_value(text, cursor), stem.text, candidates)


def _end_of_value(text: str, cursor: int) -> int:
    """Return where the value under the cursor ends; with an open quote nobody knows, so it ends at the cursor."""
    try:
        here = [piece for piece in cut_pieces(text) if piece.start < cursor <= piece.end]
    except QueryMistake:
        return cursor
    ends = [item.end for piece in here for item in piece.parts() if item.end >= cursor]
    return min(ends, default=cursor)


def _best(text: str, start: int, end: int, stem: str, candidates: Iterable[_Candidate]) -> list[Completion]:
    wanted = stem.casefold()
    beginning: list[_Candidate] = []
    containing: list[_Candidate] = []
    for candidate in candidates:
        names = [name.casefold() for name in candidate.names]
        if any(name.startswith(wanted) for name in names):
            beginning.append(candidate)
        elif any(wanted in name for name in names):
            containing.append(candidate)
    return [
        Completion(start, end, offer.replacement, offer.label, offer.hint)
        for offer in [*beginning, *containing]
        if text[start:end] != offer.replacement
    ][:MOST_COMPLETIONS]


_LENGTHS: Final = ("1h", "1d", "3d", "1w")
_OFFERED: Final[Mapping[Field, tuple[str, ...]]] = {
    Field.PRIORITY: tuple(reversed(Priority)),
    Field.OVERDUE: ANSWERS,
    Field.WAITING: ANSWERS,
    Field.UNREAD: ANSWERS,
    Field.SCORE: ("<=6", ">=9"),
    Field.DUE: ("today", "tomorrow", "<1d", "<1w"),
    Field.CREATED: ("today", "yesterday", "<1d", "<1w"),
    Field.UPDATED: ("today", "yesterday", "<1d", "<1w"),
    Field.RESOLVED: ("today", "yesterday", "<1d", "<1w"),
}
"""Values worth offering where no list of names says what there is."""


def _candidates(name: Field, vocabulary: Vocabulary) -> Iterator[_Candidate]:
    """Yield the values to offer for a field, the likeliest first."""
    match name:
        case Field.STATUS:
            yield from (_Candidate(status, status, "", (status, _short(status))) for status in Status)
        case Field.OWNER:
            yield _plain("me", vocabulary.people.get(vocabulary.me or "", ""))
        case Field.SEGMENT:
            for code, segment in vocabulary.segments.items():
                yield from _segment_candidates(code, segment)
        case Field.TAG | Field.CATEGORY | Field.CAUSE:
            used = vocabulary.used(name)
            yield from (_Candidate(value_text(word), word, "", (word,)) for word in used)
        case _:
            yield from (_plain(word) for word in _OFFERED.get(name, ()))
    if name in MAY_BE_EMPTY:
        yield _plain("none", "nobody" if name is Field.OWNER else f"without {name}")
    if name is Field.OWNER:
        for email, person in vocabulary.people.items():
            yield _Candidate(value_text(email), person, email, (person, email))


def _compared(name: Field) -> Iterator[_Candidate]:
    """Yield the values to offer after a comparison."""
    words = _LENGTHS if name in DATE_FIELDS else tuple(Priority) if name is Field.PRIORITY else ()
    yield from (_plain(word) for word in words)


def _segment_candidates(code: str, segment: str) -> Iterator[_Candidate]:
    yield _Candidate(value_text(Branch(code)), segment, code, (code, segment))
    below = value_text(Branch(code, below=True))
    yield _Candidate(below, f"{segment} and below", below, (below, segment))


def _short(status: Status) -> str:
    return next((short for short, long in STATUS_SHORT.items() if long == status), status)


def _plain(word: str, hint: str = "") -> _Candidate:
    return _Candidate(word, word, hint, (word,))
