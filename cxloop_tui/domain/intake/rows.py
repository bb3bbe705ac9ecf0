"""One row of a file: the response it holds, or why it cannot be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Final

from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.feedback import Band, Bands, ScoreKind
from cxloop_tui.domain.intake.asked import Field, MissingEmail
from cxloop_tui.domain.intake.date_columns import usable
from cxloop_tui.domain.intake.dates import date_of
from cxloop_tui.domain.intake.judgement import band_of_word
from cxloop_tui.domain.intake.layout import Layout
from cxloop_tui.domain.intake.missing import is_missing, is_missing_name, is_no_comment
from cxloop_tui.domain.intake.readings import Reading
from cxloop_tui.domain.intake.scale import BANDS_OF_TOOLS
from cxloop_tui.domain.intake.scores import answer_of, number_of, shown, standard_of, within
from cxloop_tui.domain.intake.segment_names import segment_of
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.text import clean_line, is_email, normal_email, storable, storable_all


class Reason(StrEnum):
    """Why a row is not taken; the keys of `by_reason`."""

    MALFORMED = "malformed"
    NO_SCORE = "no-score"
    NOT_A_NUMBER = "score-not-a-number"
    OUTSIDE = "score-outside-scale"
    CONTRADICTED = "score-contradicted"
    NO_EMAIL = "no-email"
    INVALID_EMAIL = "invalid-email"
    NO_SEGMENT = "no-such-segment"


class Rejected(Exception):
    """A row that cannot be taken; its text says why and what would help."""

    def __init__(self, reason: Reason, why: str) -> None:
        super().__init__(why)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Response:
    """What one row says."""

    score: int
    """On the standard scale of its kind."""
    kind: ScoreKind
    fields: Mapping[str, Json]
    """What `response.record` sets. `answer` and `scale` are as the file has them; `answers` are the other cells.

    `questions` are the headers of score and comment.
    """
    comment: str | None
    """The customer's own words, exact."""
    replaced: int
    """How many characters no database takes."""
    answered_at: int | None = None
    """When it was given, in milliseconds since the epoch; None where the file has no date that can be it."""

    def band(self, bands: Bands) -> Band:
        """Return what the score says of the customer."""
        return bands.of(self.score)


_TAKEN_AS_TEXT: Final = {
    Field.NAME: "customer_name",
    Field.PHONE: "customer_phone",
    Field.RESPONDENT: "respondent",
    Field.RESPONSE: "source_id",
    Field.DATE: "answered",
    Field.TOUCHPOINT: "touchpoint",
    Field.CHANNEL: "channel",
    Field.ACCOUNT: "account",
}
"""Which field of `response.record` a column fills, trimmed."""

_KEPT: Final = 4096
"""Cells of scores, dates and segments whose meaning is kept: the same ones stand in very many rows."""

_READ_BY_NAME: Final = frozenset({*_TAKEN_AS_TEXT, Field.SCORE, Field.EMAIL, Field.SEGMENT, Field.COMMENT})


def read_row(cells: Sequence[str], layout: Layout) -> Response:
    """Read one row, as long as `layout.names`. Raises Rejected."""
    return RowReader(layout).read(cells)


