r"""Reading query text: the value it means, the mistake in it, how to colour it and how it could go on.

The grammar, in words: pieces divided by white space. A piece is a word, `#1042`, `~k3f9` or `field:values`;
`not:` or `-` before it turns it round. Values are divided by commas, `<`, `<=`, `>` or `>=` stands before
the only one, `*` ends a beginning. Whatever stands in double quotes has no special meaning; there `\"` and `\\`
are a quote and a backslash. Columns count characters of the typed text from 0.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Final, Literal, TypeAlias, cast

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.query import (
    DATE_FIELDS,
    FIELD_PREFIX,
    MAY_BE_EMPTY,
    ORDERED_FIELDS,
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
from cxloop_tui.domain.status import Priority, Status

MOST_COMPLETIONS: Final = 8
"""How many completions are offered at most."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names a query can use: segments by code, people by e-mail, and who `me` is."""

    segments: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    categories: Sequence[str] = ()
    tags: Sequence[str] = ()
    me: str | None = None


class QueryMistake(Unusable, ValueError):
    """Text that is no query, where it goes wrong, and what to put there instead if that can be guessed.

    `start` and `end` are columns of the typed text; `suggestion` is the text to put between them.
    """

    def __init__(self, message: str, start: int, end: int, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.suggestion = suggestion


def parse(text: str, vocabulary: Vocabulary) -> Query:
    """Return the query that `text` means.

    Raises `QueryMistake` at the first place that means nothing. Of several `sort:` the last one counts.
    """
    words: list[str] = []
    not_words: list[str] = []
    terms: list[Term] = []
    sort: Sort | None = None
    for piece in _pieces(text):
        match _read(piece, vocabulary):
            case Sort() as asked:
                sort = asked
            case Term() as term:
                terms.append(term)
            case _Word(word, negated):
                (not_words if negated else words).append(word)
    return Query(tuple(words), tuple(terms), sort, tuple(not_words))


# Pieces ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the typed text between two columns.

    `text` is what it says. `shape` is `text` with every quoted character replaced by NUL: patterns are matched
    on it, so nothing in quotes is ever taken for syntax. `columns` tells where each character was typed.
    """

    text: str
    shape: str
    columns: tuple[int, ...]
    start: int
    end: int

    def cut(self, low: int, high: int | None = None) -> "_Piece":
        """Return the piece from `low` to `high`; each cut is next to an unquoted character, so quotes stay whole."""
        high = len(self.text) if high is None else high
        start = self.columns[low - 1] + 1 if low else self.start
        end = self.columns[high] if high < len(self.text) else self.end
        return _Piece(self.text[low:high], self.shape[low:high], self.columns[low:high], start, end)

    def parts(self) -> "Iterator[_Piece]":
        """Yield the parts between unquoted commas."""
        low = 0
        for at, character in enumerate(self.shape):
            if character == ",":
                yield self.cut(low, at)
                low = at + 1
        yield self.cut(low)

    def mistake(self, message: str, suggestion: str | None = None) -> QueryMistake:
        """Return a mistake at this place."""
        return QueryMistake(message, self.start, self.end, suggestion)


_UNIT: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s"]', re.DOTALL)
_QUOTED_CHARACTER: Final = re.compile(r'\\["\\]|.', re.DOTALL)


def _pieces(text: str) -> Iterator[_Piece]:
    """Yield the pieces of `text`; raises `QueryMistake` on reaching a quote that is never closed."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
        else:
            piece = _piece(text, at)
            yield piece
            at = piece.end


def _piece(text: str, start: int) -> _Piece:
    said: list[tuple[str, str, int]] = []
    at = start
    while at < len(text) and not text[at].isspace():
        unit = _UNIT.match(text, at)
        if unit is None:
            raise QueryMistake("this quote is never closed", at, len(text), text[at:].rstrip("\\") + '"')
        said.extend(_said(unit))
        at = unit.end()
    characters = "".join(character for character, _, _ in said)
    shape = "".join(shape for _, shape, _ in said)
    return _Piece(characters, shape, tuple(column for _, _, column in said), start, at)


def _said(unit: re.Match[str]) -> Iterator[tuple[str, str, int]]:
    """Yield every character of one unit with its shape and column."""
    if not unit[0].startswith('"'):
        yield unit[0], unit[0], unit.start()
        return
    for quoted in _QUOTED_CHARACTER.finditer(unit.string, unit.start() + 1, unit.end() - 1):
        yield quoted[0][-1], "\0", quoted.start()


# One piece -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Word:
    """A free word, or one that must not occur."""

    text: str
    negated: bool


_SORT: Final = "sort"
_NEGATION: Final = re.compile(r"not:|-(?=[^-])", re.IGNORECASE)
_COMPARISON: Final = re.compile(r"[<>]=?")
_NUMBER_NAME: Final = re.compile(r"#[0-9]{1,15}")
_HANDLE_NAME: Final = re.compile(r"~[0-9a-zA-Z]{3,26}")
_ANSWERS: Final = ("yes", "no")
_STATUS_SHORT: Final = {"esc": "escalated", "done": "resolved"}

_EXAMPLES: Final[Mapping[Field, str]] = {
    Field.STATUS: "open,escalated",
    Field.PRIORITY: ">=high",
    Field.OWNER: "me",
    Field.SEGMENT: "retail*",
    Field.SCORE: "<=6",
    Field.DUE: "<2d",
    Field.OVERDUE: "yes",
    Field.TAG: "vip",
    Field.CATEGORY: "billing",
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


def _read(piece: _Piece, vocabulary: Vocabulary) -> _Word | Term | Sort:
    negated, body = _without_negation(piece)
    if _is_ticket_names(body):
        return Term(Field.NUMBER, tuple(_ticket(name) for name in body.parts()), negated=negated)
    prefix = FIELD_PREFIX.match(body.shape)
    if prefix is None:
        return _Word(body.text, negated)
    name, values = body.cut(0, prefix.end(1)), body.cut(prefix.end())
    if name.text.lower() != _SORT:
        return _term(_field(name), body, values, vocabulary, negated=negated)
    if negated:
        raise piece.mistake("an order cannot be negated")
    if not values.text.strip():
        raise body.mistake("sort needs an order, as in sort:due")
    return Sort(_choice(values, "order", {str(sort): str(sort) for sort in Sort}))


def _without_negation(piece: _Piece) -> tuple[bool, _Piece]:
    negation = _NEGATION.match(piece.shape)
    if negation is None:
        return False, piece
    body = piece.cut(negation.end())
    if not body.text.strip():
        raise piece.mistake("not needs a word or a field, as in not:tag:vip")
    if _NEGATION.match(body.shape):
        raise piece.mistake("only one not can stand before a word")
    return True, body


def _field(name: _Piece) -> Field:
    if name.text.lower() in set(Field):
        return Field(name.text.lower())
    nearest = _nearest(name.text, {known: known for known in (*Field, _SORT)})
    if nearest is None:
        raise name.mistake(f"no field {_shown(name)}; put the word in quotes to search for it")
    raise name.mistake(f"no field {_shown(name)}; did you mean {nearest}?", nearest)


def _term(name: Field, body: _Piece, values: _Piece, vocabulary: Vocabulary, *, negated: bool) -> Term:
    comparison, rest = _comparison(name, values)
    items = [item for item in rest.parts() if item.text.strip()]
    if not items:
        raise body.mistake(f"{name} needs a value, as in {name}:{_EXAMPLES[name]}")
    if len(items) > 1 and (comparison is not Comparison.IS or name is Field.OVERDUE):
        raise items[1].mistake(f"only one value can stand after {name}:{comparison}")
    read = tuple(_value(name, item, vocabulary) for item in items)
    if comparison is Comparison.IS:
        return _choice_term(name, read, rest, negated=negated)
    if not _can_be_compared(read[0]):
        raise items[0].mistake(f"{_shown(items[0])} cannot be compared")
    return Term(name, read, comparison, negated)


def _choice_term(name: Field, values: tuple[Value, ...], typed: _Piece, *, negated: bool) -> Term:
    """Return a term without a comparison. A length of time needs one, and `due:2d` can only mean within two days."""
    if not any(isinstance(value, Duration) for value in values):
        return Term(name, values, negated=negated)
    if len(values) > 1:
        raise typed.mistake(f"a length of time stands alone, as in {name}:<3d")
    return Term(name, values, Comparison.BELOW, negated)


def _comparison(name: Field, values: _Piece) -> tuple[Comparison, _Piece]:
    sign = _COMPARISON.match(values.shape)
    if sign is None:
        return Comparison.IS, values
    if name not in ORDERED_FIELDS:
        raise values.mistake(f"{name} has no order, so {sign[0]} means nothing; write {name}:{_EXAMPLES[name]}")
    return Comparison(sign[0]), values.cut(sign.end())


def _can_be_compared(value: Value) -> bool:
    match value:
        case Special() | Handle():
            return False
        case Days(first, last):
            return first == last
        case _:
            return True


# One value -------------------------------------------------------------------------------------------------------


def _value(name: Field, item: _Piece, vocabulary: Vocabulary) -> Value:
    if item.shape.lower() == Special.NONE.value and name in MAY_BE_EMPTY:
        return Special.NONE
    return _READERS[name](name, item, vocabulary)


def _status(_: Field, item: _Piece, __: Vocabulary) -> Value:
    return Status(_choice(item, "status", {**{str(status): str(status) for status in Status}, **_STATUS_SHORT}))


def _priority(_: Field, item: _Piece, __: Vocabulary) -> Value:
    return Priority(_choice(item, "priority", {str(priority): str(priority) for priority in Priority}))


def _yes_or_no(name: Field, item: _Piece, _: Vocabulary) -> Value:
    return _choice(item, f"answer for {name}", {answer: answer for answer in _ANSWERS})


def _person(_: Field, item: _Piece, vocabulary: Vocabulary) -> Value:
    if item.shape.lower() == Special.ME.value:
        return Special.ME
    known = {email: (email, name, email.partition("@")[0]) for email, name in vocabulary.people.items()}
    return _named(item, "person", known)


def _branch(name: Field, item: _Piece, vocabulary: Vocabulary) -> Value:
    below = item.shape.endswith("*")
    named = _before_star(name, item) if below else item
    known = {code: (code, segment) for code, segment in vocabulary.segments.items()}
    return Branch(_named(named, "segment", known), below)


def _whole_number(name: Field, item: _Piece, _: Vocabulary) -> Value:
    if not re.fullmatch(r"-?[0-9]{1,15}", item.text):
        raise item.mistake(f"{name} takes a whole number, not {_shown(item)}")
    return int(item.text)


def _ticket_number(name: Field, item: _Piece, vocabulary: Vocabulary) -> Value:
    return _ticket(item) if _is_ticket_names(item) else _whole_number(name, item, vocabulary)


def _is_ticket_names(piece: _Piece) -> bool:
    names = piece.shape.split(",")
    return all(_NUMBER_NAME.fullmatch(name) or _HANDLE_NAME.fullmatch(name) for name in names)


def _ticket(name: _Piece) -> Value:
    return int(name.text[1:]) if name.text.startswith("#") else Handle(name.text[1:].lower())


def _beginning_or_text(name: Field, item: _Piece, _: Vocabulary) -> Value:
    return Prefix(_before_star(name, item).text) if item.shape.endswith("*") else item.text


def _before_star(name: Field, item: _Piece) -> _Piece:
    stem = item.cut(0, len(item.text) - 1)
    if not stem.text.strip():
        raise item.mistake(f"{name} needs some letters before the *")
    return stem


def _open_word(name: Field, item: _Piece, vocabulary: Vocabulary) -> Value:
    """Return a tag or category. New ones appear daily: an unknown one is no mistake, a known one keeps its case."""
    if item.shape.endswith("*"):
        raise item.mistake(f"{name} does not take a *")
    known = vocabulary.tags if name is Field.TAG else vocabulary.categories
    if item.text in known:
        return item.text
    wanted = item.text.casefold()
    return next((word for word in known if word.casefold() == wanted), item.text)


def _moment(_: Field, item: _Piece, __: Vocabulary) -> Value:
    try:
        moment = _duration(item.text.lower()) or _days(item.text.lower())
    except ValueError:
        nearest = _nearest(item.text, {day: day for day in NamedDay})
        hint = f"did you mean {nearest}?" if nearest else "write 2026-11-01, 2026-11-01.., today or <3d"
        raise item.mistake(f"no day {_shown(item)}; {hint}", nearest) from None
    if isinstance(moment, Days) and _is_backwards(moment):
        swapped = value_text(Days(moment.last, moment.first))
        raise item.mistake(f"the last day is before the first; did you mean {swapped}?", swapped)
    return moment


def _duration(text: str) -> Duration | None:
    length = re.fullmatch(r"([0-9]{1,5})([mhdw])", text)
    return Duration(int(length[1]), cast("Literal['m', 'h', 'd', 'w']", length[2])) if length else None


def _days(text: str) -> Days:
    """Return one day, or a range with one or both ends; raises `ValueError` when it is neither."""
    first, dots, last = text.partition("..")
    if not dots:
        return Days(_day(text), _day(text))
    if not first and not last:
        raise ValueError(text)
    return Days(_day(first) if first else None, _day(last) if last else None)


def _day(text: str) -> date | NamedDay:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return date.fromisoformat(text)
    return NamedDay(text)


def _is_backwards(days: Days) -> bool:
    return isinstance(days.first, date) and isinstance(days.last, date) and days.first > days.last


_Reader: TypeAlias = Callable[[Field, _Piece, Vocabulary], Value]

_READERS: Final[Mapping[Field, _Reader]] = {
    Field.STATUS: _status,
    Field.PRIORITY: _priority,
    Field.OWNER: _person,
    Field.SEGMENT: _branch,
    Field.SCORE: _whole_number,
    Field.OVERDUE: _yes_or_no,
    Field.TAG: _open_word,
    Field.CATEGORY: _open_word,
    Field.NUMBER: _ticket_number,
    **dict.fromkeys(TEXT_FIELDS, _beginning_or_text),
    **dict.fromkeys(DATE_FIELDS, _moment),
}


# Finding and guessing names --------------------------------------------------------------------------------------


def _choice(item: _Piece, noun: str, words: Mapping[str, str]) -> str:
    """Return the word meant, by its lower case spelling."""
    found = words.get(item.text.lower())
    if found is not None:
        return found
    raise _unknown(item, noun, words, among=tuple(dict.fromkeys(words.values())))


def _named(item: _Piece, noun: str, known: Mapping[str, tuple[str, ...]]) -> str:
    """Return the key in `known` that is meant: by itself, else by the first kind of name that only one has."""
    if item.text in known:
        return item.text
    wanted = item.text.casefold()
    for names in zip(*known.values(), strict=True):
        found = [key for key, name in zip(known, names, strict=True) if name.casefold() == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(found[:3])
            raise item.mistake(f"more than one {noun} is {_shown(item)}: {several}", value_text(found[0]))
    raise _unknown(item, noun, {name: key for key, names in known.items() for name in names})


def _unknown(item: _Piece, noun: str, words: Mapping[str, str], among: tuple[str, ...] = ()) -> QueryMistake:
    """Return the mistake of a name that is not there, with the nearest one, else with all if they are few."""
    nearest = _nearest(item.text, words)
    if nearest is not None:
        return item.mistake(f"no {noun} {_shown(item)}; did you mean {nearest}?", value_text(nearest))
    hint = f"; there are {', '.join(among)}" if among else ""
    return item.mistake(f"no {noun} {_shown(item)}{hint}")


def _nearest(typed: str, words: Mapping[str, str]) -> str | None:
    """Return what the most similar of `words` stands for, if any is similar; nobody mistypes a whole sentence."""
    if len(typed) > 60:
        return None
    folded = {word.casefold(): meant for word, meant in words.items()}
    close = get_close_matches(typed.casefold(), folded, n=1)
    return folded[close[0]] if close else None


def _shown(piece: _Piece) -> str:
    return f'"{piece.text}"' if len(piece.text) <= 30 else f'"{piece.text[:29]}…"'


# Colours ---------------------------------------------------------------------------------------------------------

Role: TypeAlias = Literal["field", "value", "word", "sort", "mistake"]
"""What a stretch of query text is, for its colour."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of query text from column `start` up to `end`, and what it is."""

    start: int
    end: int
    role: Role


def spans(text: str, vocabulary: Vocabulary) -> list[Span]:
    """Return what every part of `text` is, in order and without overlap; white space between pieces is left out."""
    found: list[Span] = []
    try:
        for piece in _pieces(text):
            found.extend(_piece_spans(piece, vocabulary))
    except QueryMistake as unclosed:
        return [*spans(text[: unclosed.start], vocabulary), Span(unclosed.start, unclosed.end, "mistake")]
    return found


def _piece_spans(piece: _Piece, vocabulary: Vocabulary) -> list[Span]:
    plain = _roles(piece)
    try:
        _read(piece, vocabulary)
    except QueryMistake as mistake:
        return _with_mistake(plain, mistake)
    return plain


def _roles(piece: _Piece) -> list[Span]:
    body = _body(piece)
    prefix = FIELD_PREFIX.match(body.shape)
    if prefix is None:
        return [Span(piece.start, piece.end, "value" if _is_ticket_names(body) else "word")]
    if prefix[1].lower() == _SORT:
        return [Span(piece.start, piece.end, "sort")]
    values = body.cut(prefix.end())
    both = [Span(piece.start, values.start, "field"), Span(values.start, piece.end, "value")]
    return [span for span in both if span.start < span.end]


def _body(piece: _Piece) -> _Piece:
    """Return the piece without its negation, whatever follows."""
    negation = _NEGATION.match(piece.shape)
    return piece.cut(negation.end()) if negation else piece


def _with_mistake(plain: list[Span], mistake: QueryMistake) -> list[Span]:
    """Return the spans with the mistake cut out of them and put in its place."""
    marked = [Span(mistake.start, mistake.end, "mistake")]
    for span in plain:
        before = Span(span.start, min(span.end, mistake.start), span.role)
        after = Span(max(span.start, mistake.end), span.end, span.role)
        marked += [part for part in (before, after) if part.start < part.end]
    return sorted(marked, key=lambda part: part.start)


# Completion ------------------------------------------------------------------------------------------------------


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
    body = _body(typed)
    prefix = FIELD_PREFIX.match(body.shape)
    if prefix is None:
        return _field_completions(text, cursor, body, is_negated=body is not typed)
    name, values = prefix[1].lower(), body.cut(prefix.end())
    if name == _SORT:
        return _offers(text, cursor, values, [_plain(sort) for sort in Sort])
    if name not in set(Field):
        return []
    return _value_completions(text, cursor, Field(name), values, vocabulary)


def _typed_before(text: str, cursor: int) -> _Piece:
    """Return the piece that is being typed at the cursor, up to there; an open quote is taken as closed."""
    before = text[:cursor]
    try:
        pieces = list(_pieces(before))
    except QueryMistake:
        pieces = list(_pieces(before.rstrip("\\") + '"'))
    if pieces and pieces[-1].end >= cursor:
        return pieces[-1]
    return _Piece("", "", (), cursor, cursor)


def _field_completions(text: str, cursor: int, typed: _Piece, *, is_negated: bool) -> list[Completion]:
    """Return names of fields that begin with what is typed; a word only containing it is more likely just a word."""
    fields = [_Candidate(f"{name}:", name, f"{name}:{_EXAMPLES[name]}", (name,)) for name in Field]
    others = [
        _Candidate("sort:", _SORT, "sort:due", (_SORT,)),
        _Candidate("not:", "not", "not:tag:vip", ("not",)),
    ]
    candidates = fields if is_negated else [*fields, *others]
    begun = [candidate for candidate in candidates if candidate.label.startswith(typed.shape.lower())]
    rest = re.compile(r"[A-Za-z_]*:?").match(text, cursor)
    end = rest.end() if rest and typed.text else cursor
    return _best(text, typed.start, end, typed.text, begun)


def _value_completions(
    text: str, cursor: int, name: Field, values: _Piece, vocabulary: Vocabulary
) -> list[Completion]:
    sign = _COMPARISON.match(values.shape)
    *chosen, stem = (values.cut(sign.end()) if sign else values).parts()
    taken = {text[item.start : item.end] for item in chosen}
    candidates = _compared(name) if sign else _candidates(name, vocabulary)
    return _offers(text, cursor, stem, [offer for offer in candidates if offer.replacement not in taken])


def _offers(text: str, cursor: int, stem: _Piece, candidates: Iterable[_Candidate]) -> list[Completion]:
    return _best(text, stem.start, _end_of_value(text, cursor), stem.text, candidates)


def _end_of_value(text: str, cursor: int) -> int:
    """Return where the value under the cursor ends; with an open quote nobody knows, so it ends at the cursor."""
    try:
        here = [piece for piece in _pieces(text) if piece.start < cursor <= piece.end]
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
    Field.OVERDUE: _ANSWERS,
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
        case Field.TAG:
            yield from (_Candidate(value_text(tag), tag, "", (tag,)) for tag in vocabulary.tags)
        case Field.CATEGORY:
            yield from (_Candidate(value_text(word), word, "", (word,)) for word in vocabulary.categories)
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
    return next((short for short, long in _STATUS_SHORT.items() if long == status), status)


def _plain(word: str, hint: str = "") -> _Candidate:
    return _Candidate(word, word, hint, (word,))
