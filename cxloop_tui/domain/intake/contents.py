"""What the values of a column may be: whether they speak against its header, or for a field by themselves."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from cxloop_tui.domain.folding import document
from cxloop_tui.domain.intake.asked import Field
from cxloop_tui.domain.intake.columns import Column, whole_number
from cxloop_tui.domain.intake.dates import written_date
from cxloop_tui.domain.intake.ladders import Family, is_rung
from cxloop_tui.domain.intake.scores import answer_of, says_its_scale
from cxloop_tui.domain.intake.segment_names import segment_of
from cxloop_tui.domain.intake.wording import BANDS_OF_WORDS
from cxloop_tui.domain.text import is_email

_PHONE: Final = re.compile(r"(?:tel:)?[+(]?\d[\d\s()./-]{4,}(?:\s?(?:x|ext\.?)\s?\d{1,5})?", re.ASCII | re.IGNORECASE)
_ABROAD: Final = re.compile(r"(?:\+|00)[1-9][\d\s()./-]{6,18}", re.ASCII)
_DIGITS_MAX: Final = 15  # ITU-T E.164, section 6
_YES_NO: Final = frozenset({
    "yes", "no", "ja", "nein", "oui", "non", "si", "sim", "nao", "nee", "tak", "nie", "true", "false", "y", "n", "1",
    "0", "maybe", "vielleicht",
})  # fmt: skip
_PROSE: Final = 25
"""Code points that a cell of prose has on average, at least."""

_ENOUGH: Final = 20
_SAME: Final = 0.1
"""Among so many cells, the largest part that one id of a customer may take; more are no ids but a word for none."""


def _has_letters(value: str) -> bool:
    return any(letter.isalpha() for letter in value)


def is_phone(value: str) -> bool:
    """Whether a value has the shape of a telephone number, and not that of a date."""
    if not _PHONE.fullmatch(value) or sum(letter.isdecimal() for letter in value) > _DIGITS_MAX + 5:
        return False
    found = written_date(value)
    return found is None or found.shape in {"seconds", "milliseconds", "serial"}


def _is_band(value: str) -> bool:
    return document(value) in BANDS_OF_WORDS or is_rung(value, (Family.SATISFACTION, Family.QUALITY))


_Segments = Mapping[str, str]
_Test = Callable[[Column, _Segments], bool]


def _part(test: Callable[[str], bool], least: float = 0.5) -> _Test:
    """Return the test whether at least this part of a column's values is like that."""
    return lambda column, _: column.share(test) >= least


def _label(column: Column, _segments: _Segments) -> bool:
    """Whether the values are names of something, not yes and no."""
    return column.share(_has_letters) >= 0.5 and column.share(lambda value: document(value) in _YES_NO) < 0.9


def _names_segments(least: float) -> _Test:
    return lambda column, segments: column.share(lambda value: segment_of(value, segments) is not None) >= least


def _own_words(column: Column, _segments: _Segments) -> bool:
    """Whether people may have written this: not numbers, not yes and no, not one ticked box of many."""
    if column.filled >= 5 and column.is_told_apart and len(column.values) == 1:
        return False
    is_word = column.share(lambda value: whole_number(value) is None and document(value) not in _YES_NO)
    return is_word >= 0.5 or column.length > _PROSE * column.filled


def _prose(column: Column, _segments: _Segments) -> bool:
    """Whether most cells are sentences."""
    if column.filled < 3 or column.length < _PROSE * column.filled:
        return False
    return column.share(lambda value: value.count(" ") >= 2) >= 0.5 or not column.values


def _tells_customers_apart(column: Column, _segments: _Segments) -> bool:
    """Whether no value stands for so many answers that it would make one customer of many."""
    most = column.values.most_common(1)[0][1] if column.values else 0
    return column.filled < _ENOUGH or most <= _SAME * column.filled


_MAY_HOLD: Final[dict[Field, _Test]] = {
    Field.SCORE: _part(lambda value: answer_of(value) is not None),
    Field.BAND: _part(_is_band, 0.9),
    Field.EMAIL: _part(lambda value: "@" in value),
    Field.RESPONDENT: _tells_customers_apart,
    Field.DATE: lambda column, _: column.dates.share >= 0.5,
    Field.PHONE: _part(is_phone),
    Field.NAME: _label,
    Field.SEGMENT: _names_segments(1e-9),
    Field.TOUCHPOINT: _label,
    Field.CHANNEL: _label,
    Field.ACCOUNT: _label,
    Field.COMMENT: _own_words,
}
_IS_BY_ITSELF: Final[dict[Field, _Test]] = {
    Field.SCORE: _part(says_its_scale, 0.9),
    Field.EMAIL: _part(is_email, 0.8),
    Field.DATE: lambda column, _: column.dates.share >= 0.95 and not column.dates.are_counts,
    Field.PHONE: _part(lambda value: _ABROAD.fullmatch(value) is not None, 0.9),
    Field.SEGMENT: lambda column, segments: len(column.values) > 1 and _names_segments(0.9)(column, segments),
    Field.COMMENT: _prose,
}


def may_hold(column: Column, wanted: Field, segments: _Segments) -> bool:
    """Whether the values do not speak against it; a column without any is what its header says, but no score."""
    if not column.filled:
        return wanted not in {Field.SCORE, Field.BAND}
    return wanted not in _MAY_HOLD or _MAY_HOLD[wanted](column, segments)


def holds_by_itself(column: Column, wanted: Field, segments: _Segments) -> bool:
    """Whether the values alone say that a column is this, whatever it is called."""
    return bool(column.filled) and wanted in _IS_BY_ITSELF and _IS_BY_ITSELF[wanted](column, segments)