class RowReader:
    """Reads the rows of one file; what many of them have in common is worked out once."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._headers = [storable(name)[0] for name in layout.names]
        self._taken = [(name, at, layout.columns[at]) for at, name in _TAKEN_AS_TEXT.items() if at in layout.columns]
        self._not_asked = {name: None for at, name in _TAKEN_AS_TEXT.items() if at not in layout.columns}
        self._score, self._band, self._email, self._date, self._segments, self._words = map(
            layout.columns.get, (Field.SCORE, Field.BAND, Field.EMAIL, Field.DATE, Field.SEGMENT, Field.COMMENT)
        )
        asked = {at: layout.columns[at] for at in (Field.SCORE, Field.COMMENT) if at in layout.columns}
        self._questions: Json = [[at.value, self._headers[place]] for at, place in asked.items()]
        self._standard = lru_cache(_KEPT)(self._standard_of)
        self._answered = lru_cache(_KEPT)(self._answered_at)
        self._segment = lru_cache(_KEPT)(self._segment_named)
        self._scale = str(layout.reading.scale)

    def read(self, cells: Sequence[str]) -> Response:
        """Read one row, as long as the layout's names. Raises Rejected.

        A date that cannot be when the answer was given (none, before 1990, more than a day from now) costs no
        response: it counts as given when it is read, and `answered` keeps what stood there.
        """
        texts, replaced = storable_all(cells)
        layout, kind = self._layout, self._layout.reading.kind
        answer = _cell(texts, self._score)
        standard = self._standard(answer)
        if layout.has_bands:
            _check_band(_cell(texts, self._band), standard)
        comment = self._comment(texts)
        answered = self._answered(_cell(texts, self._date))
        fields: dict[str, Json] = {
            **self._not_asked,
            "score": standard,
            "score_kind": kind.value,
            "answer": answer,
            "scale": self._scale,
            "segment": self._segment(_cell(texts, self._segments)),
            **email_fields(_cell(texts, self._email), layout.missing_email),
            **{name: given(texts[place], at) or None for name, at, place in self._taken},
            "answered_at": None if answered is None else to_rfc3339(answered),
            "questions": self._questions,
            "answers": self._other_answers(texts, comment),
        }
        return Response(standard, kind, fields, comment, replaced, answered)

    def _comment(self, texts: Sequence[str]) -> str | None:
        """Return the customer's own words; None for none but a word for nothing, kept among the answers."""
        place = self._words
        return None if place is None or is_no_comment(texts[place]) else texts[place]

    def _standard_of(self, answer: str) -> int:
        reading = self._layout.reading
        return standard_of(_score(answer, reading), reading.kind, reading.scale)

    def _answered_at(self, text: str) -> int | None:
        return usable(date_of(text, self._layout.dates), self._layout.now)

    def _segment_named(self, cell: str) -> str:
        layout, text = self._layout, given(cell, Field.SEGMENT)
        code = (segment_of(text, layout.segments) or layout.other_segment) if text else layout.default_segment
        if code is None:
            what = f"there is no segment {clean_line(text, 60)!r}" if text else "no segment is named"
            raise Rejected(Reason.NO_SEGMENT, f"{what}; --segment CODE takes such rows")
        return code

    def _other_answers(self, texts: Sequence[str], comment: str | None) -> Json:
        """Return header and cell of all that is no field, so that the whole response is kept."""
        others = self._other_places if comment is not None else self._other_places_and_comment
        answers: Json = [[self._headers[place], texts[place]] for place in others if texts[place].strip()]
        return answers or None

    @cached_property
    def _other_places(self) -> Sequence[int]:
        return self._places_without(_READ_BY_NAME)

    @cached_property
    def _other_places_and_comment(self) -> Sequence[int]:
        """The same when the customer's words are none: what stands there is kept like any other answer."""
        return self._places_without(_READ_BY_NAME - {Field.COMMENT})

    def _places_without(self, read: frozenset[Field]) -> Sequence[int]:
        named = {place for at, place in self._layout.columns.items() if at in read}
        return [place for place in range(len(self._headers)) if place not in named]


def _cell(texts: Sequence[str], place: int | None) -> str:
    return "" if place is None else texts[place].strip()


def given(text: str, wanted: Field) -> str:
    """Return a cell that holds this field, trimmed; blank when it holds a word for nothing."""
    cell = text.strip()
    return "" if (is_missing_name if wanted is Field.NAME else is_missing)(cell) else cell


def _score(text: str, reading: Reading) -> Fraction:
    if is_missing(text):
        raise Rejected(Reason.NO_SCORE, "there is no score")
    answer = answer_of(text)
    number = None if answer is None else number_of(answer, reading.ladder)
    scale = reading.scale
    if answer is None or number is None:
        is_not = "is none of the words of the others" if reading.ladder else "is not a number"
        raise Rejected(Reason.NOT_A_NUMBER, f"the score {clean_line(text, 30)!r} {is_not}")
    if not within(number, scale):
        raise Rejected(Reason.OUTSIDE, f"the score {shown(number)} lies outside {scale.low}..{scale.high}")
    if answer.out_of not in {None, scale.high}:
        what = f"the score {clean_line(text, 30)!r} is out of {answer.out_of}, the scale is {scale.low}..{scale.high}"
        raise Rejected(Reason.OUTSIDE, what)
    return number


def _check_band(word: str, score: int) -> None:
    """Let pass a score that the survey tool's word beside it does not contradict. Raises Rejected."""
    band = band_of_word(word)
    if band is not None and band is not BANDS_OF_TOOLS.of(score):
        what = f"the score {score} is contradicted by {clean_line(word, 30)!r}; --map band= takes the score's word"
        raise Rejected(Reason.CONTRADICTED, what)


def email_fields(text: str, missing: MissingEmail) -> dict[str, Json]:
    """Return what a response sets of its customer's address. Raises Rejected, unless what is none is allowed."""
    email = normal_email(text)
    if is_email(email):
        return {"customer_email": email}
    if missing is MissingEmail.ALLOW:
        return {"email_given": None if is_missing(text) else text}
    if not is_missing(text):
        raise Rejected(
            Reason.INVALID_EMAIL, f"{clean_line(text, 60)!r} is not an e-mail address; --missing-email allow takes it"
        )
    raise Rejected(Reason.NO_EMAIL, "there is no e-mail address; --missing-email allow takes such rows")
