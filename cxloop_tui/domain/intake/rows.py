"""One row of a file: the response it holds, or why it cannot be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cxloop_tui.domain.feedback import Band, Bands, Scale, ScoreKind, standard_score
from cxloop_tui.domain.intake.asked import Field, MissingEmail
from cxloop_tui.domain.intake.columns import whole_number
from cxloop_tui.domain.intake.layout import Layout
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.text import clean_line, is_email, normal_email, storable


class Reason(StrEnum):
    """Why a row is not taken; the keys of `by_reason`."""

    MALFORMED = "malformed"
    NO_SCORE = "no-score"
    NOT_A_NUMBER = "score-not-a-number"
    OUTSIDE = "score-outside-scale"
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
    """What `response.record` sets. `answer` and `scale` are as the file has them; `answers` are the other cells."""
    comment: str | None
    """The customer's own words, exact."""
    replaced: int
    """How many characters no database takes."""

    def is_dissatisfied(self, bands: Bands) -> bool:
        """Whether it makes a ticket."""
        return bands.of(self.score) is Band.DISSATISFIED


_NO_SCORE: Final = frozenset({"", "-", "n/a", "na", "nan", "none", "null"})

_TAKEN_AS_TEXT: Final = {
    Field.NAME: "customer_name",
    Field.PHONE: "customer_phone",
    Field.RESPONDENT: "respondent",
    Field.RESPONSE: "source_id",
    Field.DATE: "answered",
    Field.TOUCHPOINT: "touchpoint",
    Field.ACCOUNT: "account",
}
"""Which field of `response.record` a column fills, trimmed."""

_READ_BY_NAME: Final = frozenset({*_TAKEN_AS_TEXT, Field.SCORE, Field.EMAIL, Field.SEGMENT, Field.COMMENT})


def read_row(cells: Sequence[str], layout: Layout) -> Response:
    """Read one row, as long as `layout.names`. Raises Rejected."""
    stored = [storable(cell) for cell in cells]
    texts = [text for text, _ in stored]
    score = _score(_cell(texts, layout, Field.SCORE), layout.reading.scale)
    kind = layout.reading.kind
    standard = standard_score(score, kind, layout.reading.scale)
    fields: dict[str, Json] = {
        "score": standard,
        "score_kind": kind.value,
        "answer": _cell(texts, layout, Field.SCORE),
        "scale": str(layout.reading.scale),
        "segment": _segment(_cell(texts, layout, Field.SEGMENT), layout),
        **_email(_cell(texts, layout, Field.EMAIL), layout.missing_email),
        **{name: _cell(texts, layout, at) or None for at, name in _TAKEN_AS_TEXT.items()},
        "answers": _other_answers(texts, layout),
    }
    comment = texts[layout.columns[Field.COMMENT]] if Field.COMMENT in layout.columns else ""
    return Response(standard, kind, fields, comment if comment.strip() else None, sum(count for _, count in stored))


def _cell(texts: Sequence[str], layout: Layout, wanted: Field) -> str:
    place = layout.columns.get(wanted)
    return "" if place is None else texts[place].strip()


def _score(text: str, scale: Scale) -> int:
    if text.casefold() in _NO_SCORE:
        raise Rejected(Reason.NO_SCORE, "there is no score")
    number = whole_number(text)
    if number is None:
        raise Rejected(Reason.NOT_A_NUMBER, f"the score {clean_line(text, 30)!r} is not a whole number")
    if number not in scale:
        raise Rejected(Reason.OUTSIDE, f"the score {number} lies outside {scale.low}..{scale.high}")
    return number


def _segment(text: str, layout: Layout) -> str:
    code = layout.segments.get(text.casefold(), layout.other_segment) if text else layout.default_segment
    if code is None:
        what = f"there is no segment {clean_line(text, 60)!r}" if text else "no segment is named"
        raise Rejected(Reason.NO_SEGMENT, f"{what}; --segment CODE takes such rows")
    return code


def _email(text: str, missing: MissingEmail) -> dict[str, Json]:
    email = normal_email(text)
    if is_email(email):
        return {"customer_email": email}
    if missing is MissingEmail.ALLOW:
        return {"email_given": text or None}
    if text:
        raise Rejected(
            Reason.INVALID_EMAIL, f"{clean_line(text, 60)!r} is not an e-mail address; --missing-email allow takes it"
        )
    raise Rejected(Reason.NO_EMAIL, "there is no e-mail address; --missing-email allow takes such rows")


def _other_answers(texts: Sequence[str], layout: Layout) -> Json:
    """Return header and cell of all that is no field, so that the whole response is kept."""
    named = {place for at, place in layout.columns.items() if at in _READ_BY_NAME}
    pairs = zip(layout.names, texts, strict=True)
    others = [
        [storable(name)[0], text] for place, (name, text) in enumerate(pairs) if text.strip() and place not in named
    ]
    return others or None
