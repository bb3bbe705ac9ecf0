"""Reading one value of a query: the text after `field:`, between commas, as that field takes it."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, Literal, TypeAlias, cast

from cxloop_tui.domain.query import (
    DATE_FIELDS,
    MAY_BE_EMPTY,
    QUESTIONS,
    TEXT_FIELDS,
    Branch,
    Days,
    Duration,
    Field,
    Handle,
    NamedDay,
    Prefix,
    Special,
    Value,
    value_text,
)
from cxloop_tui.domain.query_names import choice_meant, most_similar, name_meant, shown
from cxloop_tui.domain.query_pieces import Piece
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.vocabulary import Vocabulary

ANSWERS: Final = ("yes", "no")
"""What a field that is a question takes."""

STATUS_SHORT: Final = {"esc": "escalated", "done": "resolved"}
"""Shorter words for a status, and what they stand for."""

_NUMBER_NAME: Final = re.compile(r"#[0-9]{1,15}")
_HANDLE_NAME: Final = re.compile(r"~[0-9a-zA-Z]{3,26}")


def read_value(name: Field, item: Piece, vocabulary: Vocabulary) -> Value:
    """Return the value that one item stands for in a field. Raises QueryMistake."""
    if item.shape.lower() == Special.NONE.value and name in MAY_BE_EMPTY:
        return Special.NONE
    return _READERS[name](name, item, vocabulary)


def _status(_: Field, item: Piece, __: Vocabulary) -> Value:
    return Status(choice_meant(item, "status", {**{str(status): str(status) for status in Status}, **STATUS_SHORT}))


def _priority(_: Field, item: Piece, __: Vocabulary) -> Value:
    return Priority(choice_meant(item, "priority", {str(priority): str(priority) for priority in Priority}))


def _yes_or_no(name: Field, item: Piece, _: Vocabulary) -> Value:
    return choice_meant(item, f"answer for {name}", {answer: answer for answer in ANSWERS})


def _person(_: Field, item: Piece, vocabulary: Vocabulary) -> Value:
    if item.shape.lower() == Special.ME.value:
        return Special.ME
    return person_named(item, vocabulary)


def person_named(item: Piece, vocabulary: Vocabulary) -> str:
    """Return the e-mail of the person that is meant. Raises QueryMistake."""
    known = {email: (email, name, email.partition("@")[0]) for email, name in vocabulary.people.items()}
    return name_meant(item, "person", known)


def segment_named(item: Piece, vocabulary: Vocabulary) -> str:
    """Return the code of the segment that is meant. Raises QueryMistake."""
    return name_meant(item, "segment", {code: (code, called) for code, called in vocabulary.segments.items()})


def _branch(name: Field, item: Piece, vocabulary: Vocabulary) -> Value:
    below = item.shape.endswith("*")
    named = _before_star(name, item) if below else item
    return Branch(segment_named(named, vocabulary), below)


def _whole_number(name: Field, item: Piece, _: Vocabulary) -> Value:
    if not re.fullmatch(r"-?[0-9]{1,15}", item.text):
        raise item.mistake(f"{name} takes a whole number, not {shown(item)}")
    return int(item.text)


def _ticket_number(name: Field, item: Piece, vocabulary: Vocabulary) -> Value:
    return ticket_named(item) if is_ticket_names(item) else _whole_number(name, item, vocabulary)


def is_ticket_names(piece: Piece) -> bool:
    """Whether a piece is `#1042`, `~k3f9` or several of them between commas."""
    names = piece.shape.split(",")
    return all(_NUMBER_NAME.fullmatch(name) or _HANDLE_NAME.fullmatch(name) for name in names)


def ticket_named(name: Piece) -> Value:
    """Return the number or handle that one ticket name is; see `is_ticket_names`."""
    return int(name.text[1:]) if name.text.startswith("#") else Handle(name.text[1:].lower())


def _beginning_or_text(name: Field, item: Piece, _: Vocabulary) -> Value:
    return Prefix(_before_star(name, item).text) if item.shape.endswith("*") else item.text


def _before_star(name: Field, item: Piece) -> Piece:
    stem = item.cut(0, len(item.text) - 1)
    if not stem.text.strip():
        raise item.mistake(f"{name} needs some letters before the *")
    return stem


def _open_word(name: Field, item: Piece, vocabulary: Vocabulary) -> Value:
    """Return a tag or category. New ones appear daily: an unknown one is no mistake, a known one keeps its case."""
    if item.shape.endswith("*"):
        raise item.mistake(f"{name} does not take a *")
    known = vocabulary.tags if name is Field.TAG else vocabulary.categories
    if item.text in known:
        return item.text
    wanted = item.text.casefold()
    return next((word for word in known if word.casefold() == wanted), item.text)


def _moment(_: Field, item: Piece, __: Vocabulary) -> Value:
    try:
        moment = _duration(item.text.lower()) or _days(item.text.lower())
    except ValueError:
        nearest = most_similar(item.text, {day: day for day in NamedDay})
        hint = f"did you mean {nearest}?" if nearest else "write 2026-11-01, 2026-11-01.., today or <3d"
        raise item.mistake(f"no day {shown(item)}; {hint}", nearest) from None
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


_Reader: TypeAlias = Callable[[Field, Piece, Vocabulary], Value]

_READERS: Final[Mapping[Field, _Reader]] = {
    Field.STATUS: _status,
    Field.PRIORITY: _priority,
    Field.OWNER: _person,
    Field.SEGMENT: _branch,
    Field.SCORE: _whole_number,
    Field.TAG: _open_word,
    Field.CATEGORY: _open_word,
    Field.NUMBER: _ticket_number,
    **dict.fromkeys(QUESTIONS, _yes_or_no),
    **dict.fromkeys(TEXT_FIELDS, _beginning_or_text),
    **dict.fromkeys(DATE_FIELDS, _moment),
}
