"""One row of a file: the response it holds, or why it cannot be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
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
from cxloop_tui.domain.text import clean_line, is_email, normal_email, storable


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

    def is_dissatisfied(self, bands: Bands) -> bool:
        """Whether it makes a ticket."""
        return bands.of(self.score) is Band.DISSATISFIED


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

_READ_BY_NAME: Final = frozenset({*_TAKEN_AS_TEXT, Field.SCORE, Field.EMAIL, Field.SEGMENT, Field.COMMENT})


def read_row(cells: Sequence[str], layout: Layout) -> Response:
    """Read one row, as long as `layout.names`. Raises Rejected.

    A date that cannot be when the answer was given (none, before 1990, more than a day from now) costs no response:
    it counts as given when it is read, and `answered` keeps what stood there.
    """
    stored = [storable(cell) for cell in cells]
    texts = [text for text, _ in stored]
    kind = layout.reading.kind
    standard = standard_of(_score(_cell(texts, layout, Field.SCORE), layout.reading), kind, layout.reading.scale)
    if layout.has_bands:
        _check_band(_cell(texts, layout, Field.BAND), standard)
    comment = _comment(texts, layout)
    answered = usable(date_of(_cell(texts, layout, Field.DATE), layout.dates), layout.now)
    fields: dict[str, Json] = {
        "score": standard,
        "score_kind": kind.value,
        "answer": _cell(texts, layout, Field.SCORE),
        "scale": str(layout.reading.scale),
        "segment": _segment(_given(texts, layout, Field.SEGMENT), layout),
        **_email(_cell(texts, layout, Field.EMAIL), layout.missing_email),
        **{name: _given(texts, layout, at) or None for at, name in _TAKEN_AS_TEXT.items()},
        "answered_at": None if answered is None else to_rfc3339(answered),
        "questions": _questions(layout),
        "answers": _other_answers(texts, layout, comment),
    }
    return Response(standard, kind, fields, comment, sum(count for _, count in stored), answered)


def _cell(texts: Sequence[str], layout: Layout, wanted: Field) -> str:
    place = layout.columns.get(wanted)
    return "" if place is None else texts[place].strip()


def _given(texts: Sequence[str], layout: Layout, wanted: Field) -> str:
    """Return a cell, blank when it holds a word for nothing."""
    cell = _cell(texts, layout, wanted)
    return "" if (is_missing_name if wanted is Field.NAME else is_missing)(cell) else cell


def _comment(texts: Sequence[str], layout: Layout) -> str | None:
    """Return the customer's own words; None when there are none but a word for nothing, kept among the answers."""
    place = layout.columns.get(Field.COMMENT)
    return None if place is None or is_no_comment(texts[place]) else texts[place]


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


def _segment(text: str, layout: Layout) -> str:
    code = (segment_of(text, layout.segments) or layout.other_segment) if text else layout.default_segment
    if code is None:
        what = f"there is no segment {clean_line(text, 60)!r}" if text else "no segment is named"
        raise Rejected(Reason.NO_SEGMENT, f"{what}; --segment CODE takes such rows")
    return code


def _email(text: str, missing: MissingEmail) -> dict[str, Json]:
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


def _questions(layout: Layout) -> Json:
    """Return what the file calls the score and the words: often the very question that was asked."""
    asked = {at: layout.columns[at] for at in (Field.SCORE, Field.COMMENT) if at in layout.columns}
    return [[at.value, storable(layout.names[place])[0]] for at, place in asked.items()]


def _other_answers(texts: Sequence[str], layout: Layout, comment: str | None) -> Json:
    """Return header and cell of all that is no field, so that the whole response is kept."""
    read = _READ_BY_NAME if comment is not None else _READ_BY_NAME - {Field.COMMENT}
    named = {place for at, place in layout.columns.items() if at in read}
    pairs = zip(layout.names, texts, strict=True)
    others = [
        [storable(name)[0], text] for place, (name, text) in enumerate(pairs) if text.strip() and place not in named
    ]
    return others or None
