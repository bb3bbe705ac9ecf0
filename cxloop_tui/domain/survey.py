"""A survey response as it is on record: what was asked, what was answered, word for word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cxloop_tui.domain.clock import from_rfc3339
from cxloop_tui.domain.operation import Entry, Json, Kind, Operation
from cxloop_tui.domain.ticket import Ticket, undone_ids

ADDED: Final = "responses"
"""What a `response.add` operation adds to: the ids of responses put to a ticket that was there already."""

SCORE: Final = "score"
COMMENT: Final = "comment"

_LANGUAGE: Final = frozenset({
    "idioma", "jezyk", "język", "lang", "language", "langue", "lingua", "locale", "língua", "sprache", "taal",
    "user language", "userlanguage",
})  # fmt: skip
"""Headers, in lower case, of a column that says in which language somebody answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyResponse:
    """One response, as imported; texts are uncleaned. Instants are milliseconds since the epoch."""

    id: str
    recorded_at: int
    """When it came into this store."""
    by: str
    """The e-mail of who imported it."""
    answered_at: int | None = None
    """When the customer answered; None when the file did not say, or not with certainty."""
    answered: str | None = None
    """The same as the file has it."""
    score: int | None = None
    """On the standard scale of its kind."""
    score_kind: str | None = None
    answer: str | None = None
    """The score as the file has it."""
    scale: str | None = None
    """The scale it was given on, such as `1..10`."""
    segment: str | None = None
    customer_email: str | None = None
    customer_name: str | None = None
    customer_phone: str | None = None
    account: str | None = None
    respondent: str | None = None
    touchpoint: str | None = None
    channel: str | None = None
    source_id: str | None = None
    """The id the survey tool gave it."""
    comment: str | None = None
    questions: tuple[tuple[str, str], ...] = ()
    """What the file called the columns that were read as something: (field, header)."""
    answers: tuple[tuple[str, str], ...] = ()
    """All other columns that were not empty, in the order of the file: (header, cell)."""

    @property
    def at(self) -> int:
        """When it was answered, or at least recorded."""
        return self.recorded_at if self.answered_at is None else self.answered_at

    @property
    def language(self) -> str | None:
        """In which language it was answered, where a column says so."""
        return next((cell for header, cell in self.answers if header.strip().casefold() in _LANGUAGE), None)

    def question(self, field: str) -> str | None:
        """Return what the file called the column that was read as `field`."""
        return next((header for name, header in self.questions if name == field), None)


_TEXTS: Final = (
    "answered", "score_kind", "answer", "scale", "segment", "customer_email", "customer_name", "customer_phone",
    "account", "respondent", "touchpoint", "channel", "source_id",
)  # fmt: skip


def response_of(entry: Entry) -> SurveyResponse:
    """Read a response from the entry that recorded it; what is malformed in it is left out."""
    operation = entry.operation
    score = operation.wanted(SCORE)
    return SurveyResponse(
        id=operation.subject,
        recorded_at=entry.received_at,
        by=operation.by,
        answered_at=_instant(operation.wanted("answered_at")),
        score=score if isinstance(score, int) else None,
        comment=operation.comment,
        questions=tuple(_pairs(operation.wanted("questions"))),
        answers=tuple(_pairs(operation.wanted("answers"))),
        **{name: _text(operation, name) for name in _TEXTS},
    )


def response_ids(ticket: Ticket, entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return the responses a ticket came from and those put to it since, oldest first; what was taken back is not.

    `entries` are all the ticket's, in order.
    """
    gone = undone_ids(entries)
    ids = [ticket.response] if ticket.response else []
    for entry in entries:
        operation = entry.operation
        if operation.kind == Kind.RESPONSE_ADD and operation.id not in gone:
            ids.extend(operation.add.get(ADDED, ()))
    return tuple(dict.fromkeys(ids))


def _text(operation: Operation, name: str) -> str | None:
    value = operation.wanted(name)
    return None if value is None else str(value)


def _instant(value: Json) -> int | None:
    try:
        return from_rfc3339(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


def _pairs(value: Json) -> Iterator[tuple[str, str]]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return
    for pair in value:
        if isinstance(pair, Sequence) and not isinstance(pair, str) and len(pair) == 2:
            yield str(pair[0]), str(pair[1])
